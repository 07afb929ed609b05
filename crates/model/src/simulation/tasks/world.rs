//! One run: events, one after the other.

use super::agenda::{Agenda, Event};
use super::definition::{Scaling, Tasks};
use super::draw::{self, Wheel};
use super::message::{Dice, Lane, Message, Taker};
use super::people::Desk;
use super::record::{Area, Counts, TaskRun, time};
use super::scaling::Scaler;
use super::source::Source;
use crate::network::Arrivals;
use crate::simulation::service::Law;
use crate::simulation::streams::Streams;
use crate::units::Time;
use std::collections::VecDeque;

/// The state of the run.
#[derive(Debug)]
pub(super) struct World<'a> {
    pub(super) tasks: &'a Tasks,
    pub(super) service: Law,
    pub(super) agenda: Agenda,
    pub(super) source: Source<'a>,
    pub(super) wheel: Wheel,
    pub(super) dice: Dice,
    pub(super) messages: Vec<Message>,
    pub(super) free: Vec<u32>,
    pub(super) takers: Vec<Taker>,
    pub(super) ready: VecDeque<u32>,
    pub(super) lanes: Vec<Lane>,
    pub(super) blocked: VecDeque<u32>,
    pub(super) desk: Option<Desk>,
    pub(super) scaler: Option<Scaler>,
    pub(super) now: u64,
    pub(super) servers: u32,
    pub(super) busy: u32,
    pub(super) waiting: u64,
    pub(super) arrivals: u64,
    pub(super) awaited: bool, // one more message
    pub(super) accepted: u64,
    pub(super) finished: u64, // of the measured
    pub(super) area: Area,
    pub(super) looked: Area,
    pub(super) counts: Counts,
    pub(super) settled: u64, // [ns], start of the last phase
    pub(super) sample: u64,  // [ns], 0: none
}

impl<'a> World<'a> {
    pub(super) fn new(tasks: &'a Tasks, streams: &Streams) -> Self {
        let mut agenda = Agenda::default();
        let scaler = tasks.scaling.map(|rule| Scaler::new(rule, tasks.servers));
        if let Some(Scaling { period, .. }) = tasks.scaling {
            agenda.put(draw::nanoseconds(period.seconds() * 1e9), Event::Look);
        }
        let desk = tasks
            .people
            .map(|p| Desk::new(p, streams.stream("people"), &mut agenda));
        let takers = if tasks.broker.service > Time::ZERO {
            tasks.broker.machines
        } else {
            0
        };
        Self {
            tasks,
            service: Law::new(&tasks.service),
            source: Source::new(&tasks.arrivals, streams.stream("messages")),
            wheel: Wheel::new(&tasks.keys),
            dice: Dice::new(streams),
            messages: Vec::new(),
            free: Vec::new(),
            takers: (0..takers).map(|_| Taker::default()).collect(),
            ready: VecDeque::new(),
            lanes: tasks.keys.iter().map(|_| Lane::default()).collect(),
            blocked: VecDeque::new(),
            desk,
            servers: scaler.as_ref().map_or(tasks.servers, Scaler::servers),
            scaler,
            now: 0,
            busy: 0,
            waiting: 0,
            arrivals: 0,
            awaited: true,
            accepted: 0,
            finished: 0,
            area: Area::default(),
            looked: Area::default(),
            counts: Counts::default(),
            settled: settled(&tasks.arrivals),
            sample: 0,
            agenda,
        }
    }

    /// Plays until the measured messages are at their end.
    pub(super) fn steady(mut self, warm_up: u64, measured: u64) -> TaskRun {
        let measured = warm_up..warm_up.saturating_add(measured);
        let (mut first, mut last) = (None, None);
        self.next_arrival();
        // Rules and people look on for ever.
        while self.finished < measured.end - measured.start && !self.is_over() {
            let Some((at, event)) = self.agenda.take() else {
                break;
            };
            self.pass(at);
            if event == Event::Arrival {
                if self.arrivals == measured.start {
                    first = Some(self.area);
                }
                if self.arrivals + 1 == measured.end {
                    last = Some(self.area);
                }
            }
            self.happen(event, &measured);
        }
        let window = first.unwrap_or_default().to(last.unwrap_or(self.area));
        self.finish(window)
    }

