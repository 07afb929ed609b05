//! Which objects are asked for, and how unequally: the reason why a cache works at all.
//!
//! ```text
//! share of the reads
//!   |#
//!   |#                     Zipf: the object of rank k is read in proportion to 1/k^s
//!   |##                    s = 0: all alike; web traffic: 0.6 to 1.2
//!   |####
//!   |##########...................
//!   +-----------------------------> objects, the most popular first
//! ```
//!
//! ```
//! use model::workload::Popularity;
//! let popularity = Popularity::zipf(0.8);
//! // Of 10 000 objects, the most popular 100 get three tenths of the reads.
//! let share = popularity.share_of_top(100.0, 10_000.0)?;
//! assert!((share - 0.30).abs() < 0.005);
//! # Ok::<(), model::error::Error>(())
//! ```
//!
//! The assumption that matters most: each read is thrown anew, whoever read what before (the independent reference model). Real
//! reads come in bouts, and what is popular changes; a cache then does better than its shape says, or worse.
//!
//! A popularity is a shape. How many objects there are is said where it is used, for it grows with the users.
//! A list of m weights that is used for n objects is stretched: each weight stands for n/m equally popular objects.

use crate::data::Table;
use crate::error::{DataError, Error, within};
use std::collections::HashMap;
use std::sync::Arc;

/// The most objects that a popularity can be used for. `[1]`
pub const MOST_OBJECTS: f64 = 1e15;

/// How often objects are asked for, relative to each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Popularity(Shape);

#[derive(Clone, Debug, PartialEq)]
enum Shape {
    Zipf(f64), // [1], 0 to 10
    List(Arc<List>),
}

/// Weights, and the order of the reads where it was recorded.
#[derive(Debug, PartialEq)]
struct List {
    weights: Vec<f64>, // [1], above 0, falling, sum 1; at least one
    runs: Vec<Run>,
    reads: Option<Vec<u32>>, // ranks, counted from 0
}

/// Equally popular objects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// How many. `[1]`, above 0
    pub objects: f64,
    /// Share of the reads that each of them gets. `[1]`, above 0
    pub share: f64,
}

impl Popularity {
    /// Zipf's law: the object of rank k is read in proportion to 1/k^`exponent`. `[1]`, 0 to 10
    ///
    /// Breslau et al., "Web Caching and Zipf-like Distributions" (INFOCOM 1999), found 0.64 to 0.83 at web proxies.
    pub const fn zipf(exponent: f64) -> Self {
        Self(Shape::Zipf(exponent))
    }

    /// How often each object was read, in any unit and any order; those never read are left out.
    ///
    /// # Errors
    /// Names a weight that is negative, not a number, or beyond 1e15, and an empty list.
    ///
    /// ```
    /// use model::workload::Popularity;
    /// let popularity = Popularity::weights(&[1.0, 7.0, 2.0])?;
    /// assert!((popularity.share_of_top(1.0, 3.0)? - 0.7).abs() < 1e-12);
    /// assert!(Popularity::weights(&[]).is_err());
    /// # Ok::<(), model::error::Error>(())
    /// ```
    pub fn weights(weights: &[f64]) -> Result<Self, Error> {
        for weight in weights {
            within("popularity weight", *weight, 0.0, 1e15)?;
        }
        let mut weights: Vec<f64> = weights.iter().copied().filter(|w| *w > 0.0).collect();
        weights.sort_by(|a, b| b.total_cmp(a));
        Self::list(weights, None)
    }

    /// The keys that were read, in their order: a key a line. Empty lines and lines that begin with `#` are left out.
    ///
    /// The closed forms use how often each key occurs, the simulated cache replays the order.
    ///
    /// # Errors
    /// A text without a key, or with more than 4 × 10^9.
    ///
    /// ```
    /// use model::workload::Popularity;
    /// let popularity = Popularity::recorded("cart\nhome\nhome\n")?;
    /// assert_eq!(popularity.reads(), Some([1, 0, 0].as_slice())); // ranks: home is the most popular
    /// # Ok::<(), model::error::DataError>(())
    /// ```
    pub fn recorded(text: &str) -> Result<Self, DataError> {
        let lines = text.lines().map(str::trim);
        let keys = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self::from_keys(keys)
            .map_err(|error| DataError::new(text.lines().count().max(1), error.to_string()))
    }

    /// The keys in one column of a table, in the order of its rows. See [`Popularity::recorded`].
    ///
    /// # Errors
    /// A table that cannot be read, that lacks the column, or that has no rows.
    pub fn recorded_column(csv: &str, column: &str) -> Result<Self, DataError> {
        let header = csv
            .lines()
            .find(|line| !line.trim().is_empty() && !line.starts_with('#'));
        let names: Vec<&str> = header.unwrap_or("").split(',').map(str::trim).collect();
        let table = Table::parse(csv, &names)?;
        let index = names.iter().position(|name| *name == column);
        let index = index
            .ok_or_else(|| DataError::new(1, format!("the table has no column \"{column}\"")))?;
        let rows = table.rows().iter();
        let keys = rows
            .map(|row| row.text(index))
            .collect::<Result<Vec<_>, _>>()?;
        Self::from_keys(keys.iter().map(String::as_str))
            .map_err(|error| DataError::new(csv.lines().count().max(1), error.to_string()))
    }

