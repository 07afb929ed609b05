//! One run: the clock moves from event to event, requests move from step to step.

use super::events::Events;
use super::network::{END_OF_TIME, MAX_SIDES, Network, Run, Step, Visits};
use super::station::{Station, Tally};
use super::streams::{Stream, Streams};
use crate::error::Error;
use hdrhistogram::Histogram;

impl Network {
    /// Simulates one run: `warm_up` requests that are not measured, then `customers` that are, until the last of them is
    /// answered. Memory grows with the requests in the system at one time, not with `customers`.
    ///
    /// A lone run says little; [`Trials::run`](super::Trials::run) gives intervals.
    ///
    /// # Errors
    /// Names a number out of range, and a system so overloaded that a million requests are in it.
    pub fn run(&self, streams: &Streams, warm_up: u64, customers: u64) -> Result<Run, Error> {
        self.check(warm_up, customers)?;
        Engine::new(self, streams, &mut histogram()).run(warm_up, customers)
    }
}

/// Responses in nanoseconds, three digits: constant memory, whatever the number of requests.
fn histogram() -> Histogram<u64> {
    Histogram::new_with_bounds(1, END_OF_TIME as u64, 3).expect("these bounds are valid")
}

/// A system with more requests in it than this is overloaded beyond measuring; an event can name 16 times as many.
const MOST_REQUESTS: usize = 1_000_000;

/// A request in the system.
#[derive(Clone, Copy, Debug)]
struct Request {
    arrived: u64, // [ns]
    since: u64,   // [ns], when it came to where it is
    measured: bool,
    step: u32,                 // index into the route
    left: u32,                 // visits of this step still to make, this one included
    machine: [u32; MAX_SIDES], // at which machine of each side
}

/// A step with its station as an index, its time in nanoseconds.
#[derive(Clone, Copy, Debug)]
enum Operation {
    Pick {
        side: usize,
    },
    Visit {
        side: usize,
        first: usize,
        mean: f64,
        visits: Visits,
    },
    Delay {
        nanos: u64,
    },
}

/// One run in progress.
struct Engine<'a> {
    network: &'a Network,
    route: Vec<Operation>,
    stations: Vec<Station>, // by side, by station, by machine
    pools: Vec<Station>,    // by machine of the first side; empty without a pool
    choices: Vec<Stream>,   // by side
    arrivals: Stream,
    events: Events,
    requests: Vec<Request>,
    free: Vec<u32>,
    now: u64,
    inside: u64,      // requests in the system
    inside_area: f64, // integrated over time [ns]
    inside_since: u64,
    answered: u64, // in the measurement
    pending: u64,  // measured requests that are not answered yet
    responses: &'a mut Histogram<u64>,
    response_sum: f64, // [ns]
}

impl<'a> Engine<'a> {
    fn new(network: &'a Network, streams: &Streams, responses: &'a mut Histogram<u64>) -> Self {
        responses.reset();
        let mut stations = Vec::new();
        let mut first = Vec::new();
        for side in &network.sides {
            first.push(stations.len());
            for (index, servers) in side.stations.iter().enumerate() {
                let name = format!("{} station {index}", side.name);
                stations.extend(
                    (0..side.machines).map(|m| Station::new(*servers, streams.numbered(&name, m))),
                );
            }
        }
        let pools = network.pool.map_or(Vec::new(), |pool| {
            let unused = streams.stream("workers");
            vec![Station::new(pool.workers, unused); network.sides[0].machines as usize]
        });
        Self {
            route: network
                .route
                .iter()
                .map(|step| operation(step, network, &first))
                .collect(),
            stations,
            pools,
            choices: network
                .sides
                .iter()
                .map(|s| streams.stream(&format!("{} choices", s.name)))
                .collect(),
            arrivals: streams.stream("arrivals"),
            events: Events::new(),
            requests: Vec::new(),
            free: Vec::new(),
            network,
            now: 0,
            inside: 0,
            inside_area: 0.0,
            inside_since: 0,
            answered: 0,
            pending: 0,
            responses,
            response_sum: 0.0,
        }
    }

