//! How wide a text is, the same on every host.
//!
//! A figure has to know the size of its labels before any browser sees it. Asking the host's fonts gives different bytes on
//! different machines, so the widths stand in a table: the advances of DejaVu Sans, which is about the widest of the
//! usual system fonts. On the others a label is a little narrower than its place, never wider.

/// Advances of U+0020 to U+007E, regular [thousandths of the font size].
#[rustfmt::skip]
const REGULAR: [u16; 95] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
    603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635,
    634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];

/// Advances of U+0020 to U+007E, bold [thousandths of the font size].
#[rustfmt::skip]
const BOLD: [u16; 95] = [
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696, 696,
    696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850,
    733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716,
    712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
];

/// The weight of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Regular.
    Regular,
    /// Bold.
    Bold,
}

fn advance(glyph: char, weight: Weight) -> u16 {
    let table = match weight {
        Weight::Regular => &REGULAR,
        Weight::Bold => &BOLD,
    };
    match glyph {
        ' '..='~' => table[glyph as usize - 0x20],
        '\u{202f}' => 200, // narrow no-break space
        '\u{a0}' => table[0],
        '\u{b7}' => 380, // middle dot
        '\u{2013}' => 500,
        '\u{c0}'..='\u{17f}' => 760, // Latin with accents: about its widest lower-case letter
        _ => 1000,                   // × → ≤ … and everything wider, CJK too
    }
}

/// The width of `text` in a sans-serif font of `size` [user units].
///
/// ```
/// use lab::glyphs::{width, Weight};
/// assert!(width("mmm", 12.0, Weight::Regular) > width("iii", 12.0, Weight::Regular));
/// ```
#[must_use]
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let sum: u32 = text
        .chars()
        .map(|glyph| u32::from(advance(glyph, weight)))
        .sum();
    f64::from(sum) * size / 1000.0
}

/// `text`, shortened with an ellipsis where it is wider than `room` [user units].
#[must_use]
pub fn fit(text: &str, size: f64, weight: Weight, room: f64) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let room = room - width("…", size, weight);
    let mut short = String::new();
    let mut used = 0.0;
    for glyph in text.chars() {
        used += f64::from(advance(glyph, weight)) * size / 1000.0;
        if used > room {
            break;
        }
        short.push(glyph);
    }
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// `text` in one line, or in two of about equal width where it is wider than `room` [user units] and has a space.
#[must_use]
pub fn wrap(text: &str, size: f64, weight: Weight, room: f64) -> Vec<String> {
    if width(text, size, weight) <= room {
        return vec![text.to_owned()];
    }
    let splits = text
        .match_indices(' ')
        .map(|(at, _)| (&text[..at], &text[at + 1..]));
    let wider =
        |(one, other): &(&str, &str)| width(one, size, weight).max(width(other, size, weight));
    match splits.min_by(|a, b| wider(a).total_cmp(&wider(b))) {
        Some((one, other)) => vec![one.to_owned(), other.to_owned()],
        None => vec![text.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_break_near_their_middle() {
        let lines = wrap("three large, shared $0.38", 12.0, Weight::Bold, 80.0);
        assert_eq!(lines, ["three large,", "shared $0.38"]);
        assert_eq!(wrap("short", 12.0, Weight::Bold, 80.0), ["short"]);
    }

    #[test]
    fn a_fitted_text_fits() {
        let long = "four web servers behind a round-robin balancer";
        for room in [20.0, 60.0, 120.0, 400.0] {
            let short = fit(long, 12.0, Weight::Bold, room);
            assert!(width(&short, 12.0, Weight::Bold) <= room, "{short}");
        }
        assert_eq!(fit("short", 12.0, Weight::Regular, 100.0), "short");
    }
}
