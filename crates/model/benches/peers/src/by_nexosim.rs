//! nexosim: the whole station as one model that schedules its own arrivals and departures. Two models that send each other
//! messages would read better and be slower.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::simulation::{Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use rand::SeedableRng;
use rand_distr::{Distribution, Exp1};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

use crate::times::Times;

#[derive(Serialize, Deserialize)]
struct Station {
    waiting: VecDeque<MonotonicTime>,
    busy: usize,
    arrived: u64,
    customers: u64,
    #[serde(skip)]
    times: Times,
    dice: Xoshiro256PlusPlus,
    #[serde(skip)]
    answer: Arc<Mutex<f64>>,
}

#[Model]
impl Station {
    #[nexosim(init)]
    async fn begin(&mut self, context: &Context<Self>) {
        self.next(context);
    }

    #[nexosim(schedulable)]
    async fn arrive(&mut self, _: (), context: &Context<Self>) {
        let now = context.time();
        if self.busy < crate::SERVERS {
            self.busy += 1;
            self.serve(now, context);
        } else {
            self.waiting.push_back(now);
        }
        if self.arrived < self.customers {
            self.next(context);
        }
    }

    #[nexosim(schedulable)]
    async fn depart(&mut self, arrived: MonotonicTime, context: &Context<Self>) {
        self.times
            .record(context.time().duration_since(arrived).as_secs_f64());
        match self.waiting.pop_front() {
            Some(next) => self.serve(next, context),
            None => self.busy -= 1,
        }
        if self.busy == 0 && self.arrived >= self.customers {
            *self.answer.lock().expect("one thread") = self.times.mean();
        }
    }
}

impl Station {
    fn draw(&mut self, mean: f64) -> Duration {
        let draw: f64 = Exp1.sample(&mut self.dice);
        // The next event has to lie in the future.
        Duration::from_secs_f64(draw * mean).max(Duration::from_nanos(1))
    }

    fn next(&mut self, context: &Context<Self>) {
        self.arrived += 1;
        let interval = self.draw(1.0 / crate::ARRIVALS);
        context
            .schedule_event(interval, schedulable!(Self::arrive), ())
            .expect("in the future");
    }

    fn serve(&mut self, arrived: MonotonicTime, context: &Context<Self>) {
        let service = self.draw(1.0);
        context
            .schedule_event(service, schedulable!(Self::depart), arrived)
            .expect("in the future");
    }
}

pub(crate) fn run(customers: u64, seed: u64) -> Result<f64, String> {
    let answer = Arc::new(Mutex::new(0.0));
    let station = Station {
        waiting: VecDeque::new(),
        busy: 0,
        arrived: 0,
        customers,
        times: Times::new(),
        dice: Xoshiro256PlusPlus::seed_from_u64(seed),
        answer: Arc::clone(&answer),
    };
    let mut simulation = SimInit::with_num_threads(1)
        .add_model(station, Mailbox::new(), "station")
        .init(MonotonicTime::EPOCH)
        .map_err(|error| error.to_string())?;
    simulation.run().map_err(|error| error.to_string())?;
    let mean = *answer.lock().expect("one thread");
    Ok(mean)
}
