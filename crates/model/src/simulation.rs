//! placeholder

/// Numerical knobs of a simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trials {
    /// Seed.
    pub seed: u64,
    /// Independent runs.
    pub replications: u32,
    /// Measured requests of a run.
    pub customers: u64,
    /// Requests at the start of a run that are not measured.
    pub warm_up: u64,
}

impl Default for Trials {
    fn default() -> Self {
        Self {
            seed: 1,
            replications: 10,
            customers: 10_000,
            warm_up: 2_000,
        }
    }
}

impl Trials {
    /// Fewer requests, wider intervals: for a first look.
    pub fn draft() -> Self {
        Self {
            customers: 2_000,
            warm_up: 1_000,
            ..Self::default()
        }
    }
}
