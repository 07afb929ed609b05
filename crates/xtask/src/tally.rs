//! How many checks a step made, read from what its program printed.
//!
//! Two kinds of closing line are understood: cargo's `test result: ok. 3 passed; 0 failed; 1 ignored; ...`
//! (one a test binary, added up) and our own scripts' `3 passed, 0 failed`. A program with neither counts as
//! one check, judged by its exit status. A program that failed never counts as "0 failed".

use std::fmt;
use std::ops::AddAssign;

use crate::process::Ended;

/// Checks passed, failed and skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    pub(crate) skipped: u32,
}

impl Tally {
    pub(crate) fn one(passed: bool) -> Self {
        Self {
            passed: u32::from(passed),
            failed: u32::from(!passed),
            skipped: 0,
        }
    }

    /// The counts a program printed, made to agree with its exit status.
    pub(crate) fn of(ended: &Ended) -> Self {
        let mut tally = Self::default();
        ended
            .output
            .lines()
            .filter_map(closing_line)
            .for_each(|line| tally += line);
        if tally == Self::default() {
            return Self::one(ended.success());
        }
        if !ended.success() {
            tally.failed = tally.failed.max(1);
        }
        tally
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// `3 passed, 0 failed`, and `, 1 skipped` only if there is one.
impl fmt::Display for Tally {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(to, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

fn closing_line(line: &str) -> Option<Tally> {
    let line = line.trim();
    let counts = match line.strip_prefix("test result: ") {
        Some(rest) => rest.split_once(". ")?.1,
        None => line,
    };
    let passed = count(counts, "passed")?;
    let failed = count(counts, "failed")?;
    // Our own closing lines stand alone; a sentence that mentions "passed" and "failed" is none.
    if counts == line && !line.starts_with(&format!("{passed} passed, {failed} failed")) {
        return None;
    }
    let skipped = count(counts, "ignored").or_else(|| count(counts, "skipped"));
    Some(Tally {
        passed,
        failed,
        skipped: skipped.unwrap_or(0),
    })
}

/// The number before `word` in a list such as `3 passed; 0 failed`.
fn count(list: &str, word: &str) -> Option<u32> {
    list.split([';', ',']).find_map(|entry| {
        let (number, what) = entry.trim().split_once(' ')?;
        (what == word).then(|| number.parse().ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_line_and_ours_are_read() {
        let cargo =
            "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 3 filtered out";
        assert_eq!(
            closing_line(cargo),
            Some(Tally {
                passed: 12,
                failed: 2,
                skipped: 1
            })
        );
        let ours = closing_line("7 passed, 1 failed");
        assert_eq!(
            ours,
            Some(Tally {
                passed: 7,
                failed: 1,
                skipped: 0
            })
        );
    }

    #[test]
    fn other_lines_are_no_tally() {
        for line in [
            "",
            "3 passed",
            "all 3 passed, none failed",
            "test a::passed ... ok",
        ] {
            assert_eq!(closing_line(line), None, "{line}");
        }
    }
}
