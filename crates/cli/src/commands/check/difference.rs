//! How two runs of a cell differ, in a few lines.

use notebook::{CellRun, Output};

/// How much of a line is shown.
const WIDTH: usize = 100;

/// The first place where the outputs differ.
pub(crate) fn describe(old: &CellRun, new: &CellRun) -> String {
    let count = old.outputs.len().max(new.outputs.len());
    let differing = (0..count).find(|&at| old.outputs.get(at) != new.outputs.get(at));
    let Some(at) = differing else {
        return "  no difference".into();
    };
    match (old.outputs.get(at), new.outputs.get(at)) {
        (Some(Output::Display { data: old }), Some(Output::Display { data: new })) => {
            let kinds = old.keys().chain(new.keys());
            let Some(kind) = kinds.clone().find(|kind| old.get(*kind) != new.get(*kind)) else {
                return "  no difference".into();
            };
            let text = |data: &std::collections::BTreeMap<String, String>| {
                data.get(kind).cloned().unwrap_or_default()
            };
            format!(
                "  output {}, {kind}{}",
                at + 1,
                lines(&text(old), &text(new))
            )
        }
        (old, new) => format!("  output {}{}", at + 1, lines(&shown(old), &shown(new))),
    }
}

fn shown(output: Option<&Output>) -> String {
    match output {
        None => "(nothing)".into(),
        Some(Output::Stream { name, text }) => format!("{}: {text}", name.as_str()),
        Some(Output::Error { name, message, .. }) => format!("{name}: {message}"),
        Some(Output::Display { data }) => data
            .iter()
            .map(|(kind, text)| format!("{kind}: {text}\n"))
            .collect(),
    }
}

/// The first line that differs, from both sides.
fn lines(old: &str, new: &str) -> String {
    let at = first_line(old, new);
    let line = |text: &str| text.lines().nth(at - 1).unwrap_or("(ends here)").to_owned();
    let (old, new) = (line(old), line(new));
    let same = old
        .chars()
        .zip(new.chars())
        .take_while(|(a, b)| a == b)
        .count();
    // Long lines of an SVG: show the part around the first difference.
    let from = same.saturating_sub(WIDTH / 3);
    format!(
        ", line {at}:\n    stored: {}\n    now:    {}",
        window(&old, from),
        window(&new, from)
    )
}

fn window(line: &str, from: usize) -> String {
    let lead = if from > 0 { "…" } else { "" };
    let part: String = line.chars().skip(from).take(WIDTH).collect();
    let tail = if line.chars().count() > from + WIDTH {
        "…"
    } else {
        ""
    };
    format!("{lead}{part}{tail}")
}

/// The first line, from 1, in which the texts differ; 1 if they don't.
pub(crate) fn first_line(old: &str, new: &str) -> usize {
    let (mut old, mut new) = (old.split('\n'), new.split('\n'));
    let mut at = 1;
    loop {
        match (old.next(), new.next()) {
            (None, None) => return 1,
            (a, b) if a != b => return at,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notebook::StreamName;

    fn printed(text: &str) -> CellRun {
        CellRun {
            outputs: vec![Output::Stream {
                name: StreamName::Stdout,
                text: text.into(),
            }],
        }
    }

    #[test]
    fn the_first_differing_line_is_shown_from_both_sides() {
        let told = describe(&printed("a\nb 1\n"), &printed("a\nb 2\n"));
        assert_eq!(
            told,
            "  output 1, line 2:\n    stored: b 1\n    now:    b 2"
        );
    }

    #[test]
    fn a_missing_output_is_told() {
        assert!(describe(&printed("a\n"), &CellRun::default()).contains("(nothing)"));
    }

    #[test]
    fn long_lines_are_cut_around_the_difference() {
        let long = |digit: char| printed(&format!("{}{digit}{}", "x".repeat(500), "y".repeat(500)));
        let told = describe(&long('1'), &long('2'));
        assert!(
            told.lines().all(|line| line.chars().count() < WIDTH + 20),
            "{told}"
        );
        assert!(told.contains("x1y") && told.contains("x2y"));
    }
}
