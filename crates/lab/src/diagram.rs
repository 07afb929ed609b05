//! A system, drawn as a request travels through it: left to right.
//!
//! ```text
//!  client    requests    ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
//!  ┌────┐    86 /s       ┃ ┌─────────┐  queries ┌────────┐ ┃
//!  │    │ ───────────►   ┃ │ web     │ ───────► │database│ ┃   a box fills like a glass,
//!  │    │ ◄───────────   ┃ │▒▒34 %▒▒▒│ ◄─────── │▒▒19 %▒▒│ ┃   and carries the number
//!  └────┘    p99 61 ms   ┃ └─────────┘  hop     └────────┘ ┃
//!                        ┃              250 µs             ┃
//!                        ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ```
//!
//! The frame is the boundary of the first ground rule: what is in it the client neither sees nor wants to see. The drawing
//! comes from the same [`System`] value that the cells evaluate. One that is wider than a phone is drawn a second time, from
//! top to bottom, and the page shows the one that there is room for.

mod arrangement;
mod block;
mod draw;
mod scene;
mod sheet;

use crate::emit::emit;
use crate::html;
use crate::shown::Shown;
use arrangement::Arrangement;
use model::prelude::*;
use scene::Scene;

pub(crate) use scene::capital;

/// Draws a system. Add [`Diagram::under`] for rates and levels.
///
/// ```
/// use lab::prelude::*;
/// let one = System::together(machine("t3.medium"), 1, shop());
/// let drawing = diagram(&one).under(&shop_traffic(2e5));
/// assert!(drawing.plain().contains("requests"));
/// ```
pub fn diagram(system: &System) -> Diagram {
    Diagram {
        system: system.clone(),
        traffic: None,
        new: Vec::new(),
        closed: false,
        caption: String::new(),
    }
}

/// A drawing of a system. See [`diagram`].
#[derive(Clone, Debug)]
#[must_use = "a diagram is drawn where a cell ends with it"]
pub struct Diagram {
    system: System,
    traffic: Option<Traffic>,
    new: Vec<String>,
    closed: bool,
    caption: String,
}

impl Diagram {
    /// Shows how full everything is in the peak hour of this traffic, and the rates on the arrows.
    pub fn under(mut self, traffic: &Traffic) -> Self {
        self.traffic = Some(traffic.clone());
        self
    }

    /// Outlines a part as new, by its label ("database").
    ///
    /// # Panics
    /// When the system has no such part.
    #[track_caller]
    pub fn new_part(mut self, label: &str) -> Self {
        let labels: Vec<String> = self
            .system
            .parts()
            .into_iter()
            .map(|part| part.label)
            .collect();
        assert!(
            labels.iter().any(|known| known == label),
            "diagram: no part is called \"{label}\"; there are {}",
            labels.join(", ")
        );
        self.new.push(label.to_owned());
        self
    }

    /// Only what the client sees: a closed black box.
    pub fn closed(mut self) -> Self {
        self.closed = true;
        self
    }

    /// One sentence under the drawing.
    pub fn caption(mut self, finding: &str) -> Self {
        finding.clone_into(&mut self.caption);
        self
    }

    fn scene(&self) -> Scene {
        Scene::new(&self.system, self.traffic.as_ref(), &self.new, self.closed)
    }
}

impl Diagram {
    fn html_of(&self, scene: &Scene) -> String {
        let across = Arrangement::across(scene);
        let (picture, width) = (draw::svg(&across), across.width());
        if width <= html::BROAD {
            return html::drawing(&picture, &self.caption, width);
        }
        let down = Arrangement::down(scene);
        let narrow = (&*draw::svg(&down), down.width());
        html::either((&picture, width), narrow, &self.caption)
    }

    fn plain_of(&self, scene: &Scene) -> String {
        let mut text = scene.description();
        if !self.caption.is_empty() {
            text.push('\n');
            text.push_str(&self.caption);
        }
        text
    }
}

impl Shown for Diagram {
    fn html(&self) -> Option<String> {
        Some(self.html_of(&self.scene()))
    }

    fn plain(&self) -> String {
        self.plain_of(&self.scene())
    }

    fn csv(&self) -> Option<String> {
        Some(sheet::of(&self.scene()).csv())
    }

    /// Evaluates the system once for all forms.
    fn evcxr_display(&self) {
        let scene = self.scene();
        emit("text/html", &self.html_of(&scene));
        emit("text/csv", &sheet::of(&scene).csv());
        emit("text/plain", &self.plain_of(&scene));
    }
}
