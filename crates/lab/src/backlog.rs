//! A peak that a queue takes in and works off later: how many tasks wait, over time, by both witnesses.
//!
//! ```
//! use lab::prelude::*;
//! // Six cores do 40 tasks a second. For ten minutes 77 a second come, then 26.
//! let phases = [(seconds(600.0), per_second(77.0)), (Time::ZERO, per_second(26.0))];
//! let peak = backlog(&shop_queue(3), &phases, shop_receipt());
//! assert!(peak.plain().starts_with("At most 22"), "{}", peak.plain());
//! ```

use crate::chart::{Chart, chart};
use crate::emit::emit;
use crate::html;
use crate::palette::Role;
use crate::settings;
use crate::shown::Shown;
use model::components::queue::Backlog;
use model::format::{count, significant};
use model::network::Service;
use model::prelude::*;

/// More tasks than this are not simulated: it would take longer than a reader waits.
const MOST: f64 = 400_000.0;

/// What waits in this queue through phases of a time and a rate each, the last of which goes on.
pub fn backlog(queue: &Queue, phases: &[(Time, Rate)], task: Service) -> Peak {
    Peak {
        queue: queue.clone(),
        phases: phases.to_vec(),
        task,
    }
}

/// A peak before a queue. See [`backlog`].
#[derive(Clone, Debug)]
#[must_use = "a peak is drawn where a cell ends with it"]
pub struct Peak {
    queue: Queue,
    phases: Vec<(Time, Rate)>,
    task: Service,
}

impl Peak {
    /// The closed form, or why there is none.
    fn fluid(&self) -> Result<Backlog, Error> {
        self.queue.backlog(&self.phases, self.task)
    }

    /// Until when time is drawn: some of what comes after the end.
    fn horizon(&self, fluid: &Backlog) -> Time {
        let peak: Time = self.phases.iter().map(|(time, _)| *time).sum();
        let end = fluid.drained.value.seconds().max(peak.seconds());
        seconds(1.15 * end + 60.0)
    }

    /// The simulation, where it is quick enough: the mean of three runs.
    fn played(&self, horizon: Time) -> Option<Backlog> {
        let before: Time = self.phases.iter().map(|(time, _)| *time).sum();
        let last = self.phases.last()?.1;
        let come: f64 = self.phases.iter().map(|(time, rate)| *rate * *time).sum();
        let trials = settings::trials();
        let most = if settings::is_draft() {
            MOST / 10.0
        } else {
            MOST
        };
        if come + last * (horizon - before) > most {
            return None;
        }
        let replications = if trials == Trials::default() { 3 } else { 2 };
        let trials = Trials {
            replications,
            ..trials
        };
        self.queue
            .simulate_backlog(&self.phases, self.task, horizon, &trials)
            .ok()
    }

    fn finding(fluid: &Backlog) -> String {
        if fluid.largest.value < 0.5 {
            return "The workers keep up with the peak: nothing piles up.".to_owned();
        }
        format!(
            "At most {} tasks wait, the last of them for {}; all is done {} after the peak began.",
            count(fluid.largest.value),
            fluid.longest_wait.value,
            fluid.drained.value
        )
    }

    fn sentence(error: &Error) -> String {
        format!("The backlog never ends: {error}.")
    }

    fn drawn(&self, fluid: &Backlog) -> Chart {
        let horizon = self.horizon(fluid);
        let minutes = |time: Time| time.seconds() / 60.0;
        let mut path: Vec<(f64, f64)> = fluid
            .path
            .iter()
            .map(|(time, n)| (minutes(*time), *n))
            .collect();
        path.push((minutes(horizon), 0.0));
        let mut drawn = chart("Tasks that wait for a worker")
            .x("minutes since the peak began")
            .y("tasks")
            .from_zero()
            .line("waiting", path)
            .colour(Role::Queue)
            .caption(&Self::finding(fluid));
        if let Some(played) = self.played(horizon) {
            let points = played.path.iter().skip(4).step_by(9);
            drawn = drawn.points(points.map(|(time, n)| (minutes(*time), *n, 0.0)));
        }
        let end: Time = self.phases.iter().map(|(time, _)| *time).sum();
        if end > Time::ZERO {
            drawn = drawn.mark(
                minutes(end),
                &format!("peak over, {} min", significant(minutes(end), 2)),
            );
        }
        drawn
    }
}

impl Shown for Peak {
    fn html(&self) -> Option<String> {
        match self.fluid() {
            Ok(fluid) => self.drawn(&fluid).html(),
            Err(error) => Some(html::sentence(&Self::sentence(&error))),
        }
    }

    fn plain(&self) -> String {
        match self.fluid() {
            Ok(fluid) => Self::finding(&fluid),
            Err(error) => Self::sentence(&error),
        }
    }

    fn csv(&self) -> Option<String> {
        self.drawn(&self.fluid().ok()?).csv()
    }

    /// Plays the peak once for all forms.
    fn evcxr_display(&self) {
        match self.fluid() {
            Ok(fluid) => {
                let drawn = self.drawn(&fluid);
                emit("text/html", &drawn.html().unwrap_or_default());
                emit("text/csv", &drawn.csv().unwrap_or_default());
            }
            Err(error) => emit("text/html", &html::sentence(&Self::sentence(&error))),
        }
        emit("text/plain", &self.plain());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::{shop_queue, shop_receipt};

    fn peak(rate: f64, after: f64) -> Peak {
        let phases = [
            (seconds(600.0), per_second(rate)),
            (Time::ZERO, per_second(after)),
        ];
        backlog(&shop_queue(3), &phases, shop_receipt())
    }

    #[test]
    fn both_witnesses_draw_the_same_hill() {
        let peak = peak(77.0, 26.0);
        let fluid = peak.fluid().unwrap();
        // Six cores at 150 ms do 40 a second: 37 too many for 600 s.
        assert!((fluid.largest.value - 37.0 * 600.0).abs() < 1.0);
        let played = peak.played(peak.horizon(&fluid)).unwrap();
        assert!(
            (played.largest.value / fluid.largest.value - 1.0).abs() < 0.05,
            "{played}"
        );
        assert!(peak.csv().unwrap().lines().count() > 20);
    }

    #[test]
    fn a_backlog_without_end_is_a_sentence() {
        let never = peak(77.0, 41.0);
        assert!(
            never.plain().starts_with("The backlog never ends"),
            "{}",
            never.plain()
        );
        assert!(never.html().is_some_and(|html| !html.contains("<svg")));
        assert!(never.csv().is_none());
        assert!(peak(30.0, 20.0).plain().contains("keep up"));
    }
}
