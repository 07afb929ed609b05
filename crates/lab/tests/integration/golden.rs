//! The same bytes on every host: pictures against stored ones.
//!
//! A picture that was meant to change is stored anew with `MILLIONS_BLESS=1 cargo test -p lab golden`. Look at it first.
//! Their numbers come from here, not from the model, so that only a change of the drawing changes them.

use crate::support::{before_and_after, html};
use lab::prelude::*;
use std::path::Path;

pub(crate) fn compare_with_stored(name: &str, picture: &str) {
    // A text file ends in a newline.
    let picture = format!("{picture}\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/integration/golden")
        .join(name);
    if std::env::var_os("MILLIONS_BLESS").is_some() {
        std::fs::write(&path, &picture).expect("the folder of this test can be written");
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stored == picture,
        "{} differs: see the top of golden.rs",
        path.display()
    );
}

#[test]
fn golden_chart() {
    let waiting = chart("Waiting grows without bound")
        .x("utilisation")
        .y("time in the system over service time")
        .log_y()
        .curve("M/M/1", 0.01..=0.99, |busy| 1.0 / (1.0 - busy))
        .points([(0.5, 2.0, 0.1), (0.8, 5.1, 0.6)])
        .curve("twice that", 0.01..=0.9, |busy| 2.0 / (1.0 - busy))
        .before()
        .mark(0.7, "rule of thumb")
        .level(5.0, "five times")
        .caption("At 80% a request takes five times as long as alone.");
    compare_with_stored("chart.html", &html(&waiting));
}

#[test]
fn golden_diagram() {
    let (one, apart) = before_and_after();
    let drawings = [
        diagram(&one),
        diagram(&one).closed(),
        diagram(&apart.clone().web_machines(3)).new_part("database"),
        diagram(&apart.balancer(shop_balancer(Balancer::two_choices()))),
    ];
    let all: Vec<String> = drawings.iter().map(html).collect();
    compare_with_stored("diagrams.html", &all.join("\n"));
}
