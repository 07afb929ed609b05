//! Reading the report that a panicking Rust process prints.
//!
//! ```text
//! thread 'main' (4711) panicked at cells/src/lib.rs:31:5:
//! the message, which may have
//! several lines
//! stack backtrace:
//!    0: __rustc::rust_begin_unwind
//!    3: run_user_code_7
//!              at ./cells/src/lib.rs:31:5
//! ```

/// What a report says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Report {
    /// The message.
    pub(crate) message: String,
    /// Where: `file:line:column`, as printed.
    pub(crate) location: String,
    /// Lines of the generated file on the way there, innermost first.
    pub(crate) generated_lines: Vec<usize>,
}

/// The generated file, as rustc names it from the home's folder.
const GENERATED: &str = "cells/src/lib.rs:";

/// Whether a line of stderr begins a report.
pub(crate) fn is_header(line: &str) -> bool {
    line.starts_with("thread '") && line.contains(" panicked at ")
}

/// What the runtime says after a panic has left a cell, which is no function that may unwind.
const CANNOT_UNWIND: &str = "panic in a function that cannot unwind";

/// Reads the report of the panic that ended the process: the last one before the runtime's own. Those before it are
/// of other threads, whose names don't help (the cells' copy of the standard library knows no thread as `main`).
pub(crate) fn read(lines: &[String]) -> Option<Report> {
    let is_own = |at: &usize| lines.get(at + 1).is_some_and(|next| next == CANNOT_UNWIND);
    let header = (0..lines.len()).rfind(|at| is_header(&lines[*at]) && !is_own(at))?;
    let location = lines[header].split_once(" panicked at ")?.1;
    let rest = &lines[header + 1..];
    let message: Vec<&str> = rest
        .iter()
        .map(String::as_str)
        .take_while(|line| !ends_message(line))
        .collect();
    Some(Report {
        message: message.join("\n").trim_end().to_owned(),
        location: location.trim_end_matches(':').to_owned(),
        generated_lines: generated_lines(location, &rest[message.len()..]),
    })
}

fn ends_message(line: &str) -> bool {
    line == "stack backtrace:" || line.starts_with("note: ") || is_header(line)
}

fn generated_lines(location: &str, backtrace: &[String]) -> Vec<usize> {
    let frames = backtrace
        .iter()
        .take_while(|line| !is_header(line))
        .filter_map(|line| line.trim_start().strip_prefix("at "));
    std::iter::once(location)
        .chain(frames)
        .filter_map(generated_line)
        .collect()
}

/// The line in `./cells/src/lib.rs:31:5`.
pub(crate) fn generated_line(location: &str) -> Option<usize> {
    let location = location.trim_start_matches("./");
    let position = match location.strip_prefix(GENERATED) {
        Some(position) => position,
        None => location.split_once(&format!("/{GENERATED}"))?.1,
    };
    position.split(':').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Report, read};

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn reads_message_and_place() {
        let report = read(&lines(
            "thread 'main' (7) panicked at cells/src/lib.rs:31:5:\nassertion `left == right` failed\n  left: 1\n right: 2\n\
             stack backtrace:\n   0: x\n             at ./cells/src/lib.rs:30:1\nthread 'main' panicked at core:1:1:\npanic in a function that cannot unwind",
        ));
        let expected = Report {
            message: "assertion `left == right` failed\n  left: 1\n right: 2".to_owned(),
            location: "cells/src/lib.rs:31:5".to_owned(),
            generated_lines: vec![31, 30],
        };
        assert_eq!(report, Some(expected));
    }

    #[test]
    fn a_panic_in_a_library_is_placed_by_the_backtrace() {
        let report = read(&lines(
            "thread 'main' panicked at /book/crates/model/src/lib.rs:3:9:\nno\nstack backtrace:\n   1: model::f\n   2: run_user_code_1\n\
             \x20            at /home/me/target/kernel-home/plain/0/cells/src/lib.rs:44:12",
        ));
        assert_eq!(report.map(|r| r.generated_lines), Some(vec![44]));
    }

    #[test]
    fn the_last_panic_ended_it() {
        let report = read(&lines(
            "thread '<unnamed>' panicked at a.rs:1:1:\ninner\nthread '<unnamed>' panicked at b.rs:2:2:\nouter\nnote: x",
        ));
        assert_eq!(report.map(|r| r.message), Some("outer".to_owned()));
    }
}
