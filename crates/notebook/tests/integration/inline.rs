//! Values in the prose.

use notebook::inline::{hide, references, show};
use notebook::{Shown, inline};
use proptest::prelude::*;

use crate::generators;

fn names(text: &str) -> Vec<(String, usize)> {
    references(text)
        .into_iter()
        .map(|reference| (reference.name, reference.line))
        .collect()
}

#[test]
fn what_is_a_reference() {
    let rows: &[(&str, &[(&str, usize)])] = &[
        ("{=a} and {=b-c_2}", &[("a", 1), ("b-c_2", 1)]),
        (
            "# Heading {=a}\n\n> quote\n> {=b}\n\n- item {=c}\n  {=d}",
            &[("a", 1), ("b", 4), ("c", 6), ("d", 7)],
        ),
        ("| {=a} | ` | {=b} | ` |", &[("a", 1)]),
        (
            "| x | y |\n|---|---|\n| {=a} ` | {=b} ` |",
            &[("a", 3), ("b", 3)],
        ),
        ("<div>\n`{=a}`\n</div>", &[("a", 2)]),
        ("<img alt=\"{=a}\">", &[("a", 1)]),
        ("`code {=a}\nover lines` {=b}", &[("b", 2)]),
        ("`` ` {=a} `` {=b} ` {=c}", &[("b", 1), ("c", 1)]),
        ("\\{=a} \\\\{=b} \\`{=c}`", &[("b", 1), ("c", 1)]),
        (
            "    {=code}\n\n```\n{=fence}\n```\n<!-- {=comment} -->\n\nx <!-- {=inline} --> {=a}",
            &[("a", 8)],
        ),
        ("{=} {= } {=a\n} {a} {{=b}}", &[("b", 2)]),
        ("{=a b}", &[("a b", 1)]),
    ];
    for (text, expected) in rows {
        let expected: Vec<_> = expected
            .iter()
            .map(|(name, line)| ((*name).to_owned(), *line))
            .collect();
        assert_eq!(names(text), expected, "{text}");
    }
}

#[test]
fn a_shown_value_is_no_markup() {
    let values = [(
        "cost".to_owned(),
        Shown {
            text: "<$1\u{202f}234*".into(),
            value: 1234.0.into(),
        },
    )]
    .into();
    assert_eq!(
        show("{=cost}", &values),
        "<span data-value=\"cost\">&#60;&#36;1\u{202f}234&#42;</span>"
    );
}

#[test]
fn unknown_names_come_with_the_line_of_the_chapter() {
    let chapter =
        notebook::Chapter::parse("a.md", "x\n\n```rust,cell\n1\n```\n\ny\n{=wall}\n").unwrap();
    let unknown = inline::unknown(&chapter, &Default::default());
    assert_eq!(
        unknown[0].to_string(),
        "a.md:8: no cell gives a value `wall`; give it with `value(\"NAME\", ...)` in a cell"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(generators::cases(1000)))]

    #[test]
    fn hidden_again_is_as_before(text in generators::prose(), shown in "\\PC{0,12}") {
        let values = ["knee", "rate"].map(|name| (name.to_owned(), Shown { text: shown.clone(), value: 1.0.into() })).into();
        prop_assert_eq!(hide(&show(&text, &values)), hide(&text));
    }

    #[test]
    fn ranges_hold_the_references(text in "([{}=a`\\\\<>!|\n -]|\\PC){0,60}") {
        for reference in references(&text) {
            prop_assert_eq!(&text[reference.range.clone()], format!("{{={}}}", reference.name));
            prop_assert_eq!(reference.line, text[..reference.range.start].matches('\n').count() + 1);
        }
    }
}
