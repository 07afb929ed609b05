//! How a connection begins and grows: handshakes, segments, windows.

use crate::error::{Error, given, within};
use crate::units::{Bytes, Time, bytes, seconds};

/// How a connection is secured, which costs round trips before anything is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// Not at all.
    None,
    /// TLS 1.2: two round trips (RFC 5246, 7.3).
    V12,
    /// TLS 1.3: one round trip (RFC 8446, 2).
    V13,
    /// TLS 1.3 to a server that the client knows: the request travels along, no round trip (RFC 8446, 2.3).
    Resumed,
}

impl Tls {
    /// Round trips of its handshake, after the one of TCP.
    pub fn round_trips(self) -> u32 {
        match self {
            Self::None | Self::Resumed => 0,
            Self::V13 => 1,
            Self::V12 => 2,
        }
    }
}

/// How bytes travel over a TCP connection. Nothing has a default; a look-up of the name and a receiver's window count only
/// where they are given.
///
/// ```
/// use model::components::cdn::{Tls, Transport};
/// use model::units::bytes;
/// let tcp = Transport::tcp().tls(Tls::V13).segment(bytes(1460.0)).initial_window(10);
/// assert_eq!(tcp.handshakes()?, 2); // TCP and TLS 1.3
/// assert_eq!(Transport::tcp().check().unwrap_err().parameter(), "tls");
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transport {
    pub(crate) tls: Option<Tls>,
    pub(crate) segment: Option<f64>,        // [B], 1 to 65 535
    pub(crate) initial_window: Option<u32>, // segments, 1 to 1 000
    pub(crate) window: Option<f64>,         // [B], at least one initial window, to 1 TiB
    pub(crate) look_up: Option<f64>,        // [s], 0 to 1 min
}

/// [`Transport`] with every number given and in its range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Path {
    /// Round trips before the request can leave.
    pub(crate) handshakes: u32,
    /// Bytes of a segment.
    pub(crate) segment: f64,
    /// Segments of the first window.
    pub(crate) first: u64,
    /// Segments that may be under way at most; `None`: any number.
    pub(crate) most: Option<u64>,
    /// Time to learn the server's address.
    pub(crate) look_up: f64,
}

impl Transport {
    /// Begins the description; every parameter follows by its name.
    pub fn tcp() -> Self {
        Self {
            tls: None,
            segment: None,
            initial_window: None,
            window: None,
            look_up: None,
        }
    }

    /// How connections are secured.
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Bytes of the file in a full segment: 1 460 over Ethernet and IPv4. 1 to 65 535
    #[must_use]
    pub fn segment(mut self, size: Bytes) -> Self {
        self.segment = Some(size.bytes());
        self
    }

    /// Segments that a server sends before the first acknowledgement: 10 by RFC 6928. `[1]`, 1 to 1 000
    #[must_use]
    pub fn initial_window(mut self, segments: u32) -> Self {
        self.initial_window = Some(segments);
        self
    }

    /// What may be under way unacknowledged at most, for the receiver has no more room: at least the initial window, to
    /// 1 TiB. Not given: the receiver always has room.
    #[must_use]
    pub fn receive_window(mut self, size: Bytes) -> Self {
        self.window = Some(size.bytes());
        self
    }

    /// Time to find the server's address by its name, before each new connection of a client. 0 to 1 min. Not given: known.
    #[must_use]
    pub fn look_up(mut self, time: Time) -> Self {
        self.look_up = Some(time.seconds());
        self
    }

    /// Round trips before a request can leave: one for TCP, and those of TLS.
    ///
    /// # Errors
    /// Says if TLS was not given.
    pub fn handshakes(&self) -> Result<u32, Error> {
        Ok(1 + self.tls.ok_or_else(|| Error::missing("tls"))?.round_trips())
    }

    /// Time to find the server's address; zero where it is known.
    pub fn look_up_time(&self) -> Time {
        seconds(self.look_up.unwrap_or(0.0))
    }

    /// Bytes of a full segment, if given.
    pub fn segment_size(&self) -> Option<Bytes> {
        self.segment.map(bytes)
    }

    /// Checks that everything was given and is in its range.
    ///
    /// # Errors
    /// Names the first parameter that was not or is not.
    pub fn check(&self) -> Result<(), Error> {
        self.path().map(|_| ())
    }

    /// The numbers, all of them there and in range.
    pub(crate) fn path(&self) -> Result<Path, Error> {
        let handshakes = self.handshakes()?;
        let segment = given("segment", self.segment, 1.0, 65_535.0)?;
        let first = given(
            "initial_window",
            self.initial_window.map(f64::from),
            1.0,
            1000.0,
        )?;
        let most = match self.window {
            Some(window) => {
                let window = within(
                    "receive_window",
                    window,
                    first * segment,
                    1_099_511_627_776.0,
                )?;
                Some((window / segment) as u64)
            }
            None => None,
        };
        Ok(Path {
            handshakes,
            segment,
            first: first as u64,
            most,
            look_up: within("look_up", self.look_up.unwrap_or(0.0), 0.0, 60.0)?,
        })
    }
}
