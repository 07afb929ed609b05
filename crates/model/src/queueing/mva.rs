//! Closed networks: a fixed number of customers who think, ask, and wait for the answer before they ask again.
//!
//! ```text
//!    ┌──> think (Z) ──> station 1 ──> station 2 ──> ... ──┐
//!    └────────────────── N customers ─────────────────────┘
//! ```
//!
//! Source: Reiser, Lavenberg, "Mean-value analysis of closed multichain queuing networks", Journal of the ACM 27(2),
//! 1980; Lazowska, Zahorjan, Graham, Sevcik, Quantitative System Performance, 1984, chapters 5 to 7. For stations with
//! exponential service first come first served, or any service under processor sharing.
//!
//! Means only, but for one case: how a response is distributed is known exactly where all wait for one station (the machine
//! repairman's case, [`Closed::response_tail`]). At several stations a request's waits depend on each other, for who is behind it
//! at one is before it at the next round; solutions exist for cycles of single servers (Boxma, Kelly, Konheim, "The product form
//! for sojourn time distributions in cyclic exponential queues", Journal of the ACM 31(1), 1984) and are not in here.

mod response;

use super::convolution;
use crate::error::{Error, within};
use crate::units::{Rate, Time, per_second, seconds};

/// A station of a closed network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// Mean service of a request there, over all its visits.
    pub demand: Time,
    /// Servers.
    pub servers: u32,
}

/// A closed network of one class of customers.
///
/// ```
/// use model::queueing::mva::{Closed, Demand};
/// use model::units::seconds;
/// // Lazowska et al., section 6.4: think 15 s; CPU 0.605 s, disks 2.1 s and 1.35 s; three users.
/// let network = Closed::new(seconds(15.0), &[0.605, 2.1, 1.35].map(|d| Demand { demand: seconds(d), servers: 1 }))?;
/// let three = network.exact(3)?;
/// assert!((three.throughput.per_second() - 0.152).abs() < 0.0005);
/// assert!(three.throughput <= network.throughput_bound(3)?);
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    think: f64,               // [s], from 0
    demands: Vec<(f64, u32)>, // [s] from 0, servers from 1; one at least has a demand above 0
}

/// A closed network with so many customers.
#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    /// Requests answered.
    pub throughput: Rate,
    /// Mean time of a request from being asked to being answered.
    pub response: Time,
    /// Mean number at each station, waiting or in service. `[1]`
    pub numbers: Vec<f64>,
}

/// More customers times stations than this take too long.
const MOST_WORK: f64 = 1e8;

impl Closed {
    /// Customers who think for `think`, then ask something of each of the stations.
    ///
    /// # Errors
    /// `think` or a demand outside 0 to 10^12 s, servers outside 1 to 10^6, or demands whose sum is below 1 ps.
    pub fn new(think: Time, stations: &[Demand]) -> Result<Self, Error> {
        let think = within("think time", think.seconds(), 0.0, 1e12)?;
        let check = |station: &Demand| {
            let demand = within("demand", station.demand.seconds(), 0.0, 1e12)?;
            within("servers", f64::from(station.servers), 1.0, 1e6)?;
            Ok((demand, station.servers))
        };
        let demands = stations
            .iter()
            .map(check)
            .collect::<Result<Vec<_>, Error>>()?;
        let total: f64 = demands.iter().map(|(demand, _)| demand).sum();
        within("sum of the demands", total, 1e-12, 1e15)?;
        Ok(Self { think, demands })
    }

    /// What happens with `customers` customers. Exact.
    ///
    /// Mean value analysis where every station has one server: an arriving customer sees the network as it is with one
    /// customer less. Else by convolution (Buzen 1973), since the recursion for several servers loses its digits.
    ///
    /// # Errors
    /// No customer, or so many that the answer takes too long (customers x stations up to 1e8; with several servers
    /// customers² x stations).
    pub fn exact(&self, customers: u32) -> Result<Cycle, Error> {
        let n = f64::from(customers);
        let several = self.demands.iter().any(|(_, servers)| *servers > 1);
        let work = n * self.demands.len() as f64 * if several { n } else { 1.0 };
        within("customers", n, 1.0, 1e8)?;
        within("customers times stations", work, 0.0, MOST_WORK)?;
        if several {
            let about = self.approximate(customers)?.throughput.per_second();
            let (throughput, numbers) =
                convolution::closed(self.think, &self.demands, customers as usize, about);
            return Ok(self.cycle(n, throughput, numbers));
        }
        let (mut queues, mut throughput) = (vec![0.0; self.demands.len()], 0.0);
        for n in 1..=customers {
            throughput = self.step(&mut queues, f64::from(n), 1.0);
        }
        Ok(self.cycle(n, throughput, queues))
    }

