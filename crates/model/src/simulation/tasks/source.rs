//! When messages arrive.

use super::draw;
use crate::error::{Error, within};
use crate::network::Arrivals;
use crate::simulation::log::END_OF_TIME;
use crate::simulation::streams::Stream;

/// Gives one arrival after the other.
#[derive(Debug)]
pub(super) struct Source<'a> {
    arrivals: &'a Arrivals,
    stream: Stream,
    left: u64, // more of the same group
    phase: usize,
    until: u64, // [ns], end of the phase
}

impl<'a> Source<'a> {
    pub(super) fn new(arrivals: &'a Arrivals, stream: Stream) -> Self {
        let mut source = Self {
            arrivals,
            stream,
            left: 0,
            phase: 0,
            until: 0,
        };
        source.until = source.end_of_phase(0);
        source
    }

    /// When the next message arrives after one at `now`; `None` if never. `[ns]`
    pub(super) fn next(&mut self, now: u64) -> Option<u64> {
        match self.arrivals {
            Arrivals::Poisson(rate) => self.after(now, rate.per_second()),
            Arrivals::Batches { rate, size } => {
                if self.left > 0 {
                    self.left -= 1;
                    return Some(now);
                }
                // Geometric from 1 with this mean, by the inverse of its distribution.
                if *size > 1.0 {
                    let more = libm::log(self.stream.uniform()) / libm::log1p(-1.0 / size);
                    self.left = more as u64;
                }
                self.after(now, rate.per_second() / size)
            }
            Arrivals::Phases(phases) => self.phased(now, phases),
        }
    }

    /// An exponential time has no memory: at the end of a phase it is drawn anew with the next one's rate.
    fn phased(
        &mut self,
        now: u64,
        phases: &[(crate::units::Time, crate::units::Rate)],
    ) -> Option<u64> {
        let mut from = now;
        loop {
            let rate = phases.get(self.phase)?.1.per_second();
            let next = self.after(from, rate);
            if let Some(next) = next.filter(|next| *next < self.until) {
                return Some(next);
            }
            if self.until == u64::MAX {
                return None;
            }
            from = self.until;
            self.phase += 1;
            self.until = self.end_of_phase(from);
        }
    }

    /// When the phase ends that begins at `from`; the last one never does.
    fn end_of_phase(&self, from: u64) -> u64 {
        match self.arrivals {
            Arrivals::Phases(phases) if self.phase + 1 < phases.len() => {
                from.saturating_add(draw::nanoseconds(phases[self.phase].0.seconds() * 1e9))
            }
            _ => u64::MAX,
        }
    }

    fn after(&mut self, now: u64, rate: f64) -> Option<u64> {
        let interval = (rate > 0.0).then(|| draw::exponential(&mut self.stream, 1.0 / rate))?;
        // What comes after the end of time never comes.
        now.checked_add(interval)
            .filter(|next| *next < END_OF_TIME as u64)
    }
}

/// When so many messages have arrived, about; no time for those that never come. `[s]`
pub(super) fn last_arrival(arrivals: &Arrivals, messages: f64) -> f64 {
    match arrivals {
        Arrivals::Poisson(rate) | Arrivals::Batches { rate, .. } => messages / rate.per_second(),
        Arrivals::Phases(phases) => {
            let (mut left, mut end) = (messages, 0.0);
            for (index, (time, rate)) in phases.iter().enumerate() {
                let rate = rate.per_second();
                let needed = if rate > 0.0 {
                    left / rate
                } else {
                    f64::INFINITY
                };
                let last = index + 1 == phases.len();
                if needed <= time.seconds() || last && needed.is_finite() {
                    return end + needed;
                }
                left -= if last { 0.0 } else { rate * time.seconds() };
                end += if last { 0.0 } else { time.seconds() };
            }
            end
        }
    }
}

/// Checks rates and times.
pub(super) fn check(arrivals: &Arrivals) -> Result<(), Error> {
    let rate = |rate: &crate::units::Rate, low| within("arrival rate", rate.per_second(), low, 1e9);
    match arrivals {
        Arrivals::Poisson(all) => rate(all, 1e-9)?,
        Arrivals::Batches { rate: all, size } => {
            within("size of a group", *size, 1.0, 1e6)?;
            rate(all, 1e-9)?
        }
        Arrivals::Phases(phases) => {
            within("phases", phases.len() as f64, 1.0, 1e6)?;
            for (time, all) in phases {
                within("time of a phase", time.seconds(), 0.0, 1e9)?;
                rate(all, 0.0)?;
            }
            // A queue that nobody uses for ever has nothing to show.
            within(
                "largest arrival rate",
                phases.iter().map(|p| p.1.per_second()).fold(0.0, f64::max),
                1e-9,
                1e9,
            )?
        }
    };
    Ok(())
}
