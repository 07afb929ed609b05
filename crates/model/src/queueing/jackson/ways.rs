//! How long one request stays in an open network: along a path, and wherever chance takes it.
//!
//! ```text
//!            ┌── 1 - p ──> leaves
//! ──> [ a ] ─┤                          a path: a, b, and out
//!            └─── p ────> [ b ] ──>     wandering: either way
//! ```

use super::Jackson;
use crate::error::{Error, within};
use crate::queueing::laplace::{self, Point};
use crate::queueing::mmc::MMc;
use crate::queueing::sojourn::{Queue, Sojourn, quantile};
use crate::queueing::wide::Wide;
use crate::units::Time;

/// More stations than this take too long.
const MOST_STATIONS: f64 = 200.0;

impl Jackson {
    /// How long a request stays that goes along this path, from outside through these stations, by their numbers, and out.
    ///
    /// As a sum of independent sojourns, each as in an M/M/c of its own. Exact where nobody can overtake
    /// ([`overtakes`](Self::overtakes)). Else an approximation: p50, p95 and p99 are within 2% of what is played past
    /// short cuts and through a station with four servers, with stations that are 72 to 90% busy.
    ///
    /// ```
    /// use model::queueing::jackson::{Jackson, Node};
    /// use model::units::{per_second, seconds};
    /// // Two queues in a row, each 80% full: twice an exponential of 1 s.
    /// let node = |external, next: [f64; 2]| Node {
    ///     external: per_second(external), service: seconds(0.2), servers: 1, next: next.to_vec(),
    /// };
    /// let tandem = Jackson::new(&[node(4.0, [0.0, 1.0]), node(0.0, [0.0, 0.0])])?;
    /// assert!(!tandem.overtakes(&[0, 1])?);
    /// let way = tandem.path(&[0, 1])?;
    /// assert!((way.tail(seconds(5.0)) - 6.0 * (-5.0_f64).exp()).abs() < 1e-8);
    /// # Ok::<(), model::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// No station, one that is not there, or one twice; a path that nobody takes. A path on which others overtake, in a network
    /// in which a request can come back to a station: who comes back meets those again whom it met before, and that its waits
    /// were independent would be off by half.
    pub fn path(&self, stations: &[usize]) -> Result<Sojourn, Error> {
        if self.overtakes(stations)? {
            self.ordered()?;
        }
        let add = |way: Sojourn, at: &usize| {
            let (station, service) = (&self.stations[*at], self.stations[*at].flow().1);
            let wait = Queue {
                chance: station.probability_of_waiting(),
                wait: station.mean_wait_if_any(),
                same: 0.0,
            };
            way.waits(wait, 1).service(service, 1)
        };
        Ok(stations.iter().fold(Sojourn::new(), add))
    }

    /// Whether what happens behind a request on this path can delay it later on: somebody overtakes it, or others who were
    /// behind it are before it at a later station.
    ///
    /// False only where that is impossible: one server each, the last excepted; and every way from one station of the path to
    /// a later one leads through the station that comes next. Then the sojourns along the path are independent. Source: Walrand
    /// and Varaiya, "Sojourn times and the overtaking condition in Jacksonian networks", Advances in Applied Probability
    /// 12(4), 1980; for stations in a row, Reich 1957.
    ///
    /// # Errors
    /// No station, one that is not there, or one twice; a path that nobody takes.
    pub fn overtakes(&self, stations: &[usize]) -> Result<bool, Error> {
        self.check_path(stations)?;
        let around = |pair: (&[usize], &[usize])| {
            let (here, next) = (pair.0[0], pair.0[1]);
            let reached = self.reached(here, next);
            self.stations[here].servers() > 1 || pair.1.iter().any(|at| reached[*at])
        };
        let pairs = stations.windows(2);
        Ok(pairs
            .enumerate()
            .any(|(k, pair)| around((pair, &stations[k + 2..]))))
    }

