//! Every way to fail: its kind, its line, its words.

use notebook::protocol::FailureKind::{self, Compile, Crash, Error, Panic, Setup, Timeout};

use crate::driver::{request, run, run_text};

/// Runs cells (on lines 10, 110, ...) and compares the failure.
fn check(cells: &[&str], kind: FailureKind, line: usize, words: &str) {
    let outcome = run(&request(cells, 5.0));
    let (cell, at, found, message) = outcome.failure().expect("the run fails");
    assert_eq!((found, at), (kind, line), "{message}");
    assert!(message.contains(words), "`{words}` is in: {message}");
    assert_eq!(cell, Some(format!("c{}", cells.len() - 1).as_str()));
    assert_eq!(outcome.status, Some(1));
}

#[test]
fn a_failed_assertion_over_several_lines() {
    let cell = "let b = 1 + 1;\nassert_eq!(\n    b,\n    3\n);\n";
    check(&["let a = 1;", cell], Panic, 111, "left: 2\n right: 3");
}

#[test]
fn a_panic_in_a_function_of_an_earlier_cell() {
    let function =
        "fn half(x: f64) -> f64 {\n    assert!(x > 0.0, \"x must be positive\");\n    x / 2.0\n}\n";
    check(
        &[function, "let y = half(2.0);\nlet z = half(-1.0);\n"],
        Panic,
        11,
        "x must be positive",
    );
}

#[test]
fn a_panic_in_the_library() {
    let cell = "let x = 5.0;\nlet users = slider(\"users\", 1.0..=10.0)\n    .at(x * 100.0);\n";
    let outcome = run(&request(&[cell], 5.0));
    let (_, line, kind, message) = outcome.failure().expect("500 is outside");
    assert_eq!(kind, Panic);
    assert!((11..=12).contains(&line), "{line}: {message}");
    assert!(message.contains("users"), "{message}");
}

#[test]
fn all_type_errors_with_their_lines() {
    let cell = "let a = 1;\nlet b: String = 5;\nlet c: f64 = \"x\";\n";
    check(&[cell], Compile, 11, "book/src/99-test.md:12");
}

#[test]
fn a_syntax_error() {
    check(
        &["let a = 1;\nlet b = (1;\n"],
        Compile,
        11,
        "book/src/99-test.md:11",
    );
}

#[test]
fn a_variable_that_cannot_be_kept() {
    check(
        &["let a = 1;\nlet f = |x: f64| x + 1.0;\n"],
        Compile,
        11,
        "closure",
    );
}

#[test]
fn a_question_mark_between_statements() {
    let cell = "let n: u32 = \"12\".parse()?;\n\nlet m: u32 = \"x1\".parse()?;\nm + 1\n";
    check(&[cell], Error, 12, "invalid digit found in string");
}

#[test]
fn a_question_mark_in_the_last_expression() {
    check(
        &["let a = 1;", "\"x\".parse::<u32>()?"],
        Error,
        110,
        "invalid digit",
    );
}

#[test]
fn an_endless_silent_loop() {
    let mut chapter = request(
        &["let mut n = 0u64;\nloop {\n    n = n.wrapping_add(1);\n}\n"],
        1.0,
    );
    chapter.cell_seconds = 1.0;
    let outcome = run(&chapter);
    let (_, line, kind, message) = outcome.failure().expect("it never ends");
    assert_eq!((kind, line), (Timeout, 11), "{message}");
}

#[test]
fn an_abort() {
    check(
        &["let a = 1;\n\nstd::process::abort();\n"],
        Crash,
        12,
        "SIGABRT",
    );
}

#[test]
fn an_exit_even_with_status_0() {
    check(
        &["println!(\"bye\");\nstd::process::exit(0);\n"],
        Crash,
        11,
        "exit status: 0",
    );
}

#[test]
fn a_stack_overflow() {
    let cell =
        "fn f(n: u64) -> u64 { if n == u64::MAX { 0 } else { 1 + f(n + 1) } }\nlet a = 1;\nf(a)\n";
    check(&[cell], Crash, 12, "SIGSEGV");
}

#[test]
fn printing_without_end() {
    let cell = "let a = 1;\nloop {\n    println!(\"{}\", \"x\".repeat(1000));\n}\n";
    check(&[cell], Crash, 11, "32 MiB");
}

#[test]
fn a_request_that_is_none() {
    let outcome = run_text("{\"cells\": 7}\n");
    let (cell, _, kind, message) = outcome.failure().expect("that is no request");
    assert_eq!(
        (cell, kind, outcome.status),
        (None, Setup, Some(2)),
        "{message}"
    );
}

#[test]
fn a_time_limit_of_nothing() {
    let outcome = run(&request(&[], 0.0));
    let (_, _, kind, message) = outcome.failure().expect("0 s is no time");
    assert_eq!(kind, Setup);
    assert!(message.contains("above 0 s"), "{message}");
}
