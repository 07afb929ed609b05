//! How long a file takes, in closed form: slow start without loss.
//!
//! A server may send `w` segments, the initial window, and one more for each that is acknowledged, so each round carries
//! twice as many as the round before, up to the receiver's window. The round after the first begins when its first segment
//! has crossed the line and the acknowledgement has come back: `r + tau` after it, with the round trip `r` and `tau` for a segment on
//! the line. Round `k` begins at `k (r + tau)` and bytes leave the line no faster than its bandwidth `B`, so byte `s` of
//! the answer is there
//!
//! ```text
//! max over k up to its round:   k (r + tau) + (s - bytes of the rounds before k) / B
//! ```
//!
//! after the request was answered. The largest term is the last round before the line is always busy. With `w = 1` that is
//! the latency of static windows and slow start in Kurose and Ross, Computer Networking (3rd ed., 3.7.2); for any
//! initial window see Cardwell, Savage and Anderson, "Modeling TCP Latency" (INFOCOM 2000), 2.2, with a growth of 2 (every
//! segment acknowledged, or counted in bytes as in RFC 3465).
//!
//! Behind an edge whose connection to the origin is new, bytes come in rounds of that connection too, `k r'` apart: the
//! backbone has no slow line. Exact where that round trip is the longer one, otherwise a lower bound.
//!
//! Refused: loss. One lost segment halves the window; see [`loss_bound`].

use super::way::{Fetch, Playback, Video, Way, size};
use crate::error::{Error, within};
use crate::units::{Bytes, Rate, Time, bytes, per_second, seconds};

/// Rounds of a connection: when they begin, and what they carry.
struct Rounds {
    gap: f64,     // [s]
    segment: f64, // [B]
    first: f64,   // segments, from 1
    most: f64,    // segments, from `first`; may be infinite
    line: f64,    // [B/s]
}

impl Rounds {
    /// Segments of round `k`, whose windows double until they are full.
    fn window(&self, k: f64) -> f64 {
        (self.first * libm::exp2(k)).min(self.most)
    }

    /// The first round with a full window; infinite if there is no limit.
    fn full(&self) -> f64 {
        if self.most.is_infinite() {
            return f64::INFINITY;
        }
        let mut k = 0.0;
        while self.window(k) < self.most {
            k += 1.0;
        }
        k
    }

    /// Segments of all rounds before `k`.
    fn before(&self, k: f64) -> f64 {
        let growing = k.min(self.full());
        let full = (k - growing) * if k > growing { self.most } else { 0.0 };
        self.first * (libm::exp2(growing) - 1.0) + full
    }

    /// The round that carries segment `n`, counted from 1.
    fn of(&self, n: f64) -> f64 {
        let growing = self.full();
        if growing.is_finite() && n > self.before(growing) {
            return growing + ((n - self.before(growing)) / self.most).ceil() - 1.0;
        }
        let mut k = 0.0;
        while self.before(k + 1.0) < n {
            k += 1.0;
        }
        k
    }

    /// The first round that fills the line until the next one begins, at most `last`.
    fn busy(&self, last: f64) -> f64 {
        let on_line = |k: f64| self.window(k) * self.segment / self.line;
        let mut k = 0.0;
        while k < last.min(self.full()) && on_line(k) < self.gap {
            k += 1.0;
        }
        if on_line(k) < self.gap { last } else { k }
    }

    /// When the first `s` bytes are there, after the first could be.
    fn arrival(&self, s: f64) -> f64 {
        let last = self.of((s / self.segment).ceil());
        let k = self.busy(last);
        k * self.gap + (s - self.before(k) * self.segment) / self.line
    }

    /// Segments (counted from 1, up to `n`) at which a reader may have to wait longest: the ends of the rounds. Beyond the
    /// rounds that grow all are alike, so that only the last of them matters.
    fn edges(&self, n: f64) -> impl Iterator<Item = f64> {
        let last = self.of(n);
        let growing = last.min(self.full()) as u32;
        let starts = (1..=growing).map(f64::from).chain([last]);
        let at = starts.map(|k| self.before(k)).collect::<Vec<_>>();
        at.into_iter()
            .flat_map(|before| [before, before + 1.0])
            .chain([n])
            .filter(move |segment| *segment >= 1.0 && *segment <= n)
    }
}

