//! One run: the clock moves from event to event.

use super::arrivals::Source;
use super::choices::Chooser;
use super::clients::Clients;
use super::crowd::Crowd;
use super::events::Events;
use super::job::Job;
use super::lines::Lines;
use super::log::RouteLog;
use super::machines::Machines;
use super::operations::{Operation, Program};
use super::results::{Counts, Run};
use super::sharing::Shared;
use super::station::Station;
use super::streams::{Stream, Streams};
use super::tracer::Tracer;
use crate::error::Error;
use crate::network::{Discipline, Network};
use std::marker::PhantomData;

/// A system with more jobs in it than this is overloaded beyond measuring; an event can name 16 times as many.
pub(super) const MOST_JOBS: usize = 1_000_000;

/// What an engine is compiled for: what a network does not use costs it nothing.
pub(super) trait Features {
    /// Clients lose patience and machines fail.
    const FULL: bool;
    /// What happens to single requests is written down.
    const TRACED: bool;
}

/// Neither impatient clients, nor failures, nor a trace.
pub(super) struct Plain;
/// Impatient clients and failures.
pub(super) struct Full;
/// All that, and a trace.
pub(super) struct Traced;

impl Features for Plain {
    const FULL: bool = false;
    const TRACED: bool = false;
}
impl Features for Full {
    const FULL: bool = true;
    const TRACED: bool = false;
}
impl Features for Traced {
    const FULL: bool = true;
    const TRACED: bool = true;
}

/// Whom an event concerns: the lowest 24 bits are a number, those above say of what. A job, if they are 0.
pub(super) const NUMBER_BITS: u32 = 24;
/// The number.
pub(super) const NUMBER_MASK: u32 = (1 << NUMBER_BITS) - 1;
/// A station that everybody shares.
pub(super) const SHARED: u32 = 1;
/// A client that tries again.
pub(super) const RETRY: u32 = 2;
/// A machine that fails or is repaired.
pub(super) const MACHINE: u32 = 3;
/// A machine whose state is noticed.
pub(super) const NOTICE: u32 = 4;

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
    pub(super) lines: Lines, // events as well
    pub(super) jobs: Vec<Job>,
    pub(super) free: Vec<u32>,
    pub(super) ready: Vec<u32>, // jobs that can go on now
    pub(super) now: u64,
    pub(super) counts: Counts,
    pub(super) requests: Crowd, // that impatient clients wait for
    pub(super) inside_before: u64,
    pub(super) routes: Vec<RouteLog>,
    pub(super) pending: u64, // measured requests, and jobs that they started, which are not done yet
    pub(super) unanswered: u128, // [ns], the times in the system of the measured requests that were not answered
    pub(super) overflow: bool,
    pub(super) clients: Clients,
    pub(super) machines: Machines,
    pub(super) tracer: Tracer,
    features: PhantomData<F>,
}

