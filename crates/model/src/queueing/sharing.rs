//! Processor sharing: everybody is served at once, each with an equal share and never more than one server.

use super::laplace::{self, Point};
use super::mmc::MMc;
use super::wide::Wide;
use crate::error::{Error, within};
use crate::units::{Rate, Time};

/// `c` servers that share themselves among all customers, in the steady state: M/G/c-PS.
///
/// The number of customers, and with it every mean, depends on the service time only through its mean ("insensitive") and
/// is that of M/M/c. Who brings x of work stays x/S times the mean time: exact, and for one server x/(1 - rho). Sources:
/// Kleinrock, Queueing Systems II, 1976, section 4.4; Cohen, "The multiple phase service network with generalized
/// processor sharing", Acta Informatica 12, 1979. Percentiles do depend on the distribution: they are given for exponential
/// service only.
///
/// ```
/// use model::queueing::Sharing;
/// use model::units::{mib, per_second, seconds};
/// // A link that is 80% full: everything takes five times as long as alone, small files and large ones.
/// let link = Sharing::new(per_second(8.0), seconds(0.1), 1)?;
/// assert!((link.mean_sojourn().seconds() - 0.5).abs() < 1e-12);
/// assert!((link.mean_sojourn_of(seconds(2.0)).seconds() - 10.0).abs() < 1e-9);
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sharing {
    number: MMc,
    servers: u32,
}

impl Sharing {
    /// `arrival` customers a second with `service` mean work each, for `servers` servers.
    ///
    /// # Errors
    /// Those of [`MMc::new`](super::MMc::new).
    pub fn new(arrival: Rate, service: Time, servers: u32) -> Result<Self, Error> {
        let number = MMc::new(arrival, service, servers)?;
        Ok(Self { number, servers })
    }

    /// Share of the servers that are busy. `[1]`
    pub fn utilisation(&self) -> f64 {
        self.number.utilisation()
    }

    /// Mean number of customers. `[1]`
    pub fn mean_number(&self) -> f64 {
        self.number.mean_number()
    }

    /// Mean time from arrival to departure.
    pub fn mean_sojourn(&self) -> Time {
        self.number.mean_sojourn()
    }

    /// Mean time of a customer who brings this much work.
    pub fn mean_sojourn_of(&self, work: Time) -> Time {
        work * self.slowdown()
    }

    /// How many times longer than alone. `[1]`, from 1
    pub fn slowdown(&self) -> f64 {
        self.mean_sojourn() / self.number.flow().1
    }

    /// Probability that a customer is still there `time` after arriving, if service is exponential. `[1]`
    ///
    /// Exact, by following one customer among n others (Sengupta and Jagerman, "A conditional response time of the M/M/1
    /// processor-sharing queue", AT&T Technical Journal 64, 1985, for one server): a system of linear equations for each
    /// node of the inversion, cut off where more customers are less likely than 1e-14.
    ///
    /// # Errors
    /// Utilisation above 0.99.
    pub fn sojourn_tail(&self, time: Time) -> Result<f64, Error> {
        let others = self.others()?;
        let t = time.seconds() / self.number.flow().1.seconds();
        if t <= 0.0 || t.is_infinite() {
            return Ok(f64::from(u8::from(t <= 0.0)));
        }
        Ok(self.point(&others, t).tail.clamp(0.0, 1.0))
    }

    /// The time within which the share `q` of the customers is through, if service is exponential. Exact.
    ///
    /// # Errors
    /// `q` is not in 0 to 1 (exclusive of 1), or utilisation above 0.99.
    pub fn sojourn_percentile(&self, q: f64) -> Result<Time, Error> {
        let left = 1.0 - super::sojourn::quantile(q)?;
        let others = self.others()?;
        if q == 0.0 {
            return Ok(Time::ZERO);
        }
        let mean = self.slowdown();
        let t = laplace::search(|t| self.point(&others, t), left, mean, mean / left);
        Ok(self.number.flow().1 * t)
    }

    /// Probabilities of 0, 1, ... other customers at an arrival: those of M/M/c, up to where they vanish.
    fn others(&self) -> Result<Vec<f64>, Error> {
        within("utilisation", self.utilisation(), 0.0, 0.99)?;
        within("servers", f64::from(self.servers), 1.0, 1e3)?;
        let offered = self.utilisation() * f64::from(self.servers);
        let busiest = (offered as usize).min(self.servers as usize - 1);
        let growth = |n: usize| offered / (n as f64).min(f64::from(self.servers));
        let mut p = vec![0.0; busiest + 1];
        p[busiest] = 1.0;
        for n in (0..busiest).rev() {
            p[n] = p[n + 1] / growth(n + 1);
        }
        while p[p.len() - 1] > 1e-14 || p.len() <= self.servers as usize {
            p.push(p[p.len() - 1] * growth(p.len()));
        }
        let total: f64 = p.iter().sum();
        p.iter_mut().for_each(|p| *p /= total);
        Ok(p)
    }

    /// Tail and density at `t` services.
    fn point(&self, others: &[f64], t: f64) -> Point {
        laplace::EIGHT.point(t, |s| self.transform(others, s))
    }

    /// The transform f(n) of the time left with n others: (s + a + d(n)) f(n) = a f(n+1) + n d(n)/(n+1) f(n-1) + d(n)/(n+1),
    /// where a arrive and d(n) = min(n + 1, c) depart per service. Thomas's elimination from the bottom up gives
    /// f(n) = u(n) + v(n) f(n+1); the sum over n with their probabilities is carried along.
    fn transform(&self, others: &[f64], s: &Wide) -> Wide {
        let arrive = self.utilisation() * f64::from(self.servers);
        let (mut u, mut v) = (Wide::ZERO, Wide::ZERO);
        // Sum so far: x + y f(n), in terms of the unknown that comes next.
        let (mut x, mut y) = (Wide::ZERO, Wide::ZERO);
        for (n, p) in others.iter().enumerate() {
            let all = (n + 1) as f64;
            let depart = all.min(f64::from(self.servers));
            let (behind, done) = (depart * n as f64 / all, depart / all);
            // At the end nobody comes in any more.
            let arrive = if n + 1 < others.len() { arrive } else { 0.0 };
            let pivot = s.line(arrive + depart, 1.0).plus(&v, -behind).inverse();
            (u, v) = (u.line(done, behind).times(&pivot), pivot.line(0.0, arrive));
            y = y.line(*p, 1.0);
            x = x.plus(&y.times(&u), 1.0);
            y = y.times(&v);
        }
        x
    }
}
