//! desque: an event for each arrival and each departure, as in its example of an M/M/1 queue.

use std::collections::VecDeque;
use std::ops::Add;

use desque::serial::{Event, Simulation};
use desque::{SimState, SimTime};
use rand::SeedableRng;
use rand_distr::{Distribution, Exp1};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::times::Times;

#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
struct Time(f64);

impl Eq for Time {}

#[allow(clippy::derive_ord_xor_partial_ord, reason = "times are never NaN")]
impl Ord for Time {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl SimTime for Time {}

impl Add<f64> for Time {
    type Output = Self;
    fn add(self, time: f64) -> Self {
        Self(self.0 + time)
    }
}

#[derive(Debug)]
struct Station {
    waiting: VecDeque<f64>, // when each arrived
    busy: usize,
    arrived: u64,
    answered: u64,
    customers: u64,
    times: Times,
    dice: Xoshiro256PlusPlus,
}

impl SimState<Time> for Station {
    fn is_complete(&self, _: &Time) -> bool {
        self.answered >= self.customers
    }
}

type Run = Simulation<Station, Time>;

#[derive(Debug)]
struct Arrival;

#[derive(Debug)]
struct Departure {
    arrived: f64,
}

fn exponential(run: &mut Run) -> f64 {
    Exp1.sample(&mut run.state_mut().dice)
}

fn arrive(run: &mut Run) -> desque::Result {
    let at = *run.current_time() + exponential(run) / crate::ARRIVALS;
    run.schedule(Arrival, at)
}

fn serve(run: &mut Run, arrived: f64) -> desque::Result {
    let at = *run.current_time() + exponential(run);
    run.schedule(Departure { arrived }, at)
}

impl Event<Station, Time> for Arrival {
    fn execute(&mut self, run: &mut Run) -> desque::Result {
        let now = run.current_time().0;
        let station = run.state_mut();
        station.arrived += 1;
        let more = station.arrived < station.customers;
        if station.busy < crate::SERVERS {
            station.busy += 1;
            serve(run, now)?;
        } else {
            station.waiting.push_back(now);
        }
        if more { arrive(run) } else { Ok(()) }
    }
}

impl Event<Station, Time> for Departure {
    fn execute(&mut self, run: &mut Run) -> desque::Result {
        let now = run.current_time().0;
        let station = run.state_mut();
        station.answered += 1;
        station.times.record(now - self.arrived);
        match station.waiting.pop_front() {
            Some(arrived) => serve(run, arrived),
            None => {
                station.busy -= 1;
                Ok(())
            }
        }
    }
}

pub(crate) fn run(customers: u64, seed: u64) -> Result<f64, String> {
    let station = Station {
        waiting: VecDeque::new(),
        busy: 0,
        arrived: 0,
        answered: 0,
        customers,
        times: Times::new(),
        dice: Xoshiro256PlusPlus::seed_from_u64(seed),
    };
    let mut run = Simulation::new(station, Time(0.0));
    arrive(&mut run).map_err(|error| error.to_string())?;
    run.run().map_err(|error| error.to_string())?;
    Ok(run.state().times.mean())
}
