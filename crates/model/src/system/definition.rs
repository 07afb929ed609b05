//! Naming the machines of a system, its parts and its bill.

use crate::cost::{Bill, Line};
use crate::error::Error;
use crate::machine::Machine;
use crate::report::Component;
use crate::units::{Bytes, Rate, Time};
use crate::workload::{Traffic, Work};

/// What the two sides are called unless they are named.
const USUAL: [&str; 2] = ["web server", "database"];

/// A group of identical machines.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Group {
    pub(crate) component: Component,
    pub(crate) machine: Machine,
    pub(crate) count: u32, // 1 to 1 000
}

/// A web application and its database, on shared machines or apart.
///
/// ```
/// use model::prelude::*;
/// # let shop = || Work::per_request().web_cpu(ms(8.0)).web_reads(0.2).queries(3).query_cpu(ms(1.5))
/// #     .pages_per_query(2.0).data_per_user(kib(40.0)).workers(64).worker_memory(mib(40.0))
/// #     .reserved_memory(mib(512.0));
/// # let medium = || Machine::named("medium").cores(2).memory(gib(4.0))
/// #     .disk(Disk::new("SSD", us(100.0), gib(100.0))).monthly(usd(50.0), "example");
/// let one = System::together(medium(), 1, shop());
/// let apart = System::apart((medium(), 1), (medium(), 1), us(250.0), shop());
/// assert_eq!(apart.bill().monthly(), one.bill().monthly() * 2.0);
///
/// let traffic = Traffic::daily_users(2e5).requests_each(20.0).peak_to_mean(1.85);
/// let p99 = |system: &System| Ok::<_, Error>(system.predict(&traffic)?.steady().unwrap().response.p99.value);
/// assert!(p99(&one)? > p99(&apart)?);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct System {
    pub(crate) web: Group,
    pub(crate) database: Option<Group>,
    pub(crate) hop: Time, // [s], 0 to 1 h; unused together
    pub(crate) work: Work,
    pub(crate) names: [String; 2],
}

/// A box of the diagram.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Which side it is.
    pub component: Component,
    /// For people: "web server".
    pub label: String,
    /// The machine's name; empty for the client.
    pub machine: String,
    /// How many of them.
    pub count: u32,
}

/// An arrow of the diagram.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Where it begins.
    pub from: Component,
    /// Where it ends.
    pub to: Component,
    /// What travels: "requests", then "queries"; "calls" where the sides have other names than web server and database.
    pub what: &'static str,
    /// How many a second in the peak hour, over all machines.
    pub rate: Rate,
}

impl System {
    /// Web application and database share each of `count` machines: its cores, its memory, its disk.
    ///
    /// Each machine answers its own requests from its own copy of all the data.
    pub fn together(machine: Machine, count: u32, work: Work) -> Self {
        let web = Group {
            component: Component::Shared,
            machine,
            count,
        };
        Self {
            web,
            database: None,
            hop: Time::ZERO,
            work,
            names: names(USUAL[0], USUAL[1]),
        }
    }

    /// Web application and database on machines of their own. A query crosses the network there and back in `hop`.
    ///
    /// Each database machine holds a copy of all the data, and each query picks one at random; what it takes to keep
    /// copies alike is left out.
    pub fn apart(web: (Machine, u32), database: (Machine, u32), hop: Time, work: Work) -> Self {
        let web = Group {
            component: Component::WebServer,
            machine: web.0,
            count: web.1,
        };
        let database = Group {
            component: Component::Database,
            machine: database.0,
            count: database.1,
        };
        Self {
            web,
            database: Some(database),
            hop,
            work,
            names: names(USUAL[0], USUAL[1]),
        }
    }

    /// The same system with another number of web machines (or shared machines).
    #[must_use]
    pub fn web_machines(mut self, count: u32) -> Self {
        self.web.count = count;
        self
    }

    /// The same system with another number of database machines. Without effect where they are shared.
    #[must_use]
    pub fn database_machines(mut self, count: u32) -> Self {
        if let Some(database) = &mut self.database {
            database.count = count;
        }
        self
    }

    /// The same system with another number of workers on each web machine.
    #[must_use]
    pub fn workers(mut self, workers: u32) -> Self {
        self.work = self.work.workers(workers);
        self
    }

    /// The same system with another amount of memory for each worker.
    #[must_use]
    pub fn worker_memory(mut self, memory: Bytes) -> Self {
        self.work = self.work.worker_memory(memory);
        self
    }

    /// The same system with another amount of memory that the operating system keeps.
    #[must_use]
    pub fn reserved_memory(mut self, memory: Bytes) -> Self {
        self.work = self.work.reserved_memory(memory);
        self
    }

    /// Other names for the two sides: "service A", "service B".
    #[must_use]
    pub fn names(mut self, web: &str, database: &str) -> Self {
        self.names = names(web, database);
        self
    }

    /// What one request asks for.
    pub fn work(&self) -> &Work {
        &self.work
    }

    /// What a query spends on the network, there and back; `None` where both sides share their machines.
    pub fn hop(&self) -> Option<Time> {
        self.database.as_ref().map(|_| self.hop)
    }

    /// The name of a side, for people.
    pub fn label(&self, component: Component) -> String {
        match component {
            Component::WebServer => self.names[0].clone(),
            Component::Database => self.names[1].clone(),
            Component::Shared => format!("{} and {}", self.names[0], self.names[1]),
            _ => component.to_string(),
        }
    }

    /// The boxes of the diagram, in the order in which a request meets them; the client first.
    pub fn parts(&self) -> Vec<Part> {
        let client = Part {
            component: Component::Client,
            label: self.label(Component::Client),
            machine: String::new(),
            count: 1,
        };
        let mut parts = vec![client];
        parts.extend(self.groups().map(|group| Part {
            component: group.component,
            label: self.label(group.component),
            machine: group.machine.name().to_owned(),
            count: group.count,
        }));
        parts
    }

    /// The arrows of the diagram with their rates in the peak hour.
    ///
    /// # Errors
    /// Names a parameter of the traffic or the work that is missing or out of range.
    pub fn links(&self, traffic: &Traffic) -> Result<Vec<Link>, Error> {
        traffic.check()?;
        let demand = self.work.demand()?;
        let rate = traffic.peak_rate();
        let mut links = vec![Link {
            from: Component::Client,
            to: self.web.component,
            what: "requests",
            rate,
        }];
        if let Some(database) = &self.database {
            let rate = rate * f64::from(demand.queries);
            links.push(Link {
                from: self.web.component,
                to: database.component,
                what: self.query(),
                rate,
            });
        }
        Ok(links)
    }

    /// What the web side sends to the other: a service with another name is not queried but called.
    fn query(&self) -> &'static str {
        if self.names == USUAL {
            "queries"
        } else {
            "calls"
        }
    }

    /// What the machines cost in a month.
    pub fn bill(&self) -> Bill {
        let line = |group: &Group, line: &Line| {
            let mut line = line.times(f64::from(group.count));
            line.what = format!(
                "{}: {} × {}",
                self.label(group.component),
                group.count,
                line.what
            );
            line
        };
        Bill::new(
            self.groups()
                .flat_map(|g| g.machine.charges().iter().map(move |l| line(g, l)))
                .collect(),
        )
    }

    /// The groups of machines, the web side first.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &Group> {
        std::iter::once(&self.web).chain(self.database.as_ref())
    }
}

fn names(web: &str, database: &str) -> [String; 2] {
    [web.to_owned(), database.to_owned()]
}
