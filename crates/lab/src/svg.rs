//! One SVG writer for every figure and diagram.
//!
//! [`Canvas`] is a `plotters` drawing backend and, for diagrams, a pencil of its own. It differs from plotters' own SVG
//! backend in what a book needs:
//!
//! - plotters draws on whole pixels; the canvas tells it a surface ten times as large and divides by ten, so that lines
//!   are smooth and hairlines crisp;
//! - colours are CSS variables with fallbacks, so that a figure follows a page's light or dark theme;
//! - a picture has a title and a description for screen readers;
//! - text is measured by [`crate::glyphs`], so the bytes are the same on every host;
//! - no ids (two figures on a page cannot collide) and no scripts.

use crate::glyphs::{self, Weight};
use crate::palette::{self, Rgb, Role, TONES};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle, FontTransform,
};
use std::cell::RefCell;
use std::fmt::Write;
use std::rc::Rc;

/// plotters' pixels per user unit.
pub const RESOLUTION: i32 = 10;

/// Fonts of the page where it names some, the system's otherwise.
const FONTS: &str =
    "var(--zm-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif)";

/// Text as XML text or attribute value: markup characters escaped, characters that XML forbids dropped.
///
/// ```
/// assert_eq!(lab::svg::escape("a < b & \"c\"\u{0}"), "a &lt; b &amp; &quot;c&quot;");
/// ```
#[must_use]
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for glyph in text.chars() {
        match glyph {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\r' | '\t' => safe.push(' '),
            c if c.is_control() || ('\u{fffe}'..='\u{ffff}').contains(&c) => {}
            c => safe.push(c),
        }
    }
    safe
}

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
        let (width, height) = (self.width, self.height);
        format!(
            "<svg class=\"zm-svg\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             style=\"display:block;width:100%;height:auto;font-family:{FONTS}\">\n\
             <title>{}</title>\n<desc>{}</desc>\n{}</svg>",
            escape(title),
            escape(description),
            self.body.borrow()
        )
    }

    /// Everything until [`Canvas::close`] gets these attributes (already valid XML).
    pub(crate) fn open(&self, attributes: &str) {
        self.line(&format!("<g {attributes}>"));
    }

    pub(crate) fn close(&self) {
        self.line("</g>");
    }

    fn line(&self, element: &str) {
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

    fn css(&self) -> String {
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

/// A coordinate with one decimal, and none where it is zero.
fn tenths(value: f64) -> String {
    units(libm::round(value * f64::from(RESOLUTION)) as i32)
}

/// plotters' pixels as user units.
fn units(pixels: i32) -> String {
    let sign = if pixels < 0 { "-" } else { "" };
    let (whole, tenth) = (pixels.abs() / RESOLUTION, pixels.abs() % RESOLUTION);
    if tenth == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{tenth}")
    }
}

fn path_data(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut data = String::new();
    for (index, (x, y)) in points.enumerate() {
        let command = if index == 0 { 'M' } else { 'L' };
        write!(data, "{command}{} {}", tenths(x), tenths(y)).expect("writing to a string");
    }
    data
}

fn opacity(property: &str, alpha: f64) -> String {
    if alpha >= 1.0 {
        String::new()
    } else {
        format!(";{property}:{}", libm::round(alpha * 100.0) / 100.0)
    }
}

/// The variable of a palette colour; a colour from elsewhere stays as it is.
fn paint(color: BackendColor) -> String {
    by_colour(color.rgb, |tone| tone.light).map_or_else(|| plain(color.rgb), Role::paint)
}

fn ink(color: BackendColor) -> String {
    by_colour(color.rgb, |tone| tone.light_text).map_or_else(|| plain(color.rgb), Role::text)
}

fn by_colour(rgb: Rgb, pick: impl Fn(&crate::palette::Tone) -> Rgb) -> Option<Role> {
    TONES
        .iter()
        .find(|tone| pick(tone) == rgb)
        .map(|tone| tone.role)
}

fn plain((red, green, blue): Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn shape<S: BackendStyle>(style: &S, fill: bool) -> String {
    let color = style.color();
    if fill {
        format!(
            "fill:{}{}",
            paint(color),
            opacity("fill-opacity", color.alpha)
        )
    } else {
        format!(
            "fill:none;stroke:{};stroke-width:{}{}",
            paint(color),
            units(style.stroke_width() as i32),
            opacity("stroke-opacity", color.alpha)
        )
    }
}

type Drawn = Result<(), DrawingErrorKind<std::convert::Infallible>>;

impl DrawingBackend for Canvas {
    type ErrorType = std::convert::Infallible;

    fn get_size(&self) -> (u32, u32) {
        let scale = RESOLUTION as u32;
        (self.width * scale, self.height * scale)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.line(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"0.1\" height=\"0.1\" style=\"fill:{}\"/>",
            units(x),
            units(y),
            paint(color)
        ));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.line(&format!(
            "<path d=\"{}\" style=\"{}\"/>",
            backend_path(path),
            shape(style, false)
        ));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        self.line(&format!(
            "<path d=\"{}Z\" style=\"{}\"/>",
            backend_path(corners),
            shape(style, true)
        ));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.line(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" style=\"{}\"/>",
            units(left),
            units(top),
            units((right - left).max(0)),
            units((bottom - top).max(0)),
            shape(style, fill)
        ));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.line(&format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" style=\"{}\"/>",
            units(x),
            units(y),
            units(radius as i32),
            shape(style, fill)
        ));
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        let size = style.size();
        let (anchor, baseline) = (style.anchor(), size);
        let align = match anchor.h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        // The baseline of a sans-serif font lies about 0.35 of the size below its middle.
        let down = match anchor.v_pos {
            VPos::Top => baseline * 0.8,
            VPos::Center => baseline * 0.35,
            VPos::Bottom => baseline * -0.2,
        };
        let turn = match style.transform() {
            FontTransform::None => 0,
            FontTransform::Rotate90 => 90,
            FontTransform::Rotate180 => 180,
            FontTransform::Rotate270 => 270,
        };
        let turn = if turn == 0 {
            String::new()
        } else {
            format!(" transform=\"rotate({turn} {} {})\"", units(x), units(y))
        };
        let bold = if matches!(style.style(), FontStyle::Bold) {
            " font-weight=\"600\""
        } else {
            ""
        };
        self.line(&format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{align}{bold}{turn} style=\"fill:{}\">{}</text>",
            units(x),
            units(y + libm::round(down) as i32),
            units(libm::round(size) as i32),
            ink(style.color()),
            escape(text)
        ));
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let weight = if matches!(style.style(), FontStyle::Bold) {
            Weight::Bold
        } else {
            Weight::Regular
        };
        let width = libm::ceil(glyphs::width(text, style.size(), weight));
        Ok((width as u32, libm::ceil(style.size()) as u32))
    }
}

fn backend_path(points: impl IntoIterator<Item = BackendCoord>) -> String {
    let mut data = String::new();
    for (index, (x, y)) in points.into_iter().enumerate() {
        let command = if index == 0 { 'M' } else { 'L' };
        write!(data, "{command}{} {}", units(x), units(y)).expect("writing to a string");
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_have_at_most_one_decimal() {
        assert_eq!(tenths(12.0), "12");
        assert_eq!(tenths(-0.25), "-0.3");
        assert_eq!(units(-4), "-0.4");
        assert_eq!(units(3599), "359.9");
    }

    #[test]
    fn line_colours_of_the_palette_are_distinct() {
        for (index, tone) in TONES.iter().enumerate() {
            assert_eq!(
                by_colour(tone.light, |other| other.light),
                Some(TONES[index].role)
            );
        }
    }
}
