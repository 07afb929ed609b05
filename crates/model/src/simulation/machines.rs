//! Machines that fail and come back: their state, and when it changes.

use super::crowd::Crowd;
use super::streams::{Stream, Streams};
use crate::network::{Failures, Network};

/// All machines of the groups whose machines fail.
#[derive(Clone, Debug)]
pub(super) struct Machines {
    firsts: Vec<Option<u32>>, // by group: its first machine among these; none if they never fail
    machines: Vec<Machine>,
    pub(super) down: Vec<Crowd>, // by group
}

#[derive(Clone, Debug)]
struct Machine {
    group: u8,
    number: u32,
    up: bool,
    failures: Failures,
    luck: Stream,
}

impl Machines {
    pub(super) fn new(network: &Network, streams: &Streams) -> Self {
        let (mut firsts, mut machines) = (Vec::new(), Vec::new());
        for (index, group) in network.groups.iter().enumerate() {
            firsts.push(group.failures.map(|_| machines.len() as u32));
            let Some(failures) = group.failures else {
                continue;
            };
            let name = format!("{} failures", group.name);
            machines.extend((0..group.machines).map(|number| Machine {
                group: index as u8,
                number,
                up: true,
                failures,
                luck: streams.numbered(&name, number),
            }));
        }
        Self {
            down: vec![Crowd::default(); firsts.len()],
            firsts,
            machines,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.machines.len()
    }

    /// Group and number of a machine.
    pub(super) fn name(&self, index: usize) -> (u8, u32) {
        (self.machines[index].group, self.machines[index].number)
    }

    #[inline]
    pub(super) fn is_up(&self, group: u8, number: usize) -> bool {
        match self.firsts[usize::from(group)] {
            Some(first) => self.machines[first as usize + number].up,
            None => true,
        }
    }

    pub(super) fn state(&self, index: usize) -> bool {
        self.machines[index].up
    }

    pub(super) fn detection(&self, index: usize) -> Option<u64> {
        let detection = self.machines[index].failures.detection?;
        Some((detection.seconds() * 1e9 + 0.5) as u64)
    }

    /// Begins as if the machine had run for ever: down as often as it is in the long run.
    pub(super) fn begin(&mut self, index: usize) -> bool {
        let machine = &mut self.machines[index];
        let (up, repair) = (
            machine.failures.up.seconds(),
            machine.failures.repair.seconds(),
        );
        machine.up = !machine.luck.happens(repair / (up + repair));
        self.down[usize::from(machine.group)].change(0, i64::from(!machine.up));
        machine.up
    }

    /// It fails, or is repaired.
    pub(super) fn change(&mut self, index: usize, now: u64) {
        let machine = &mut self.machines[index];
        machine.up = !machine.up;
        let change = if machine.up { -1 } else { 1 };
        self.down[usize::from(machine.group)].change(now, change);
    }

    /// How long it stays as it is. `[ns]`
    pub(super) fn lasts(&mut self, index: usize) -> u64 {
        let machine = &mut self.machines[index];
        let mean = if machine.up {
            machine.failures.up
        } else {
            machine.failures.repair
        };
        let lasts = (machine.luck.exponential() * mean.seconds() * 1e9 + 0.5) as u64;
        // Longer than any run, and the sum with its clock does not run over.
        lasts.min(u64::MAX / 4)
    }
}
