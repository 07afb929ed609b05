//! How the model's own nouns look at the end of a cell: small tables, as HTML and as text.
//!
//! ```
//! use lab::prelude::*;
//! let table = shop_traffic(2e5).plain();
//! assert!(table.contains("peak rate"));
//! ```

use crate::html::{Grid, numbers, words};
use crate::parts;
use crate::sheets;
use crate::shown::Shown;
use model::data::{BaseRate, Parameter};
use model::format::{count, percent, significant};
use model::prelude::*;
use model::workload::Step;

/// Types that are shown as one table.
macro_rules! shown_as_grid {
    ($($type:ty => $grid:expr),* $(,)?) => {$(
        impl Shown for $type {
            fn html(&self) -> Option<String> {
                Some($grid(self).html())
            }

            fn plain(&self) -> String {
                $grid(self).text()
            }
        }
    )*};
}

/// Types whose one line of text says it all.
macro_rules! shown_as_line {
    ($($type:ty),* $(,)?) => {$(
        impl Shown for $type {
            fn plain(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

shown_as_grid! {
    Traffic => |traffic: &Traffic| steps(&traffic.steps()),
    Vec<Step> => |all: &Vec<Step>| steps(all),
    Overload => overload,
    Parameters => |all: &Parameters| parameters(all.rows()),
    PriceBook => price_book,
    BaseRates => |all: &BaseRates| base_rates(all.rates()),
    Vec<Machine> => |all: &Vec<Machine>| machines(all),
    Machine => |one: &Machine| machines(std::slice::from_ref(one)),
    Planned => planned,
}

shown_as_line!(LargestLoad, Estimate, Limit, Component, Resource);

/// What was found, and what each step to something cheaper fails on.
fn planned(planned: &Planned) -> Grid {
    let Some(system) = &planned.system else {
        return Grid {
            title: planned.to_string(),
            ..Grid::default()
        };
    };
    let rows = planned.neighbours.iter().map(|cheaper| {
        vec![
            cheaper.step.clone(),
            cheaper.monthly.to_string(),
            cheaper.fails.clone(),
        ]
    });
    Grid {
        title: format!("{} a month: {}", planned.monthly, parts::described(system)),
        columns: vec![words("cheaper"), numbers("a month"), words("fails on")],
        rows: rows.collect(),
        note: format!("{} systems were judged.", planned.judged),
        ..Grid::default()
    }
}

impl Shown for Prediction {
    fn html(&self) -> Option<String> {
        match self {
            Self::Steady(report) => report.html(),
            Self::Overloaded(overload) => overload.html(),
        }
    }

    fn plain(&self) -> String {
        match self {
            Self::Steady(report) => report.plain(),
            Self::Overloaded(overload) => overload.plain(),
        }
    }

    fn csv(&self) -> Option<String> {
        self.steady().and_then(Shown::csv)
    }
}

impl Shown for Report {
    fn html(&self) -> Option<String> {
        Some(report(self).html())
    }

    fn plain(&self) -> String {
        report(self).text()
    }

    fn csv(&self) -> Option<String> {
        Some(sheets::report(self).csv())
    }
}

impl Shown for Bill {
    fn html(&self) -> Option<String> {
        Some(bill(self).html())
    }

    /// Without the sources: a link and a date a line are wider than a terminal.
    fn plain(&self) -> String {
        bill(self).without_last().text()
    }

    fn csv(&self) -> Option<String> {
        Some(sheets::bill(self).csv())
    }
}

fn report(report: &Report) -> Grid {
    let Response {
        mean,
        p50,
        p95,
        p99,
    } = report.response;
    let mut rows: Vec<Vec<String>> = report
        .stations
        .iter()
        .map(|s| {
            place(
                &short(s.component, s.resource, &s.label),
                s.utilisation,
                s.queue,
                s.wait,
                s.service,
            )
        })
        .collect();
    let pool = &report.pool;
    let need = report
        .needs
        .iter()
        .find(|need| need.resource == Resource::Workers);
    let workers = need.map_or_else(|| "workers".to_owned(), parts::short);
    rows.push(place(
        &workers,
        pool.utilisation,
        pool.queue,
        pool.wait,
        pool.hold,
    ));
    Grid {
        title: format!(
            "{} arrive in the peak hour, {} are answered",
            report.offered, report.throughput
        ),
        columns: vec![
            words("where"),
            numbers("busy"),
            numbers("waiting"),
            numbers("wait"),
            numbers("service"),
        ],
        rows,
        total: None,
        note: format!(
            "Response: mean {mean}, p50 {p50}, p95 {p95}, p99 {p99}. {} requests in the system.",
            count(report.in_system)
        ),
    }
}

/// "cores" on a shared machine, "database cores" where there are several.
fn short(component: Component, resource: Resource, label: &str) -> String {
    match component {
        Component::Shared => resource.to_string(),
        _ => label.to_owned(),
    }
}

fn place(label: &str, busy: f64, queue: f64, wait: Time, service: Time) -> Vec<String> {
    vec![
        label.to_owned(),
        percent(busy),
        significant(queue, 3),
        wait.to_string(),
        service.to_string(),
    ]
}

fn overload(overload: &Overload) -> Grid {
    Grid {
        title: format!("Overloaded: {overload}"),
        columns: vec![words("resource"), numbers("needed")],
        rows: overload
            .needs
            .iter()
            .map(|need| vec![parts::short(need), percent(need.ratio)])
            .collect(),
        ..Grid::default()
    }
}

fn bill(bill: &Bill) -> Grid {
    let row = |line: &Line| {
        vec![
            line.what.clone(),
            significant(line.quantity, 4),
            line.unit.clone(),
            line.unit_price.to_string(),
            line.total().to_string(),
            line.source.clone(),
        ]
    };
    let unpriced = |item: &Unpriced| {
        vec![
            item.what.clone(),
            significant(item.quantity, 4),
            item.unit.clone(),
            "not priced".to_owned(),
            String::new(),
            String::new(),
        ]
    };
    let missing = bill.unpriced.iter().map(unpriced);
    let mut total = vec![String::new(); 6];
    "a month".clone_into(&mut total[0]);
    total[4] = bill.monthly().to_string();
    Grid {
        columns: vec![
            words("what"),
            numbers("quantity"),
            words("unit"),
            numbers("price"),
            numbers("total"),
            words("source"),
        ],
        rows: bill.lines.iter().map(row).chain(missing).collect(),
        total: Some(total),
        ..Grid::default()
    }
}

fn steps(steps: &[Step]) -> Grid {
    Grid {
        columns: vec![words("step"), numbers("value"), words("how")],
        rows: steps
            .iter()
            .map(|step| {
                vec![
                    step.label.to_owned(),
                    step.value.clone(),
                    step.how.to_owned(),
                ]
            })
            .collect(),
        ..Grid::default()
    }
}

fn parameters(rows: &[Parameter]) -> Grid {
    let row = |row: &Parameter| {
        let unit = if row.unit == "1" {
            ""
        } else {
            row.unit.as_str()
        };
        vec![
            row.name.replace('_', " "),
            significant(row.value, 6),
            unit.to_owned(),
            row.source.clone(),
        ]
    };
    Grid {
        columns: vec![
            words("parameter"),
            numbers("value"),
            words("unit"),
            words("source"),
        ],
        rows: rows.iter().map(row).collect(),
        ..Grid::default()
    }
}

fn price_book(book: &PriceBook) -> Grid {
    let row = |price: &Price| {
        vec![
            price.item.clone(),
            price.unit.clone(),
            price.price.to_string(),
            price.region.clone(),
            price.as_of.clone(),
            price.source.clone(),
        ]
    };
    Grid {
        columns: vec![
            words("item"),
            words("unit"),
            numbers("price"),
            words("region"),
            words("as of"),
            words("source"),
        ],
        rows: book.prices().iter().map(row).collect(),
        ..Grid::default()
    }
}

fn base_rates(rates: &[BaseRate]) -> Grid {
    let row = |rate: &BaseRate| {
        vec![
            rate.operation.clone(),
            rate.time.to_string(),
            rate.as_of.clone(),
            rate.source.clone(),
        ]
    };
    Grid {
        columns: vec![
            words("operation"),
            numbers("time"),
            words("as of"),
            words("source"),
        ],
        rows: rates.iter().map(row).collect(),
        ..Grid::default()
    }
}

fn machines(all: &[Machine]) -> Grid {
    let given = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let row = |machine: &Machine| {
        vec![
            machine.name().to_owned(),
            given(machine.core_count().map(|cores| cores.to_string())),
            given(machine.memory_size().map(|memory| memory.to_string())),
            given(
                machine
                    .disk_of()
                    .map(|disk| format!("{} {}", disk.size(), disk.kind())),
            ),
            machine.cost().to_string(),
        ]
    };
    Grid {
        columns: vec![
            words("machine"),
            numbers("cores"),
            numbers("memory"),
            numbers("disk"),
            numbers("a month"),
        ],
        rows: all.iter().map(row).collect(),
        ..Grid::default()
    }
}
