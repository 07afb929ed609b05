//! `serve`: pages, changes, mistakes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::fixture::{Book, CHAPTER};

/// A server that ends with the test.
pub(crate) struct Server {
    child: Child,
    port: u16,
    /// Who reads what it says on stderr.
    reader: Option<JoinHandle<String>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(book: &Book) -> Self {
        Self::run(book.command(&["serve"]))
    }

    /// Runs this, and waits until it says where it serves.
    pub(crate) fn run(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut errors = child.stderr.take().unwrap();
        let reader = Some(std::thread::spawn(move || {
            let mut text = String::new();
            errors.read_to_string(&mut text).unwrap();
            text
        }));
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines
            .find_map(|line| line.unwrap().split("127.0.0.1:").nth(1).map(str::to_owned))
            .expect("an address");
        let port = address.split_whitespace().next().unwrap().parse().unwrap();
        // The pipe must stay open, or the server's next line would fail.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            child,
            port,
            reader,
        }
    }

    /// Ends it; returns what it said on stderr.
    pub(crate) fn end(mut self) -> String {
        let _ = self.child.kill();
        let reader = self.reader.take().expect("it ends once");
        reader.join().expect("UTF-8")
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        stream
    }

    fn ask(&self, method: &str, path: &str) -> TcpStream {
        let mut stream = self.connect();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        stream
    }

    /// Sends a text, and returns the answer.
    pub(crate) fn post(&self, path: &str, body: &str) -> String {
        let mut stream = self.connect();
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    pub(crate) fn get(&self, path: &str) -> String {
        let mut answer = String::new();
        self.ask("GET", path).read_to_string(&mut answer).unwrap();
        answer
    }

    /// The states that open pages are told, as they come.
    fn states(&self) -> impl Iterator<Item = String> + use<> {
        let lines = BufReader::new(self.ask("GET", "/-/events")).lines();
        lines
            .map_while(Result::ok)
            .filter_map(|line| line.strip_prefix("data: ").map(str::to_owned))
    }
}

#[test]
fn pages_files_and_what_is_not_there() {
    let book = Book::stored(CHAPTER);
    let server = Server::start(&book);
    let page = server.get("/01-one.html");
    assert!(
        page.starts_with("HTTP/1.1 200")
            && page.contains("text/html")
            && page.contains("/-/reload.js"),
        "{page}"
    );
    assert!(server.get("/").contains("One server"));
    assert!(
        server
            .get("/css/general.css")
            .contains("content-type: text/css")
    );
    assert!(
        server
            .get("/notebooks/01-one.ipynb")
            .contains("\"nbformat\"")
    );
    assert!(server.get("/gone.html").starts_with("HTTP/1.1 404"));
    for path in [
        "/../Cargo.toml",
        "/%2e%2e/%2e%2e/Cargo.toml",
        "/.millions-site",
        "/..%2f..%2fCargo.toml",
    ] {
        let answer = server.get(path);
        assert!(
            answer.starts_with("HTTP/1.1 404") && !answer.contains("[workspace]"),
            "{path}: {answer}"
        );
    }
    let mut answer = String::new();
    server.ask("POST", "/").read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 405"), "{answer}");
}

#[test]
fn a_change_reloads_and_a_mistake_keeps_the_last_good_page() {
    let book = Book::stored(CHAPTER);
    let server = Server::start(&book);
    let mut states = server.states();
    assert!(states.next().unwrap().contains("\"error\":null"));

    let begun = Instant::now();
    book.edit("book/src/01-one.md", "It carries", "Now it carries");
    assert!(states.next().unwrap().contains("\"error\":null"));
    // The figure to reach is 1 s on an idle machine; tests share theirs.
    assert!(
        begun.elapsed() < Duration::from_secs(10),
        "{:?}",
        begun.elapsed()
    );
    assert!(server.get("/01-one.html").contains("Now it carries"));

    book.edit(
        "book/src/01-one.md",
        "rust,cell,id=load",
        "rust,cell,idd=load",
    );
    let state = states.next().unwrap();
    assert!(
        state.contains("book/src/01-one.md:5") && state.contains("idd"),
        "{state}"
    );
    assert!(server.get("/01-one.html").contains("Now it carries"));

    book.edit(
        "book/src/01-one.md",
        "rust,cell,idd=load",
        "rust,cell,id=load",
    );
    assert!(states.next().unwrap().contains("\"error\":null"));
}

#[test]
fn a_book_that_is_broken_from_the_start_is_served_once_mended() {
    let book = Book::new("# A\n\n```rust,cell,no\n1\n```\n");
    let server = Server::start(&book);
    assert!(server.get("/").starts_with("HTTP/1.1 503"));
    let mut states = server.states();
    assert!(states.next().unwrap().contains("book/src/01-one.md:3"));
    book.edit("book/src/01-one.md", "rust,cell,no", "rust,cell");
    assert!(states.next().unwrap().contains("\"error\":null"));
    assert!(server.get("/").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_taken_port_is_passed_over() {
    let book = Book::stored(CHAPTER);
    let (one, two) = (Server::start(&book), Server::start(&book));
    assert_ne!(one.port, two.port);
    assert!(two.get("/").starts_with("HTTP/1.1 200"));
}
