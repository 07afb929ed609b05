//! Sliders, choices and toggles as the page shows them: where they stand, how far they go, how to change them.
//!
//! Without JavaScript nothing moves, and the page says which command does. With it, `theme/live/controls.js` puts inputs
//! in their place, from the description that stands beside the name.

use notebook::Control;
use serde_json::Value;

use crate::escape::html;

/// The controls of one cell, with the command that sets the first of them; empty without controls. `first` is what the
/// page's first controls say before their command.
pub(crate) fn draw(controls: &[Control], chapter: &str, first: Option<&str>) -> String {
    if controls.is_empty() {
        return String::new();
    }
    let items: String = controls.iter().map(item).collect();
    let example = controls.iter().find_map(example).unwrap_or_default();
    let example = html(&format!("cargo run -- run {chapter} --set {example}"));
    let (class, said) = match first {
        Some(sentence) => ("zm-how zm-stored", sentence),
        None => ("zm-how", "To change:"),
    };
    format!(
        "<ul class=\"zm-controls\">\n{items}</ul>\n<p class=\"{class}\">{said} <code class=\"nohighlight\">{example}</code></p>\n"
    )
}

fn item(control: &Control) -> String {
    let name = html(&words(&control.name));
    let field = |key: &str| control.description.get(key);
    let now = field("value").or(field("default")).unwrap_or(&Value::Null);
    let (shown, body) = match control.kind.as_str() {
        "slider" => slider(control, now),
        "toggle" => (
            String::new(),
            options(&["on", "off"], if now == true { "on" } else { "off" }),
        ),
        _ => {
            let all: Vec<&str> = field("options")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            (
                String::new(),
                options(&all, now.as_str().unwrap_or_default()),
            )
        }
    };
    format!(
        "<li class=\"zm-control\" data-control=\"{}\" data-description=\"{}\"><div class=\"zm-control-head\"><span class=\"zm-control-name\">{name}</span><span class=\"zm-control-now\">{shown}</span></div>{body}</li>\n",
        html(&control.name),
        html(&control.description.to_string())
    )
}

