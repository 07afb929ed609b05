//! The three panels of the walk.

use super::study::{Alone, Stretch, Study, busiest};
use crate::axis::Axis;
use crate::panel::{Dot, Level, Limit, Line, Panel};
use model::format::count;
use model::prelude::*;

/// Load, latency, cost, as SVG.
pub(super) fn panels(study: &Study) -> Vec<String> {
    [load(study), latency(study), cost(study)]
        .iter()
        .map(Panel::svg)
        .collect()
}

fn frame(study: &Study, title: &str, y_title: &str, y: Axis) -> Panel {
    Panel {
        title: title.to_owned(),
        x_title: "daily users".to_owned(),
        y_title: y_title.to_owned(),
        x: study.axis,
        y,
        lines: Vec::new(),
        dots: Vec::new(),
        limits: begins(study),
        levels: Vec::new(),
        here: (study.now > 0.0).then(|| (study.now, format!("{} now", count(study.now)))),
        description: String::new(),
    }
}

/// A hairline where a stage begins for the first time.
fn begins(study: &Study) -> Vec<Limit> {
    let begins = |(index, stretch): (usize, &Stretch)| {
        let before = &study.stretches[..index];
        let known = before.iter().any(|other| other.name == stretch.name);
        (index > 0 && !known).then(|| Limit {
            x: stretch.legs[0].from,
            label: stretch.name.clone(),
            role: stretch.role,
        })
    };
    study
        .stretches
        .iter()
        .enumerate()
        .filter_map(begins)
        .collect()
}

/// A stretch's line through what `height` says of each of its points; its name stands at its beginning.
fn line(stretch: &Stretch, height: impl Fn(&Report) -> Option<f64>) -> Line {
    let points = stretch.legs.iter().flat_map(|leg| &leg.points);
    Line {
        points: points
            .filter_map(|(users, report)| Some((*users, height(report)?)))
            .collect(),
        role: stretch.role,
        before: false,
        name: stretch.name.clone(),
        label: String::new(),
    }
}

fn load(study: &Study) -> Panel {
    let axis = Axis::linear(0.0, 100.0);
    let mut panel = frame(study, "Load", "fullest resource in the peak hour, %", axis);
    let height = |report: &Report| Some(100.0 * busiest(report)?.ratio);
    for stretch in &study.stretches {
        panel.lines.push(line(stretch, height));
        panel.dots.extend(load_dot(stretch));
    }
    panel.description = format!(
        "How busy the fullest part of the cheapest system is against daily users: it climbs until the target is missed, and \
         falls with each machine that is added. {}",
        study.finding()
    );
    panel
}

/// The simulation's share of the same resource.
fn load_dot(stretch: &Stretch) -> Option<Dot> {
    let (users, report) = stretch.played.as_ref()?;
    let closed = stretch.legs.iter().find(|leg| leg.to >= *users)?;
    let need = busiest(&closed.points.first()?.1)?;
    let station = report.station(need.component, need.resource)?;
    Some(dot(stretch, (*users, 100.0 * station.utilisation), 0.0))
}

fn dot(stretch: &Stretch, at: (f64, f64), half: f64) -> Dot {
    Dot {
        name: stretch.name.clone(),
        at,
        half,
        role: stretch.role,
        before: false,
    }
}

fn latency(study: &Study) -> Panel {
    let axis = Axis::linear(0.0, 1.2 * slowest(study)).rounded();
    let title = "p99 of the response in the peak hour, ms";
    let mut panel = frame(study, "Latency", title, axis);
    for stretch in &study.stretches {
        let height = |report: &Report| Some(report.response.p99.value.millis());
        panel.lines.push(line(stretch, height));
        panel
            .dots
            .extend(stretch.played.as_ref().map(|(users, report)| {
                let p99 = report.response.p99;
                let half = p99.half_width.map_or(0.0, Time::millis);
                dot(stretch, (*users, p99.value.millis()), half)
            }));
    }
    panel.levels.extend(study.target.map(|target| Level {
        y: target.millis(),
        label: format!("target {target}"),
    }));
    panel.description = format!(
        "The 99th percentile of the response of the cheapest system against daily users. {}",
        study.finding()
    );
    panel
}

/// The target, or the largest 99th percentile where there is none. `[ms]`
fn slowest(study: &Study) -> f64 {
    let points = study.legs().flat_map(|(_, leg)| &leg.points);
    let p99 = points.map(|(_, report)| report.response.p99.value.millis());
    study
        .target
        .map_or_else(|| p99.fold(1.0, f64::max), Time::millis)
}

/// Dollars a month, of every stage as far as it goes, and of the cheapest.
fn cost(study: &Study) -> Panel {
    let bills = || study.alone.iter().flat_map(|alone| &alone.bills);
    let usd = || bills().map(|(_, _, bill)| bill.usd());
    let low = usd().fold(f64::INFINITY, f64::min).max(1.0);
    let high = usd().fold(low, f64::max);
    let axis = Axis::log(low / 1.5, high * 1.5).rounded();
    let mut panel = frame(study, "Cost", "machines, $ a month", axis);
    panel.lines.extend(study.alone.iter().map(alone_line));
    for stretch in &study.stretches {
        let points = stretch.legs.iter();
        panel.lines.push(Line {
            points: points
                .flat_map(|leg| [(leg.from, leg.monthly.usd()), (leg.to, leg.monthly.usd())])
                .collect(),
            role: stretch.role,
            before: false,
            name: format!("cheapest: {}", stretch.name),
            label: String::new(),
        });
    }
    panel.description = format!(
        "What the machines cost in a month against daily users. {}",
        study.finding()
    );
    panel
}

fn alone_line(alone: &Alone) -> Line {
    let points = alone.bills.iter();
    Line {
        points: points
            .flat_map(|(from, to, bill)| [(*from, bill.usd()), (*to, bill.usd())])
            .collect(),
        role: alone.role,
        before: true,
        name: alone.name.clone(),
        label: alone.name.clone(),
    }
}
