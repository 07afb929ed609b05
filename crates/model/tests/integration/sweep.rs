//! A sweep over loads is the same as many predictions.

use crate::complete;
use crate::stages::{response, stages, traffic};
use model::prelude::*;

/// A sweep goes on from load to load: nothing of one load may stay in the next, and alone a load is what it is in `predict`.
#[test]
fn a_sweep_predicts_what_predict_does() {
    for (name, system) in stages() {
        compare(name, &system, &traffic(1.0));
    }
    compare("complete", &complete::near(60e6), &complete::traffic(1.0));
}

fn compare(name: &str, system: &System, habits: &Traffic) {
    let loads = [1e3, 3e5, 0.0, 9e5, 1e9, 4e5, 12.0, 2e6];
    let swept = system.sweep(habits, &loads).unwrap();
    for (users, swept) in loads.iter().zip(swept) {
        let alone = system.predict(&habits.at_users(*users)).unwrap();
        let one = system.sweep(habits, &[*users]).unwrap();
        assert_eq!(one[0], alone, "{name} at {users}");
        let (Some(swept), Some(alone)) = (swept.steady(), alone.steady()) else {
            assert_eq!(swept, alone, "{name} at {users}");
            continue;
        };
        for (a, b) in response(swept).iter().zip(response(alone)) {
            let (a, b) = (a.value.seconds(), b.value.seconds());
            assert!((a - b).abs() <= 2e-5 * b, "{name} at {users}: {a} {b}");
        }
        let found = Report {
            response: alone.response,
            tasks: alone.tasks,
            replication: alone.replication,
            ..swept.clone()
        };
        assert_eq!(&found, alone, "{name} at {users}");
    }
}

/// Between loads that are close together percentiles are interpolated: they are what a search finds, to 1e-6.
#[test]
fn percentiles_between_loads_are_those_that_are_searched_for() {
    let (system, habits) = (complete::near(60e6), complete::traffic(1.0));
    let full = system.saturation(&habits).unwrap().users;
    let part = |n: i32| f64::from(n) / 200.0;
    // While the load grows, first the cache and then memory become too small: no smooth curve leads across that.
    let all: Vec<f64> = (1..200).map(|n| full * part(n)).collect();
    assert!(off(&system, &habits, &all).iter().all(|off| *off < 1e-5));
    // From there on evenly, in equal ratios, and with a load that fits in with no others.
    let even: Vec<f64> = (0..200).map(|n| full * (0.3 + 0.69 * part(n))).collect();
    let ratios = (0..200).map(|n| 0.3 * full * 3.3_f64.powf(part(n)));
    let mut odd = even.clone();
    odd[103] = 0.1 * odd[102] + 0.9 * odd[104];
    for users in [even, ratios.collect(), odd] {
        let [request, lag, task] = off(&system, &habits, &users);
        assert!(request < 1e-6, "{request:e}");
        // Near saturation a search that begins a few loads before is itself right to 1.5e-6 only.
        assert!(lag < 2.5e-6 && task < 2.5e-6, "{lag:e} {task:e}");
    }
}

/// How far, at the most and relative to them, percentiles of a sweep are from those that are searched for: those of the
/// request, of the replicas' lag, of a task.
fn off(system: &System, habits: &Traffic, users: &[f64]) -> [f64; 3] {
    let times = |of: &Prediction| {
        let report = of.steady().unwrap();
        let lag = report.replication.unwrap().lag;
        let task = report.tasks.unwrap().completion;
        [report.response, lag, task].map(|r| [r.mean, r.p50, r.p95, r.p99])
    };
    let mut worst = [0.0_f64; 3];
    for (users, swept) in users.iter().zip(system.sweep(habits, users).unwrap()) {
        // The same load again and again: each search begins where the one before it ended.
        let searched = &system.sweep(habits, &[*users; 4]).unwrap()[3];
        let pairs = times(&swept).into_iter().zip(times(searched));
        for (worst, (swept, searched)) in worst.iter_mut().zip(pairs) {
            for (a, b) in swept.iter().zip(searched) {
                *worst = worst.max((a.value / b.value - 1.0).abs());
            }
        }
    }
    worst
}
