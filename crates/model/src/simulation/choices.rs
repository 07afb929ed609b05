//! Which machine of a group a request turns to.

use super::streams::{Stream, Streams, hash};
use crate::network::{Choice, Group};

/// How the machines of a group are picked, in progress.
#[derive(Clone, Debug)]
pub(super) struct Chooser {
    rule: Rule,
    machines: u32,
    dice: Stream,
    next: u32,             // machine, for one after the other
    connections: Vec<u32>, // by machine, where the rule looks at them
    out: Vec<bool>,        // by machine: believed to be down
    outs: u32,             // how many are
}

#[derive(Clone, Debug)]
enum Rule {
    Random,
    RoundRobin,
    Weighted(Vec<f64>), // sums of the weights up to each machine, the last is 1
    Least,
    Two,
    Hashed(Ring),
}

/// Points of the machines on a ring, and where each key begins to look.
#[derive(Clone, Debug)]
struct Ring {
    machines: Vec<u16>, // by point, in order
    starts: Vec<u32>,   // by key: index of the first point from it
}

impl Chooser {
    pub(super) fn new(group: &Group, streams: &Streams) -> Self {
        let rule = match &group.choice {
            Choice::Random => Rule::Random,
            Choice::RoundRobin => Rule::RoundRobin,
            Choice::Weighted(weights) => Rule::Weighted(sums(weights)),
            Choice::LeastConnections => Rule::Least,
            Choice::TwoChoices => Rule::Two,
            Choice::Hashed { keys, points } => Rule::Hashed(Ring::new(group, *keys, *points)),
        };
        let counts = matches!(rule, Rule::Least | Rule::Two);
        let counted = if counts { group.machines as usize } else { 0 };
        Self {
            rule,
            machines: group.machines,
            dice: streams.stream(&format!("{} choices", group.name)),
            next: 0,
            connections: vec![0; counted],
            out: vec![false; group.machines as usize],
            outs: 0,
        }
    }

    /// Whether it has to know who is done.
    pub(super) fn counts(&self) -> bool {
        !self.connections.is_empty()
    }

    /// A machine that is believed to be up; none if there is none.
    #[inline]
    pub(super) fn choose(&mut self) -> Option<u32> {
        let machine = if self.outs > 0 {
            self.choose_among_some()?
        } else if let Rule::RoundRobin = self.rule {
            self.next_in_turn()
        } else {
            self.choose_among_all()
        };
        if let Some(connections) = self.connections.get_mut(machine as usize) {
            *connections += 1;
        }
        Some(machine)
    }

    /// One that chose this machine is done.
    #[inline]
    pub(super) fn done(&mut self, machine: u32) {
        self.connections[machine as usize] -= 1;
    }

    /// Whether nobody has chosen any.
    #[cfg(test)]
    pub(super) fn is_idle(&self) -> bool {
        self.connections.iter().all(|count| *count == 0)
    }

    /// What is believed of a machine from now on.
    pub(super) fn believe(&mut self, machine: u32, up: bool) {
        let out = &mut self.out[machine as usize];
        self.outs = self.outs + u32::from(!up) - u32::from(*out);
        *out = !up;
    }

    #[inline]
    fn next_in_turn(&mut self) -> u32 {
        let machine = self.next;
        let next = machine + 1;
        self.next = if next < self.machines { next } else { 0 };
        machine
    }

    fn choose_among_all(&mut self) -> u32 {
        match &self.rule {
            Rule::Random => self.dice.pick(self.machines),
            Rule::RoundRobin => self.next_in_turn(),
            Rule::Two => self.better_of_two(),
            Rule::Weighted(sums) => {
                let place = self.dice.uniform();
                sums.partition_point(|sum| *sum <= place)
                    .min(sums.len() - 1) as u32
            }
            Rule::Least => self.least(),
            Rule::Hashed(ring) => {
                let key = self.dice.pick(ring.starts.len() as u32) as usize;
                u32::from(ring.machines[ring.starts[key] as usize])
            }
        }
    }

    #[inline]
    fn better_of_two(&mut self) -> u32 {
        if self.machines == 1 {
            return 0;
        }
        let first = self.dice.pick(self.machines);
        let other = self.dice.pick(self.machines - 1);
        let other = other + u32::from(other >= first);
        // Where they are equal the first, which is as random as the other.
        if self.connections[other as usize] < self.connections[first as usize] {
            other
        } else {
            first
        }
    }

