//! A number of things over time.

/// How many are somewhere, integrated over time.
///
/// The integral is kept as a sum of whole nanoseconds: one who comes takes the time away, one who goes adds it. That is
/// exact, and costs an addition.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Crowd {
    pub(super) inside: u64,
    sum: i128, // [ns], of the times of those who left less those of those who came
}

impl Crowd {
    /// One more or one fewer, or nobody.
    #[inline]
    pub(super) fn change(&mut self, now: u64, change: i64) {
        self.inside = self.inside.wrapping_add_signed(change);
        self.sum -= i128::from(now) * i128::from(change);
    }

    /// Everybody goes.
    pub(super) fn clear(&mut self, now: u64) {
        self.sum += i128::from(now) * i128::from(self.inside);
        self.inside = 0;
    }

    pub(super) fn reset(&mut self, now: u64) {
        self.sum = -(i128::from(now) * i128::from(self.inside));
    }

    /// The integral since the measurement began. `[ns]`
    pub(super) fn area(&self, now: u64) -> f64 {
        (self.sum + i128::from(now) * i128::from(self.inside)) as f64
    }

    /// The mean since the measurement began, `time` ago. `[1]`
    pub(super) fn mean(&self, now: u64, time: f64) -> f64 {
        self.area(now) / time
    }
}
