//! The chapters' own code for the page: WebAssembly where this machine can build it, else a process that answers natively.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::wasm;
use crate::workspace::Workspace;

/// What a page runs: no operating system at all.
const TARGET: &str = "wasm32-unknown-unknown";

/// What the page calls (`crates/live/src/page.rs`), and the memory that both write to.
const DOOR: [&str; 5] = ["memory", "request", "run", "answer_at", "failure"];

/// Where the site keeps the module.
pub(crate) const ADDRESS: &str = "live/live.wasm";

/// How to come by WebAssembly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// Rust's own standard library for it is installed.
    Rustup,
    /// Debian's compiler with the sources of the standard library (packages rustc-web, cargo-web, rust-web-src).
    Debian { linker: PathBuf },
}

impl Toolchain {
    /// What this machine has; `None` where it has neither, or the checkout has no `live`.
    pub(crate) fn find(workspace: &Workspace) -> Option<Self> {
        if !workspace.root().join("crates/live/Cargo.toml").is_file() {
            return None;
        }
        let printed = |rustc: &str, arguments: &[&str]| {
            let said = Command::new(rustc)
                .args(arguments)
                .current_dir(workspace.root())
                .stderr(Stdio::null())
                .output();
            let said = said.ok().filter(|said| said.status.success())?;
            Some(PathBuf::from(String::from_utf8(said.stdout).ok()?.trim()))
        };
        Self::choose(printed, Path::exists)
    }

    /// The choice, from what a compiler prints for some arguments and from what is there.
    fn choose(
        printed: impl Fn(&str, &[&str]) -> Option<PathBuf>,
        there: impl Fn(&Path) -> bool,
    ) -> Option<Self> {
        if printed("rustc", &["--print", "target-libdir", "--target", TARGET])
            .is_some_and(|folder| there(&folder))
        {
            return Some(Self::Rustup);
        }
        let library = printed("/usr/bin/rustc", &["--print", "sysroot"])?
            .join("lib/rustlib/src/rust/library/std/Cargo.toml");
        let host = printed("rustc", &["--print", "target-libdir"])?;
        let linker = host.parent()?.join("bin/rust-lld");
        let whole = there(&library) && there(Path::new("/usr/bin/cargo")) && there(&linker);
        whole.then_some(Self::Debian { linker })
    }

    /// Builds the module; returns where it is.
    ///
    /// # Errors
    /// Cells that do not compile: the compiler's words, which name the chapter's line.
    pub(crate) fn module(&self, workspace: &Workspace) -> Result<PathBuf> {
        let mut cargo = match self {
            Self::Rustup => cargo(),
            Self::Debian { linker } => {
                let mut cargo = Command::new("/usr/bin/cargo");
                let path = std::env::var_os("PATH").unwrap_or_default();
                let paths =
                    std::iter::once(PathBuf::from("/usr/bin")).chain(std::env::split_paths(&path));
                cargo.env("PATH", std::env::join_paths(paths)?);
                cargo
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                for variable in ["RUSTUP_TOOLCHAIN", "RUSTC", "CARGO"] {
                    cargo.env_remove(variable);
                }
                cargo
            }
        };
        cargo.args(["build", "--lib", "--target", TARGET]);
        if matches!(self, Self::Debian { .. }) {
            cargo.arg("-Zbuild-std=std,panic_abort");
        }
        build(cargo, workspace)?;
        let folder = workspace.target().join(TARGET).join("live");
        let (built, page) = (folder.join("live.wasm"), folder.join("page.wasm"));
        let whole =
            std::fs::read(&built).with_context(|| format!("{}: can't be read", built.display()))?;
        let slim = wasm::slim(&whole, &DOOR)
            .with_context(|| format!("{}: is no WebAssembly", built.display()))?;
        std::fs::write(&page, slim)
            .with_context(|| format!("{}: can't be written", page.display()))?;
        Ok(page)
    }
}

/// Builds the program that answers natively; returns where it is.
///
/// # Errors
/// As [`Toolchain::module`].
pub(crate) fn program(workspace: &Workspace) -> Result<PathBuf> {
    let mut cargo = cargo();
    cargo.args(["build", "--bin", "live"]);
    build(cargo, workspace)?;
    Ok(workspace
        .target()
        .join("live")
        .join(format!("live{}", std::env::consts::EXE_SUFFIX)))
}

/// What to tell who has no toolchain for WebAssembly, in one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// The site is built: its figures stay as stored.
    Site,
    /// The site is served: a program answers its pages.
    Served,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Site => "no live figures in this site",
            Self::Served => "a program on this machine moves the figures, not the page itself",
        })?;
        write!(
            f,
            ": Rust's standard library for {TARGET} is missing; `rustup target add {TARGET}` brings it, on Debian also \
             `apt install rustc-web cargo-web rust-web-src`"
        )
    }
}

fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn build(mut cargo: Command, workspace: &Workspace) -> Result<()> {
    cargo.current_dir(workspace.root()).args([
        "--quiet",
        "--locked",
        "--package",
        "live",
        "--profile",
        "live",
    ]);
    cargo.arg("--target-dir").arg(workspace.target());
    let said = cargo
        .stdin(Stdio::null())
        .output()
        .context("cargo can't be started; is Rust installed? See https://rustup.rs")?;
    if said.status.success() {
        return Ok(());
    }
    bail!(
        "the chapters' code for the page can't be built:\n{}",
        in_chapters(&String::from_utf8_lossy(&said.stderr))
    );
}

/// The compiler's words with `book/src/...` in place of where the build script wrote the chapter.
fn in_chapters(said: &str) -> String {
    let lines = said
        .lines()
        .map(|line| match line.find("/out/").zip(line.find("--> ")) {
            Some((end, start)) if start < end => {
                let path = line[end + "/out/".len()..].trim_start_matches("items/");
                format!("{}--> {path}", &line[..start])
            }
            _ => line.to_owned(),
        });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{Missing, TARGET, Toolchain, in_chapters};

    /// What is chosen where compilers print these folders, and these files are there.
    fn chosen(printed: &[(&str, &str, &str)], there: &[&str]) -> Option<Toolchain> {
        let says = |rustc: &str, arguments: &[&str]| {
            let line = arguments.join(" ");
            let known = printed
                .iter()
                .find(|(name, asked, _)| *name == rustc && *asked == line);
            known.map(|(_, _, folder)| PathBuf::from(folder))
        };
        Toolchain::choose(says, |path| {
            there.iter().any(|known| Path::new(known) == path)
        })
    }

    const OWN: (&str, &str, &str) = ("rustc", "--print target-libdir", "/rust/host/lib");
    const WASM: (&str, &str, &str) = (
        "rustc",
        "--print target-libdir --target wasm32-unknown-unknown",
        "/rust/wasm/lib",
    );
    const DEBIAN: (&str, &str, &str) = ("/usr/bin/rustc", "--print sysroot", "/usr");
    const PARTS: [&str; 3] = [
        "/usr/lib/rustlib/src/rust/library/std/Cargo.toml",
        "/usr/bin/cargo",
        "/rust/host/bin/rust-lld",
    ];

    #[test]
    fn rusts_own_library_comes_first_then_debians_sources() {
        let all = [&PARTS[..], &["/rust/wasm/lib"]].concat();
        assert_eq!(chosen(&[OWN, WASM, DEBIAN], &all), Some(Toolchain::Rustup));
        let linker = PathBuf::from("/rust/host/bin/rust-lld");
        assert_eq!(
            chosen(&[OWN, WASM, DEBIAN], &PARTS),
            Some(Toolchain::Debian { linker }),
            "rustc names the folder also where it is not installed"
        );
    }

    #[test]
    fn a_toolchain_that_lacks_a_part_is_none() {
        for missing in PARTS {
            let rest: Vec<&str> = PARTS.into_iter().filter(|part| *part != missing).collect();
            assert_eq!(chosen(&[OWN, WASM, DEBIAN], &rest), None, "{missing}");
        }
        assert_eq!(chosen(&[OWN, WASM], &PARTS), None, "no rustc of Debian's");
        assert_eq!(chosen(&[DEBIAN], &PARTS), None, "no rustc of rustup's");
        assert_eq!(chosen(&[], &[]), None, "nothing");
    }

    #[test]
    fn one_line_says_what_is_missing_and_what_brings_it() {
        for (missing, consequence) in [
            (Missing::Site, "no live figures"),
            (Missing::Served, "a program on this machine"),
        ] {
            let line = missing.to_string();
            let remedy = format!("rustup target add {TARGET}");
            for part in [
                consequence,
                &remedy,
                "rustc-web",
                "cargo-web",
                "rust-web-src",
            ] {
                assert!(line.contains(part), "{part} is missing in {line}");
            }
            assert_eq!(line.lines().count(), 1);
        }
    }

    #[test]
    fn errors_stand_in_the_chapter() {
        let said = "error[E0425]: cannot find value `usres`\n  --> /a/target/live/build/live-1/out/book/src/01.md:12:5\n   |\n12 | usres;\n";
        assert!(
            in_chapters(said).contains("\n  --> book/src/01.md:12:5\n"),
            "{}",
            in_chapters(said)
        );
        let item = "  --> /a/out/items/book/src/01.md:3:1";
        assert_eq!(in_chapters(item), "  --> book/src/01.md:3:1");
        assert_eq!(
            in_chapters("  --> crates/lab/src/lib.rs:1:1"),
            "  --> crates/lab/src/lib.rs:1:1"
        );
    }
}
