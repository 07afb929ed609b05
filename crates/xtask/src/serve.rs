//! `cargo run` as its first user meets it: the page comes up, a second one finds another port, Ctrl-C ends it; and as a writer
//! does: a changed chapter is on the page. `test` sees that all of it happens, `bench` that it happens in time.

use std::fmt;
use std::fs;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::process::Running;
use crate::suite::{Outcome, Workshop};

/// From start to first page when nothing has changed.
const PAGE_UP: Duration = Duration::from_secs(3);
/// From Ctrl-C to the end.
const GOODBYE: Duration = Duration::from_secs(3);
/// From saving a chapter to the page that shows it.
const RELOAD: Duration = Duration::from_secs(1);
/// The chapter that the check edits, in a copy of the book.
const CHAPTER: &str = "01-one-server";
/// How long to wait before giving up: much longer than the limits, so that a miss is reported with its figure.
const PATIENCE: Duration = Duration::from_secs(60);

/// Step: all of it. How long it takes is shown, not judged: the machine may be busy with other things.
pub(crate) fn run(shop: &Workshop) -> Outcome {
    visit(shop).map_or_else(Outcome::failed, |(outcome, times)| {
        outcome.and(Outcome::note(format!("note: {times}\n")))
    })
}

/// The same in time; for `bench`.
pub(crate) fn pace(shop: &Workshop) -> Outcome {
    visit(shop).map_or_else(Outcome::failed, |(outcome, times)| {
        let in_time = times.up <= PAGE_UP && times.reload <= RELOAD && times.end <= GOODBYE;
        let limits = format!("{times}; the limits are {PAGE_UP:?}, {RELOAD:?} and {GOODBYE:?}\n");
        outcome.and(if in_time {
            Outcome::passed(limits)
        } else {
            Outcome::failed(limits)
        })
    })
}

/// How long it took.
struct Times {
    up: Duration,
    reload: Duration,
    end: Duration,
}

impl fmt::Display for Times {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { up, reload, end } = self;
        write!(
            to,
            "`cargo run` again: first page after {up:.2?}; a changed chapter: after {reload:.2?}; its end: {end:.2?} after Ctrl-C"
        )
    }
}

fn visit(shop: &Workshop) -> Result<(Outcome, Times), String> {
    let (first, address, _) = start(shop, DEFAULT)?;
    let (second, other, _) = start(shop, DEFAULT)?;
    let apart = if address == other {
        Outcome::failed(format!("two at once on one address: {address}\n"))
    } else {
        Outcome::passed("")
    };
    let ends = [stops(second)?, stops(first)?];
    // Alone, on a machine that has just done the same: the figure for "nothing has changed".
    let (again, _, up) = start(shop, DEFAULT)?;
    let [one, other] = ends;
    let end = one.max(other).max(stops(again)?);
    let reload = edit(shop)?;
    let came = Outcome::passed("");
    Ok((apart.and(came), Times { up, reload, end }))
}

/// Serves a copy of the book, changes a chapter there, and waits for the change on its page.
fn edit(shop: &Workshop) -> Result<Duration, String> {
    let copy = shop.target.join("book-copy");
    copy_files(shop, &copy)?;
    let chapter = copy.join(format!("book/src/{CHAPTER}.md"));
    let text = fs::read_to_string(&chapter)
        .map_err(|error| format!("{}: {error}\n", chapter.display()))?;
    let (running, address, _) = start(shop, &["serve", "--root", &copy.display().to_string()])?;
    let address = format!("{address}/{CHAPTER}.html");
    let mark = "A sentence that was not here before.";
    fs::write(&chapter, format!("{text}\n{mark}\n")).map_err(|error| error.to_string())?;
    let saved = Instant::now();
    while !page(&address).is_some_and(|page| page.contains(mark)) {
        if saved.elapsed() > PATIENCE {
            return Err(format!(
                "http://{address} did not show a change. The program said:\n{}\n",
                running.said()
            ));
        }
        thread::sleep(Duration::from_millis(20));
    }
    let time = saved.elapsed();
    stops(running)?;
    Ok(time)
}

/// Everything under version control, so that freshness is judged as in the original.
fn copy_files(shop: &Workshop, to: &Path) -> Result<(), String> {
    let failed = |path: &Path, error: io::Error| format!("{}: {error}\n", path.display());
    if to.exists() {
        fs::remove_dir_all(to).map_err(|error| failed(to, error))?;
    }
    for path in shop.files()? {
        let target = to.join(&path);
        let made = target.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| fs::copy(shop.root.join(path), &target))
            .map_err(|error| failed(&target, error))?;
    }
    Ok(())
}

/// `cargo run` without arguments.
const DEFAULT: &[&str] = &[];

/// Starts the program and waits until its first page is there.
fn start(shop: &Workshop, arguments: &[&str]) -> Result<(Running, String, Duration), String> {
    let began = Instant::now();
    let line = "cargo run --locked --quiet";
    let separator = (!arguments.is_empty()).then_some("--");
    let run = shop.run(line, &shop.root).args(separator).args(arguments);
    let mut running = run.start().map_err(|error| format!("{line}: {error}\n"))?;
    loop {
        let said = running.said();
        if let Some(address) = address(&said)
            .filter(|address| page(address).is_some_and(|page| page.contains("<html")))
        {
            return Ok((running, address, began.elapsed()));
        }
        if let Some(status) = running.finished() {
            return Err(format!(
                "`cargo run` ended with {status} instead of serving. It said:\n{said}\n"
            ));
        }
        if began.elapsed() > PATIENCE {
            return Err(format!(
                "`cargo run` served no page within {PATIENCE:?}. It said:\n{said}\n"
            ));
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// `127.0.0.1:3000` out of what was printed.
fn address(said: &str) -> Option<String> {
    let (_, rest) = said.split_once("http://")?;
    let end =
        rest.find(|character: char| !character.is_ascii_digit() && !".:".contains(character))?;
    Some(rest[..end].to_owned())
}

/// The page at `127.0.0.1:3000/path`.
fn page(address: &str) -> Option<String> {
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let mut stream = TcpStream::connect(host).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    stream
        .write_all(
            format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes(),
        )
        .ok()?;
    let mut page = Vec::new();
    stream.read_to_end(&mut page).ok()?;
    let page = String::from_utf8_lossy(&page).into_owned();
    page.starts_with("HTTP/1.1 200").then_some(page)
}

/// Ctrl-C, and how long it took to end.
fn stops(mut running: Running) -> Result<Duration, String> {
    running
        .interrupt()
        .map_err(|error| format!("Ctrl-C could not be sent: {error}\n"))?;
    let asked = Instant::now();
    while asked.elapsed() < PATIENCE {
        if running.finished().is_some() {
            return Ok(asked.elapsed());
        }
        thread::sleep(Duration::from_millis(20));
    }
    Err(format!(
        "`cargo run` was still there {PATIENCE:?} after Ctrl-C\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_in_a_sentence() {
        let said = "Serving on http://127.0.0.1:3001/ (Ctrl-C ends it)\n";
        assert_eq!(address(said).as_deref(), Some("127.0.0.1:3001"));
        assert_eq!(
            address("http://127.0.0.1:30"),
            None,
            "the line may not be complete yet"
        );
    }
}