fn slider(control: &Control, now: &Value) -> (String, String) {
    let number = |key: &str| {
        control
            .description
            .get(key)
            .and_then(Value::as_f64)
            .unwrap_or(0.0)
    };
    let text = |key: &str| {
        control
            .description
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let (min, max, now) = (number("min"), number("max"), now.as_f64().unwrap_or(0.0));
    let place = place(min, max, now, text("scale") == "log");
    let unit = match text("unit") {
        "" => String::new(),
        unit => format!("\u{202f}{}", html(unit)),
    };
    let (low, high) = (spoken(min), spoken(max));
    let body = format!(
        "<div class=\"zm-track\" aria-hidden=\"true\"><span class=\"zm-thumb\" style=\"left: {place:.1}%\"></span></div><div class=\"zm-control-ends\"><span>{low}</span><span>to {high}</span></div>"
    );
    (format!("{}{unit}", spoken(now)), body)
}

fn options(all: &[&str], on: &str) -> String {
    let spans = all.iter().map(|option| {
        let (class, current) = if *option == on {
            ("zm-option zm-option-on", " aria-current=\"true\"")
        } else {
            ("zm-option", "")
        };
        format!("<span class=\"{class}\"{current}>{}</span>", html(option))
    });
    format!(
        "<div class=\"zm-options\">{}</div>",
        spans.collect::<String>()
    )
}

/// Where the thumb stands on its track, in percent.
fn place(min: f64, max: f64, now: f64, log: bool) -> f64 {
    let part = if log && min > 0.0 && now > 0.0 {
        (now / min).ln() / (max / min).ln()
    } else {
        (now - min) / (max - min)
    };
    if part.is_finite() {
        100.0 * part.clamp(0.0, 1.0)
    } else {
        0.0
    }
}

/// A setting that differs from the default, as the command line takes it.
fn example(control: &Control) -> Option<String> {
    let description = &control.description;
    let other = match control.kind.as_str() {
        "slider" => {
            let max = description.get("max")?.as_f64()?;
            let value = description.get("value")?.as_f64()?;
            let whole = description.get("step").and_then(Value::as_f64) == Some(1.0);
            let twice = (value * 2.0).min(max);
            typed(if whole { twice.floor() } else { twice })
        }
        "toggle" => (description.get("value")? != true).to_string(),
        _ => {
            let now = description.get("value")?.as_str()?;
            let options = description.get("options")?.as_array()?;
            let other = options
                .iter()
                .filter_map(Value::as_str)
                .find(|o| *o != now)?;
            if other.contains([' ', '\'', '"']) {
                return None;
            };
            other.to_owned()
        }
    };
    Some(format!("{}={other}", control.name))
}

/// A number as people type it: `5e6`, `0.25`, `64`.
fn typed(value: f64) -> String {
    if value.abs() >= 1e4 {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}

/// A number as people read it: three digits, `k` and `M`, a thin space.
fn spoken(value: f64) -> String {
    let (scaled, suffix) = match value.abs() {
        size if size >= 1e9 => (value / 1e9, "\u{202f}G"),
        size if size >= 1e6 => (value / 1e6, "\u{202f}M"),
        size if size >= 1e4 => (value / 1e3, "\u{202f}k"),
        _ => (value, ""),
    };
    let whole = scaled.abs() >= 100.0 || scaled == scaled.trunc();
    let digits = if whole {
        format!("{scaled:.0}")
    } else {
        let places = if scaled.abs() >= 10.0 {
            1
        } else if scaled.abs() >= 1.0 {
            2
        } else {
            4
        };
        let text = format!("{scaled:.places$}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let grouped = if digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()) {
        format!("{}\u{202f}{}", &digits[..1], &digits[1..])
    } else {
        digits
    };
    format!("{grouped}{suffix}")
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn control(description: Value) -> Control {
        let text = |key: &str| description[key].as_str().unwrap_or_default().to_owned();
        let (name, kind) = (text("name"), text("kind"));
        Control {
            name,
            kind,
            description,
        }
    }

    #[test]
    fn numbers_are_short() {
        let all = [2e6, 1e3, 1e8, 0.2, 64.0, 1.85, 12_500.0, 1e9].map(spoken);
        assert_eq!(
            all,
            [
                "2\u{202f}M",
                "1\u{202f}000",
                "100\u{202f}M",
                "0.2",
                "64",
                "1.85",
                "12.5\u{202f}k",
                "1\u{202f}G"
            ]
        );
    }

    #[test]
    fn a_slider_shows_name_value_range_and_command() {
        let users = control(
            json!({"kind":"slider","name":"daily_users","min":1e3,"max":1e9,"default":1e6,"value":1e6,"scale":"log","unit":"users"}),
        );
        let drawn = draw(&[users], "book/src/01.md", None);
        for part in [
            "daily users",
            "1\u{202f}M\u{202f}users",
            "1\u{202f}000",
            "to 1\u{202f}G",
            "left: 50.0%",
            "run book/src/01.md --set daily_users=2e6",
        ] {
            assert!(drawn.contains(part), "{part} is missing in {drawn}");
        }
    }

    #[test]
    fn choices_and_toggles_mark_what_holds() {
        let kind = control(
            json!({"kind":"choice","name":"kind","options":["SSD","<HDD>"],"default":"SSD","value":"SSD"}),
        );
        let hop = control(json!({"kind":"toggle","name":"hop","default":true,"value":true}));
        let drawn = draw(&[kind, hop], "a.md", None);
        assert!(drawn.contains("zm-option-on\" aria-current=\"true\">SSD"));
        assert!(drawn.contains("zm-option-on\" aria-current=\"true\">on"));
        assert!(drawn.contains("&lt;HDD&gt;") && !drawn.contains("<HDD>"));
    }

    #[test]
    fn a_broken_description_is_drawn_without_panic() {
        for kind in ["slider", "choice", "toggle", "", "dial"] {
            draw(
                &[control(json!({"kind": kind, "name": "x<", "min": "a"}))],
                "a.md",
                None,
            );
        }
    }

    #[test]
    fn the_first_controls_of_a_page_say_more() {
        let hop = [control(
            json!({"kind":"toggle","name":"hop","default":true,"value":true}),
        )];
        let first = draw(&hop, "a.md", Some("As stored:"));
        assert!(
            first.contains("<p class=\"zm-how zm-stored\">As stored: <code"),
            "{first}"
        );
        let later = draw(&hop, "a.md", None);
        assert!(
            later.contains("<p class=\"zm-how\">To change: <code"),
            "{later}"
        );
    }
}
