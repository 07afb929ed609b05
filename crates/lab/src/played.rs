//! Simulations that were played before. A slider that only moves the reader's own users along the axis changes no point of
//! a figure, and the points are what takes the time.

use crate::settings;
use model::prelude::*;
use std::cell::RefCell;
use std::collections::VecDeque;

/// Figures of a chapter have some ten points each.
const KEPT: usize = 128;

thread_local! {
    static PLAYED: RefCell<VecDeque<Played>> = const { RefCell::new(VecDeque::new()) };
}

struct Played {
    system: System,
    traffic: Traffic,
    trials: Trials,
    prediction: Prediction,
}

/// A figure plays many times what a sentence does, and its points may be wider than a sentence's number: so fewer requests each,
/// after two relaxation times instead of six. Rather half as many runs than shorter ones: a percentile of a short run, close to
/// saturation, is too low.
pub(crate) fn figure(trials: &Trials) -> Trials {
    Trials {
        replications: (trials.replications / 2).max(4),
        customers: (trials.customers * 2 / 5).max(100),
        warm_up: trials.warm_up / 3,
        ..*trials
    }
}

/// [`System::simulate`], from memory where the very same was asked before on this thread. While a draft will do, what was
/// played at greater length does, too.
///
/// # Errors
/// Those of [`System::simulate`].
pub(crate) fn simulate(
    system: &System,
    traffic: &Traffic,
    trials: &Trials,
) -> Result<Prediction, Error> {
    let draft = settings::is_draft();
    let same = |played: &&Played| {
        (played.trials == *trials || draft && covers(&played.trials, trials))
            && played.traffic == *traffic
            && played.system == *system
    };
    let known = PLAYED.with_borrow(|all| {
        all.iter()
            .find(same)
            .map(|played| played.prediction.clone())
    });
    if let Some(prediction) = known {
        return Ok(prediction);
    }
    let prediction = system.simulate(traffic, trials)?;
    PLAYED.with_borrow_mut(|all| {
        all.truncate(KEPT - 1);
        all.push_front(Played {
            system: system.clone(),
            traffic: traffic.clone(),
            trials: *trials,
            prediction: prediction.clone(),
        });
    });
    Ok(prediction)
}

/// Whether there was at least as much of everything.
fn covers(played: &Trials, wanted: &Trials) -> bool {
    played.seed == wanted.seed
        && played.replications >= wanted.replications
        && played.customers >= wanted.customers
        && played.warm_up >= wanted.warm_up
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop::{machine, shop, shop_traffic};

    #[test]
    fn memory_says_what_the_simulation_says() {
        let system = System::together(machine("t3.medium"), 1, shop());
        for users in [1e5, 2e5, 1e5, 9e9] {
            let traffic = shop_traffic(users);
            let played = simulate(&system, &traffic, &Trials::draft()).unwrap();
            assert_eq!(played, system.simulate(&traffic, &Trials::draft()).unwrap());
        }
        let fewer = Trials {
            customers: 100,
            ..Trials::draft()
        };
        let played = simulate(&system, &shop_traffic(1e5), &fewer).unwrap();
        assert_eq!(played.steady().map(|report| report.customers), Some(1_000));
    }

    #[test]
    fn a_draft_takes_what_was_played_at_length_and_nothing_else_does() {
        let system = System::together(machine("t3.medium"), 1, shop());
        let traffic = shop_traffic(1.5e5);
        let long = Trials::draft();
        let short = Trials {
            customers: long.customers / 4,
            ..long
        };
        let played = |trials: &Trials| {
            let prediction = simulate(&system, &traffic, trials).unwrap();
            prediction.steady().map(|report| report.customers)
        };
        let (all, few) = (played(&long), played(&short));
        assert!(few < all, "{few:?} {all:?}");
        settings::set_draft(true);
        PLAYED.with_borrow_mut(VecDeque::clear);
        assert_eq!(played(&long), all);
        assert_eq!(played(&short), all);
        PLAYED.with_borrow_mut(VecDeque::clear);
        assert_eq!(played(&short), few);
        assert_eq!(played(&long), all, "a draft is not enough for more");
        settings::forget();
    }
}
