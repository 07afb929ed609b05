//! Running other programs: all output kept, a time limit, and nothing left behind.
//!
//! Every child leads a process group of its own, so that a time limit or Ctrl-C ends what it started too
//! (cargo's compilers, a browser's renderers). The price is that the terminal no longer sends Ctrl-C to
//! them by itself; [`end_everything_on_interrupt`] does it instead.
//!
//! No program ever reads standard input: a check that waits for an answer would wait for ever in CI.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

/// Process groups that are alive.
static GROUPS: Mutex<Vec<i32>> = Mutex::new(Vec::new());
/// Set by Ctrl-C: nothing new is started from then on.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

const POLL: Duration = Duration::from_millis(20);
/// What a group gets between being asked to stop and being stopped.
const GRACE: Duration = Duration::from_secs(3);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// On Ctrl-C or a request to terminate: end every child with all that it started, then exit with 130.
pub(crate) fn end_everything_on_interrupt() -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::SeqCst);
        eprintln!("\ninterrupted: ending what was started");
        let groups = lock(&GROUPS).clone();
        groups.iter().for_each(|&group| end_group(group));
        std::process::exit(130);
    })
}

/// Asks a group to stop, and stops it if it has not after [`GRACE`].
fn end_group(group: i32) {
    let group = Pid::from_raw(group);
    let asked = Instant::now();
    if killpg(group, Signal::SIGTERM).is_err() {
        return;
    }
    while asked.elapsed() < GRACE {
        // Signal "none" only asks whether anybody is still there.
        if killpg(group, None).is_err() {
            return;
        }
        thread::sleep(POLL);
    }
    let _ = killpg(group, Signal::SIGKILL);
}

/// A command to run, with its limit.
pub(crate) struct Run {
    command: Command,
    limit: Duration,
    words: String,
}

/// How a command ended, and all that it said.
pub(crate) struct Ended {
    pub(crate) status: Option<ExitStatus>,
    pub(crate) output: String,
}

impl Ended {
    pub(crate) fn success(&self) -> bool {
        self.status.is_some_and(|status| status.success())
    }
}

impl Run {
    /// `line` is split at blanks; arguments with blanks are added by [`Run::arg`].
    pub(crate) fn new(line: &str, folder: &Path) -> Self {
        let mut words = line.split_whitespace();
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).current_dir(folder).process_group(0);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        Self {
            command,
            limit: Duration::from_secs(600),
            words: line.to_owned(),
        }
    }

    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.words.push(' ');
        self.words.push_str(&argument.as_ref().to_string_lossy());
        self.command.arg(argument);
        self
    }

    pub(crate) fn args<S: AsRef<OsStr>>(self, arguments: impl IntoIterator<Item = S>) -> Self {
        arguments.into_iter().fold(self, Self::arg)
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn minutes(mut self, minutes: u64) -> Self {
        self.limit = Duration::from_secs(60 * minutes);
        self
    }

    /// Runs to the end. `tick` is called all the while with the time and the last line that was said.
    pub(crate) fn run(self, tick: &mut dyn FnMut(Duration, &str)) -> Ended {
        let (words, limit) = (self.words.clone(), self.limit);
        let began = Instant::now();
        let mut running = match self.start() {
            Ok(running) => running,
            Err(error) => {
                let output = format!("{words}: could not be started: {error}\n");
                return Ended {
                    status: None,
                    output,
                };
            }
        };
        let status = loop {
            if let Some(status) = running.finished() {
                break Some(status);
            }
            if began.elapsed() > limit {
                break None;
            }
            tick(began.elapsed(), &running.last_line());
            thread::sleep(POLL);
        };
        let mut output = running.end();
        if status.is_none() {
            let seconds = limit.as_secs();
            output.push_str(&format!(
                "\n{words}: ended after its limit of {seconds} s\n"
            ));
        }
        Ended { status, output }
    }

    /// Runs to the end, quietly.
    pub(crate) fn quietly(self) -> Ended {
        self.run(&mut |_, _| {})
    }

    /// Starts it and leaves it running; dropping the [`Running`] ends it.
    pub(crate) fn start(mut self) -> io::Result<Running> {
        if INTERRUPTED.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let mut child = self.command.spawn()?;
        let group = i32::try_from(child.id()).map_err(io::Error::other)?;
        lock(&GROUPS).push(group);
        let said = Arc::new(Mutex::new(String::new()));
        let mut readers = Vec::new();
        readers.extend(
            child
                .stdout
                .take()
                .map(|pipe| collect(pipe, Arc::clone(&said))),
        );
        readers.extend(
            child
                .stderr
                .take()
                .map(|pipe| collect(pipe, Arc::clone(&said))),
        );
        Ok(Running {
            child,
            group,
            said,
            readers,
        })
    }
}

