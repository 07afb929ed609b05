//! What workers do: receive, end, and what happens to a message then.

use super::agenda::Event;
use super::draw;
use super::world::World;

impl World<'_> {
    /// Idle workers receive messages.
    pub(super) fn serve(&mut self) {
        while self.busy < self.servers && !self.ready.is_empty() {
            self.busy += 1;
            self.receive();
            while self.has_room() {
                let Some(slot) = self.blocked.pop_front() else {
                    break;
                };
                self.accept(slot);
            }
        }
    }

    /// One worker receives as many messages as it takes at once. All their fates are drawn here.
    pub(super) fn receive(&mut self) {
        let visibility = self
            .tasks
            .visibility
            .map(|t| draw::nanoseconds(t.seconds() * 1e9));
        let count = (self.tasks.prefetch as usize).min(self.ready.len());
        let mut end = self.now;
        for left in (0..count).rev() {
            let Some(slot) = self.ready.pop_front() else {
                return;
            };
            self.waiting -= 1;
            let message = &mut self.messages[slot as usize];
            if message.received == 0 && message.measured {
                self.counts.wait.add(self.now - message.accepted);
            }
            let work = self.service.draw(&mut self.dice.services);
            let fails = message.poison || self.dice.failing.happens(self.tasks.failing);
            end += work;
            let late = visibility.is_some_and(|v| end - self.now > v);
            message.received += 1;
            message.work += work;
            message.effects += u32::from(!fails);
            let done = !fails && !late;
            if done {
                message.useful += work;
            } else if let Some(v) = visibility {
                self.agenda
                    .put(self.now + v, Event::Visible { message: slot });
            }
            self.agenda.put(
                end,
                Event::Ended {
                    message: slot,
                    done,
                    last: left == 0,
                },
            );
        }
    }

    /// A worker comes to the end of an attempt. One that was too late concerns nobody any more.
    pub(super) fn ended(&mut self, slot: u32, done: bool, last: bool) {
        self.busy -= u32::from(last);
        if done {
            self.done(slot);
        }
        self.serve();
    }

    pub(super) fn done(&mut self, slot: u32) {
        self.unlock(slot);
        let message = &mut self.messages[slot as usize];
        message.ended = self.now;
        if let Some(lane) = self.lanes.get_mut(message.key as usize) {
            self.counts.run.out_of_order += u64::from(message.number < lane.last);
            lane.last = lane.last.max(message.number);
        }
        let message = *message;
        if message.measured {
            // On its way to the broker for half of the hop; the answer's way back is none of its business.
            let hop = draw::nanoseconds(self.tasks.broker.hop.seconds() * 0.5e9);
            self.counts.completed.add(self.now - message.arrived + hop);
            self.counts.run.done += 1;
        }
        self.counts.settle(&message);
        if let Some(desk) = &mut self.desk
            && desk.needed()
        {
            return desk.enter(self.now, slot, &mut self.agenda);
        }
        self.release(slot);
    }

    /// A message has come to its end.
    pub(super) fn release(&mut self, slot: u32) {
        self.finished += u64::from(self.messages[slot as usize].measured);
        self.free.push(slot);
    }

    /// A message that was not done in time comes back, unless it was received too often.
    pub(super) fn visible(&mut self, slot: u32) {
        let message = self.messages[slot as usize];
        if self
            .tasks
            .attempts
            .is_some_and(|most| message.received >= most)
        {
            self.counts.run.dead += u64::from(message.measured);
            self.counts.settle(&message);
            self.unlock(slot);
            self.release(slot);
        } else {
            self.one_more_waits();
            self.ready.push_back(slot);
        }
        self.serve();
    }

    /// Lets the next message of the same key go.
    pub(super) fn unlock(&mut self, slot: u32) {
        let key = self.messages[slot as usize].key as usize;
        if let Some(lane) = self.lanes.get_mut(key).filter(|_| self.tasks.ordered) {
            match lane.waiting.pop_front() {
                Some(next) => self.ready.push_back(next),
                None => lane.taken = false,
            }
        }
    }
}
