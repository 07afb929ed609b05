//! What becomes of slow work, from the click to the last stroke of it: accepted, queued, worked on, done.
//!
//! ```text
//!  work first                           answer first
//!   ▓▓▓▓▓▓▓▓▓o■                          ▓o▒▒▓▓▓▓▓▓■           one line a request with slow work
//!     ▓▓▓▓▓▓▓▓▓▓▓o■                         ▓o▒▒▒▒▓▓▓▓▓■       ▓ works   ▒ waits
//!  └────┴────┴────> time                └────┴────┴────> time  o answered   ■ done
//! ```
//!
//! Only requests with slow work are drawn, out of a simulated run ([`System::sample_path`]): the same dice for all systems,
//! and one scale of time. A system's web application must be apart from its database, so that slow work on the web servers
//! can be told from queries.

mod draw;
mod errand;

use crate::csv::Sheet;
use crate::emit::emit;
use crate::html;
use crate::shown::Shown;
use errand::Errand;
use model::prelude::*;

/// Begins the timelines of these systems. Say under which traffic with [`Timeline::under`].
///
/// ```
/// use lab::prelude::*;
/// let first = System::apart((machine("t3.medium"), 4), shop_database(), hop(), shop_with_receipts());
/// let later = first.clone().queue(shop_queue(2));
/// let lines = timeline([("work first", &first), ("answer first", &later)]).under(&shop_traffic(1e6));
/// assert!(lines.plain().contains("Answer first: of 12 requests with slow work"), "{}", lines.plain());
/// ```
pub fn timeline<const N: usize>(systems: [(&str, &System); N]) -> Timeline {
    let owned = systems.map(|(name, system)| (name.to_owned(), system.clone()));
    Timeline {
        systems: owned.to_vec(),
        traffic: None,
        tasks: 12,
        seed: 1,
    }
}

/// Single requests with slow work, over time. See [`timeline`].
#[derive(Clone, Debug)]
#[must_use = "a timeline is drawn where a cell ends with it"]
pub struct Timeline {
    systems: Vec<(String, System)>,
    traffic: Option<Traffic>,
    tasks: usize, // 1 to 24
    seed: u64,
}

/// One system's requests with slow work.
struct Lane {
    name: String,
    errands: Vec<Errand>,
    until: f64, // [s] since the first of them came; what is later was not simulated
    full: Option<String>, // why it does not keep up
}

impl Timeline {
    /// Who comes.
    pub fn under(mut self, traffic: &Traffic) -> Self {
        self.traffic = Some(traffic.clone());
        self
    }

    /// How many requests with slow work are drawn. 1 to 24
    ///
    /// # Panics
    /// When it is another number.
    #[track_caller]
    pub fn tasks(mut self, tasks: usize) -> Self {
        assert!(
            (1..=24).contains(&tasks),
            "timeline: the requests to draw are 1 to 24, not {tasks}"
        );
        self.tasks = tasks;
        self
    }

    /// Other dice.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Plays every system. Empty where nobody comes.
    #[track_caller]
    fn lanes(&self) -> Vec<Lane> {
        let Some(traffic) = &self.traffic else {
            panic!("timeline: say under which traffic, with .under(&traffic)");
        };
        if traffic.peak_rate().per_second() <= 0.0 {
            return Vec::new();
        }
        let lane = |(name, system): &(String, System)| self.lane(name, system, traffic);
        self.systems.iter().map(lane).collect()
    }

    #[track_caller]
    fn lane(&self, name: &str, system: &System, traffic: &Traffic) -> Lane {
        let requests = enough(system, traffic, self.tasks);
        let path = match system.sample_path(traffic, self.seed, 1000, requests) {
            Ok(path) => path,
            Err(error) => panic!("timeline: {error}"),
        };
        let mut errands = errand::all(&path);
        errands.truncate(self.tasks);
        let first = errands.first().map_or(0.0, |errand| errand.arrived);
        for errand in &mut errands {
            errand.since(first);
        }
        Lane {
            name: name.to_owned(),
            errands,
            until: (path.until - path.from).seconds() - first,
            full: path.overload.map(|full| full.to_string()),
        }
    }
}