    fn run(mut self, warm_up: u64, customers: u64) -> Result<Run, Error> {
        let interval = 1e9 / self.network.arrival.per_second();
        let last = warm_up + customers;
        let (mut arrived, mut begin, mut run) = (0, 0, None);
        // Arrivals keep a fraction of a nanosecond, so that short intervals are not rounded away.
        let mut fraction = 0.0;
        let mut next = self.next_arrival(interval, &mut fraction);
        self.pending = customers;
        while self.pending > 0 || run.is_none() {
            if self.events.first().is_some_and(|key| key < next) {
                self.complete_next();
                continue;
            }
            self.now = Events::unpack(next).0;
            if arrived == warm_up {
                begin = self.now;
                self.begin();
            } else if arrived == last {
                run = Some(self.end(begin));
            }
            self.arrive(arrived >= warm_up && arrived < last)?;
            arrived += 1;
            next = self.next_arrival(interval, &mut fraction);
        }
        let at = |q: f64| self.responses.value_at_quantile(q) as f64 / 1e9;
        let response = [
            self.response_sum / customers as f64 / 1e9,
            at(0.5),
            at(0.95),
            at(0.99),
        ];
        Ok(Run {
            response,
            ..run.expect("the loop ends with a run")
        })
    }

    /// The key of the next arrival. It is always pending, so it stays out of the heap.
    #[inline]
    fn next_arrival(&mut self, interval: f64, fraction: &mut f64) -> u128 {
        *fraction += self.arrivals.exponential() * interval;
        let whole = *fraction as u64;
        *fraction -= whole as f64;
        self.events.key(self.now + whole, 0)
    }

    /// A request comes in: it takes a worker or waits for one.
    #[inline]
    fn arrive(&mut self, measured: bool) -> Result<(), Error> {
        self.count(1);
        let mut machine = [0; MAX_SIDES];
        machine[0] = self.choices[0].pick(self.network.sides[0].machines);
        let request = Request {
            arrived: self.now,
            since: self.now,
            measured,
            step: 0,
            left: 0,
            machine,
        };
        let who = self.seat(request)?;
        let home = machine[0] as usize;
        if let Some(pool) = self.pools.get_mut(home) {
            if !pool.enter(self.now, who) {
                return Ok(());
            }
            pool.hold(0);
        }
        self.proceed(who);
        Ok(())
    }

    /// Gives the request a place among those in the system.
    #[inline]
    fn seat(&mut self, request: Request) -> Result<u32, Error> {
        if let Some(who) = self.free.pop() {
            self.requests[who as usize] = request;
            return Ok(who);
        }
        let who = self.requests.len();
        if who >= MOST_REQUESTS {
            return Err(Error::new(
                "requests in the system",
                who as f64,
                "must be below 1 million",
            ));
        }
        self.requests.push(request);
        Ok(who as u32)
    }

    /// The first event happens: what somebody was doing is done.
    #[inline]
    fn complete_next(&mut self) {
        let Some((now, who)) = self.events.next() else {
            return;
        };
        self.now = now;
        let request = self.requests[who as usize];
        if let Operation::Visit {
            side, first, mean, ..
        } = self.route[request.step as usize]
        {
            let index = first + request.machine[side] as usize;
            if let Some(next) = self.stations[index].leave(now) {
                self.begin_service(index, next);
            }
            if request.left > 1 {
                self.requests[who as usize].left -= 1;
                return self.visit(who, index, mean);
            }
        }
        self.requests[who as usize].step += 1;
        self.proceed(who);
    }

