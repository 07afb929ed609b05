//! The three steps of a page with a video, as time that passes: ask, get the page with the video's address, get the video.
//!
//! ```text
//! Seoul, video from Toronto
//! ░░░░░░░░1111122░░░░░░░░3333333333333333333333333333 plays after 2.4 s
//! Seoul, video from Tokyo
//! ░░░░░░░░1111122░░333333333 plays after 1.2 s         ░ connects
//! ```
//!
//! ```
//! use lab::prelude::*;
//! let video = Video { bitrate: megabits(5.0), length: seconds(60.0), buffer: seconds(2.0) };
//! let picture = steps(&shop_cdn(gib(100.0)), kib(60.0), &video)
//!     .row("from Toronto", "Seoul", Source::Origin)?
//!     .row("from Tokyo", "Seoul", Source::Edge)?;
//! assert!(picture.plain().contains("from Tokyo"));
//! # Ok::<(), Error>(())
//! ```

use crate::csv::Sheet;
use crate::glyphs::{Weight, width};
use crate::html;
use crate::palette::Role;
use crate::shown::Shown;
use crate::svg::{Canvas, Letters, Look};
use model::components::cdn::{Source, Video};
use model::prelude::*;

const WIDTH: f64 = 420.0;
const LEFT: f64 = 4.0;
const RIGHT: f64 = 416.0;
const TOP: f64 = 26.0; // below the key
const ROW: f64 = 58.0; // from a row to the next
const BAR: f64 = 18.0; // height of a bar
const SMALL: f64 = 12.5; // letters

/// What passes in a row, one after the other.
const PARTS: [(&str, &str, Role); 5] = [
    ("connects", "", Role::Muted),
    ("1 asks for the page", "1", Role::Client),
    ("2 page arrives", "2", Role::Web),
    ("connects", "", Role::Muted),
    ("3 video", "3", Role::Cdn),
];

/// Begins the picture: who serves, how large the page is, and what video is on it. Add a [`Steps::row`] for each user.
pub fn steps(cdn: &Cdn, page: Bytes, video: &Video) -> Steps {
    Steps {
        cdn: cdn.clone(),
        page,
        video: *video,
        rows: Vec::new(),
        caption: String::new(),
    }
}

/// The three steps of some users. See [`steps`].
#[derive(Clone, Debug)]
#[must_use = "steps are drawn where a cell ends with them"]
pub struct Steps {
    cdn: Cdn,
    page: Bytes,
    video: Video,
    rows: Vec<Row>,
    caption: String,
}

/// One user's click until the video plays.
#[derive(Clone, Debug)]
struct Row {
    name: String,
    ends: [f64; 5], // [s], when each of the parts is over
}

impl Steps {
    /// A user at this place, whose page comes from the origin and whose video comes from `source`, over a connection of its own.
    ///
    /// # Errors
    /// Names a round trip that is not known, or a number out of range.
    pub fn row(mut self, name: &str, place: &str, source: Source) -> Result<Self, Error> {
        let page = self.cdn.way(place, Source::Origin)?.fetch(self.page)?;
        let way = self.cdn.way(place, source)?;
        let video = way.fetch(self.video.size())?;
        let starts = way.play(&self.video)?.starts;
        let there = page.last_byte;
        let ends = [
            page.connected,
            page.first_byte,
            there,
            there + video.connected,
            there + starts,
        ];
        self.rows.push(Row {
            name: name.to_owned(),
            ends: ends.map(Time::seconds),
        });
        Ok(self)
    }

    /// From the click until the video of the last row plays.
    #[must_use]
    pub fn plays_after(&self) -> Option<Time> {
        self.rows.last().map(|row| seconds(row.ends[4]))
    }

    /// One sentence under the picture.
    pub fn caption(mut self, finding: &str) -> Self {
        finding.clone_into(&mut self.caption);
        self
    }

    fn svg(&self) -> String {
        let height = TOP + ROW * self.rows.len() as f64;
        let canvas = Canvas::new(WIDTH as u32, height as u32);
        draw_key(&canvas);
        let longest = self.rows.iter().map(|row| row.ends[4]);
        let until = longest.fold(f64::MIN_POSITIVE, f64::max);
        for (index, row) in self.rows.iter().enumerate() {
            row.draw(&canvas, TOP + ROW * index as f64, until);
        }
        canvas.finish("From the click until the video plays", &self.description())
    }

