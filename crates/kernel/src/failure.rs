//! What went wrong in a cell, in words and with its line.

use evcxr::{CompilationError, Error};
use notebook::protocol::{CellRequest, FailureKind};

use crate::deadline::Stopped;
use crate::lines::{Source, chapter_line};
use crate::panics;
use crate::streams::{MOST_PRINTED, Progress};

/// A cell's failure.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) kind: FailureKind,
    /// The chapter's line.
    pub(crate) line: usize,
    pub(crate) message: String,
}

/// What is known about the cell that failed.
pub(crate) struct Scene<'a> {
    /// The chapter's name, for messages.
    pub(crate) chapter: &'a str,
    /// The cell.
    pub(crate) cell: &'a CellRequest,
    /// How far it came.
    pub(crate) progress: &'a Progress,
    /// This cell and those before it, as run.
    pub(crate) sources: &'a [Source],
    /// The file that evcxr generated.
    pub(crate) generated: &'a str,
}

impl Scene<'_> {
    /// Makes a failure of an error that evcxr returned.
    pub(crate) fn of_error(&self, error: &Error, stopped: Option<Stopped>, limit: f64) -> Failure {
        match (error, stopped) {
            (_, Some(reason)) => self.stopped(reason, limit),
            (Error::CompilationErrors(errors), None) => self.compile(errors),
            (Error::SubprocessTerminated(status), None) => self.died(status),
            (error, None) => self.refused(&error.to_string()),
        }
    }

    /// A `?` met an error: its text is the last thing on stderr.
    pub(crate) fn of_early_return(&self) -> Failure {
        let said = self.progress.stderr.last().map_or("", String::as_str);
        let message = match said {
            "" => "a `?` met an error, and the cell ended there".to_owned(),
            said => format!("a `?` met an error, and the cell ended there: {said}"),
        };
        self.failure(FailureKind::Error, self.statement(), message)
    }

    fn failure(&self, kind: FailureKind, line: usize, message: String) -> Failure {
        Failure {
            kind,
            line,
            message,
        }
    }

    /// The chapter's line of the statement that ran last.
    fn statement(&self) -> usize {
        self.chapter_line(self.progress.line.unwrap_or(1))
    }

    fn chapter_line(&self, line_in_cell: usize) -> usize {
        self.cell.line + line_in_cell.max(1) - 1
    }

    fn stopped(&self, reason: Stopped, limit: f64) -> Failure {
        let (kind, message) = match reason {
            Stopped::Late => (
                FailureKind::Timeout,
                format!(
                    "stopped after {limit} s, the time limit of a cell; give it less to do, or a higher limit"
                ),
            ),
            Stopped::Uncompiled => (
                FailureKind::Timeout,
                "stopped: it was still compiling two minutes past the cell's time limit".to_owned(),
            ),
            Stopped::Loud => (
                FailureKind::Crash,
                format!(
                    "stopped: it printed more than {} MiB; print less",
                    MOST_PRINTED >> 20
                ),
            ),
        };
        self.failure(kind, self.statement(), message)
    }

    /// The cell's process is gone: a panic (which aborts, for it leaves evcxr's `extern "C"` function), or worse.
    fn died(&self, status: &str) -> Failure {
        match panics::read(&self.progress.panic) {
            Some(report) => {
                let line = report
                    .generated_lines
                    .iter()
                    .find_map(|line| chapter_line(self.sources, self.generated, *line))
                    .unwrap_or_else(|| self.statement());
                let elsewhere = panics::generated_line(&report.location).is_none();
                let message = match elsewhere {
                    true => format!("{}\n(panicked at {})", report.message, report.location),
                    false => report.message,
                };
                self.failure(FailureKind::Panic, line, message)
            }
            None => self.failure(FailureKind::Crash, self.statement(), crash(status)),
        }
    }

    fn compile(&self, errors: &[CompilationError]) -> Failure {
        let line = errors.iter().find_map(line_in_cell).unwrap_or(1);
        let message: Vec<String> = errors.iter().map(|error| self.explain(error)).collect();
        let message = match message.is_empty() {
            true => "the cell doesn't compile".to_owned(),
            false => message.join("\n"),
        };
        self.failure(FailureKind::Compile, self.chapter_line(line), message)
    }

    /// One error: what, then each place with its line in the chapter, then what the compiler suggests.
    fn explain(&self, error: &CompilationError) -> String {
        let code = error
            .code()
            .map_or(String::new(), |code| format!("[{code}]"));
        let mut text = format!("error{code}: {}", unmarked(&error.message()));
        for spanned in error.spanned_messages() {
            let Some(span) = spanned.span else { continue };
            let line = self.chapter_line(span.start_line);
            let label = match spanned.label.as_str() {
                "" => "here".to_owned(),
                label => unmarked(label),
            };
            text.push_str(&format!("\n  {}:{line}: {label}", self.chapter));
        }
        for help in error.help() {
            text.push_str(&format!(
                "\n  help: {}",
                unmarked(&help).replace("\n\n", ": ")
            ));
        }
        text
    }

    /// evcxr itself refuses the cell, mostly because of a variable that it cannot keep.
    fn refused(&self, message: &str) -> Failure {
        let line = variable(message).and_then(|name| binding_line(&self.cell.source, name));
        self.failure(
            FailureKind::Compile,
            self.chapter_line(line.unwrap_or(1)),
            message.replace("evcxr", "the kernel"),
        )
    }
}

