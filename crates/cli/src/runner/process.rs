//! The kernel as a process: one request in, events out.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::JoinHandle;

use anyhow::{Context, Result, bail};
use notebook::protocol::Event;

use super::{Job, Kernel, Progress};
use crate::interrupt::Group;

/// How the process ended.
#[derive(Debug)]
pub(crate) struct End {
    status: ExitStatus,
    // The last lines it wrote on stderr.
    last_words: Vec<String>,
}

/// How many lines of stderr are kept.
const KEPT: usize = 40;

impl End {
    /// Prints what the kernel said last, which is shown only as progress while it runs.
    pub(crate) fn tell_last_words(&self) {
        for line in &self.last_words {
            eprintln!("{line}");
        }
    }

    /// What to tell people when the events stopped too early.
    pub(crate) fn explain(&self, path: &Path) -> String {
        let words = if self.last_words.is_empty() {
            String::new()
        } else {
            format!("\n{}", self.last_words.join("\n"))
        };
        format!(
            "{}: the kernel ended in mid-run ({}); stored notebooks are as they were; run the command again, and if it happens again \
             look whether the machine has run out of memory{words}",
            path.display(),
            self.status
        )
    }
}

/// Runs the job in a kernel of its own; `each` sees the events as they come.
pub(crate) fn run(
    kernel: &Kernel,
    job: &Job<'_>,
    progress: &Progress,
    mut each: impl FnMut(Event),
) -> Result<End> {
    let mut child = start(kernel, job.folder)?;
    let group = Group::new(child.id());
    let words = child
        .stderr
        .take()
        .map(|stderr| listen(stderr, progress.clone()));
    give(&mut child, job)?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line.context("the kernel's output can't be read")?;
            if line.trim().is_empty() {
                continue;
            }
            match serde_json::from_str(&line) {
                Ok(event) => each(event),
                Err(error) => bail!(
                    "the kernel said what this program does not understand ({error}): {}; build both from the same sources",
                    line.chars().take(120).collect::<String>()
                ),
            }
        }
    }
    let status = child.wait().context("the kernel can't be waited for")?;
    drop(group);
    let last_words = words
        .and_then(|thread| thread.join().ok())
        .unwrap_or_default();
    Ok(End { status, last_words })
}

fn start(kernel: &Kernel, folder: &Path) -> Result<Child> {
    let mut command = Command::new(&kernel.program);
    command.arg("run").current_dir(folder);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    // A group of its own: Ctrl-C then stops the kernel, the cell and a compiler between them at once.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
        .spawn()
        .with_context(|| format!("{}: the kernel can't be started", kernel.program.display()))
}

fn give(child: &mut Child, job: &Job<'_>) -> Result<()> {
    let Some(mut stdin) = child.stdin.take() else {
        return Ok(());
    };
    let mut request = serde_json::to_vec(&job.request())?;
    request.push(b'\n');
    // A kernel that died at once gives a broken pipe here, and its reason on stderr: `End` tells that.
    let _ = stdin.write_all(&request).and_then(|()| stdin.flush());
    Ok(())
}

/// Shows the kernel's chatter as progress and keeps its last lines.
fn listen(stderr: impl Read + Send + 'static, progress: Progress) -> JoinHandle<Vec<String>> {
    std::thread::spawn(move || {
        let mut kept = VecDeque::new();
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            progress.chatter(&line);
            if kept.len() == KEPT {
                kept.pop_front();
            }
            kept.push_back(line);
        }
        kept.into()
    })
}
