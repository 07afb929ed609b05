//! What a report means: the bottleneck, how far it is from its limit, and which single change would help most.

use super::need::{Component, Need, Resource};
use super::prediction::{Overload, Prediction};
use super::steady::{Report, StationReport};
use crate::format::{percent, significant};
use crate::queueing::MMc;
use crate::units::{Rate, Time, per_second, seconds};

/// What one change would bring.
#[derive(Clone, Debug, PartialEq)]
pub struct Improvement {
    /// Whose station it changes.
    pub component: Component,
    /// Which station.
    pub resource: Resource,
    /// For people: "one more web server", "one more database core".
    pub change: String,
    /// What it takes off the mean response.
    pub saves: Time,
    /// What it takes off the mean time to complete a task.
    pub saves_later: Time,
    /// How many times this load the system then carries, by the resources that take time. `[1]`
    pub headroom: f64,
}

impl Report {
    /// How many times this load fills the fullest station. `[1]`; `None` without load
    pub fn headroom(&self) -> Option<f64> {
        let busiest = self.busiest_need()?;
        Some(1.0 / busiest.ratio)
    }

    /// The fullest resource that takes time. Workers and connections count only where they are what is scarce: they are
    /// held while requests wait, so that they do not fill in proportion.
    fn busiest_need(&self) -> Option<&Need> {
        let grows = |need: &&Need| is_proportional(need) && need.ratio > 0.0;
        self.needs.iter().find(grows)
    }

    /// What one more machine (or core, or twice the speed) at each station would bring, the most for the response first.
    ///
    /// From the formulas for a single station: its wait shrinks as that of M/M/c does. What others gain from it is left out.
    pub fn improvements(&self) -> Vec<Improvement> {
        let mut all: Vec<Improvement> = self
            .stations
            .iter()
            .filter(|station| station.visits > 0.0)
            .map(|station| self.improvement(station))
            .collect();
        all.sort_by(|a, b| b.saves.seconds().total_cmp(&a.saves.seconds()));
        all
    }

    fn improvement(&self, station: &StationReport) -> Improvement {
        let change = Change::of(station);
        let saved = (station.wait - change.wait) * station.own;
        let served = (station.service - change.service) * station.own;
        let later = (station.wait - change.wait) + (station.service - change.service);
        Improvement {
            component: station.component,
            resource: station.resource,
            change: change.name,
            saves: (saved + served).max(Time::ZERO),
            saves_later: match station.component {
                Component::Worker => later.max(Time::ZERO),
                _ => Time::ZERO,
            },
            headroom: self.headroom_with(station, change.load),
        }
    }

    /// How many times this load the system carries if a station's share of busy servers were `busy` instead.
    fn headroom_with(&self, station: &StationReport, busy: f64) -> f64 {
        let same =
            |need: &Need| (need.component, need.resource) == (station.component, station.resource);
        let fullest = self
            .needs
            .iter()
            .filter(|need| is_proportional(need) && !same(need))
            .fold(busy, |fullest, need| fullest.max(need.ratio));
        if fullest > 0.0 {
            1.0 / fullest
        } else {
            f64::MAX
        }
    }

    /// Two sentences with numbers: what is the bottleneck, how far it is from its limit, and which single change would
    /// move the response and the limit most.
    pub fn explain(&self) -> String {
        let (Some(busiest), Some(headroom)) = (self.busiest_need(), self.headroom()) else {
            return format!(
                "Nothing is busy: a request takes {} and waits for nobody.",
                self.response.mean.value
            );
        };
        let mut text = format!(
            "The bottleneck is {} at {}: full at {} times this load.",
            busiest.label,
            percent(busiest.ratio),
            significant(headroom, 3)
        );
        if self.refused > 0.0005 {
            text.push_str(&format!(
                " {} of the requests are refused.",
                percent(self.refused)
            ));
        }
        text.push_str(&self.storm());
        let improvements = self.improvements();
        let Some(best) = improvements.first() else {
            return text;
        };
        let mean = self.response.mean.value;
        if best.saves > mean * 0.01 {
            text.push_str(&format!(
                " Most for the response: {} takes {} off the mean of {mean}",
                best.change, best.saves
            ));
        } else {
            text.push_str(&format!(
                " No single machine more would make the response of {mean} noticeably faster"
            ));
        }
        text.push_str(&self.farthest(&improvements, best, headroom));
        text
    }

