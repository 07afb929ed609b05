//! The machines and the shop that the tests talk about, from the book's own data.

use model::prelude::*;

pub(crate) const MACHINES: &str = include_str!("../../../../data/machines.csv");
pub(crate) const PRICES: &str = include_str!("../../../../data/prices.csv");
pub(crate) const SHOP: &str = include_str!("../../../../data/shop.csv");

pub(crate) fn machine(name: &str) -> Machine {
    let prices = PriceBook::parse(PRICES).unwrap();
    Catalogue::parse(MACHINES, &prices)
        .unwrap()
        .machine(name)
        .unwrap()
}

pub(crate) fn shop() -> Work {
    Parameters::parse(SHOP).unwrap().work().unwrap()
}

pub(crate) fn traffic(users: f64) -> Traffic {
    Traffic::daily_users(users)
        .requests_each(20.0)
        .peak_to_mean(1.85)
}

pub(crate) fn one() -> System {
    System::together(machine("t3.medium"), 1, shop())
}

pub(crate) fn apart() -> System {
    System::apart(
        (machine("t3.medium"), 1),
        (machine("m7g.xlarge"), 1),
        us(250.0),
        shop(),
    )
}

/// Mean of independent results, and half of its 95% interval.
pub(crate) fn interval(results: &[f64]) -> (f64, f64) {
    let n = results.len() as f64;
    let mean = results.iter().sum::<f64>() / n;
    let square: f64 = results.iter().map(|x| (x - mean).powi(2)).sum();
    let t = model::simulation::student_t_975(results.len() as u32 - 1);
    (mean, t * (square / (n - 1.0) / n).sqrt())
}
