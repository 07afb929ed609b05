//! What a cell ends with is drawn, not dumped: evcxr falls back to Rust's Debug form where the last expression of a cell moves a
//! variable that later cells could use, and nobody wants to read that.

use super::{File, Finding};

/// No stored output is the Debug form of a struct.
pub(super) fn are_drawn(files: &[File]) -> Vec<Finding> {
    let notebooks = files
        .iter()
        .filter(|file| file.path.starts_with("notebooks/") && file.has_extension("ipynb"));
    let finding = |file: &File, line: usize, name: &str| {
        let what = format!(
            "a cell shows a {name} in its Debug form: end the cell with something that moves no variable (`x.clone()`)"
        );
        Finding::new(&file.path, line, what)
    };
    notebooks
        .flat_map(|file| {
            let lines = file.text.lines().enumerate();
            lines.filter_map(move |(at, line)| Some(finding(file, at + 1, dumped(line)?)))
        })
        .collect()
}

/// The type whose Debug form a line of JSON begins with.
fn dumped(line: &str) -> Option<&str> {
    let text = line.trim_start().strip_prefix('"')?;
    if text.starts_with("shape: (") {
        return Some("DataFrame");
    }
    let (name, _) = text.split_once(" { ")?;
    let is_type = name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric());
    is_type.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dump_is_found_and_text_is_not() {
        assert_eq!(dumped("   \"Chart { title: \\\"What\\\""), Some("Chart"));
        assert_eq!(dumped("\"shape: (7, 5)\\n\","), Some("DataFrame"));
        let code = "\"let point = Point { x: 1 };\\n\",";
        for line in [code, "\"Chart: { a\"", "Chart { title"] {
            assert_eq!(dumped(line), None, "{line}");
        }
    }
}
