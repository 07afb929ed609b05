//! What a balancer's policy makes of the same load before the same servers.
//!
//! ```text
//!                    ┌─> [A] ###        random             each machine is a queue of its own: M/M/c
//! requests ─> choose ├─> [B] #          round robin        the same with arrivals as even as every n-th: E(n)/M/c
//!                    └─> [C] ##         two choices        the share with k and more falls like load^(2^k - 1)
//!                                       least connections  nearly one queue before all: joins the shortest
//! ```
//!
//! What counts is how many requests are at the chosen machine, "found" below: a request that finds k on c servers waits
//! for k - c + 1 of them to finish. So each policy comes down to one distribution, from which mean and tail follow:
//!
//! - random, weighted: M/M/c at the machine's part of the load. Exact.
//! - round robin: every n-th request of a Poisson stream comes here, so the time between two is Erlang of n phases. One
//!   server: GI/M/1, exact (Kleinrock, Queueing Systems I, 6.4): geometric with the root of s = (load/(load + (1 - s)/n))^n.
//!   Several: its delay given a wait is exact, the probability of a wait that of M/M/c times s/load.
//! - two choices: Mitzenmacher (The Power of Two Choices in Randomized Load Balancing, 2001), exact for very many machines;
//!   with several servers the same balance of flows, solved by bisection. For n machines all queues are longer by
//!   load b/(2 (1 - load) n) places, where b is the share of machines without a free server, and a term in 1/n² that makes
//!   two choices of two machines the shortest of two. Fitted to the simulation, in the form of Gast and Van Houdt (A
//!   Refined Mean Field Approximation, 2017): within 2.5% at the mean, 7% at the 99th percentile.
//! - least connections: where queues are kept even, the shortest of n holds a whole n-th of all, which are as many as with
//!   one common queue, M/M/nc: P(at least k more than c found) = C load^(n k), with Erlang's C. Exact for one machine and
//!   in heavy traffic; the response is within 6% of the simulation up to 10 machines. For more it is too careful: by 17%
//!   for 50 machines of one server at 90%.
//! - consistent hashing: M/M/c at each part of the ring, from the typical coldest to the typical hottest.
//!
//! The assumption that matters most: the balancer sees all requests and the counts are true. With several balancers that
//! each count their own, least connections becomes worse and round robin becomes random. For service that is not
//! exponential the means are scaled by (Ca² + Cs²)/(Ca² + 1) (Allen and Cunneen); percentiles are for exponential service.
//!
//! ```
//! use model::components::Balancing;
//! use model::network::{Choice, Service};
//! use model::prelude::*;
//! let shop = Balancing::of(10, 1, Service::exponential(ms(10.0)))?;
//! let p99 = |choice| shop.found(&choice, per_second(900.0))?.percentile(0.99);
//! let random = p99(Choice::Random)?;
//! let two = p99(Choice::TwoChoices)?;
//! let least = p99(Choice::LeastConnections)?;
//! assert!((random.seconds() - 0.1 * 100.0_f64.ln()).abs() < 1e-6); // M/M/1: mean 100 ms, exponential
//! assert!(two < random * 0.3 && least < two);
//! # Ok::<(), Error>(())
//! ```

use super::found::Found;
use super::ring::Ring;
use crate::bisection;
use crate::error::{Error, within};
use crate::network::{Arrivals, Choice, Group, Network, Service, Step};
use crate::queueing::erlang;
use crate::units::{Rate, per_second};

/// Equal machines with servers (cores, workers) and one queue each, behind a balancer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Balancing {
    machines: u32, // 1 to 10 000
    servers: u32,  // 1 to 1 000
    service: Service,
}

/// Closer to all servers busy, the tails that these formulas sum are too long.
const HIGHEST_LOAD: f64 = 0.9999;

impl Balancing {
    /// So many machines, servers on each, and how long one request is served.
    ///
    /// # Errors
    /// Names what is out of range: 1 to 10 000 machines, 1 to 1 000 servers, a service of 1 ns to 1 day.
    pub fn of(machines: u32, servers: u32, service: Service) -> Result<Self, Error> {
        within("machines", f64::from(machines), 1.0, 10_000.0)?;
        within("servers of a machine", f64::from(servers), 1.0, 1000.0)?;
        within("service time", service.mean.seconds(), 1e-9, 86_400.0)?;
        within(
            "squared coefficient of variation",
            service.variation,
            0.0,
            1000.0,
        )?;
        Ok(Self {
            machines,
            servers,
            service,
        })
    }

