//! Machines that fail, played event by event against the formula.

use super::{near, replicated, study};
use model::components::database::Database;
use model::prelude::*;
use model::simulation::Streams;

/// Machines that fail and are repaired, one of which is the source; played event by event. `[1]`, and `[1/year]`
fn played(replicas: usize, up: f64, repair: f64, failover: f64, dice: u64) -> (f64, f64) {
    let mut dice = Streams::new(dice, 0).stream("failures");
    let mut works = vec![true; replicas + 1];
    let mut changes: Vec<f64> = works.iter().map(|_| dice.exponential() * up).collect();
    let (mut now, mut source, mut ready) = (0.0, Some(0), 0.0);
    let (mut down, mut failures, end) = (0.0, 0, 4_000.0 * up);
    while now < end {
        let (who, when) = changes
            .iter()
            .copied()
            .enumerate()
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap();
        if source.is_none() {
            down += when - now;
        } else {
            down += (ready - now).clamp(0.0, when - now);
        }
        now = when;
        works[who] = !works[who];
        changes[who] = now + dice.exponential() * if works[who] { up } else { repair };
        if source == Some(who) {
            failures += 1;
            source = works.iter().position(|works| *works);
            ready = now + failover;
        } else if source.is_none() {
            source = Some(who);
            ready = now;
        }
    }
    (down / now, f64::from(failures) / now)
}

#[test]
fn outages_against_dice() {
    let (up, repair, failover) = (1e6, 5e4, 2e3);
    for replicas in [0, 1, 2] {
        let database = replicated(replicas, 1)
            .failures(seconds(up), seconds(repair))
            .failover(seconds(1_500.0), seconds(500.0));
        let outage = study(&database, 0.0, 100.0).outage().unwrap();
        let runs: Vec<(f64, f64)> = (0..10)
            .map(|n| {
                played(
                    replicas as usize,
                    up,
                    repair,
                    if replicas > 0 { failover } else { 0.0 },
                    n,
                )
            })
            .collect();
        let mean = |of: fn(&(f64, f64)) -> f64| runs.iter().map(of).sum::<f64>() / 10.0;
        let deviation = |of: fn(&(f64, f64)) -> f64| {
            let mean = mean(of);
            (runs.iter().map(|run| (of(run) - mean).powi(2)).sum::<f64>() / 9.0 / 10.0).sqrt()
        };
        let room = 2.0 * 2.262 * deviation(|r| r.0) + 0.01 * outage.unavailable;
        let off = (mean(|r| r.0) - outage.unavailable).abs();
        assert!(
            off < room,
            "{replicas}: {} {}",
            mean(|r| r.0),
            outage.unavailable
        );
        let year = 365.0 * 86_400.0;
        let room = 2.0 * 2.262 * deviation(|r| r.1) * year + 0.01 * outage.failures_per_year;
        let off = (mean(|r| r.1) * year - outage.failures_per_year).abs();
        assert!(
            off < room,
            "{replicas}: {} {}",
            mean(|r| r.1) * year,
            outage.failures_per_year
        );
        let each = if replicas == 0 { repair } else { failover };
        near(outage.refused, 100.0 * each);
        near(outage.per_year().seconds(), outage.unavailable * year);
    }
}

#[test]
fn a_failover_needs_its_times() {
    let outage = |database: &Database| study(database, 0.0, 100.0).outage();
    assert_eq!(
        outage(&replicated(1, 1)).unwrap_err().parameter(),
        "failures"
    );
    let failing = replicated(1, 1).failures(seconds(1e6), seconds(1e4));
    assert_eq!(outage(&failing).unwrap_err().parameter(), "failover");
}
