//! Kernelspecs: how Jupyter learns of the kernel.
//!
//! `millions` and `millions-native` are folders in the user's Jupyter data folder, each with a `kernel.json`. A folder is
//! written beside its place and moved there, so that Jupyter never sees half of one.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::home::Kind;
use crate::place::cannot_write;

/// `kernel install`.
pub(crate) fn install(native: bool) -> Result<(), String> {
    let kernels = kernels_folder()?;
    write(&kernels, Kind::Plain)?;
    if native {
        write(&kernels, Kind::Native)?;
    }
    Ok(())
}

/// `kernel uninstall`.
pub(crate) fn uninstall() -> Result<(), String> {
    let kernels = kernels_folder()?;
    let mut found = false;
    for kind in [Kind::Plain, Kind::Native] {
        let folder = kernels.join(spec_name(kind));
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(|error| {
                format!(
                    "cannot remove {}: {error}; remove it by hand",
                    folder.display()
                )
            })?;
            println!("removed {}", folder.display());
            found = true;
        }
    }
    if !found {
        println!("nothing to remove in {}", kernels.display());
    }
    Ok(())
}

fn spec_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Plain => "millions",
        Kind::Native => "millions-native",
    }
}

fn display_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Plain => "Rust (Zero to Millions)",
        Kind::Native => "Rust (Zero to Millions, with polars)",
    }
}

/// The user's own kernels, where Jupyter looks for them.
fn kernels_folder() -> Result<PathBuf, String> {
    let variable = |name| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let home = || {
        variable("HOME").ok_or_else(|| {
            "HOME is not set; set JUPYTER_DATA_DIR to Jupyter's data folder".to_owned()
        })
    };
    let data = match (variable("JUPYTER_DATA_DIR"), variable("XDG_DATA_HOME")) {
        (Some(data), _) => data,
        (None, _) if cfg!(target_os = "macos") => home()?.join("Library/Jupyter"),
        (None, Some(data)) => data.join("jupyter"),
        (None, None) => home()?.join(".local/share/jupyter"),
    };
    Ok(data.join("kernels"))
}

fn write(kernels: &Path, kind: Kind) -> Result<(), String> {
    let spec = spec(kind)?;
    let folder = kernels.join(spec_name(kind));
    let beside = kernels.join(format!(".{}.{}.tmp", spec_name(kind), std::process::id()));
    let text = serde_json::to_string_pretty(&spec).map_err(|error| error.to_string())?;
    std::fs::create_dir_all(&beside)
        .and_then(|()| std::fs::write(beside.join("kernel.json"), text + "\n"))
        .and_then(|()| replace(&beside, &folder))
        .map_err(|error| {
            let _ = std::fs::remove_dir_all(&beside);
            cannot_write(&folder, &error)
        })?;
    println!("wrote {}", folder.join("kernel.json").display());
    Ok(())
}

fn replace(beside: &Path, folder: &Path) -> std::io::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::rename(beside, folder)
}

fn spec(kind: Kind) -> Result<serde_json::Value, String> {
    let program = std::env::current_exe()
        .map_err(|error| format!("cannot find the kernel's own program: {error}"))?;
    let mut argv = vec![
        program.display().to_string(),
        "jupyter".to_owned(),
        "--control_file".to_owned(),
        "{connection_file}".to_owned(),
    ];
    if kind == Kind::Native {
        argv.push("--native".to_owned());
    }
    Ok(json!({
        "argv": argv,
        "display_name": display_name(kind),
        "language": "rust",
        "interrupt_mode": "message",
    }))
}
