//! One run: the clock moves from event to event, jobs move from operation to operation.

use super::arrivals::Source;
use super::choices::Chooser;
use super::events::Events;
use super::log::{Crowd, RouteLog};
use super::operations::{NOBODY, ONCE, Operation, Program, UNBOUNDED};
use super::results::{Counts, Run};
use super::service::{Law, draw_visits};
use super::sharing::Shared;
use super::station::Station;
use super::streams::{Stream, Streams};
use crate::error::Error;
use crate::network::{Discipline, MAX_GROUPS, Network};
use std::marker::PhantomData;

/// A system with more jobs in it than this is overloaded beyond measuring; an event can name 16 times as many.
pub(super) const MOST_JOBS: usize = 1_000_000;

/// What an engine is compiled for: what a network does not use costs it nothing.
pub(super) trait Features {}

/// No impatient clients, no failures, no trace.
pub(super) struct Plain;

impl Features for Plain {}

/// A request's attempt, or a job that one started.
#[derive(Clone, Copy, Debug)]
pub(super) struct Job {
    pub(super) arrived: u64,               // [ns]
    pub(super) since: u64,                 // [ns], when it came to where it is
    pub(super) work: u64,                  // [ns], what it would take alone where it shares
    pub(super) step: u32,                  // index of its operation
    pub(super) left: u32,                  // visits still to make, this one included
    pub(super) machine: [u16; MAX_GROUPS], // at which machine of each group
    pub(super) held: u32,                  // a bit for each kind of pool of which it holds a place
    pub(super) counted: u8,                // a bit for each group whose connections count it
    pub(super) route: u8,
    pub(super) measured: bool,
}

/// How a job ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Done,
    Refused,
}

/// Whom an event concerns: the lowest 24 bits are a number, those above say of what.
const NUMBER_BITS: u32 = 24;
const NUMBER_MASK: u32 = (1 << NUMBER_BITS) - 1;
const SHARED: u32 = 1 << NUMBER_BITS;

/// One run in progress.
pub(super) struct Engine<'a, F> {
    pub(super) network: &'a Network,
    pub(super) program: &'a Program,
    pub(super) stations: Vec<Station>, // by group, by station, by machine
    pub(super) shared: Vec<Shared>,    // the same, of those where everybody shares
    pub(super) pools: Vec<Station>,    // by group, by pool, by machine
    pub(super) choosers: Vec<Chooser>, // by group
    pub(super) dice: Vec<Stream>,      // those that the program names
    pub(super) source: Source,
    pub(super) events: Events,
    pub(super) jobs: Vec<Job>,
    pub(super) free: Vec<u32>,
    pub(super) ready: Vec<u32>, // jobs that can go on now
    pub(super) now: u64,
    pub(super) counts: Counts,
    pub(super) requests: Crowd,
    pub(super) routes: Vec<RouteLog>,
    pub(super) pending: u64, // measured jobs that are not done yet
    pub(super) stay: f64,    // [ns], of the measured requests
    pub(super) overflow: bool,
    pub(super) features: PhantomData<F>,
}

impl<'a, F: Features> Engine<'a, F> {
    pub(super) fn new(network: &'a Network, program: &'a Program, streams: &Streams) -> Self {
        let (mut stations, mut shared, mut pools) = (Vec::new(), Vec::new(), Vec::new());
        for group in &network.groups {
            for (index, station) in group.stations.iter().enumerate() {
                let name = format!("{} station {index}", group.name);
                let each = (0..group.machines).map(|m| streams.numbered(&name, m));
                match station.discipline {
                    Discipline::Fcfs => {
                        stations.extend(each.map(|s| Station::new(station.servers, s)))
                    }
                    Discipline::Sharing => {
                        shared.extend(each.map(|s| Shared::new(station.servers, s)))
                    }
                }
            }
            for pool in &group.pools {
                let unused = streams.stream("pools");
                pools
                    .extend((0..group.machines).map(|_| Station::new(pool.places, unused.clone())));
            }
        }
        Self {
            network,
            program,
            stations,
            shared,
            pools,
            choosers: network
                .groups
                .iter()
                .map(|g| Chooser::new(g, streams))
                .collect(),
            dice: program
                .streams
                .iter()
                .map(|name| streams.stream(name))
                .collect(),
            source: Source::new(&network.arrivals, streams),
            events: Events::new(),
            jobs: Vec::new(),
            free: Vec::new(),
            ready: Vec::new(),
            now: 0,
            counts: Counts::default(),
            requests: Crowd::default(),
            routes: network.routes.iter().map(|_| RouteLog::new()).collect(),
            pending: 0,
            stay: 0.0,
            overflow: false,
            features: PhantomData,
        }
    }

