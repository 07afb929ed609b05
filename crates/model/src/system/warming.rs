//! How many requests it takes until a simulated system has forgotten that it began empty.
//!
//! A queue forgets within a few relaxation times. For M/M/c that is the mean service over c (1 - sqrt(utilisation))², and never
//! less than a service: Cohen, *The Single Server Queue* (1982), with the factor (1 + C²)/2 of heavy traffic for services that
//! vary otherwise. What counts is how many requests come to the whole system meanwhile: many where twenty machines share them,
//! few where each of them visits the same disk five times.

use super::loads::Loads;
use crate::network::{Arrivals, Network};
use crate::simulation::Trials;

/// [`Trials::warm_up`] is meant for a single M/M/1 at this utilisation.
const USUAL_UTILISATION: f64 = 0.9;
/// What flows through machines at rest takes some requests, too.
const LEAST: f64 = 0.05;

impl Trials {
    /// The same with a warm-up for this network, where [`Trials::warm_up`] is meant for one M/M/1 at 90%: in proportion to the
    /// relaxation of the slowest queue, and at most so many times as much as a group has machines.
    ///
    /// ```
    /// use model::network::Network;
    /// use model::prelude::*;
    /// use model::simulation::Trials;
    /// let idle = Network::single(per_second(30.0), ms(10.0), 1);
    /// let usual = Trials::default();
    /// assert!(usual.warmed_for(&idle).warm_up < usual.warm_up / 10);
    /// ```
    #[must_use]
    pub fn warmed_for(self, network: &Network) -> Self {
        let most = network.groups.iter().map(|group| group.machines).max();
        let most = f64::from(most.unwrap_or(1));
        // Failures and retries have times of their own, which are longer.
        let fails = network.groups.iter().any(|group| group.failures.is_some());
        let part = if fails || network.client.is_some() {
            most
        } else {
            let usual = USUAL_UTILISATION * relaxation(USUAL_UTILISATION, 1.0, 1.0);
            (slowest(network) / usual).clamp(LEAST, most)
        };
        let warm_up = (self.warm_up as f64 * part).ceil() as u64;
        Self { warm_up, ..self }
    }
}

/// Requests that come during the relaxation of the queue that is slowest to forget.
fn slowest(network: &Network) -> f64 {
    let loads = Loads::of(network);
    let arrival = rate(&network.arrivals);
    let mut slowest = 0.0_f64;
    for (index, group) in network.groups.iter().enumerate() {
        for (place, station) in group.stations.iter().enumerate() {
            let load = loads.station(index, place);
            let servers = f64::from(station.servers);
            let utilisation = arrival * load.work / (f64::from(group.machines) * servers);
            if utilisation > 0.0 {
                let services = relaxation(utilisation, servers, load.variation());
                slowest = slowest.max(arrival * load.service() * services);
            }
        }
    }
    slowest
}

/// The highest rate of arrivals. `[1/s]`
fn rate(arrivals: &Arrivals) -> f64 {
    match arrivals {
        Arrivals::Poisson(rate) | Arrivals::Batches { rate, .. } => rate.per_second(),
        Arrivals::Phases(phases) => {
            let rates = phases.iter().map(|(_, rate)| rate.per_second());
            rates.fold(0.0, f64::max)
        }
    }
}

/// The relaxation time of a queue, in services.
fn relaxation(utilisation: f64, servers: f64, variation: f64) -> f64 {
    let left = 1.0 - utilisation.min(1.0).sqrt();
    (0.5 * (1.0 + variation) / (servers * left * left)).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::super::plan::Plan;
    use super::super::simulated;
    use super::*;
    use crate::prelude::*;

    fn warm_up_of(system: &System, share: f64) -> u64 {
        let traffic = Traffic::daily_users(1.0)
            .requests_each(20.0)
            .peak_to_mean(2.0);
        let full = system.saturation(&traffic).unwrap().users;
        let plan = Plan::new(system, &traffic.at_users(share * full)).unwrap();
        let trials = Trials {
            warm_up: 1_000,
            ..Trials::default()
        };
        trials.warmed_for(&simulated::network(&plan)).warm_up
    }

    /// So many machines with one core, which is all that a request asks for, so often.
    fn web(machines: u32, visits: u32) -> System {
        let machine = Machine::named("m")
            .cores(1)
            .memory(gib(4.0))
            .disk(Disk::new("SSD", us(100.0), gib(500.0)));
        let work = Work::per_request()
            .web_cpu(us(1.0))
            .web_reads(0.0)
            .pages_per_query(0.0)
            .writes(0.0)
            .queries(visits)
            .query_cpu(ms(4.0))
            .data_per_user(bytes(1.0))
            .workers(1_000)
            .worker_memory(kib(1.0))
            .reserved_memory(kib(1.0));
        System::together(machine, 1, work).web_machines(machines)
    }

    #[test]
    fn an_idle_queue_forgets_soon_and_a_full_one_takes_all() {
        let one = web(1, 1);
        assert_eq!(warm_up_of(&one, 0.05), 50);
        let (half, most) = (warm_up_of(&one, 0.5), warm_up_of(&one, 0.9));
        assert!(half < 100, "{half}");
        assert!((950..=1_050).contains(&most), "{most}");
        assert_eq!(warm_up_of(&one, 0.95), 1_000);
    }

    #[test]
    fn the_more_visits_a_request_makes_the_fewer_requests_it_takes() {
        let (once, often) = (warm_up_of(&web(1, 1), 0.85), warm_up_of(&web(1, 5), 0.85));
        assert!(
            (once as f64 / often as f64 - 5.0).abs() < 0.1,
            "{once} {often}"
        );
    }
}
