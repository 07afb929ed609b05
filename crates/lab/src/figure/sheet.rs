//! The numbers behind the three panels, as a sheet: a row a system, witness and number of users.
//!
//! Only what is drawn is in it: load and cost end at the limit. Of a long line it holds some points, and its ends.

use super::draw::{load_of, played_load};
use super::study::{Study, Subject};
use crate::csv::{self, Field, Sheet};
use model::prelude::*;

/// The whole figure.
pub(super) fn of(study: &Study) -> Sheet {
    let components = components(study);
    let mut columns: Vec<String> = ["system", "witness", "daily users"]
        .map(str::to_owned)
        .into();
    columns.extend((components.iter()).map(|(_, label)| format!("{label}: fullest resource, %")));
    columns.extend(
        [
            "p99, ms",
            "half of the 95% interval of p99, ms",
            "US dollars per million requests",
        ]
        .map(str::to_owned),
    );
    let mut sheet = Sheet::new(columns);
    for subject in &study.subjects {
        for (users, report) in csv::thinned(&subject.curve) {
            sheet.row(formula(study, subject, &components, *users, report));
        }
        for (users, report) in &subject.trials {
            sheet.row(played(subject, &components, *users, report));
        }
    }
    sheet
}

/// Every component whose load is drawn, once, with its name.
fn components(study: &Study) -> Vec<(Component, String)> {
    let mut found: Vec<(Component, String)> = Vec::new();
    for (component, label) in study
        .subjects
        .iter()
        .flat_map(|subject| &subject.components)
    {
        if !found.iter().any(|(other, _)| other == component) {
            found.push((*component, label.clone()));
        }
    }
    found
}

fn formula(
    study: &Study,
    subject: &Subject,
    components: &[(Component, String)],
    users: f64,
    report: &Report,
) -> Vec<Field> {
    let within = users <= subject.limit.users;
    let price = || Some(subject.price_at(&study.traffic, users)?.usd());
    let mut row = vec![(&*subject.name).into(), "closed form".into(), users.into()];
    row.extend(loads(subject, components, |component| {
        load_of(report, component).filter(|_| within)
    }));
    row.push(report.response.p99.value.millis().into());
    row.push(Field::Empty);
    row.push(within.then(price).flatten().into());
    row
}

fn played(
    subject: &Subject,
    components: &[(Component, String)],
    users: f64,
    report: &Report,
) -> Vec<Field> {
    let within = users <= subject.limit.users;
    let p99 = report.response.p99;
    let mut row = vec![(&*subject.name).into(), "simulation".into(), users.into()];
    row.extend(loads(subject, components, |component| {
        played_load(report, component).filter(|_| within)
    }));
    row.push(p99.value.millis().into());
    row.push(p99.half_width.map(Time::millis).into());
    row
}

/// A field a component; empty where the system does not show it.
fn loads(
    subject: &Subject,
    components: &[(Component, String)],
    load: impl Fn(Component) -> Option<f64>,
) -> Vec<Field> {
    let shown = |component: &Component| {
        let mut all = subject.components.iter();
        all.any(|(other, _)| other == component)
    };
    let field = |(component, _): &(Component, String)| {
        Field::from(shown(component).then(|| load(*component)).flatten())
    };
    components.iter().map(field).collect()
}
