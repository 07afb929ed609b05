//! The bits behind many answers, a line each: two hosts agree if they print the same text.
//!
//! `cargo xtask test --only same-bytes` runs this program natively and as WebAssembly and compares.

use model::prelude::*;
use model::simulation::Streams;

fn main() -> Result<(), Error> {
    streams();
    systems()?;
    Ok(())
}

/// One answer: its name, its bits, and the number for people.
fn say(name: &str, number: f64) {
    println!("{name:<50} {:016x} {number:e}", number.to_bits());
}

fn streams() {
    let mut stream = Streams::new(7, 3).stream("fingerprint");
    for n in 0..1000 {
        let draws = [stream.uniform(), stream.exponential()];
        if n % 100 == 0 {
            say("uniform", draws[0]);
            say("exponential", draws[1]);
        }
    }
}

fn systems() -> Result<(), Error> {
    let work = Work::per_request()
        .web_cpu(ms(8.0))
        .web_reads(0.2)
        .queries(3)
        .query_cpu(ms(1.5))
        .pages_per_query(2.0)
        .data_per_user(kib(40.0))
        .workers(64)
        .worker_memory(mib(40.0))
        .reserved_memory(mib(512.0));
    let machine = Machine::named("medium")
        .cores(2)
        .memory(gib(4.0))
        .disk(Disk::new("SSD", us(100.0), gib(100.0)));
    let together = System::together(machine.clone(), 1, work.clone());
    let apart = System::apart((machine.clone(), 1), (machine, 1), us(250.0), work);
    for (name, system) in [("together", together), ("apart", apart)] {
        for users in [1e3, 1e5, 3e5] {
            let traffic = Traffic::daily_users(users)
                .requests_each(20.0)
                .peak_to_mean(1.85);
            response(
                &format!("{name} closed {users}"),
                &system.predict(&traffic)?,
            );
            let played = system.simulate(&traffic, &Trials::draft())?;
            response(&format!("{name} simulated {users}"), &played);
        }
    }
    Ok(())
}

fn response(name: &str, prediction: &Prediction) {
    let Some(report) = prediction.steady() else {
        return println!("{name} {prediction}");
    };
    let all = report.response;
    for (part, estimate) in [
        ("mean", all.mean),
        ("p50", all.p50),
        ("p95", all.p95),
        ("p99", all.p99),
    ] {
        say(&format!("{name} {part}"), estimate.value.seconds());
        say(
            &format!("{name} {part} +-"),
            estimate.half_width.unwrap_or_default().seconds(),
        );
    }
    for station in &report.stations {
        say(
            &format!("{name} {} busy", station.label),
            station.utilisation,
        );
    }
}
