//! How a cell's results leave the cell.
//!
//! A result is a text with a MIME type. In the notebook kernel it travels over standard output, framed as evcxr
//! reads it:
//!
//! ```text
//! EVCXR_BEGIN_CONTENT text/html
//! <figure>...</figure>
//! EVCXR_END_CONTENT
//! ```
//!
//! This is the one place that knows the frame. Everywhere else (tests, WebAssembly) a sink takes the results instead:
//!
//! ```
//! use lab::emit;
//! let ((), outputs) = emit::collect(|| emit::emit("text/plain", "12 ms"));
//! assert_eq!(outputs, [emit::Output::new("text/plain", "12 ms")]);
//! ```
//!
//! Hazard: evcxr keeps one result per MIME type and cell, so a second figure in one cell replaces the first. Controls
//! and values escape this by carrying their name in the MIME type.

use std::cell::RefCell;
use std::io::Write;

/// One result of a cell: a text and what kind of text it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The MIME type, such as `text/html`.
    pub mime: String,
    /// The content.
    pub text: String,
}

impl Output {
    /// An output of this type and content.
    #[must_use]
    pub fn new(mime: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            mime: mime.into(),
            text: text.into(),
        }
    }
}

type Sink = Box<dyn FnMut(Output)>;

thread_local! {
    static SINK: RefCell<Option<Sink>> = const { RefCell::new(None) };
}

/// Sends one result to the sink of this thread, or to the kernel if there is none.
///
/// Without line ends at its end: the kernel's frame does not keep them, and the same cell gives the same bytes everywhere.
pub fn emit(mime: &str, text: &str) {
    let output = Output::new(mime, text.trim_end_matches('\n'));
    // Taken out while it runs, so that a sink may itself emit.
    match SINK.take() {
        Some(mut sink) => {
            sink(output);
            SINK.with_borrow_mut(|slot| {
                slot.get_or_insert(sink);
            });
        }
        None => send_to_kernel(&frame(&output)),
    }
}

/// Hands every further result of this thread to `sink`. `collect` is the form with an end.
pub fn redirect(sink: impl FnMut(Output) + 'static) {
    SINK.set(Some(Box::new(sink)));
}

/// Runs `cell` and returns its value with everything it emitted, in order.
///
/// The former sink comes back afterwards, also when `cell` panics.
pub fn collect<R>(cell: impl FnOnce() -> R) -> (R, Vec<Output>) {
    use std::rc::Rc;
    let outputs = Rc::new(RefCell::new(Vec::new()));
    let taker = Rc::clone(&outputs);
    let _former = Restore(SINK.replace(Some(Box::new(move |output| {
        taker.borrow_mut().push(output);
    }))));
    let value = cell();
    let outputs = outputs.take();
    (value, outputs)
}

/// Puts a sink back when it goes out of scope.
struct Restore(Option<Sink>);

impl Drop for Restore {
    fn drop(&mut self) {
        SINK.set(self.0.take());
    }
}

/// The evcxr frame around an output.
///
/// A content line that looks like the end marker is set in by a space: it would end the content early.
fn frame(output: &Output) -> String {
    const END: &str = "EVCXR_END_CONTENT";
    let mut text = String::with_capacity(output.text.len() + 64);
    text.push_str("EVCXR_BEGIN_CONTENT ");
    text.push_str(&output.mime);
    text.push('\n');
    for line in output.text.lines() {
        if line.starts_with(END) {
            text.push(' ');
        }
        text.push_str(line);
        text.push('\n');
    }
    text.push_str(END);
    text.push('\n');
    text
}

/// Writes past the buffer of `std::io::stdout`.
///
/// evcxr drops text that stands before the marker on the same line. Rust's standard output holds an unfinished line
/// back, so writing to the file itself puts the marker at the start of a line and `print!("x")` keeps its text.
#[cfg(unix)]
fn send_to_kernel(frame: &str) {
    use std::os::fd::AsFd;
    let direct = std::io::stdout()
        .as_fd()
        .try_clone_to_owned()
        .and_then(|fd| std::fs::File::from(fd).write_all(frame.as_bytes()));
    if direct.is_err() {
        // The kernel has closed the pipe: nobody is left to tell.
    }
}

#[cfg(not(unix))]
fn send_to_kernel(frame: &str) {
    let mut out = std::io::stdout().lock();
    if out
        .write_all(frame.as_bytes())
        .and_then(|()| out.flush())
        .is_err()
    {
        // The kernel has closed the pipe: nobody is left to tell.
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_starts_and_ends_on_its_own_lines() {
        let text = frame(&Output::new("text/plain", "a\nb"));
        assert_eq!(
            text,
            "EVCXR_BEGIN_CONTENT text/plain\na\nb\nEVCXR_END_CONTENT\n"
        );
    }

    #[test]
    fn nobody_gets_a_line_end_that_the_kernel_would_not_get() {
        let ((), outputs) = collect(|| emit("text/html", "<p>a</p>\n<p>b</p>\n\n"));
        assert_eq!(outputs, [Output::new("text/html", "<p>a</p>\n<p>b</p>")]);
    }

    #[test]
    fn content_cannot_end_its_own_frame() {
        let text = frame(&Output::new("text/plain", "EVCXR_END_CONTENT\nmore"));
        assert_eq!(
            text.lines()
                .filter(|line| *line == "EVCXR_END_CONTENT")
                .count(),
            1
        );
    }

    #[test]
    fn the_former_sink_returns_after_a_panic() {
        let ((), outer) = collect(|| {
            let caught = std::panic::catch_unwind(|| collect(|| panic!("cell")));
            assert!(caught.is_err());
            emit("text/plain", "after");
        });
        assert_eq!(outer, [Output::new("text/plain", "after")]);
    }
}
