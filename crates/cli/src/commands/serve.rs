//! `serve`: the book on this machine.

use std::process::{Command, ExitCode, Stdio};

use anyhow::Result;

use crate::arguments::Serve;
use crate::workspace::Workspace;
use crate::{interrupt, server};

pub(crate) fn perform(workspace: &Workspace, arguments: &Serve) -> Result<ExitCode> {
    interrupt::serving();
    server::serve(workspace, arguments.port, |address| {
        println!("Zero to Millions: {address}  (Ctrl-C to stop)");
        if arguments.open {
            open(address);
        }
    })?;
    Ok(ExitCode::SUCCESS)
}

fn open(address: &str) {
    let opener = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let started = Command::new(opener)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if started.is_err() {
        eprintln!("warning: no browser could be started with `{opener}`; open {address} yourself");
    }
}
