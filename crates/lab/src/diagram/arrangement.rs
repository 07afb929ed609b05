//! Where everything stands, twice: across, for a page, and down, for a phone.
//!
//! ```text
//!            ┌──────────────────────────┐     ┌──────┐
//!  ┌──────┐  │ ┌───┐    ┌───┐    ┌───┐  │     │client│
//!  │client│ ───►  │ ─► │   │ ─► │   │  │     └───│──┘
//!  └──────┘  │ └───┘    └───┘    └─│─┘  │   ┌─────│──────────┐
//!            │                     │    │   │ ┌───▼┐   ┌───┐ │
//!            │ ┌───┐    ┌───┐    ┌─▼─┐  │   │ │    │ ─►│   │ │   every second row goes back, so that an arrow
//!            │ │   │ ◄─ │   │ ◄─ │   │  │   │ └────┘   └─│─┘ │   always leads to the box beside it or below
//!            │ └───┘    └───┘    └───┘  │   │            │   │
//!            └──────────────────────────┘   │ ┌────┐   ┌─▼─┐ │
//! ```

use super::scene::Scene;
use crate::svg::Rect;

const EDGE: f64 = 3.0;
const TOP: f64 = 30.0; // top of the frame beside a client
const PAD: f64 = 10.0; // between the frame and a part beside it
const PAD_BELOW: f64 = 18.0; // the same below a client, whose arrow ends in it
const BOX: f64 = 114.0; // width of a part
const TALL: f64 = 158.0; // height of a part with its load
const LOW: f64 = 92.0; // height of a part without
const STACK: f64 = 6.0; // by so much several machines stand out of their box, up and to the right
const TIGHT: f64 = 66.0; // room for an arrow and its words, from box to box, where two parts shall fit a phone
const ARROW: f64 = 80.0; // the same where they need not
const DROP: f64 = 50.0; // the same from row to row
const INWARD: f64 = 14.0; // from the middle of a box to an arrow down: the outer words need room, too

const BESIDE: (f64, f64) = (60.0, 88.0); // the client before the frame
const ABOVE: (f64, f64) = (BOX, 56.0); // the client over it

/// So many parts at the most stand in one row of a page; of more there are two rows.
const ROW: usize = 5;

/// So many fit beside each other on a phone.
const COLUMNS: usize = 2;

/// The places of all that a diagram shows [user units].
pub(super) struct Arrangement<'a> {
    pub(super) scene: &'a Scene,
    pub(super) above: bool, // the client stands over the frame, not beside it
    columns: usize,
    arrow: f64,
    pad: f64,
}

/// Where a request goes from one shape to the next and its answer comes back.
pub(super) struct Way {
    pub(super) from: f64, // along the way: where the request leaves, and where it arrives
    pub(super) to: f64,
    pub(super) across: f64, // the middle between request and answer, on the other axis
    pub(super) words: f64,  // the middle of the free part, along the way
    pub(super) down: Option<f64>, // on a way down: the side of the request's words, 1 right, -1 left
}

impl<'a> Arrangement<'a> {
    /// From left to right, in two rows where one would be too long.
    pub(super) fn across(scene: &'a Scene) -> Self {
        let count = shown(scene);
        let columns = if count > ROW {
            count.div_ceil(2)
        } else {
            count
        };
        Self {
            scene,
            above: false,
            columns,
            arrow: if count > COLUMNS { ARROW } else { TIGHT },
            pad: PAD,
        }
    }

    /// From top to bottom, narrow enough for a phone.
    pub(super) fn down(scene: &'a Scene) -> Self {
        Self {
            scene,
            above: true,
            columns: COLUMNS.min(shown(scene)),
            arrow: ARROW,
            pad: PAD_BELOW,
        }
    }

    pub(super) fn client(&self) -> Rect {
        let (x, y, _, height) = self.place(0);
        if self.above {
            (x, EDGE, ABOVE.0, ABOVE.1)
        } else {
            let top = y + height / 2.0 - BESIDE.1 / 2.0;
            (EDGE, top, BESIDE.0, BESIDE.1)
        }
    }

