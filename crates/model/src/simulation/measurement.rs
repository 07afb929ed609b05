//! When a measurement begins and ends, and what it says.

use super::engine::{Engine, Features};
use super::results::{Counts, Run};
use super::station::Tally;

impl<F: Features> Engine<'_, F> {
    /// The measurement begins.
    pub(super) fn begin(&mut self) {
        let now = self.now;
        self.requests.reset(now);
        self.inside_before = self.requests.inside;
        self.machines
            .down
            .iter_mut()
            .for_each(|crowd| crowd.reset(now));
        self.routes.iter_mut().for_each(|route| route.reset(now));
        self.stations
            .iter_mut()
            .chain(&mut self.pools)
            .for_each(|s| s.reset(now));
        self.shared.iter_mut().for_each(|s| s.reset(now));
        self.counts = Counts::default();
    }

    /// The measurement ends: what was counted. The times follow when the last job is done.
    pub(super) fn end_measurement(&mut self, begin: u64) -> Run {
        let now = self.now;
        let time = (now - begin).max(1) as f64;
        let routes: Vec<_> = self
            .routes
            .iter()
            .map(|route| route.jobs(now, time))
            .collect();
        let mut counts = self.counts;
        let mut in_system = routes[0].in_system;
        if self.clients.are_impatient() {
            counts.inside_before = self.inside_before;
            counts.inside_after = self.requests.inside;
            in_system = self.requests.mean(now, time);
        } else {
            // Where clients wait for ever, each request is one attempt.
            counts.inside_before = routes[0].inside_before;
            counts.inside_after = routes[0].inside_after;
            (counts.offered, counts.attempts) = (routes[0].started, routes[0].started);
            counts.answered = routes[0].finished;
            (counts.attempts_refused, counts.attempts_failed) = (counts.refused, counts.failed);
        }
        let groups = self.network.groups.iter();
        let machines: Vec<f64> = groups.map(|group| f64::from(group.machines)).collect();
        let down = self.machines.down.iter().zip(machines);
        let down = down
            .map(|(crowd, machines)| crowd.mean(now, time) / machines)
            .collect();
        Run {
            response: None,
            stay: 0.0,
            time: time / 1e9,
            counts,
            in_system,
            stations: self.station_tallies(),
            pools: self.pool_tallies(),
            down,
            routes,
        }
    }

    /// The times of all measured jobs, now that they are done.
    pub(super) fn with_times(&self, mut run: Run, customers: u64) -> Run {
        for (jobs, route) in run.routes.iter_mut().zip(&self.routes) {
            jobs.times = route.recorder.times();
        }
        run.response = run.routes[0].times;
        run.stay = self.stay() as f64 / customers as f64 / 1e9;
        run
    }

    /// The times in the system of all measured requests. `[ns]`
    pub(super) fn stay(&self) -> u128 {
        self.routes[0].recorder.sum() + self.unanswered
    }

    /// Requests that ended since the measurement began.
    pub(super) fn ended(&self) -> u64 {
        if self.clients.are_impatient() {
            self.counts.ended()
        } else {
            self.routes[0].ended()
        }
    }

    fn station_tallies(&mut self) -> Vec<Vec<Tally>> {
        let now = self.now;
        let mut fcfs = self.stations.iter().map(|s| s.tally(now));
        let mut shared = self.shared.iter_mut().map(|s| s.tally(now));
        let groups = self.network.groups.iter();
        groups
            .map(|group| {
                let each = group.stations.iter();
                each.map(|station| match station.discipline {
                    crate::network::Discipline::Fcfs => sum(&mut fcfs, group.machines),
                    crate::network::Discipline::Sharing => sum(&mut shared, group.machines),
                })
                .collect()
            })
            .collect()
    }

    fn pool_tallies(&mut self) -> Vec<Vec<Tally>> {
        let now = self.now;
        let mut pools = self.pools.iter().map(|s| s.tally(now));
        let groups = self.network.groups.iter();
        groups
            .map(|group| {
                group
                    .pools
                    .iter()
                    .map(|_| sum(&mut pools, group.machines))
                    .collect()
            })
            .collect()
    }
}

/// The next so many tallies, summed.
fn sum(tallies: &mut impl Iterator<Item = Tally>, machines: u32) -> Tally {
    tallies
        .take(machines as usize)
        .fold(Tally::default(), Tally::plus)
}
