//! scratch
use model::prelude::*;
use model::simulation::Network;
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let t = std::time::Instant::now();
    let n = 5_000_000u64;
    let s = Trials {
        seed: 1,
        replications: 2,
        customers: n,
        warm_up: 10_000,
    }
    .run(&Network::single(per_second(3.6), seconds(1.0), 4))?;
    let dt = t.elapsed().as_secs_f64();
    println!(
        "{:.2} M/s {} {} insys {}",
        2.0 * n as f64 / dt / 1e6,
        s.response.mean,
        s.response.p99,
        s.in_system
    );
    let prices = PriceBook::parse(include_str!("../../../data/prices.csv"))?;
    let cat = Catalogue::parse(include_str!("../../../data/machines.csv"), &prices)?;
    let shop = Parameters::parse(include_str!("../../../data/shop.csv"))?.work()?;
    BaseRates::parse(include_str!("../../../data/base-rates.csv"))?;
    Parameters::parse(include_str!("../../../data/workload.csv"))?;
    let traffic = Traffic::daily_users(2e5)
        .requests_each(20.0)
        .peak_to_mean(1.85);
    let one = System::together(cat.machine("t3.medium")?, 1, shop.clone());
    let apart = System::apart(
        (cat.machine("t3.medium")?, 1),
        (cat.machine("m7g.xlarge")?, 1),
        us(250.0),
        shop.clone(),
    );
    for (name, s) in [("one", &one), ("apart", &apart)] {
        println!(
            "== {name} {}\n{}",
            s.saturation(&traffic)?,
            s.largest_load(&traffic, ms(300.0))?
        );
        println!("{}", s.bill());
        let sat = s.saturation(&traffic)?.users;
        println!("{:>5} | mean: closed sim half | p50 | p95 | p99", "load");
        for f in [0.3, 0.5, 0.7, 0.8, 0.9] {
            let tr = traffic.at_users(f * sat);
            let t = std::time::Instant::now();
            let c = s.predict(&tr)?;
            let c = c.steady().unwrap().clone();
            let tc = t.elapsed();
            let t = std::time::Instant::now();
            let m = s.simulate(
                &tr,
                &Trials {
                    customers: 100_000,
                    warm_up: 5000,
                    ..Trials::default()
                },
            )?;
            let m = m.steady().unwrap().clone();
            let tm = t.elapsed();
            print!("{f:>5} ");
            for (a, b) in [
                (c.response.mean, m.response.mean),
                (c.response.p50, m.response.p50),
                (c.response.p95, m.response.p95),
                (c.response.p99, m.response.p99),
            ] {
                print!(
                    "| {:7.2} {:7.2} ±{:5.2} {:+5.1}% ",
                    a.value.millis(),
                    b.value.millis(),
                    b.half_width.unwrap().millis(),
                    (a.value / b.value - 1.0) * 100.0
                );
            }
            println!("{:?} {:?}", tc, tm);
        }
    }
    println!("{}", apart.predict(&traffic)?);
    println!("{}", apart.simulate(&traffic, &Trials::default())?);
    println!("{}", one.predict(&traffic)?);
    println!("{}", one.simulate(&traffic, &Trials::default())?);
    Ok(())
}
