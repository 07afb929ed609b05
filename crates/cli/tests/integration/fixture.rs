//! A small book in a temporary folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The chapter that most tests use: a slider, a value, text, a figure.
pub(crate) const CHAPTER: &str = "\
# One server

It carries {=knee} users.

```rust,cell,id=load
//! slider daily_users 1000 100000000 2000000
let users = slider(\"daily_users\", 1e3..=1e8);
//! print <b>loaded</b>
```

```rust,cell,id=knee
//! value knee 310 k
let knee = value(\"knee\", 310e3);
//! show text/html <figure class=\"zm-figure\"><svg viewBox=\"0 0 9 9\"><title>Load</title></svg></figure>
```
";

/// A checkout of a book.
pub(crate) struct Book {
    folder: TempDir,
}

/// What a command gave.
pub(crate) struct Told {
    pub(crate) ok: bool,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Book {
    /// A book with the one chapter `01-one.md`, never executed.
    pub(crate) fn new(chapter: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let book = Self { folder };
        for (file, text) in [
            ("Cargo.toml", "[workspace]\n"),
            ("Cargo.lock", ""),
            (
                "book/book.toml",
                "[book]\ntitle = \"Trial\"\n[build]\nuse-default-preprocessors = false\n[output.html]\nhash-files = false\n",
            ),
            ("book/src/SUMMARY.md", "# Summary\n\n- [One](01-one.md)\n"),
            ("book/src/01-one.md", chapter),
        ] {
            book.write(file, text);
        }
        book
    }

    /// The same, with its outputs stored.
    pub(crate) fn stored(chapter: &str) -> Self {
        let book = Self::new(chapter);
        let told = book.millions(&["update"]);
        assert!(told.ok, "{}", told.err);
        book
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// Replaces a part of a file.
    pub(crate) fn edit(&self, file: &str, old: &str, new: &str) {
        let text = self.read(file);
        assert!(text.contains(old), "{file} holds no {old:?}");
        self.write(file, &text.replace(old, new));
    }

    /// The program, in the book's folder, with the fake kernel.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_millions"));
        command
            .args(arguments)
            .current_dir(self.root())
            .env("MILLIONS_KERNEL", fake_kernel())
            .env_remove("CARGO_TARGET_DIR");
        command
    }

    pub(crate) fn millions(&self, arguments: &[&str]) -> Told {
        Told::from(
            self.command(arguments)
                .output()
                .expect("the program starts"),
        )
    }

    /// The program must fail, with all of these in its message.
    pub(crate) fn fails(&self, arguments: &[&str], parts: &[&str]) -> Told {
        let told = self.millions(arguments);
        assert!(!told.ok, "{arguments:?} succeeded: {}", told.out);
        for part in parts {
            assert!(
                told.err.contains(part),
                "{arguments:?}: {part:?} is missing in {}",
                told.err
            );
        }
        assert!(!told.err.contains("panicked at"), "{}", told.err);
        told
    }
}

impl From<Output> for Told {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Self {
            ok: output.status.success(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

/// Cargo builds examples with the tests and puts them beside the program.
fn fake_kernel() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_millions"));
    let kernel = program
        .with_file_name("examples")
        .join(format!("fake_kernel{}", std::env::consts::EXE_SUFFIX));
    assert!(
        kernel.is_file(),
        "{} is missing; `cargo test -p cli` without `--test` builds it",
        kernel.display()
    );
    kernel
}
