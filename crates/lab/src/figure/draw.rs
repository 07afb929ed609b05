//! The three panels.

use super::study::{Study, Subject};
use crate::axis::Axis;
use crate::palette::Role;
use crate::panel::{Dot, Level, Limit, Line, Panel};
use crate::parts;
use model::format::count;
use model::prelude::*;

const X_TITLE: &str = "daily users";

/// Load, latency, cost, as SVG.
pub(super) fn panels(study: &Study) -> Vec<String> {
    let mut panels = vec![load(study), latency(study)];
    panels.extend(cost(study));
    panels.iter().map(Panel::svg).collect()
}

/// What all three share.
fn frame(study: &Study, title: &str, y_title: &str, y: Axis) -> Panel {
    let users = study.traffic.users();
    Panel {
        title: title.to_owned(),
        x_title: X_TITLE.to_owned(),
        y_title: y_title.to_owned(),
        x: study.axis,
        y,
        lines: Vec::new(),
        dots: Vec::new(),
        limits: Vec::new(),
        levels: Vec::new(),
        here: (users > 0.0).then(|| (users, format!("{} now", count(users)))),
        description: String::new(),
    }
}

/// The colour of a whole system's line.
fn system_role(subject: &Subject) -> Role {
    if subject.before {
        Role::Muted
    } else {
        Role::Ink
    }
}

fn limits(study: &Study) -> Vec<Limit> {
    let reached = |subject: &&Subject| subject.limit.users >= 1.0;
    study
        .subjects
        .iter()
        .rev()
        .filter(reached)
        .map(|subject| Limit {
            x: subject.limit.users,
            label: subject.limit_name(),
            role: if subject.before {
                Role::Rule
            } else {
                Role::Muted
            },
        })
        .collect()
}

/// How full each component's fullest resource is.
fn load(study: &Study) -> Panel {
    let mut panel = frame(
        study,
        "Load",
        "fullest resource in the peak hour, %",
        Axis::linear(0.0, 100.0),
    );
    for subject in study.subjects.iter().rev() {
        for (component, label) in &subject.components {
            panel
                .lines
                .extend(load_line(study, subject, *component, label));
            let name = load_name(study, subject, *component, label);
            panel.dots.extend(load_dots(subject, *component, name));
        }
    }
    panel.limits = limits(study);
    panel.description = load_text(study);
    panel
}

fn load_line(study: &Study, subject: &Subject, component: Component, label: &str) -> Option<Line> {
    let points: Vec<(f64, f64)> = subject
        .curve
        .iter()
        .filter(|(users, _)| *users <= subject.limit.users)
        .filter_map(|(users, report)| Some((*users, load_of(report, component)?)))
        .collect();
    let (_, last) = points.last()?;
    let label = load_name(study, subject, component, label);
    Some(Line {
        name: label.to_owned(),
        label: format!("{label}\n{}", parts::rough(last / 100.0)),
        points,
        role: parts::role(component),
        before: subject.before,
    })
}

/// What a component's line is called beside the others.
fn load_name<'a>(
    study: &Study,
    subject: &'a Subject,
    component: Component,
    label: &'a str,
) -> &'a str {
    match (component, study.subjects.len() == 1) {
        (Component::Shared, true) => "machine",
        (Component::Shared, false) => &subject.name,
        _ if subject.whole => label,
        _ => &subject.name,
    }
}

fn fullest(report: &Report, component: Component) -> Option<&Need> {
    parts::load(&report.needs, component).next()
}

/// How full a component's fullest resource is, by the closed form [%].
pub(super) fn load_of(report: &Report, component: Component) -> Option<f64> {
    Some(100.0 * fullest(report, component)?.ratio)
}

/// The simulation's utilisation of the same resource, where it is one that queues [%].
pub(super) fn played_load(report: &Report, component: Component) -> Option<f64> {
    let need = fullest(report, component)?;
    let station = report.station(component, need.resource)?;
    Some(100.0 * station.utilisation)
}

fn load_dots(subject: &Subject, component: Component, name: &str) -> Vec<Dot> {
    subject
        .trials
        .iter()
        .filter(|(users, _)| *users <= subject.limit.users)
        .filter_map(|(users, report)| {
            Some(Dot {
                name: name.to_owned(),
                at: (*users, played_load(report, component)?),
                half: 0.0,
                role: parts::role(component),
                before: subject.before,
            })
        })
        .collect()
}

fn load_text(study: &Study) -> String {
    let said: Vec<String> = study
        .subjects
        .iter()
        .map(|subject| format!("{}: {}.", subject.name, subject.limit))
        .collect();
    format!(
        "How full the fullest resource is against daily users. {}",
        said.join(" ")
    )
}

