//! What a content delivery network is made of, and who is sent where.

use super::transport::Transport;
use crate::data::RoundTrips;
use crate::error::{Error, given, within};
use crate::units::{Bytes, Rate, Time, bytes, per_second, seconds};

const PEBIBYTE: f64 = 1_125_899_906_842_624.0;

/// Edges near the users, in front of one origin. Nothing has a default.
///
/// ```
/// use model::prelude::*;
/// use model::components::cdn::{Cdn, Tls, Transport};
/// let cdn = Cdn::in_front_of("Toronto")
///     .point("Calgary", gib(100.0))
///     .point("Tokyo", gib(100.0))
///     .round_trip("Seoul", "Tokyo", ms(29.0))
///     .round_trip("Seoul", "Calgary", ms(204.0))
///     .round_trip("Seoul", "Toronto", ms(181.0))
///     .round_trip("Tokyo", "Toronto", ms(159.0))
///     .round_trip("Calgary", "Toronto", ms(80.6))
///     .transport(Transport::tcp().tls(Tls::V13).segment(bytes(1460.0)).initial_window(10))
///     .access(megabits(50.0))
///     .answers(ms(20.0), ms(1.0))
///     .kept_connections(true);
/// assert!(cdn.check().is_ok());
/// assert_eq!(cdn.serving("Seoul")?.place(), "Tokyo");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Cdn {
    origin: String,
    points: Vec<Point>,
    shield: Option<Point>,
    pub(crate) given: Vec<(String, String, f64)>, // [s], 1 us to 10 s
    table: Option<RoundTrips>,
    pub(crate) transport: Option<Transport>,
    pub(crate) access: Option<f64>,           // [B/s], 1 to 1e15
    pub(crate) access_at: Vec<(String, f64)>, // [B/s], 1 to 1e15
    pub(crate) answers: Option<(f64, f64)>,   // [s], 0 to 1 h: origin, edge
    pub(crate) kept_connections: Option<bool>,
    pub(crate) lifetime: Option<f64>, // [s], 1 ms to 10 years
    pub(crate) regions: Vec<(String, String)>, // place, region of the price list
}

/// A place with a cache of files: a point of presence, or a shield.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    place: String,
    memory: f64, // [B], 0 to 1 PiB
}

impl Point {
    /// Where it is.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What its cache holds.
    pub fn memory(&self) -> Bytes {
        bytes(self.memory)
    }

    fn check(&self) -> Result<(), Error> {
        within(
            &format!("memory of the edge in {}", self.place),
            self.memory,
            0.0,
            PEBIBYTE,
        )
        .map(|_| ())
    }
}

impl Cdn {
    /// An origin at this place, and no edges yet.
    pub fn in_front_of(origin: impl Into<String>) -> Self {
        Self {
            origin: origin.into(),
            points: Vec::new(),
            shield: None,
            given: Vec::new(),
            table: None,
            transport: None,
            access: None,
            access_at: Vec::new(),
            answers: None,
            kept_connections: None,
            lifetime: None,
            regions: Vec::new(),
        }
    }

    /// A point of presence with a cache of this size that drops what was used least recently. 0 to 1 PiB
    #[must_use]
    pub fn point(mut self, place: impl Into<String>, memory: Bytes) -> Self {
        self.points.push(Point {
            place: place.into(),
            memory: memory.bytes(),
        });
        self
    }

    /// A second cache, between all edges and the origin: what one edge fetched, the others need not fetch from the origin.
    #[must_use]
    pub fn shield(mut self, place: impl Into<String>, memory: Bytes) -> Self {
        self.shield = Some(Point {
            place: place.into(),
            memory: memory.bytes(),
        });
        self
    }

    /// The round trip between two places, in either direction; goes before the table's. 1 µs to 10 s
    #[must_use]
    pub fn round_trip(mut self, a: impl Into<String>, b: impl Into<String>, time: Time) -> Self {
        self.given.push((a.into(), b.into(), time.seconds()));
        self
    }

    /// Measured round trips, for all pairs that were not given.
    #[must_use]
    pub fn round_trips(mut self, table: RoundTrips) -> Self {
        self.table = Some(table);
        self
    }

    /// How bytes travel.
    #[must_use]
    pub fn transport(mut self, transport: Transport) -> Self {
        self.transport = Some(transport);
        self
    }

    /// What a user's access line carries, as a rate of bytes of files: the slowest part of every way. 1 to 10^15
    #[must_use]
    pub fn access(mut self, bytes: Rate) -> Self {
        self.access = Some(bytes.per_second());
        self
    }

    /// What the access lines at one place carry, where they differ.
    #[must_use]
    pub fn access_at(mut self, place: impl Into<String>, bytes: Rate) -> Self {
        self.access_at.push((place.into(), bytes.per_second()));
        self
    }

    /// How long the origin and an edge (or the shield) think before they answer. 0 to 1 h each
    #[must_use]
    pub fn answers(mut self, origin: Time, edge: Time) -> Self {
        self.answers = Some((origin.seconds(), edge.seconds()));
        self
    }

    /// Whether an edge keeps its connections to shield and origin open, their windows grown: then a miss costs one
    /// more round trip. Otherwise it costs handshakes and a slow start too.
    #[must_use]
    pub fn kept_connections(mut self, kept: bool) -> Self {
        self.kept_connections = Some(kept);
        self
    }

    /// How long a cache may serve a copy before it has to fetch it again. 1 ms to 10 years. Not given: for ever.
    #[must_use]
    pub fn lifetime(mut self, time: Time) -> Self {
        self.lifetime = Some(time.seconds());
        self
    }

