//! The page's script as readers load it: without its comments, which are a third of its bytes, and without indentation.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::files::files;

/// Writes the scripts of a folder into another, each line where it was.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(to).with_context(|| format!("{}: can't be made", to.display()))?;
    for file in files(from, "js")? {
        let Some(name) = file.file_name() else {
            continue;
        };
        let text = fs::read_to_string(&file)
            .with_context(|| format!("{}: can't be read", file.display()))?;
        let to = to.join(name);
        fs::write(&to, without_comments(&text))
            .with_context(|| format!("{}: can't be written", to.display()))?;
    }
    Ok(())
}

/// Empties the lines that are nothing but a comment, and takes indentation, casts to types and short remarks off the others. No text of our
/// scripts goes over several lines.
fn without_comments(script: &str) -> String {
    let mut inside = false;
    let mut keep = |line: &str| {
        let text = line.trim();
        if inside {
            inside = !text.ends_with("*/");
            return false;
        }
        if text.starts_with("//") {
            return false;
        }
        let Some(comment) = text.strip_prefix("/*") else {
            return true;
        };
        // A cast, with code behind it, begins a line, too.
        inside = !comment.contains("*/");
        !(inside || text.ends_with("*/"))
    };
    let lines = script.lines().map(|line| match keep(line) {
        true => code(line) + "\n",
        false => "\n".to_owned(),
    });
    lines.collect()
}

/// A line without its casts to types, and without a comment behind its end that holds no quotation mark.
fn code(line: &str) -> String {
    let mut code = line.to_owned();
    while let Some(begin) = code.find("/** @")
        && let Some(length) = code[begin..].find("*/")
    {
        code.replace_range(begin..begin + length + 2, "");
    }
    for end in ["; // ", ", // "] {
        if let Some(at) = code.find(end)
            && !code[at..].contains(['\'', '"', '`'])
        {
            code.truncate(at + 1);
        }
    }
    code.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_lines_stay_where_they_are() {
        let script = "// Says why.\n\n/** @param {string} a\n * @returns {number} */\nexport const f = (a) => {\n  // Once.\n  \
                      const url = 'https://a'; // after code\n  /** @type {number} */ (a).b = 1;\n  /** One line. */\n  return a;\n};\n";
        let bare = "\n\n\n\nexport const f = (a) => {\n\nconst url = 'https://a';\n(a).b = 1;\n\n\
                    return a;\n};\n";
        assert_eq!(without_comments(script), bare);
    }

    /// What is emptied is what a reader of the file would call a comment: nothing that ends a statement, no text over several lines.
    #[test]
    fn our_scripts_lose_comments_and_indentation_only() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/theme/live");
        for file in files(&folder, "js").unwrap() {
            let text = fs::read_to_string(&file).unwrap();
            let bare = without_comments(&text);
            assert!(bare.len() < text.len(), "{}", file.display());
            let mut ticks = 0;
            for (number, (line, left)) in text.lines().zip(bare.lines()).enumerate() {
                let begins = ["//", "/*", "*"]
                    .iter()
                    .any(|mark| line.trim().starts_with(mark));
                let place = format!("{}:{}", file.display(), number + 1);
                let within_a_text = ticks % 2 == 1;
                assert!(
                    line == left
                        || !within_a_text && (code(line) == left || left.is_empty() && begins),
                    "{place}: {line}"
                );
                ticks += left.matches('`').count();
            }
        }
    }
}
