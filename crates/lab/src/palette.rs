//! The colours of every figure and diagram, in one place.
//!
//! One colour a component, safe for colour-blind readers (Okabe and Ito, "Color Universal Design", 2008), and never the
//! only sign. Some are darker here than in their table: a line needs a contrast of 3:1 against the page and text 4.5:1
//! (WCAG 2.2, 1.4.3 and 1.4.11), and their orange, sky blue and purple stay below on white. A test checks all of them in
//! both themes.
//!
//! Figures name a colour by CSS variable with a fallback, `var(--zm-web, #0072b2)`, so that they follow the page's theme
//! and still look right where there is none. [`css`] prints the variables for the page.

use std::fmt::Write;

/// What a mark stands for; the palette gives it a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The page behind a figure: halos around text.
    Page,
    /// Text and whole-system lines.
    Ink,
    /// Secondary text, and lines of the system before the change.
    Muted,
    /// Axis lines and limit marks.
    Rule,
    /// Grid lines: decoration, below the contrast of a line on purpose.
    Grid,
    /// The client's browser or app.
    Client,
    /// A machine that holds web application and database.
    Machine,
    /// The web application.
    Web,
    /// The (source) database.
    Database,
    /// A replica of the database.
    Replica,
    /// A load balancer.
    Balancer,
    /// A cache.
    Cache,
    /// A content delivery network.
    Cdn,
    /// A queue and its workers.
    Queue,
}

/// The closed black box is black on every page.
pub(crate) const BLACK_BOX: &str = "#0b0c0e";
/// Letters on it.
pub(crate) const ON_BLACK: &str = "#f4f4f5";

/// A colour, red green blue.
pub type Rgb = (u8, u8, u8);

/// A role's name in CSS and its colours: as a line or fill, and as text; each on a light and on a dark page.
#[derive(Clone, Copy, Debug)]
pub struct Tone {
    /// The role.
    pub role: Role,
    /// The CSS variable without `--zm-`.
    pub name: &'static str,
    /// For lines and fills, light page.
    pub light: Rgb,
    /// For lines and fills, dark page.
    pub dark: Rgb,
    /// For text, light page.
    pub light_text: Rgb,
    /// For text, dark page.
    pub dark_text: Rgb,
}

