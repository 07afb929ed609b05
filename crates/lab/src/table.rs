//! Data frames (polars), for cells marked `native`.
//!
//! ```
//! use lab::prelude::*;
//! let one = System::together(machine("t3.medium"), 1, shop());
//! let table = sweep(&one, &shop_traffic(2e5), 1e4..=1e6, 9);
//! assert_eq!(table.height(), 9);
//! assert!(one.bill().frame().plain().contains("monthly_usd"));
//! ```
//!
//! Not for WebAssembly: polars needs sockets there. A frame at the end of a cell is shown like every other table, as HTML
//! and as text that does not depend on the width of a terminal.

use crate::axis::Axis;
use crate::csv::{Field, Sheet};
use crate::html::{Column as Heading, Grid, numbers, words};
use crate::parts;
use crate::shown::Shown;
use model::format::significant;
use model::prelude::*;
use polars::prelude::{AnyValue, Column, DataFrame};
use std::ops::RangeInclusive;

/// Rows of a frame that are shown.
const SHOWN: usize = 40;

/// A system under growing load, a row a number of daily users, in equal factors. Closed form.
///
/// Columns: `users`, `per_second` (peak), `fullest` and `full_percent` (the fullest resource), `mean_ms`, `p50_ms`, `p95_ms`,
/// `p99_ms`, `usd_per_million` (requests). Past the limit the latencies are empty: there is no steady answer.
///
/// # Panics
/// When the range is not one above zero, `rows` is below 2, or a parameter of the system is missing or out of range.
#[track_caller]
#[must_use]
pub fn sweep(
    system: &System,
    traffic: &Traffic,
    users: RangeInclusive<f64>,
    rows: usize,
) -> DataFrame {
    let (low, high) = (*users.start(), *users.end());
    assert!(
        low > 0.0 && low < high && high.is_finite() && rows >= 2,
        "sweep: {low} to {high} in {rows} rows must be a range above zero in at least 2 rows"
    );
    let loads: Vec<Traffic> = Axis::log(low, high)
        .samples(rows)
        .into_iter()
        .map(|users| traffic.at_users(libm::round(users)))
        .collect();
    let answers: Vec<Prediction> = loads
        .iter()
        .map(|load| parts::predict(system, load))
        .collect();
    let bill = system.bill();
    let time = |pick: fn(&Response) -> Estimate| -> Vec<Option<f64>> {
        answers
            .iter()
            .map(|answer| Some(pick(&answer.steady()?.response).value.millis()))
            .collect()
    };
    let needs: Vec<Option<Need>> = answers.iter().map(busiest).collect();
    frame(vec![
        column(
            "users",
            loads.iter().map(Traffic::users).collect::<Vec<f64>>(),
        ),
        column(
            "per_second",
            loads
                .iter()
                .map(|load| load.peak_rate().per_second())
                .collect::<Vec<f64>>(),
        ),
        texts(
            "fullest",
            needs
                .iter()
                .map(|need| need.as_ref().map_or_else(String::new, parts::short))
                .collect(),
        ),
        column(
            "full_percent",
            needs
                .iter()
                .map(|need| Some(100.0 * need.as_ref()?.ratio))
                .collect::<Vec<Option<f64>>>(),
        ),
        column("mean_ms", time(|response| response.mean)),
        column("p50_ms", time(|response| response.p50)),
        column("p95_ms", time(|response| response.p95)),
        column("p99_ms", time(|response| response.p99)),
        column(
            "usd_per_million",
            loads
                .iter()
                .map(|load| Some(bill.per_million_requests(load)?.usd()))
                .collect::<Vec<Option<f64>>>(),
        ),
    ])
}

/// How far each of some systems goes within a latency target, and what it costs: a row a system, in the order given.
///
/// Columns: `system`, `largest_users`, `stopped_by`, `monthly_usd`, `usd_per_million` (requests, at the largest load).
///
/// ```
/// use lab::prelude::*;
/// let systems = ["t3.medium", "m7g.xlarge"].map(|name| (name, System::together(machine(name), 1, shop())));
/// let table = sizes_within(systems, &shop_traffic(2e5), ms(300.0));
/// assert_eq!(table.height(), 2);
/// ```
///
/// # Panics
/// When a parameter of a system is missing or out of range.
#[track_caller]
#[must_use]
pub fn sizes_within<N: Into<String>>(
    systems: impl IntoIterator<Item = (N, System)>,
    traffic: &Traffic,
    target: Time,
) -> DataFrame {
    let mut names = Vec::new();
    let mut limits: Vec<LargestLoad> = Vec::new();
    let mut bills = Vec::new();
    for (name, system) in systems {
        let name = name.into();
        match system.largest_load(traffic, target) {
            Ok(limit) => limits.push(limit),
            Err(error) => panic!("sizes_within: {name}: {error}"),
        }
        names.push(name);
        bills.push(system.bill());
    }
    let price = |(bill, limit): (&Bill, &LargestLoad)| {
        let price = bill.per_million_requests(&traffic.at_users(limit.users));
        price.map(Money::usd)
    };
    frame(vec![
        texts("system", names),
        column(
            "largest_users",
            limits.iter().map(|limit| limit.users).collect::<Vec<f64>>(),
        ),
        texts(
            "stopped_by",
            limits.iter().map(|limit| limit.limit.to_string()).collect(),
        ),
        column(
            "monthly_usd",
            bills
                .iter()
                .map(|bill| bill.monthly().usd())
                .collect::<Vec<f64>>(),
        ),
        column(
            "usd_per_million",
            bills
                .iter()
                .zip(&limits)
                .map(price)
                .collect::<Vec<Option<f64>>>(),
        ),
    ])
}

