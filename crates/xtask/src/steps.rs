//! The list of steps: what is checked, in which order, and with which cargo calls.
//!
//! The order and the flags keep a clean run short on two cores:
//!
//! - everything but `kernel` is linted, documented and tested in one call each, with `lab`'s polars on, so that
//!   a dependency is compiled once for checking and once for running;
//! - `kernel` has a profile of its own (evcxr is unusable unoptimised), so its build never waits for cargo's
//!   lock on the rest and goes on beside the other steps;
//! - linting `kernel` shares all of its build but our own crates.

use crate::process::Ended;
use crate::suite::{Company, Outcome, Step, Workshop};
use crate::{bytes, fuzz, pages, serve, setup, spelling, stories, tidy};

/// All crates but `kernel`, every feature.
pub(crate) const LIGHT: &str = "--locked --workspace --exclude kernel --features lab/native";
const KERNEL: &str = "--locked --package kernel --profile kernel";

/// Every step, in order.
pub(crate) const ALL: [Step; 29] = [
    beside(step(
        "kernel-build",
        "evcxr and the kernel, optimised; takes minutes",
        &[],
        kernel_build,
    )),
    beside(step(
        "kernel-lint",
        "clippy on the kernel, warnings are errors",
        &["kernel-build"],
        kernel_lint,
    )),
    beside(step(
        "kernel-test",
        "the kernel's tests",
        &["kernel-build"],
        kernel_test,
    )),
    step("tidy", "rules of this house", &[], tidy::run),
    step("format", "cargo fmt", &[], format),
    step("set-up-browser", "Chromium", &[], setup::set_up_browser),
    step(
        "set-up-node",
        "Node.js, what the page's checks use and a dictionary, pinned",
        &[],
        setup::set_up_node,
    ),
    step(
        "set-up-python",
        "a Jupyter client, pinned",
        &[],
        setup::set_up_python,
    ),
    step(
        "types",
        "the types of the page's script, the names of its checks",
        &["set-up-node"],
        types,
    ),
    step(
        "spelling",
        "the prose against a dictionary",
        &["set-up-node"],
        spelling::run,
    ),
    step(
        "lint",
        "clippy on all but the kernel, warnings are errors",
        &[],
        lint,
    ),
    step(
        "docs",
        "the crates' reference, warnings are errors",
        &[],
        docs,
    ),
    step(
        "test",
        "unit, doc and property tests of all but the kernel",
        &[],
        test,
    ),
    beside(step(
        "fuzz",
        "invented inputs for the model, guided by coverage, the same each time",
        &["test"],
        fuzz::step,
    )),
    step(
        "published",
        "results of textbooks and papers that the model must reproduce",
        &["test"],
        published,
    ),
    step(
        "set-up-wasm",
        "Rust's standard library for WebAssembly",
        &[],
        bytes::set_up,
    ),
    step(
        "same-bytes",
        "the model's answers natively and as WebAssembly",
        &["set-up-node", "set-up-wasm"],
        bytes::run,
    ),
    step(
        "program",
        "the program, out of what the tests have compiled",
        &[],
        program,
    ),
    step(
        "pages",
        "every page in headless Chromium",
        &["set-up-browser", "set-up-node", "set-up-wasm", "program"],
        pages::run,
    ),
    // Beside axe, for it waits for pages most of the time.
    beside(step(
        "driven",
        "a live chapter under a reader's hands",
        &["pages"],
        pages::driven,
    )),
    step("axe", "accessibility of every page", &["pages"], pages::axe),
    step(
        "weight",
        "what comes over the wire, and when",
        &["pages"],
        pages::weight,
    ),
    // Its libraries have other features than those of the tests, and compiling them fills the time until `driven` is done.
    step(
        "first-run",
        "what `cargo run` compiles for a newcomer",
        &[],
        first_run,
    ),
    step(
        "serve",
        "the first page and a changed one, an orderly end",
        &["first-run"],
        serve::run,
    ),
    beside(step(
        "live",
        "the cells' outputs natively, as WebAssembly in Node and Chromium, and in the kernel",
        &["pages", "kernel-build"],
        pages::live,
    )),
    beside(step(
        "stories",
        "what is wrong gets the right message and place",
        &["first-run", "kernel-build"],
        stories::run,
    )),
    step(
        "check",
        "every stored output is reproduced to the byte",
        &["first-run", "kernel-build"],
        check,
    ),
    step(
        "notebooks",
        "every notebook in a real Jupyter client",
        &["set-up-python", "first-run", "kernel-build"],
        notebooks,
    ),
    // What else the machine does would be taken for the pages' work.
    alone(step(
        "audit",
        "Lighthouse on every page: accessibility, best practices, performance",
        &["pages"],
        pages::audit,
    )),
];

