//! Independent work on all cores at once, or one after the other: the same numbers.

use crate::error::Error;

/// What `run` says of each number in `numbers`, in their order, on at most `threads` threads.
///
/// Each thread takes the next number that nobody has taken. If a run fails, no further ones are begun; of several that
/// fail the first counts, which is always the same, since all before it were begun.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn in_order<T: Send>(
    numbers: std::ops::Range<u64>,
    threads: usize,
    run: impl Fn(u64) -> Result<T, Error> + Sync,
) -> Result<Vec<T>, Error> {
    use std::sync::atomic::{AtomicU64, Ordering};
    if threads <= 1 || numbers.end - numbers.start <= 1 {
        return numbers.map(run).collect();
    }
    let next = AtomicU64::new(numbers.start);
    let work = || {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= numbers.end {
                return done;
            }
            let result = run(number);
            if result.is_err() {
                next.fetch_max(numbers.end, Ordering::Relaxed);
            }
            done.push((number, result));
        }
    };
    let mut all = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for other in others {
            match other.join() {
                Ok(done) => all.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_unstable_by_key(|(number, _)| *number);
    all.into_iter().map(|(_, result)| result).collect()
}

/// What `run` says of each number, one after the other: there are no threads here.
#[cfg(target_arch = "wasm32")]
pub(crate) fn in_order<T: Send>(
    numbers: std::ops::Range<u64>,
    _threads: usize,
    run: impl Fn(u64) -> Result<T, Error> + Sync,
) -> Result<Vec<T>, Error> {
    numbers.map(run).collect()
}

/// Threads that can run at once. Asked once: the answer takes longer than a short run.
pub(crate) fn cores() -> usize {
    static CORES: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    *CORES.get_or_init(|| std::thread::available_parallelism().map_or(1, usize::from))
}
