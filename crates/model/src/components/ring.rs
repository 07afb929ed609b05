//! Consistent hashing: keys and machines on a ring, each key at the next machine clockwise (Karger and others 1997).
//!
//! ```text
//!          A              n machines with p points each cut the ring into np arcs. A machine's share is the sum of
//!      C ─ ● ─ B          p of them: Beta(p, (n-1)p) distributed, mean 1/n, squared coefficient of variation
//!      ●       ●          (n-1)/(np+1), about 1/p. The hottest machine's share is E[max of n gamma(p)]/(np).
//!      B ─ ● ─ A
//!          C              A machine that leaves moves only its own keys: 1/n of all. Keys modulo n move (n-1)/n.
//! ```
//!
//! The assumption that matters most: keys are equally popular. One famous key puts all its load on one machine, and no
//! number of points helps against that.
//!
//! ```
//! use model::components::Ring;
//! let few = Ring::new(10, 1, 1_000_000)?;
//! let many = Ring::new(10, 100, 1_000_000)?;
//! // One point each: the hottest of ten takes about 29% (the longest of n arcs is H(n)/n); a hundred points: 12%.
//! assert!((few.hottest() - 0.2929).abs() < 1e-3);
//! assert!((many.hottest() - 0.116).abs() < 1e-3);
//! assert_eq!((many.moved(), many.moved_by_modulo()), (0.1, 0.9));
//! # Ok::<(), model::error::Error>(())
//! ```

use super::gamma;
use crate::error::{Error, within};
use crate::simulation::Streams;

/// A ring of equal machines and equally popular keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ring {
    machines: u32, // 1 to 10 000
    points: u32,   // 1 to 10 000
    keys: u32,     // 1 to 10^7
}

impl Ring {
    /// Machines, points of each on the ring, and different keys.
    ///
    /// # Errors
    /// Names what is out of range: 1 to 10 000 machines and points, 10^7 points altogether, 1 to 10^7 keys.
    pub fn new(machines: u32, points: u32, keys: u32) -> Result<Self, Error> {
        within("machines", f64::from(machines), 1.0, 10_000.0)?;
        within("points", f64::from(points), 1.0, 10_000.0)?;
        within(
            "points on the ring",
            f64::from(machines) * f64::from(points),
            1.0,
            1e7,
        )?;
        within("keys", f64::from(keys), 1.0, 1e7)?;
        Ok(Self {
            machines,
            points,
            keys,
        })
    }

    /// Squared coefficient of variation of a machine's share of the requests. `[1]`
    ///
    /// Arcs vary by (n-1)/(np+1); dealing k keys to them adds their own luck.
    pub fn variation(&self) -> f64 {
        let (n, p) = (f64::from(self.machines), f64::from(self.points));
        let arcs = (n - 1.0) / (n * p + 1.0);
        arcs + (n - 1.0 - arcs) / f64::from(self.keys)
    }

    /// Expected share of the requests that the hottest machine gets. `[1]`
    ///
    /// Gamma variables over their sum are shares of a ring, independent of the sum, so for many keys this is exact. For
    /// few keys, points are put in the place of the keys' luck: good from about ten keys a machine.
    pub fn hottest(&self) -> f64 {
        let n = f64::from(self.machines);
        if self.machines == 1 {
            return 1.0;
        }
        let points = ((n - 1.0) / self.variation() - 1.0) / n;
        if points < 1e-3 {
            return 1.0;
        }
        (gamma::mean_of_largest(n, points) / (n * points)).clamp(1.0 / n, 1.0)
    }

    /// Shares of the machines of a typical ring, from the coldest to the hottest: the middles of n equal slices of the
    /// distribution, the last set to [`hottest`](Self::hottest), all together 1. `[1]`
    pub fn typical_shares(&self) -> Vec<f64> {
        let n = f64::from(self.machines);
        let points = ((n - 1.0) / self.variation() - 1.0) / n;
        if self.machines == 1 || points < 1e-3 {
            let mut shares = vec![0.0; self.machines as usize];
            shares[self.machines as usize - 1] = 1.0;
            return shares;
        }
        let hottest = self.hottest();
        let middles =
            (0..self.machines - 1).map(|i| gamma::quantile(points, (f64::from(i) + 0.5) / n));
        let others: Vec<f64> = middles.collect();
        let scale = (1.0 - hottest) / others.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let mut shares: Vec<f64> = others.iter().map(|x| (x * scale).min(hottest)).collect();
        shares.push(hottest);
        shares
    }

    /// How much more the hottest machine gets than it would if all got the same. `[1]`, from 1
    pub fn imbalance(&self) -> f64 {
        self.hottest() * f64::from(self.machines)
    }

    /// Expected share of the keys that move when a machine leaves: its own. `[1]`
    pub fn moved(&self) -> f64 {
        1.0 / f64::from(self.machines)
    }

    /// The same where the machine is the key's hash modulo the number of machines. `[1]`
    pub fn moved_by_modulo(&self) -> f64 {
        1.0 - self.moved()
    }

    /// The machine of each key, on a ring whose points fall by this seed: the simulation's side of the answers above.
    ///
    /// A machine's points do not depend on who else is there, so removing the last machine (one machine less, same seed)
    /// leaves the others where they were.
    pub fn deal(&self, seed: u64) -> Vec<u32> {
        let streams = Streams::new(seed, 0);
        let mut ring: Vec<(f64, u32)> = (0..self.machines)
            .flat_map(|machine| {
                let mut places = streams.numbered("points of a machine", machine);
                (0..self.points).map(move |_| (places.uniform(), machine))
            })
            .collect();
        ring.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut keys = streams.stream("keys");
        let machine = |place: f64| ring[ring.partition_point(|(at, _)| *at < place) % ring.len()].1;
        (0..self.keys).map(|_| machine(keys.uniform())).collect()
    }

    /// Share of the keys that each machine has on that ring. `[1]`
    pub fn shares(&self, seed: u64) -> Vec<f64> {
        let mut shares = vec![0.0; self.machines as usize];
        for machine in self.deal(seed) {
            shares[machine as usize] += 1.0 / f64::from(self.keys);
        }
        shares
    }
}
