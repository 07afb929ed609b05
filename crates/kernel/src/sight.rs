//! What rust-analyzer is shown of the cells' dependencies: the book's own crates, and a sketch of polars.
//!
//! rust-analyzer asks cargo (`cargo metadata`) which crates there are and reads the sources of all of them: 146 for polars,
//! which costs 10 seconds at the first `let`. What cells touch are the types of `model` and `lab`. So under the
//! name `cargo`, first in rust-analyzer's search order, this program runs the real cargo and leaves the rest out of its answer.
//! rustc sees everything, and is asked where this is not enough ([`crate::infer`]).

use std::ffi::OsStr;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use serde_json::Value;

use crate::place::{cannot_write, workspace_root};

/// Set where this program plays cargo.
const SHIM: &str = "MILLIONS_CARGO_SHIM";

/// Whether this process was started as rust-analyzer's `cargo`.
pub(crate) fn is_asked() -> bool {
    let name = std::env::args_os().next();
    let name = name.as_deref().map(Path::new).and_then(Path::file_name);
    name == Some(OsStr::new("cargo")) && std::env::var_os(SHIM).is_some()
}

/// Runs the real cargo; of its metadata, passes on what is to be seen.
pub(crate) fn answer() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let mut cargo = Command::new("cargo");
    cargo.args(&arguments).env_remove(SHIM);
    if arguments.first().is_none_or(|first| first != "metadata") {
        eprintln!("cannot start cargo: {}", cargo.exec());
        return ExitCode::FAILURE;
    }
    match cargo.stderr(Stdio::inherit()).output() {
        Ok(output) => {
            let shown = show(&output.stdout).unwrap_or(output.stdout);
            let written = std::io::stdout().write_all(&shown).is_ok();
            let code = output
                .status
                .code()
                .and_then(|code| u8::try_from(code).ok());
            ExitCode::from(code.filter(|_| written).unwrap_or(1))
        }
        Err(error) => {
            eprintln!("cannot start cargo: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The part of cargo's metadata that is to be seen; `None` if it is not as expected.
fn show(metadata: &[u8]) -> Option<Vec<u8>> {
    let mut metadata: Value = serde_json::from_slice(metadata).ok()?;
    let sketches = workspace_root().join("crates/kernel/sysroot");
    let packages = metadata["packages"].as_array_mut()?;
    packages.retain_mut(|package| package["source"].is_null() || sketch(package, &sketches));
    let seen: Vec<Value> = packages
        .iter()
        .map(|package| package["id"].clone())
        .collect();
    if let Some(nodes) = metadata["resolve"]["nodes"].as_array_mut() {
        nodes.retain(|node| seen.contains(&node["id"]));
        for node in nodes {
            retain(&mut node["dependencies"], |id| seen.contains(id));
            retain(&mut node["deps"], |dependency| {
                seen.contains(&dependency["pkg"])
            });
        }
    }
    serde_json::to_vec(&metadata).ok()
}

fn retain(list: &mut Value, keep: impl Fn(&Value) -> bool) {
    if let Some(list) = list.as_array_mut() {
        list.retain(keep);
    }
}

/// Puts a sketch of ours in the place of a package, if we have one of that name.
fn sketch(package: &mut Value, sketches: &Path) -> bool {
    let Some(folder) = package["name"].as_str().map(|name| sketches.join(name)) else {
        return false;
    };
    let source = folder.join("src/lib.rs");
    if !source.is_file() {
        return false;
    }
    package["manifest_path"] = folder.join("Cargo.toml").display().to_string().into();
    let is_library = |target: &Value| target["kind"][0] == "lib";
    if let Some(targets) = package["targets"].as_array_mut() {
        targets.retain(is_library);
        for target in targets {
            target["src_path"] = source.display().to_string().into();
        }
    }
    true
}

/// A cargo home for rust-analyzer's sake: the user's own, but for `bin/cargo`.
pub(crate) fn cargo_home(base: &Path) -> Result<PathBuf, String> {
    let folder = base.join("cargo");
    let user = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
        .ok_or_else(|| {
            "HOME is not set, so cargo's folder is unknown; set CARGO_HOME".to_owned()
        })?;
    let link = || -> std::io::Result<()> {
        std::fs::create_dir_all(folder.join("bin"))?;
        for name in ["registry", "git"] {
            std::fs::create_dir_all(user.join(name))?;
        }
        for name in [
            "registry",
            "git",
            "config.toml",
            "config",
            "credentials.toml",
        ] {
            put_link(&user.join(name), &folder.join(name))?;
        }
        put_link(&std::env::current_exe()?, &folder.join("bin/cargo"))
    };
    link().map_err(|error| cannot_write(&folder, &error))?;
    Ok(folder)
}

/// Sets the environment of a process in which rust-analyzer runs.
pub(crate) fn prepare(command: &mut Command, cargo_home: &Path) {
    command.env("CARGO_HOME", cargo_home).env(SHIM, "1");
}

fn put_link(to: &Path, from: &Path) -> std::io::Result<()> {
    if std::fs::read_link(from).is_ok_and(|old| old == to) || !to.exists() {
        return Ok(());
    }
    // Two sessions may start at once: the link appears whole, whoever is first.
    let fresh = from.with_extension(format!("{}.tmp", std::process::id()));
    std::os::unix::fs::symlink(to, &fresh)?;
    std::fs::rename(&fresh, from)
}

#[cfg(test)]
mod tests {
    use super::show;
    use serde_json::{Value, json};

    #[test]
    fn only_the_books_crates_are_shown() {
        let metadata = json!({
            "packages": [
                { "id": "a", "name": "lab", "source": null },
                { "id": "b", "name": "serde", "source": "registry+x" },
            ],
            "resolve": { "nodes": [
                { "id": "a", "dependencies": ["b"], "deps": [{ "name": "serde", "pkg": "b" }] },
                { "id": "b", "dependencies": [], "deps": [] },
            ] },
        });
        let shown = show(metadata.to_string().as_bytes()).expect("it is metadata");
        let shown: Value = serde_json::from_slice(&shown).expect("it is JSON");
        let expected = json!({
            "packages": [{ "id": "a", "name": "lab", "source": null }],
            "resolve": { "nodes": [{ "id": "a", "dependencies": [], "deps": [] }] },
        });
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_is_no_metadata_passes_unchanged() {
        assert_eq!(show(b"error"), None);
    }
}
