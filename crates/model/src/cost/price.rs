//! One price: of what, for whom, where, from which quantity to which.

use super::bill::Line;
use crate::data::table::Row;
use crate::error::DataError;
use crate::format::significant;
use crate::units::{Bytes, HOURS_A_MONTH, Money, usd};
use std::fmt;

/// What a price is for, so that a system can be billed from any book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Role {
    /// Traffic from the host to the internet. GB a month
    Egress,
    /// Traffic from the places of a CDN to the internet. GB a month
    CdnEgress,
    /// What a CDN answers. Requests a month
    CdnRequests,
    /// Traffic to another region of the same host. GB a month
    BetweenRegions,
    /// Traffic to another zone of the same region. GB a month
    BetweenZones,
    /// Balancers. How many, the month through
    Balancer,
    /// Capacity units that a balancer uses. How many in the mean
    BalancerUnits,
    /// Disks. GB, the month through
    Disk,
    /// Copies of a database for bad days. GB, the month through
    Backup,
    /// Files in an object store. GB, the month through
    Objects,
    /// Files written to an object store. Requests a month
    ObjectPuts,
    /// Files read from an object store. Requests a month
    ObjectGets,
    /// What a queue is asked. Requests a month
    QueueRequests,
    /// Gateways between private machines and the internet. How many, the month through
    Gateway,
    /// What passes such a gateway. GB a month
    GatewayData,
    /// Calls of functions. Calls a month
    FunctionCalls,
    /// Functions at work. GB-seconds a month
    FunctionTime,
    /// A core by a rule of thumb. How many, the month through
    Core,
    /// Memory by a rule of thumb. GB, the month through
    Memory,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 19] = [
        Self::Egress,
        Self::CdnEgress,
        Self::CdnRequests,
        Self::BetweenRegions,
        Self::BetweenZones,
        Self::Balancer,
        Self::BalancerUnits,
        Self::Disk,
        Self::Backup,
        Self::Objects,
        Self::ObjectPuts,
        Self::ObjectGets,
        Self::QueueRequests,
        Self::Gateway,
        Self::GatewayData,
        Self::FunctionCalls,
        Self::FunctionTime,
        Self::Core,
        Self::Memory,
    ];

    /// Its name in a price list.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Egress => "egress",
            Self::CdnEgress => "CDN egress",
            Self::CdnRequests => "CDN requests",
            Self::BetweenRegions => "traffic between regions",
            Self::BetweenZones => "traffic between zones",
            Self::Balancer => "balancer",
            Self::BalancerUnits => "balancer units",
            Self::Disk => "disk",
            Self::Backup => "backup",
            Self::Objects => "objects",
            Self::ObjectPuts => "object puts",
            Self::ObjectGets => "object gets",
            Self::QueueRequests => "queue requests",
            Self::Gateway => "gateway",
            Self::GatewayData => "gateway data",
            Self::FunctionCalls => "function calls",
            Self::FunctionTime => "function time",
            Self::Core => "core",
            Self::Memory => "memory",
        }
    }

    /// What its amounts are counted in.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Egress | Self::CdnEgress | Self::BetweenRegions | Self::BetweenZones => "GB",
            Self::Disk | Self::Backup | Self::Objects | Self::GatewayData | Self::Memory => "GB",
            Self::CdnRequests | Self::ObjectPuts | Self::ObjectGets | Self::QueueRequests => {
                "requests"
            }
            Self::FunctionCalls => "calls",
            Self::FunctionTime => "GB-seconds",
            Self::Balancer | Self::BalancerUnits | Self::Gateway | Self::Core => "pieces",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Bytes as a bill counts them. Clouds bill GB by the name and GiB in fact; one GiB is taken as one GB here. `[GB]`
pub fn gigabytes(amount: Bytes) -> f64 {
    amount.gib()
}

/// One row of a price list.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// The price book it belongs to: "text", "cloud"; "-" where the list names none.
    pub book: String,
    /// What it is for, if a system can be billed by it.
    pub role: Option<Role>,
    /// What is sold.
    pub item: String,
    /// "hour", "month", "GB-month", "1k requests".
    pub unit: String,
    /// The price holds from this quantity a month on, in `unit`.
    pub from: f64,
    /// Up to this quantity, in `unit`; `None` without an end.
    pub to: Option<f64>,
    /// The price of one unit.
    pub price: Money,
    /// Where it holds, several regions separated by "/"; "-" or "all" where that has no meaning.
    pub region: String,
    /// When it held.
    pub as_of: String,
    /// Where it was read.
    pub source: String,
}

