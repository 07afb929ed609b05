//! The answer: the system, what it does, and what its cheaper neighbours fail on.

use super::offer::Candidate;
use super::{Search, steps};
use crate::error::Error;
use crate::system::goal::{self, Neighbour, Planned};
use crate::units::Money;

impl Search<'_> {
    /// The answer: the system, what it does, and what its cheaper neighbours fail on.
    pub(super) fn planned(&mut self, best: Option<Candidate>) -> Result<Planned, Error> {
        let Some(best) = best else {
            return Ok(Planned {
                system: None,
                monthly: Money::ZERO,
                p99: None,
                availability: None,
                judged: self.judged,
                neighbours: Vec::new(),
                nearest: self.nearest.take().map(|(candidate, failure)| Neighbour {
                    step: goal::parts(&self.system(candidate)),
                    monthly: self.monthly(candidate),
                    fails: failure.to_string(),
                }),
            });
        };
        let system = self.system(best);
        let monthly = self.monthly(best);
        let prediction = system.predict(&self.expected)?;
        let availability = prediction.steady().and_then(|report| report.availability);
        let mut neighbours = Vec::new();
        let together = best.together();
        for (step, candidate) in steps::down(best, self.options, self.most(together)) {
            let price = self.monthly(candidate);
            if price >= monthly {
                continue;
            }
            if let Some(fails) = self.fails(candidate)? {
                let fails = fails.to_string();
                neighbours.push(Neighbour {
                    step,
                    monthly: price,
                    fails,
                });
            }
        }
        Ok(Planned {
            p99: prediction.p99(),
            system: Some(system),
            monthly,
            availability,
            judged: self.judged,
            neighbours,
            nearest: None,
        })
    }
}
