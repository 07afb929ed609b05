//! What a failover costs, counted: writes that were answered and are lost, that are received and not applied, and that are
//! refused until a replica has taken the source's place.

use super::{queries, replicated};
use crate::support::interval;
use model::components::database::{Outage, Queries};
use model::prelude::*;
use model::simulation::Streams;

const CPU: f64 = 1.5e-3; // [s], and the log of the replica's machine
const LOG: f64 = 0.3e-3;
const WAY: f64 = 0.01; // [s], half a round trip: far away, so that something is lost
const DETECTION: f64 = 0.4; // [s]
const PROMOTION: f64 = 0.6;
const FAILURES: u32 = 400; // [1], of a run

/// A write on its way.
struct Write {
    answered: f64, // [s], to whoever wrote
    received: f64, // [s], by the replica
    applied: f64,  // [s]
}

/// Writes at one failure, in the mean: lost, behind and refused. `[1]`
///
/// The replica applies them one after the other; nobody reads. Failures know nothing of the writes. With acknowledgements a write
/// is answered once the replica says that it has it; without, when the source is done with it.
fn played(writes: f64, acknowledged: bool, run: u64) -> [f64; 3] {
    let dice = Streams::new(41, run);
    let (mut arrivals, mut services) = (dice.stream("writes"), dice.stream("services"));
    let mut failing = dice.stream("failures");
    let (mut lost, mut behind, mut refused) = (0, 0, 0);
    let mut now = 0.0;
    for _ in 0..FAILURES {
        let fails = now + 1.5 + 0.5 * failing.exponential();
        let mut under_way: Vec<Write> = Vec::new();
        let mut free = now;
        while now < fails {
            under_way.retain(|write| write.applied > now);
            let received = now + WAY;
            free = f64::max(free, received)
                + services.exponential() * CPU
                + services.exponential() * LOG;
            let answer = 2.0 * WAY + services.exponential() * LOG;
            under_way.push(Write {
                answered: now + if acknowledged { answer } else { 0.0 },
                received,
                applied: free,
            });
            now += arrivals.exponential() / writes;
        }
        for write in &under_way {
            lost += u32::from(write.answered <= fails && write.received > fails);
            behind += u32::from(write.received <= fails && write.applied > fails);
        }
        while now < fails + DETECTION + PROMOTION {
            refused += 1;
            now += arrivals.exponential() / writes;
        }
    }
    [lost, behind, refused].map(|count| f64::from(count) / f64::from(FAILURES))
}

fn formula(writes: f64, replication: Replication) -> Outage {
    let database = replicated(1, 1)
        .replication(replication)
        .failures(seconds(1e6), seconds(1e4))
        .failover(seconds(DETECTION), seconds(PROMOTION));
    let asked = Queries {
        hop: seconds(2.0 * WAY),
        ..queries(0.0, writes)
    };
    database.study(&asked).unwrap().outage().unwrap()
}

/// Twice an interval of 95%, and the 3% of the lag that its page leaves open.
#[test]
fn a_failover_loses_and_refuses_what_was_counted() {
    for (acknowledged, replication) in [
        (false, Replication::Asynchronous),
        (true, Replication::SemiSynchronous { acks: 1 }),
    ] {
        for writes in [50.0, 200.0, 400.0] {
            let outage = formula(writes, replication);
            let runs: Vec<_> = (0..10)
                .map(|run| played(writes, acknowledged, run))
                .collect();
            let formulas = [
                ("lost", outage.lost, 0.0),
                ("behind", outage.behind, 0.03),
                ("refused", outage.refused, 0.0),
            ];
            for (i, (name, formula, slack)) in formulas.into_iter().enumerate() {
                let counted: Vec<f64> = runs.iter().map(|run| run[i]).collect();
                let (mean, half) = interval(&counted);
                assert!(
                    (mean - formula).abs() <= 2.0 * half + slack * formula,
                    "{name} of {writes}/s, acknowledged {acknowledged}: {formula}, counted {mean} ± {half}"
                );
            }
        }
    }
}
