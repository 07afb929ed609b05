//! What a system costs: price lists and bills.
//!
//! ```text
//! prices.csv --> PriceBook --price(role, region, amount)--> lines:    quantity x unit price, source, date
//!                                                       `-> unpriced: what the book has no price for
//! ```
//!
//! ```
//! use model::prelude::*;
//! let prices = PriceBook::parse(
//!     "# prices for an example\n\
//!      book,role,item,unit,from,to,usd,region,as_of,source\n\
//!      text,-,the text's large server,month,0,-,100,-,-,the text\n\
//!      cloud,egress,traffic out,GB,0,10240,0.09,here,2024-09-25,a price list\n",
//! )?;
//! let large = prices.find("the text's large server")?;
//! let mut bill = Bill::new(vec![large.line(3.0)]);
//! assert_eq!(bill.monthly().to_string(), "$300");
//!
//! // The list ends at 10 TB: the rest is named, not guessed.
//! bill.add(prices.in_book("cloud")?.price(Role::Egress, "here", 12_240.0)?);
//! assert_eq!(bill.monthly(), usd(300.0 + 10_240.0 * 0.09));
//! assert_eq!((bill.unpriced[0].quantity, bill.unpriced[0].what.as_str()), (2_000.0, "egress in here"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **The assumption that matters most: the list price is what you pay**, for whole months of machines that always run.
//! A month has 730 hours. Discounts, free allowances, taxes and people are not on the bill unless a line says so.

mod bill;
mod book;
mod price;

pub use bill::{Bill, Line, Unpriced};
pub use book::PriceBook;
pub use price::{Price, Role, gigabytes};
