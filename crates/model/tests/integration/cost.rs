//! Price books and bills: sums by hand, nothing guessed, every row with its source.

use crate::support::{MACHINES, PRICES, machine, shop, traffic};
use model::components::database::Database;
use model::cost::gigabytes;
use model::prelude::*;
use model::system::{Goal, Options, plan};
use proptest::prelude::*;

fn book(name: &str) -> PriceBook {
    PriceBook::parse(PRICES).unwrap().in_book(name).unwrap()
}

fn near(amount: Money, expected: f64) {
    let off = (amount.usd() - expected).abs();
    assert!(off <= 1e-9 * expected.abs(), "{amount} is not {expected}");
}

#[test]
fn every_price_has_a_source_a_date_and_a_region() {
    let list = PriceBook::parse(PRICES).unwrap();
    assert_eq!(
        list.books(),
        ["text", "cloud", "cheap host", "rule of thumb"]
    );
    for price in list.prices() {
        let ours = matches!(price.book.as_str(), "text" | "rule of thumb");
        assert!(!price.source.is_empty(), "{price:?}");
        assert!(
            price.as_of.starts_with("20") || price.book == "text",
            "{price:?}"
        );
        assert!(price.region != "-" || ours, "{price:?}");
    }
}

/// The text's own numbers, and the same machine at the cloud: an hour's price times 730 and 100 GB of disk.
#[test]
fn machines_belong_to_the_book_that_prices_them() {
    let prices = PriceBook::parse(PRICES).unwrap();
    let all = Catalogue::parse(MACHINES, &prices).unwrap();
    let of = |book: &str| {
        all.in_book(book)
            .iter()
            .map(|m| m.name().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(of("text"), ["large", "medium"]);
    assert_eq!(of("cheap host"), ["cx33"]);
    assert_eq!(all.book_of("t3.medium"), Some("cloud"));
    assert_eq!(all.book_of("x9"), None);
    near(machine("medium").cost(), 50.0);
    near(machine("t3.medium").cost(), 0.0416 * 730.0 + 100.0 * 0.08);
    near(machine("cx33").cost(), 7.55 + 100.0 * 0.0666);
}

/// Nothing is guessed, and nothing is left out: machines without a price stand on the bill, and the cheapest of them is not known.
#[test]
fn machines_without_a_price_are_listed() {
    let own = || {
        Machine::named("own")
            .cores(2)
            .memory(gib(8.0))
            .disk(Disk::new("SSD", us(100.0), gib(100.0)))
    };
    let system = System::apart((own(), 3), (machine("t3.medium"), 1), us(250.0), shop());
    let bill = system.bill();
    let item = &bill.unpriced[0];
    assert_eq!(
        (item.what.as_str(), item.quantity, bill.unpriced.len()),
        ("web server: own", 3.0, 1)
    );
    near(bill.monthly(), machine("t3.medium").cost().usd());
    assert!(
        bill.to_string()
            .contains("not priced: 3 machines of web server: own")
    );
    let options = Options {
        databases: vec![Database::on(machine("t3.medium"))],
        most: 3,
        ..Options::of(vec![own()], us(250.0))
    };
    let goal = Goal {
        p99: ms(100.0),
        headroom: 0.0,
        availability: None,
    };
    let refused = plan(&traffic(1e3), &shop(), goal, &options)
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("price of") && refused.contains("own"),
        "{refused}"
    );
}

/// In a region a machine costs what it costs there, or is not to be had; nothing is borrowed from elsewhere.
#[test]
fn machines_of_a_region_have_its_prices() {
    let prices = PriceBook::parse(PRICES).unwrap();
    // Disks are priced in one region only, so machines with a rented disk are left out elsewhere.
    let canada = Catalogue::parse_in(MACHINES, &prices, "ca-central-1").unwrap();
    let names: Vec<&str> = canada.machines().iter().map(Machine::name).collect();
    assert_eq!(names, ["large", "medium"]);
    let virginia = Catalogue::parse_in(MACHINES, &prices, "us-east-1").unwrap();
    assert!(virginia.machine("t3.medium").is_ok() && virginia.machine("cx33").is_err());
    let there = prices
        .find_in("EC2 t3.medium 2vCPU/4GiB", "ca-central-1")
        .unwrap();
    near(there.month(1.0).total(), 0.0464 * 730.0);
    assert!(prices.find_in("EC2 t3.medium 2vCPU/4GiB", "fsn1").is_err());
}

/// 60 TB out of Seoul: 10 TB, 40 TB and 10 TB at three prices; the steps are whole numbers of 1 024 GB.
#[test]
fn a_price_in_steps_is_paid_step_by_step() {
    let (cloud, tb) = (book("cloud"), 1024.0);
    let bill = cloud
        .price(Role::Egress, "ap-northeast-2", 60.0 * tb)
        .unwrap();
    near(
        bill.monthly(),
        tb * (10.0 * 0.126 + 40.0 * 0.122 + 10.0 * 0.117),
    );
    assert_eq!((bill.lines.len(), bill.unpriced.len()), (3, 0));
    let quantity: f64 = bill.lines.iter().map(|line| line.quantity).sum();
    assert!((quantity - 60.0 * tb).abs() < 1e-9);
    let first = cloud
        .price(Role::Egress, "ap-northeast-2", 10.0 * tb)
        .unwrap();
    assert_eq!(first.lines.len(), 1);
    near(first.monthly(), 10.0 * tb * 0.126);
}

/// The list knows no price for Korea's edge, nor beyond 10 TB in Japan; no cheap host's balancer; no text's traffic.
#[test]
fn what_is_not_priced_is_listed() {
    let unpriced = |name: &str, role, region: &str, amount| {
        let bill = book(name).price(role, region, amount).unwrap();
        bill.unpriced
            .iter()
            .map(|u| (u.what.clone(), u.quantity))
            .collect::<Vec<_>>()
    };
    let egress = "CDN egress in KR".to_owned();
    assert_eq!(
        unpriced("cloud", Role::CdnEgress, "KR", 5.0),
        [(egress, 5.0)]
    );
    let beyond = "CDN egress in JP".to_owned();
    assert_eq!(
        unpriced("cloud", Role::CdnEgress, "JP", 10_250.0),
        [(beyond, 10.0)]
    );
    let balancer = "balancer in fsn1".to_owned();
    assert_eq!(
        unpriced("cheap host", Role::Balancer, "fsn1", 2.0),
        [(balancer, 2.0)]
    );
    assert_eq!(
        unpriced("text", Role::Egress, "-", 7.0),
        [("egress".to_owned(), 7.0)]
    );
    assert_eq!(unpriced("cloud", Role::Egress, "us-east-1", 9.0), []);
}

#[test]
fn requests_and_hours_are_counted_in_the_units_of_the_list() {
    let cloud = book("cloud");
    let cost = |role, region, amount| cloud.price(role, region, amount).unwrap().monthly();
    near(cost(Role::QueueRequests, "us-east-1", 3e7), 30.0 * 0.40);
    near(cost(Role::CdnRequests, "US", 3e7), 3e7 / 1e4 * 0.01);
    near(cost(Role::ObjectGets, "us-east-1", 3e7), 3e7 / 1e3 * 0.0004);
    near(cost(Role::Balancer, "us-east-1", 2.0), 2.0 * 730.0 * 0.0225);
    near(
        cost(Role::BalancerUnits, "us-east-1", 1.5),
        1.5 * 730.0 * 0.008,
    );
    near(
        cost(Role::Objects, "us-east-1", gigabytes(gib(500.0))),
        500.0 * 0.023,
    );
    let cheap = book("cheap host");
    let out = |gb| cheap.price(Role::Egress, "fsn1", gb).unwrap().monthly();
    near(out(20_000.0), 0.0);
    near(out(30_000.0), (30_000.0 - 20_480.0) * 0.00116);
}

#[test]
fn a_rule_of_thumb_prices_any_machine() {
    let bill = book("rule of thumb").by_thumb(&machine("large")).unwrap();
    near(bill.monthly(), 4.0 * 15.0 + 16.0 * 2.0);
    let error = book("rule of thumb")
        .by_thumb(&Machine::named("any"))
        .unwrap_err();
    assert_eq!(error.parameter(), "cores of machine any");
    assert_eq!(
        book("text")
            .by_thumb(&machine("large"))
            .unwrap()
            .unpriced
            .len(),
        2
    );
}

/// A gap in one list must not be filled from another without a word.
#[test]
fn an_amount_is_billed_from_one_book_only() {
    let all = PriceBook::parse(PRICES).unwrap();
    let error = all.price(Role::Egress, "us-east-1", 1.0).unwrap_err();
    assert_eq!(error.parameter(), "price books to bill from");
    assert!(
        all.in_book("dear")
            .unwrap_err()
            .to_string()
            .contains("cheap host")
    );
}

#[test]
fn bills_are_added_and_merged() {
    let cloud = book("cloud");
    let balancer = || cloud.price(Role::Balancer, "us-east-1", 1.0).unwrap();
    let mut bill = balancer();
    bill.add(balancer());
    bill.add(cloud.price(Role::CdnEgress, "KR", 5.0).unwrap());
    bill.add(cloud.price(Role::CdnEgress, "KR", 6.0).unwrap());
    let merged = bill.merged();
    assert_eq!((merged.lines.len(), merged.unpriced.len()), (1, 1));
    near(merged.monthly(), 2.0 * 730.0 * 0.0225);
    assert_eq!(merged.unpriced[0].quantity, 11.0);
    assert!(
        merged
            .to_string()
            .ends_with("not priced: 11 GB of CDN egress in KR")
    );
    let requests = 1e5 * 20.0 * 730.0 / 24.0;
    near(
        merged.per_million_requests(&traffic(1e5)).unwrap(),
        2.0 * 730.0 * 0.0225 / requests * 1e6,
    );
    near(
        merged.per_user(&traffic(1e5)).unwrap(),
        2.0 * 730.0 * 0.0225 / 1e5,
    );
}

#[test]
fn bad_rows_of_a_list_with_books_are_named_by_line() {
    let message = |rows: &str| {
        let header = "# example\nbook,role,item,unit,from,to,usd,region,as_of,source\n";
        PriceBook::parse(&format!("{header}{rows}"))
            .unwrap_err()
            .to_string()
    };
    let check = |rows: &str, part: &str| {
        let text = message(rows);
        assert!(text.contains(part), "{text} lacks {part}");
    };
    check(
        "b,tips,a,GB,0,-,1,-,-,s\n",
        "line 3: role must be one of egress",
    );
    check(
        "b,egress,a,GB,5,-,1,-,-,s\n",
        "line 3: the first price of a must be from 0",
    );
    check(
        "b,egress,a,GB,0,0,1,-,-,s\n",
        "line 3: to must be above from",
    );
    check(
        "b,egress,a,GB,0,5,1,-,-,s\nb,egress,a,GB,6,-,1,-,-,s\n",
        "line 4: the price of a must go on",
    );
    check(
        "b,egress,a,GB,0,5,1,-,-,s\nb,egress,a,GB,0,5,1,-,-,s\n",
        "line 4: a is already priced in -",
    );
    check("b,egress,a,GB,0,nan,1,-,-,s\n", "line 3: to must be from 0");
}

#[test]
fn media_take_their_times_from_the_table() {
    let rates = BaseRates::parse(include_str!("../../../../data/base-rates.csv")).unwrap();
    let reads = Medium::ALL.map(|medium| medium.read(&rates).unwrap());
    assert!(reads[0] < reads[1] && reads[1] < reads[2], "{reads:?}");
    let disk = Medium::HardDisk.disk(&rates, gib(1.0)).unwrap();
    assert_eq!(
        disk.write(),
        Some(rates.time("hard disk random read").unwrap())
    );
    assert_eq!(
        machine("large").write_time().unwrap(),
        Medium::Ssd.write(&rates).unwrap()
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// More is never cheaper, nothing gets lost between priced and unpriced, and no amount breaks it.
    #[test]
    fn any_amount_is_billed_or_refused(a in any::<f64>(), b in 0.0..1e6_f64, more in 0.0..1e6_f64, at in 0..19_usize) {
        let (cloud, role) = (book("cloud"), Role::ALL[at]);
        match cloud.price(role, "us-east-1", a) {
            Ok(bill) => prop_assert!(bill.monthly().is_finite() && bill.monthly() >= Money::ZERO),
            Err(error) => prop_assert_eq!(error.parameter(), role.name()),
        }
        let less = cloud.price(role, "ap-northeast-2", b).unwrap();
        let bigger = cloud.price(role, "ap-northeast-2", b + more).unwrap();
        prop_assert!(bigger.monthly() >= less.monthly());
        if role == Role::Egress {
            let sum: f64 = bigger.lines.iter().map(|line| line.quantity).sum();
            prop_assert!((sum - b - more).abs() <= 1e-9 * (b + more));
        }
    }
}

/// Found by fuzzing: a price that is no number was carried to the bill.
#[test]
fn a_price_that_is_none_is_named() {
    let priced = |price: f64| machine("t3.medium").monthly(usd(price), "invented");
    let system = |price: f64| System::together(priced(price), 1, shop());
    for price in [f64::NAN, f64::INFINITY, -1e300] {
        let error = system(price).predict(&traffic(1e4)).unwrap_err();
        assert_eq!(
            error.parameter(),
            "unit price of t3.medium of machine t3.medium"
        );
        let balancer = Balancer::random()
            .on(priced(price), 1)
            .forwarding(us(50.0))
            .hop(us(250.0));
        let cache = Cache::lru()
            .on(priced(price), 1)
            .reserved(mib(1.0))
            .lookup(us(50.0));
        let queue = Queue::on(priced(price))
            .handing_over(us(1.0))
            .hop(us(1.0))
            .workers(machine("t3.medium"));
        for errors in [balancer.check(1), cache.check(), queue.check()] {
            assert!(errors.unwrap_err().parameter().starts_with("unit price"));
        }
    }
    // A credit is none of these.
    assert!(system(-5.0).predict(&traffic(1e4)).is_ok());
}
