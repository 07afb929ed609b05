//! How long a file takes, segment by segment: the second witness of a transfer.
//!
//! Each segment waits for the window, then for the line, then travels half a round trip; its acknowledgement travels
//! the other half and opens the window by one. The clock counts whole nanoseconds. Nothing here knows of rounds.

use super::way::{Fetch, Playback, Video, Way, size};
use crate::error::{Error, within};
use crate::units::{Bytes, Time, seconds};
use std::collections::VecDeque;

/// The most segments that are simulated: 4 x 10^7, some seconds of work.
const MOST_SEGMENTS: f64 = 4e7;

/// One connection: the window of its sender, and its line.
struct Sender {
    window: u64,
    most: u64,
    clock: u64,
    under_way: VecDeque<u64>, // when their acknowledgements come
    line_free: u64,
    there: u64,
    back: u64,
}

impl Sender {
    fn new(way: &Way, round_trip: f64) -> Self {
        let round_trip = nanoseconds(round_trip);
        Self {
            window: way.path.first,
            most: way.path.most.unwrap_or(u64::MAX),
            clock: 0,
            under_way: VecDeque::new(),
            line_free: 0,
            there: round_trip / 2,
            back: round_trip - round_trip / 2,
        }
    }

    /// Sends a segment that is at hand from `ready` on and takes `on_line`; says when it is there.
    fn send(&mut self, ready: u64, on_line: u64) -> u64 {
        while self.under_way.len() as u64 >= self.window {
            let Some(acknowledged) = self.under_way.pop_front() else {
                break;
            };
            self.clock = self.clock.max(acknowledged);
            self.window = (self.window + 1).min(self.most);
        }
        let leaves = self.clock.max(ready);
        self.line_free = self.line_free.max(leaves) + on_line;
        let arrives = self.line_free + self.there;
        self.under_way.push_back(arrives + self.back);
        arrives
    }
}

impl Way {
    /// When each segment of a file arrives, counted from the click: told to `on_arrival` with the bytes that are there then.
    fn transfer(&self, size: f64, mut on_arrival: impl FnMut(u64, f64)) -> Result<(), Error> {
        let count = (size / self.path.segment).ceil();
        within("segments to simulate", count, 1.0, MOST_SEGMENTS)?;
        // The farthest server sends first; a connection that is kept has a window beyond any file.
        let connections = self.upstream.iter().rev().filter(|_| !self.kept);
        let mut behind: Vec<Sender> = connections.map(|r| Sender::new(self, *r)).collect();
        let mut own = Sender::new(self, self.round_trip);
        let asked = self.asked();
        let mut there = 0.0;
        while there < size {
            let segment = self.path.segment.min(size - there);
            there += segment;
            let mut at = asked;
            for sender in &mut behind {
                at = sender.send(at, 0);
            }
            on_arrival(own.send(at, nanoseconds(segment / self.access)), there);
        }
        Ok(())
    }

    /// When the server that has the file begins to send it; where connections are kept, when the edge has its first byte.
    fn asked(&self) -> u64 {
        let mut at = nanoseconds(self.path.look_up);
        for _ in 0..self.path.handshakes {
            at += nanoseconds(self.round_trip);
        }
        // The request arrives, ...
        at += nanoseconds(self.round_trip) / 2 + nanoseconds(self.thinking);
        for trip in self.upstream.iter().map(|r| nanoseconds(*r)) {
            // ... is passed on, and the answer comes back with the file's first byte (`transfer` lets it travel itself).
            let handshakes = if self.kept {
                0
            } else {
                u64::from(self.path.handshakes)
            };
            at += handshakes * trip + if self.kept { trip } else { trip - trip / 2 };
        }
        at
    }

    /// When a file of this size is there, segment by segment.
    ///
    /// # Errors
    /// Names a size out of range: 1 B to 4 x 10^7 segments.
    pub fn simulate_fetch(&self, file: Bytes) -> Result<Fetch, Error> {
        let (mut first, mut last) = (None, 0);
        self.transfer(size(file)?, |at, _| {
            first.get_or_insert(at);
            last = at;
        })?;
        let handshakes = u64::from(self.path.handshakes) * nanoseconds(self.round_trip);
        let found = nanoseconds(self.path.look_up);
        Ok(Fetch {
            found: time(found),
            connected: time(found + handshakes),
            first_byte: time(first.unwrap_or(0)),
            last_byte: time(last),
        })
    }

    /// When a video starts and whether it plays through, segment by segment.
    ///
    /// # Errors
    /// Names a number out of range.
    pub fn simulate_play(&self, video: &Video) -> Result<Playback, Error> {
        video.check()?;
        let wanted = video.wanted();
        let mut starts: Option<u64> = None;
        let (mut stall, mut played) = (0.0_f64, 0.0);
        self.transfer(video.size().bytes(), |at, there| {
            match starts {
                // The player has played what came before; this segment is the next that it needs.
                Some(starts) => {
                    let due = played / video.bitrate.per_second();
                    stall = stall.max((at - starts) as f64 * 1e-9 - due);
                }
                None if there >= wanted => starts = Some(at),
                None => {}
            }
            played = there;
        })?;
        Ok(Playback {
            starts: time(starts.unwrap_or(0)),
            stall: seconds(stall),
        })
    }
}

/// On the simulated clock.
fn nanoseconds(seconds: f64) -> u64 {
    libm::round(seconds * 1e9) as u64
}

fn time(nanoseconds: u64) -> Time {
    seconds(nanoseconds as f64 * 1e-9)
}
