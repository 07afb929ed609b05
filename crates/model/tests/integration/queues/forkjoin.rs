//! Fork-join against queues that are filled side by side: each part of a request waits in its own line (Lindley 1952), and the
//! last one answers.

use crate::support::interval;
use model::prelude::*;
use model::queueing::ForkJoin;
use model::simulation::Streams;

/// Parts and loads. The nearer to 1, the longer a queue remembers.
const PARTS: [u32; 6] = [1, 2, 3, 5, 12, 32];
const LOADS: [f64; 5] = [0.05, 0.3, 0.6, 0.8, 0.9];
const RUNS: u64 = 20;
/// The percentile whose bound is judged.
const Q: f64 = 0.95;
/// From an interval of 95% to one of 99%, for 20 runs.
const WIDER: f64 = 1.37;

/// What one run says, services taking 1 s in the mean.
struct Seen {
    /// How much later the last part is than a part in the mean. `[1]`
    ratio: f64,
    /// Share of the requests that are through within the time asked for. `[1]`
    within: f64,
}

/// The queue of a single part has a mean that is known, and all parts share their luck with the arrivals. So the ratio of the
/// last to the mean is known far better than either.
fn played(parts: u32, load: f64, bound: f64, run: u64) -> Seen {
    let dice = Streams::new(11, run);
    let mut arrivals = dice.stream("requests");
    let mut services = dice.stream("parts");
    let mut left = vec![0.0_f64; parts as usize];
    let (requests, warm_up) = (150_000 / u64::from(parts).max(4), 2_000);
    let (mut last, mut all, mut within) = (0.0, 0.0, 0.0);
    for request in 0..warm_up + requests {
        let gap = arrivals.exponential() / load;
        let (mut latest, mut sum) = (0.0_f64, 0.0);
        for part in &mut left {
            *part = (*part - gap).max(0.0) + services.exponential();
            latest = latest.max(*part);
            sum += *part;
        }
        if request >= warm_up {
            last += latest;
            all += sum / f64::from(parts);
            within += f64::from(u8::from(latest <= bound));
        }
    }
    Seen {
        ratio: last / all,
        within: within / requests as f64,
    }
}

/// All parts and loads: mean of the last part, and the share within the bound of the percentile, each with half of its interval.
fn over_the_grid(judge: impl Fn(&str, ForkJoin, u32, [(f64, f64); 2])) {
    for parts in PARTS {
        for load in LOADS {
            let join = ForkJoin::new(per_second(load), seconds(1.0), parts).unwrap();
            let bound = join.sojourn_percentile_bound(Q).unwrap().seconds();
            let seen: Vec<Seen> = (0..RUNS)
                .map(|run| played(parts, load, bound, run))
                .collect();
            let ratios: Vec<f64> = seen.iter().map(|seen| seen.ratio).collect();
            let shares: Vec<f64> = seen.iter().map(|seen| seen.within).collect();
            let (ratio, half) = interval(&ratios);
            let alone = 1.0 / (1.0 - load);
            let what = format!("{parts} parts at {load}");
            let mean = (ratio * alone, half * alone);
            judge(&what, join, parts, [mean, interval(&shares)]);
        }
    }
}

/// Exact for one and two parts, within 5% for more, as Nelson and Tantawi say. The 95% intervals are widened to 99%.
#[test]
fn the_last_part_is_as_late_as_played() {
    over_the_grid(|what, join, parts, [(mean, half), _]| {
        let formula = join.mean_sojourn().seconds();
        let slack = if parts > 2 { 0.05 } else { 1e-9 };
        assert!(
            (formula - mean).abs() <= WIDER * half + slack * mean,
            "{what}: formula {formula}, played {mean} ± {half}"
        );
    });
}

/// Parts that hardly meet are independent, and the bound of a percentile is the percentile; where they wait together, more
/// requests are within it.
#[test]
fn the_bound_of_a_percentile_is_one() {
    over_the_grid(|what, join, parts, [_, (share, half)]| {
        let room = WIDER * half;
        assert!(share + room >= Q, "{what}: only {share} ± {half} within");
        if parts == 1 || join.utilisation() <= LOADS[0] {
            let most = Q + room + 0.002;
            assert!(share <= most, "{what}: as many as {share} ± {half} within");
        }
    });
}
