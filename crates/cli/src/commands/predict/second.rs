//! The second witness: how it is asked.

use model::file::Scenario;
use model::prelude::{Error, Prediction, Trials};
use model::simulation::Precision;

/// A simulation of so many requests, or of as many as an interval asks for.
#[derive(Clone, Copy)]
pub(super) struct Second {
    pub(super) trials: Trials,
    pub(super) precision: Option<Precision>,
}

impl From<Trials> for Second {
    fn from(trials: Trials) -> Self {
        Self {
            trials,
            precision: None,
        }
    }
}

impl Second {
    /// What it says, and whether it is as exact as asked.
    pub(super) fn ask(&self, scenario: &Scenario) -> Result<(Prediction, bool), Error> {
        let (system, traffic) = (&scenario.system, &scenario.traffic);
        match &self.precision {
            Some(precision) => {
                let exact = system.simulate_until(traffic, &self.trials, precision)?;
                Ok((exact.prediction, exact.reached))
            }
            None => Ok((system.simulate(traffic, &self.trials)?, true)),
        }
    }
}
