//! Stopping a cell that runs too long or prints too much.
//!
//! A thread looks at the running cell's progress and kills the cells' process by its handle; evcxr then reports that the process
//! has ended, and the reason noted here says why.

use std::process::Child;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::streams::{MOST_PRINTED, Streams};

/// Why a cell was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// It ran past its limit.
    Late,
    /// It did not even get compiled in time.
    Uncompiled,
    /// It printed too much.
    Loud,
}

/// How often the watch looks.
const PERIOD: Duration = Duration::from_millis(20);
/// What compilation may take on top of the cell's own limit.
const COMPILATION: Duration = Duration::from_secs(120);
/// How long evcxr may take to notice that its process is gone.
const PATIENCE: Duration = Duration::from_secs(10);

/// A watch over one cell; it ends when dropped.
pub(crate) struct Watch {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    done: bool,
    stopped: Option<Stopped>,
}

impl Watch {
    /// Watches the cell that begins now. `stuck` is called if evcxr hangs after its process was killed.
    pub(crate) fn start(
        streams: &Streams,
        process: Arc<Mutex<Child>>,
        limit: Duration,
        stuck: impl FnOnce(Stopped) + Send + 'static,
    ) -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let (shared, streams) = (Arc::clone(&state), streams.clone());
        std::thread::spawn(move || {
            if let Some(reason) = wait(&shared, &streams, limit) {
                kill(&process);
                let killed = Instant::now();
                while !is_done(&shared) {
                    if killed.elapsed() > PATIENCE {
                        return stuck(reason);
                    }
                    std::thread::sleep(PERIOD);
                }
            }
        });
        Self { state }
    }

    /// Ends the watch and says whether it had to act.
    pub(crate) fn end(self) -> Option<Stopped> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.done = true;
        state.stopped
    }
}

/// Waits until the cell is done (`None`) or must be stopped.
fn wait(state: &Mutex<State>, streams: &Streams, limit: Duration) -> Option<Stopped> {
    let start = Instant::now();
    loop {
        std::thread::sleep(PERIOD);
        let reason = judge(streams, start, limit);
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.done {
            return None;
        }
        if reason.is_some() {
            state.stopped = reason;
            return reason;
        }
    }
}

fn judge(streams: &Streams, start: Instant, limit: Duration) -> Option<Stopped> {
    let progress = streams.progress();
    if progress.printed > MOST_PRINTED {
        return Some(Stopped::Loud);
    }
    match progress.began {
        Some(began) if began.elapsed() > limit => Some(Stopped::Late),
        None if start.elapsed() > limit + COMPILATION => Some(Stopped::Uncompiled),
        _ => None,
    }
}

fn is_done(state: &Mutex<State>) -> bool {
    state.lock().unwrap_or_else(PoisonError::into_inner).done
}

fn kill(process: &Mutex<Child>) {
    let mut child = process.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = child.kill();
}