const fn step(
    name: &'static str,
    about: &'static str,
    needs: &'static [&'static str],
    run: fn(&Workshop) -> Outcome,
) -> Step {
    Step {
        name,
        about,
        needs,
        company: Company::InOrder,
        run,
    }
}

/// No other step runs meanwhile.
const fn alone(step: Step) -> Step {
    Step {
        company: Company::Alone,
        ..step
    }
}

/// The next step does not wait for this one.
const fn beside(step: Step) -> Step {
    Step {
        company: Company::Beside,
        ..step
    }
}

fn cargo(shop: &Workshop, line: &str) -> Outcome {
    shop.outcome(shop.cargo(line))
}

fn format(shop: &Workshop) -> Outcome {
    cargo(shop, "fmt --all --check")
}

/// The files are plain JavaScript. The page's have their types in comments, all of them checked; of those of the checks, which drive a browser
/// whose page no compiler knows, every name must be one that there is, and used.
fn types(shop: &Workshop) -> Outcome {
    let compiler = setup::node_folder(shop).join("node_modules/typescript/bin/tsc");
    let check = |settings: &str| {
        let check = shop.run("node", &shop.root).arg(&compiler).arg("--project");
        check.arg(shop.checks().join(settings))
    };
    let page = shop.outcome(check("tsconfig.json"));
    page.and(names(&shop.watch(check("names.json"))))
}

/// What the compiler says of names: not found, not exported, not used; or of no files at all. The rest is about types.
fn names(compiler: &Ended) -> Outcome {
    const ABOUT_NAMES: [&str; 9] = [
        "2304", "2305", "2552", "2724", "6133", "6192", "6198", "6199", "18004",
    ];
    let mut faults = compiler
        .output
        .lines()
        .filter(|line| line.contains("error TS"));
    let about = |line: &&str| {
        let code = line.split_once("error TS").map(|(_, rest)| rest);
        let code = code.and_then(|rest| rest.split_once(':'));
        // What is of no file is about the settings: then nothing was looked at.
        line.starts_with("error") || code.is_some_and(|(code, _)| ABOUT_NAMES.contains(&code))
    };
    let looked = compiler.success() || faults.clone().next().is_some();
    match faults.find(about) {
        None if looked => Outcome::passed(""),
        _ => Outcome::failed(compiler.output.clone()),
    }
}

fn lint(shop: &Workshop) -> Outcome {
    cargo(
        shop,
        &format!("clippy {LIGHT} --all-targets -- -D warnings"),
    )
}

fn docs(shop: &Workshop) -> Outcome {
    let run = shop.cargo(&format!("doc {LIGHT} --no-deps"));
    shop.outcome(run.env("RUSTDOCFLAGS", "-D warnings"))
}

/// The same generated inputs in every run, so that a change is judged and not the dice. Whoever wants other ones sets the
/// variable, or calls `cargo test` without it.
fn test(shop: &Workshop) -> Outcome {
    let seed = std::env::var("PROPTEST_RNG_SEED").unwrap_or_else(|_| "1".into());
    let run = shop.cargo(&format!("test {LIGHT} --no-fail-fast"));
    shop.outcome(run.env("PROPTEST_RNG_SEED", &seed))
}

