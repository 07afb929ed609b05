//! Round trips between places: measured, or, where you ask for it, estimated from the distance.

use super::table::{Row, Table};
use crate::error::{DataError, Error, within};
use crate::units::{Time, ms};

/// How far light travels in fibre in a millisecond, about two thirds of its speed in a vacuum. `[km/ms]`
pub const FIBRE: f64 = 200.0;

/// The mean radius of the Earth. `[km]`
const EARTH: f64 = 6_371.0;

/// What was measured between places: the rows of `data/round-trips.csv`.
///
/// ```
/// use model::data::RoundTrips;
/// use model::units::ms;
/// let table = RoundTrips::parse(
///     "# Round trips. Licence: none.\n\
///      from,to,value,unit,statistic,note,as_of,source\n\
///      Seoul,Tokyo,35,ms,midpoint,of 33-37,2021,cloudping\n\
///      Seoul,Tokyo,29,ms,median,-,2026-03-01,Azure\n\
///      Seoul,Tokyo,11.6,ms,floor,-,computed,great circle\n",
/// )?;
/// // Symmetric; a median before a midpoint, the newest of them:
/// assert_eq!(table.between("Tokyo", "Seoul")?.time, ms(29.0));
/// assert_eq!(table.all("Tokyo", "Seoul").count(), 2);
/// // Nothing is guessed:
/// assert!(table.between("Seoul", "Toronto").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoundTrips {
    rows: Vec<RoundTrip>,
    floors: Vec<(String, String, Time)>,
    ratio: Option<f64>, // [1], 1 to 100
}

/// One measured round trip.
#[derive(Clone, Debug, PartialEq)]
pub struct RoundTrip {
    /// One end.
    pub from: String,
    /// The other end.
    pub to: String,
    /// The time there and back.
    pub time: Time,
    /// Which number of many measurements it is.
    pub statistic: Statistic,
    /// What else the source says; "-" if nothing.
    pub note: String,
    /// When that was.
    pub as_of: String,
    /// Where it was read.
    pub source: String,
}

/// Which number of many measurements a row gives, the better description of an ordinary round trip first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Statistic {
    /// Half of the measurements lie below.
    Median,
    /// Their mean.
    Mean,
    /// The middle of a range.
    Midpoint,
    /// What a source calls usual within a range.
    Typical,
    /// 95% of the measurements lie below. Never chosen as the ordinary round trip.
    P95,
    /// The best of all. Never chosen as the ordinary round trip.
    Minimum,
}

impl Statistic {
    /// Its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Median => "median",
            Self::Mean => "mean",
            Self::Midpoint => "midpoint",
            Self::Typical => "typical",
            Self::P95 => "p95",
            Self::Minimum => "minimum",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        use Statistic::{Mean, Median, Midpoint, Minimum, P95, Typical};
        [Median, Mean, Midpoint, Typical, P95, Minimum]
            .into_iter()
            .find(|statistic| statistic.name() == name)
    }

    /// Whether it describes an ordinary round trip.
    fn ordinary(self) -> bool {
        self < Self::P95
    }
}

impl RoundTrips {
    /// Reads a table with the columns `from,to,value,unit,statistic,note,as_of,source`.
    ///
    /// # Errors
    /// Names the line of the first row that is malformed, and a measurement that would have been faster than light.
    pub fn parse(csv: &str) -> Result<Self, DataError> {
        const COLUMNS: [&str; 8] = [
            "from",
            "to",
            "value",
            "unit",
            "statistic",
            "note",
            "as_of",
            "source",
        ];
        let table = Table::parse(csv, &COLUMNS)?;
        let mut all = Self::default();
        for row in table.rows() {
            match row.text(4)?.as_str() {
                "ratio" => all.read_ratio(row)?,
                "floor" => {
                    let time = milliseconds(row)?;
                    all.floors.push((row.text(0)?, row.text(1)?, time));
                }
                statistic => {
                    let measured = measured(row, statistic)?;
                    all.rows.push(measured);
                }
            }
        }
        all.refuse_faster_than_light(&table)?;
        Ok(all)
    }

    fn read_ratio(&mut self, row: &Row) -> Result<(), DataError> {
        if row.text(3)? != "1" || self.ratio.is_some() {
            return Err(row.error("a ratio to the floor must have the unit 1 and be the only one"));
        }
        self.ratio = Some(row.number(2, 1.0, 100.0)?);
        Ok(())
    }

    fn refuse_faster_than_light(&self, table: &Table) -> Result<(), DataError> {
        let measured =
            |row: &&Row| !["floor", "ratio"].contains(&row.text(4).as_deref().unwrap_or(""));
        for (row, trip) in table.rows().iter().filter(measured).zip(&self.rows) {
            let floor = self.floor(&trip.from, &trip.to);
            if let Some(floor) = floor.filter(|floor| trip.time < *floor) {
                return Err(row.error(format!(
                    "{} is below what light in fibre needs, {floor}",
                    trip.time
                )));
            }
        }
        Ok(())
    }

    /// All measurements, in the order of the table.
    pub fn rows(&self) -> &[RoundTrip] {
        &self.rows
    }

