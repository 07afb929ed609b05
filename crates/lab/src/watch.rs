//! Single requests of a simulation, to be watched: they come, wait, are served, are refused or given up.
//!
//! ```text
//!   ▒▒▒▓▓▓░░▓▓                       one line a request, the first on top
//!     ▒▒▒▒▒▒▓▓▓▓░▓▓                  ▒ waits    ▓ is served
//!       ▒▒▒▒▒▒▒▒▒▓▓▓▓▓
//!           ×                        × refused
//!   └────┴────┴────┴────┴───> time
//! ```
//!
//! The picture says all of it without a script. With it goes the sample path itself, in whole microseconds, as the
//! attribute `data-watch` of the figure, and an empty place: there the page shows the same requests moving
//! (`book/theme/live/watch.js`). Both come from the one run that [`System::sample_path`] plays.

mod film;
mod finding;
mod rows;
mod sheet;

use crate::diagram::capital;
use crate::emit::emit;
use crate::html;
use crate::shown::Shown;
use crate::svg::escape;
use film::Film;
use model::prelude::*;

/// Follows the single requests of a system. Say under which traffic with [`Watch::under`].
///
/// ```
/// use lab::prelude::*;
/// let one = System::together(machine("t3.medium"), 1, shop());
/// let film = watch(&one).under(&shop_traffic(4e5)).requests(40);
/// assert!(film.plain().contains("40 requests come"), "{}", film.plain());
/// // Too much: the queue grows, and that can be watched too. Nobody: there is a sentence instead.
/// assert!(watch(&one).under(&shop_traffic(2e6)).plain().contains("full"));
/// assert!(watch(&one).under(&shop_traffic(0.0)).plain().starts_with("Nobody comes"));
/// ```
pub fn watch(system: &System) -> Watch {
    Watch::from(Source::Simulated(Box::new(system.clone())))
}

/// The same of a sample path that was played before.
pub fn watch_path(path: &SamplePath) -> Watch {
    Watch::from(Source::Played(Box::new(path.clone())))
}

/// Where the requests come from.
#[derive(Clone, Debug)]
enum Source {
    Simulated(Box<System>),
    Played(Box<SamplePath>),
}

/// Single requests, to be watched. See [`watch`].
#[derive(Clone, Debug)]
#[must_use = "requests are shown where a cell ends with them"]
pub struct Watch {
    source: Source,
    traffic: Option<Traffic>,
    requests: u64, // 1 to 300
    after: u64,    // 0 to 50 000
    seed: u64,
    name: String,
}

impl Watch {
    fn from(source: Source) -> Self {
        Self {
            source,
            traffic: None,
            requests: 60,
            after: 1000,
            seed: 1,
            name: "Single requests".to_owned(),
        }
    }

    /// Who comes.
    pub fn under(mut self, traffic: &Traffic) -> Self {
        self.traffic = Some(traffic.clone());
        self
    }

    /// How many requests come while we look. 1 to 300
    ///
    /// # Panics
    /// When it is another number.
    #[track_caller]
    pub fn requests(mut self, requests: u64) -> Self {
        assert!(
            (1..=300).contains(&requests),
            "watch: the requests to follow are 1 to 300, not {requests}"
        );
        self.requests = requests;
        self
    }

    /// How many come before we look, so that the system is no longer empty; an overloaded one is watched from empty on.
    /// 0 to 50 000
    ///
    /// # Panics
    /// When it is another number.
    #[track_caller]
    pub fn after(mut self, requests: u64) -> Self {
        assert!(
            requests <= 50_000,
            "watch: the requests before those to follow are 0 to 50 000, not {requests}"
        );
        self.after = requests;
        self
    }

    /// Other dice.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// What the picture is called; a page keeps its place in time when another picture of this name takes its place.
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// What is seen, or why there is nothing to see.
    #[track_caller]
    fn film(&self) -> Result<Film, String> {
        let path = match &self.source {
            Source::Played(path) => return Ok(Film::new(path)),
            Source::Simulated(system) => self.play(system)?,
        };
        match &path.overload {
            // What does not fit was never started: no queue shows that.
            Some(full) if matches!(full.resource, Resource::Memory | Resource::DiskSpace) => {
                let full = capital(&full.to_string());
                Err(format!("{full}. There is nothing to watch."))
            }
            _ => Ok(Film::new(&path)),
        }
    }

    #[track_caller]
    fn play(&self, system: &System) -> Result<SamplePath, String> {
        let Some(traffic) = &self.traffic else {
            panic!("watch: say under which traffic, with .under(&traffic)");
        };
        if traffic.users() <= 0.0 || traffic.peak_rate().per_second() <= 0.0 {
            return Err("Nobody comes, so there is nothing to watch.".to_owned());
        }
        match system.sample_path(traffic, self.seed, self.after, self.requests) {
            Ok(path) => Ok(path),
            Err(error) if is_about_load(&error) => {
                Err(format!("There is nothing to watch: {error}."))
            }
            Err(error) => panic!("watch: {error}"),
        }
    }
}

/// Whether it is the reader's load that can't be played, not a mistake in the cell.
fn is_about_load(error: &Error) -> bool {
    matches!(error.parameter(), "requests in the system" | "daily_users")
}

impl Watch {
    fn html_of(&self, film: &Result<Film, String>) -> String {
        match film {
            Ok(film) => {
                let finding = finding::of(film);
                let picture = rows::svg(film, &self.name, &finding);
                let (data, name) = (escape(&film.data(rows::frame(film))), escape(&self.name));
                html::watched(&picture, &finding, &name, &data)
            }
            Err(sentence) => html::sentence(sentence),
        }
    }
}

fn plain_of(film: &Result<Film, String>) -> String {
    match film {
        Ok(film) => finding::of(film),
        Err(sentence) => sentence.clone(),
    }
}

impl Shown for Watch {
    fn html(&self) -> Option<String> {
        Some(self.html_of(&self.film()))
    }

    fn plain(&self) -> String {
        plain_of(&self.film())
    }

    fn csv(&self) -> Option<String> {
        self.film().ok().map(|film| sheet::of(&film).csv())
    }

    /// Plays the system once for all forms.
    fn evcxr_display(&self) {
        let film = self.film();
        emit("text/html", &self.html_of(&film));
        if let Ok(film) = &film {
            emit("text/csv", &sheet::of(film).csv());
        }
        emit("text/plain", &plain_of(&film));
    }
}
