//! A bounded queue that refuses, in closed form: M/M/c/K.

use super::definition::Queue;
use super::measure::{Measure, exactly};
use super::report::TaskReport;
use super::ways::Ways;
use crate::error::{Error, within};
use crate::network::Service;
use crate::units::Rate;

impl Queue {
    /// Back-pressure by refusal: what comes while all workers are busy and all places are taken is told no. It stays
    /// steady at any load.
    pub(super) fn refusing(
        &self,
        rate: Rate,
        task: Service,
        places: u32,
    ) -> Result<TaskReport, Error> {
        let rate = Rate::max(rate, Rate::ZERO);
        within("arrival rate", rate.per_second(), 0.0, 1e12)?;
        within("bounded", f64::from(places), 0.0, 10_000.0)?;
        let servers = self.worker_cores()?;
        let states = states(rate * task.mean, servers, places);
        let (refused, open) = (states[states.len() - 1], &states[..states.len() - 1]);
        let sum: f64 = open.iter().sum();
        let way = self.handed(rate, 0.5)?;
        let mut ways = Ways::default();
        // Up to c - 1 others: no wait. n >= c others: n - c + 1 of them have to go first, one every S/c.
        let free: f64 = open.iter().take(servers as usize).sum();
        ways.push(free / sum, way.clone().service(task.mean, 1));
        for (before, p) in open
            .iter()
            .skip(servers as usize)
            .enumerate()
            .filter(|(_, p)| **p > 1e-12)
        {
            let wait = way
                .clone()
                .service(task.mean / f64::from(servers), before as u32 + 1);
            ways.push(p / sum, wait.service(task.mean, 1));
        }
        let waiting = states
            .iter()
            .enumerate()
            .map(|(n, p)| p * (n as f64 - f64::from(servers)).max(0.0))
            .sum();
        Ok(TaskReport {
            accepted: exactly(Ways::of(self.handed(rate, 1.0)?).times()?),
            completed: exactly(ways.times()?),
            approved: self.approved(rate * (1.0 - refused))?,
            utilisation: Measure::exact(rate * task.mean * (1.0 - refused) / f64::from(servers)),
            waiting: Measure::exact(waiting),
            deliveries: Measure::exact(1.0),
            duplicates: Measure::exact(0.0),
            wasted: Measure::exact(0.0),
            dead: Measure::exact(0.0),
            refused: Measure::exact(refused),
            messages: 0,
        })
    }
}

/// The probabilities of 0 to c + K messages: each of its left neighbour times offered load over busy workers. The largest is
/// taken as 1 first, so that nothing overflows.
fn states(offered: f64, servers: u32, places: u32) -> Vec<f64> {
    let mut logs = vec![0.0];
    for n in 1..=servers + places {
        let ratio = offered.max(1e-300) / f64::from(n.min(servers));
        logs.push(logs[logs.len() - 1] + libm::log(ratio));
    }
    let top = logs.iter().copied().fold(f64::MIN, f64::max);
    let all: Vec<f64> = logs.iter().map(|log| libm::exp(log - top)).collect();
    let sum: f64 = all.iter().sum();
    all.iter().map(|p| p / sum).collect()
}
