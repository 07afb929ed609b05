//! A number of things over time.

/// How many are somewhere, integrated over time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Crowd {
    pub(super) inside: u64,
    area: Area,
}

/// The integral over time of a number that is known elsewhere.
///
/// It is kept as a sum of whole nanoseconds: one who comes takes the time away, one who goes adds it. That is exact, and
/// costs an addition.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Area(i128); // [ns], the times of those who left less those of those who came

impl Area {
    /// One comes.
    #[inline]
    pub(super) fn come(&mut self, now: u64) {
        self.0 -= i128::from(now);
    }

    /// One goes.
    #[inline]
    pub(super) fn go(&mut self, now: u64) {
        self.0 += i128::from(now);
    }

    /// All who are inside go.
    pub(super) fn clear(&mut self, now: u64, inside: u64) {
        self.0 += i128::from(now) * i128::from(inside);
    }

    /// The measurement begins with so many inside.
    pub(super) fn reset(&mut self, now: u64, inside: u64) {
        self.0 = -(i128::from(now) * i128::from(inside));
    }

    /// The integral since the measurement began, with so many inside now. `[ns]`
    pub(super) fn until(&self, now: u64, inside: u64) -> f64 {
        (self.0 + i128::from(now) * i128::from(inside)) as f64
    }
}

impl Crowd {
    /// One more or one fewer, or nobody.
    #[inline]
    pub(super) fn change(&mut self, now: u64, change: i64) {
        self.inside = self.inside.wrapping_add_signed(change);
        self.area.0 -= i128::from(now) * i128::from(change);
    }

    /// Everybody goes.
    pub(super) fn clear(&mut self, now: u64) {
        self.area.clear(now, self.inside);
        self.inside = 0;
    }

    /// The measurement begins.
    pub(super) fn reset(&mut self, now: u64) {
        self.area.reset(now, self.inside);
    }

    /// The integral since the measurement began. `[ns]`
    pub(super) fn area(&self, now: u64) -> f64 {
        self.area.until(now, self.inside)
    }

    /// The mean since the measurement began, `time` ago. `[1]`
    pub(super) fn mean(&self, now: u64, time: f64) -> f64 {
        self.area(now) / time
    }
}
