//! The model's own nouns as numbers for other programs: what their tables show, with every digit.

use crate::csv::{Field, Sheet};
use crate::parts;
use model::prelude::*;
use model::report::StationReport;

/// A row a station, then the workers, then the response.
pub(crate) fn report(report: &Report) -> Sheet {
    let columns = [
        "where",
        "busy, %",
        "waiting",
        "wait, ms",
        "service, ms",
        "stay, ms",
    ];
    let mut sheet = Sheet::new(columns.map(str::to_owned));
    for s in &report.stations {
        let name = station(s);
        sheet.row(place(name, s.utilisation, s.queue, s.wait, s.service));
    }
    let pool = &report.pool;
    let mut needs = report.needs.iter();
    let need = needs.find(|need| need.resource == Resource::Workers);
    let workers = need.map_or_else(|| "workers".to_owned(), parts::short);
    sheet.row(place(
        workers,
        pool.utilisation,
        pool.queue,
        pool.wait,
        pool.hold,
    ));
    let response = &report.response;
    for (name, estimate) in [
        ("response, mean", response.mean),
        ("response, p50", response.p50),
        ("response, p95", response.p95),
        ("response, p99", response.p99),
    ] {
        let mut row = vec![name.into()];
        row.resize(columns.len() - 1, Field::Empty);
        row.push(estimate.value.millis().into());
        sheet.row(row);
    }
    sheet
}

fn station(station: &StationReport) -> String {
    match station.component {
        Component::Shared => station.resource.to_string(),
        _ => station.label.to_string(),
    }
}

fn place(name: String, busy: f64, queue: f64, wait: Time, service: Time) -> Vec<Field> {
    vec![
        name.into(),
        (100.0 * busy).into(),
        queue.into(),
        wait.millis().into(),
        service.millis().into(),
        (wait + service).millis().into(),
    ]
}

/// A row an item of the bill; the total is theirs.
pub(crate) fn bill(bill: &Bill) -> Sheet {
    let columns = [
        "what",
        "quantity",
        "unit",
        "price, US dollars",
        "total, US dollars a month",
        "source",
    ];
    let mut sheet = Sheet::new(columns.map(str::to_owned));
    for line in &bill.lines {
        sheet.row([
            (&*line.what).into(),
            line.quantity.into(),
            (&*line.unit).into(),
            line.unit_price.usd().into(),
            line.total().usd().into(),
            (&*line.source).into(),
        ]);
    }
    for item in &bill.unpriced {
        sheet.row([
            (&*item.what).into(),
            item.quantity.into(),
            (&*item.unit).into(),
        ]);
    }
    sheet
}
