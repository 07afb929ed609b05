//! The canvas as plotters sees it: a surface of pixels, [`RESOLUTION`] to a user unit.

use super::canvas::Canvas;
use super::spelling::{RESOLUTION, backend_path, escape, units};
use crate::glyphs::{self, Weight};
use crate::palette::{Rgb, Role, TONES, Tone};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle, FontTransform,
};

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

fn by_colour(rgb: Rgb, pick: impl Fn(&Tone) -> Rgb) -> Option<Role> {
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
        let ((width, height), scale) = (self.size(), RESOLUTION as u32);
        (width * scale, height * scale)
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
        let width = glyphs::width(text, style.size(), weight).ceil();
        Ok((width as u32, style.size().ceil() as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
