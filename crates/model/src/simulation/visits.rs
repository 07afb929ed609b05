//! How jobs come to a station and leave it.

use super::engine::{Engine, Features, NUMBER_BITS, SHARED};
use super::job::{DOOMED, GHOST, GONE, Outcome, WAITS};
use super::operations::{ONCE, Operation, Visit};
use super::service::{Law, draw_visits};

impl<F: Features> Engine<'_, F> {
    /// `who` makes its visits, at this step; false if there are none to make.
    #[inline(always)]
    pub(super) fn visit(&mut self, who: u32, step: u32, visit: &Visit) -> bool {
        let job = &mut self.jobs[who as usize];
        job.step = step;
        if visit.times != ONCE {
            let (visits, stream) = &self.program.visits[usize::from(visit.times)];
            job.left = draw_visits(visits, &mut self.dice[usize::from(*stream)]);
            if job.left == 0 {
                return false;
            }
        }
        // Kept: who completes needs to know where before anything else, as quickly as can be.
        let index = visit.first as usize + job.at(visit.group);
        job.place = index as u32;
        if visit.sharing {
            self.enter_shared(who, index, &visit.law);
            self.watch(index);
        } else {
            self.enter(who, index, &visit.law);
        }
        true
    }

    /// A service, or a delay, of `who` is over. The step that is done with it, if `who` goes on from there.
    #[inline(always)]
    pub(super) fn complete(&mut self, who: u32) -> Option<u32> {
        if !self.departs(who) {
            return None;
        }
        let program = self.program;
        let job = &self.jobs[who as usize];
        let step = job.step;
        if let Operation::Visit(visit) = &program.operations[step as usize] {
            let index = job.place as usize;
            if let Some(next) = self.stations[index].leave(self.now) {
                self.begin_service(index, next);
            }
            if visit.times != ONCE && self.visits_again(who, index, visit) {
                return None;
            }
            if visit.last && !F::FULL {
                self.finish(who, Outcome::Done);
                return None;
            }
        }
        Some(step)
    }

    /// `who` leaves where it was. False if it is gone long since: this event was the last to name it.
    #[inline(always)]
    pub(super) fn departs(&mut self, who: u32) -> bool {
        if F::FULL && self.jobs[who as usize].is(GHOST) {
            self.jobs[who as usize].state = GONE;
            self.free.push(who);
            return false;
        }
        if F::TRACED {
            self.trace_left(who);
        }
        true
    }

    /// `who` has made a visit: true if it makes one more.
    #[inline(never)]
    fn visits_again(&mut self, who: u32, index: usize, visit: &Visit) -> bool {
        let job = &mut self.jobs[who as usize];
        let again = job.left > 1 && !(F::FULL && job.is(DOOMED));
        if again {
            job.left -= 1;
            self.enter(who, index, &visit.law);
        }
        again
    }

    /// `who` comes to a station and is served, or waits.
    #[inline(always)]
    fn enter(&mut self, who: u32, index: usize, law: &Law) {
        let station = &mut self.stations[index];
        let served = station.enter(self.now, who);
        if served {
            let service = station.serve(law, 0);
            self.events.schedule(self.now + service, who);
        } else {
            let job = &mut self.jobs[who as usize];
            job.since = self.now;
            if F::FULL {
                job.state |= WAITS;
            }
        }
        if F::TRACED {
            self.trace_visit(who, served);
        }
    }

    /// A server turns to `who`, who has waited.
    #[inline(always)]
    fn begin_service(&mut self, index: usize, who: u32) {
        let job = &mut self.jobs[who as usize];
        if F::FULL {
            job.state &= !WAITS;
        }
        let Operation::Visit(ref visit) = self.program.operations[job.step as usize] else {
            return;
        };
        let service = self.stations[index].serve(&visit.law, self.now - job.since);
        self.events.schedule(self.now + service, who);
        if F::TRACED {
            self.trace_visit(who, true);
        }
    }

    /// Those leave a shared station that are done.
    pub(super) fn share(&mut self, index: usize) {
        if !self.shared[index].expects(self.now) {
            return;
        }
        while let Some(who) = self.shared[index].leave(self.now) {
            if F::TRACED {
                self.trace_left(who);
            }
            let job = &mut self.jobs[who as usize];
            self.shared[index].note(self.now - job.since, job.work);
            if F::FULL {
                job.state &= !WAITS;
            }
            if job.left > 1 && !(F::FULL && job.is(DOOMED)) {
                job.left -= 1;
                if let Operation::Visit(visit) = &self.program.operations[job.step as usize] {
                    self.enter_shared(who, index, &visit.law);
                }
            } else {
                job.step += 1;
                self.ready.push(who);
            }
        }
        self.watch(index);
    }

    /// `who` comes to a station that everybody shares.
    #[inline]
    fn enter_shared(&mut self, who: u32, index: usize, law: &Law) {
        let job = &mut self.jobs[who as usize];
        job.since = self.now;
        if F::FULL {
            job.state |= WAITS;
        }
        job.work = self.shared[index].enter(self.now, who, law);
        if F::TRACED {
            self.trace_visit(who, true);
        }
    }

    /// Schedules when the next one will be done there.
    #[inline]
    fn watch(&mut self, index: usize) {
        if let Some(time) = self.shared[index].next_event() {
            self.events
                .schedule(time, SHARED << NUMBER_BITS | index as u32);
        }
    }
}
