//! Growth over months.

use crate::error::{Error, within};

/// Growth by the same share every month, on top of the growth before (compound).
///
/// ```text
/// 3.1 │           ╭  after 12 months at 10%
///     │        ╭──╯
///     │    ╭───╯               after n months        (1 + g)^n times as much
///   1 ┼────╯                   until m times as much ln(m)/ln(1 + g) months
///     └────────────  months
/// ```
///
/// The assumption that matters most: the share stays the same. It does for a while, and never for ever: what is left to win
/// becomes less. So ask it for months, not for years.
///
/// ```
/// use model::workload::Growth;
/// let growth = Growth::monthly(0.10);
/// assert!((growth.after(12.0)? - 3.138).abs() < 1e-3); // 10% a month is threefold in a year
/// assert!((growth.months_until(10.0)?.unwrap() - 24.16).abs() < 1e-2);
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    monthly: f64, // [1], above -1, to 10
}

impl Growth {
    /// Growth a month over what there was the month before. `[1]`; negative if it shrinks
    pub const fn monthly(share: f64) -> Self {
        Self { monthly: share }
    }

    /// How many times as much there is after so many months. `[1]`; months from -1 200 to 1 200
    ///
    /// # Errors
    /// A number out of range, or a result beyond 10^12.
    pub fn after(&self, months: f64) -> Result<f64, Error> {
        self.check()?;
        within("months", months, -1200.0, 1200.0)?;
        let times = libm::pow(1.0 + self.monthly, months);
        within("growth in all", times, 0.0, 1e12)
    }

    /// Months until there is `times` as much; `None` if that never comes. `[1]`, above 0
    ///
    /// # Errors
    /// A number out of range.
    pub fn months_until(&self, times: f64) -> Result<Option<f64>, Error> {
        self.check()?;
        within("times as much", times, 1e-12, 1e12)?;
        let months = libm::log(times) / libm::log1p(self.monthly);
        // What is there already needs no time; what lies behind never comes again.
        Ok(if times == 1.0 {
            Some(0.0)
        } else {
            Some(months).filter(|m| m.is_finite() && *m > 0.0)
        })
    }

    /// Checks the share.
    ///
    /// # Errors
    /// A share below -0.99 or above 10.
    pub fn check(&self) -> Result<(), Error> {
        within("monthly growth", self.monthly, -0.99, 10.0).map(|_| ())
    }
}
