//! Speed, measured: the model's benchmarks, its engine beside other simulators, our kernel beside stock evcxr, the live pages.
//!
//! Not part of `test`: a machine that is busy with other things would fail it for no fault of the code.

mod targets;

use crate::suite::{self, Workshop};
use crate::{course, pages, serve, setup, steps};

/// Where the kernel's comparison lives.
const KERNEL: &str = "crates/kernel/benches/side_by_side.py";

/// Where the engine's comparison lives: a program of its own, for nothing else needs what it links.
const PEERS: &str = "crates/model/benches/peers/Cargo.toml";
/// Only the comparison needs it, so it is not among what the checks install.
const SIMPY: &str = "simpy==4.1.2";

/// The pages against their targets: how soon they are served, and how fast they are, on the site that the step `pages` builds.
pub(crate) fn page(shop: &Workshop) -> bool {
    // The server is started with `cargo run`, and must not wait for the compiler.
    let built = suite::select(&steps::ALL, &["pages".to_owned(), "first-run".to_owned()])
        .is_ok_and(|steps| course::run(shop, &steps));
    if !built {
        return false;
    }
    let outcome = serve::pace(shop).and(pages::pace(shop));
    println!("{}", outcome.output.trim_end());
    outcome.tally.failed == 0
}

/// The model's benchmarks, then what they measured beside what they should.
pub(crate) fn model(shop: &Workshop) -> bool {
    let model = shop.cargo("bench --locked --package model").minutes(30);
    let ended = shop.watch(model);
    println!("{}", ended.output.trim_end());
    ended.success() && targets::judge(&shop.target.join("criterion"))
}

/// Runs all and prints what they print.
pub(crate) fn run(shop: &Workshop) -> bool {
    let model = model(shop);
    let client = setup::set_up_python(shop);
    if client.tally.failed > 0 {
        println!("{}", client.output.trim_end());
        return false;
    }
    let python = setup::python(shop).display().to_string();
    let simpy = shop
        .run(&python, &shop.root)
        .args("-m pip install --quiet --disable-pip-version-check".split(' '))
        .arg(SIMPY);
    let peers = shop
        .cargo("run --release --manifest-path")
        .arg(shop.root.join(PEERS))
        .env("CARGO_TARGET_DIR", shop.target.join("peers"))
        .arg(&python)
        .minutes(30);
    let build = shop.cargo("build --locked --package kernel --profile kernel --bins");
    let kernel = shop
        .run(&python, &shop.root)
        .arg(shop.root.join(KERNEL))
        .minutes(60);
    let passed = [simpy, peers, build, kernel]
        .into_iter()
        .fold(model, |passed, run| {
            let ended = shop.watch(run);
            println!("{}", ended.output.trim_end());
            passed && ended.success()
        });
    page(shop) && passed
}
