//! What will happen: events that carry more than a number.

use crate::simulation::events::Events;

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// The next message arrives.
    Arrival,
    /// A broker machine has taken a message in.
    Handed { broker: u32, message: u32 },
    /// A worker comes to the end of a message. `done`: in time and without failure. `last`: it has no other in its hands.
    Ended {
        message: u32,
        done: bool,
        last: bool,
    },
    /// A message that was not done in time comes back.
    Visible { message: u32 },
    /// Somebody has looked at a message. Only valid in the working day in which it was said.
    Approved { message: u32, day: u32 },
    /// People come or go.
    Shift { open: bool },
    /// The autoscaling rule looks.
    Look,
    /// A machine that was ordered begins to work.
    Started,
    /// The backlog is written down.
    Sample,
}

/// Events in the order of time; ties in the order in which they were put down.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    events: Events,
    slots: Vec<Event>,
    free: Vec<u32>,
}

impl Agenda {
    /// Puts an event down at a time. `[ns]`
    pub(super) fn put(&mut self, time: u64, event: Event) {
        let slot = match self.free.pop() {
            Some(slot) => {
                self.slots[slot as usize] = event;
                slot
            }
            None => {
                self.slots.push(event);
                self.slots.len() as u32 - 1
            }
        };
        self.events.schedule(time, slot);
    }

    /// Takes the first event and its time. `[ns]`
    pub(super) fn take(&mut self) -> Option<(u64, Event)> {
        let (time, slot) = self.events.next()?;
        self.free.push(slot);
        Some((time, self.slots[slot as usize]))
    }
}
