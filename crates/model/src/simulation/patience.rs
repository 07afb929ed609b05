//! What becomes of attempts: answered, refused, failed, given up; and tried again.

use super::clients::Waiting;
use super::engine::{Engine, Features, NUMBER_BITS, RETRY};
use super::events::Events;
use super::job::{DOOMED, Job, NO_CLIENT, Outcome};

impl<F: Features> Engine<'_, F> {
    /// A client comes, and makes its first attempt.
    pub(super) fn client_arrives(&mut self, measured: bool) {
        self.counts.offered += 1;
        self.requests.change(self.now, 1);
        let client = self.clients.come(self.now, measured);
        if F::TRACED {
            self.trace_client(client);
        }
        self.attempt(client);
    }

    /// A client makes an attempt.
    pub(super) fn attempt(&mut self, client: u32) {
        self.counts.attempts += 1;
        let measured = self.clients.get(client).measured;
        let job = Job {
            client,
            ..Job::new(self.now, self.program.routes[0], measured)
        };
        let who = self.seat(job);
        self.clients.begin(client, who, self.now);
        if F::TRACED {
            self.trace_attempt(client, who);
        }
        self.ready.push(who);
    }

    /// Whether a client's time was up before anything else happened. (An answer at the last nanosecond is in time.)
    #[inline]
    pub(super) fn times_out_before(&mut self, arrival: u128) -> bool {
        let Some((deadline, client)) = self.clients.next_deadline() else {
            return false;
        };
        let first = self.events.first().min(self.lines.first()).min(arrival);
        if deadline >= Events::unpack(first).0 {
            return false;
        }
        self.now = deadline;
        self.counts.attempts_timed_out += 1;
        let job = self.clients.get(client).job;
        self.jobs[job as usize].client = NO_CLIENT;
        if F::TRACED {
            self.trace_given_up(job);
        }
        self.client_learns(client, Outcome::TimedOut);
        true
    }

    /// An attempt ends.
    pub(super) fn attempt_ends(&mut self, job: &Job, outcome: Outcome) {
        if job.is(DOOMED) {
            return; // was counted when its machine failed
        }
        match outcome {
            Outcome::Refused => self.counts.attempts_refused += 1,
            Outcome::Failed => self.counts.attempts_failed += 1,
            Outcome::Done if job.client == NO_CLIENT => self.counts.wasted += 1,
            Outcome::Done | Outcome::TimedOut => {}
        }
        if job.client != NO_CLIENT {
            self.client_learns(job.client, outcome);
        }
    }

    /// A client learns what became of its attempt.
    pub(super) fn client_learns(&mut self, client: u32, outcome: Outcome) {
        self.clients.end(client);
        if outcome == Outcome::Done {
            self.client_leaves(client, outcome);
        } else {
            self.try_again(client, outcome);
        }
    }

    /// The client tries again after a while, or gives up.
    fn try_again(&mut self, client: u32, outcome: Outcome) {
        let Some(wait) = self.clients.backoff(client) else {
            return self.client_leaves(client, outcome);
        };
        let retry = RETRY << NUMBER_BITS | client;
        self.events.schedule(self.now + wait, retry);
        if F::TRACED {
            self.trace_backoff(client);
        }
    }

    /// The request is over.
    fn client_leaves(&mut self, client: u32, outcome: Outcome) {
        let Waiting {
            arrived, measured, ..
        } = *self.clients.get(client);
        self.clients.go(client);
        self.requests.change(self.now, -1);
        self.pending -= u64::from(measured);
        if F::TRACED {
            self.trace_client_leaves(client, outcome);
        }
        if outcome != Outcome::Done {
            return self.leave_unanswered(arrived, measured, outcome);
        }
        self.counts.answered += 1;
        if measured {
            self.routes[0].recorder.record(self.now - arrived);
        }
    }
}
