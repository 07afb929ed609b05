//! The controls in a cell's code, and the code with other defaults in them.

use std::ops::Range;

use serde_json::{Map, Value};

/// A call such as `slider("daily_users", 1e4..=1e7).log().at(2e5)` in a cell's code.
#[derive(Debug)]
pub struct Control {
    /// The setting's name.
    pub name: &'static str,
    /// What its default is.
    pub kind: Kind,
    /// The bytes of the default in the cell's source.
    pub default: Range<usize>,
}

/// What a control's default is in the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An `f64`.
    Number,
    /// A `u32`.
    Count,
    /// A text.
    Choice,
    /// A `bool`.
    Toggle,
}

impl Kind {
    /// The value as Rust writes it; `None` where it is no value of this kind.
    fn literal(self, value: &Value) -> Option<String> {
        match self {
            Self::Number => value
                .as_f64()
                .filter(|number| number.is_finite())
                .map(number),
            Self::Count => {
                let count = value.as_f64()?;
                let whole = (0.0..=f64::from(u32::MAX)).contains(&count) && count.fract() == 0.0;
                whole.then(|| format!("{count}"))
            }
            Self::Choice => value.as_str().map(|text| format!("{text:?}")),
            Self::Toggle => value.as_bool().map(|side| side.to_string()),
        }
    }
}

/// As the book writes its numbers: `2e5`, `0.25`, `20.0`.
fn number(number: f64) -> String {
    let size = number.abs();
    if size >= 1e5 || (size > 0.0 && size < 1e-3) {
        format!("{number:e}")
    } else {
        format!("{number:?}")
    }
}

/// A cell's code with these settings as defaults, and whether that changed anything. What is no value for a control, or for
/// no control of this cell, is left out.
pub(crate) fn with_defaults(
    code: &str,
    controls: &[Control],
    settings: &Map<String, Value>,
) -> (String, bool) {
    let mut source = code.to_owned();
    // From the end, so that the places before it hold.
    for control in controls.iter().rev() {
        let value = settings.get(control.name);
        if let Some(literal) = value.and_then(|value| control.kind.literal(value)) {
            source.replace_range(control.default.clone(), &literal);
        }
    }
    let changed = source != code;
    (source, changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CHAPTERS;
    use serde_json::json;

    #[test]
    fn literals_are_rust() {
        for (kind, value, literal) in [
            (Kind::Number, json!(5_000_000), Some("5e6")),
            (Kind::Number, json!(20), Some("20.0")),
            (Kind::Number, json!(0.25), Some("0.25")),
            (Kind::Number, json!(-3.5), Some("-3.5")),
            (Kind::Number, json!(0.0005), Some("5e-4")),
            (Kind::Number, json!("5e6"), None),
            (Kind::Count, json!(3.0), Some("3")),
            (Kind::Count, json!(2.5), None),
            (Kind::Count, json!(-1), None),
            (Kind::Choice, json!("a \"b\""), Some("\"a \\\"b\\\"\"")),
            (Kind::Choice, json!(1), None),
            (Kind::Toggle, json!(true), Some("true")),
            (Kind::Toggle, json!("true"), None),
        ] {
            assert_eq!(kind.literal(&value).as_deref(), literal, "{kind:?} {value}");
        }
    }

    /// A value of this kind that no chapter has.
    fn other(kind: Kind) -> Value {
        match kind {
            Kind::Number => json!(1.625),
            Kind::Count => json!(7),
            Kind::Choice => json!("\") ; panic!(\""),
            Kind::Toggle => json!(true),
        }
    }

    #[test]
    fn every_control_of_the_book_takes_another_default() {
        let mut count = 0;
        for cell in CHAPTERS.iter().flat_map(|chapter| chapter.cells) {
            for control in cell.controls {
                count += 1;
                let value = other(control.kind);
                let settings = Map::from_iter([(control.name.to_owned(), value.clone())]);
                let (source, _) = with_defaults(cell.source, cell.controls, &settings);
                let literal = control.kind.literal(&value).unwrap_or_default();
                let before = &cell.source[..control.default.start];
                let call = before.rfind(&format!("(\"{}\"", control.name));
                assert!(call.is_some(), "{} in {}", control.name, cell.id);
                assert!(
                    before.ends_with(".at(") || before.ends_with(".count("),
                    "{}: {before}",
                    cell.id
                );
                assert!(
                    source.starts_with(&format!("{before}{literal})")),
                    "{source}"
                );
                let parsed = source.parse::<proc_macro2::TokenStream>();
                assert!(parsed.is_ok(), "{}: {source}", cell.id);
            }
        }
        assert!(count > 5, "{count} controls");
    }

    #[test]
    fn what_is_no_value_leaves_the_code_alone() {
        let cells = CHAPTERS.iter().flat_map(|chapter| chapter.cells);
        for cell in cells.filter(|cell| !cell.controls.is_empty()) {
            let names = cell.controls.iter().map(|control| control.name.to_owned());
            let settings = names.map(|name| (name, Value::Null)).collect();
            assert_eq!(
                with_defaults(cell.source, cell.controls, &settings),
                (cell.source.to_owned(), false)
            );
        }
    }
}