    /// Two passes: how few the fewest are, then one of those that have so few.
    fn least(&mut self) -> u32 {
        let open = || {
            let machines = self.connections.iter().zip(&self.out);
            (0..).zip(machines.map(|(count, out)| if *out { u32::MAX } else { *count }))
        };
        let least = open().map(|(_, count)| count).min().unwrap_or(0);
        let ties = open().filter(|(_, count)| *count == least).count() as u32;
        let mut tied = open().filter(|(_, count)| *count == least);
        let mut dice = self.dice.clone();
        let which = dice.pick(ties);
        let machine = tied.nth(which as usize).map_or(0, |(machine, _)| machine);
        self.dice = dice;
        machine
    }

    /// By the weights of those that are not believed to be down.
    fn weighted_among_some(&mut self) -> Option<u32> {
        let Rule::Weighted(sums) = &self.rule else {
            return None;
        };
        let weight = |machine: u32| {
            let before = machine.checked_sub(1).map_or(0.0, |m| sums[m as usize]);
            sums[machine as usize] - before
        };
        let open = || (0..self.machines).filter(|machine| !self.out[*machine as usize]);
        let mut place = self.dice.uniform() * open().map(weight).sum::<f64>();
        let chosen = open().find(|machine| {
            place -= weight(*machine);
            place < 0.0
        });
        chosen.or_else(|| open().next_back())
    }

    /// The same rules, over those that are not believed to be down.
    #[cold]
    fn choose_among_some(&mut self) -> Option<u32> {
        let left = self.machines - self.outs;
        if left == 0 {
            return None;
        }
        match &self.rule {
            Rule::Random => {
                let n = self.dice.pick(left);
                self.open(n)
            }
            Rule::Least => Some(self.least()),
            Rule::Two => self.better_of_two_open(left),
            Rule::RoundRobin => loop {
                let machine = self.choose_among_all();
                if !self.out[machine as usize] {
                    return Some(machine);
                }
            },
            Rule::Weighted(_) => self.weighted_among_some(),
            Rule::Hashed(ring) => {
                let key = self.dice.pick(ring.starts.len() as u32) as usize;
                let points = ring.machines.iter().cycle().skip(ring.starts[key] as usize);
                let up = |machine: &&u16| !self.out[usize::from(**machine)];
                points
                    .take(ring.machines.len())
                    .find(up)
                    .map(|machine| u32::from(*machine))
            }
        }
    }

    /// The machine with this number among those that are not believed to be down.
    fn open(&self, n: u32) -> Option<u32> {
        let mut open = (0..self.machines).filter(|machine| !self.out[*machine as usize]);
        open.nth(n as usize)
    }

    /// The better of two of the `left` ones that are not believed to be down.
    fn better_of_two_open(&mut self, left: u32) -> Option<u32> {
        let first = self.dice.pick(left);
        let other = self.dice.pick(left.max(2) - 1);
        let other = (other + u32::from(other >= first)).min(left - 1);
        let (first, other) = (self.open(first)?, self.open(other)?);
        let count = |machine: u32| self.connections[machine as usize];
        Some(if count(other) < count(first) {
            other
        } else {
            first
        })
    }
}

/// The sums of the weights up to each, in shares of all.
fn sums(weights: &[f64]) -> Vec<f64> {
    let all: f64 = weights.iter().sum();
    let mut sum = 0.0;
    let share = |weight: &f64| {
        sum += weight / all;
        sum
    };
    weights.iter().map(share).collect()
}

impl Ring {
    /// The places on the ring depend on the names alone: the same machines in every run, and a machine that is added takes
    /// over what lies before its own points and nothing else.
    fn new(group: &Group, keys: u32, points: u32) -> Self {
        let place = |what: &str, number: u32, point: u32| {
            hash(
                &format!("{} {what}", group.name),
                u64::from(number) << 32 | u64::from(point),
            )
        };
        let mut ring: Vec<(u64, u16)> = (0..group.machines)
            .flat_map(|m| (0..points).map(move |p| (m, p)))
            .map(|(m, p)| (place("machine", m, p), m as u16))
            .collect();
        ring.sort_unstable();
        let start = |key| {
            let at = place("key", key, 0);
            let next = ring.partition_point(|(point, _)| *point < at);
            (next % ring.len()) as u32
        };
        Self {
            starts: (0..keys).map(start).collect(),
            machines: ring.iter().map(|(_, machine)| *machine).collect(),
        }
    }
}
