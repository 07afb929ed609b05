//! Stampedes against a hot object that is played read by read, from one expiry to the next: the formula has other witnesses only
//! within one expiry, and none for a coalescing cache.

use crate::support::interval;
use model::prelude::*;
use model::simulation::Streams;

/// Which answers of the database make the object fresh, and for how long.
#[derive(Clone, Copy, PartialEq)]
enum Fresh {
    /// The first one. Those that were asked for meanwhile say the same, and change nothing.
    FromTheFirst,
    /// Each of them anew.
    FromTheLast,
}

/// What was counted in one run.
struct Counted {
    asked: f64,   // [1], requests to the database for one expiry
    waiting: f64, // [1], reads that waited for another's answer, for one expiry
    load: f64,    // [1/s], requests to the database
}

/// One object with a lifetime, read at random.
struct Hot {
    reads: f64,     // [1/s]
    recompute: f64, // [s]
    lifetime: f64,  // [s]
    coalescing: bool,
    fresh: Fresh,
}

impl Hot {
    fn played(&self, run: u64) -> Counted {
        let expiries = 2_000.0;
        let mut dice = Streams::new(31, run).stream("reads");
        let (mut now, mut back, mut expires) = (0.0, 0.0, 0.0);
        let (mut seen, mut asked, mut waiting) = (0.0, 0.0, 0.0);
        loop {
            now += dice.exponential() / self.reads;
            if now < back {
                // Somebody has asked already, and the answer is on its way.
                if self.coalescing {
                    waiting += 1.0;
                    continue;
                }
                asked += 1.0;
                if self.fresh == Fresh::FromTheLast {
                    expires = now + self.recompute + self.lifetime;
                }
            } else if now >= expires {
                if seen == expiries {
                    break;
                }
                seen += 1.0;
                asked += 1.0;
                back = now + self.recompute;
                expires = back + self.lifetime;
            }
        }
        Counted {
            asked: asked / expiries,
            waiting: waiting / expiries,
            load: asked / now,
        }
    }

    /// Asked, waiting and load over ten runs, with half of their 95% intervals.
    fn judged(&self) -> [(f64, f64); 3] {
        let runs: Vec<Counted> = (0..10).map(|run| self.played(run)).collect();
        let all = |of: fn(&Counted) -> f64| interval(&runs.iter().map(of).collect::<Vec<_>>());
        [
            all(|run| run.asked),
            all(|run| run.waiting),
            all(|run| run.load),
        ]
    }

    /// The same three by the formula.
    fn formula(&self) -> [f64; 3] {
        let (reads, recompute) = (per_second(self.reads), seconds(self.recompute));
        let cache = Cache::lru()
            .time_to_live(seconds(self.lifetime))
            .coalescing(self.coalescing);
        let one = cache.stampede(reads, recompute).unwrap();
        let load = cache.stampede_load(reads, recompute).unwrap();
        [one.asked, one.waiting, load.per_second()]
    }
}

/// From an object that is hardly read to one of which a stampede is most of the load; a lifetime that is long, or no longer than
/// it takes to compute.
const READS: [f64; 3] = [0.5, 20.0, 200.0];
const TIMES: [(f64, f64); 3] = [(0.05, 10.0), (0.5, 2.0), (1.0, 1.0)];

/// Twice an interval of 95% beside what the formula says: exact, so nothing more.
#[test]
fn expiries_cost_what_they_cost_when_played() {
    for coalescing in [false, true] {
        for reads in READS {
            for (recompute, lifetime) in TIMES {
                let hot = Hot {
                    reads,
                    recompute,
                    lifetime,
                    coalescing,
                    fresh: Fresh::FromTheFirst,
                };
                let names = ["asked", "waiting", "load"];
                let all = names.iter().zip(hot.judged()).zip(hot.formula());
                for ((name, (mean, half)), formula) in all {
                    assert!(
                        (mean - formula).abs() <= 2.0 * half + 1e-9,
                        "{name} at {reads}/s, {recompute} s, {lifetime} s, coalescing {coalescing}: {formula}, \
                         played {mean} ± {half}"
                    );
                }
            }
        }
    }
}

/// Where each answer begins a lifetime anew the object is fresh for up to one recompute time longer: the load is then less than
/// the formula's, by the share of that in a cycle at most.
#[test]
fn late_answers_only_make_it_cheaper() {
    for reads in READS {
        for (recompute, lifetime) in TIMES {
            let hot = Hot {
                reads,
                recompute,
                lifetime,
                coalescing: false,
                fresh: Fresh::FromTheLast,
            };
            let ([.., (load, half)], [.., formula]) = (hot.judged(), hot.formula());
            let most = recompute / (1.0 / reads + 2.0 * recompute + lifetime);
            let what = format!(
                "{reads}/s, {recompute} s, {lifetime} s: {formula}, played {load} ± {half}"
            );
            assert!(load - 2.0 * half <= formula, "{what}");
            assert!(load + 2.0 * half >= formula * (1.0 - most), "{what}");
        }
    }
}
