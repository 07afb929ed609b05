//! How shapes and texts look: roles of the palette, never colours.

use super::spelling::tenths;
use crate::glyphs::Weight;
use crate::palette::Role;

/// x, y, width, height [user units].
pub(crate) type Rect = (f64, f64, f64, f64);

/// Where a text stands relative to its point.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Align {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letters {
    pub(crate) size: f64, // [user units]
    pub(crate) weight: Weight,
    pub(crate) align: Align,
    pub(crate) role: Role,
}

impl Letters {
    pub(crate) fn new(size: f64, role: Role) -> Self {
        Self {
            size,
            weight: Weight::Regular,
            align: Align::Start,
            role,
        }
    }

    pub(crate) fn bold(mut self) -> Self {
        self.weight = Weight::Bold;
        self
    }

    pub(crate) fn middle(mut self) -> Self {
        self.align = Align::Middle;
        self
    }

    pub(crate) fn end(mut self) -> Self {
        self.align = Align::End;
        self
    }
}

/// How a shape looks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Look {
    pub(crate) fill: Option<(Role, f64)>, // role, opacity in [0, 1]
    pub(crate) stroke: Option<(Role, f64)>, // role, width [user units]
    pub(crate) dash: Option<&'static str>,
}

impl Look {
    pub(crate) fn fill(role: Role, opacity: f64) -> Self {
        Self {
            fill: Some((role, opacity)),
            ..Self::default()
        }
    }

    pub(crate) fn stroke(role: Role, width: f64) -> Self {
        Self {
            stroke: Some((role, width)),
            ..Self::default()
        }
    }

    pub(crate) fn dashed(mut self, dash: &'static str) -> Self {
        self.dash = Some(dash);
        self
    }

    pub(super) fn css(&self) -> String {
        let mut css = match self.fill {
            None => String::from("fill:none"),
            Some((role, 1.0)) => format!("fill:{}", role.paint()),
            Some((role, opacity)) => format!("fill:{};fill-opacity:{opacity}", role.paint()),
        };
        if let Some((role, width)) = self.stroke {
            css.push_str(&format!(
                ";stroke:{};stroke-width:{}",
                role.paint(),
                tenths(width)
            ));
        }
        if let Some(dash) = self.dash {
            css.push_str(&format!(";stroke-dasharray:{dash}"));
        }
        css
    }
}