/// So many requests that enough of them have slow work and there is time for most of it. 1 to 10 000
#[track_caller]
fn enough(system: &System, traffic: &Traffic, tasks: usize) -> u64 {
    let Some(task) = system.work().slow_work().filter(|task| task.share > 0.0) else {
        panic!(
            "timeline: the work of the system has no slow part; add .with_work(shop_with_receipts())"
        );
    };
    let come = 1.6 * tasks as f64 / task.share;
    let meanwhile = traffic.peak_rate() * task.cpu * 4.0;
    (come + meanwhile).clamp(1.0, 1e4) as u64
}

/// Mean of the times that are there, said.
fn mean(times: &[f64]) -> Option<Time> {
    (!times.is_empty()).then(|| seconds(times.iter().sum::<f64>() / times.len() as f64))
}

/// What is seen in a lane, with its numbers.
fn finding(lane: &Lane) -> String {
    let all = lane.errands.len();
    let answers: Vec<f64> = (lane.errands.iter())
        .filter_map(|e| Some(e.answered? - e.arrived))
        .collect();
    let ends: Vec<f64> = (lane.errands.iter())
        .filter_map(|e| Some(e.done? - e.arrived))
        .collect();
    let name = crate::diagram::capital(&lane.name);
    let mut text = format!("{name}: of {all} requests with slow work");
    match mean(&answers) {
        Some(time) => text.push_str(&format!(", the client waits {time} in the mean")),
        None => text.push_str(", none is answered while we look"),
    }
    if let Some(time) = mean(&ends) {
        text.push_str(&format!(
            ", and {} done after {time}",
            share(ends.len(), all)
        ));
    } else {
        text.push_str(", and no work is done");
    }
    text.push('.');
    if let Some(full) = &lane.full {
        text.push_str(&format!(" From empty on; {full}."));
    }
    text
}

fn share(done: usize, all: usize) -> String {
    match done {
        1 if all == 1 => "it is".to_owned(),
        _ if done == all => "all are".to_owned(),
        1 => "1 is".to_owned(),
        _ => format!("{done} are"),
    }
}

fn caption(lanes: &[Lane]) -> String {
    let sentences: Vec<String> = lanes.iter().map(finding).collect();
    sentences.join(" ")
}

/// What to say where there is no line.
const NOTHING: &str = "No request with slow work comes while we look.";

/// Where nothing is drawn.
fn is_empty(lanes: &[Lane]) -> bool {
    lanes.iter().all(|lane| lane.errands.is_empty())
}

impl Timeline {
    fn html_of(&self, lanes: &[Lane]) -> String {
        if is_empty(lanes) {
            return html::sentence(NOTHING);
        }
        let until = draw::until(lanes);
        let picture = |lane| draw::svg(lane, until, self.tasks);
        let pictures: Vec<String> = lanes.iter().map(picture).collect();
        html::figure(&pictures, &caption(lanes))
    }
}

fn plain_of(lanes: &[Lane]) -> String {
    if is_empty(lanes) {
        NOTHING.to_owned()
    } else {
        caption(lanes)
    }
}

fn sheet_of(lanes: &[Lane]) -> Sheet {
    let columns = [
        "system",
        "request",
        "arrived, s",
        "answered, s",
        "work began, s",
        "work done, s",
    ];
    let mut sheet = Sheet::new(columns.map(str::to_owned));
    for lane in lanes {
        for (number, errand) in lane.errands.iter().enumerate() {
            let mut acts = errand.acts.iter();
            let begun = acts.find(|act| act.slow && !act.waits).map(|act| act.from);
            sheet.row([
                (&*lane.name).into(),
                (number as f64 + 1.0).into(),
                errand.arrived.into(),
                errand.answered.into(),
                begun.into(),
                errand.done.into(),
            ]);
        }
    }
    sheet
}

impl Shown for Timeline {
    fn html(&self) -> Option<String> {
        Some(self.html_of(&self.lanes()))
    }

    fn plain(&self) -> String {
        plain_of(&self.lanes())
    }

    fn csv(&self) -> Option<String> {
        Some(sheet_of(&self.lanes()).csv())
    }