const fn rgb(hex: u32) -> Rgb {
    ((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const fn tone(role: Role, name: &'static str, light: [u32; 2], dark: [u32; 2]) -> Tone {
    Tone {
        role,
        name,
        light: rgb(light[0]),
        light_text: rgb(light[1]),
        dark: rgb(dark[0]),
        dark_text: rgb(dark[1]),
    }
}

/// Every role: name, [line, text] on a light page, [line, text] on a dark page.
pub const TONES: [Tone; 14] = [
    tone(
        Role::Page,
        "page",
        [0xffffff, 0xffffff],
        [0x15181c, 0x15181c],
    ),
    tone(Role::Ink, "ink", [0x1d1f23, 0x1d1f23], [0xe6e7ea, 0xe6e7ea]),
    tone(
        Role::Muted,
        "muted",
        [0x70747c, 0x5c5f66],
        [0x8a8d94, 0xa4a8b0],
    ),
    tone(
        Role::Rule,
        "rule",
        [0x84888f, 0x5c5f66],
        [0x7a7f88, 0xa4a8b0],
    ),
    tone(
        Role::Grid,
        "grid",
        [0xe3e5e8, 0x5c5f66],
        [0x2f343b, 0xa4a8b0],
    ),
    tone(
        Role::Client,
        "client",
        [0x2b8cc4, 0x1f78ad],
        [0x56b4e9, 0x7cc8f2],
    ),
    tone(
        Role::Machine,
        "machine",
        [0x4a5568, 0x4a5568],
        [0x9aa5b8, 0xaab4c5],
    ),
    tone(Role::Web, "web", [0x0072b2, 0x00699f], [0x4da6e0, 0x62b3ea]),
    tone(
        Role::Database,
        "database",
        [0xd55e00, 0xb94a00],
        [0xff8a3d, 0xff9a58],
    ),
    tone(
        Role::Replica,
        "replica",
        [0xb87d00, 0x8a5d00],
        [0xe69f00, 0xf2b233],
    ),
    tone(
        Role::Balancer,
        "balancer",
        [0x555555, 0x555555],
        [0xaaaaaa, 0xb4b4b4],
    ),
    tone(
        Role::Cache,
        "cache",
        [0x009e73, 0x00765a],
        [0x33c29a, 0x45cda7],
    ),
    tone(Role::Cdn, "cdn", [0xc76b9c, 0xa8487f], [0xdd97bd, 0xe4a8c8]),
    tone(
        Role::Queue,
        "queue",
        [0x8c6d31, 0x7d6029],
        [0xc4a25e, 0xcfae6c],
    ),
];

/// Outside the book a Jupyter page knows its own ink and paper; only then comes the plain colour.
fn host_variable(role: Role) -> Option<&'static str> {
    match role {
        Role::Page => Some("--jp-layout-color0"),
        Role::Ink => Some("--jp-content-font-color1"),
        Role::Muted => Some("--jp-content-font-color2"),
        Role::Grid => Some("--jp-border-color2"),
        _ => None,
    }
}

impl Role {
    /// The colours of this role.
    #[must_use]
    pub fn tone(self) -> Tone {
        TONES[self as usize]
    }

    /// The CSS value for lines and fills.
    #[must_use]
    pub fn paint(self) -> String {
        let tone = self.tone();
        value(self, tone.name, tone.light)
    }

    /// The CSS value for text.
    #[must_use]
    pub fn text(self) -> String {
        let tone = self.tone();
        value(self, &format!("{}-text", tone.name), tone.light_text)
    }
}

fn value(role: Role, name: &str, fallback: Rgb) -> String {
    let plain = hex(fallback);
    match host_variable(role) {
        Some(host) => format!("var(--zm-{name}, var({host}, {plain}))"),
        None => format!("var(--zm-{name}, {plain})"),
    }
}

fn hex((red, green, blue): Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The classes that mdBook gives a dark page's root.
pub const DARK_PAGES: [&str; 3] = ["html.navy", "html.coal", "html.ayu"];

/// The variables as CSS: a block for light pages (`:root`) and one for dark pages under each of `dark` selectors.
///
/// ```
/// let css = lab::palette::css(&["html.coal", "html.navy"]);
/// assert!(css.contains("--zm-web: #0072b2;"));
/// assert!(css.contains("html.coal, html.navy {"));
/// ```
#[must_use]
pub fn css(dark: &[&str]) -> String {
    let mut text = format!(
        "/* The colours of figures and diagrams, as `lab::palette::css(&{dark:?})` prints them. Do not edit here. */\n"
    );
    block(&mut text, ":root", |tone| (tone.light, tone.light_text));
    block(&mut text, &dark.join(", "), |tone| {
        (tone.dark, tone.dark_text)
    });
    text
}

fn block(text: &mut String, selector: &str, pick: impl Fn(&Tone) -> (Rgb, Rgb)) {
    writeln!(text, "{selector} {{").expect("writing to a string");
    for tone in &TONES {
        let (line, letters) = pick(tone);
        let (name, line, letters) = (tone.name, hex(line), hex(letters));
        writeln!(
            text,
            "  --zm-{name}: {line};\n  --zm-{name}-text: {letters};"
        )
        .expect("writing to a string");
    }
    text.push_str("}\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, WCAG 2.2.
    fn luminance((red, green, blue): Rgb) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                libm::pow((c + 0.055) / 1.055, 2.4)
            }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    fn contrast(one: Rgb, other: Rgb) -> f64 {
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn lines_reach_3_and_text_reaches_4_5_in_both_themes() {
        let page = Role::Page.tone();
        for tone in TONES.iter().filter(|tone| tone.role != Role::Page) {
            for (theme, paper, line, text) in [
                ("light", page.light, tone.light, tone.light_text),
                ("dark", page.dark, tone.dark, tone.dark_text),
            ] {
                let decoration = tone.role == Role::Grid;
                assert!(
                    decoration || contrast(paper, line) >= 3.0,
                    "{} line, {theme}: {:.2}",
                    tone.name,
                    contrast(paper, line)
                );
                assert!(
                    contrast(paper, text) >= 4.5,
                    "{} text, {theme}: {:.2}",
                    tone.name,
                    contrast(paper, text)
                );
            }
        }
    }

    #[test]
    fn the_table_is_in_the_order_of_the_roles() {
        for (index, tone) in TONES.iter().enumerate() {
            assert_eq!(tone.role as usize, index);
        }
    }
}