    pub(super) fn frame(&self) -> Rect {
        let (columns, rows) = (self.columns as f64, self.rows() as f64);
        let width = 2.0 * self.pad + columns * BOX + (columns - 1.0) * self.arrow;
        let height = 2.0 * self.pad + rows * self.tall() + (rows - 1.0) * DROP;
        if self.above {
            (EDGE, EDGE + ABOVE.1 + DROP, width, height)
        } else {
            (EDGE + BESIDE.0 + self.arrow, TOP, width, height)
        }
    }

    /// The place of a part.
    pub(super) fn place(&self, index: usize) -> Rect {
        let (x, y, _, _) = self.frame();
        let (row, column) = (self.row(index) as f64, self.column(index) as f64);
        let left = x + self.pad + column * (BOX + self.arrow);
        let top = y + self.pad + row * (self.tall() + DROP);
        (left, top, BOX, self.tall())
    }

    /// From the client to the first part: inside the frame's line the arrow goes on, so the request is seen to cross the
    /// boundary. Into a closed box nobody sees.
    pub(super) fn way_in(&self) -> Way {
        let (client, part) = (self.client(), self.place(0));
        if self.above {
            return self.down_to(0, client.1 + client.3, part.1 - self.stack(0));
        }
        let end = if self.scene.closed {
            self.frame().0
        } else {
            part.0
        };
        let from = client.0 + client.2;
        self.along(0, from + 4.0, end - 3.0, from)
    }

    /// From the part before to this one.
    pub(super) fn way_to(&self, index: usize) -> Way {
        let (before, here) = (self.place(index - 1), self.place(index));
        if self.row(index) != self.row(index - 1) {
            return self.down_to(index, before.1 + before.3, here.1 - self.stack(index));
        }
        if here.0 > before.0 {
            let left = before.0 + BOX + self.stack(index - 1);
            self.along(index, left + 4.0, here.0 - 3.0, left)
        } else {
            let left = here.0 + BOX + self.stack(index);
            self.along(index, before.0 - 4.0, left + 3.0, left)
        }
    }

    /// A way in the row of a part, whose free part begins at `left`.
    fn along(&self, index: usize, from: f64, to: f64, left: f64) -> Way {
        let (_, y, _, height) = self.place(index);
        Way {
            from,
            to,
            across: y + height / 2.0,
            words: left + self.arrow / 2.0,
            down: None,
        }
    }

    /// A way onto a part from above, nearer to the middle of the drawing than the part's own middle.
    fn down_to(&self, index: usize, top: f64, bottom: f64) -> Way {
        let inward = if 2 * self.column(index) + 1 < self.columns {
            1.0
        } else {
            -1.0
        };
        let (x, _, width, _) = self.place(index);
        Way {
            from: top + 4.0,
            to: bottom - 3.0,
            across: x + width / 2.0 + INWARD * inward,
            words: top + DROP / 2.0,
            down: Some(inward),
        }
    }

    pub(super) fn width(&self) -> u32 {
        let (x, _, width, _) = self.frame();
        (x + width + EDGE).ceil() as u32
    }

    pub(super) fn height(&self) -> u32 {
        let (_, y, _, height) = self.frame();
        (y + height + EDGE).ceil() as u32
    }

    fn rows(&self) -> usize {
        shown(self.scene).div_ceil(self.columns)
    }

    fn row(&self, index: usize) -> usize {
        index / self.columns
    }

    fn column(&self, index: usize) -> usize {
        let along = index % self.columns;
        if self.row(index).is_multiple_of(2) {
            along
        } else {
            self.columns - 1 - along
        }
    }

    fn stack(&self, index: usize) -> f64 {
        if self.scene.boxes[index].part.count > 1 {
            STACK
        } else {
            0.0
        }
    }

    fn tall(&self) -> f64 {
        if self.scene.prediction.is_some() {
            TALL
        } else {
            LOW
        }
    }
}

/// How many parts are seen: of a closed system the outside.
fn shown(scene: &Scene) -> usize {
    if scene.closed { 1 } else { scene.boxes.len() }
}
