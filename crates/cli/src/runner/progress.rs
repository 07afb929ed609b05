//! What is going on while cells run: a bar on a terminal, a line a chapter elsewhere.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use notebook::protocol::Event;

use super::Job;

/// The progress of one chapter, on stderr.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    name: String,
    cells: usize,
    begun: Instant,
}

impl Progress {
    pub(crate) fn new(job: &Job<'_>) -> Self {
        let name = job.path.display().to_string();
        // indicatif draws nothing where stderr is no terminal.
        let bar = ProgressBar::with_draw_target(
            Some(job.cells.len() as u64),
            ProgressDrawTarget::stderr(),
        );
        if let Ok(style) =
            ProgressStyle::with_template("{prefix} {bar:24} {pos}/{len} cells {elapsed} {wide_msg}")
        {
            bar.set_style(style.progress_chars("━╸ "));
        }
        bar.set_prefix(name.clone());
        bar.set_message("starting the kernel");
        bar.enable_steady_tick(Duration::from_millis(200));
        Self {
            bar,
            name,
            cells: job.cells.len(),
            begun: Instant::now(),
        }
    }

    pub(crate) fn take(&self, event: &Event) {
        match event {
            Event::Started { cell } => self.bar.set_message(cell.clone()),
            Event::Finished { .. } => self.bar.inc(1),
            _ => {}
        }
    }

    /// A line from the kernel's stderr.
    pub(crate) fn chatter(&self, line: &str) {
        let line = line.trim();
        if !line.is_empty() {
            self.bar.set_message(line.to_owned());
        }
    }

    /// Takes the bar away while something is printed.
    pub(crate) fn suspend(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
    }

    pub(crate) fn finish(&self) {
        let finished = self.bar.position();
        self.bar.finish_and_clear();
        eprintln!(
            "{}: {finished} of {} cells in {:.1} s",
            self.name,
            self.cells,
            self.begun.elapsed().as_secs_f64()
        );
    }
}
