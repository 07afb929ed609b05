//! `cargo run` as its first user meets it: the page is up in time, a second one finds another port, Ctrl-C ends it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use crate::process::Running;
use crate::suite::{Outcome, Workshop};

/// From start to first page when nothing has changed.
const PAGE_UP: Duration = Duration::from_secs(3);
/// How long to wait before giving up: longer than the limit, so that a miss is reported with its figure.
const PATIENCE: Duration = Duration::from_secs(60);

/// Step: all of it.
pub(crate) fn run(shop: &Workshop) -> Outcome {
    match visit(shop) {
        Ok(outcome) => outcome,
        Err(message) => Outcome::failed(message),
    }
}

fn visit(shop: &Workshop) -> Result<Outcome, String> {
    let (first, address, _) = start(shop)?;
    let (second, other, _) = start(shop)?;
    let mut outcome = judge(
        address != other,
        format!("two at once on one address: {address}"),
    );
    outcome = outcome.and(stops(second)?).and(stops(first)?);
    // Alone, on a machine that has just done the same: the figure for "nothing has changed".
    let (again, _, time) = start(shop)?;
    let seconds = time.as_secs_f64();
    outcome = outcome.and(judge(
        time <= PAGE_UP,
        format!("the first page took {seconds:.1} s; its limit is {PAGE_UP:?}"),
    ));
    outcome = outcome.and(stops(again)?);
    Ok(outcome.and(Outcome::note(format!(
        "note: `cargo run` again: first page after {seconds:.2} s\n"
    ))))
}

fn judge(good: bool, otherwise: String) -> Outcome {
    if good {
        Outcome::passed("")
    } else {
        Outcome::failed(otherwise + "\n")
    }
}

/// Starts the program without arguments and waits until its first page is there.
fn start(shop: &Workshop) -> Result<(Running, String, Duration), String> {
    let began = Instant::now();
    let line = "cargo run --locked --quiet";
    let mut running = shop
        .run(line, &shop.root)
        .start()
        .map_err(|error| format!("{line}: {error}\n"))?;
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

fn page(address: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    stream
        .write_all(
            format!("GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes(),
        )
        .ok()?;
    let mut page = Vec::new();
    stream.read_to_end(&mut page).ok()?;
    let page = String::from_utf8_lossy(&page).into_owned();
    page.starts_with("HTTP/1.1 200").then_some(page)
}

/// Ctrl-C, and an end within a few seconds.
fn stops(mut running: Running) -> Result<Outcome, String> {
    running
        .interrupt()
        .map_err(|error| format!("Ctrl-C could not be sent: {error}\n"))?;
    let asked = Instant::now();
    while asked.elapsed() < PAGE_UP {
        if running.finished().is_some() {
            return Ok(Outcome::passed(""));
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(Outcome::failed(format!(
        "`cargo run` was still there {PAGE_UP:?} after Ctrl-C\n"
    )))
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