    /// What retries make of it, if they can keep it down.
    fn storm(&self) -> String {
        let Some(clients) = &self.clients else {
            return String::new();
        };
        let reached = |load: Option<Rate>| load.filter(|load| self.offered >= *load);
        if let Some(load) = reached(clients.good_until) {
            return format!(
                " From {load} on the retries of clients alone keep it busy: there is no good state."
            );
        }
        match reached(clients.collapses_from) {
            Some(load) => format!(
                " From {load} on a burst may tip it into a state in which retries keep it busy and hardly anybody is \
                 answered in time; only less load or fewer retries bring it back."
            ),
            None => String::new(),
        }
    }

    /// The end of the sentence: what moves the limit most.
    fn farthest(&self, all: &[Improvement], best: &Improvement, headroom: f64) -> String {
        let farthest = all
            .iter()
            .fold(best, |a, b| if b.headroom > a.headroom { b } else { a });
        let times = significant(farthest.headroom, 3);
        if farthest.headroom < headroom * 1.005 {
            return "; no single change moves the limit, others are as full.".into();
        }
        if farthest.change == best.change && best.saves > self.response.mean.value * 0.01 {
            return format!(", and moves the limit to {times} times this load.");
        }
        format!(
            "; {} moves the limit most, to {times} times this load.",
            farthest.change
        )
    }
}

impl Prediction {
    /// Sentences with numbers: [`Report::explain`], or what is full and what it would take.
    pub fn explain(&self) -> String {
        match self {
            Self::Steady(report) => report.explain(),
            Self::Overloaded(overload) => overload.explain(),
        }
    }
}

impl Overload {
    /// Two sentences with numbers: what is full, and what it would take to carry the load.
    pub fn explain(&self) -> String {
        let mut text = format!("{self}.");
        text.push_str(&match self.resource {
            Resource::Memory | Resource::DiskSpace => format!(
                " It takes {} times as much of it on each machine.",
                significant(self.demand, 3)
            ),
            _ => format!(
                " It carries {} of this load; more than {} times as much of it would carry all.",
                percent(1.0 / self.demand),
                significant(self.demand.max(1.0), 3)
            ),
        });
        let others = |need: &&Need| {
            let same = (need.component, need.resource) == (self.component, self.resource);
            !same && need.ratio >= 1.0 && need.resource.is_time()
        };
        let others: Vec<&str> = self
            .needs
            .iter()
            .filter(others)
            .map(|need| &*need.label)
            .collect();
        if !others.is_empty() {
            text.push_str(&format!(" Then {} would be full.", others.join(", ")));
        }
        text
    }
}

/// Whether a need grows in proportion to the load.
fn is_proportional(need: &Need) -> bool {
    need.resource.is_time() && !matches!(need.resource, Resource::Workers | Resource::Connections)
}

/// A station after one change.
struct Change {
    name: String,
    wait: Time,
    service: Time,
    load: f64, // [1], share of its servers that are busy
}

impl Change {
    fn of(station: &StationReport) -> Self {
        let (component, servers) = (station.component, station.servers);
        let machines = f64::from(station.machines);
        match (component, station.resource) {
            (Component::Database, Resource::Cores) => {
                let name = format!("one more {}", singular(&station.label));
                Self::new(station, name, 1.0, servers + 1, 1.0)
            }
            (Component::Worker, Resource::Cores) => {
                let name = "one more core for the workers".into();
                Self::new(station, name, 1.0, servers + 1, 1.0)
            }
            (_, Resource::Cores) => {
                let whose = station.label.strip_suffix(" cores");
                let name = format!("one more {}", whose.unwrap_or(&station.label));
                // Only what is spread becomes less for each: a replica's copies of writes do not.
                let spread = (station.own / station.visits).min(1.0);
                let share = 1.0 - spread + spread * machines / (machines + 1.0);
                Self::new(station, name, share, servers, 1.0)
            }
            _ => {
                let name = format!("twice the speed of {}", station.label);
                Self::new(station, name, 1.0, servers, 0.5)
            }
        }
    }

    /// `share` of the visits, `servers` servers, and `slow` times the service.
    fn new(station: &StationReport, name: String, share: f64, servers: u32, slow: f64) -> Self {
        let rate = station.arrivals.per_second();
        let service = station.service * slow;
        let wait = |rate: f64, service: Time, servers: u32| {
            let queue = MMc::new(per_second(rate), service.max(seconds(1e-12)), servers);
            queue.map_or(0.0, |queue| queue.mean_wait().seconds())
        };
        let before = wait(rate, station.service, station.servers);
        let after = wait(rate * share, service, servers);
        let part = if before > 0.0 { after / before } else { 1.0 };
        Self {
            name,
            wait: station.wait * part.min(1.0),
            service,
            load: station.utilisation * share * slow * f64::from(station.servers)
                / f64::from(servers),
        }
    }
}

/// "database cores" to "database core".
fn singular(label: &str) -> &str {
    label.strip_suffix('s').unwrap_or(label)
}
