//! People at a desk: several at once, first come, first served, in their hours.

use super::agenda::{Agenda, Event};
use super::definition::People;
use super::draw;
use crate::simulation::streams::Stream;
use std::collections::VecDeque;

const HOUR: f64 = 3.6e12; // [ns]
const DAY: u64 = 86_400_000_000_000; // [ns]

/// The desk.
#[derive(Debug)]
pub(super) struct Desk {
    people: People,
    stream: Stream,
    waiting: VecDeque<u32>,
    busy: Vec<u32>,
    open: bool,
    day: u32,
}

impl Desk {
    pub(super) fn new(people: People, stream: Stream, agenda: &mut Agenda) -> Self {
        if people.hours.is_some() {
            agenda.put(0, Event::Shift { open: false });
        }
        Self {
            people,
            stream,
            waiting: VecDeque::new(),
            busy: Vec::new(),
            open: true,
            day: 0,
        }
    }

    /// Whether somebody has to look at the next message.
    pub(super) fn needed(&mut self) -> bool {
        let share = self.people.share;
        self.stream.happens(share)
    }

    /// A message arrives at the desk.
    pub(super) fn enter(&mut self, now: u64, message: u32, agenda: &mut Agenda) {
        self.waiting.push_back(message);
        self.serve(now, agenda);
    }

    /// People come or go, and it is put down when they do the opposite.
    pub(super) fn shift(&mut self, now: u64, open: bool, agenda: &mut Agenda) {
        let (from, to) = self.people.hours.unwrap_or((0.0, 24.0));
        let midnight = now / DAY * DAY;
        self.open = open;
        self.day += 1;
        if open {
            agenda.put(
                midnight + draw::nanoseconds(to * HOUR),
                Event::Shift { open: false },
            );
        } else {
            let today = midnight + draw::nanoseconds(from * HOUR);
            let next = if today >= now { today } else { today + DAY };
            agenda.put(next, Event::Shift { open: true });
            // An exponential time has no memory: what was begun starts anew in the morning, before all others.
            while let Some(message) = self.busy.pop() {
                self.waiting.push_front(message);
            }
        }
        self.serve(now, agenda);
    }

    /// Somebody has looked at a message: false if that was said before they went home.
    pub(super) fn leave(&mut self, now: u64, message: u32, day: u32, agenda: &mut Agenda) -> bool {
        if day != self.day {
            return false;
        }
        self.busy.retain(|other| *other != message);
        self.serve(now, agenda);
        true
    }

    fn serve(&mut self, now: u64, agenda: &mut Agenda) {
        while self.open && self.busy.len() < self.people.staff as usize {
            let Some(message) = self.waiting.pop_front() else {
                return;
            };
            self.busy.push(message);
            let end = now + draw::exponential(&mut self.stream, self.people.mean.seconds());
            agenda.put(
                end,
                Event::Approved {
                    message,
                    day: self.day,
                },
            );
        }
    }
}
