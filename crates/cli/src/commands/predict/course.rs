//! A row for each stretch of time of a load that changes.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use model::file::Scenario;
use model::format::{count, percent, significant};
use model::prelude::{Error, Rate, Response, Time, Trials};
use model::report::Need;
use model::simulation::Stretch;
use model::system::Moment;
use model::workload::Series;
use serde_json::json;

use super::form::Fields;

/// Requests to simulate, about, where there are many: two replications at the least.
const ENOUGH: f64 = 4e7;

/// Times and rates, each for its time.
pub(super) type Phases = Vec<(Time, Rate)>;

/// A stretch of time and what the witnesses say of it.
pub(super) struct Row {
    from: Time,
    lasts: Time,
    rate: Rate,
    closed: Option<Moment>, // none where there is no closed form
    played: Option<Stretch>,
}

/// The hours of the day that the file describes.
pub(super) fn day(scenario: &Scenario) -> Result<Phases> {
    let traffic = &scenario.traffic;
    let shape = traffic.day_of().ok_or_else(|| {
        anyhow!(
            "--day: the file says nothing of the day: write traffic.day = {{ sinusoid = 1.85, top = 20 }} \
             in place of peak_to_mean, or day = {{ hourly = [24 weights] }}"
        )
    })?;
    traffic.check()?;
    Ok(shape.phases(traffic.mean_rate()))
}

/// A recording: a table with the columns `time,rate`.
pub(super) fn series(path: &Path) -> Result<Phases> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).with_context(|| format!("{name}: can't be read"))?;
    let series = Series::parse(&text).map_err(|error| anyhow!("{}", error.in_file(name)))?;
    Ok(series.phases())
}

/// What happens through these phases: both witnesses, or the one that has an answer; why the other has none goes to the
/// standard error.
pub(super) fn rows(
    scenario: &Scenario,
    phases: &[(Time, Rate)],
    trials: Option<Trials>,
) -> Result<Vec<Row>> {
    let (traffic, system) = (&scenario.traffic, &scenario.system);
    let closed = system.through(traffic, phases);
    let played = trials.map(|trials| {
        let trials = affordable(&trials, phases);
        eprintln!("note: {} replications of each time", trials.replications);
        system.simulate_through(traffic, phases, &trials)
    });
    let (closed, played) = match (closed, played.transpose()) {
        (Err(error), Ok(None) | Err(_)) => return Err(error.into()),
        (closed, played) => (noted("closed form", closed), noted("simulation", played)),
    };
    let played = played.flatten();
    let mut from = Time::ZERO;
    let lasting = phases.iter().filter(|phase| phase.0 > Time::ZERO);
    let rows = lasting.enumerate().map(|(index, (lasts, rate))| {
        let row = Row {
            from,
            lasts: *lasts,
            rate: *rate,
            closed: closed.as_ref().map(|moments| moments[index].clone()),
            played: played.as_ref().map(|stretches| stretches[index].clone()),
        };
        from += *lasts;
        row
    });
    Ok(rows.collect())
}

/// Fewer replications where the phases bring many requests.
fn affordable(trials: &Trials, phases: &[(Time, Rate)]) -> Trials {
    let requests: f64 = phases.iter().map(|(time, rate)| *rate * *time).sum();
    let most = (ENOUGH / requests.max(1.0)).clamp(2.0, f64::from(trials.replications));
    Trials {
        replications: most as u32,
        ..*trials
    }
}

/// An answer; an error is told.
fn noted<T>(witness: &str, answer: Result<T, Error>) -> Option<T> {
    answer
        .inspect_err(|error| eprintln!("note: {witness}: {error}"))
        .ok()
}

impl Row {
    fn response(&self) -> Option<Response> {
        Some(self.closed.as_ref()?.prediction.steady()?.response)
    }

    /// The fullest of what requests take time of, or what has no room, and how full it is.
    fn busiest(&self) -> Option<&Need> {
        let needs = self.closed.as_ref()?.prediction.needs().iter();
        needs
            .into_iter()
            .find(|need| need.resource.is_time() || need.ratio > 1.0)
    }