fn line_in_cell(error: &CompilationError) -> Option<usize> {
    error
        .primary_spanned_message()
        .and_then(|spanned| spanned.span)
        .or_else(|| {
            error
                .spanned_messages()
                .iter()
                .find_map(|spanned| spanned.span)
        })
        .map(|span| span.start_line)
}

/// Our marks are no part of the cell that its author knows.
fn unmarked(text: &str) -> String {
    text.replace("`millions_at`", "the next statement")
        .replace("`millions_end`", "the end of the cell")
}

/// The variable that a message of evcxr's is about.
fn variable(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("variable `")?;
    rest.split_once('`').map(|(name, _)| name)
}

/// The line (from 1) on which a `let` binds that name.
fn binding_line(source: &str, name: &str) -> Option<usize> {
    let binds = |line: &str| {
        line.split_once("let ").is_some_and(|(_, rest)| {
            let pattern = rest.split('=').next().unwrap_or(rest);
            pattern
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .any(|word| word == name)
        })
    };
    source.lines().position(binds).map(|index| index + 1)
}

/// `Subprocess terminated with status: signal: 11 (SIGSEGV) (core dumped)`, in words.
fn crash(status: &str) -> String {
    let status = status
        .rsplit_once("terminated with status: ")
        .map_or(status, |(_, status)| status)
        .trim();
    let hint = match status {
        s if s.contains("SIGSEGV") => {
            ": a function that calls itself without end, or memory misused"
        }
        s if s.contains("SIGABRT") => ": something in it called abort",
        s if s.contains("SIGKILL") => ": killed from outside; perhaps the system ran out of memory",
        s if s.starts_with("exit status") => ": a cell must not call exit",
        _ => "",
    };
    format!("the cell's process ended ({status}){hint}")
}

#[cfg(test)]
mod tests {
    use super::{binding_line, crash, variable};

    #[test]
    fn finds_the_variable_that_cannot_be_kept() {
        let message = "The variable `f` is a closure, which cannot be persisted.";
        assert_eq!(variable(message), Some("f"));
        assert_eq!(binding_line("let a = f;\nlet (b, f) = g(a);", "f"), Some(2));
        assert_eq!(binding_line("f();", "f"), None);
    }

    #[test]
    fn says_how_the_process_ended() {
        let said = crash("Subprocess terminated with status: exit status: 0");
        assert_eq!(
            said,
            "the cell's process ended (exit status: 0): a cell must not call exit"
        );
    }
}
