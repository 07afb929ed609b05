//! Which object is read next.

use crate::error::{Error, within};
use crate::simulation::Stream;
use crate::workload::{MOST_OBJECTS, Popularity};

/// Draws objects by their popularity, as ranks from 0.
///
/// Zipf's law by rejection-inversion (Hörmann and Derflinger, "Rejection-inversion to generate variates from monotone
/// discrete distributions", ACM TOMACS 1996): exact, without a table, for any number of objects. Small catalogues and
/// lists by Vose's alias table (1991): one random number, one memory access.
///
/// ```
/// use model::simulation::{caches::Draws, Streams};
/// use model::workload::Popularity;
/// let draws = Draws::new(&Popularity::zipf(1.0), 1e9)?;
/// let mut stream = Streams::new(1, 0).stream("reads");
/// assert!((0..1000).all(|_| draws.draw(&mut stream) < 1_000_000_000));
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Draws(Way);

#[derive(Clone, Debug)]
enum Way {
    Zipf(Zipf),
    Table(Alias),
    Stretched(Alias, f64), // objects to a weight
}

/// Up to here a table is worth its making.
const SMALL: f64 = 65_536.0;

impl Draws {
    /// For so many objects.
    ///
    /// # Errors
    /// Names an exponent outside 0 to 10 and objects outside 1 to 1e15.
    pub fn new(popularity: &Popularity, objects: f64) -> Result<Self, Error> {
        popularity.check()?;
        let objects = within("objects", objects, 1.0, MOST_OBJECTS)?.floor();
        Ok(Self(match popularity.exponent() {
            Some(exponent) if objects > SMALL => Way::Zipf(Zipf::new(exponent, objects)),
            Some(exponent) => {
                let weight = |rank| libm::exp(-exponent * libm::log(f64::from(rank)));
                Way::Table(Alias::new((1..=objects as u32).map(weight).collect()))
            }
            None => {
                let shares = popularity.shares();
                let alias = Alias::new(shares.to_vec());
                if shares.len() as f64 == objects {
                    Way::Table(alias)
                } else {
                    Way::Stretched(alias, objects / shares.len() as f64)
                }
            }
        }))
    }

    /// Zipf's law without a table, whatever the number of objects: for comparisons.
    ///
    /// # Errors
    /// As [`Draws::new`].
    pub fn by_rejection(exponent: f64, objects: f64) -> Result<Self, Error> {
        Popularity::zipf(exponent).check()?;
        let objects = within("objects", objects, 1.0, MOST_OBJECTS)?.floor();
        Ok(Self(Way::Zipf(Zipf::new(exponent, objects))))
    }

    /// Zipf's law from a table, which takes 8 bytes an object: the fastest where that is affordable.
    ///
    /// # Errors
    /// As [`Draws::new`], and names more than 10^8 objects.
    pub fn from_table(exponent: f64, objects: f64) -> Result<Self, Error> {
        Popularity::zipf(exponent).check()?;
        let objects = within("objects of a table", objects, 1.0, 1e8)?.floor();
        let weight = |rank| libm::exp(-exponent * libm::log(f64::from(rank)));
        Ok(Self(Way::Table(Alias::new(
            (1..=objects as u32).map(weight).collect(),
        ))))
    }

    /// The rank of the next object, the most popular is 0.
    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> u64 {
        match &self.0 {
            Way::Zipf(zipf) => zipf.draw(stream),
            Way::Table(alias) => u64::from(alias.draw(stream)),
            Way::Stretched(alias, factor) => {
                ((f64::from(alias.draw(stream)) + stream.uniform()) * factor) as u64
            }
        }
    }
}

/// Rejection-inversion, in the notation of the paper.
#[derive(Clone, Debug)]
struct Zipf {
    exponent: f64,
    objects: f64,
    low: f64,  // H(3/2) - 1
    high: f64, // H(n + 1/2)
    sure: f64, // within this distance above x, k is accepted at once
}

impl Zipf {
    fn new(exponent: f64, objects: f64) -> Self {
        let mut zipf = Self {
            exponent,
            objects,
            low: 0.0,
            high: 0.0,
            sure: 0.0,
        };
        zipf.low = zipf.area(1.5) - 1.0;
        zipf.high = zipf.area(objects + 0.5);
        zipf.sure = 2.0 - zipf.inverse(zipf.area(2.5) - zipf.height(2.0));
        zipf
    }

    fn height(&self, x: f64) -> f64 {
        libm::exp(-self.exponent * libm::log(x))
    }

    /// The integral of the height from 1 to x.
    fn area(&self, x: f64) -> f64 {
        let log = libm::log(x);
        let t = (1.0 - self.exponent) * log;
        log * if t.abs() > 1e-8 {
            libm::expm1(t) / t
        } else {
            1.0 + 0.5 * t
        }
    }

    fn inverse(&self, area: f64) -> f64 {
        let t = ((1.0 - self.exponent) * area).max(-1.0);
        libm::exp(
            area * if t.abs() > 1e-8 {
                libm::log1p(t) / t
            } else {
                1.0 - 0.5 * t
            },
        )
    }

    #[inline]
    fn draw(&self, stream: &mut Stream) -> u64 {
        loop {
            let u = self.high + stream.uniform() * (self.low - self.high);
            let x = self.inverse(u);
            let k = (x + 0.5).floor().clamp(1.0, self.objects);
            if k - x <= self.sure || u >= self.area(k + 0.5) - self.height(k) {
                return k as u64 - 1;
            }
        }
    }
}

/// Vose's alias table.
#[derive(Clone, Debug)]
struct Alias {
    cells: Vec<Cell>,
}

/// With probability `own`/2^32 the cell itself, otherwise the other.
#[derive(Clone, Copy, Debug)]
struct Cell {
    own: u32,
    other: u32,
}

impl Alias {
    /// From weights above 0, at least one.
    fn new(mut weights: Vec<f64>) -> Self {
        let mean = weights.iter().sum::<f64>() / weights.len() as f64;
        let mut cells = vec![
            Cell {
                own: u32::MAX,
                other: 0
            };
            weights.len()
        ];
        for (n, cell) in cells.iter_mut().enumerate() {
            weights[n] /= mean;
            cell.other = n as u32;
        }
        let (mut small, mut large): (Vec<u32>, Vec<u32>) =
            (0..weights.len() as u32).partition(|n| weights[*n as usize] < 1.0);
        while let (Some(poor), Some(rich)) = (small.pop(), large.last().copied()) {
            let weight = weights[poor as usize];
            cells[poor as usize] = Cell {
                own: (weight * 4_294_967_296.0) as u32,
                other: rich,
            };
            weights[rich as usize] -= 1.0 - weight;
            if weights[rich as usize] < 1.0 {
                large.pop();
                small.push(rich);
            }
        }
        Self { cells }
    }

    /// One random number: its highest part picks the cell, what is left of it decides there.
    #[inline]
    fn draw(&self, stream: &mut Stream) -> u32 {
        let product = u128::from(stream.bits()) * self.cells.len() as u128;
        let at = (product >> 64) as usize;
        let cell = self.cells[at];
        if ((product >> 32) as u32) < cell.own {
            at as u32
        } else {
            cell.other
        }
    }
}