impl Way {
    /// The rounds of every connection that the file crosses with a window that still grows.
    fn rounds(&self) -> Vec<Rounds> {
        let rounds = |gap| Rounds {
            gap,
            segment: self.path.segment,
            first: self.path.first as f64,
            most: self.path.most.map_or(f64::INFINITY, |most| most as f64),
            line: self.access,
        };
        let own = rounds(self.round_trip + self.path.segment / self.access);
        let behind = self.upstream.iter().filter(|_| !self.kept);
        [own]
            .into_iter()
            .chain(behind.map(|r| rounds(*r)))
            .collect()
    }

    /// When the first byte could be there: handshakes, the request's round trip, and what happens behind the server.
    fn start(&self) -> f64 {
        let behind: f64 = self.upstream.iter().sum::<f64>() * self.upstream_trips();
        self.handshake() + self.round_trip + behind + self.thinking
    }

    /// When the first `s` bytes are there.
    fn arrival(&self, s: f64) -> f64 {
        let waits = self.rounds().into_iter().map(|rounds| rounds.arrival(s));
        self.start() + waits.fold(0.0, f64::max)
    }

    /// When a file of this size (1 B to 1 PiB) is there, by the closed form.
    ///
    /// # Errors
    /// Names a size out of range.
    pub fn fetch(&self, file: Bytes) -> Result<Fetch, Error> {
        let size = size(file)?;
        Ok(Fetch {
            found: seconds(self.path.look_up),
            connected: seconds(self.handshake()),
            first_byte: seconds(self.arrival(size.min(self.path.segment))),
            last_byte: seconds(self.arrival(size)),
        })
    }

    /// When a video starts and whether it plays through, by the closed form.
    ///
    /// # Errors
    /// Names a number out of range.
    pub fn play(&self, video: &Video) -> Result<Playback, Error> {
        video.check()?;
        let (wanted, whole) = (video.wanted(), video.size().bytes());
        let segment = self.path.segment;
        let (from, to) = ((wanted / segment).ceil(), (whole / segment).ceil());
        // What is wanted is there when the segment is there that ends it.
        let starts = self.arrival((from * segment).min(whole));
        let late = |n: f64| {
            let due = starts + (n - 1.0) * segment / video.bitrate.per_second();
            self.arrival((n * segment).min(whole)) - due
        };
        let rounds = self.rounds();
        let stall = rounds
            .iter()
            .flat_map(|rounds| rounds.edges(to))
            .filter(|n| *n > from)
            .map(late)
            .fold(0.0, f64::max);
        Ok(Playback {
            starts: seconds(starts),
            stall: seconds(stall),
        })
    }

    /// How fast a long file arrives in the end: the line, or one receiver's window a round trip.
    pub fn throughput(&self) -> Rate {
        let window = |r: &Rounds| r.most * r.segment / r.gap;
        let rates = self.rounds().into_iter().map(|rounds| window(&rounds));
        per_second(rates.fold(self.access, f64::min))
    }

    /// Bytes that fit on the way at once: bandwidth times round trip. A file below it never sees the bandwidth.
    pub fn bandwidth_delay_product(&self) -> Bytes {
        bytes(self.access * self.round_trip)
    }
}

/// The most that a long-lived connection carries, as a rate of bytes, where each segment is lost with this probability
/// (10^-9 to 0.1): `sqrt(3/2)` segments a round trip over `sqrt(loss)`. Mathis, Semke, Mahdavi and Ott, "The Macroscopic
/// Behavior of the TCP Congestion Avoidance Algorithm" (CCR 27(3), 1997), for one acknowledgement a segment; windows of
/// newer kinds (CUBIC, BBR) lose less.
///
/// # Errors
/// Names a number out of range.
pub fn loss_bound(segment: Bytes, round_trip: Time, loss: f64) -> Result<Rate, Error> {
    let segment = within("segment", segment.bytes(), 1.0, 65_535.0)?;
    let round_trip = within("round trip", round_trip.seconds(), 1e-6, 10.0)?;
    let loss = within("loss", loss, 1e-9, 0.1)?;
    Ok(per_second(segment / round_trip * (1.5 / loss).sqrt()))
}
