//! What the build script writes, in front of the compiler: every line stands where the chapter has it, so that errors need no
//! translation.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use notebook::{Chapter, code};

use crate::{links, write};

/// All that a written chapter asks of its crate, and a prelude with nothing in it: the whole one would take minutes.
const AROUND: &str = "\
extern crate self as lab;
pub mod prelude {}
mod run {
    pub(crate) type CellResult<T> = Result<T, Box<dyn std::error::Error>>;
    pub(crate) struct Run<'a>(pub(crate) &'a ());
    impl Run<'_> {
        pub(crate) fn cell<T>(&mut self, _: usize, code: impl FnOnce() -> CellResult<T>) -> CellResult<T> { code() }
    }
    pub(crate) fn show<T: ?Sized>(_: &T) {}
}
";

/// A folder of this test's own, called `out` as cargo's.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(test)
        .join("out");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Writes a chapter as the build script does; returns the file with its cells, the one with its items, and the list of chapters.
fn written(path: &str, text: &str, out: &Path) -> Result<[String; 3], String> {
    let chapter = Chapter::parse(path, text).map_err(|error| error.to_string())?;
    let cells = chapter.cells().map(|cell| code::read(path, cell));
    let cells = cells.collect::<Result<Vec<_>, _>>()?;
    let links = links::find(path, &cells)?;
    let written = write::chapter(path, text, &cells, &links);
    written.write(out).expect("a file");
    let read = |file: PathBuf| fs::read_to_string(file).expect("a file");
    Ok([
        read(out.join(path)),
        read(out.join("items").join(path)),
        write::list(&[written], out),
    ])
}

/// What the compiler says of a chapter.
fn compiled(test: &str, path: &str, text: &str) -> String {
    let out = folder(test);
    written(path, text, &out).expect("it parses");
    let main = out.join("lib.rs");
    let chapter = out.join(path);
    let module = format!("#[path = {chapter:?}]\n#[allow(warnings)]\nmod chapter;\n");
    fs::write(&main, format!("{AROUND}{module}")).expect("a file");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let said = Command::new(rustc)
        .args([
            "--edition",
            "2024",
            "--crate-type",
            "lib",
            "--emit",
            "metadata",
        ])
        .arg("--out-dir")
        .arg(&out)
        .arg(main)
        .env("OUT_DIR", &out)
        .output()
        .expect("the compiler starts");
    String::from_utf8_lossy(&said.stderr).into_owned()
}

/// The chapter's lines that an error points at.
fn places(said: &str, path: &str) -> BTreeSet<usize> {
    let arrows = said
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--> "));
    arrows
        .filter_map(|place| {
            place
                .split_once(&format!("{path}:"))?
                .1
                .split(':')
                .next()?
                .parse()
                .ok()
        })
        .collect()
}

/// The lines with `// here`, counted from 1.
fn marked(text: &str) -> BTreeSet<usize> {
    let lines = (1..).zip(text.lines());
    lines
        .filter(|(_, line)| line.contains("// here"))
        .map(|(number, _)| number)
        .collect()
}

/// The same chapters that `cargo xtask test --only stories` plays to `millions run`.
#[test]
fn errors_of_the_compiler_name_the_line_of_the_chapter() {
    let stories = Path::new(env!("CARGO_MANIFEST_DIR")).join("../xtask/checks/stories");
    for name in ["type-error", "wrong-argument"] {
        let text = fs::read_to_string(stories.join(format!("{name}.md"))).expect("a story");
        let said = compiled(name, "book/src/01-story.md", &text);
        assert!(said.contains("mismatched types"), "{name}: {said}");
        assert_eq!(
            places(&said, "out/book/src/01-story.md"),
            marked(&text),
            "{name}: {said}"
        );
    }
}

#[test]
fn also_in_what_is_shown_in_items_and_where_a_variable_is_missing() {
    let text = "\
# A

```rust,cell
let a = 1;
fn wrong() -> u32 {
    \"one\" // here
}
```

Some prose.

```rust,cell
// A remark before what is shown.
a
    + missing // here
```
";
    let said = compiled("shown", "book/src/01-story.md", text);
    assert_eq!(
        places(&said, "book/src/01-story.md"),
        marked(text),
        "{said}"
    );
    // As the program looks for it, to take the folder away (`cli`, live.rs).
    assert!(
        said.contains("/out/items/book/src/01-story.md:6:"),
        "{said}"
    );
}

#[test]
fn every_line_of_the_book_stands_where_it_was() {
    let out = folder("lines");
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/src");
    let mut count = 0;
    for entry in fs::read_dir(book).expect("the book") {
        let file = entry.expect("a file").path();
        if file.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a chapter");
        let path = format!(
            "book/src/{}",
            file.file_name().unwrap_or_default().to_string_lossy()
        );
        let [code, items, _] = written(&path, &text, &out).expect("it parses");
        let (code, items): (Vec<&str>, Vec<&str>) =
            (code.lines().collect(), items.lines().collect());
        let chapter = Chapter::parse(&path, &text).expect("it parses");
        for cell in chapter.cells() {
            for (number, line) in (cell.line..).zip(cell.source.lines()) {
                let there = |all: &[&str]| {
                    all[number - 1]
                        .replace(" let __shown = &(", "")
                        .contains(line.trim())
                };
                let kept = there(&code) || there(&items);
                assert_eq!(
                    kept,
                    !cell.native || line.trim().is_empty(),
                    "{path}:{number}: {line}\n{}\n{}",
                    code[number - 1],
                    items[number - 1]
                );
                count += 1;
            }
        }
    }
    assert!(count > 500, "{count} lines");
}

#[test]
fn a_cell_that_needs_one_that_does_not_run_here_is_told() {
    let text = "```rust,cell,id=far,native\nlet a = 1;\n```\n\n```rust,cell,id=near\na + 1\n```\n";
    let error = written("a.md", text, &folder("native")).expect_err("it needs `far`");
    for part in ["a.md:5:", "`near`", "`a`", "`far`", "native"] {
        assert!(error.contains(part), "{part} is missing in {error}");
    }
}

#[test]
fn the_list_says_of_each_cell_where_it_runs_and_what_it_needs() {
    let text = "```rust,cell,id=far\nlet a = slider(\"a\", 0.0..=1.0).at(0.5);\n```\n\n```rust,cell,id=own,native\na\n```\n\n\
                ```rust,cell,id=near\na + 1.0\n```\n";
    let [.., list] = written("book/src/01-a.md", text, &folder("list")).expect("it parses");
    for part in [
        "/out/book/src/01-a.md\"]",
        "mod chapter_01_a;",
        "name: \"01-a\"",
        "id: \"far\", live: true, from: &[], controls: &[Control { name: \"a\", kind: Kind::Number",
        "id: \"own\", live: false, from: &[]",
        "id: \"near\", live: true, from: &[0]",
    ] {
        assert!(list.contains(part), "{part} is missing in {list}");
    }
}
