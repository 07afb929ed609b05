//! A network in the form in which the engine plays it: each route a flat list of operations, each choice between two ways
//! a jump, each station and pool a number.
//!
//! ```text
//! Either { then, otherwise }  ->  branch (to a) then... jump (to b)  a: otherwise...  b:
//! ```

use super::service::Law;
use crate::network::{Discipline, Network, Step, Visits};

/// One operation. Its kind stands by itself, not among the bits of a law: it is read at every step.
#[derive(Clone, Copy, Debug)]
#[repr(u8)]
pub(super) enum Operation {
    /// Picks a machine of the group.
    Choose { group: u8 },
    /// Visits a station.
    Visit(Visit),
    /// Takes a place.
    Take(Take),
    /// Gives it back.
    Give { pool: u8 },
    /// Lets time pass.
    Delay { stream: u16, law: Law },
    /// Lets time pass that always takes as long: in a line.
    Pause { line: u8 },
    /// Goes one way with probability `chance`, or the other.
    Branch {
        stream: u16,
        then: u32,
        otherwise: u32,
        chance: f64,
    },
    /// Goes on elsewhere.
    Jump { to: u32 },
    /// Starts a job of its own, or one on each machine of a group.
    Spawn { route: u8, each: u8 },
    /// The end of the route.
    End,
}

/// A visit to a station.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visit {
    pub(super) group: u8,
    pub(super) station: u8, // of the machine
    pub(super) sharing: bool,
    pub(super) times: u16, // index into the visits, or ONCE
    pub(super) last: bool, // nothing follows but the end of the route
    pub(super) first: u32, // the station of the group's first machine
    pub(super) law: Law,
}

/// A place that is taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Take {
    pub(super) group: u8,
    pub(super) pool: u8,   // its bit among those held
    pub(super) first: u32, // the pool of the group's first machine
    pub(super) room: u32,  // UNBOUNDED if any number may wait
}

/// Exactly one visit.
pub(super) const ONCE: u16 = u16::MAX;
/// Any number may wait.
pub(super) const UNBOUNDED: u32 = u32::MAX;
/// Lines that a run may have: the first of all is looked for among their first ones.
const MOST_LINES: usize = 8;
/// No group.
pub(super) const NOBODY: u8 = u8::MAX;

/// A kind of pool: one on each machine of its group.
#[derive(Clone, Copy, Debug)]
pub(super) struct PoolKind {
    pub(super) group: u8,
    pub(super) first: u32, // index of the pool of the group's first machine
}

/// A network, compiled.
#[derive(Clone, Debug)]
pub(super) struct Program {
    pub(super) operations: Vec<Operation>,
    pub(super) routes: Vec<u32>, // where each begins
    pub(super) visits: Vec<(Visits, u16)>,
    pub(super) pools: Vec<PoolKind>,
    pub(super) stations: Vec<Vec<u32>>, // by group, by station: index of the first machine's, in the list of its discipline
    pub(super) streams: Vec<String>,    // names, by number
    pub(super) lines: Vec<u64>,         // by line: how long it takes [ns]
}

impl Program {
    pub(super) fn new(network: &Network) -> Self {
        let mut compiler = Compiler::new(network);
        for route in &network.routes {
            let begin = compiler.program.operations.len() as u32;
            compiler.program.routes.push(begin);
            compiler.near = 0;
            compiler.steps(route);
            compiler.program.operations.push(Operation::End);
        }
        let mut program = compiler.program;
        program.look_ahead();
        program
    }

    /// Tells visits whether they are the last, and leads whoever jumps to a jump to where this one leads.
    fn look_ahead(&mut self) {
        for at in 0..self.operations.len() {
            let next = self.behind_jumps(at + 1);
            let ends = matches!(self.operations.get(next), Some(Operation::End));
            let mut operation = self.operations[at];
            match &mut operation {
                Operation::Visit(visit) => visit.last = ends,
                Operation::Jump { to } => *to = self.behind_jumps(at) as u32,
                Operation::Branch {
                    then, otherwise, ..
                } => {
                    *then = next as u32;
                    *otherwise = self.behind_jumps(*otherwise as usize) as u32;
                }
                _ => {}
            }
            self.operations[at] = operation;
        }
    }

    /// Where one is who goes on at `at`.
    fn behind_jumps(&self, mut at: usize) -> usize {
        while let Some(Operation::Jump { to }) = self.operations.get(at) {
            at = *to as usize; // always further down
        }
        at
    }
}

/// A network half compiled.
struct Compiler<'a> {
    network: &'a Network,
    program: Program,
    first_pools: Vec<u8>, // by group: its first pool's bit
    near: usize, // the group last turned to, which names the streams of steps that have no name
}

impl<'a> Compiler<'a> {
    fn new(network: &'a Network) -> Self {
        let (mut fcfs, mut sharing, mut first) = (0, 0, 0);
        let (mut pools, mut first_pools, mut stations) = (Vec::new(), Vec::new(), Vec::new());
        for (index, group) in network.groups.iter().enumerate() {
            let place = |station: &crate::network::Station| {
                let next = match station.discipline {
                    Discipline::Fcfs => &mut fcfs,
                    Discipline::Sharing => &mut sharing,
                };
                *next += group.machines;
                *next - group.machines
            };
            stations.push(group.stations.iter().map(place).collect());
            first_pools.push(pools.len() as u8);
            for _ in &group.pools {
                let group_index = index as u8;
                pools.push(PoolKind {
                    group: group_index,
                    first,
                });
                first += group.machines;
            }
        }
        let program = Program {
            operations: Vec::new(),
            routes: Vec::new(),
            visits: Vec::new(),
            pools,
            stations,
            streams: Vec::new(),
            lines: Vec::new(),
        };
        Self {
            network,
            program,
            first_pools,
            near: 0,
        }
    }

