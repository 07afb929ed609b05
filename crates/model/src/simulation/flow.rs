//! How jobs move from operation to operation, and end.

use super::engine::{Engine, Features};
use super::job::{DOOMED, GHOST, GONE, Outcome, WAITS};
use super::operations::{NOBODY, Operation, Take, UNBOUNDED, Visit};
use super::service::Law;

impl<F: Features> Engine<'_, F> {
    /// `who` goes on with its operation, over those that take no time.
    #[inline(never)]
    pub(super) fn advance(&mut self, who: u32) {
        let step = self.jobs[who as usize].step;
        self.proceed(who, step);
    }

    /// The same from `step` on.
    #[inline(always)]
    pub(super) fn proceed(&mut self, who: u32, mut step: u32) {
        if F::FULL && self.jobs[who as usize].is(DOOMED) {
            return self.end(who, Outcome::Failed);
        }
        while let Some(next) = self.perform(who, step) {
            step = next;
        }
    }

    /// `who` performs an operation. The next one, if it goes on at once; if it stays here, it knows where.
    ///
    /// The commonest operations are asked for first, one by one: a processor guesses each of these branches better than one jump to
    /// all operations.
    #[inline(always)]
    fn perform(&mut self, who: u32, mut step: u32) -> Option<u32> {
        let program = self.program;
        let mut operation = &program.operations[step as usize];
        while let Operation::Branch {
            stream,
            then,
            otherwise,
            chance,
        } = operation
        {
            let first = self.dice[usize::from(*stream)].happens(*chance);
            step = if first { *then } else { *otherwise };
            operation = &program.operations[step as usize];
        }
        if F::FULL && !self.reaches(who, operation) {
            self.end(who, Outcome::Failed);
            return None;
        }
        let stays = match operation {
            Operation::Visit(visit) => self.visit(who, step, visit),
            Operation::Pause { line } => self.pause(who, step, *line),
            _ => return self.perform_another(who, step, operation),
        };
        (!stays).then_some(step + 1)
    }

    /// The same for the other operations.
    #[inline(never)]
    fn perform_another(&mut self, who: u32, step: u32, operation: &Operation) -> Option<u32> {
        let stays = match operation {
            Operation::Choose { group } => self.choose(who, *group),
            Operation::Take(take) => self.take(who, step, take),
            Operation::Give { pool } => self.give_back(who, *pool),
            Operation::Delay { stream, law } => self.delay(who, step, *stream, law),
            Operation::Spawn { route, each } => self.spawn(who, *route, *each),
            Operation::Jump { to } => return Some(*to),
            Operation::Visit(_) | Operation::Pause { .. } | Operation::Branch { .. } => {
                unreachable!("performed before the others")
            }
            Operation::End => {
                self.end(who, Outcome::Done);
                true
            }
        };
        (!stays).then_some(step + 1)
    }

    /// Whether the machine is up that an operation needs.
    #[inline]
    fn reaches(&self, who: u32, operation: &Operation) -> bool {
        let (Operation::Visit(Visit { group, .. }) | Operation::Take(Take { group, .. })) =
            operation
        else {
            return true;
        };
        let machine = self.jobs[who as usize].at(*group);
        self.machines.is_up(*group, machine)
    }

    /// `who` turns to a machine of a group. True if it cannot, and fails.
    #[inline]
    fn choose(&mut self, who: u32, group: u8) -> bool {
        let job = &mut self.jobs[who as usize];
        let chooser = &mut self.choosers[usize::from(group)];
        if chooser.counts() && job.counted & 1 << group != 0 {
            job.counted &= !(1 << group);
            chooser.done(job.at(group) as u32);
        }
        let Some(machine) = chooser.choose() else {
            self.end(who, Outcome::Failed);
            return true;
        };
        job.machine[usize::from(group)] = machine as u16;
        if chooser.counts() {
            job.counted |= 1 << group;
        }
        if F::FULL && !self.machines.is_up(group, machine as usize) {
            self.end(who, Outcome::Failed);
            return true;
        }
        false
    }

    /// `who` takes a place of a pool. True if it waits for one, or is refused.
    #[inline]
    fn take(&mut self, who: u32, step: u32, take: &Take) -> bool {
        let job = &mut self.jobs[who as usize];
        job.step = step;
        let pool = &mut self.pools[take.first as usize + job.at(take.group)];
        if take.room != UNBOUNDED && pool.is_full(take.room) {
            self.end(who, Outcome::Refused);
            return true;
        }
        let taken = pool.enter(self.now, who);
        if taken {
            job.held |= 1 << take.pool;
            pool.hold(0);
        } else {
            job.since = self.now;
            if F::FULL {
                job.state |= WAITS;
            }
        }
        if F::TRACED {
            self.trace_pool(who, take.pool, taken);
        }
        !taken
    }

    /// `who` gives a place back, and goes on.
    #[inline]
    fn give_back(&mut self, who: u32, pool: u8) -> bool {
        if F::TRACED {
            self.trace_given(who, pool);
        }
        let job = &mut self.jobs[who as usize];
        job.held &= !(1 << pool);
        let kind = self.program.pools[usize::from(pool)];
        let machine = job.at(kind.group);
        self.give(kind.first as usize + machine, pool);
        false
    }

    /// A place is free: whoever waits for it gets it.
    #[inline]
    fn give(&mut self, index: usize, pool: u8) {
        let Some(next) = self.pools[index].leave(self.now) else {
            return;
        };
        let waiter = &mut self.jobs[next as usize];
        waiter.held |= 1 << pool;
        waiter.step += 1;
        if F::FULL {
            waiter.state &= !WAITS;
        }
        self.pools[index].hold(self.now - waiter.since);
        self.ready.push(next);
        if F::TRACED {
            self.trace_pool(next, pool, true);
        }
    }

    /// `who` lets time pass. False if there is none.
    #[inline]
    fn delay(&mut self, who: u32, step: u32, stream: u16, law: &Law) -> bool {
        self.jobs[who as usize].step = step;
        let nanos = law.draw(&mut self.dice[usize::from(stream)]);
        if nanos > 0 {
            self.events.schedule(self.now + nanos, who);
            if F::TRACED {
                self.trace_delay(who);
            }
        }
        nanos > 0
    }

    /// `who` lets the time of a line pass.
    #[inline(always)]
    fn pause(&mut self, who: u32, step: u32, line: u8) -> bool {
        self.jobs[who as usize].step = step;
        let line = usize::from(line);
        let key = self.events.key(self.now + self.program.lines[line], who);
        self.lines.stand(line, key);
        if F::TRACED {
            self.trace_delay(who);
        }
        true
    }

    /// Jobs start on another route; `who` goes on.
    fn spawn(&mut self, who: u32, route: u8, each: u8) -> bool {
        if self.overflow {
            return false;
        }
        let parent = self.jobs[who as usize];
        let machines = match each {
            NOBODY => 1,
            group => self.network.groups[usize::from(group)].machines,
        };
        for machine in (0..machines).rev() {
            let mut job = parent.child(self.now, self.program.routes[usize::from(route)], route);
            if each != NOBODY {
                job.machine[usize::from(each)] = machine as u16;
            }
            self.pending += u64::from(job.measured);
            let child = self.seat(job);
            self.ready.push(child);
            if F::TRACED {
                self.trace_child(who, child);
            }
        }
        false
    }

    /// A job ends, and gives back what it holds.
    #[inline(never)]
    pub(super) fn end(&mut self, who: u32, outcome: Outcome) {
        self.finish(who, outcome);
    }

    /// The same, where it happens most.
    #[inline(always)]
    pub(super) fn finish(&mut self, who: u32, outcome: Outcome) {
        if F::TRACED {
            self.trace_end(who, outcome);
        }
        let job = &mut self.jobs[who as usize];
        if !(F::FULL && job.is(GHOST)) {
            if F::FULL {
                job.state |= GONE;
            }
            self.free.push(who);
        }
        let (arrived, route, measured) = (job.arrived, job.route, job.measured);
        if job.held != 0 || job.counted != 0 {
            self.give_all(who);
        }
        let log = &mut self.routes[usize::from(route)];
        log.end(self.now, outcome == Outcome::Done);
        if F::FULL && route == 0 && self.clients.are_impatient() {
            let job = self.jobs[who as usize];
            return self.attempt_ends(&job, outcome);
        }
        if measured {
            self.pending -= 1;
            if outcome == Outcome::Done {
                log.recorder.record(self.now - arrived);
            }
        }
        if route == 0 && outcome != Outcome::Done {
            self.leave_unanswered(arrived, measured, outcome);
        }
    }

    /// All places that a job holds are free, all machines that it chose have one fewer.
    #[inline(never)]
    fn give_all(&mut self, who: u32) {
        let job = self.jobs[who as usize];
        let mut held = job.held;
        while held != 0 {
            let pool = held.trailing_zeros() as u8;
            let kind = self.program.pools[usize::from(pool)];
            self.give(kind.first as usize + job.at(kind.group), pool);
            held &= held - 1;
        }
        let mut counted = job.counted;
        while counted != 0 {
            let group = counted.trailing_zeros() as u8;
            self.choosers[usize::from(group)].done(job.at(group) as u32);
            counted &= counted - 1;
        }
    }

    /// A request is over that was not answered.
    #[inline]
    pub(super) fn leave_unanswered(&mut self, arrived: u64, measured: bool, outcome: Outcome) {
        match outcome {
            Outcome::Done => {}
            Outcome::Refused => self.counts.refused += 1,
            Outcome::Failed => self.counts.failed += 1,
            Outcome::TimedOut => self.counts.timed_out += 1,
        }
        if measured {
            self.unanswered += u128::from(self.now - arrived);
        }
    }
}