    /// What all machines can serve.
    pub fn capacity(&self) -> Rate {
        per_second(f64::from(self.machines) * f64::from(self.servers) / self.service.mean.seconds())
    }

    /// What requests find under this policy.
    ///
    /// # Errors
    /// Names what is out of range; the busiest machine must be below 99.99% busy.
    pub fn found(&self, choice: &Choice, load: Rate) -> Result<Found, Error> {
        let offered = within("load", load.per_second(), 0.0, 1e15)? * self.service.mean.seconds();
        let part = offered / f64::from(self.machines);
        match choice {
            Choice::Random => self.split(&[part]),
            Choice::RoundRobin => self.in_turn(part),
            Choice::Weighted(weights) => {
                super::fleet::weigh("weights", weights, self.machines)?;
                let sum: f64 = weights.iter().sum();
                let parts: Vec<f64> = weights.iter().map(|w| offered * w / sum).collect();
                self.split(&parts)
            }
            Choice::LeastConnections => self.shortest(part),
            Choice::TwoChoices => self.better_of_two(part),
            Choice::Hashed { keys, points } => {
                let ring = Ring::new(self.machines, *points, *keys)?;
                let parts: Vec<f64> = ring.typical_shares().iter().map(|s| offered * s).collect();
                self.split(&parts)
            }
        }
    }

    /// The same for the simulation: a group of such machines and requests that visit one of them.
    ///
    /// # Errors
    /// The load is out of range.
    pub fn network(&self, choice: &Choice, load: Rate) -> Result<Network, Error> {
        within("load", load.per_second(), 0.0, 1e15)?;
        let group = Group::new(
            "server",
            self.machines,
            [crate::network::Station::fcfs(self.servers)],
        );
        Ok(Network {
            arrivals: Arrivals::Poisson(load),
            groups: vec![group.choice(choice.clone())],
            routes: vec![vec![
                Step::Choose { group: 0 },
                Step::visit(0, 0, self.service),
            ]],
            client: None,
        })
    }

    /// Utilisation of a machine with this part of the load, below 1.
    fn load(&self, part: f64) -> Result<f64, Error> {
        let load = part / f64::from(self.servers);
        if load > HIGHEST_LOAD {
            let bound = "of the busiest machine must be below 0.9999";
            return Err(Error::new("utilisation", load, bound));
        }
        Ok(load)
    }

    /// Independent Poisson parts.
    fn split(&self, parts: &[f64]) -> Result<Found, Error> {
        let sum: f64 = parts.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let mut found = Found::nothing(self.servers, self.service, 1.0);
        (found.best, found.worst) = (f64::INFINITY, 0.0);
        for part in parts {
            let load = self.load(*part)?;
            let waits = erlang::c(self.servers, *part);
            let share = if parts.len() == 1 { 1.0 } else { part / sum };
            found.add_geometric(share, waits, load);
            let wait = self.wait_of(waits, load);
            found.best = found.best.min(wait);
            found.worst = found.worst.max(wait);
        }
        Ok(found)
    }

    /// Mean wait of those of whom `waits` wait and the next in line are fewer by `ratio` each. `[s]`
    fn wait_of(&self, waits: f64, ratio: f64) -> f64 {
        let each = self.service.mean.seconds() / f64::from(self.servers);
        each * waits / (1.0 - ratio) * 0.5 * (1.0 + self.service.variation)
    }

    /// Each machine gets every n-th.
    fn in_turn(&self, part: f64) -> Result<Found, Error> {
        let load = self.load(part)?;
        let n = f64::from(self.machines);
        let mut found = Found::nothing(self.servers, self.service, 1.0 / n);
        let ratio = if load > 0.0 { root(n, load) } else { 0.0 };
        let waits = erlang::c(self.servers, part) * ratio / load.max(f64::MIN_POSITIVE);
        found.add_geometric(1.0, waits, ratio);
        Ok(found.everywhere())
    }

    /// The one with the fewest.
    fn shortest(&self, part: f64) -> Result<Found, Error> {
        let load = self.load(part)?;
        let (all, n) = (
            self.machines.saturating_mul(self.servers),
            f64::from(self.machines),
        );
        let mut found = Found::nothing(self.servers, self.service, 1.0);
        let waits = erlang::c(all, part * n);
        found.add_geometric(1.0, waits, libm::pow(load, n));
        Ok(found.everywhere())
    }

