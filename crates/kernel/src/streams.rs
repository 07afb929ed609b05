//! What the cells' process prints: taken apart into streams, marks and panic reports.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use notebook::StreamName;
use notebook::protocol::Event;

use crate::cell::{END, MARK};
use crate::events::Events;
use crate::panics;

/// A cell that prints more is stopped `[bytes]`.
pub(crate) const MOST_PRINTED: usize = 32 << 20;
/// As many bytes as go into one event at most, about.
const BATCH: usize = 64 << 10;
/// How long lines are gathered for one event.
const GATHER: Duration = Duration::from_millis(15);

/// How far the running cell has come, as seen on its output.
#[derive(Default)]
pub(crate) struct Progress {
    /// The cell that runs.
    pub(crate) cell: String,
    /// The line (from 1, within the cell) of the last statement begun; `None` while it compiles.
    pub(crate) line: Option<usize>,
    /// When the first statement began.
    pub(crate) began: Option<Instant>,
    /// Whether the end was reached.
    pub(crate) ended: bool,
    /// Bytes printed.
    pub(crate) printed: usize,
    /// The lines of stderr from the first panic report on.
    pub(crate) panic: Vec<String>,
    /// The last lines of stderr otherwise: a `?` error's text is among them.
    pub(crate) stderr: Vec<String>,
}

/// Shared by the threads that read the output and those that judge it.
#[derive(Clone)]
pub(crate) struct Streams {
    progress: Arc<(Mutex<Progress>, Condvar)>,
    events: Events,
}

impl Streams {
    pub(crate) fn new(events: Events) -> Self {
        Self {
            progress: Arc::default(),
            events,
        }
    }

    /// The state as of now.
    pub(crate) fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// A new cell begins.
    pub(crate) fn begin(&self, cell: &str) {
        *self.progress() = Progress {
            cell: cell.to_owned(),
            ..Progress::default()
        };
    }

    /// Waits until the end mark has been read; `false` if it doesn't come, which means that the cell left early.
    pub(crate) fn wait_for_end(&self, patience: Duration) -> bool {
        let (_, changed) = &*self.progress;
        let (progress, _) = changed
            .wait_timeout_while(self.progress(), patience, |progress| !progress.ended)
            .unwrap_or_else(PoisonError::into_inner);
        progress.ended
    }

    /// Waits until what the process has printed before it ended has been read.
    pub(crate) fn settle(&self) {
        let mut quiet = 0;
        let mut seen = None;
        while quiet < 4 {
            let now = {
                let progress = self.progress();
                Some((progress.printed, progress.panic.len(), progress.line))
            };
            quiet = if now == seen { quiet + 1 } else { 0 };
            seen = now;
            std::thread::sleep(GATHER + GATHER);
        }
    }

    /// Sends the text of a panic report that the cell has survived (a thread's own) as what it is: text on stderr.
    pub(crate) fn release_panic(&self) {
        let text = {
            let mut progress = self.progress();
            std::mem::take(&mut progress.panic)
        };
        if !text.is_empty() {
            self.print(StreamName::Stderr, text.join("\n") + "\n");
        }
    }

    /// Takes a batch of lines of stdout.
    fn stdout(&self, lines: &[String]) {
        let mut text = String::new();
        for line in lines {
            match line.split_once(MARK) {
                Some((before, mark)) => {
                    text.push_str(before);
                    self.mark(mark);
                }
                None => {
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
        self.print(StreamName::Stdout, text);
    }

    fn mark(&self, mark: &str) {
        let mut progress = self.progress();
        if mark == END {
            progress.ended = true;
            self.progress.1.notify_all();
        } else {
            progress.line = mark.parse().ok();
            progress.began.get_or_insert_with(Instant::now);
        }
    }

    /// Takes a batch of lines of stderr.
    fn stderr(&self, lines: Vec<String>) {
        let mut text = String::new();
        for line in lines {
            let mut progress = self.progress();
            if !progress.panic.is_empty() {
                progress.panic.push(line);
            } else if panics::is_header(&line) {
                // A report begins with an empty line.
                if text.ends_with("\n\n") || text == "\n" {
                    text.pop();
                }
                progress.panic.push(line);
            } else {
                text.push_str(&line);
                text.push('\n');
                progress.stderr.push(line);
            }
        }
        self.print(StreamName::Stderr, text);
    }

    fn print(&self, name: StreamName, text: String) {
        if text.is_empty() {
            return;
        }
        let cell = {
            let mut progress = self.progress();
            progress.printed += text.len();
            if progress.printed > MOST_PRINTED {
                return;
            }
            progress.cell.clone()
        };
        // Nothing belongs to a cell before the first one: what the preparation prints is chatter.
        if cell.is_empty() {
            eprint!("{text}");
            return;
        }
        self.events.send(&Event::Stream { cell, name, text });
    }
}

/// Reads both streams for as long as evcxr lives.
pub(crate) fn drain(outputs: evcxr::EvalContextOutputs, streams: &Streams) {
    let evcxr::EvalContextOutputs { stdout, stderr } = outputs;
    let to = streams.clone();
    std::thread::spawn(move || {
        while let Ok(line) = stdout.recv() {
            to.stdout(&batch(line, |until| stdout.recv_deadline(until).ok()));
        }
    });
    let to = streams.clone();
    std::thread::spawn(move || {
        while let Ok(line) = stderr.recv() {
            to.stderr(batch(line, |until| stderr.recv_deadline(until).ok()));
        }
    });
}

/// A line and those that follow within a moment, so that a cell that prints much does not send an event a line. The end of
/// a cell is not held up.
fn batch(first: String, mut more: impl FnMut(Instant) -> Option<String>) -> Vec<String> {
    let until = Instant::now() + GATHER;
    let ends = |line: &str| line.contains(MARK) && line.ends_with(END);
    let mut size = first.len();
    let mut lines = vec![first];
    while size < BATCH && !lines.last().is_some_and(|line| ends(line)) {
        let Some(line) = more(until) else { break };
        size += line.len();
        lines.push(line);
    }
    lines
}
