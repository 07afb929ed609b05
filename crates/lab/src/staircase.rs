//! How a system grows, on one picture: a row a stage, a box a part, what is new in each row filled.
//!
//! ```text
//!  Load balancer         ▪──▪──▪──▪
//!  Source and replicas   ▪──▪──▪──▪──■     the box is filled in the row that brings it
//! ```

use crate::csv::Sheet;
use crate::glyphs::{Weight, fit};
use crate::html;
use crate::palette::Role;
use crate::parts;
use crate::shown::Shown;
use crate::svg::{Canvas, Letters, Look};
use model::prelude::*;

/// Begins the picture of these systems, the smallest first.
///
/// ```
/// use lab::prelude::*;
/// let one = System::together(machine("t3.medium"), 1, shop());
/// let apart = System::apart(machine("t3.medium"), shop_database(), hop(), shop());
/// let rows = staircase([("One server", &one), ("Apart", &apart)]).caption("Two of seven.");
/// assert!(rows.plain().contains("Apart: web server, database"));
/// ```
pub fn staircase<const N: usize>(stages: [(&str, &System); N]) -> Staircase {
    let stages = stages.map(|(name, system)| Stage {
        name: name.to_owned(),
        parts: system.parts(),
    });
    Staircase {
        stages: stages.into(),
        caption: String::new(),
    }
}

/// The stages of a system. See [`staircase`].
#[derive(Clone, Debug)]
#[must_use = "a picture is drawn where a cell ends with it"]
pub struct Staircase {
    stages: Vec<Stage>,
    caption: String,
}

#[derive(Clone, Debug)]
struct Stage {
    name: String,
    parts: Vec<Part>,
}

/// Width of the picture, a row and a box, and from one box to the next [user units]: readable on a phone.
const WIDTH: u32 = 350;
const ROW: f64 = 58.0;
const BOX: f64 = 26.0;
const STEP: f64 = 37.0;
const NAME: f64 = 14.0;
const COUNT: f64 = 12.5;

impl Staircase {
    /// What stands under the picture.
    pub fn caption(mut self, caption: &str) -> Self {
        self.caption = caption.to_owned();
        self
    }

    fn picture(&self) -> String {
        let height = ROW * self.stages.len() as f64;
        let canvas = Canvas::new(WIDTH, height as u32);
        let mut before: &[Part] = &[];
        for (row, stage) in self.stages.iter().enumerate() {
            draw(&canvas, stage, before, ROW * row as f64);
            before = &stage.parts;
        }
        canvas.finish("The stages", &self.plain())
    }

    /// A row a part of a stage.
    fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new(["stage", "part", "count"].map(str::to_owned));
        for stage in &self.stages {
            for part in stage.behind() {
                sheet.row([
                    stage.name.clone().into(),
                    part.label.clone().into(),
                    f64::from(part.count).into(),
                ]);
            }
        }
        sheet
    }
}

impl Stage {
    fn described(&self) -> String {
        let name = |part: &Part| match part.count {
            1 => part.label.clone(),
            count => format!("{count} × {}", part.label),
        };
        let parts: Vec<String> = self.behind().map(name).collect();
        format!("{}: {}", self.name, parts.join(", "))
    }

    /// What the client does not see.
    fn behind(&self) -> impl Iterator<Item = &Part> {
        let seen = |part: &&Part| part.component != Component::Client;
        self.parts.iter().filter(seen)
    }
}

/// A row: the name, and under it the parts on a line.
fn draw(canvas: &Canvas, stage: &Stage, before: &[Part], top: f64) {
    let name = fit(&stage.name, NAME, Weight::Bold, f64::from(WIDTH));
    canvas.text(1.0, top + NAME, &name, Letters::new(NAME, Role::Ink).bold());
    let (y, middle) = (top + 22.0, top + 22.0 + BOX / 2.0);
    let count = stage.behind().count();
    let end = 1.0 + STEP * count.saturating_sub(1) as f64;
    canvas.path(
        &[(2.0, middle), (end, middle)],
        &Look::stroke(Role::Muted, 1.5),
    );
    for (at, part) in stage.behind().enumerate() {
        let place = (1.0 + STEP * at as f64, y, BOX, BOX);
        let known = before.iter().any(|old| old.component == part.component);
        let role = parts::role(part.component);
        canvas.rect(place, 5.0, &Look::fill(Role::Page, 1.0));
        canvas.rect(
            place,
            5.0,
            &Look::fill(role, if known { 0.12 } else { 0.45 }),
        );
        canvas.rect(
            place,
            5.0,
            &Look::stroke(role, if known { 1.5 } else { 2.6 }),
        );
        if part.count > 1 {
            let letters = Letters::new(COUNT, Role::Ink).middle().bold();
            canvas.text(
                place.0 + BOX / 2.0,
                middle + 4.5,
                &part.count.to_string(),
                letters,
            );
        }
    }
}

impl Shown for Staircase {
    fn html(&self) -> Option<String> {
        Some(html::drawing(&self.picture(), &self.caption, WIDTH))
    }

    fn plain(&self) -> String {
        let rows: Vec<String> = self.stages.iter().map(Stage::described).collect();
        format!("{}.", rows.join(". "))
    }

    fn csv(&self) -> Option<String> {
        Some(self.sheet().csv())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop::{hop, machine, shop, shop_balancer, shop_database};

    #[test]
    fn a_part_is_bold_in_the_row_that_brings_it() {
        let apart = System::apart(machine("t3.medium"), shop_database(), hop(), shop());
        let many = apart
            .clone()
            .web_machines(4)
            .balancer(shop_balancer(Balancer::random()));
        let picture = staircase([("apart", &apart), ("many", &many)]).picture();
        // Web server and database in the first row, the balancer in the second.
        assert_eq!(picture.matches("fill-opacity:0.45").count(), 3, "{picture}");
        assert_eq!(picture.matches("fill-opacity:0.12").count(), 2, "{picture}");
        assert!(picture.contains(">4</text>"), "{picture}");
    }

    #[test]
    fn a_row_of_the_table_is_a_part_of_a_stage() {
        let one = System::together(machine("t3.medium"), 2, shop());
        let apart = System::apart(machine("t3.medium"), shop_database(), hop(), shop());
        let csv = staircase([("one", &one), ("apart", &apart)]).csv().unwrap();
        assert_eq!(csv.lines().count(), 4, "{csv}");
        assert!(csv.starts_with("stage,part,count\none,"), "{csv}");
        assert!(csv.ends_with("apart,database,1"), "{csv}");
    }
}
