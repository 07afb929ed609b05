//! What the terminal shows of a run.

use std::io::Write;

use notebook::StreamName;
use notebook::output::OURS;
use notebook::protocol::Event;

/// Prints what a cell gave as text, as it comes.
pub(crate) fn event(event: &Event) {
    match event {
        Event::Stream {
            name: StreamName::Stdout,
            text,
            ..
        } => write(&mut std::io::stdout(), text),
        Event::Stream {
            name: StreamName::Stderr,
            text,
            ..
        } => write(&mut std::io::stderr(), text),
        Event::Output { data, .. } => match data.get("text/plain") {
            Some(text) => write(&mut std::io::stdout(), &format!("{}\n", text.trim_end())),
            None if data.keys().all(|kind| kind.starts_with(OURS)) => {}
            None => {
                let kinds: Vec<&str> = data.keys().map(String::as_str).collect();
                write(&mut std::io::stdout(), &format!("[{}]\n", kinds.join(", ")));
            }
        },
        _ => {}
    }
}

/// A reader that went away (`| head`) is no reason to fail.
fn write(to: &mut impl Write, text: &str) {
    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
}
