//! The built pages in a browser; what is checked is in `checks/*.mjs`, a subject a file.

use crate::process::Run;
use crate::setup;
use crate::suite::{Outcome, Workshop};

/// Step: builds the site into the target folder, where nothing may be stale and no page without its code, and visits every page.
pub(crate) fn run(shop: &Workshop) -> Outcome {
    let site = shop.target.join("site");
    let program = shop.program().display().to_string();
    let build = shop.outcome(
        shop.run(&program, &shop.root)
            .args(["build", "--strict", "--out"])
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
    build.and(check(shop, "pages.mjs", |run| {
        run.env("CHECK_SCREENSHOTS", shop.target.join("screenshots"))
    }))
}

/// Step: a reader's hands on a live chapter.
pub(crate) fn driven(shop: &Workshop) -> Outcome {
    check(shop, "driven.mjs", |run| run)
}

/// Step: axe-core on every page.
pub(crate) fn axe(shop: &Workshop) -> Outcome {
    check(shop, "axe.mjs", |run| run)
}

/// Step: how much comes over the wire, and when.
pub(crate) fn weight(shop: &Workshop) -> Outcome {
    check(shop, "weight.mjs", |run| run)
}

/// Step: the same outputs from everybody who runs the chapters' cells.
pub(crate) fn live(shop: &Workshop) -> Outcome {
    let built =
        shop.outcome(shop.cargo("build --locked --quiet --package live --profile live --bin live"));
    if built.tally.failed > 0 {
        return built;
    }
    built.and(check(shop, "live.mjs", |run| {
        run.env("CHECK_ROOT", &shop.root)
            .env("CHECK_NATIVE", shop.target.join("live/live"))
            .env("CHECK_KERNEL", shop.target.join("kernel/kernel"))
            .minutes(20)
    }))
}

/// A script of `checks/` over the site that `pages` has built.
fn check(shop: &Workshop, script: &str, more: impl FnOnce(Run) -> Run) -> Outcome {
    let Some(browser) = setup::browser() else {
        return Outcome::failed("Chromium went away since it was set up\n");
    };
    let run = shop
        .run("node", &shop.root)
        .arg(shop.checks().join(script))
        .env("CHECK_SITE", shop.target.join("site"))
        .env("CHECK_BROWSER", browser)
        .env("CHECK_MODULES", setup::node_folder(shop))
        .minutes(10);
    shop.outcome(more(run))
}
