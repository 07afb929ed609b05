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
