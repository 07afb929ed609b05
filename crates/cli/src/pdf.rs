//! The whole book as one PDF: mdBook's page for printing, printed by a Chromium that nobody sees.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::interrupt::Scratch;

/// The file's name in the site.
pub(crate) const NAME: &str = "zero-to-millions.pdf";

/// Names under which Chromium and Chrome are installed.
const BROWSERS: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

/// The whole book takes about twenty seconds on two cores.
const LIMIT: Duration = Duration::from_secs(300);

/// Prints the site's `print.html` into the site.
pub(crate) fn print(site: &Path) -> Result<()> {
    let browser = browser()?;
    let pdf = site.join(NAME);
    let profile = Scratch::new(site.with_extension("chromium.tmp"));
    let mut command = Command::new(&browser);
    command
        .args([
            "--headless=new",
            "--disable-gpu",
            "--no-first-run",
            "--no-pdf-header-footer",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(format!("file://{}", site.join("print.html").display()))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if is_root() {
        command.arg("--no-sandbox"); // Chromium refuses to start otherwise
    }
    eprintln!("printing the book with {}", browser.display());
    let child = command
        .spawn()
        .with_context(|| format!("{}: can't be started", browser.display()))?;
    wait(child, &browser)?;
    let begins = fs::read(&pdf).unwrap_or_default();
    if !begins.starts_with(b"%PDF") {
        bail!(
            "{}: printed nothing; try it by hand with --headless --print-to-pdf, or set CHROMIUM to another one",
            browser.display()
        );
    }
    Ok(())
}

/// What `CHROMIUM` names, else the first that is installed.
fn browser() -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM") {
        return Ok(named.into());
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let mut places = BROWSERS
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.find(|place| place.is_file()).context(
        "--pdf prints with Chromium or Chrome, and none is installed; install one, or set CHROMIUM to the program",
    )
}

fn wait(mut child: Child, browser: &Path) -> Result<()> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            if status.success() {
                return Ok(());
            }
            bail!("{}: ended with {status} while printing", browser.display());
        }
        if begun.elapsed() > LIMIT {
            let _ = child.kill();
            let _ = child.wait();
            bail!(
                "{}: printed for {} s without an end; was stopped",
                browser.display(),
                LIMIT.as_secs()
            );
        }
        thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(unix)]
fn is_root() -> bool {
    nix::unistd::Uid::effective().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