    /// Numbers the keys by their popularity; of equals, the one that came first.
    fn from_keys<'a>(keys: impl Iterator<Item = &'a str>) -> Result<Self, Error> {
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let (mut reads, mut counts): (_, Vec<f64>) = (Vec::new(), Vec::new());
        for key in keys {
            within("recorded keys", reads.len() as f64, 0.0, 4e9)?;
            let next = numbers.len() as u32;
            let number = *numbers.entry(key).or_insert(next);
            if number == next {
                counts.push(0.0);
            }
            counts[number as usize] += 1.0;
            reads.push(number);
        }
        let mut order: Vec<u32> = (0..counts.len() as u32).collect();
        order.sort_by(|a, b| counts[*b as usize].total_cmp(&counts[*a as usize]));
        let mut rank = vec![0; order.len()];
        for (position, number) in order.iter().enumerate() {
            rank[*number as usize] = position as u32;
        }
        let weights = order
            .iter()
            .map(|number| counts[*number as usize])
            .collect();
        let ranks = reads.iter().map(|number| rank[*number as usize]).collect();
        Self::list(weights, Some(ranks))
    }

    /// A list from weights that fall and are above 0.
    fn list(mut weights: Vec<f64>, reads: Option<Vec<u32>>) -> Result<Self, Error> {
        within("popularity weights", weights.len() as f64, 1.0, 4e9)?;
        let sum: f64 = weights.iter().sum();
        // Shares stay as they are: dividing again changes last bits, and what was written would not read back as the same.
        if (sum - 1.0).abs() > f64::EPSILON * weights.len() as f64 {
            weights.iter_mut().for_each(|weight| *weight /= sum);
        }
        let mut runs: Vec<Run> = Vec::new();
        for share in &weights {
            match runs.last_mut() {
                Some(run) if run.share == *share => run.objects += 1.0,
                _ => runs.push(Run {
                    objects: 1.0,
                    share: *share,
                }),
            }
        }
        Ok(Self(Shape::List(Arc::new(List {
            weights,
            runs,
            reads,
        }))))
    }

    /// The exponent of Zipf's law `[1]`, from 0; `None` for a list.
    pub fn exponent(&self) -> Option<f64> {
        match &self.0 {
            Shape::Zipf(exponent) => Some(*exponent),
            Shape::List(_) => None,
        }
    }

    /// The shares of a list, the largest first, summing to 1; empty for Zipf's law. `[1]`
    pub fn shares(&self) -> &[f64] {
        match &self.0 {
            Shape::Zipf(_) => &[],
            Shape::List(list) => &list.weights,
        }
    }

    /// The list again, with equal shares counted together; empty for Zipf's law.
    pub fn runs(&self) -> &[Run] {
        match &self.0 {
            Shape::Zipf(_) => &[],
            Shape::List(list) => &list.runs,
        }
    }

    /// The recorded order of the reads as ranks, counted from 0; `None` if only popularity is known.
    pub fn reads(&self) -> Option<&[u32]> {
        match &self.0 {
            Shape::Zipf(_) => None,
            Shape::List(list) => list.reads.as_deref(),
        }
    }

    /// Share of the reads that go to the `top` most popular of `objects`. `[1]`
    ///
    /// # Errors
    /// Names an exponent outside 0 to 10, fewer than 1 or more than 1e15 objects, and a `top` outside 0 to `objects`.
    pub fn share_of_top(&self, top: f64, objects: f64) -> Result<f64, Error> {
        self.check()?;
        within("objects", objects, 1.0, MOST_OBJECTS)?;
        within("top", top, 0.0, objects)?;
        Ok(match &self.0 {
            Shape::Zipf(exponent) => harmonic(top, *exponent) / harmonic(objects, *exponent),
            Shape::List(list) => {
                let places = top / objects * list.weights.len() as f64;
                let whole = (places.floor() as usize).min(list.weights.len());
                let part = list
                    .weights
                    .get(whole)
                    .map_or(0.0, |w| w * (places - whole as f64));
                (list.weights[..whole].iter().sum::<f64>() + part).min(1.0)
            }
        })
    }

    /// Checks that every number is in its range.
    ///
    /// # Errors
    /// Names an exponent outside 0 to 10.
    pub fn check(&self) -> Result<(), Error> {
        if let Shape::Zipf(exponent) = self.0 {
            within("zipf exponent", exponent, 0.0, 10.0)?;
        }
        Ok(())
    }
}

/// 1 + 2^-s + ... + n^-s, the generalised harmonic number: 32 terms one by one, the rest by the formula of Euler and
/// Maclaurin, whose next term is below 1e-9 of the sum. Between whole n, the function that passes through them.
fn harmonic(n: f64, s: f64) -> f64 {
    const HEAD: f64 = 32.0;
    let term = |x: f64| libm::exp(-s * libm::log(x));
    if n <= HEAD {
        let whole = n.floor();
        let head: f64 = (1..=whole as u32).map(|k| term(f64::from(k))).sum();
        return head + (n - whole) * term(whole + 1.0);
    }
    let head: f64 = (1..HEAD as u32).map(|k| term(f64::from(k))).sum();
    let rest = integral(n, s) - integral(HEAD, s);
    let ends = 0.5 * (term(HEAD) + term(n));
    let slope = s / 12.0 * (term(HEAD) / HEAD - term(n) / n);
    head + rest + ends + slope
}

/// The integral of x^-s from 1 to x, also where s is near 1.
fn integral(x: f64, s: f64) -> f64 {
    let (log, power) = (libm::log(x), 1.0 - s);
    if (power * log).abs() < 1e-9 {
        log
    } else {
        libm::expm1(power * log) / power
    }
}
