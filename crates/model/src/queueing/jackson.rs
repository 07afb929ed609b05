//! Open Jackson networks: requests that wander from station to station by chance.

mod ways;

use super::linear;
use super::mmc::MMc;
use crate::error::{Error, within};
use crate::units::{Rate, Time, per_second};

/// A station of a Jackson network.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What comes from outside.
    pub external: Rate,
    /// Mean service of a visit, exponential.
    pub service: Time,
    /// Servers.
    pub servers: u32,
    /// Probability of going on to each station of the network; what is missing to 1 leaves. `[1]`
    pub next: Vec<f64>,
}

/// An open network with Poisson arrivals, exponential services and random routes, in its steady state. Exact.
///
/// The traffic equations, arrivals(j) = external(j) + sum over i of arrivals(i) next(i, j), give each station's arrivals;
/// then the numbers at the stations are independent, each as in an M/M/c of its own. Source: Jackson, "Networks of
/// waiting lines", Operations Research 5(4), 1957; Bolch et al., Queueing Networks and Markov Chains, 2nd ed. 2006,
/// section 7.3. How one request's time is distributed is known for fewer networks, since its waits at different stations are
/// not independent in general: along a [`path`](Self::path) on which nobody overtakes exactly, along others and wherever chance
/// takes a request ([`sojourn_percentile`](Self::sojourn_percentile)) approximately, if nobody comes back to a station.
///
/// ```
/// use model::queueing::jackson::{Jackson, Node};
/// use model::units::{per_second, seconds};
/// // A server that sends half of its customers back to the end of the queue.
/// let back = Node { external: per_second(1.0), service: seconds(0.25), servers: 1, next: vec![0.5] };
/// let network = Jackson::new(&[back])?;
/// assert!((network.arrivals()[0].per_second() - 2.0).abs() < 1e-12);
/// assert!((network.mean_response().seconds() - 1.0).abs() < 1e-12); // two visits of 0.5 s
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Jackson {
    external: f64, // [1/s], from 0
    stations: Vec<MMc>,
    arrivals: Vec<f64>,  // [1/s], from 0
    entering: Vec<f64>,  // [1], share of those from outside; none if nothing arrives
    next: Vec<Vec<f64>>, // [1], probabilities of going on
}

impl Jackson {
    /// A network of these stations.
    ///
    /// # Errors
    /// Not from 1 to 500 stations, a number that [`MMc::new`] refuses; probabilities that add up to more than 1 or are not one a station; requests that never
    /// leave; a station with utilisation 1 and more.
    pub fn new(nodes: &[Node]) -> Result<Self, Error> {
        within("stations", nodes.len() as f64, 1.0, 500.0)?;
        for node in nodes {
            check(node, nodes.len())?;
        }
        let arrivals = linear::solve(equations(nodes)).ok_or_else(|| {
            Error::new(
                "probability of leaving",
                0.0,
                "must be above 0 from every station",
            )
        })?;
        let queue = |(node, arrival): (&Node, &f64)| {
            MMc::new(per_second(*arrival), node.service, node.servers)
        };
        let external: f64 = nodes.iter().map(|node| node.external.per_second()).sum();
        let entering = |node: &Node| {
            if external > 0.0 {
                node.external.per_second() / external
            } else {
                0.0
            }
        };
        Ok(Self {
            external,
            entering: nodes.iter().map(entering).collect(),
            next: nodes.iter().map(|node| node.next.clone()).collect(),
            stations: nodes
                .iter()
                .zip(&arrivals)
                .map(queue)
                .collect::<Result<_, _>>()?,
            arrivals,
        })
    }

    /// Arrivals at each station, from outside and inside.
    pub fn arrivals(&self) -> Vec<Rate> {
        self.arrivals.iter().copied().map(per_second).collect()
    }

    /// Mean visits of a request to each station; none if nothing arrives. `[1]`
    pub fn visits(&self) -> Vec<f64> {
        let share = |arrival: &f64| {
            if self.external > 0.0 {
                arrival / self.external
            } else {
                0.0
            }
        };
        self.arrivals.iter().map(share).collect()
    }

    /// The stations, each an M/M/c of its own.
    pub fn stations(&self) -> &[MMc] {
        &self.stations
    }

    /// Mean time of a request in the whole network; zero if nothing arrives.
    pub fn mean_response(&self) -> Time {
        let stations = self.stations.iter().zip(self.visits());
        stations
            .map(|(station, visits)| station.mean_sojourn() * visits)
            .sum()
    }

    /// Mean number of requests in the whole network. `[1]`
    pub fn mean_number(&self) -> f64 {
        self.stations.iter().map(MMc::mean_number).sum()
    }
}

fn check(node: &Node, stations: usize) -> Result<(), Error> {
    within("arrival rate", node.external.per_second(), 0.0, 1e15)?;
    within(
        "probabilities of going on",
        node.next.len() as f64,
        stations as f64,
        stations as f64,
    )?;
    for chance in &node.next {
        within("probability of going on", *chance, 0.0, 1.0)?;
    }
    within(
        "sum of the probabilities of going on",
        node.next.iter().sum(),
        0.0,
        1.0 + 1e-12,
    )?;
    Ok(())
}

/// arrivals(j) - sum over i of next(i, j) arrivals(i) = external(j)
fn equations(nodes: &[Node]) -> Vec<Vec<f64>> {
    let row = |(j, node): (usize, &Node)| {
        let mut row: Vec<f64> = nodes.iter().map(|from| -from.next[j]).collect();
        row[j] += 1.0;
        row.push(node.external.per_second());
        row
    };
    nodes.iter().enumerate().map(row).collect()
}
