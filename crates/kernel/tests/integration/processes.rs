//! The kernel as a process: two at once, and none left behind.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::driver::{kernel, request, run};

#[test]
fn two_sessions_at_once() {
    let one = std::thread::spawn(|| run(&request(&["let a = 1;", "a + 1"], 20.0)));
    let other = run(&request(&["let a = 10;", "a + 10"], 20.0));
    let one = one.join().expect("the first session ends");
    assert_eq!(one.plain("c1"), Some("2"));
    assert_eq!(other.plain("c1"), Some("20"));
}

/// When the kernel is killed, the process in which its cell loops ends by itself.
#[test]
fn a_killed_kernel_leaves_nothing_behind() {
    let chapter = request(&["println!(\"{}\", std::process::id());\nloop {}\n"], 600.0);
    let mut child = kernel().spawn().expect("the kernel starts");
    let mut stdin = child.stdin.take().expect("stdin is a pipe");
    writeln!(stdin, "{}", serde_json::to_string(&chapter).expect("JSON")).expect("it reads");
    let stdout = BufReader::new(child.stdout.take().expect("stdout is a pipe"));
    let pid: u32 = stdout
        .lines()
        .map_while(Result::ok)
        .filter_map(|line| serde_json::from_str(&line).ok())
        .find_map(|event| match event {
            notebook::protocol::Event::Stream { text, .. } => text.trim().parse().ok(),
            _ => None,
        })
        .expect("the cell prints its process");
    child.kill().expect("the kernel can be killed");
    child.wait().expect("the kernel ends");
    let gone = || !Path::new(&format!("/proc/{pid}")).exists();
    let start = Instant::now();
    while !gone() && start.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(gone(), "the cell's process {pid} lives on");
}
