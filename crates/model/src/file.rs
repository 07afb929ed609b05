//! A system and its traffic as a TOML text, for people who model their own: read, changed by single assignments, written.
//!
//! ```toml
//! target = "300 ms"                 # what p99 must not pass; optional
//!
//! [traffic]
//! daily_users = 2e5
//! requests_each = 20
//! peak_to_mean = 1.85
//!
//! [work]                            # what one request asks for
//! web_cpu = "8 ms"
//! # ...
//!
//! [machines.medium]                 # what can be rented
//! cores = 2
//! memory = "4 GiB"
//! disk = { kind = "SSD", read = "100 us", size = "100 GiB" }
//!
//! [web]
//! machine = "medium"
//! machines = 4
//!
//! [database]                        # without it, both share the machines of [web]
//! machine = "medium"
//! hop = "250 us"
//! ```
//!
//! In place of `peak_to_mean`, `day = { sinusoid = 1.85, top = 20 }` or `day = { hourly = [24 weights] }` gives the whole day
//! ([`Day`](crate::workload::Day)); `in_groups = 3` says how many requests come at once
//! ([`Traffic::in_groups`](crate::workload::Traffic::in_groups)).
//!
//! The other tables are `balancer`, `cache`, `cdn`, `queue` and `client`; their keys have the names of the builders' methods
//! ([`Balancer`](crate::components::Balancer) and so on). `examples/shop.toml` has all of them. Quantities carry their unit in
//! quotation marks.
//!
//! An error names the line and the key; a key that nobody knows is an error, with the one that was perhaps meant. A number that is out of its
//! range is one, too, at its key where the name of the number says which that is, else at its table.

mod blame;
mod demand;
mod error;
mod far;
mod fields;
mod machines;
mod node;
mod out;
mod parts;
mod write;

pub use error::{FileError, Place};

use crate::components::Fleet;
use crate::system::System;
use crate::units::Time;
use crate::workload::Traffic;
use fields::Fields;
use machines::Machines;
use node::Node;

/// What a system file describes: who comes, what serves them, and what is asked of it.
///
/// ```
/// use model::file::Scenario;
/// let text = include_str!("../examples/shop.toml");
/// let scenario = Scenario::read(text, &["web.machines=3"])?;
/// assert!(scenario.system.predict(&scenario.traffic)?.steady().is_some());
/// assert_eq!(Scenario::read(&scenario.write(), &[])?, scenario);
/// let error = Scenario::read(text, &["web.machine=tiny"]).unwrap_err();
/// assert!(error.to_string().starts_with("set web.machine=tiny: "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The requests.
    pub traffic: Traffic,
    /// The machines and programs.
    pub system: System,
    /// What the 99th percentile must not pass, where the file says it.
    pub target: Option<Time>,
}

/// Keys of which an assignment to the first takes the place of the second.
const INSTEAD: [(&str, [&str; 2]); 2] = [
    ("traffic.day", ["traffic", "peak_to_mean"]),
    ("traffic.peak_to_mean", ["traffic", "day"]),
];

impl Scenario {
    /// What the two sides are called where the file does not say.
    const USUAL: [&str; 2] = ["web server", "database"];

    /// Reads the text of a system file, then makes the assignments (`web.machines=4`), one after the other.
    ///
    /// # Errors
    /// The first thing that is no TOML, no known key, of another kind than expected or out of its range, with its place. What is
    /// missing is told here only where nothing can be read without it, else by what needs it.
    pub fn read(text: &str, assignments: &[&str]) -> Result<Self, FileError> {
        let mut tree = Node::parse(text)?;
        for assignment in assignments {
            tree.set(assignment)?;
            let path = assignment.split('=').next().unwrap_or_default().trim();
            for (key, other) in INSTEAD {
                if path.starts_with(key) {
                    tree.remove(other);
                }
            }
        }
        let mut file = Fields::new("", tree)?;
        let target = file.quantity("target")?;
        let traffic = demand::traffic(required(&mut file, "traffic")?)?;
        let system = system(&mut file)?;
        file.finish()?;
        Ok(Self {
            traffic,
            system,
            target,
        })
    }

    /// The text of a system file that reads back as this scenario.
    ///
    /// Numbers that are out of range are written as they are, and refused when they are read. Three exceptions: machines that
    /// share a name but differ get a number each; of a CDN's table of round trips only those between places of the scenario are
    /// written; of recorded reads how often each object is read, not in which order.
    pub fn write(&self) -> String {
        write::scenario(self)
    }
}

fn required(file: &mut Fields, key: &'static str) -> Result<Fields, FileError> {
    let table = file.table(key)?;
    file.required(key, table)
}

fn system(file: &mut Fields) -> Result<System, FileError> {
    let machines = Machines::read(file)?;
    let work = demand::work(required(file, "work")?)?;
    let mut web = required(file, "web")?;
    let fleet = machines.fleet(&mut web)?;
    let fleet = web.checked(fleet, Fleet::check)?;
    let web_machines = fleet.count();
    let mut system = match file.table("database")? {
        Some(fields) => {
            let (database, hop) = parts::database(fields, &machines)?;
            System::apart(fleet, database, hop, work)
        }
        None => System::sharing(fleet, work),
    };
    if let Some(names) = file.texts("names")? {
        let [web, database] = &names[..] else {
            return Err(file.wrong("names: expected two, of the web server and of the database"));
        };
        system = system.names(web, database);
    }
    if let Some(fields) = file.table("balancer")? {
        system = system.balancer(parts::balancer(fields, &machines, web_machines)?);
    }
    if let Some(fields) = file.table("cache")? {
        system = system.cache(parts::cache(fields, &machines)?);
    }
    if let Some(fields) = file.table("cdn")? {
        system = system.cdn(far::cdn(fields)?);
    }
    if let Some(fields) = file.table("queue")? {
        system = system.queue(far::queue(fields, &machines)?);
    }
    if let Some(fields) = file.table("client")? {
        system = system.client(parts::client(fields)?);
    }
    Ok(system)
}
