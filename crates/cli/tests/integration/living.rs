//! The chapters' own code: what is built, served and said where this machine can build WebAssembly, and where it can't.
//!
//! A shell script stands in for cargo, so that nothing here waits for a compiler.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use super::fixture::{Book, CHAPTER};
use super::serving::Server;

/// Builds `/bin/cat` for the program that answers: it says what it is asked.
const ECHO: &str = "mkdir -p target/live && cp /bin/cat target/live/live";
/// Builds the smallest module there is.
const MODULE: &str = "mkdir -p target/wasm32-unknown-unknown/live && \
                      printf '\\000asm\\001\\000\\000\\000' > target/wasm32-unknown-unknown/live/live.wasm";
/// A chapter that does not compile.
const BROKEN: &str = "printf 'error[E0308]: mismatched types\\n  --> /x/out/book/src/01-one.md:7:5\\n' >&2; exit 101";

/// What pages say before they are answered: their chapter's code is at the server, in the site, or nowhere.
const SERVER: &str = "data-live=\"server\"";

/// A book with a crate `live`, for a machine whose cargo does this.
fn book(cargo: &str) -> Book {
    let book = Book::stored(CHAPTER);
    book.write("crates/live/Cargo.toml", "");
    script(&book, "stand-in/cargo", cargo);
    book
}

fn script(book: &Book, file: &str, orders: &str) {
    book.write(file, &format!("#!/bin/sh\nPATH=/usr/bin:/bin\n{orders}\n"));
    fs::set_permissions(book.path(file), fs::Permissions::from_mode(0o755)).expect("a script");
}

/// The program on a machine with no rustc, or with the one that `wasm` puts there.
fn command(book: &Book, arguments: &[&str], wasm: bool) -> Command {
    if wasm {
        // It names a folder that is there: the library for WebAssembly.
        script(book, "stand-in/rustc", "pwd");
    }
    let mut command = book.command(arguments);
    command
        .env("PATH", book.path("stand-in"))
        .env("CARGO", book.path("stand-in/cargo"));
    command
}

#[test]
fn without_webassembly_a_program_answers_and_the_terminal_says_why() {
    let book = book(ECHO);
    let server = Server::run(command(&book, &["serve"], false));
    assert!(server.get("/01-one.html").contains(SERVER));
    let question = "{\"chapter\":\"01-one\",\n\"settings\":{}}";
    let answer = server.post("/-/live", question);
    assert!(
        answer.starts_with("HTTP/1.1 200")
            && answer.contains("content-type: application/json")
            && answer.ends_with("{\"chapter\":\"01-one\", \"settings\":{}}\n"),
        "{answer}"
    );
    assert!(server.get("/live/live.wasm").starts_with("HTTP/1.1 404"));
    let said = server.end();
    for part in [
        "notice: a program on this machine moves the figures",
        "`rustup target add wasm32-unknown-unknown`",
        "rustc-web cargo-web rust-web-src",
    ] {
        assert!(said.contains(part), "{part} is missing in {said}");
    }
}

#[test]
fn a_program_that_ended_is_told() {
    let book = book("mkdir -p target/live && cp /bin/true target/live/live");
    let server = Server::run(command(&book, &["serve"], false));
    let answer = server.post("/-/live", "{}");
    assert!(
        answer.starts_with("HTTP/1.1 400") && answer.contains("has ended"),
        "{answer}"
    );
}

#[test]
fn with_webassembly_the_page_gets_the_module_and_nothing_is_said() {
    let book = book(MODULE);
    let server = Server::run(command(&book, &["serve"], true));
    let page = server.get("/01-one.html");
    assert!(page.contains("data-live=\"live/live.wasm?v="), "{page}");
    let module = server.get("/live/live.wasm");
    assert!(
        module.starts_with("HTTP/1.1 200")
            && module.contains("content-type: application/wasm")
            && module.ends_with("\0asm\u{1}\0\0\0"),
        "{module:?}"
    );
    let answer = server.post("/-/live", "{}");
    assert!(
        answer.starts_with("HTTP/1.1 400") && answer.contains("the page runs the code itself"),
        "{answer}"
    );
    assert!(!server.end().contains("wasm32"));
}

#[test]
fn a_chapter_that_does_not_compile_is_served_and_told_with_its_line() {
    for (wasm, method, path) in [(true, "GET", "/live/live.wasm"), (false, "POST", "/-/live")] {
        let book = book(BROKEN);
        let server = Server::run(command(&book, &["serve"], wasm));
        let answer = match method {
            "GET" => server.get(path),
            _ => server.post(path, "{}"),
        };
        assert!(
            answer.starts_with("HTTP/1.1 503") && answer.contains("--> book/src/01-one.md:7:5"),
            "{path}: {answer}"
        );
        assert!(server.get("/01-one.html").contains("One server"));
        let said = server.end();
        assert!(said.contains("--> book/src/01-one.md:7:5"), "{said}");
    }
}

#[test]
fn a_site_built_without_webassembly_says_so_on_its_page_and_in_the_terminal() {
    let book = book(ECHO);
    let built = command(&book, &["build", "--out", "site"], false).output();
    let built = built.expect("the program starts");
    let said = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{said}");
    assert!(
        said.contains("notice: no live figures in this site") && said.contains("rustc-web"),
        "{said}"
    );
    let page = book.read("site/01-one.html");
    assert!(page.contains("data-live=\"\""), "{page}");
    let sentence = "The figures on this page are as stored: it was built without WebAssembly.";
    assert!(page.contains(sentence), "{page}");
    assert!(!book.path("site/live/live.wasm").exists());
}

#[test]
fn a_site_built_with_webassembly_holds_the_module() {
    let book = book(MODULE);
    let built = command(&book, &["build", "--out", "site"], true).output();
    let built = built.expect("the program starts");
    let said = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success() && !said.contains("wasm32"), "{said}");
    assert_eq!(book.read("site/live/live.wasm"), "\0asm\u{1}\0\0\0");
    let page = book.read("site/01-one.html");
    let sentence = "The figures on this page are as stored. Where the page's script runs";
    assert_eq!(page.matches(sentence).count(), 1, "{page}");
}
