//! What happens when a machine fails: everything on it is dropped.

use super::engine::{Engine, Features, MACHINE, NOTICE, NUMBER_BITS};
use super::job::{DOOMED, GHOST, GONE, Job, NO_CLIENT, Outcome, WAITS};
use super::operations::{Operation, Take, Visit};
use crate::network::Discipline;

impl<F: Features> Engine<'_, F> {
    /// Every machine begins up or down.
    pub(super) fn start_machines(&mut self) {
        for index in 0..self.machines.len() {
            let up = self.machines.begin(index);
            let (group, number) = self.machines.name(index);
            if !up && self.machines.detection(index).is_some() {
                self.choosers[usize::from(group)].believe(number, false);
            }
            self.schedule_change(index);
        }
    }

    fn schedule_change(&mut self, index: usize) {
        let time = self.now + self.machines.lasts(index);
        self.events
            .schedule(time, MACHINE << NUMBER_BITS | index as u32);
    }

    /// A machine fails, or comes back empty.
    pub(super) fn change_machine(&mut self, index: usize) {
        self.machines.change(index, self.now);
        self.schedule_change(index);
        if let Some(detection) = self.machines.detection(index) {
            self.events
                .schedule(self.now + detection, NOTICE << NUMBER_BITS | index as u32);
        }
        if !self.machines.state(index) {
            let (group, number) = self.machines.name(index);
            self.drop_all(group, number as usize);
        }
    }

    /// A check finds the machine as it is now.
    pub(super) fn notice_machine(&mut self, index: usize) {
        let (group, number) = self.machines.name(index);
        let up = self.machines.state(index);
        self.choosers[usize::from(group)].believe(number, up);
    }

    /// Drops what is on a machine. Jobs that are at one of its stations or wait for one of its places end now. Jobs that
    /// hold a place but are elsewhere are lost, too; what they are doing there goes on until it is over.
    fn drop_all(&mut self, group: u8, machine: usize) {
        let pools = self.program.pools.iter().enumerate();
        let here = pools
            .filter(|(_, kind)| kind.group == group)
            .fold(0, |bits, (bit, _)| bits | 1_u32 << bit);
        let mut gone = Vec::new();
        for who in 0..self.jobs.len() {
            let job = self.jobs[who];
            if job.is(GHOST | GONE) || job.at(group) != machine {
                continue;
            }
            let present = self.is_present(&job, group);
            if !present && job.held & here == 0 {
                continue;
            }
            self.jobs[who].held &= !here;
            if present {
                // A service that was under way has an event to come, which must not find another job in this place.
                self.jobs[who].state |= if job.is(WAITS) { 0 } else { GHOST };
                gone.push(who as u32);
            } else {
                self.doom(who as u32);
            }
        }
        self.clear(group, machine);
        for who in gone {
            self.end(who, Outcome::Failed);
        }
    }

    /// Whether a job is at a station of its machine of this group, or waits for a place there.
    fn is_present(&self, job: &Job, at: u8) -> bool {
        match self.program.operations[job.step as usize] {
            Operation::Visit(Visit { group, .. }) | Operation::Take(Take { group, .. }) => {
                group == at
            }
            _ => false,
        }
    }

    /// The job will end with what it is doing; whoever waits for it knows now.
    fn doom(&mut self, who: u32) {
        let job = self.jobs[who as usize];
        self.jobs[who as usize].state |= DOOMED;
        if job.route > 0 || job.is(DOOMED) || !self.clients.are_impatient() {
            return;
        }
        self.counts.attempts_failed += 1;
        if job.client != NO_CLIENT {
            self.jobs[who as usize].client = NO_CLIENT;
            self.client_learns(job.client, Outcome::Failed);
        }
    }

    /// Empties the machine's stations and pools.
    fn clear(&mut self, group: u8, machine: usize) {
        let now = self.now;
        let index = usize::from(group);
        let stations = self.network.groups[index].stations.iter();
        for (station, first) in stations.zip(&self.program.stations[index]) {
            let place = *first as usize + machine;
            match station.discipline {
                Discipline::Fcfs => self.stations[place].clear(now),
                Discipline::Sharing => self.shared[place].clear(now),
            }
        }
        for kind in self.program.pools.iter().filter(|kind| kind.group == group) {
            self.pools[kind.first as usize + machine].clear(now);
        }
    }
}
