//! What a report means: the bottleneck, how far it is from its limit, and which single change would help most.

use super::need::{Component, Need, Resource};
use super::prediction::{Overload, Prediction};
use super::steady::{Report, StationReport};
use crate::format::{percent, significant};
use crate::queueing::MMc;
use crate::units::{Rate, Time, per_second, seconds};

/// Workers are scarce where all of them taken leave everything else less full than this: else they only wait for what is. `[1]`
const SCARCE: f64 = 0.95;

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
    /// How many times this load fills what fills first. `[1]`; `None` without load
    pub fn headroom(&self) -> Option<f64> {
        self.fills_first().map(|(_, ratio)| 1.0 / ratio)
    }

    /// What fills first as the load grows, and how full it is.
    fn fills_first(&self) -> Option<(&Need, f64)> {
        self.limits()
            .filter(|(_, ratio)| *ratio > 0.0)
            .reduce(|first, other| if other.1 > first.1 { other } else { first })
    }

    /// What can fill as the load grows, and how full it is: everything that takes time. Workers are held while requests wait for
    /// something else; they count where they, and nothing else, are scarce, which only the closed form knows. Appliers wait for
    /// what reads take, too.
    fn limits(&self) -> impl Iterator<Item = (&Need, f64)> {
        let is_workers = |need: &Need| need.resource == Resource::Workers;
        let time = || self.needs.iter().filter(|need| need.resource.is_time());
        let replication = self.replication.as_ref();
        let appliers = replication.and_then(|replication| replication.spare);
        let full = move |need: &Need| match need.resource {
            Resource::Applier => appliers.map_or(need.ratio, |spare| need.ratio.max(1.0 / spare)),
            _ => need.ratio,
        };
        let others = move || {
            time()
                .filter(move |need| !is_workers(need))
                .map(move |need| (need, full(need)))
        };
        let fullest = others().fold(0.0, |fullest: f64, (_, ratio)| fullest.max(ratio));
        let taken = self.pool.spare.map_or(0.0, |spare| 1.0 / spare);
        let workers = time().find(|need| is_workers(need) && fullest < SCARCE * taken);
        others().chain(workers.map(|need| (need, taken)))
    }

    /// What one more machine (or core, or twice the speed) at each station would bring, and twice the places of what is held; the
    /// most for the response first.
    ///
    /// From the formulas for a single station: its wait shrinks as that of M/M/c does. What others gain from it is left out, and so
    /// is what more places save.
    pub fn improvements(&self) -> Vec<Improvement> {
        let stations = self.stations.iter();
        let mut all: Vec<Improvement> = stations
            .filter(|station| station.visits > 0.0)
            .map(|station| self.improvement(station))
            .chain(self.limits().filter_map(|limit| self.more_places(limit)))
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
            headroom: self.headroom_with(
                (station.component, station.resource),
                change.load,
                change.each,
            ),
        }
    }

    /// Twice as many places of what is held: connections and appliers, and workers where they are scarce.
    fn more_places(&self, (need, ratio): (&Need, f64)) -> Option<Improvement> {
        let whose = self.whose(need.component);
        let change = match need.resource {
            Resource::Workers => format!("twice the workers of each {whose}"),
            Resource::Connections => format!("twice the connections to each {whose}"),
            Resource::Applier => format!("twice the appliers of each {whose}"),
            _ => return None,
        };
        Some(Improvement {
            component: need.component,
            resource: need.resource,
            change,
            saves: Time::ZERO,
            saves_later: Time::ZERO,
            headroom: self.headroom_with((need.component, need.resource), ratio / 2.0, 1.0),
        })
    }

    /// How many times this load the system carries if one resource were so `busy` instead, and each machine got this part of its
    /// requests.
    fn headroom_with(&self, changed: (Component, Resource), busy: f64, each: f64) -> f64 {
        let left = |(need, ratio): (&Need, f64)| match need.resource {
            // A machine more brings its own workers.
            Resource::Workers if need.component == changed.0 => ratio * each,
            _ => ratio,
        };
        let fullest = self
            .limits()
            .filter(|(need, _)| (need.component, need.resource) != changed)
            .map(left)
            .fold(busy, f64::max);
        if fullest > 0.0 {
            1.0 / fullest
        } else {
            f64::MAX
        }
    }

    /// Two sentences with numbers: what is the bottleneck, how far it is from its limit, and which single change would
    /// move the response and the limit most.
    pub fn explain(&self) -> String {
        let (Some((first, full)), Some(headroom)) = (self.fills_first(), self.headroom()) else {
            return format!(
                "Nothing is busy: a request takes {} and waits for nobody.",
                self.response.mean.value
            );
        };
        let mut text = format!(
            "The bottleneck is {} at {}: full at {} times this load.",
            first.label,
            percent(full),
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

/// A station after one change.
struct Change {
    name: String,
    wait: Time,
    service: Time,
    load: f64, // [1], share of its servers that are busy
    each: f64, // [1], requests of a machine, over those before
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
            each: share,
        }
    }
}

/// "database cores" to "database core".
fn singular(label: &str) -> &str {
    label.strip_suffix('s').unwrap_or(label)
}
