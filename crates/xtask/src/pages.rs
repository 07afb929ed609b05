//! The built pages in a browser; what is checked is in `checks/*.mjs`, a subject a file.

use std::fs;
use std::path::{Path, PathBuf};

use crate::process::Run;
use crate::setup;
use crate::suite::{Outcome, Workshop};

/// A folder of its own: in `target/site` the server of the step `serve` puts what it built.
fn site(shop: &Workshop) -> PathBuf {
    shop.target.join("checked-site")
}

/// Step: builds the site into the target folder, where nothing may be stale and no page without its code, and visits every page.
pub(crate) fn run(shop: &Workshop) -> Outcome {
    let site = site(shop);
    let program = shop.program().display().to_string();
    let build = shop.outcome(
        shop.run(&program, &shop.root)
            .args(["build", "--strict", "--pdf", "--out"])
            .arg(&site),
    );
    if build.tally.failed > 0 {
        return build;
    }
    if !site.join("live/live.wasm").is_file() {
        return build.and(Outcome::failed(
            "the site has no live/live.wasm, so its figures can't move; `millions build` says above why\n",
        ));
    }
    let build = build.and(printed(shop, &site.join("zero-to-millions.pdf")));
    build.and(check(shop, "pages.mjs", |run| {
        run.env("CHECK_SCREENSHOTS", shop.target.join("screenshots"))
            .minutes(25)
    }))
}

/// Sheets that a chapter takes on paper, at the least.
const SHEETS: usize = 4;

/// The PDF has sheets for every chapter.
fn printed(shop: &Workshop, pdf: &Path) -> Outcome {
    let Ok(bytes) = fs::read(pdf) else {
        return Outcome::failed(format!("{}: was not printed\n", pdf.display()));
    };
    let notebooks = fs::read_dir(shop.root.join("notebooks")).map_or(0, Iterator::count);
    let sheets = sheets(&bytes);
    let told = format!("{sheets} sheets for {notebooks} chapters in the PDF\n");
    if notebooks > 0 && sheets >= SHEETS * notebooks {
        Outcome::passed(told)
    } else {
        Outcome::failed(told)
    }
}

/// Objects of a PDF that are a page.
fn sheets(pdf: &[u8]) -> usize {
    let page = b"/Type /Page\n";
    pdf.windows(page.len()).filter(|at| at == page).count()
}

/// Step: a reader's hands on a live chapter.
pub(crate) fn driven(shop: &Workshop) -> Outcome {
    check(shop, "driven.mjs", |run| run.minutes(20))
}

/// Step: axe-core on every page.
pub(crate) fn axe(shop: &Workshop) -> Outcome {
    check(shop, "axe.mjs", |run| run.minutes(25))
}

/// Step: Lighthouse on every page.
pub(crate) fn audit(shop: &Workshop) -> Outcome {
    check(shop, "audit.mjs", |run| run.minutes(25))
}

/// Step: how much comes over the wire, and when.
pub(crate) fn weight(shop: &Workshop) -> Outcome {
    check(shop, "weight.mjs", |run| run.minutes(25))
}

/// Step: the same outputs from everybody who runs the chapters' cells.
pub(crate) fn live(shop: &Workshop) -> Outcome {
    let built = native(shop);
    if built.tally.failed > 0 {
        return built;
    }
    built.and(check(shop, "live.mjs", |run| {
        run.env("CHECK_ROOT", &shop.root)
            .env("CHECK_NATIVE", native_program(shop))
            .env("CHECK_KERNEL", shop.target.join("kernel/kernel"))
            .minutes(25)
    }))
}

/// How fast the live pages are, and WebAssembly beside the native program; for `bench`. The site is built first.
pub(crate) fn pace(shop: &Workshop) -> Outcome {
    let built = native(shop);
    if built.tally.failed > 0 {
        return built;
    }
    built.and(check(shop, "pace.mjs", |run| {
        run.env("CHECK_NATIVE", native_program(shop))
    }))
}

/// Builds the chapters' cells as a program.
fn native(shop: &Workshop) -> Outcome {
    shop.outcome(shop.cargo("build --locked --quiet --package live --profile live --bin live"))
}

fn native_program(shop: &Workshop) -> PathBuf {
    shop.target.join("live/live")
}

/// A script of `checks/` over the site that `pages` has built.
fn check(shop: &Workshop, script: &str, more: impl FnOnce(Run) -> Run) -> Outcome {
    let Some(browser) = setup::browser() else {
        return Outcome::failed("Chromium went away since it was set up\n");
    };
    let run = shop
        .run("node", &shop.root)
        .arg(shop.checks().join(script))
        .env("CHECK_SITE", site(shop))
        .env("CHECK_BROWSER", browser)
        .env("CHECK_MODULES", setup::node_folder(shop))
        .minutes(10);
    shop.outcome(more(run))
}
