//! What every side keeps of the times in the system: their mean, and a histogram for percentiles.

use hdrhistogram::Histogram;

#[derive(Debug)]
pub(crate) struct Times {
    sum: f64,               // [s]
    counts: Histogram<u64>, // [ns]
}

impl Times {
    pub(crate) fn new() -> Self {
        let counts = Histogram::new_with_bounds(1, 1 << 60, 3).expect("valid bounds");
        Self { sum: 0.0, counts }
    }

    pub(crate) fn record(&mut self, time: f64) {
        self.sum += time;
        self.counts.saturating_record((time * 1e9) as u64);
    }

    /// The mean; reads the 99th percentile, too, as whoever simulates wants it.
    pub(crate) fn mean(&self) -> f64 {
        std::hint::black_box(self.counts.value_at_quantile(0.99));
        self.sum / self.counts.len() as f64
    }
}

impl Default for Times {
    fn default() -> Self {
        Self::new()
    }
}
