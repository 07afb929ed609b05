//! The built pages in a browser; the checks themselves are in `checks/pages.mjs`.

use crate::setup;
use crate::suite::{Outcome, Workshop};

/// Step: builds the site into the target folder, where nothing may be stale, and visits every page.
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
    let Some(browser) = setup::browser() else {
        return build.and(Outcome::failed("Chromium went away since it was set up\n"));
    };
    let visit = shop
        .run("node", &shop.root)
        .arg(shop.checks().join("pages.mjs"));
    let visit = visit
        .env("CHECK_SITE", &site)
        .env("CHECK_BROWSER", browser)
        .env("CHECK_MODULES", setup::node_folder(shop))
        .env("CHECK_SCREENSHOTS", shop.target.join("screenshots"))
        .minutes(10);
    build.and(shop.outcome(visit))
}