    fn description(&self) -> String {
        let rows = self.rows.iter().map(|row| {
            let [connected, asked, there, again, plays] = row.ends.map(|end| seconds(end).to_string());
            format!(
                "{}: connected after {connected}, the page begins after {asked} and is there after {there}, the connection \
                 for the video stands after {again}, the video plays after {plays}.",
                row.name
            )
        });
        rows.collect::<Vec<_>>().join(" ")
    }
}

impl Row {
    fn draw(&self, canvas: &Canvas, top: f64, until: f64) {
        let x = |time: f64| LEFT + (RIGHT - LEFT) * time / until;
        let small = Letters::new(SMALL, Role::Ink);
        canvas.text(LEFT, top + 14.0, &self.name, small.bold());
        let plays = format!("plays after {}", seconds(self.ends[4]));
        canvas.text(RIGHT, top + 14.0, &plays, small.end());
        let mut from = 0.0;
        for ((_, digit, role), end) in PARTS.iter().zip(self.ends) {
            let (left, wide) = (x(from), x(end) - x(from));
            let opacity = if digit.is_empty() { 0.25 } else { 0.45 };
            let place = (left, top + 21.0, wide, BAR);
            canvas.rect(place, 2.0, &Look::fill(*role, opacity));
            canvas.rect(place, 2.0, &Look::stroke(*role, 1.0));
            if wide > 10.0 {
                let middle = left + wide / 2.0;
                canvas.text(middle, top + 21.0 + 13.5, digit, small.bold().middle());
            }
            from = end;
        }
    }
}

/// What the parts are, over the rows.
fn draw_key(canvas: &Canvas) {
    let mut x = LEFT;
    for (name, digit, role) in [PARTS[0], PARTS[1], PARTS[2], PARTS[4]] {
        let opacity = if digit.is_empty() { 0.25 } else { 0.45 };
        canvas.rect((x, 3.0, 12.0, 12.0), 2.0, &Look::fill(role, opacity));
        canvas.text(x + 16.0, 13.5, name, Letters::new(SMALL, Role::Ink));
        x += 16.0 + width(name, SMALL, Weight::Regular) + 12.0;
    }
}

impl Shown for Steps {
    fn html(&self) -> Option<String> {
        Some(html::drawing(&self.svg(), &self.caption, WIDTH as u32))
    }

    fn csv(&self) -> Option<String> {
        let names = [
            "who",
            "connected, s",
            "page begins, s",
            "page there, s",
            "connected for the video, s",
            "video plays, s",
        ];
        let mut sheet = Sheet::new(names.map(str::to_owned));
        for row in &self.rows {
            let times = row.ends.iter().map(|end| (*end).into());
            sheet.row(std::iter::once((&*row.name).into()).chain(times));
        }
        Some(sheet.csv())
    }

    fn plain(&self) -> String {
        [&*self.description(), &self.caption]
            .join("\n")
            .trim_end()
            .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop::shop_cdn;

    fn picture() -> Steps {
        let video = Video {
            bitrate: megabits(5.0),
            length: seconds(60.0),
            buffer: seconds(2.0),
        };
        let far = steps(&shop_cdn(gib(1.0)), kib(60.0), &video).row("far", "Seoul", Source::Origin);
        far.unwrap().row("near", "Seoul", Source::Edge).unwrap()
    }

    #[test]
    fn both_wait_for_the_page_and_one_longer_for_the_video() {
        let rows = picture().rows;
        assert_eq!(rows[0].ends[..3], rows[1].ends[..3]);
        // TCP, TLS: two round trips of 181 ms before the page is asked for.
        assert!((rows[0].ends[0] - 0.362).abs() < 1e-9, "{:?}", rows[0].ends);
        assert!(rows[0].ends[4] > rows[1].ends[4]);
        assert!(
            rows.iter()
                .all(|row| row.ends.windows(2).all(|pair| pair[0] < pair[1]))
        );
    }

    #[test]
    fn the_picture_is_valid_and_says_its_numbers() {
        let picture = picture();
        let html = picture.html().unwrap();
        let svg = &html[html.find("<svg").unwrap()..html.find("</svg>").unwrap() + 6];
        roxmltree::Document::parse(svg).unwrap();
        let plays = picture.plays_after().unwrap().to_string();
        assert!(svg.contains(&format!("plays after {plays}")), "{plays}");
        assert_eq!(picture.csv().unwrap().lines().count(), 3);
    }
}
