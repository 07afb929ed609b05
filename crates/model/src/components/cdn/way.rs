//! The way of a file to a user: a client's connection, and the connections behind it. Both witnesses read it.

use super::definition::Cdn;
use super::transport::{Path, Transport};
use crate::error::{Error, within};
use crate::units::{Bytes, Rate, Time, bytes, seconds};

/// Where a file comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The origin itself, without any edge.
    Origin,
    /// The edge that serves the place has it.
    Edge,
    /// The edge fetches it from the shield, which has it.
    Shield,
    /// Nobody had it: the edge fetches it from the origin, by way of the shield if there is one.
    Miss,
}

/// One file on its way to one user: who talks to whom over what distance.
///
/// ```
/// use model::components::cdn::{Tls, Transport, Way};
/// use model::units::{bytes, megabits, ms};
/// let tcp = Transport::tcp().tls(Tls::V13).segment(bytes(1000.0)).initial_window(10);
/// let way = Way::direct(&tcp, ms(100.0), megabits(8.0))?; // 1 ms a segment
/// let there = |size| Ok::<_, model::error::Error>(way.fetch(bytes(size))?.last_byte.to_string());
/// // TCP, TLS, the request: three round trips; then one segment.
/// assert_eq!(there(1_000.0)?, "301\u{202f}ms");
/// // 30 segments: 10 in the first round, 20 in the second, which begins 101 ms after the first.
/// assert_eq!(there(30_000.0)?, "421\u{202f}ms"); // 300 + 101 + 20
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    pub(super) path: Path,
    pub(super) round_trip: f64,    // [s], 1 us to 10 s
    pub(super) access: f64,        // [B/s], 1 to 1e15
    pub(super) thinking: f64,      // [s], 0 to 3 h: everybody's on the way together
    pub(super) upstream: Vec<f64>, // [s], 1 us to 10 s: round trips of the connections behind the first
    pub(super) kept: bool,
}

/// When what arrives, counted from the user's click.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fetch {
    /// The server's address is known.
    pub found: Time,
    /// The connection stands and is secure: the request leaves.
    pub connected: Time,
    /// The first segment is there.
    pub first_byte: Time,
    /// All of it is there.
    pub last_byte: Time,
}

/// A video, and how much of it a player wants before it starts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Video {
    /// Bytes of a second of it, as a rate of bytes ([`megabits`](crate::units::megabits)). 1 to 10^12
    pub bitrate: Rate,
    /// How long it plays. 1 ms to 1 000 h
    pub length: Time,
    /// The player starts when this much of it is there; all of it, if it is shorter. From 0
    pub buffer: Time,
}

/// How a video plays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Playback {
    /// When it starts, counted from the user's click.
    pub starts: Time,
    /// How long it stands still later, at least: by so much the latest segment misses its moment. Zero: it plays through.
    pub stall: Time,
}

impl Playback {
    /// Whether it plays to its end without standing still. (A nanosecond is nobody's stall: it is rounding.)
    pub fn plays_through(&self) -> bool {
        self.stall.seconds() < 1e-9
    }
}

impl Video {
    /// Bytes of the whole.
    pub fn size(&self) -> Bytes {
        bytes(self.bitrate * self.length)
    }

    /// Bytes that the player wants before it starts: at least one.
    pub(super) fn wanted(&self) -> f64 {
        (self.bitrate * self.buffer)
            .min(self.size().bytes())
            .max(1.0)
    }

    /// Checks that every number is in its range.
    ///
    /// # Errors
    /// Names the first that is not.
    pub fn check(&self) -> Result<(), Error> {
        within("bitrate", self.bitrate.per_second(), 1.0, 1e12)?;
        within("length of the video", self.length.seconds(), 1e-3, 3.6e6)?;
        within("buffer of the player", self.buffer.seconds(), 0.0, 3.6e6)?;
        size(self.size()).map(|_| ())
    }
}

impl Way {
    /// A client and a server that answers at once.
    ///
    /// # Errors
    /// Names a parameter that is missing or out of range: round trip 1 µs to 10 s, access line 1 to 10^15 bytes a second.
    pub fn direct(transport: &Transport, round_trip: Time, access: Rate) -> Result<Self, Error> {
        Ok(Self {
            path: transport.path()?,
            round_trip: within("round trip", round_trip.seconds(), 1e-6, 10.0)?,
            access: within("access line", access.per_second(), 1.0, 1e15)?,
            thinking: 0.0,
            upstream: Vec::new(),
            kept: true,
        })
    }

    /// The same way when the server takes its time before it answers. 0 to 1 h
    ///
    /// # Errors
    /// Names a time out of range.
    pub fn thinking(mut self, time: Time) -> Result<Self, Error> {
        self.thinking += within("thinking time", time.seconds(), 0.0, 3600.0)?;
        Ok(self)
    }

    /// The same way when the server has to ask another one, this round trip away (1 µs to 10 s), over a connection that is
    /// open already (`kept`) or has to be opened. It passes on what arrives as it arrives.
    ///
    /// # Errors
    /// Names a round trip out of range.
    pub fn behind(mut self, round_trip: Time, kept: bool) -> Result<Self, Error> {
        let time = within("round trip", round_trip.seconds(), 1e-6, 10.0)?;
        self.upstream.push(time);
        self.kept = kept;
        Ok(self)
    }

    /// Round trip of the client's own connection.
    pub fn round_trip(&self) -> Time {
        seconds(self.round_trip)
    }

    /// Until the request leaves the client.
    pub(super) fn handshake(&self) -> f64 {
        self.path.look_up + f64::from(self.path.handshakes) * self.round_trip
    }

    /// Round trips of an upstream connection before the first byte comes back.
    pub(super) fn upstream_trips(&self) -> f64 {
        1.0 + if self.kept {
            0.0
        } else {
            f64::from(self.path.handshakes)
        }
    }
}

/// The number of bytes of a file, checked: 1 B to 1 PiB.
pub(super) fn size(size: Bytes) -> Result<f64, Error> {
    within("file size", size.bytes(), 1.0, 1_125_899_906_842_624.0)
}

impl Cdn {
    /// The way of a file to a user at a place.
    ///
    /// # Errors
    /// Names the first parameter or round trip that is missing or out of range.
    pub fn way(&self, place: &str, from: Source) -> Result<Way, Error> {
        let (origin, edge) = self.thinking()?;
        let access = self.access_of(place)?;
        if from == Source::Origin {
            let far = self.between(place, self.origin())?;
            return Way::direct(self.transport_of()?, far, access)?.thinking(origin);
        }
        let point = self.serving(place)?.place();
        let near = self.between(place, point)?;
        let mut way = Way::direct(self.transport_of()?, near, access)?.thinking(edge)?;
        let kept = self.keeps_connections()?;
        let mut at = point;
        if let Some(shield) = self.shield_point().filter(|_| from != Source::Edge) {
            way = way
                .behind(self.between(at, shield.place())?, kept)?
                .thinking(edge)?;
            at = shield.place();
        }
        if from == Source::Miss {
            way = way
                .behind(self.between(at, self.origin())?, kept)?
                .thinking(origin)?;
        }
        Ok(way)
    }
}