    /// Plays the systems once for all forms.
    fn evcxr_display(&self) {
        let lanes = self.lanes();
        emit("text/html", &self.html_of(&lanes));
        emit("text/csv", &sheet_of(&lanes).csv());
        emit("text/plain", &plain_of(&lanes));
    }
}

#[cfg(test)]
mod tests {
    use super::errand::Act;
    use super::*;
    use crate::prelude::*;

    /// The time that one kind of act takes in an errand, in all. `[s]`
    fn spent(errand: &Errand, which: impl Fn(&Act) -> bool) -> f64 {
        errand
            .acts
            .iter()
            .filter(|act| which(act))
            .map(|act| act.until - act.from)
            .sum()
    }

    fn first() -> System {
        System::apart(
            (machine("t3.medium"), 8),
            shop_database().replicas(2),
            hop(),
            shop_with_receipts(),
        )
    }

    fn lanes(workers: u32, users: f64) -> Vec<Lane> {
        let (first, later) = (first(), first().queue(shop_queue(workers)));
        timeline([("work first", &first), ("answer first", &later)])
            .under(&shop_traffic(users))
            .lanes()
    }

    #[test]
    fn the_client_waits_for_the_work_or_does_not() {
        for (index, lane) in lanes(3, 2e6).iter().enumerate() {
            assert_eq!(lane.errands.len(), 12, "{}", lane.name);
            for errand in &lane.errands {
                let (answered, done) = (errand.answered.unwrap(), errand.done.unwrap());
                let work = spent(errand, |act| act.slow && !act.waits);
                assert!(
                    work > 0.0
                        && errand.arrived <= answered
                        && work <= done - errand.arrived + 1e-9
                );
                // With a queue the work begins after the answer's way to the broker; without it, before the answer.
                let before = spent(errand, |act| {
                    act.slow && !act.waits && act.until <= answered + 1e-9
                });
                if index == 0 {
                    assert!((before - work).abs() < 1e-9 && done <= answered + 1e-9);
                }
            }
        }
    }

    #[test]
    fn work_that_waits_behind_other_work_adds_up() {
        // Response = acts + what is not drawn; a task: wait, then work, without a gap.
        for errand in &lanes(3, 3e6)[1].errands {
            let slow: Vec<&Act> = errand.acts.iter().filter(|act| act.slow).collect();
            let ends = slow
                .windows(2)
                .all(|pair| (pair[1].from - pair[0].until).abs() < 1e-9);
            assert!(ends, "{:?}", errand.acts);
            assert_eq!(slow.last().map(|act| act.until), errand.done);
        }
    }

    #[test]
    fn what_does_not_keep_up_is_drawn_from_empty_on_and_says_so() {
        let lanes = lanes(1, 3e6);
        assert!(
            caption(&lanes).contains("From empty on; worker cores full"),
            "{}",
            caption(&lanes)
        );
        let waits: Vec<f64> = (lanes[1].errands.iter())
            .map(|e| spent(e, |act| act.slow && act.waits))
            .collect();
        assert!(waits.first() < waits.last(), "{waits:?}");
    }

    #[test]
    fn nobody_and_no_slow_work() {
        let later = first().queue(shop_queue(1));
        let nobody = timeline([("later", &later)]).under(&shop_traffic(0.0));
        assert_eq!(nobody.plain(), NOTHING);
        let swift = later.with_work(shop());
        let none = std::panic::catch_unwind(|| {
            timeline([("later", &swift)])
                .under(&shop_traffic(1e6))
                .plain()
        });
        assert!(none.is_err());
    }

    #[test]
    fn pictures_are_sound_and_share_a_scale() {
        let lanes = lanes(3, 3e6);
        let until = draw::until(&lanes);
        for lane in &lanes {
            let svg = draw::svg(lane, until, 12);
            let parsed = roxmltree::Document::parse(&svg).unwrap();
            assert!(
                parsed
                    .descendants()
                    .filter(|node| node.has_tag_name("rect"))
                    .count()
                    >= 12
            );
        }
        let last = lanes
            .iter()
            .flat_map(|lane| lane.errands.iter().filter_map(|errand| errand.done));
        assert!(last.fold(0.0, f64::max) <= until);
    }
}