    /// Plays from 0 to `horizon`, everything measured.
    pub(super) fn play(mut self, horizon: Time, samples: u32) -> TaskRun {
        let end = draw::nanoseconds(horizon.seconds() * 1e9);
        self.sample = (end / u64::from(samples)).max(1);
        self.agenda.put(self.sample, Event::Sample);
        self.next_arrival();
        while let Some((at, event)) = self.agenda.take() {
            if at > end {
                break;
            }
            self.pass(at);
            self.happen(event, &(0..u64::MAX));
        }
        self.pass(end);
        let window = Area::default().to(self.area);
        self.finish(window)
    }

    fn finish(mut self, window: Area) -> TaskRun {
        let length = (window.time as f64).max(1.0);
        let counts = &mut self.counts;
        counts.run.accepted = counts.accepted.times();
        counts.run.wait = counts.wait.times();
        counts.run.completed = counts.completed.times();
        counts.run.approved = counts.approved.times();
        counts.run.waiting = window.waiting / length;
        counts.run.busy = window.busy / length;
        counts.run.left = (self.messages.len() - self.free.len()) as u64;
        self.counts.run
    }

    /// Lets time pass until `at`.
    fn pass(&mut self, at: u64) {
        let length = (at - self.now) as f64;
        self.area.waiting += length * self.waiting as f64;
        self.area.busy += length * f64::from(self.busy.min(self.servers));
        self.area.servers += length * f64::from(self.servers);
        self.area.time = at;
        if self.waiting == 0 && at > self.settled && self.counts.run.drained.is_none() {
            self.counts.run.drained = Some(time(self.now.max(self.settled)));
            self.counts.run.wait_until_drained = self.counts.wait.mean();
        }
        self.now = at;
    }

    fn happen(&mut self, event: Event, measured: &std::ops::Range<u64>) {
        match event {
            Event::Arrival => self.arrive(measured),
            Event::Handed { broker, message } => self.handed(broker, message),
            Event::Ended {
                message,
                done,
                last,
            } => self.ended(message, done, last),
            Event::Visible { message } => self.visible(message),
            Event::Approved { message, day } => self.approved(message, day),
            Event::Shift { open } => {
                if let Some(desk) = &mut self.desk {
                    desk.shift(self.now, open, &mut self.agenda);
                }
            }
            Event::Look => self.look(),
            Event::Started => self.started(),
            Event::Sample => {
                self.counts.run.path.push(self.waiting);
                self.counts.run.workers.push(self.servers);
                self.agenda.put(self.now + self.sample, Event::Sample);
            }
        }
    }

    fn approved(&mut self, slot: u32, day: u32) {
        let Some(desk) = &mut self.desk else {
            return;
        };
        if desk.leave(self.now, slot, day, &mut self.agenda) {
            let message = self.messages[slot as usize];
            if message.measured {
                self.counts.approved.add(self.now - message.ended);
            }
            self.release(slot);
        }
    }

    /// The rule looks at the queue.
    fn look(&mut self) {
        let since = self.looked.to(self.area);
        self.looked = self.area;
        let Some(scaler) = &mut self.scaler else {
            return;
        };
        let orders = scaler.look(self.waiting, since.busy / since.servers.max(1.0));
        let start = draw::nanoseconds(scaler.rule().start.seconds() * 1e9);
        let period = draw::nanoseconds(scaler.rule().period.seconds() * 1e9);
        self.servers = scaler.servers();
        for _ in 0..orders {
            self.agenda.put(self.now + start, Event::Started);
        }
        self.agenda.put(self.now + period, Event::Look);
    }

    fn started(&mut self) {
        if let Some(scaler) = &mut self.scaler {
            scaler.started();
            self.servers = scaler.servers();
        }
        self.serve();
    }
}

/// When the last phase of the arrivals begins. `[ns]`
fn settled(arrivals: &Arrivals) -> u64 {
    match arrivals {
        Arrivals::Phases(phases) => {
            let all = phases.split_last().map_or(&[][..], |(_, before)| before);
            let all: f64 = all.iter().map(|(time, _)| time.seconds()).sum();
            draw::nanoseconds(all * 1e9)
        }
        _ => 0,
    }
}
