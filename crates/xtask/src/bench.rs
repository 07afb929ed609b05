//! Speed, measured: the model's benchmarks, then our kernel beside stock evcxr.
//!
//! Not part of `test`: a machine that is busy with other things would fail it for no fault of the code.

use crate::setup;
use crate::suite::Workshop;

/// Where the kernel's comparison lives.
const KERNEL: &str = "crates/kernel/benches/side_by_side.py";

/// Runs both and prints what they print.
pub(crate) fn run(shop: &Workshop) -> bool {
    let model = shop.cargo("bench --locked --package model").minutes(30);
    let client = setup::set_up_python(shop);
    if client.tally.failed > 0 {
        println!("{}", client.output.trim_end());
        return false;
    }
    let build = shop.cargo("build --locked --package kernel --profile kernel --bins");
    let python = setup::python(shop).display().to_string();
    let kernel = shop
        .run(&python, &shop.root)
        .arg(shop.root.join(KERNEL))
        .minutes(60);
    [model, build, kernel]
        .into_iter()
        .fold(true, |passed, run| {
            let ended = shop.watch(run);
            println!("{}", ended.output.trim_end());
            passed && ended.success()
        })
}
