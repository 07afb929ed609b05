//! What the model's benchmarks measured, beside what they should.
//!
//! Criterion leaves what it measured in `target/criterion`, a folder a benchmark: its mean time, and how many elements one round has.

use std::fs;
use std::path::Path;

/// A benchmark, by its folder, and what it should reach.
struct Target {
    folder: &'static str,
    bound: Bound,
}

enum Bound {
    /// Elements a second.
    AtLeast(f64),
    /// Milliseconds a round.
    AtMost(f64),
    /// Times as fast as another one.
    Times(f64, &'static str),
    /// Elements a second over those of another one.
    Pace(f64, &'static str),
}

/// The complete system is the seventh stage of the examples; in outline it has fewer services. In every detail, with failures, retries and
/// sharing, a request has half as many events again, and some of them are dearer. Ten times the requests go on at the same pace:
/// time grows linearly. LRU, because the others follow from it; two threads, because a machine of two cores is what most readers have at the
/// least.
const TARGETS: [Target; 8] = [
    Target {
        folder: "single/M_M_4 at 90%",
        bound: Bound::AtLeast(1e7),
    },
    Target {
        folder: "complete/in outline, 1000000 requests",
        bound: Bound::AtLeast(1.5e6),
    },
    Target {
        folder: "complete/the shop, 1000000 requests",
        bound: Bound::AtLeast(1.5e6),
    },
    Target {
        folder: "complete/in detail, 1000000 requests",
        bound: Bound::Pace(0.6, "complete/the shop, 1000000 requests"),
    },
    Target {
        folder: "complete/the shop, 1000000 requests",
        bound: Bound::Pace(0.9, "complete/the shop, 100000 requests"),
    },
    Target {
        folder: "complete/replications on 2 threads",
        bound: Bound::Times(1.8, "complete/replications on 1 threads"),
    },
    Target {
        folder: "closed/sweep of 200 loads",
        bound: Bound::AtMost(2.0),
    },
    Target {
        folder: "policy/LRU",
        bound: Bound::AtLeast(1e7),
    },
];

/// Prints measured and target of each; whether all were reached.
pub(super) fn judge(criterion: &Path) -> bool {
    println!("{:<44}{:>18}{:>18}", "", "measured", "target");
    TARGETS.iter().fold(true, |all, target| {
        let measured = Measured::read(&criterion.join(target.folder));
        let (found, wanted, reached) = match (&target.bound, measured) {
            (_, None) => ("nothing".to_owned(), String::new(), false),
            (Bound::AtLeast(least), Some(measured)) => {
                let rate = measured.rate();
                (
                    millions(rate),
                    format!("from {}", millions(*least)),
                    rate >= *least,
                )
            }
            (Bound::AtMost(most), Some(measured)) => {
                let time = measured.nanos / 1e6;
                (
                    format!("{time:.2} ms"),
                    format!("to {most} ms"),
                    time <= *most,
                )
            }
            (Bound::Pace(least, other), Some(measured)) => {
                let other = Measured::read(&criterion.join(other));
                let pace = other.map_or(0.0, |other| measured.rate() / other.rate());
                (
                    format!("{pace:.2} of the pace"),
                    format!("from {least}"),
                    pace >= *least,
                )
            }
            (Bound::Times(least, other), Some(measured)) => {
                let other = Measured::read(&criterion.join(other)).map_or(0.0, |other| other.nanos);
                let times = other / measured.nanos;
                (
                    format!("{times:.2} times"),
                    format!("from {least} times"),
                    times >= *least,
                )
            }
        };
        let missed = if reached { "" } else { "   missed" };
        println!("{:<44}{found:>18}{wanted:>18}{missed}", target.folder);
        all && reached
    })
}

fn millions(rate: f64) -> String {
    format!("{:.2} million/s", rate / 1e6)
}

/// The mean of a benchmark.
#[derive(Debug, PartialEq)]
struct Measured {
    nanos: f64,    // of a round
    elements: f64, // of a round; 1 where they are not counted
}

impl Measured {
    /// Elements a second.
    fn rate(&self) -> f64 {
        self.elements / self.nanos * 1e9
    }

    fn read(folder: &Path) -> Option<Self> {
        let text = |name| fs::read_to_string(folder.join("new").join(name)).ok();
        Self::of(&text("estimates.json")?, &text("benchmark.json")?)
    }

    /// Two numbers of two texts: not worth a parser.
    fn of(estimates: &str, benchmark: &str) -> Option<Self> {
        let (_, mean) = estimates.split_once("\"mean\":")?;
        Some(Self {
            nanos: after(mean, "\"point_estimate\":")?,
            elements: after(benchmark, "\"Elements\":").unwrap_or(1.0),
        })
    }
}

/// The number that follows a key.
fn after(text: &str, key: &str) -> Option<f64> {
    let (_, rest) = text.split_once(key)?;
    let end = rest.find([',', '}']).unwrap_or(rest.len());
    rest[..end].trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_criterion_leaves_is_read() {
        let estimates = r#"{"mean":{"confidence_interval":{"confidence_level":0.95,"lower_bound":1.0},"point_estimate":48216000.5,"standard_error":1.0}}"#;
        let benchmark = r#"{"group_id":"single","throughput":{"Elements":1000000},"title":"x"}"#;
        let measured = Measured::of(estimates, benchmark).unwrap();
        let expected = Measured {
            nanos: 48_216_000.5,
            elements: 1e6,
        };
        assert_eq!(measured, expected);
        let alone = Measured::of(estimates, r#"{"throughput":null}"#).unwrap();
        assert_eq!(alone.elements, 1.0);
        assert_eq!(Measured::of("{}", benchmark), None);
        assert_eq!(after("\"x\":12}", "\"x\":"), Some(12.0));
    }
}
