//! Clients that wait for so long and no longer, and try again.

use super::streams::{Stream, Streams};
use crate::network::Client;

/// All who wait, and what they put up with.
#[derive(Clone, Debug)]
pub(super) struct Clients {
    rules: Option<Client>,
    waiting: Vec<Waiting>,
    free: Vec<u32>,
    first: u32, // of those with an attempt under way: whose time is up next
    last: u32,
    tokens: f64, // retries allowed, 0 to most
    most: f64,
    jitter: Stream,
}

/// A client that waits for its request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    pub(super) arrived: u64, // [ns], of its first attempt
    pub(super) job: u32,     // its attempt under way
    pub(super) measured: bool,
    deadline: u64, // [ns], of its attempt under way
    attempts: u32, // that it made
    before: u32,   // whose time is up before
    after: u32,    // and after
}

/// Nobody.
const NONE: u32 = u32::MAX;

impl Clients {
    pub(super) fn new(rules: Option<&Client>, streams: &Streams) -> Self {
        // As the description of a client says: ten requests' worth of retries, or ten retries.
        let most = rules
            .and_then(|rules| rules.budget)
            .map_or(0.0, |budget| (10.0 * budget).max(10.0));
        Self {
            rules: rules.copied(),
            waiting: Vec::new(),
            free: Vec::new(),
            first: NONE,
            last: NONE,
            tokens: most,
            most,
            jitter: streams.stream("client jitter"),
        }
    }

    /// Whether there is a limit to their patience.
    #[inline]
    pub(super) fn are_impatient(&self) -> bool {
        self.rules.is_some()
    }

    /// Clients that wait, or ever did at the same time.
    #[inline]
    pub(super) fn most(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn get(&self, client: u32) -> &Waiting {
        &self.waiting[client as usize]
    }

    /// A client comes.
    pub(super) fn come(&mut self, now: u64, measured: bool) -> u32 {
        let budget = self.rules.and_then(|rules| rules.budget).unwrap_or(0.0);
        self.tokens = (self.tokens + budget).min(self.most);
        let client = Waiting {
            arrived: now,
            job: NONE,
            measured,
            deadline: 0,
            attempts: 0,
            before: NONE,
            after: NONE,
        };
        if let Some(place) = self.free.pop() {
            self.waiting[place as usize] = client;
            return place;
        }
        self.waiting.push(client);
        (self.waiting.len() - 1) as u32
    }

    /// A client goes.
    pub(super) fn go(&mut self, client: u32) {
        self.free.push(client);
    }

    /// An attempt begins. All have the same patience, so that its deadline is the last.
    pub(super) fn begin(&mut self, client: u32, job: u32, now: u64) {
        let timeout = self.rules.map_or(0.0, |rules| rules.timeout.seconds());
        let last = self.last;
        let waiting = &mut self.waiting[client as usize];
        waiting.attempts += 1;
        waiting.job = job;
        waiting.deadline = now + (timeout * 1e9 + 0.5) as u64;
        (waiting.before, waiting.after) = (last, NONE);
        self.last = client;
        match self.waiting.get_mut(last as usize) {
            Some(before) => before.after = client,
            None => self.first = client,
        }
    }

    /// An attempt is over, or given up.
    pub(super) fn end(&mut self, client: u32) {
        let Waiting { before, after, .. } = self.waiting[client as usize];
        match self.waiting.get_mut(before as usize) {
            Some(waiting) => waiting.after = after,
            None => self.first = after,
        }
        match self.waiting.get_mut(after as usize) {
            Some(waiting) => waiting.before = before,
            None => self.last = before,
        }
    }

    /// Whose time is up next, and when. `[ns]`
    #[inline]
    pub(super) fn next_deadline(&self) -> Option<(u64, u32)> {
        let waiting = self.waiting.get(self.first as usize)?;
        Some((waiting.deadline, self.first))
    }

    /// How long the client waits before it tries again; `None` if it doesn't. `[ns]`
    pub(super) fn backoff(&mut self, client: u32) -> Option<u64> {
        let rules = self.rules?;
        let retry = self.waiting[client as usize].attempts;
        if retry > rules.retries {
            return None;
        }
        if rules.budget.is_some() {
            if self.tokens < 1.0 {
                return None;
            }
            self.tokens -= 1.0;
        }
        let whole = rules.backoff.seconds() * 1e9 * libm::exp2(f64::from(retry - 1).min(30.0));
        let random = if rules.jitter > 0.0 {
            self.jitter.uniform()
        } else {
            0.0
        };
        let wait = whole * (1.0 - rules.jitter + rules.jitter * random);
        Some((wait + 0.5).min(1e18) as u64)
    }
}
