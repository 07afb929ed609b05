//! Speed, measured: the model's benchmarks, then our kernel beside stock evcxr.
//!
//! Not part of `test`: a machine that is busy with other things would fail it for no fault of the code.

use crate::suite::Workshop;

/// Where the kernel's comparison lives.
const KERNEL: &str = "crates/kernel/benches/compare.sh";

/// Runs both and prints what they print.
pub(crate) fn run(shop: &Workshop) -> bool {
    let model = shop.cargo("bench --locked --package model").minutes(30);
    let kernel = shop
        .run("bash", &shop.root)
        .arg(shop.root.join(KERNEL))
        .minutes(60);
    [model, kernel].into_iter().fold(true, |passed, run| {
        let ended = shop.watch(run);
        println!("{}", ended.output.trim_end());
        passed && ended.success()
    })
}
