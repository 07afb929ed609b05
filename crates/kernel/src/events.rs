//! Events on stdout, a line of JSON each, flushed one by one.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use notebook::protocol::Event;

/// Writes events; clones write to the same stdout, a whole event at a time.
#[derive(Clone, Default)]
pub(crate) struct Events {
    lock: Arc<Mutex<()>>,
}

impl Events {
    /// Sends one event. When nobody reads any more, this process has no purpose and ends.
    pub(crate) fn send(&self, event: &Event) {
        let _whole = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if write(event).is_err() {
            std::process::exit(1);
        }
    }
}

fn write(event: &Event) -> std::io::Result<()> {
    let mut line = serde_json::to_string(event)?;
    line.push('\n');
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(line.as_bytes())?;
    stdout.flush()
}