/// Run again by name, so that a run shows how many there are; a name that matches nothing is no success.
fn published(shop: &Workshop) -> Outcome {
    let outcome = cargo(shop, &format!("test {LIGHT} --test integration published"));
    match outcome.tally.passed {
        0 => outcome.and(Outcome::failed("no test called `published` ran\n")),
        _ => outcome,
    }
}

/// The integration tests bring the program along.
fn program(shop: &Workshop) -> Outcome {
    cargo(shop, &format!("test {LIGHT} --test integration --no-run"))
}

fn first_run(shop: &Workshop) -> Outcome {
    cargo(shop, "build --locked")
}

/// With the tests, so that both are built in one go; nothing is run.
fn kernel_build(shop: &Workshop) -> Outcome {
    let build = cargo(shop, &format!("build {KERNEL}"));
    if build.tally.failed > 0 {
        return build;
    }
    build.and(cargo(shop, &format!("test {KERNEL} --no-run")))
}

/// Clippy as the compiler of our own crates, which cargo keeps apart: `cargo clippy` would look through all of rust-analyzer once more.
fn kernel_lint(shop: &Workshop) -> Outcome {
    let build = shop.cargo(&format!("build {KERNEL} --all-targets"));
    let outcome = shop.outcome(build.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver"));
    // One line a crate: warning: `kernel` (bin "kernel") generated 2 warnings
    let of_ours = |line: &str| line.starts_with("warning: `") && line.contains(" generated ");
    if outcome.tally.failed == 0 && outcome.output.lines().any(of_ours) {
        return Outcome::failed(outcome.output);
    }
    // Whoever needs the kernel gets the compiler's, not clippy's.
    outcome.and(cargo(shop, &format!("build {KERNEL}")))
}

fn kernel_test(shop: &Workshop) -> Outcome {
    cargo(shop, &format!("test {KERNEL} --no-fail-fast"))
}

fn check(shop: &Workshop) -> Outcome {
    cargo(shop, "run --locked --quiet -- check")
}

/// Our kernels, installed where only this check sees them, run by nbclient; see `checks/notebooks.py`.
fn notebooks(shop: &Workshop) -> Outcome {
    let jupyter = shop.target.join("jupyter");
    let private = |run: crate::process::Run| {
        run.env("JUPYTER_DATA_DIR", &jupyter)
            .env("JUPYTER_PATH", &jupyter)
            .minutes(15)
    };
    let install = shop.outcome(private(
        shop.cargo("run --locked --quiet -- kernel install"),
    ));
    if install.tally.failed > 0 {
        return install;
    }
    let python = setup::python(shop).display().to_string();
    let run = shop
        .run(&python, &shop.root)
        .arg("-B")
        .arg(shop.checks().join("notebooks.py"));
    install.and(shop.outcome(private(run).arg(shop.root.join("notebooks"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Run;
    use std::path::Path;

    #[test]
    fn only_names_are_judged() {
        let said = |text: &str, status: u8| {
            let shell = Run::new("sh -c", Path::new("/"));
            let ended = shell
                .arg(format!("echo \"{text}\"; exit {status}"))
                .quietly();
            names(&ended).tally.failed
        };
        let types = "a.mjs(1,2): error TS2339: Property 'x' does not exist on type 'Window'.";
        let unknown = "a.mjs(51,50): error TS2304: Cannot find name 'changed'.";
        assert_eq!(said(types, 2), 0);
        assert_eq!(said("", 0), 0);
        assert_eq!(said(&format!("{types}\n{unknown}"), 2), 1);
        assert_eq!(said("error TS5083: Cannot read file 'names.json'.", 1), 1);
        assert_eq!(said("out of memory", 134), 1);
    }
}