impl Price {
    /// The columns of a price list.
    pub(super) const COLUMNS: [&str; 10] = [
        "book", "role", "item", "unit", "from", "to", "usd", "region", "as_of", "source",
    ];

    /// The columns of a price list without books, roles and steps.
    pub(super) const PLAIN: [&str; 6] = ["item", "unit", "usd", "region", "as_of", "source"];

    /// Reads a row with [`Price::COLUMNS`].
    pub(super) fn full(row: &Row) -> Result<Self, DataError> {
        let to = match row.text(5)?.as_str() {
            "-" => None,
            _ => Some(row.number(5, 0.0, 1e18)?),
        };
        let price = Self {
            book: row.text(0)?,
            role: role(row)?,
            item: row.text(2)?,
            unit: row.text(3)?,
            from: row.number(4, 0.0, 1e18)?,
            to,
            price: usd(row.number(6, 0.0, 1e12)?),
            region: row.text(7)?,
            as_of: row.text(8)?,
            source: row.text(9)?,
        };
        if to.is_some_and(|to| to <= price.from) {
            return Err(row.error("to must be above from"));
        }
        Ok(price)
    }

    /// Reads a row with [`Price::PLAIN`].
    pub(super) fn plain(row: &Row) -> Result<Self, DataError> {
        Ok(Self {
            book: "-".into(),
            role: None,
            item: row.text(0)?,
            unit: row.text(1)?,
            from: 0.0,
            to: None,
            price: usd(row.number(2, 0.0, 1e12)?),
            region: row.text(3)?,
            as_of: row.text(4)?,
            source: row.text(5)?,
        })
    }

    /// Whether it holds in a region: one that it names, or any if it names none.
    pub fn holds_in(&self, region: &str) -> bool {
        matches!(self.region.as_str(), "-" | "all")
            || self.region == region
            || self.region.split('/').any(|one| one == region)
    }

    /// Whether the other is the same item in the same place, at another quantity.
    pub(super) fn is_step_of(&self, other: &Self) -> bool {
        self.item == other.item && self.region == other.region
    }

    /// A bill's line for `quantity` units in a month.
    pub fn line(&self, quantity: f64) -> Line {
        let source = format!("{}; {}, {}", self.source, self.region, self.as_of);
        Line::new(
            self.label(),
            quantity,
            self.unit.clone(),
            self.price,
            source,
        )
    }

    /// A bill's line for `count` of the item the whole month through: 730 hours each where it is sold by the hour.
    pub fn month(&self, count: f64) -> Line {
        self.line(count * self.hours())
    }

    /// The item, and from which quantity the price holds.
    fn label(&self) -> String {
        if self.from > 0.0 {
            format!(
                "{}, from {} {} on",
                self.item,
                significant(self.from, 6),
                self.unit
            )
        } else {
            self.item.clone()
        }
    }

    /// Units that one piece takes in a month. `[1]`
    fn hours(&self) -> f64 {
        if self.unit == "hour" || self.unit.ends_with("-hour") {
            HOURS_A_MONTH
        } else {
            1.0
        }
    }

    /// What an amount is in units of this price: "1k requests" counts them in thousands, "hour" pieces by the month. `[1]`
    pub(super) fn units(&self, amount: f64) -> f64 {
        let word = self.unit.split(' ').next().unwrap_or_default();
        amount * self.hours()
            / match word {
                "1k" => 1e3,
                "10k" => 1e4,
                "1M" => 1e6,
                _ => 1.0,
            }
    }
}

fn role(row: &Row) -> Result<Option<Role>, DataError> {
    let name = row.text(1)?;
    if name == "-" {
        return Ok(None);
    }
    let role = Role::ALL.into_iter().find(|role| role.name() == name);
    role.map(Some).ok_or_else(|| {
        let known = Role::ALL.map(Role::name).join(", ");
        row.error(format!("role must be one of {known} or -, was \"{name}\""))
    })
}
