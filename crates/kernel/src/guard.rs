//! No process of ours outlives the one that started it.
//!
//! Pipes would do for a process that reads them, but a cell in an endless loop reads nothing; and the system's own signal
//! (`PR_SET_PDEATHSIG`) is tied to the *thread* that started the child, which in Jupyter comes and goes. So each process
//! looks, four times a second, whether its parent is still the same.

use std::os::unix::process::parent_id;
use std::time::Duration;

const PERIOD: Duration = Duration::from_millis(250);

/// Ends this process soon after its parent has ended. Does nothing for a process whose parent is already the system.
pub(crate) fn end_with_parent() {
    let parent = parent_id();
    if parent <= 1 {
        return;
    }
    std::thread::spawn(move || {
        while parent_id() == parent {
            std::thread::sleep(PERIOD);
        }
        std::process::exit(1);
    });
}
