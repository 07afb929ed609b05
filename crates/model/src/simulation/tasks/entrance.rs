//! From the arrival of a message to the queue: broker, room, key.

use super::agenda::Event;
use super::draw;
use super::message::Message;
use super::record::time;
use super::world::World;

impl World<'_> {
    pub(super) fn next_arrival(&mut self) {
        let next = self.source.next(self.now);
        self.awaited = next.is_some();
        if let Some(at) = next {
            self.agenda.put(at, Event::Arrival);
        }
    }

    /// Nobody is inside and nobody will come.
    pub(super) fn is_over(&self) -> bool {
        !self.awaited && self.free.len() == self.messages.len()
    }

    /// A message joins those that wait for a worker.
    pub(super) fn one_more_waits(&mut self) {
        self.waiting += 1;
        if self.waiting > self.counts.run.largest {
            self.counts.run.largest = self.waiting;
            self.counts.run.largest_at = time(self.now);
        }
    }

    pub(super) fn arrive(&mut self, measured: &std::ops::Range<u64>) {
        let message = Message {
            arrived: self.now,
            key: if self.lanes.is_empty() {
                0
            } else {
                self.wheel.pick(&mut self.dice.keys)
            },
            poison: self.dice.poison.happens(self.tasks.poison),
            measured: measured.contains(&self.arrivals),
            ..Message::default()
        };
        self.arrivals += 1;
        self.counts.run.arrived += u64::from(message.measured);
        self.next_arrival();
        let slot = self.keep(message);
        if self.takers.is_empty() {
            return self.knock(slot);
        }
        let broker = self.dice.brokers.pick(self.takers.len() as u32);
        self.takers[broker as usize].waiting.push_back(slot);
        self.hand(broker);
    }

    pub(super) fn keep(&mut self, message: Message) -> u32 {
        if let Some(slot) = self.free.pop() {
            self.messages[slot as usize] = message;
            return slot;
        }
        self.messages.push(message);
        self.messages.len() as u32 - 1
    }

    /// A broker turns to the next message, if it has a core for it.
    pub(super) fn hand(&mut self, broker: u32) {
        let taker = &mut self.takers[broker as usize];
        if taker.busy < self.tasks.broker.cores
            && let Some(message) = taker.waiting.pop_front()
        {
            taker.busy += 1;
            let mean = self.tasks.broker.service.seconds();
            let end = self.now + draw::exponential(&mut self.dice.handing, mean);
            self.agenda.put(end, Event::Handed { broker, message });
        }
    }

    pub(super) fn handed(&mut self, broker: u32, message: u32) {
        self.takers[broker as usize].busy -= 1;
        self.hand(broker);
        self.knock(message);
    }

    /// A message asks for room.
    pub(super) fn knock(&mut self, slot: u32) {
        if self.has_room() {
            return self.accept(slot);
        }
        if self.tasks.room.is_some_and(|room| room.block) {
            return self.blocked.push_back(slot);
        }
        self.counts.run.refused += u64::from(self.messages[slot as usize].measured);
        self.release(slot);
    }

    pub(super) fn has_room(&self) -> bool {
        let idle = self.servers.saturating_sub(self.busy);
        self.tasks
            .room
            .is_none_or(|room| self.waiting < u64::from(room.places + idle))
    }

    pub(super) fn accept(&mut self, slot: u32) {
        self.accepted += 1;
        let message = &mut self.messages[slot as usize];
        (message.accepted, message.number) = (self.now, self.accepted);
        if message.measured {
            let hop = draw::nanoseconds(self.tasks.broker.hop.seconds() * 1e9);
            self.counts.accepted.add(self.now - message.arrived + hop);
        }
        let key = message.key as usize;
        self.one_more_waits();
        match self.lanes.get_mut(key) {
            Some(lane) if self.tasks.ordered && lane.taken => lane.waiting.push_back(slot),
            lane => {
                if let Some(lane) = lane {
                    lane.taken = true;
                }
                self.ready.push_back(slot);
            }
        }
        self.serve();
    }
}
