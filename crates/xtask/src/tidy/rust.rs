//! Rules for Rust files.

use super::{File, Finding, except};

/// A file that is longer has more than one subject.
const MOST_LINES: usize = 400;

const MAY_BE_LONG: [(&str, &str); 0] = [];

fn rust_files(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| file.has_extension("rs"))
}

/// At most [`MOST_LINES`] lines.
pub(super) fn length(files: &[File]) -> Vec<Finding> {
    let long = |file: &&File| file.text.lines().count() > MOST_LINES;
    let what = |file: &File| format!("{} lines; split it by subject", file.text.lines().count());
    let findings = rust_files(files)
        .filter(long)
        .map(|file| Finding::new(&file.path, 0, what(file)));
    except(findings.collect(), &MAY_BE_LONG)
}

/// The first line is a module comment: what the file models, before how.
pub(super) fn module_docs(files: &[File]) -> Vec<Finding> {
    rust_files(files)
        .filter(|file| !file.text.trim_start().starts_with("//!"))
        .map(|file| {
            Finding::new(
                &file.path,
                1,
                "opens without a `//!` line that says what it is about",
            )
        })
        .collect()
}

/// A test that does not run is no test.
pub(super) fn ignored_tests(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in rust_files(files) {
        for (number, line) in file.text.lines().enumerate() {
            let line = line.trim_start();
            if line.starts_with(concat!("#[ign", "ore")) || line.contains(concat!("```ign", "ore"))
            {
                findings.push(Finding::new(&file.path, number + 1, "switches a test off"));
            }
        }
    }
    findings
}

/// What is exact on every host is taken from the processor: on stable WebAssembly `libm` computes it in software.
pub(super) fn exact_functions(files: &[File]) -> Vec<Finding> {
    const EXACT: [&str; 5] = ["sqrt", "floor", "ceil", "fabs", "trunc"];
    let mut findings = Vec::new();
    for file in rust_files(files) {
        for (number, line) in file.text.lines().enumerate() {
            let found = EXACT
                .iter()
                .find(|name| line.contains(&format!("libm::{name}(")));
            if let Some(name) = found {
                let what =
                    format!("calls libm's {name}: the method of f64 is exact, too, and faster");
                findings.push(Finding::new(&file.path, number + 1, what));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_undocumented_files_are_found() {
        let file = |text: String| {
            [File {
                path: "a.rs".to_owned(),
                text,
            }]
        };
        assert!(length(&file("//! x\n".repeat(MOST_LINES))).is_empty());
        assert_eq!(length(&file("//! x\n".repeat(MOST_LINES + 1))).len(), 1);
        assert_eq!(module_docs(&file("use std::fmt;\n".to_owned())).len(), 1);
        assert!(module_docs(&file("//! About.\n".to_owned())).is_empty());
        let root = concat!("let a = libm::", "sqrt(2.0);\n").to_owned();
        assert_eq!(exact_functions(&file(root)).len(), 1);
        assert!(
            exact_functions(&file("let a = libm::exp(2.0_f64.sqrt());\n".to_owned())).is_empty()
        );
    }
}
