//! A picture in the making, and the pencil of diagrams.

use super::look::{Align, Letters, Look, Rect};
use super::spelling::{escape, path_data, tenths};
use crate::glyphs::Weight;
use crate::palette;
use std::cell::RefCell;
use std::rc::Rc;

/// Fonts of the page where it names some, the system's otherwise.
const FONTS: &str =
    "var(--zm-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif)";

/// A picture in the making. Clones draw on the same picture.
#[derive(Clone, Debug)]
pub struct Canvas {
    width: u32,
    height: u32,
    body: Rc<RefCell<String>>,
}

impl Canvas {
    /// An empty picture of this size [user units].
    #[must_use]
    pub fn new(width: u32, height: u32) -> Self {
        Self {
            width,
            height,
            body: Rc::default(),
        }
    }

    /// The whole picture, `title` and `description` for those who do not see it.
    #[must_use]
    pub fn finish(&self, title: &str, description: &str) -> String {
        self.finish_with("", title, description)
    }

    /// As [`Canvas::finish`], with these attributes (already valid XML, each after a blank) on the picture.
    pub(crate) fn finish_with(&self, attributes: &str, title: &str, description: &str) -> String {
        let (width, height) = (self.width, self.height);
        format!(
            "<svg class=\"zm-svg\" role=\"img\"{attributes} xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             style=\"display:block;width:100%;height:auto;font-family:{FONTS}\">\n\
             <title>{}</title>\n<desc>{}</desc>\n{}</svg>",
            escape(title),
            escape(description),
            self.body.borrow()
        )
    }

    /// Width and height [user units].
    pub(super) fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// Everything until [`Canvas::close`] gets these attributes (already valid XML).
    pub(crate) fn open(&self, attributes: &str) {
        self.line(&format!("<g {attributes}>"));
    }

    pub(crate) fn close(&self) {
        self.line("</g>");
    }

    pub(super) fn line(&self, element: &str) {
        let mut body = self.body.borrow_mut();
        body.push_str(element);
        body.push('\n');
    }

    /// A rectangle with round corners.
    pub(crate) fn rect(&self, (x, y, width, height): Rect, radius: f64, look: &Look) {
        self.line(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" style=\"{}\"/>",
            tenths(x),
            tenths(y),
            tenths(width),
            tenths(height),
            tenths(radius),
            look.css()
        ));
    }

    /// The one shape that keeps its colour on every page.
    pub(crate) fn black_box(&self, place: Rect, name: &str, size: f64) {
        let (x, y, width, height) = place;
        self.line(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\" style=\"fill:{}\"/>",
            tenths(x),
            tenths(y),
            tenths(width),
            tenths(height),
            palette::BLACK_BOX
        ));
        self.line(&format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"middle\" font-weight=\"600\" style=\"fill:{}\">{}</text>",
            tenths(x + width / 2.0),
            tenths(y + height / 2.0 + size / 3.0),
            tenths(size),
            palette::ON_BLACK,
            escape(name)
        ));
    }

    /// A line through these points; closed and filled if `look` has a fill.
    pub(crate) fn path(&self, points: &[(f64, f64)], look: &Look) {
        let mut data = path_data(points.iter().copied());
        if look.fill.is_some() {
            data.push('Z');
        }
        self.line(&format!("<path d=\"{data}\" style=\"{}\"/>", look.css()));
    }

    /// Level lines that all look the same, each from a point on so far to the right.
    pub(crate) fn strokes(&self, lines: &[(f64, f64, f64)], look: &Look) {
        let data: Vec<String> = lines
            .iter()
            .map(|(x, y, length)| format!("M{} {}h{}", tenths(*x), tenths(*y), tenths(*length)))
            .collect();
        if !data.is_empty() {
            let data = data.concat();
            self.line(&format!("<path d=\"{data}\" style=\"{}\"/>", look.css()));
        }
    }

    /// A text with its baseline at `y`.
    pub(crate) fn text(&self, x: f64, y: f64, text: &str, letters: Letters) {
        let anchor = match letters.align {
            Align::Start => "",
            Align::Middle => " text-anchor=\"middle\"",
            Align::End => " text-anchor=\"end\"",
        };
        let weight = match letters.weight {
            Weight::Regular => "",
            Weight::Bold => " font-weight=\"600\"",
        };
        self.line(&format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{anchor}{weight} style=\"fill:{}\">{}</text>",
            tenths(x),
            tenths(y),
            tenths(letters.size),
            letters.role.text(),
            escape(text)
        ));
    }
}