    fn steps(&mut self, steps: &[Step]) {
        steps.iter().for_each(|step| self.step(step));
    }

    fn step(&mut self, step: &Step) {
        let operation = match *step {
            Step::Choose { group } if self.has_no_choice(group) => {
                self.near = group;
                return;
            }
            Step::Choose { group } => self.at(group, |_, group| Operation::Choose { group }),
            Step::Take { group, pool } => self.at(group, |this, group| this.take(group, pool)),
            Step::Give { group, pool } => Operation::Give {
                pool: self.first_pools[group] + pool as u8,
            },
            Step::Visit {
                group,
                station,
                ref service,
                ref visits,
            } => self.at(group, |this, group| {
                Operation::Visit(Visit {
                    group,
                    station: station as u8,
                    sharing: this.network.groups[usize::from(group)].stations[station].discipline
                        == Discipline::Sharing,
                    times: this.times(visits),
                    last: false, // as long as nothing is known of what follows
                    first: this.program.stations[usize::from(group)][station],
                    law: Law::new(service),
                })
            }),
            Step::Delay(ref service) => self.delay(Law::new(service)),
            Step::Spawn { route, each } => Operation::Spawn {
                route: route as u8,
                each: each.map_or(NOBODY, |group| group as u8),
            },
            Step::Either {
                chance,
                ref then,
                ref otherwise,
            } => return self.either(chance, then, otherwise),
            Step::Repeat { times, ref steps } => {
                return (0..times).for_each(|_| self.steps(steps));
            }
        };
        self.program.operations.push(operation);
    }

    /// Whether who turns to a group always comes to the same machine, which is there.
    fn has_no_choice(&self, group: usize) -> bool {
        let group = &self.network.groups[group];
        group.machines == 1 && group.failures.is_none()
    }

    /// An operation at a group, which is the nearest from now on.
    fn at(&mut self, group: usize, make: impl FnOnce(&mut Self, u8) -> Operation) -> Operation {
        self.near = group;
        make(self, group as u8)
    }

    fn take(&self, group: u8, pool: usize) -> Operation {
        let bit = self.first_pools[usize::from(group)] + pool as u8;
        let room = self.network.groups[usize::from(group)].pools[pool].room;
        Operation::Take(Take {
            group,
            pool: bit,
            first: self.program.pools[usize::from(bit)].first,
            room: room.unwrap_or(UNBOUNDED),
        })
    }

    /// One that always takes as long stands in a line, as far as there are lines.
    fn delay(&mut self, law: Law) -> Operation {
        let lines = &mut self.program.lines;
        if let Law::Constant { nanos: nanos @ 1.. } = law {
            let known = lines.iter().position(|length| *length == nanos);
            if let Some(line) = known.or((lines.len() < MOST_LINES).then_some(lines.len())) {
                if known.is_none() {
                    lines.push(nanos);
                }
                return Operation::Pause { line: line as u8 };
            }
        }
        let stream = self.stream(self.near, "delays");
        Operation::Delay { stream, law }
    }

    fn times(&mut self, visits: &Visits) -> u16 {
        if *visits == Visits::ONE {
            return ONCE;
        }
        let stream = self.stream(self.near, "visits");
        self.program.visits.push((*visits, stream));
        (self.program.visits.len() - 1) as u16
    }

    fn either(&mut self, chance: f64, then: &[Step], otherwise: &[Step]) {
        // Named by the group that one of the ways leads to: another choice elsewhere changes nothing about this one.
        let group = turns_to(then).or_else(|| turns_to(otherwise));
        let stream = self.stream(group.unwrap_or(self.near), "ways");
        let branch = self.program.operations.len();
        self.program.operations.push(Operation::End);
        self.steps(then);
        let jump = self.program.operations.len();
        self.program.operations.push(Operation::End);
        self.program.operations[branch] = Operation::Branch {
            stream,
            then: branch as u32 + 1,
            otherwise: jump as u32 + 1,
            chance,
        };
        self.steps(otherwise);
        let to = self.program.operations.len() as u32;
        self.program.operations[jump] = Operation::Jump { to };
    }

    /// The number of the stream of a group for a purpose.
    fn stream(&mut self, group: usize, purpose: &str) -> u16 {
        let name = format!("{} {purpose}", self.network.groups[group].name);
        let known = self.program.streams.iter().position(|known| *known == name);
        let number = known.unwrap_or_else(|| {
            self.program.streams.push(name);
            self.program.streams.len() - 1
        });
        number as u16
    }
}

/// The first group that these steps name.
fn turns_to(steps: &[Step]) -> Option<usize> {
    steps.iter().find_map(|step| match step {
        Step::Choose { group } | Step::Take { group, .. } | Step::Visit { group, .. } => {
            Some(*group)
        }
        Step::Either {
            then, otherwise, ..
        } => turns_to(then).or_else(|| turns_to(otherwise)),
        Step::Repeat { steps, .. } => turns_to(steps),
        Step::Spawn { each, .. } => *each,
        Step::Give { .. } | Step::Delay(_) => None,
    })
}
