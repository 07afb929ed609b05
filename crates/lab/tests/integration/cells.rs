//! What stands at the end of a cell is shown, in a form for every reader.

use crate::support::{before_and_after, html, shown};
use lab::prelude::*;

#[test]
fn the_nouns_of_the_model_are_tables_in_html_and_text() {
    let (one, _) = before_and_after();
    let steady = one.predict(&shop_traffic(2e5)).expect("valid");
    let overloaded = one.predict(&shop_traffic(2e7)).expect("valid");
    const WITH_NUMBERS: &[&str] = &["text/html", "text/csv", "text/plain"];
    const WORDS: &[&str] = &["text/html", "text/plain"];
    type Row<'a> = (
        &'a dyn Fn() -> Vec<lab::emit::Output>,
        &'a str,
        &'a [&'a str],
    );
    let rows: [Row<'_>; 7] = [
        (&|| shown(&shop_traffic(2e5)), "peak rate", WORDS),
        (&|| shown(&shop_traffic(2e5).steps()), "86 400", WORDS),
        (&|| shown(&steady), "cores", WITH_NUMBERS),
        (&|| shown(&overloaded), "Overloaded", WORDS),
        (&|| shown(&one.bill()), "a month", WITH_NUMBERS),
        (
            &|| shown(&shop_parameters()),
            "assumption of this book",
            WORDS,
        ),
        (&|| shown(&machines()), "t3.medium", WORDS),
    ];
    for (outputs, word, kinds) in rows {
        let outputs = outputs();
        let mimes: Vec<&str> = outputs.iter().map(|output| output.mime.as_str()).collect();
        assert_eq!(mimes, kinds, "{word}");
        assert!(
            outputs.iter().all(|output| output.text.contains(word)),
            "{word}"
        );
    }
}

#[test]
fn an_assertion_shows_nothing() {
    assert!(shown(&()).is_empty());
}

#[test]
fn tables_are_well_formed() {
    let (_, apart) = before_and_after();
    for text in [
        html(&apart.bill()),
        html(&prices()),
        html(&base_rates()),
        html(&workload()),
    ] {
        roxmltree::Document::parse(&text).expect("well-formed");
    }
}

#[test]
fn a_bill_adds_up() {
    let three = System::together(machine("large"), 3, shop());
    assert_eq!(three.bill().monthly(), usd(300.0));
    assert!(three.bill().plain().ends_with("$300"));
}

#[test]
fn a_bill_fits_a_terminal_and_keeps_its_sources_on_the_page() {
    let (_, apart) = before_and_after();
    let bill = apart.bill();
    let widest = bill.plain().lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(80), "{}", bill.plain());
    let page = html(&bill);
    for line in &bill.lines {
        assert!(page.contains(&lab::svg::escape(&line.source)), "{page}");
    }
}