impl<'a, F: Features> Engine<'a, F> {
    pub(super) fn new(network: &'a Network, program: &'a Program, streams: &Streams) -> Self {
        let (stations, shared, pools) = places(network, streams);
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
            lines: Lines::new(program.lines.len()),
            jobs: Vec::new(),
            free: Vec::new(),
            ready: Vec::new(),
            now: 0,
            counts: Counts::default(),
            requests: Crowd::default(),
            inside_before: 0,
            routes: network.routes.iter().map(|_| RouteLog::new()).collect(),
            pending: 0,
            unanswered: 0,
            overflow: false,
            clients: Clients::new(network.client.as_ref(), streams),
            machines: Machines::new(network, streams),
            tracer: Tracer::default(),
            features: PhantomData,
        }
    }

    /// `warm_up` requests that are not measured, then `customers` that are, until the last of them is done.
    pub(super) fn run(&mut self, warm_up: u64, customers: u64) -> Result<Run, Error> {
        self.pending = customers;
        self.start();
        let next = self.next_arrival();
        let next = self.play(next, warm_up, false)?;
        let begin = self.now;
        self.begin();
        let mut next = self.play(next, customers, true)?;
        let run = self.end_measurement(begin);
        while self.pending > 0 {
            if !self.happens_before(next) {
                self.arrive(false)?;
                next = self.next_arrival();
            }
        }
        Ok(self.with_times(run, customers))
    }

    /// So many requests arrive, the first with the key `next`. Ends when one more is about to, whose key it returns.
    #[inline(never)]
    fn play(&mut self, mut next: u128, requests: u64, measured: bool) -> Result<u128, Error> {
        let mut left = requests;
        loop {
            while self.plays_before(next) {}
            if left == 0 {
                return Ok(next);
            }
            left -= 1;
            self.arrive(measured)?;
            next = self.next_arrival();
        }
    }

    /// What happens first, if that is before the next arrival. If not it is false, and the time of the arrival has come.
    #[inline(never)]
    pub(super) fn happens_before(&mut self, next: u128) -> bool {
        self.plays_before(next)
    }

    /// The same for the loop in which a run spends its time: all that a job does next stands there in one piece.
    // For a page there is one of it: there bytes count, too.
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    #[cfg_attr(target_family = "wasm", inline(never))]
    fn plays_before(&mut self, next: u128) -> bool {
        if F::FULL && self.times_out_before(next) {
            return true;
        }
        let (event, line) = (self.events.first(), self.lines.first());
        let (who, goes_on) = if event < line.min(next) {
            let (now, who) = Events::unpack(event);
            self.now = now;
            self.events.drop_first();
            if who >> NUMBER_BITS != 0 {
                self.happen(who);
                return true;
            }
            (who, self.complete(who))
        } else if line < next {
            let (now, who) = Events::unpack(line);
            self.now = now;
            self.lines.go();
            let step = self.departs(who).then(|| self.jobs[who as usize].step);
            (who, step)
        } else {
            self.now = Events::unpack(next).0;
            return false;
        };
        if let Some(step) = goes_on {
            self.proceed(who, step + 1);
        }
        self.go_on();
        true
    }

    /// How long each of so many requests stays, from an empty system on, in the order in which they end. `[s]`
    pub(super) fn stays(&mut self, requests: u64) -> Result<Vec<f64>, Error> {
        let mut stays = Vec::new();
        let mut before = 0;
        self.start();
        let mut next = self.next_arrival();
        self.pending = u64::MAX / 2;
        while (stays.len() as u64) < requests {
            if !self.happens_before(next) {
                self.arrive(true)?;
                next = self.next_arrival();
            }
            // Several may end at once: each then has their mean.
            let (ended, stay) = (self.ended() - stays.len() as u64, self.stay());
            let each = (stay - before) as f64 / ended.max(1) as f64 / 1e9;
            stays.extend((0..ended).map(|_| each));
            before = stay;
        }
        Ok(stays)
    }

    /// So many requests, all measured, from an empty system on until one more is about to come.
    pub(super) fn fill(&mut self, requests: u64) -> Result<(), Error> {
        self.pending = u64::MAX / 2;
        self.start();
        let next = self.next_arrival();
        self.play(next, requests, true).map(|_| ())
    }

    /// Sets off what happens without any request.
    pub(super) fn start(&mut self) {
        if F::FULL {
            self.start_machines();
        }
    }

    /// The key of the next arrival. It is always pending, so it stays out of the events.
    #[inline]
    pub(super) fn next_arrival(&mut self) -> u128 {
        let time = self.source.next(self.now);
        self.events.key(time, 0)
    }

    /// A request comes in.
    #[inline(always)]
    pub(super) fn arrive(&mut self, measured: bool) -> Result<(), Error> {
        if self.overflow || F::FULL && self.clients.most() > MOST_JOBS {
            return Err(self.too_many());
        }
        if F::FULL && self.clients.are_impatient() {
            self.client_arrives(measured);
        } else {
            // The first route begins with the first operation.
            let who = self.seat(Job::new(self.now, 0, measured));
            if F::TRACED {
                self.trace_arrival(who);
            }
            match &self.program.operations[0] {
                Operation::Visit(visit) if !F::FULL => {
                    if self.visit(who, 0, visit) {
                        return Ok(());
                    }
                    self.jobs[who as usize].step += 1;
                    self.advance(who);
                }
                _ => self.advance(who),
            }
        }
        self.go_on();
        Ok(())
    }

    #[cold]
    fn too_many(&self) -> Error {
        let inside = self.jobs.len().max(self.clients.most()) as f64;
        Error::new("requests in the system", inside, "must be below 1 million")
    }

    /// Gives a job a place among those inside.
    #[inline]
    pub(super) fn seat(&mut self, job: Job) -> u32 {
        self.routes[usize::from(job.route)].start(self.now);
        let who = match self.free.pop() {
            Some(who) => who,
            None => self.one_more_place(),
        };
        self.jobs[who as usize] = job;
        who
    }

    /// A place for a job beyond those that there were so far. The next arrival reports if they are too many.
    #[cold]
    fn one_more_place(&mut self) -> u32 {
        self.jobs.push(Job::new(self.now, 0, false));
        self.overflow |= self.jobs.len() > MOST_JOBS;
        (self.jobs.len() - 1) as u32
    }

    /// What no single job waits for happens.
    #[inline(never)]
    fn happen(&mut self, who: u32) {
        let number = who & NUMBER_MASK;
        match who >> NUMBER_BITS {
            SHARED => self.share(number as usize),
            RETRY if F::FULL => self.attempt(number),
            MACHINE if F::FULL => self.change_machine(number as usize),
            NOTICE if F::FULL => self.notice_machine(number as usize),
            _ => {}
        }
        self.go_on();
    }

    /// All that can go on do so.
    #[inline]
    pub(super) fn go_on(&mut self) {
        while let Some(who) = self.ready.pop() {
            self.advance(who);
        }
    }
}

/// Stations, those that everybody shares, and pools.
fn places(network: &Network, streams: &Streams) -> (Vec<Station>, Vec<Shared>, Vec<Station>) {
    let (mut stations, mut shared, mut pools) = (Vec::new(), Vec::new(), Vec::new());
    for group in &network.groups {
        for (index, station) in group.stations.iter().enumerate() {
            let name = format!("{} station {index}", group.name);
            let each = (0..group.machines).map(|m| streams.numbered(&name, m));
            match station.discipline {
                Discipline::Fcfs => {
                    stations.extend(each.map(|s| Station::new(station.servers, s)));
                }
                Discipline::Sharing => {
                    shared.extend(each.map(|s| Shared::new(station.servers, s)));
                }
            }
        }
        for pool in &group.pools {
            let unused = streams.stream("pools");
            pools.extend((0..group.machines).map(|_| Station::new(pool.places, unused.clone())));
        }
    }
    (stations, shared, pools)
}