    /// The same, approximately, at a cost that does not grow with the number of customers (Bard 1979, Schweitzer 1979).
    ///
    /// An arriving customer is taken to see (N - 1)/N of the numbers with N customers. Several servers count as one server
    /// that is as many times faster, and a delay (Seidmann, Schweitzer, Shalev-Oren 1987). Exact for one customer and one
    /// server each. Largest errors in 60 000 random networks of 1 to 5 stations and up to 60 customers: with single servers
    /// 7% of the throughput and 25% of the response (where a lone station fills up), with up to 4 servers 25% and 34%.
    ///
    /// # Errors
    /// No customer.
    pub fn approximate(&self, customers: u32) -> Result<Cycle, Error> {
        let n = within("customers", f64::from(customers), 1.0, 4e9)?;
        let mut queues = vec![n / self.demands.len() as f64; self.demands.len()];
        let mut throughput = 0.0;
        for _ in 0..100_000 {
            let before = throughput;
            throughput = self.step(&mut queues, n, (n - 1.0) / n);
            if (throughput - before).abs() < 1e-13 * throughput {
                break;
            }
        }
        let number = |(queue, (demand, servers)): (&f64, &(f64, u32))| {
            queue + throughput * delay(*demand, *servers)
        };
        let numbers = queues.iter().zip(&self.demands).map(number).collect();
        Ok(self.cycle(n, throughput, numbers))
    }

    /// The throughput of n customers if one that arrives sees the part `seen` of these queues; the queues that follow.
    fn step(&self, queues: &mut [f64], n: f64, seen: f64) -> f64 {
        let mut cycle = self.think;
        for (queue, (demand, servers)) in queues.iter_mut().zip(&self.demands) {
            *queue = demand / f64::from(*servers) * (1.0 + seen * *queue);
            cycle += *queue + delay(*demand, *servers);
        }
        let throughput = n / cycle;
        queues.iter_mut().for_each(|queue| *queue *= throughput);
        throughput
    }

    fn cycle(&self, customers: f64, throughput: f64, numbers: Vec<f64>) -> Cycle {
        Cycle {
            throughput: per_second(throughput),
            response: seconds((customers / throughput - self.think).max(0.0)),
            numbers,
        }
    }

    /// No more than this is answered, whatever the distributions: the smaller of N/(D + Z) and the least servers/demand.
    ///
    /// # Errors
    /// No customer.
    pub fn throughput_bound(&self, customers: u32) -> Result<Rate, Error> {
        let n = within("customers", f64::from(customers), 1.0, 4e9)?;
        Ok(per_second(
            (n / (self.think + self.total())).min(self.capacity()),
        ))
    }

    /// No response is faster in the mean: the larger of D and N/capacity - Z.
    ///
    /// # Errors
    /// No customer.
    pub fn response_bound(&self, customers: u32) -> Result<Time, Error> {
        let n = within("customers", f64::from(customers), 1.0, 4e9)?;
        Ok(seconds(self.total().max(n / self.capacity() - self.think)))
    }

    /// The number of customers at which the two bounds meet: from there on somebody always waits. `[1]`
    pub fn knee(&self) -> f64 {
        (self.think + self.total()) * self.capacity()
    }

    fn total(&self) -> f64 {
        self.demands.iter().map(|(demand, _)| demand).sum()
    }

    fn capacity(&self) -> f64 {
        let rate = |(demand, servers): &(f64, u32)| f64::from(*servers) / demand;
        self.demands.iter().map(rate).fold(f64::INFINITY, f64::min)
    }
}

/// The part of a service at several servers that is not spent in the one fast server that stands for them.
fn delay(demand: f64, servers: u32) -> f64 {
    let c = f64::from(servers);
    demand * (c - 1.0) / c
}
