//! The same bytes on every host: the model's fingerprint, natively and as WebAssembly.

use crate::steps::LIGHT;
use crate::suite::{Outcome, Workshop};

/// What a page runs: no operating system at all.
const PAGE: &str = "wasm32-unknown-unknown";
/// The same instructions with a standard output, which a comparison needs.
const COMMAND: &str = "wasm32-wasip1";

const FINGERPRINT: &str = "--example fingerprint";

/// Step: the standard library for both, from rustup.
pub(crate) fn set_up(shop: &Workshop) -> Outcome {
    let installed = shop.outcome(
        shop.run(&format!("rustup target add {PAGE} {COMMAND}"), &shop.root)
            .minutes(10),
    );
    match installed.tally.failed {
        0 => installed,
        _ => installed.and(Outcome::failed(format!(
            "missing: Rust's standard library for {PAGE} and {COMMAND}. With rustup: rustup target add {PAGE} {COMMAND}\n"
        ))),
    }
}

/// Step: builds for both, runs natively and in Node, compares. By itself the model is only checked for a page: the step `pages` compiles it
/// with the chapters. Natively it is what the tests have compiled.
pub(crate) fn run(shop: &Workshop) -> Outcome {
    let lines = [
        format!("check --locked --package model --target {PAGE}"),
        format!("build --locked --package model --features file {FINGERPRINT} --target {COMMAND}"),
        format!("build {LIGHT} {FINGERPRINT}"),
    ];
    let built = lines.iter().fold(Outcome::default(), |built, line| {
        built.and(shop.outcome(shop.cargo(line)))
    });
    if built.tally.failed > 0 {
        return built;
    }
    let native = shop.target.join("debug/examples/fingerprint");
    let native = shop
        .run(&native.display().to_string(), &shop.root)
        .quietly();
    let program = shop
        .target
        .join(COMMAND)
        .join("debug/examples/fingerprint.wasm");
    // Fast calls into Node's WASI may move objects under V8's feet, and then Node dies (github.com/nodejs/node/issues/46777).
    let node = shop
        .run("node --no-warnings --no-turbo-fast-api-calls", &shop.root)
        .arg(shop.checks().join("wasi.mjs"))
        .arg(program)
        .minutes(5)
        .quietly();
    for (host, ended) in [("natively", &native), ("as WebAssembly", &node)] {
        if !ended.success() {
            return built.and(Outcome::failed(format!(
                "the fingerprint failed {host}:\n{}\n",
                ended.output
            )));
        }
    }
    built.and(compare(&native.output, &node.output))
}

/// Line by line, so that a difference has a name.
fn compare(native: &str, wasm: &str) -> Outcome {
    let lines = native.lines().count();
    if lines < 50 {
        return Outcome::failed(format!(
            "a fingerprint of {lines} lines says too little:\n{native}\n"
        ));
    }
    match native.lines().zip(wasm.lines()).find(|(a, b)| a != b) {
        Some((a, b)) => Outcome::failed(format!(
            "the same question, two answers:\n  natively       {a}\n  as WebAssembly {b}\n"
        )),
        None if lines != wasm.lines().count() => {
            Outcome::failed("one fingerprint is longer than the other\n")
        }
        None => Outcome::passed(format!(
            "{lines} answers, the same bits natively and as WebAssembly\n"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn one_bit_is_a_difference() {
        let lines: String = (0..60).map(|n| format!("answer {n:016x}\n")).collect();
        assert_eq!(compare(&lines, &lines).tally.failed, 0);
        let other = lines.replace("000000000000003b", "000000000000003c");
        assert!(
            compare(&lines, &other)
                .output
                .contains("answer 000000000000003c")
        );
        assert_eq!(compare("", "").tally.failed, 1);
    }
}
