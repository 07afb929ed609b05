//! Ctrl-C and SIGTERM.

#![cfg(unix)]

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::fixture::{Book, CHAPTER};

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .args([&format!("-{name}"), &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
}

/// Whether a kernel runs that was started in this folder.
fn kernels_in(folder: &std::path::Path) -> usize {
    let folder = folder.canonicalize().unwrap();
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let there = processes.filter(|entry| {
        std::fs::read_link(entry.path().join("cwd")).is_ok_and(|cwd| cwd == folder)
    });
    there
        .filter(|entry| {
            std::fs::read_link(entry.path().join("exe"))
                .is_ok_and(|exe| exe.ends_with("fake_kernel"))
        })
        .count()
}

#[test]
fn an_interrupted_update_ends_its_kernel_and_leaves_the_notebook() {
    for name in ["INT", "TERM"] {
        let book = Book::stored(CHAPTER);
        let before = book.read("notebooks/01-one.ipynb");
        book.edit(
            "book/src/01-one.md",
            "//! print",
            "//! print on\n//! loop\n//! print",
        );
        let child = book
            .command(&["update"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while cfg!(target_os = "linux") && kernels_in(book.root()) == 0 {
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "no kernel was started"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        std::thread::sleep(Duration::from_millis(100));
        signal(&child, name);
        let told = child.wait_with_output().unwrap();
        assert_eq!(told.status.code(), Some(130));
        assert!(String::from_utf8_lossy(&told.stderr).contains("as they were"));
        assert_eq!(book.read("notebooks/01-one.ipynb"), before);
        std::thread::sleep(Duration::from_millis(100));
        assert_eq!(kernels_in(book.root()), 0);
    }
}

#[test]
fn an_interrupted_server_has_ended_well() {
    let book = Book::stored(CHAPTER);
    let mut child = book
        .command(&["serve"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
    assert!(lines.any(|line| line.unwrap().contains("Ctrl-C to stop")));
    signal(&child, "INT");
    assert!(child.wait().unwrap().success());
}
