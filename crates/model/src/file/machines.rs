//! Machines and fleets of a system file.

use super::error::FileError;
use super::fields::Fields;
use crate::components::{Fleet, Uptime};
use crate::cost::Line;
use crate::machine::{Disk, Machine};

/// The machines of a file, by name.
#[derive(Debug)]
pub(super) struct Machines(Vec<Machine>);

impl Machines {
    /// Reads the table `machines`.
    pub(super) fn read(file: &mut Fields) -> Result<Self, FileError> {
        let Some(mut table) = file.table("machines")? else {
            return Ok(Self(Vec::new()));
        };
        let machines = table
            .named()?
            .into_iter()
            .map(|(name, fields)| machine(&name, fields));
        machines.collect::<Result<_, _>>().map(Self)
    }

    /// The machine whose name stands at a key.
    pub(super) fn named(
        &self,
        fields: &mut Fields,
        key: &'static str,
    ) -> Result<Option<Machine>, FileError> {
        fields.text_as(key, |name| {
            let found = self.0.iter().find(|machine| machine.name() == name);
            found.cloned().ok_or_else(|| {
                let names: Vec<&str> = self.0.iter().map(Machine::name).collect();
                let there = match names[..] {
                    [] => "there are none: add a table [machines.NAME]".to_owned(),
                    _ => format!("there are: {}", names.join(", ")),
                };
                format!("no machine \"{name}\"; {there}")
            })
        })
    }

    /// Reads a number of machines of one kind: `machine` and `machines`, and how they fail.
    pub(super) fn fleet(&self, fields: &mut Fields) -> Result<Fleet, FileError> {
        let machine = self.named(fields, "machine")?;
        let machine = fields.required("machine", machine)?;
        let mut fleet = Fleet::of(fields.count("machines")?.unwrap_or(1), machine);
        if let Some(places) = fields.count("accept_queue")? {
            fleet = fleet.accept_queue(places);
        }
        if let Some(weights) = fields.numbers("weights")? {
            fleet = fleet.weights(&weights);
        }
        if let Some(Uptime { up, repair }) = uptime(fields)? {
            fleet = fleet.failures(up, repair);
        }
        Ok(fleet)
    }
}

/// How machines fail: `failures = { up = "30 d", repair = "1 h" }`.
pub(super) fn uptime(fields: &mut Fields) -> Result<Option<Uptime>, FileError> {
    let Some(mut table) = fields.table("failures")? else {
        return Ok(None);
    };
    let (up, repair) = (table.quantity("up")?, table.quantity("repair")?);
    let uptime = Uptime {
        up: table.required("up", up)?,
        repair: table.required("repair", repair)?,
    };
    let uptime = table.checked(uptime, |uptime| uptime.check("failures"))?;
    Ok(Some(uptime))
}

fn machine(name: &str, mut fields: Fields) -> Result<Machine, FileError> {
    let mut machine = Machine::named(name);
    if let Some(cores) = fields.count("cores")? {
        machine = machine.cores(cores);
    }
    if let Some(memory) = fields.quantity("memory")? {
        machine = machine.memory(memory);
    }
    if let Some(bandwidth) = fields.data_rate("bandwidth")? {
        machine = machine.bandwidth(bandwidth);
    }
    if let Some(table) = fields.table("disk")? {
        machine = machine.disk(disk(table)?);
    }
    for line in charges(&mut fields)? {
        machine = machine.charge(line);
    }
    fields.checked(machine, Machine::check_given)
}

fn disk(mut fields: Fields) -> Result<Disk, FileError> {
    let (kind, read, size) = (
        fields.text("kind")?,
        fields.quantity("read")?,
        fields.quantity("size")?,
    );
    let kind = fields.required("kind", kind)?;
    let disk = Disk::new(
        kind,
        fields.required("read", read)?,
        fields.required("size", size)?,
    );
    let disk = match fields.quantity("write")? {
        Some(time) => disk.writes(time),
        None => disk,
    };
    fields.finish()?;
    Ok(disk)
}

/// What something costs in a month: a list of `{ what, quantity, unit, unit_price, source }`.
pub(super) fn charges(fields: &mut Fields) -> Result<Vec<Line>, FileError> {
    let line = |mut table: Fields| {
        let (what, source) = (table.text("what")?, table.text("source")?);
        let unit_price = table.quantity("unit_price")?;
        let line = Line::new(
            table.required("what", what)?,
            table.number("quantity")?.unwrap_or(1.0),
            table.text("unit")?.unwrap_or_else(|| "month".to_owned()),
            table.required("unit_price", unit_price)?,
            table.required("source", source)?,
        );
        table.finish()?;
        Ok(line)
    };
    fields.tables("charges")?.into_iter().map(line).collect()
}
