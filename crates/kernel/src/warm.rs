//! Building in advance what cells need.
//!
//! The command that evcxr will run for each cell, run once for the crate that uses all of `lab`: same flags, same target
//! folder, so that cargo finds everything fresh later. Cargo's own progress goes to stderr.

use std::process::Command;

use crate::home::{Home, Kind};
use crate::slot;

/// `kernel warm`.
pub(crate) fn command(kind: Kind) -> Result<(), String> {
    let slot = slot::take(kind)?;
    build(&slot.home)
}

/// Builds unless it was done for this lock file.
pub(crate) fn if_needed(home: &Home) -> Result<(), String> {
    if home.stamp().exists() {
        return Ok(());
    }
    eprintln!(
        "Building what cells use ({}), once: {}",
        home.kind.name(),
        match home.kind {
            Kind::Plain => "about half a minute",
            Kind::Native => "about four minutes, for polars",
        }
    );
    build(home)
}

fn build(home: &Home) -> Result<(), String> {
    // All platforms' crates: evcxr asks cargo about them without naming ours, and later offline.
    if !home.stamp().exists() {
        cargo(home, &["fetch"])?;
    }
    cargo(home, &["build", "-p", "anchor", "--target", &host()?])?;
    std::fs::write(home.stamp(), "")
        .map_err(|error| crate::place::cannot_write(&home.stamp(), &error))
}

fn cargo(home: &Home, arguments: &[&str]) -> Result<(), String> {
    let status = Command::new("cargo")
        .args(arguments)
        .current_dir(home.cells())
        .env("CARGO_TARGET_DIR", "target")
        .env("CARGO_BUILD_BUILD_DIR", "target")
        .env("RUSTFLAGS", "-Cprefer-dynamic")
        // evcxr leaves a configuration there that says offline.
        .env("CARGO_NET_OFFLINE", "false")
        .env_remove("RUSTC_WRAPPER")
        .env("CARGO_HOME", home.cargo_home()?)
        .stdout(std::io::stderr())
        .status()
        .map_err(no_rust)?;
    if status.success() {
        return Ok(());
    }
    Err(format!(
        "cargo could not build what cells use (its reasons are above), in {}. Cells need crates/lab to compile; the first \
         build needs the network, or the crates in cargo's cache",
        home.folder.display()
    ))
}

/// The host's target triple, as evcxr asks for it.
fn host() -> Result<String, String> {
    let output = Command::new("rustc").arg("-vV").output().map_err(no_rust)?;
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .ok_or_else(|| {
            "`rustc -vV` names no host; reinstall Rust from https://rustup.rs".to_owned()
        })
}

#[expect(clippy::needless_pass_by_value, reason = "the shape map_err wants")]
fn no_rust(error: std::io::Error) -> String {
    format!(
        "cannot start cargo and rustc ({error}); cells are compiled while you read, so install Rust 1.95 or later from \
         https://rustup.rs and see that it is on PATH"
    )
}