    /// The region of the price list in which the origin or a point is billed.
    #[must_use]
    pub fn region(mut self, place: impl Into<String>, region: impl Into<String>) -> Self {
        self.regions.push((place.into(), region.into()));
        self
    }

    /// Where the origin is.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The points of presence, in the order given.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The cache between the edges and the origin, if there is one.
    pub fn shield_point(&self) -> Option<&Point> {
        self.shield.as_ref()
    }

    /// The point of presence that users at a place are sent to: the one with the shortest round trip, among those to which
    /// it is known; of several the first.
    ///
    /// # Errors
    /// Says that no round trip from there to any point is known; names one that is out of range.
    pub fn serving(&self, place: &str) -> Result<&Point, Error> {
        self.serving_index(place).map(|index| &self.points[index])
    }

    /// Index of the point that users at a place are sent to.
    pub(crate) fn serving_index(&self, place: &str) -> Result<usize, Error> {
        let mut best: Option<(usize, Time)> = None;
        for (index, point) in self.points.iter().enumerate() {
            if self.measured(place, &point.place).is_none() {
                continue;
            }
            let time = self.between(place, &point.place)?;
            if best.is_none_or(|(_, shortest)| time < shortest) {
                best = Some((index, time));
            }
        }
        best.map(|(index, _)| index).ok_or_else(|| {
            Error::missing(format!(
                "round trip between {place} and a point of presence"
            ))
        })
    }

    /// The round trip between two places: the one given, or the table's ([`RoundTrips::between`]).
    ///
    /// # Errors
    /// Says that it is not known, also for a place and itself: nothing is guessed. Names one that is out of range.
    pub fn between(&self, a: &str, b: &str) -> Result<Time, Error> {
        let name = || format!("round trip between {a} and {b}");
        let time = self.measured(a, b).ok_or_else(|| Error::missing(name()))?;
        within(&name(), time, 1e-6, 10.0).map(seconds)
    }

    fn measured(&self, a: &str, b: &str) -> Option<f64> {
        let joins = |from: &str, to: &str| (from, to) == (a, b) || (from, to) == (b, a);
        let given = self.given.iter().find(|(from, to, _)| joins(from, to));
        given.map(|(_, _, time)| *time).or_else(|| {
            let row = self.table.as_ref()?.between(a, b).ok()?;
            Some(row.time.seconds())
        })
    }

    /// What the access lines at a place carry, as a rate of bytes.
    ///
    /// # Errors
    /// Says that it was not given or is out of range.
    pub fn access_of(&self, place: &str) -> Result<Rate, Error> {
        let there = self.access_at.iter().find(|(name, _)| name == place);
        let access = there.map(|(_, access)| *access).or(self.access);
        let name = match there {
            Some(_) => format!("rate of the access line in {place}"),
            None => format!("access line in {place}"),
        };
        given(&name, access, 1.0, 1e15).map(per_second)
    }

    /// How bytes travel.
    ///
    /// # Errors
    /// Says that it was not given.
    pub fn transport_of(&self) -> Result<&Transport, Error> {
        self.transport
            .as_ref()
            .ok_or_else(|| Error::missing("transport"))
    }

    /// How long the origin and an edge think before they answer.
    ///
    /// # Errors
    /// Says that it was not given or is out of range.
    pub fn thinking(&self) -> Result<(Time, Time), Error> {
        let (origin, edge) = self
            .answers
            .ok_or_else(|| Error::missing("answers of origin and edge"))?;
        let origin = within("answer of the origin", origin, 0.0, 3600.0)?;
        let edge = within("answer of the edge", edge, 0.0, 3600.0)?;
        Ok((seconds(origin), seconds(edge)))
    }

    /// Whether edges keep their connections open.
    ///
    /// # Errors
    /// Says that it was not given.
    pub fn keeps_connections(&self) -> Result<bool, Error> {
        self.kept_connections
            .ok_or_else(|| Error::missing("kept_connections"))
    }

    /// How long a cache may serve a copy, if there is a limit.
    ///
    /// # Errors
    /// Says that it is out of range.
    pub fn fresh(&self) -> Result<Option<Time>, Error> {
        let checked = |time| within("lifetime of a copy", time, 1e-3, 3.2e8).map(seconds);
        self.lifetime.map(checked).transpose()
    }

    /// The region of the price list in which a place is billed.
    ///
    /// # Errors
    /// Says that it was not given.
    pub fn region_of(&self, place: &str) -> Result<&str, Error> {
        let found = self.regions.iter().find(|(name, _)| name == place);
        found
            .map(|(_, region)| region.as_str())
            .ok_or_else(|| Error::missing(format!("price region of {place}")))
    }

    /// Checks that everything was given and is in its range: 1 to 1 000 points, each at a place of its own.
    ///
    /// # Errors
    /// Names the first parameter that was not or is not.
    pub fn check(&self) -> Result<(), Error> {
        within("points of presence", self.points.len() as f64, 1.0, 1000.0)?;
        for (i, point) in self.points.iter().enumerate() {
            point.check()?;
            if self.points[..i]
                .iter()
                .any(|other| other.place == point.place)
            {
                let name = format!("memory of the edge in {}", point.place);
                return Err(Error::new(name, point.memory, "must be given once"));
            }
        }
        self.shield.as_ref().map_or(Ok(()), Point::check)?;
        for (a, b, time) in &self.given {
            within(
                &format!("round trip between {a} and {b}"),
                *time,
                1e-6,
                10.0,
            )?;
        }
        for (place, _) in &self.access_at {
            self.access_of(place)?;
        }
        if let Some(access) = self.access {
            within("access line", access, 1.0, 1e15)?;
        }
        self.transport_of()?.check()?;
        self.thinking()?;
        self.fresh()?;
        self.keeps_connections().map(|_| ())
    }
}
