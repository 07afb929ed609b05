//! `kernel run`: a request from stdin, events to stdout.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use evcxr::EvalOutputs;
use notebook::protocol::{CellRequest, Event, FailureKind, Request};

use crate::cell;
use crate::deadline::{Stopped, Watch};
use crate::enter;
use crate::events::Events;
use crate::failure::{Failure, Scene};
use crate::home::Kind;
use crate::lines::Source;
use crate::session::Session;
use crate::{slot, warm};

/// Exit status for a request that could not be read.
const BAD_REQUEST: u8 = 2;

/// First half: takes a home, builds it if need be, and starts this program again in it.
pub(crate) fn outside() -> ExitCode {
    let events = Events::default();
    let request = match request(&events) {
        Ok(request) => request,
        Err(status) => return status,
    };
    let message = hand_over(&request);
    setup_failed(&events, first_line(&request), message);
    ExitCode::FAILURE
}

/// The request, or the exit status after saying what is wrong with it.
fn request(events: &Events) -> Result<Request, ExitCode> {
    read().map_err(|message| {
        setup_failed(events, 1, message);
        ExitCode::from(BAD_REQUEST)
    })
}

/// Reads the request: one line, so that whoever sends it need not close the pipe.
fn read() -> Result<Request, String> {
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| format!("cannot read the request: {error}"))?;
    let request: Request = serde_json::from_str(&line).map_err(|error| {
        format!("the request is not what this kernel reads ({error}); rebuild both: cargo build")
    })?;
    if Duration::try_from_secs_f64(request.cell_seconds).is_ok_and(|limit| !limit.is_zero()) {
        Ok(request)
    } else {
        Err(format!(
            "the time limit must be above 0 s, was {}",
            request.cell_seconds
        ))
    }
}

/// Returns only if something prevents the second start.
fn hand_over(request: &Request) -> String {
    let prepare = || -> Result<String, String> {
        let slot = slot::take(Kind::of(request.native))?;
        warm::if_needed(&slot.home)?;
        let text = serde_json::to_string(request).map_err(|error| error.to_string())?;
        let settings =
            serde_json::to_string(&request.settings).map_err(|error| error.to_string())?;
        let mut command = enter::command(&slot)?;
        command
            .arg("run")
            .env(enter::SETTINGS, settings)
            .stdin(enter::stdin(&text)?);
        Ok(enter::exec(&slot, &mut command))
    };
    prepare().unwrap_or_else(|message| message)
}

fn first_line(request: &Request) -> usize {
    request.cells.first().map_or(1, |cell| cell.line)
}

fn setup_failed(events: &Events, line: usize, message: String) {
    eprintln!("kernel: {message}");
    events.send(&Event::Failed {
        cell: None,
        line,
        kind: FailureKind::Setup,
        message,
    });
    events.send(&Event::Done);
}

/// Second half: runs the cells.
pub(crate) fn inside() -> ExitCode {
    let events = Events::default();
    let request = match request(&events) {
        Ok(request) => request,
        Err(status) => return status,
    };
    let home = enter::home(Kind::of(request.native));
    let session = match Session::start(&home, events.clone()) {
        Ok(session) => session,
        Err(message) => {
            setup_failed(&events, first_line(&request), message);
            return ExitCode::FAILURE;
        }
    };
    events.send(&Event::Ready);
    let good = Run::new(&request, session, events.clone()).all();
    events.send(&Event::Done);
    if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// One run through a chapter.
struct Run<'a> {
    request: &'a Request,
    chapter: String,
    session: Session,
    events: Events,
    sources: Vec<Source>,
}

impl<'a> Run<'a> {
    fn new(request: &'a Request, session: Session, events: Events) -> Self {
        Self {
            request,
            chapter: request.chapter.display().to_string(),
            session,
            events,
            sources: Vec::new(),
        }
    }

    /// Runs all cells up to the first that fails; whether none did.
    fn all(&mut self) -> bool {
        self.request.cells.iter().all(|cell| self.one(cell))
    }

    fn one(&mut self, cell: &CellRequest) -> bool {
        let start = Instant::now();
        self.events.send(&Event::Started {
            cell: cell.id.clone(),
        });
        match self.execute(cell) {
            Ok(outputs) => {
                self.display(cell, outputs);
                self.events.send(&Event::Finished {
                    cell: cell.id.clone(),
                    millis: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
                });
                true
            }
            Err(failure) => {
                self.events.send(&failed(cell, failure));
                false
            }
        }
    }

    fn execute(&mut self, cell: &CellRequest) -> Result<EvalOutputs, Failure> {
        let marked = cell::mark(&cell.source);
        self.sources.push(Source {
            first_line: cell.line,
            code: marked.code.clone(),
        });
        self.session.streams.begin(&cell.id);
        let watch = self.watch(cell);
        let outcome = self.session.execute(&marked.code);
        let stopped = watch.end();
        match outcome {
            Ok(outputs)
                if !marked.has_end || self.session.streams.wait_for_end(Duration::from_secs(1)) =>
            {
                self.session.streams.release_panic();
                Ok(outputs)
            }
            Ok(_) => {
                self.session.streams.settle();
                Err(self.with_scene(cell, |scene| scene.of_early_return()))
            }
            Err(error) => {
                self.session.streams.settle();
                let limit = self.request.cell_seconds;
                Err(self.with_scene(cell, |scene| scene.of_error(&error, stopped, limit)))
            }
        }
    }

    fn watch(&self, cell: &CellRequest) -> Watch {
        let limit = Duration::from_secs_f64(self.request.cell_seconds);
        let (events, cell) = (self.events.clone(), cell.clone());
        let (chapter, seconds) = (self.chapter.clone(), self.request.cell_seconds);
        let streams = self.session.streams.clone();
        Watch::start(
            &self.session.streams,
            self.session.process(),
            limit,
            move |reason| {
                let failure = stuck(&chapter, &cell, &streams.progress(), reason, seconds);
                events.send(&failed(&cell, failure));
                events.send(&Event::Done);
                std::process::exit(1);
            },
        )
    }

    fn with_scene(&self, cell: &CellRequest, judge: impl FnOnce(&Scene<'_>) -> Failure) -> Failure {
        let generated = self.session.generated();
        judge(&Scene {
            chapter: &self.chapter,
            cell,
            progress: &self.session.streams.progress(),
            sources: &self.sources,
            generated: &generated,
        })
    }

    /// Sends what the cell displayed. A last value of `()` is no output: it is what a loop or a call for its effect returns.
    fn display(&self, cell: &CellRequest, outputs: EvalOutputs) {
        let data: BTreeMap<String, String> = outputs.content_by_mime_type.into_iter().collect();
        let nothing = data.len() == 1 && data.get("text/plain").is_some_and(|text| text == "()");
        if !data.is_empty() && !nothing {
            self.events.send(&Event::Output {
                cell: cell.id.clone(),
                data,
            });
        }
    }
}

/// The failure of a cell whose process is gone while evcxr still waits (for a program that the cell started, say).
fn stuck(
    chapter: &str,
    cell: &CellRequest,
    progress: &crate::streams::Progress,
    reason: Stopped,
    seconds: f64,
) -> Failure {
    let scene = Scene {
        chapter,
        cell,
        progress,
        sources: &[],
        generated: "",
    };
    let error = evcxr::Error::SubprocessTerminated(String::new());
    scene.of_error(&error, Some(reason), seconds)
}

fn failed(cell: &CellRequest, failure: Failure) -> Event {
    Event::Failed {
        cell: Some(cell.id.clone()),
        line: failure.line,
        kind: failure.kind,
        message: failure.message,
    }
}
