//! The numbers of a diagram as a sheet: a row an arrow, with its rate, and for each box a row a resource, with how much of
//! it is needed.
//!
//! Only what is drawn is in it: of a closed system the requests and how long their answers take.

use super::scene::Scene;
use crate::csv::{Field, Sheet};
use model::prelude::*;

/// The whole drawing.
pub(super) fn of(scene: &Scene) -> Sheet {
    let columns = [
        "what",
        "name",
        "from",
        "to",
        "rate, 1/s",
        "time, ms",
        "machine",
        "machines",
        "resource",
        "needed, %",
    ];
    let mut sheet = Sheet::new(columns.map(str::to_owned));
    let shown = if scene.closed { 1 } else { scene.links.len() };
    for link in scene.links.iter().take(shown) {
        sheet.row(arrow(scene, link));
    }
    let system = name(scene, scene.links.first().map(|link| link.to));
    if let Some(Prediction::Steady(report)) = &scene.prediction {
        let p99 = report.response.p99.value.millis();
        let (what, client) = ("arrow".into(), "client".into());
        sheet.row([
            what,
            "p99 of answers".into(),
            system,
            client,
            Field::Empty,
            p99.into(),
        ]);
    }
    if !scene.closed {
        for block in &scene.boxes {
            boxes(&mut sheet, &block.part, block.needs());
        }
    }
    sheet
}

fn arrow(scene: &Scene, link: &Link) -> Vec<Field> {
    let inside = link.from != Component::Client;
    let hop = scene.hop.filter(|_| inside).map(Time::millis);
    vec![
        "arrow".into(),
        link.what.into(),
        name(scene, Some(link.from)),
        name(scene, Some(link.to)),
        link.rate.per_second().into(),
        hop.into(),
    ]
}

/// A row a resource; one row for a box of which nothing is known, or that needs nothing.
fn boxes(sheet: &mut Sheet, part: &Part, needs: &[Need]) {
    let begin = || -> Vec<Field> {
        let mut row: Vec<Field> = vec!["box".into(), (&*part.label).into()];
        row.resize(6, Field::Empty);
        row.extend([(&*part.machine).into(), f64::from(part.count).into()]);
        row
    };
    if needs.is_empty() {
        sheet.row(begin());
    }
    for need in needs {
        let mut row = begin();
        row.extend([
            need.resource.to_string().into(),
            (100.0 * need.ratio).into(),
        ]);
        sheet.row(row);
    }
}

/// As the drawing calls it: the inside of a closed system has no names.
fn name(scene: &Scene, component: Option<Component>) -> Field {
    let label = |component: Component| {
        let mut boxes = scene.boxes.iter();
        let found = boxes.find(|block| block.part.component == component);
        found.map_or_else(|| component.to_string(), |block| block.part.label.clone())
    };
    match component {
        Some(Component::Client) => "client".into(),
        Some(component) if !scene.closed => label(component).into(),
        _ => "system".into(),
    }
}