/// p99 against users, with the simulation's intervals.
fn latency(study: &Study) -> Panel {
    let mut panel = frame(
        study,
        "Latency",
        "p99 of the response in the peak hour, ms",
        latency_axis(study),
    );
    for subject in study.subjects.iter().rev() {
        let points: Vec<(f64, f64)> = subject
            .curve
            .iter()
            .map(|(users, report)| (*users, report.response.p99.value.millis()))
            .collect();
        if !points.is_empty() {
            panel.lines.push(Line {
                name: subject.name.clone(),
                label: subject.name.clone(),
                points,
                role: system_role(subject),
                before: subject.before,
            });
        }
        panel.dots.extend(latency_dots(subject));
    }
    panel.limits = limits(study);
    panel.levels.extend(study.target.map(|target| Level {
        y: target.millis(),
        label: format!("target {target}"),
    }));
    panel.description = latency_text(study);
    panel
}

fn latency_dots(subject: &Subject) -> impl Iterator<Item = Dot> {
    subject.trials.iter().map(|(users, report)| {
        let p99 = report.response.p99;
        Dot {
            name: subject.name.clone(),
            at: (*users, p99.value.millis()),
            half: p99.half_width.map_or(0.0, Time::millis),
            role: system_role(subject),
            before: subject.before,
        }
    })
}

/// From zero to a few targets, or to several times the idle response; logarithmic over more than two decades.
fn latency_axis(study: &Study) -> Axis {
    let idle = |subject: &Subject| Some(subject.curve.first()?.1.response.p99.value.millis());
    let all = || study.subjects.iter().filter_map(idle);
    let lowest = all().fold(f64::INFINITY, f64::min);
    let highest = all().fold(0.0, f64::max);
    let top = match study.target {
        Some(target) => (2.5 * target.millis()).max(2.0 * highest),
        None => 8.0 * highest,
    };
    let top = if top > 0.0 { top } else { 1.0 };
    if lowest > 0.0 && top / lowest > 100.0 {
        Axis::log(lowest / 1.5, top).rounded()
    } else {
        Axis::linear(0.0, top).rounded()
    }
}

fn latency_text(study: &Study) -> String {
    let mut text = String::from("The 99th percentile of the response time against daily users.");
    for subject in &study.subjects {
        if let Some((users, report)) = subject.curve.first() {
            text.push_str(&format!(
                " {}: {} at {} users, without bound towards {}.",
                subject.name,
                report.response.p99.value,
                count(*users),
                count(subject.saturation.users)
            ));
        }
    }
    text
}

/// Dollars per million requests against users; none where nothing has a price.
fn cost(study: &Study) -> Option<Panel> {
    let price =
        |subject: &Subject, users: f64| Some(subject.price_at(&study.traffic, users)?.usd());
    let dearest = study
        .subjects
        .iter()
        .filter_map(|subject| price(subject, subject.limit.users))
        .fold(0.0, f64::max);
    if dearest <= 0.0 || !dearest.is_finite() {
        return None;
    }
    let axis = Axis::linear(0.0, 4.0 * dearest).rounded();
    let mut panel = frame(study, "Cost", "US dollars per million requests", axis);
    for subject in study.subjects.iter().rev() {
        let Some(last) = price(subject, subject.limit.users) else {
            continue;
        };
        let users = study
            .axis
            .samples(121)
            .into_iter()
            .filter(|users| *users < subject.limit.users);
        let points = users
            .chain(std::iter::once(subject.limit.users))
            .filter_map(|users| Some((users, price(subject, users)?)))
            .collect();
        panel.lines.push(Line {
            name: subject.name.clone(),
            // With three systems and more there is room for names only.
            label: if study.subjects.len() > 2 {
                subject.name.clone()
            } else {
                format!("{}\n{}", subject.name, usd(last))
            },
            points,
            role: system_role(subject),
            before: subject.before,
        });
    }
    panel.limits = limits(study);
    panel.description = cost_text(study);
    Some(panel)
}

fn cost_text(study: &Study) -> String {
    let mut text = String::from(
        "Cost of a million requests against daily users: the same bill over more requests.",
    );
    for subject in &study.subjects {
        if let Some(price) = subject.price_at(&study.traffic, subject.limit.users) {
            text.push_str(&format!(
                " {}: {} a month, {price} per million at {} users.",
                subject.name,
                subject.bill.monthly(),
                count(subject.limit.users)
            ));
        }
    }
    text
}
