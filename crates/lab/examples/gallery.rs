//! Writes every kind of figure into one HTML page, to be looked at.
//!
//! `cargo run -p lab --example gallery -- PAGE.html [dark]`

use lab::prelude::*;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments
        .next()
        .unwrap_or_else(|| "gallery.html".to_owned());
    let dark = arguments.next().as_deref() == Some("dark");
    let page = page(dark);
    if let Err(error) = std::fs::write(&path, page) {
        eprintln!("{path}: {error}");
        std::process::exit(1);
    }
}

fn page(dark: bool) -> String {
    let theme = if dark { " class=\"dark\"" } else { "" };
    let figures: Vec<String> = figures().into_iter().flatten().collect();
    format!(
        "<!doctype html><html lang=\"en\"{theme}><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>gallery</title><style>{}\n\
         body {{ background: var(--zm-page); color: var(--zm-ink); font: 16px/1.5 system-ui, sans-serif; \
         max-width: 1180px; margin: 1em auto; padding: 0 1em }}</style>{}</html>",
        lab::palette::css(&["html.dark"]),
        figures.join("\n")
    )
}

fn figures() -> Vec<Option<String>> {
    let traffic = shop_traffic(2e5);
    let medium = || machine("t3.medium");
    let one = System::together(medium(), 1, shop());
    let apart = System::apart((medium(), 1), (medium(), 1), hop(), shop());
    let wide = System::apart((medium(), 4), (machine("m7g.xlarge"), 1), hop(), shop());
    let slow = System::apart(
        (medium(), 1),
        (medium(), 1),
        hop(),
        shop().pages_per_query(20.0),
    );
    vec![
        compare([("one machine", &one)]).under(&traffic).html(),
        compare([("one machine", &one), ("apart", &apart)])
            .under(&traffic)
            .within(ms(300.0))
            .html(),
        compare([
            ("one machine", &one),
            ("apart", &apart),
            ("four web servers", &wide),
        ])
        .under(&shop_traffic(4e5))
        .within(ms(200.0))
        .html(),
        compare([
            (
                "a name that goes on for longer than anybody would wish",
                &one,
            ),
            ("<b>&", &slow),
        ])
        .under(&shop_traffic(1e4))
        .html(),
        diagram(&one).closed().html(),
        diagram(&one).html(),
        diagram(&one)
            .under(&traffic)
            .caption("One machine at nine in the evening.")
            .html(),
        diagram(&apart).under(&traffic).new_part("database").html(),
        diagram(&wide).under(&shop_traffic(6e5)).html(),
        diagram(&one).under(&shop_traffic(5e5)).html(),
        bill_by_ratio().html(),
        log_chart().html(),
        traffic.html(),
        one.predict(&traffic)
            .ok()
            .and_then(|prediction| prediction.html()),
        one.predict(&shop_traffic(1e6))
            .ok()
            .and_then(|prediction| prediction.html()),
        apart.bill().html(),
        machines().html(),
        shop_parameters().html(),
    ]
}

fn bill_by_ratio() -> Chart {
    let large = |ratio: f64| 100.0 * ratio.ceil();
    let medium = |ratio: f64| 50.0 * (1.0 + ratio.ceil());
    chart("Together or apart")
        .x("load of B over load of A")
        .y("US dollars a month")
        .from_zero()
        .curve("large servers, both on each", 1.0..=6.0, large)
        .before()
        .curve("medium servers, one each", 1.0..=6.0, medium)
        .mark(3.0, "the text's example")
        .caption("At three times the load, apart costs $200 and together $300.")
}

fn log_chart() -> Chart {
    chart("Waiting grows without bound")
        .x("utilisation")
        .y("mean time in the system over service time")
        .log_y()
        .curve("M/M/1", 0.01..=0.99, |busy| 1.0 / (1.0 - busy))
        .points([(0.5, 2.0, 0.1), (0.8, 5.1, 0.6), (0.9, 9.7, 1.5)])
        .level(5.0, "five times")
}
