//! A recorded load.

use crate::data::Table;
use crate::error::{DataError, Error};
use crate::network::Arrivals;
use crate::units::{Rate, Time, per_second, seconds};

/// Rates over time, as somebody recorded them: each holds until the next.
///
/// ```text
///  rate │     ┌────┐
///       │     │    │               mean    sum of (rate x time) / sum of the times
///       │─────┘    └─────          peak    the largest of the rates
///       └─────┴────┴────┴  time    a row for each step; the last one ends it
/// ```
///
/// The assumption that matters most: within a row the rate is even, and requests come as a Poisson stream at that rate. A burst
/// that is shorter than a row is not in it: the mean of an hour hides the minute that filled the queues.
///
/// ```
/// use model::workload::Series;
/// let series = Series::parse("# Requests on a Monday, an example.\ntime,rate\n0,10\n60,40\n90,10\n120,0\n")?;
/// assert_eq!(series.length().seconds(), 120.0);
/// assert_eq!(series.mean().per_second(), (60.0 * 10.0 + 30.0 * 40.0 + 30.0 * 10.0) / 120.0);
/// assert_eq!(series.peak().per_second(), 40.0);
/// # Ok::<(), model::error::DataError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    phases: Vec<(f64, f64)>, // [s] above 0, [1/s] from 0; at least one
}

impl Series {
    /// Reads a table with the columns `time,rate`: seconds from the start, rising, and requests a second from then on. The
    /// last row ends the recording; its rate is not used.
    ///
    /// # Errors
    /// Names the line of the first row that is malformed or not later than the one before; fewer than two rows.
    pub fn parse(csv: &str) -> Result<Self, DataError> {
        let table = Table::parse(csv, &["time", "rate"])?;
        let mut phases = Vec::new();
        let mut before: Option<(f64, f64)> = None;
        for row in table.rows() {
            let (time, rate) = (row.number(0, -1e12, 1e12)?, row.number(1, 0.0, 1e12)?);
            if let Some((from, held)) = before {
                if time <= from {
                    return Err(row.error(format!("time must be later than {from}, was {time}")));
                }
                phases.push((time - from, held));
            }
            before = Some((time, rate));
        }
        if phases.is_empty() {
            let line = csv.lines().count().max(1);
            return Err(DataError::new(
                line,
                "must have at least two rows: where a rate begins, and where it ends",
            ));
        }
        Ok(Self { phases })
    }

    /// How long the recording is.
    pub fn length(&self) -> Time {
        seconds(self.phases.iter().map(|p| p.0).sum())
    }

    /// Mean rate, over time.
    pub fn mean(&self) -> Rate {
        let requests: f64 = self.phases.iter().map(|(time, rate)| time * rate).sum();
        per_second(requests / self.length().seconds())
    }

    /// Highest rate.
    pub fn peak(&self) -> Rate {
        per_second(self.phases.iter().map(|p| p.1).fold(0.0, f64::max))
    }

    /// Highest rate over the mean rate. `[1]`
    ///
    /// # Errors
    /// Nothing was recorded: all rates are zero.
    pub fn peak_to_mean(&self) -> Result<f64, Error> {
        if self.peak() <= Rate::ZERO {
            return Err(Error::new("peak of the series", 0.0, "must be above 0"));
        }
        Ok(self.peak() / self.mean())
    }

    /// The rate that is not exceeded for the share `q` of the time.
    ///
    /// # Errors
    /// `q` is not in 0 to 1.
    pub fn percentile(&self, q: f64) -> Result<Rate, Error> {
        let q = crate::error::within("quantile", q, 0.0, 1.0)?;
        let mut sorted = self.phases.clone();
        sorted.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (goal, mut time) = (q * self.length().seconds(), 0.0);
        for (length, rate) in &sorted {
            time += length;
            // A hair below is rounding of the sum.
            if time >= goal * (1.0 - 1e-12) {
                return Ok(per_second(*rate));
            }
        }
        Ok(self.peak())
    }

    /// Time for which the rate is above this one.
    pub fn time_above(&self, rate: Rate) -> Time {
        let above = self.phases.iter().filter(|p| p.1 > rate.per_second());
        seconds(above.map(|p| p.0).sum())
    }

    /// The phases of a time and a rate each.
    pub fn phases(&self) -> Vec<(Time, Rate)> {
        self.phases
            .iter()
            .map(|(time, rate)| (seconds(*time), per_second(*rate)))
            .collect()
    }

    /// The same as arrivals: a Poisson stream of the recorded rate. The last rate goes on for ever.
    pub fn arrivals(&self) -> Arrivals {
        Arrivals::Phases(self.phases())
    }

    /// The same shape with another mean rate.
    ///
    /// # Errors
    /// All recorded rates are zero, or the rate is out of range.
    pub fn scaled(&self, mean: Rate) -> Result<Self, Error> {
        crate::error::within("mean rate", mean.per_second(), 0.0, 1e12)?;
        self.peak_to_mean()?;
        let factor = mean / self.mean();
        Ok(Self {
            phases: self
                .phases
                .iter()
                .map(|(time, rate)| (*time, rate * factor))
                .collect(),
        })
    }
}