/// Copies what comes through a pipe, a line at a time, so that the two streams mix as a reader expects.
fn collect(pipe: impl Read + Send + 'static, into: Arc<Mutex<String>>) -> JoinHandle<()> {
    thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut line = Vec::new();
        while matches!(pipe.read_until(b'\n', &mut line), Ok(count) if count > 0) {
            lock(&into).push_str(&String::from_utf8_lossy(&line));
            line.clear();
        }
    })
}

/// A command that is running. Ended, with all that it started, when dropped.
pub(crate) struct Running {
    child: Child,
    group: i32,
    said: Arc<Mutex<String>>,
    readers: Vec<JoinHandle<()>>,
}

impl Running {
    /// What it has said so far.
    pub(crate) fn said(&self) -> String {
        lock(&self.said).clone()
    }

    pub(crate) fn finished(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// What Ctrl-C at a terminal does.
    pub(crate) fn interrupt(&self) -> nix::Result<()> {
        killpg(Pid::from_raw(self.group), Signal::SIGINT)
    }

    fn last_line(&self) -> String {
        let said = lock(&self.said);
        let last = said.lines().rev().find(|line| !line.trim().is_empty());
        last.unwrap_or_default().trim().to_owned()
    }

    /// Ends it if it is alive, and returns all that it said.
    pub(crate) fn end(mut self) -> String {
        self.stop();
        for reader in std::mem::take(&mut self.readers) {
            let _ = reader.join();
        }
        self.said()
    }

    fn stop(&mut self) {
        // Also after an orderly end: a background process that keeps the pipe open would block the readers.
        if self.finished().is_none() {
            reap_while_ending(&mut self.child, self.group);
        } else {
            end_group(self.group);
        }
        lock(&GROUPS).retain(|&group| group != self.group);
    }
}

/// A leader that has ended but was not waited for still counts as alive, so wait for it at the same time.
fn reap_while_ending(child: &mut Child, group: i32) {
    thread::scope(|scope| {
        scope.spawn(|| end_group(group));
        let _ = child.wait();
    });
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Run {
        Run::new("sh -c", Path::new("/")).arg(script)
    }

    #[test]
    fn both_streams_and_the_status_are_kept() {
        let ended = shell("echo out; echo err >&2; exit 3").quietly();
        assert_eq!(ended.status.and_then(|status| status.code()), Some(3));
        assert!(ended.output.contains("out\n") && ended.output.contains("err\n"));
    }

    #[test]
    fn a_limit_ends_grandchildren_too() {
        let mut run = shell("sleep 61 & echo $!; wait");
        run.limit = Duration::from_millis(300);
        let ended = run.quietly();
        assert!(ended.status.is_none());
        let grandchild = ended
            .output
            .lines()
            .next()
            .expect("it printed the process id");
        let alive = Path::new("/proc").join(grandchild).join("stat");
        // A zombie waiting for init counts as ended.
        let state = std::fs::read_to_string(alive).unwrap_or_default();
        assert!(state.is_empty() || state.contains(") Z "), "{state}");
    }

    #[test]
    fn a_program_that_is_missing_says_its_name() {
        let ended = Run::new("no-such-program-here --flag", Path::new("/")).quietly();
        assert!(!ended.success());
        assert!(ended.output.contains("no-such-program-here"));
    }
}