    /// Goes on with the current step of `who`, over those that take no time; when it is answered, with whoever gets its
    /// worker.
    #[inline]
    fn proceed(&mut self, mut who: u32) {
        loop {
            let request = &mut self.requests[who as usize];
            match self.route.get(request.step as usize) {
                None => match self.answer(who) {
                    Some(next) => {
                        who = next;
                        continue;
                    }
                    None => return,
                },
                Some(&Operation::Pick { side }) => {
                    request.machine[side] =
                        self.choices[side].pick(self.network.sides[side].machines);
                }
                Some(&Operation::Delay { nanos }) => {
                    if nanos > 0 {
                        return self.events.schedule(self.now + nanos, who);
                    }
                }
                Some(&Operation::Visit {
                    side,
                    first,
                    mean,
                    ref visits,
                }) => {
                    request.left = visits.draw(&mut self.choices[side]);
                    if request.left > 0 {
                        let index = first + request.machine[side] as usize;
                        return self.visit(who, index, mean);
                    }
                }
            }
            self.requests[who as usize].step += 1;
        }
    }

    /// `who` comes to a station and is served, or waits.
    #[inline]
    fn visit(&mut self, who: u32, index: usize, mean: f64) {
        let station = &mut self.stations[index];
        if station.enter(self.now, who) {
            let service = station.serve(mean, 0);
            self.events.schedule(self.now + service, who);
        } else {
            self.requests[who as usize].since = self.now;
        }
    }

    /// A server turns to `who`, who has waited.
    #[inline]
    fn begin_service(&mut self, index: usize, who: u32) {
        let request = &self.requests[who as usize];
        let Operation::Visit { mean, .. } = self.route[request.step as usize] else {
            return;
        };
        let service = self.stations[index].serve(mean, self.now - request.since);
        self.events.schedule(self.now + service, who);
    }

    /// The request is answered. Its worker turns to whoever waits for one, whom this returns.
    #[inline]
    fn answer(&mut self, who: u32) -> Option<u32> {
        self.count(-1);
        self.answered += 1;
        let request = self.requests[who as usize];
        self.free.push(who);
        if request.measured {
            let response = self.now - request.arrived;
            self.pending -= 1;
            self.response_sum += response as f64;
            self.responses.saturating_record(response);
        }
        let pool = self.pools.get_mut(request.machine[0] as usize)?;
        let next = pool.leave(self.now)?;
        pool.hold(self.now - self.requests[next as usize].since);
        Some(next)
    }

    /// Counts who is inside, over time.
    #[inline]
    fn count(&mut self, change: i64) {
        self.inside_area += (self.now - self.inside_since) as f64 * self.inside as f64;
        self.inside_since = self.now;
        self.inside = self.inside.wrapping_add_signed(change);
    }

    /// The measurement begins.
    fn begin(&mut self) {
        self.count(0);
        self.inside_area = 0.0;
        self.answered = 0;
        let now = self.now;
        self.stations
            .iter_mut()
            .chain(&mut self.pools)
            .for_each(|station| station.reset(now));
    }

    /// The measurement ends: what was counted. The responses follow when the last request is answered.
    fn end(&mut self, begin: u64) -> Run {
        self.count(0);
        let now = self.now;
        let time = (now - begin).max(1) as f64;
        let mut tallies = self.stations.iter_mut().map(|s| s.tally(now));
        let mut sum = |machines: u32| {
            (0..machines)
                .filter_map(|_| tallies.next())
                .fold(Tally::default(), Tally::plus)
        };
        let sides = self.network.sides.iter();
        let stations = sides
            .map(|side| side.stations.iter().map(|_| sum(side.machines)).collect())
            .collect();
        Run {
            response: [0.0; 4],
            time: time / 1e9,
            answered: self.answered,
            in_system: self.inside_area / time,
            stations,
            pool: self
                .pools
                .iter_mut()
                .map(|p| p.tally(now))
                .fold(Tally::default(), Tally::plus),
        }
    }
}

/// A step with its station's place among all.
fn operation(step: &Step, network: &Network, firsts: &[usize]) -> Operation {
    match *step {
        Step::Pick { side } => Operation::Pick { side },
        Step::Delay { time } => Operation::Delay {
            nanos: (time.seconds() * 1e9 + 0.5) as u64,
        },
        Step::Visit {
            side,
            station,
            service,
            visits,
        } => {
            let first = firsts[side] + station * network.sides[side].machines as usize;
            Operation::Visit {
                side,
                first,
                mean: service.seconds() * 1e9,
                visits,
            }
        }
    }
}