    /// Where a request may come to from a station that does not pass another one.
    fn reached(&self, from: usize, without: usize) -> Vec<bool> {
        let mut reached = vec![false; self.next.len()];
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            for (to, chance) in self.next[at].iter().enumerate() {
                if *chance > 0.0 && to != without && !reached[to] {
                    reached[to] = true;
                    open.push(to);
                }
            }
        }
        reached
    }

    fn check_path(&self, stations: &[usize]) -> Result<(), Error> {
        let all = self.next.len();
        within("stations of a path", stations.len() as f64, 1.0, all as f64)?;
        let mut met = vec![false; all];
        for at in stations {
            within("number of a station", *at as f64, 0.0, all as f64 - 1.0)?;
            let times = 1.0 + f64::from(u8::from(met[*at]));
            within("visits of a path to a station", times, 1.0, 1.0)?;
            met[*at] = true;
        }
        let (first, last) = (stations[0], stations[stations.len() - 1]);
        let steps = stations.windows(2).map(|step| self.next[step[0]][step[1]]);
        let taken = steps.chain([self.entering[first], self.leaving(last)]);
        let least = taken.fold(1.0, f64::min);
        if least > 0.0 {
            return Ok(());
        }
        Err(Error::new(
            "probability of the path",
            least,
            "must be above 0 at every step",
        ))
    }

    /// Probability of leaving after a station; 0 where only rounding is left. `[1]`
    fn leaving(&self, station: usize) -> f64 {
        let left = 1.0 - self.next[station].iter().sum::<f64>();
        if left > 1e-12 { left } else { 0.0 }
    }

    /// Probability that a request, wherever chance takes it, is in the network for longer than `time`. `[1]`
    ///
    /// By all its paths, each as in [`path`](Self::path): exact if nobody overtakes on any, else as near. The transforms T(i) of
    /// what is left at a station, with B(i) that of one sojourn there, obey T(i) = B(i) (chance of leaving + sum over j of
    /// next(i, j) T(j)), and are turned back numerically.
    ///
    /// # Errors
    /// Nothing arrives; more than 200 stations; a network in which a request can come back to a station. There the waits of its
    /// visits are alike, and taking them as independent would make p99 a quarter too short; for one station
    /// [`Feedback`](crate::queueing::Feedback) has the means.
    pub fn sojourn_tail(&self, time: Time) -> Result<f64, Error> {
        let order = self.wanders()?;
        let t = time.seconds();
        if t <= 0.0 || t.is_infinite() {
            return Ok(f64::from(u8::from(t <= 0.0)));
        }
        Ok(self.point(&order, t).tail.clamp(0.0, 1.0))
    }

    /// The time within which the share `q` of the requests is through, by [`sojourn_tail`](Self::sojourn_tail).
    ///
    /// ```
    /// use model::queueing::jackson::{Jackson, Node};
    /// use model::units::{per_second, seconds};
    /// // One in two goes on to a second queue; both take an exponential of 1 s in the mean.
    /// let node = |external, service, next: [f64; 2]| Node {
    ///     external: per_second(external), service: seconds(service), servers: 1, next: next.to_vec(),
    /// };
    /// let network = Jackson::new(&[node(4.0, 0.2, [0.0, 0.5]), node(0.0, 1.0 / 3.0, [0.0, 0.0])])?;
    /// let p99 = network.sojourn_percentile(0.99)?.seconds();
    /// assert!(((-p99).exp() * (1.0 + 0.5 * p99) - 0.01).abs() < 1e-6);
    /// # Ok::<(), model::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`sojourn_tail`](Self::sojourn_tail), and `q` is not in 0 to 1 (exclusive of 1).
    pub fn sojourn_percentile(&self, q: f64) -> Result<Time, Error> {
        let left = 1.0 - quantile(q)?;
        let (order, mean) = (self.wanders()?, self.mean_response());
        Ok(laplace::percentile(|t| self.point(&order, t), left, mean))
    }

    fn wanders(&self) -> Result<Vec<usize>, Error> {
        within(
            "stations of a percentile",
            self.next.len() as f64,
            1.0,
            MOST_STATIONS,
        )?;
        within("arrival rate", self.external, 1e-15, 1e18)?;
        self.ordered()
    }

    /// The stations in an order in which each comes after all to which it leads.
    fn ordered(&self) -> Result<Vec<usize>, Error> {
        let n = self.next.len();
        let (mut order, mut done) = (Vec::with_capacity(n), vec![false; n]);
        for _ in 0..n {
            let over = |at: &usize| {
                let mut ways = self.next[*at].iter().zip(&done);
                !done[*at] && ways.all(|(chance, done)| *chance <= 0.0 || *done)
            };
            let Some(at) = (0..n).find(over) else {
                let back = 1.0;
                return Err(Error::new("ways back to a station", back, "must be none"));
            };
            done[at] = true;
            order.push(at);
        }
        Ok(order)
    }

    fn point(&self, order: &[usize], t: f64) -> Point {
        laplace::euler(t, |s| {
            let mut left = vec![Wide::ZERO; order.len()];
            for at in order {
                let ways = self.next[*at].iter().zip(&left);
                let ways = ways.filter(|(chance, _)| **chance > 0.0);
                let out = Wide::real(self.leaving(*at));
                let on = ways.fold(out, |sum, (chance, part)| sum.plus(part, *chance));
                left[*at] = sojourn(&self.stations[*at], s).times(&on);
            }
            let parts = self.entering.iter().zip(&left);
            parts.fold(Wide::ZERO, |sum, (share, part)| sum.plus(part, *share))
        })
    }
}

/// The transform of a sojourn in an M/M/c.
fn sojourn(station: &MMc, s: &Wide) -> Wide {
    let chance = station.probability_of_waiting();
    let wait = s.exponential(station.mean_wait_if_any().seconds());
    let service = s.exponential(station.flow().1.seconds());
    wait.line(1.0 - chance, chance).times(&service)
}
