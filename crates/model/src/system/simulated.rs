//! The second witness: a system simulated.

use super::definition::System;
use crate::error::Error;
use crate::report::Prediction;
use crate::simulation::Trials;
use crate::workload::Traffic;

impl System {
    /// placeholder
    pub fn simulate(&self, traffic: &Traffic, _trials: &Trials) -> Result<Prediction, Error> {
        self.predict(traffic)
    }
}