    /// `warm_up` requests that are not measured, then `customers` that are, until the last of them is done.
    pub(super) fn run(mut self, warm_up: u64, customers: u64) -> Result<Run, Error> {
        let last = warm_up + customers;
        let (mut arrived, mut begin, mut run) = (0, 0, None);
        let mut next = self.next_arrival();
        self.pending = customers;
        while self.pending > 0 || run.is_none() {
            if self.events.first().is_some_and(|key| key < next) {
                self.happen();
                continue;
            }
            self.now = Events::unpack(next).0;
            if arrived == warm_up {
                begin = self.now;
                self.begin();
            } else if arrived == last {
                run = Some(self.end_measurement(begin));
            }
            self.arrive(arrived >= warm_up && arrived < last)?;
            arrived += 1;
            next = self.next_arrival();
        }
        let run = run.expect("the loop ends with a run");
        Ok(self.with_times(run, customers))
    }

    /// The key of the next arrival. It is always pending, so it stays out of the heap.
    #[inline]
    fn next_arrival(&mut self) -> u128 {
        let time = self.source.next(self.now);
        self.events.key(time, 0)
    }

    /// A request comes in.
    #[inline]
    fn arrive(&mut self, measured: bool) -> Result<(), Error> {
        if self.jobs.len() > MOST_JOBS || self.overflow {
            let inside = self.jobs.len() as f64;
            return Err(Error::new(
                "requests in the system",
                inside,
                "must be below 1 million",
            ));
        }
        let who = self.seat(Job {
            arrived: self.now,
            since: self.now,
            work: 0,
            step: self.program.routes[0],
            left: 0,
            machine: [0; MAX_GROUPS],
            held: 0,
            counted: 0,
            route: 0,
            measured,
        });
        self.advance(who);
        self.go_on();
        Ok(())
    }

    /// Gives a job a place among those inside.
    #[inline]
    fn seat(&mut self, job: Job) -> u32 {
        self.routes[usize::from(job.route)].start(self.now);
        if let Some(who) = self.free.pop() {
            self.jobs[who as usize] = job;
            return who;
        }
        self.jobs.push(job);
        (self.jobs.len() - 1) as u32
    }

    /// The first event happens: what somebody was doing is done.
    #[inline]
    fn happen(&mut self) {
        let Some((now, who)) = self.events.next() else {
            return;
        };
        self.now = now;
        if who < SHARED {
            self.complete(who);
        } else {
            self.share((who & NUMBER_MASK) as usize);
        }
        self.go_on();
    }

    /// All that can go on do so.
    #[inline]
    fn go_on(&mut self) {
        while let Some(who) = self.ready.pop() {
            self.advance(who);
        }
    }

    /// A service, or a delay, of `who` is over.
    #[inline]
    fn complete(&mut self, who: u32) {
        let job = self.jobs[who as usize];
        let program = self.program;
        if let Operation::Visit {
            group,
            times,
            first,
            ref law,
            ..
        } = program.operations[job.step as usize]
        {
            let index = first as usize + usize::from(job.machine[usize::from(group)]);
            if let Some(next) = self.stations[index].leave(self.now) {
                self.begin_service(index, next);
            }
            if times != ONCE && job.left > 1 {
                self.jobs[who as usize].left -= 1;
                return self.enter(who, index, law);
            }
        }
        self.jobs[who as usize].step += 1;
        self.advance(who);
    }

    /// Those leave a shared station that are done.
    fn share(&mut self, index: usize) {
        if !self.shared[index].expects(self.now) {
            return;
        }
        while let Some(who) = self.shared[index].leave(self.now) {
            let job = &mut self.jobs[who as usize];
            self.shared[index].note(self.now - job.since, job.work);
            if job.left > 1 {
                job.left -= 1;
                let Operation::Visit { law, .. } = &self.program.operations[job.step as usize]
                else {
                    continue;
                };
                self.enter_shared(who, index, law);
            } else {
                job.step += 1;
                self.ready.push(who);
            }
        }
        self.watch(index);
    }

    /// `who` goes on with its operation, over those that take no time.
    #[inline]
    fn advance(&mut self, who: u32) {
        let program = self.program;
        loop {
            let job = &mut self.jobs[who as usize];
            match program.operations[job.step as usize] {
                Operation::Visit {
                    group,
                    sharing,
                    times,
                    first,
                    ref law,
                } => {
                    job.left = 1;
                    if times != ONCE {
                        let (visits, stream) = &program.visits[usize::from(times)];
                        job.left = draw_visits(visits, &mut self.dice[usize::from(*stream)]);
                    }
                    if job.left > 0 {
                        let index = first as usize + usize::from(job.machine[usize::from(group)]);
                        if sharing {
                            self.enter_shared(who, index, law);
                            return self.watch(index);
                        }
                        return self.enter(who, index, law);
                    }
                }
                Operation::End => return self.end(who, Outcome::Done),
                Operation::Choose { group } => self.choose(who, group),
                Operation::Take {
                    group,
                    pool,
                    first,
                    room,
                } => {
                    let index = first as usize + usize::from(job.machine[usize::from(group)]);
                    if room != UNBOUNDED && self.pools[index].is_full(room) {
                        return self.end(who, Outcome::Refused);
                    }
                    job.since = self.now;
                    if !self.pools[index].enter(self.now, who) {
                        return;
                    }
                    job.held |= 1 << pool;
                    self.pools[index].hold(0);
                }
                Operation::Give { pool } => {
                    let job = *job;
                    self.jobs[who as usize].held &= !(1 << pool);
                    self.give(&job, pool);
                }
                Operation::Delay { stream, ref law } => {
                    let nanos = law.draw(&mut self.dice[usize::from(stream)]);
                    if nanos > 0 {
                        return self.events.schedule(self.now + nanos, who);
                    }
                }
                Operation::Branch {
                    stream,
                    otherwise,
                    chance,
                } => {
                    if !self.dice[usize::from(stream)].happens(chance) {
                        job.step = otherwise;
                        continue;
                    }
                }
                Operation::Jump { to } => {
                    job.step = to;
                    continue;
                }
                Operation::Spawn { route, each } => self.spawn(who, route, each),
            }
            self.jobs[who as usize].step += 1;
        }
    }