    /// The better of two.
    fn better_of_two(&self, part: f64) -> Result<Found, Error> {
        if self.machines == 1 {
            return self.split(&[part]);
        }
        let load = self.load(part)?;
        let limit = self.very_many(part, load);
        let more = self.more_than(&limit, part, load);
        let even = libm::pow(load, f64::from(self.machines));
        Ok(limit.behind(more, even).everywhere())
    }

    /// How many more have to finish where there are only so many machines, in the mean. `[1]`
    fn more_than(&self, limit: &Found, part: f64, load: f64) -> f64 {
        let n = f64::from(self.machines);
        let pair = erlang::c(self.servers.saturating_mul(2), 2.0 * part) / (1.0 - load * load);
        // In places of a queue: first / n + second / n². More machines never make it worse while first <= 4 x the gap.
        let gap = (pair - limit.ahead()).max(0.0);
        let busy = (1.0 - limit.queue[0]).sqrt();
        let first = (load * busy / (2.0 * (1.0 - load))).min(4.0 * gap);
        let second = 4.0 * gap - 2.0 * first;
        (first / n + second / (n * n)).max(0.0)
    }

    /// Of the better of two: how likely a wait is, and how many have to finish before it is served, in the mean. `[1]`
    ///
    /// As [`found`](Self::found) has it, whose distribution takes thousands of terms close to saturation.
    ///
    /// # Errors
    /// Those of [`found`](Self::found).
    pub(crate) fn waits_of_two(&self, load: Rate) -> Result<(f64, f64), Error> {
        let offered = within("load", load.per_second(), 0.0, 1e15)? * self.service.mean.seconds();
        let part = offered / f64::from(self.machines);
        let load = self.load(part)?;
        if self.machines == 1 {
            let waits = erlang::c(self.servers, part);
            return Ok((waits, waits / (1.0 - load)));
        }
        let limit = self.very_many(part, load);
        let more = self.more_than(&limit, part, load);
        let even = libm::pow(load, f64::from(self.machines));
        let free = limit.queue[0] * (1.0 - (more * (1.0 - even)).min(1.0));
        Ok((1.0 - free, limit.ahead() + more))
    }

    /// The better of two, of very many.
    fn very_many(&self, part: f64, load: f64) -> Found {
        let mut found = Found::nothing(self.servers, self.service, 1.0);
        // Both must have at least so many.
        let mut share = at_least_all_busy(self.servers, part);
        let mut both = share * share;
        found.queue[0] = 1.0 - both;
        while both > 1e-15 {
            share = load * both;
            found.queue.push(both - share * share);
            both = share * share;
        }
        found
    }
}

/// The root below 1 of s = (load/(load + (1 - s)/n))^n: arrivals at a machine with Erlang times of n phases, and `load`.
fn root(n: f64, load: f64) -> f64 {
    // The right side is convex, 1 at 1, and steeper than 1 there: iteration from 0 rises to the root.
    let right = |s: f64| libm::exp(-n * libm::log1p((1.0 - s) / (n * load)));
    bisection::root(0.0, load, 200, |s| right(s) > s)
}

/// Share of very many machines whose `servers` are all busy, if each request goes to the better of two.
///
/// Flow into "at least k" equals flow out of it: part s(k-1)² = k s(k) + s(k+1) + ... + s(c) for k up to c. From s(c) this
/// gives s(c-1) and so on down to s(0), which must be 1: bisection.
fn at_least_all_busy(servers: u32, part: f64) -> f64 {
    if part == 0.0 {
        return 0.0;
    }
    let all = |last: f64| {
        let (mut share, mut above) = (last, 0.0);
        for k in (1..=servers).rev() {
            let before = ((f64::from(k) * share + above) / part).sqrt();
            above += share;
            share = before;
        }
        share
    };
    bisection::root(0.0, 1.0, 40, |last| all(last) < 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::ms;

    #[test]
    fn the_waits_of_two_are_those_of_their_distribution() -> Result<(), Error> {
        for (machines, servers) in [(1, 2), (2, 1), (2, 4), (7, 1), (20, 2), (300, 1)] {
            let group = Balancing::of(machines, servers, Service::exponential(ms(10.0)))?;
            for share in [0.0, 0.2, 0.7, 0.95, 0.995] {
                let load = group.capacity() * share;
                let found = group.found(&Choice::TwoChoices, load)?;
                let (chance, ahead) = group.waits_of_two(load)?;
                let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(1e-3);
                assert!(close(chance, found.probability_of_waiting()), "{found:?}");
                assert!(close(ahead, found.ahead()), "{ahead} {}", found.ahead());
            }
        }
        Ok(())
    }
}