/// The fullest resource that grows with the load.
pub(crate) fn busiest(prediction: &Prediction) -> Option<Need> {
    let grows = |need: &&Need| !matches!(need.resource, Resource::Memory) || need.ratio > 1.0;
    prediction.needs().iter().find(grows).cloned()
}

/// What can be had as a data frame.
pub trait Framed {
    /// The data frame.
    fn frame(&self) -> DataFrame;
}

impl Framed for Bill {
    /// Columns: `what`, `quantity`, `unit`, `unit_usd`, `monthly_usd`, `source`.
    fn frame(&self) -> DataFrame {
        let lines = &self.lines;
        let text =
            |pick: fn(&Line) -> &String| lines.iter().map(|line| pick(line).clone()).collect();
        let number = |pick: fn(&Line) -> f64| lines.iter().map(pick).collect::<Vec<f64>>();
        frame(vec![
            texts("what", text(|line| &line.what)),
            column("quantity", number(|line| line.quantity)),
            texts("unit", text(|line| &line.unit)),
            column("unit_usd", number(|line| line.unit_price.usd())),
            column("monthly_usd", number(|line| line.total().usd())),
            texts("source", text(|line| &line.source)),
        ])
    }
}

impl Framed for Report {
    /// A row a station. Columns: `station`, `machines`, `servers`, `busy_percent`, `waiting`, `wait_ms`, `service_ms`,
    /// `visits`.
    fn frame(&self) -> DataFrame {
        let all = &self.stations;
        let number = |pick: fn(&model::report::StationReport) -> f64| {
            all.iter().map(pick).collect::<Vec<f64>>()
        };
        frame(vec![
            texts(
                "station",
                all.iter()
                    .map(|station| station.label.to_string())
                    .collect(),
            ),
            column("machines", number(|s| f64::from(s.machines))),
            column("servers", number(|s| f64::from(s.servers))),
            column("busy_percent", number(|s| 100.0 * s.utilisation)),
            column("waiting", number(|s| s.queue)),
            column("wait_ms", number(|s| s.wait.millis())),
            column("service_ms", number(|s| s.service.millis())),
            column("visits", number(|s| s.visits)),
        ])
    }
}

pub(crate) fn column<T>(name: &str, values: Vec<T>) -> Column
where
    polars::prelude::Series: polars::prelude::NamedFrom<Vec<T>, [T]>,
{
    use polars::prelude::NamedFrom;
    polars::prelude::Series::new(name.into(), values).into()
}

pub(crate) fn texts(name: &str, values: Vec<String>) -> Column {
    use polars::prelude::NamedFrom;
    polars::prelude::Series::new(name.into(), values).into()
}

/// Columns of equal length and different names always make a frame.
pub(crate) fn frame(columns: Vec<Column>) -> DataFrame {
    DataFrame::new_infer_height(columns).expect("columns of equal length")
}

impl Shown for DataFrame {
    fn html(&self) -> Option<String> {
        Some(grid(self).html())
    }

    fn plain(&self) -> String {
        grid(self).text()
    }

    fn csv(&self) -> Option<String> {
        Some(sheet(self).csv())
    }
}

fn grid(frame: &DataFrame) -> Grid {
    let rows = frame.height();
    let shown = rows.min(SHOWN);
    let note = if shown < rows {
        format!("{} more rows", rows - shown)
    } else {
        String::new()
    };
    Grid {
        columns: frame.columns().iter().map(heading).collect(),
        rows: (0..shown)
            .map(|row| {
                frame
                    .columns()
                    .iter()
                    .map(|column| cell(column, row))
                    .collect()
            })
            .collect(),
        note,
        ..Grid::default()
    }
}

/// All rows, with every digit.
fn sheet(frame: &DataFrame) -> Sheet {
    let mut sheet = Sheet::new(
        frame
            .columns()
            .iter()
            .map(|column| column.name().to_string()),
    );
    for row in 0..frame.height() {
        sheet.row(frame.columns().iter().map(|column| field(column, row)));
    }
    sheet
}

fn field(column: &Column, row: usize) -> Field {
    match column.get(row) {
        Ok(AnyValue::Float64(number)) => number.into(),
        Ok(AnyValue::Float32(number)) => f64::from(number).into(),
        Ok(AnyValue::Null) | Err(_) => Field::Empty,
        Ok(_) => cell(column, row).into(),
    }
}

fn heading(column: &Column) -> Heading {
    if column.dtype().is_numeric() {
        numbers(column.name())
    } else {
        words(column.name())
    }
}

fn cell(column: &Column, row: usize) -> String {
    match column.get(row) {
        Ok(AnyValue::Null) => "–".to_owned(),
        Ok(AnyValue::Float64(number)) => significant(number, 4),
        Ok(AnyValue::Float32(number)) => significant(f64::from(number), 4),
        Ok(AnyValue::String(text)) => text.to_owned(),
        Ok(AnyValue::StringOwned(text)) => text.to_string(),
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}