    fn cells(&self) -> [String; 7] {
        let time = |of: fn(&Response) -> Time| match (&self.closed, self.response()) {
            (_, Some(response)) => of(&response).to_string(),
            (Some(_), None) => "overloaded".into(),
            (None, None) => "no formula".into(),
        };
        let text = |text: Option<String>| text.unwrap_or_else(|| "-".into());
        [
            clock(self.from),
            self.rate.to_string(),
            time(|all| all.p50.value),
            time(|all| all.p99.value),
            text(self.busiest().map(|need| need.label.to_string())),
            text(self.busiest().map(|need| percent(need.ratio))),
            text(self.closed.as_ref().map(|moment| count(moment.backlog))),
        ]
    }

    /// Every number with its name and unit.
    pub(super) fn fields(&self) -> Fields {
        let time = |time: Option<Time>| json!(time.map(Time::seconds));
        let (response, busiest) = (self.response(), self.busiest());
        let moment = self.closed.as_ref();
        let overloaded = moment.map(|moment| moment.prediction.overload().is_some());
        let played = self.played.as_ref();
        let simulated = played.and_then(|played| played.response);
        vec![
            ("from_s", json!(self.from.seconds())),
            ("lasts_s", json!(self.lasts.seconds())),
            ("rate_per_second", json!(self.rate.per_second())),
            ("overloaded", json!(overloaded)),
            ("mean_s", time(response.map(|all| all.mean.value))),
            ("p50_s", time(response.map(|all| all.p50.value))),
            ("p99_s", time(response.map(|all| all.p99.value))),
            ("busiest", json!(busiest.map(|need| need.label.to_string()))),
            ("busiest_ratio", json!(busiest.map(|need| need.ratio))),
            ("waiting", json!(moment.map(|moment| moment.backlog))),
            (
                "simulated_mean_s",
                time(simulated.map(|all| all.mean.value)),
            ),
            ("simulated_p99_s", time(simulated.map(|all| all.p99.value))),
            (
                "simulated_p99_half_width_s",
                time(simulated.and_then(|all| all.p99.half_width)),
            ),
            (
                "simulated_inside",
                json!(played.map(|played| played.inside)),
            ),
        ]
    }
}

/// For people: columns of equal width.
pub(super) fn table(rows: &[Row]) -> String {
    let simulated = rows.iter().any(|row| row.played.is_some());
    let header = ["from", "rate", "p50", "p99", "busiest", "at", "waiting"];
    let played = ["p99 simulated", "inside", "answered"].map(String::from);
    let mut lines = vec![line(header.map(String::from), simulated.then_some(played))];
    lines.extend(rows.iter().map(|row| {
        let played = row.played.as_ref().map(|played| {
            let p99 = played
                .response
                .map_or("-".into(), |all| all.p99.to_string());
            [
                p99,
                significant(played.inside, 3),
                answered(played).map_or("-".into(), percent),
            ]
        });
        line(row.cells(), played)
    }));
    lines.join("\n")
}

fn line(
    [from, rate, p50, p99, busiest, at, waiting]: [String; 7],
    played: Option<[String; 3]>,
) -> String {
    let played = played.map_or(String::new(), |[p99, inside, answered]| {
        format!("{p99:>24}{inside:>9}{answered:>10}")
    });
    format!("{from:>9}{rate:>10}{p50:>12}{p99:>12}{waiting:>9}{played}  {busiest:<32}{at:>8}")
}

/// Share of the requests that ended with an answer, where any ended.
fn answered(stretch: &Stretch) -> Option<f64> {
    (stretch.counts.ended() > 0).then(|| stretch.counts.answered_share())
}

/// Hours, minutes and seconds since the first row, with tenths where they are not whole.
fn clock(time: Time) -> String {
    let tenths = (time.seconds() * 10.0).round() as u64;
    let (hours, minutes, seconds) = (tenths / 36_000, tenths / 600 % 60, tenths / 10 % 60);
    let part = match tenths % 10 {
        0 => String::new(),
        tenth => format!(".{tenth}"),
    };
    format!("{hours}:{minutes:02}:{seconds:02}{part}")
}
