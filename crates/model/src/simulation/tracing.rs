//! Where the engine writes down what happens to single requests. Compiled away where nobody asked.

use super::engine::{Engine, Features};
use super::job::Outcome;
use super::operations::{Operation, Visit};
use super::tracer::What;

impl<F: Features> Engine<'_, F> {
    /// A request comes from a client that waits for ever.
    pub(super) fn trace_arrival(&mut self, who: u32) {
        let measured = self.jobs[who as usize].measured;
        let request = measured.then(|| self.tracer.come(self.now));
        self.tracer.job(who, request, 0, self.now);
    }

    /// A client comes.
    pub(super) fn trace_client(&mut self, client: u32) {
        let measured = self.clients.get(client).measured;
        let request = measured.then(|| self.tracer.come(self.now));
        let clients = &mut self.tracer.clients;
        clients.resize(clients.len().max(client as usize + 1), None);
        clients[client as usize] = request;
    }

    /// It makes an attempt.
    pub(super) fn trace_attempt(&mut self, client: u32, who: u32) {
        let request = self.tracer.clients[client as usize];
        self.tracer.job(who, request, 0, self.now);
        if let Some(request) = request {
            let notes = self.tracer.requests[request as usize].notes.iter_mut();
            for note in notes.filter(|note| note.what == What::BacksOff) {
                note.until = note.until.or(Some(self.now));
            }
        }
    }

    /// It waits before it tries again.
    pub(super) fn trace_backoff(&mut self, client: u32) {
        let Some(request) = self.tracer.clients[client as usize] else {
            return;
        };
        let request = &mut self.tracer.requests[request as usize];
        request.notes.push(super::tracer::Note {
            job: (request.jobs.len() - 1) as u32,
            what: What::BacksOff,
            from: self.now,
            until: None,
        });
    }

    /// A client gives its attempt up.
    pub(super) fn trace_given_up(&mut self, who: u32) {
        if let Some(tag) = self.tracer.tag(who) {
            self.tracer.requests[tag.request as usize].jobs[tag.job as usize].given_up =
                Some(self.now);
        }
    }

    /// A client leaves.
    pub(super) fn trace_client_leaves(&mut self, client: u32, outcome: Outcome) {
        if let Some(request) = self.tracer.clients[client as usize].take() {
            self.tracer.requests[request as usize].ended = Some((self.now, outcome));
        }
    }

    /// A job starts another one.
    pub(super) fn trace_child(&mut self, parent: u32, child: u32) {
        let request = self.tracer.tag(parent).map(|tag| tag.request);
        let route = self.jobs[child as usize].route;
        self.tracer.job(child, request, route, self.now);
    }

    /// A job is served at the station of its operation, or waits there.
    pub(super) fn trace_visit(&mut self, who: u32, served: bool) {
        self.trace_left(who);
        let job = &self.jobs[who as usize];
        if let Operation::Visit(Visit { group, station, .. }) =
            self.program.operations[job.step as usize]
        {
            let machine = job.at(group) as u16;
            let what = if served {
                What::Served {
                    group,
                    machine,
                    station,
                }
            } else {
                What::Waits {
                    group,
                    machine,
                    station,
                }
            };
            self.tracer.open(who, what, self.now);
        }
    }

    /// What a job waited for, or was doing, is over.
    pub(super) fn trace_left(&mut self, who: u32) {
        self.tracer.close(who, self.now, |what| {
            !matches!(what, What::Holds { .. } | What::BacksOff)
        });
    }

    /// A job has taken a place, or waits for one.
    pub(super) fn trace_pool(&mut self, who: u32, pool: u8, taken: bool) {
        self.trace_left(who);
        let group = self.program.pools[usize::from(pool)].group;
        let machine = self.jobs[who as usize].at(group) as u16;
        let what = if taken {
            What::Holds {
                group,
                machine,
                pool,
            }
        } else {
            What::WaitsForPool {
                group,
                machine,
                pool,
            }
        };
        self.tracer.open(who, what, self.now);
    }

    /// A job gives a place back.
    pub(super) fn trace_given(&mut self, who: u32, given: u8) {
        let over = |what| matches!(what, What::Holds { pool, .. } if pool == given);
        self.tracer.close(who, self.now, over);
    }

    /// A job lets time pass.
    pub(super) fn trace_delay(&mut self, who: u32) {
        self.tracer.open(who, What::Delayed, self.now);
    }

    /// A job ends.
    pub(super) fn trace_end(&mut self, who: u32, outcome: Outcome) {
        self.tracer
            .close(who, self.now, |what| what != What::BacksOff);
        let Some(tag) = self.tracer.tag(who) else {
            return;
        };
        self.tracer.jobs[who as usize] = None;
        let request = &mut self.tracer.requests[tag.request as usize];
        request.jobs[tag.job as usize].ended = Some((self.now, outcome));
        if tag.job == 0 && !self.clients.are_impatient() {
            request.ended = Some((self.now, outcome));
        }
    }
}