    /// All measurements between two places, in either direction.
    pub fn all<'a, 'b>(&'a self, a: &'b str, b: &'b str) -> impl Iterator<Item = &'a RoundTrip> {
        self.rows
            .iter()
            .filter(move |row| joins(&row.from, &row.to, a, b))
    }

    /// The ordinary round trip between two places, in either direction: a median before a mean, a mean before the middle
    /// of a range, that before a usual value; among equals the newest, then the first of the table. A 95th percentile or
    /// a minimum is not an ordinary round trip and never chosen.
    ///
    /// # Errors
    /// Says that there is none. Nothing is guessed; [`estimate`](Self::estimate) has to be asked for.
    pub fn between(&self, a: &str, b: &str) -> Result<&RoundTrip, Error> {
        let mut best: Option<&RoundTrip> = None;
        for row in self.all(a, b).filter(|row| row.statistic.ordinary()) {
            let better =
                best.is_none_or(|best| (row.statistic, &best.as_of) < (best.statistic, &row.as_of));
            best = if better { Some(row) } else { best };
        }
        best.ok_or_else(|| Error::missing(format!("round trip between {a} and {b}")))
    }

    /// What light in fibre would need between two places, if the table says.
    pub fn floor(&self, a: &str, b: &str) -> Option<Time> {
        let found = self
            .floors
            .iter()
            .find(|(from, to, _)| joins(from, to, a, b));
        found.map(|(_, _, time)| *time)
    }

    /// How many times the floor a round trip of the public network takes, if the table says. `[1]`
    pub fn ratio(&self) -> Option<f64> {
        self.ratio
    }

    /// A guess, for places between which nobody measured: the floor of the distance (0 to 20 100 km), times the table's
    /// ratio of measured round trips to their floor. It is rough: of the pairs behind the book's ratio of 1.71, a tenth are
    /// below 1.35 and a tenth above 2.64.
    ///
    /// # Errors
    /// A distance that is not on Earth; a table without a ratio.
    pub fn estimate(&self, distance_km: f64) -> Result<Time, Error> {
        let ratio = self
            .ratio
            .ok_or_else(|| Error::missing("ratio of round trips to the fibre floor"))?;
        Ok(fibre_floor(distance_km)? * ratio)
    }
}

/// The least time that a signal needs there and back along a straight fibre of this length (0 to 20 100 km, half
/// the way around the Earth).
///
/// ```
/// use model::data::fibre_floor;
/// assert_eq!(fibre_floor(10_600.0)?, model::units::ms(106.0));
/// # Ok::<(), model::error::Error>(())
/// ```
///
/// # Errors
/// A distance that is not on Earth.
pub fn fibre_floor(distance_km: f64) -> Result<Time, Error> {
    Ok(ms(
        2.0 * within("distance", distance_km, 0.0, 20_100.0)? / FIBRE
    ))
}

/// The distance along the surface between two points given as (latitude, longitude) in degrees, on a sphere: within 0.6%
/// of the truth. `[km]` By the haversine formula (Sinnott, Sky and Telescope 68, 1984).
///
/// ```
/// use model::data::great_circle;
/// let (seoul, tokyo) = ((37.57, 126.98), (35.68, 139.69));
/// assert!((great_circle(seoul, tokyo)? - 1_160.0).abs() < 10.0);
/// # Ok::<(), model::error::Error>(())
/// ```
///
/// # Errors
/// Names a latitude beyond 90 or a longitude beyond 180 degrees.
pub fn great_circle(a: (f64, f64), b: (f64, f64)) -> Result<f64, Error> {
    for (latitude, longitude) in [a, b] {
        within("latitude", latitude, -90.0, 90.0)?;
        within("longitude", longitude, -180.0, 180.0)?;
    }
    let half_sine = |x: f64| libm::pow(libm::sin(x.to_radians() / 2.0), 2.0);
    let along = libm::cos(a.0.to_radians()) * libm::cos(b.0.to_radians());
    let h = half_sine(b.0 - a.0) + along * half_sine(b.1 - a.1);
    Ok(2.0 * EARTH * libm::asin(h.min(1.0).sqrt()))
}

/// Whether a row from `from` to `to` is about `a` and `b`.
fn joins(from: &str, to: &str, a: &str, b: &str) -> bool {
    (from, to) == (a, b) || (from, to) == (b, a)
}

fn milliseconds(row: &Row) -> Result<Time, DataError> {
    match row.text(3)?.as_str() {
        "ms" => Ok(ms(row.number(2, 1e-3, 1e4)?)),
        unit => Err(row.error(format!("unit must be ms, was \"{unit}\""))),
    }
}

fn measured(row: &Row, statistic: &str) -> Result<RoundTrip, DataError> {
    let statistic = Statistic::parse(statistic).ok_or_else(|| {
        let known = "median, mean, midpoint, typical, p95, minimum, floor or ratio";
        row.error(format!("statistic must be {known}, was \"{statistic}\""))
    })?;
    let as_of = row.text(6)?;
    // Years and ISO dates compare as text; anything else would make "the newest" a matter of spelling.
    if !as_of.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(row.error(format!("as_of must be a year or a date, was \"{as_of}\"")));
    }
    Ok(RoundTrip {
        from: row.text(0)?,
        to: row.text(1)?,
        time: milliseconds(row)?,
        statistic,
        note: row.text(5)?,
        as_of,
        source: row.text(7)?,
    })
}
