//! What all queues have in common: Little's law.

/// Mean sojourn and mean numbers of a queue, from its `mean_wait()` and its `flow()`: arrival rate and mean service.
macro_rules! means {
    () => {
        /// Mean time from arrival to departure.
        pub fn mean_sojourn(&self) -> crate::units::Time {
            self.mean_wait() + self.flow().1
        }

        /// Mean number waiting (Little's law). `[1]`
        pub fn mean_queue(&self) -> f64 {
            self.flow().0 * self.mean_wait().seconds()
        }

        /// Mean number waiting or in service (Little's law). `[1]`
        pub fn mean_number(&self) -> f64 {
            self.flow().0 * self.mean_sojourn().seconds()
        }
    };
}

pub(super) use means;
