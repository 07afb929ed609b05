//! The program that answers for `cargo run`, as several open pages meet it.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use live::{Answer, Request};
use serde_json::{Map, json};

/// The program, which ends with the test.
struct Program {
    child: Child,
    questions: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Program {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_live"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let questions = child.stdin.take().expect("a pipe");
        let answers = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        Self {
            child,
            questions,
            answers,
        }
    }

    fn ask(&mut self, request: &Request) -> Answer {
        let line = serde_json::to_string(request).expect("JSON");
        writeln!(self.questions, "{line}").expect("it listens");
        let said = self.answers.next().expect("an answer").expect("UTF-8");
        serde_json::from_str(&said).expect("an answer")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a page asks when it is opened with a slider at `users`.
fn request(page: &str, users: f64) -> Request {
    Request {
        chapter: "01-one-server".into(),
        page: page.into(),
        settings: Map::from_iter([("daily_users".to_owned(), json!(users))]),
        draft: true,
        ..Request::default()
    }
}

fn ids(answer: &Answer) -> Vec<&str> {
    assert!(answer.done && answer.failure.is_none(), "{answer:?}");
    answer.cells.iter().map(|cell| cell.id.as_str()).collect()
}

#[test]
fn every_page_is_answered_as_if_it_were_alone() {
    let mut program = Program::start();
    let first = program.ask(&request("one", 5e6));
    assert!(ids(&first).len() > 5, "{:?}", ids(&first));
    // A second tab at the same place, and the first one after a reload: both are new pages that show what is stored.
    for page in ["two", "one after a reload"] {
        assert_eq!(program.ask(&request(page, 5e6)), first, "{page}");
    }
    // What one page sets does not reach another.
    assert!(!ids(&program.ask(&request("two", 3e5))).is_empty());
    assert!(ids(&program.ask(&request("one", 5e6))).is_empty());
    let back = program.ask(&request("two", 5e6));
    assert!(!back.cells.is_empty());
    assert!(back.cells.iter().all(|cell| first.cells.contains(cell)));
}

#[test]
fn a_line_that_is_no_request_is_refused_and_the_next_one_answered() {
    let mut program = Program::start();
    writeln!(program.questions, "{{\"chapter\": 1}}").expect("it listens");
    let said = program.answers.next().expect("an answer").expect("UTF-8");
    assert!(said.contains("the request can't be read"), "{said}");
    let mut sources = request("one", 5e6);
    sources.sources = true;
    assert!(!program.ask(&sources).sources.is_empty());
}