    /// `who` comes to a station and is served, or waits.
    #[inline]
    fn enter(&mut self, who: u32, index: usize, law: &Law) {
        let station = &mut self.stations[index];
        if station.enter(self.now, who) {
            let service = station.serve(law, 0);
            self.events.schedule(self.now + service, who);
        } else {
            self.jobs[who as usize].since = self.now;
        }
    }

    /// A server turns to `who`, who has waited.
    #[inline]
    fn begin_service(&mut self, index: usize, who: u32) {
        let job = &self.jobs[who as usize];
        let Operation::Visit { ref law, .. } = self.program.operations[job.step as usize] else {
            return;
        };
        let service = self.stations[index].serve(law, self.now - job.since);
        self.events.schedule(self.now + service, who);
    }

    /// `who` comes to a station that everybody shares.
    #[inline]
    fn enter_shared(&mut self, who: u32, index: usize, law: &Law) {
        let job = &mut self.jobs[who as usize];
        job.since = self.now;
        job.work = self.shared[index].enter(self.now, who, law);
    }

    /// Schedules when the next one will be done there.
    #[inline]
    fn watch(&mut self, index: usize) {
        if let Some(time) = self.shared[index].next_event() {
            self.events.schedule(time, SHARED | index as u32);
        }
    }

    /// `who` turns to a machine of a group.
    #[inline]
    fn choose(&mut self, who: u32, group: u8) {
        let job = &mut self.jobs[who as usize];
        let chooser = &mut self.choosers[usize::from(group)];
        if chooser.counts() {
            if job.counted & 1 << group != 0 {
                chooser.done(u32::from(job.machine[usize::from(group)]));
            }
            job.counted |= 1 << group;
        }
        job.machine[usize::from(group)] = chooser.choose().unwrap_or(0) as u16;
    }

    /// Jobs start on another route.
    fn spawn(&mut self, who: u32, route: u8, each: u8) {
        let parent = self.jobs[who as usize];
        let machines = if each == NOBODY {
            1
        } else {
            self.network.groups[usize::from(each)].machines
        };
        if self.jobs.len() > MOST_JOBS {
            self.overflow = true;
            return;
        }
        for machine in (0..machines).rev() {
            let mut job = Job {
                arrived: self.now,
                step: self.program.routes[usize::from(route)],
                held: 0,
                counted: 0,
                route,
                ..parent
            };
            if each != NOBODY {
                job.machine[usize::from(each)] = machine as u16;
            }
            self.pending += u64::from(job.measured);
            let child = self.seat(job);
            self.ready.push(child);
        }
    }

    /// A place is free: whoever waits for it gets it.
    #[inline]
    fn give(&mut self, job: &Job, pool: u8) {
        let kind = self.program.pools[usize::from(pool)];
        let index = kind.first as usize + usize::from(job.machine[usize::from(kind.group)]);
        if let Some(next) = self.pools[index].leave(self.now) {
            let waiter = &mut self.jobs[next as usize];
            waiter.held |= 1 << pool;
            waiter.step += 1;
            self.pools[index].hold(self.now - waiter.since);
            self.ready.push(next);
        }
    }

    /// A job ends, and gives back what it holds.
    #[inline]
    fn end(&mut self, who: u32, outcome: Outcome) {
        let job = self.jobs[who as usize];
        self.free.push(who);
        let mut held = job.held;
        while held != 0 {
            self.give(&job, held.trailing_zeros() as u8);
            held &= held - 1;
        }
        let mut counted = job.counted;
        while counted != 0 {
            let group = counted.trailing_zeros() as usize;
            self.choosers[group].done(u32::from(job.machine[group]));
            counted &= counted - 1;
        }
        let done = outcome == Outcome::Done;
        let route = &mut self.routes[usize::from(job.route)];
        route.end(self.now, done);
        if job.measured {
            self.pending -= 1;
            if done {
                route.recorder.record(self.now - job.arrived);
            }
        }
        if job.route == 0 {
            self.count(&job, outcome);
        }
    }

    /// A request is over.
    #[inline]
    fn count(&mut self, job: &Job, outcome: Outcome) {
        match outcome {
            Outcome::Done => self.counts.answered += 1,
            Outcome::Refused => self.counts.refused += 1,
        }
        if job.measured {
            self.stay += (self.now - job.arrived) as f64;
        }
    }
}
