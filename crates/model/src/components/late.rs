//! How often an attempt fails: refused by a full queue, or answered after its client has gone.

use crate::error::{Error, within};
use crate::queueing::erlang;
use crate::units::{Rate, Time, seconds};

/// M/M/c with a bounded queue, or not, and clients who wait no longer than a time-out but are served all the same.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Server {
    servers: u32,      // 1 to 10 000
    service: f64,      // [s], 1 ns to 1 day
    room: Option<u32>, // 0 to 10^6
    patience: f64,     // [1], time-out over service, to 10^5 completions of all servers
    late: Vec<f64>, // [1], by requests that wait before it and itself, from 0: probability of being late; 1 beyond
}

/// How an attempt ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fate {
    /// Turned away. `[1]`
    pub(super) refused: f64,
    /// Served, but after the time-out. `[1]`
    pub(super) late: f64,
}

impl Server {
    pub(super) fn new(
        servers: u32,
        service: Time,
        room: Option<u32>,
        timeout: Time,
    ) -> Result<Self, Error> {
        within("servers", f64::from(servers), 1.0, 10_000.0)?;
        let service = within("service time", service.seconds(), 1e-9, 86_400.0)?;
        within("accept_queue", f64::from(room.unwrap_or(0)), 0.0, 1e6)?;
        let patience = timeout.seconds() / service;
        let completions = f64::from(servers) * patience;
        within(
            "time-out, in completions of all servers",
            completions,
            0.0,
            1e5,
        )?;
        Ok(Self {
            servers,
            service,
            room,
            patience,
            late: lateness(servers, patience),
        })
    }

    /// Servers, room and mean service.
    pub(super) fn parts(&self) -> (u32, Option<u32>, Time) {
        (self.servers, self.room, seconds(self.service))
    }

    /// What it can serve. `[1/s]`
    pub(super) fn capacity(&self) -> f64 {
        f64::from(self.servers) / self.service
    }

    /// How the attempts end when so many arrive, as a Poisson stream.
    pub(super) fn fate(&self, attempts: Rate) -> Fate {
        let offered = attempts.per_second() * self.service;
        let load = offered / f64::from(self.servers);
        let Some(room) = self.room else {
            return self.endless(offered, load);
        };
        let blocking = erlang::b(self.servers, offered);
        if blocking < 1e-280 {
            return Fate {
                refused: 0.0,
                late: self.late[0],
            };
        }
        // In units of the likeliest of the states "c busy and i waiting", so that nothing overflows.
        let busy = Powers::new(load, f64::from(room));
        let free = (1.0 / blocking - 1.0) * busy.at(0.0);
        let all = free + busy.sum(0.0, f64::from(room) + 1.0);
        let known = (self.late.len() - 1).min(room as usize);
        let some = busy.times(&self.late[1..=known]);
        let rest = busy.sum(known as f64, f64::from(room) - known as f64);
        Fate {
            refused: (busy.at(f64::from(room)) / all).min(1.0),
            late: ((free * self.late[0] + some + rest) / all).min(1.0),
        }
    }

    /// The same without a bound: from utilisation 1 on everybody is late.
    fn endless(&self, offered: f64, load: f64) -> Fate {
        if load >= 1.0 {
            return Fate {
                refused: 0.0,
                late: 1.0,
            };
        }
        let waiting = erlang::c(self.servers, offered);
        let busy = Powers::new(load, 0.0);
        let known = self.late.len() - 1;
        let some = busy.times(&self.late[1..=known]);
        let queue = (1.0 - load) * some + busy.at(known as f64);
        Fate {
            refused: 0.0,
            late: ((1.0 - waiting) * self.late[0] + waiting * queue).min(1.0),
        }
    }
}

/// Powers of a load from 0 to a highest one, in units of the largest.
struct Powers {
    log: f64,
    top: f64,
}

impl Powers {
    fn new(load: f64, highest: f64) -> Self {
        let log = libm::log(load.max(1e-300));
        let top = if log > 0.0 { highest } else { 0.0 };
        Self { log, top }
    }

    fn at(&self, power: f64) -> f64 {
        libm::exp((power - self.top) * self.log)
    }

    /// The sum of each from 0 on times its value, from the largest power to the smallest.
    fn times(&self, values: &[f64]) -> f64 {
        let ratio = libm::exp(-self.log.abs());
        let sum = |(sum, power): (f64, f64), value: &f64| (sum + power * value, power * ratio);
        if self.log > 0.0 {
            let largest = self.at(values.len() as f64 - 1.0);
            return values.iter().rev().fold((0.0, largest), sum).0;
        }
        values.iter().fold((0.0, self.at(0.0)), sum).0
    }

    /// `count` of them from this one on: a geometric series, summed from its largest term.
    fn sum(&self, from: f64, count: f64) -> f64 {
        if count <= 0.0 {
            return 0.0;
        }
        let largest = if self.log > 0.0 {
            from + count - 1.0
        } else {
            from
        };
        let log = -self.log.abs();
        if -log * count < 1e-9 {
            return count * self.at(largest);
        }
        self.at(largest) * libm::expm1(count * log) / libm::expm1(log)
    }
}

/// Probability that service takes longer than the patience for one who finds a free server, and for those who are the
/// first, second, ... in the queue: m completions of all servers, Erlang distributed, and a service.
///
/// With the Poisson probabilities q(i) of i completions within the patience: at most m - 1 completions, or at least m
/// and a service that outlasts the rest, h(m). From the transform of the sum, h(m - 1) = (1 - 1/c) h(m) + q(m - 1):
/// downwards all terms are positive and errors shrink.
pub(super) fn lateness(servers: u32, patience: f64) -> Vec<f64> {
    let c = f64::from(servers);
    let mean = c * patience;
    let length = (mean + 12.0 * mean.sqrt() + 60.0) as usize;
    let log = libm::log(mean.max(1e-300));
    let poisson = |i: usize| libm::exp(i as f64 * log - mean - libm::lgamma(i as f64 + 1.0));
    let within: Vec<f64> = (0..length).map(poisson).collect();
    let mut outlasts = vec![0.0; length + 1];
    for m in (1..=length).rev() {
        outlasts[m - 1] = (1.0 - 1.0 / c) * outlasts[m] + within[m - 1];
    }
    // Nobody before it: only the service counts.
    outlasts[0] = libm::exp(-patience);
    let mut fewer = 0.0;
    (0..=length)
        .map(|m| {
            let late: f64 = fewer + outlasts[m];
            fewer += within.get(m).copied().unwrap_or(0.0);
            late.min(1.0)
        })
        .collect()
}
