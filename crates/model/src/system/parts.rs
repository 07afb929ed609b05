//! The boxes and arrows of a system's diagram, and its bill.

use super::definition::System;
use super::plan;
use crate::components::cdn::origin_share;
use crate::cost::{Bill, Line, Unpriced};
use crate::error::Error;
use crate::machine::Machine;
use crate::report::Component;
use crate::units::Rate;
use crate::workload::Traffic;

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
    /// The boxes of the diagram, in the order in which a request meets them; the client first.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts = vec![self.part(Component::Client, "", 1)];
        if self.cdn.is_some() {
            parts.push(self.part(Component::Cdn, "", 1));
        }
        if let Some(balancer) = &self.balancer {
            let (machine, count) = balancer.machine().map_or(("", 1), |(m, n)| (m.name(), n));
            parts.push(self.part(Component::Balancer, machine, count));
        }
        let web = &self.web;
        parts.push(self.part(self.front(), web.machine().name(), web.count()));
        if let Some(cache) = &self.cache {
            let name = cache.machine().map_or("", Machine::name);
            parts.push(self.part(Component::Cache, name, cache.count()));
        }
        if let Some(database) = &self.database {
            let (source, replica) = (database.machine(), database.replica_machine());
            parts.push(self.part(Component::Database, source.name(), database.copy_count()));
            if database.replica_count() > 0 {
                let count = database.replica_count();
                parts.push(self.part(Component::Replica, replica.name(), count));
            }
        }
        if let Some(queue) = &self.queue {
            parts.push(self.part(Component::Queue, queue.broker().name(), queue.brokers()));
            if let Some(workers) = queue.worker_fleet() {
                parts.push(self.part(Component::Worker, workers.machine().name(), workers.count()));
            }
        }
        parts
    }

    fn part(&self, component: Component, machine: &str, count: u32) -> Part {
        Part {
            component,
            label: self.label(component),
            machine: machine.to_owned(),
            count,
        }
    }

    /// The arrows of the diagram with their rates in the peak hour.
    ///
    /// # Errors
    /// Names a parameter of the traffic or the work that is missing or out of range.
    pub fn links(&self, traffic: &Traffic) -> Result<Vec<Link>, Error> {
        traffic.check()?;
        let demand = self.work.demand()?;
        let rate = traffic.peak_rate();
        let mut links = Vec::new();
        let mut add = |from, to, what, rate| {
            links.push(Link {
                from,
                to,
                what,
                rate,
            });
        };
        let web = self.front();
        match self.balancer {
            Some(_) => {
                add(Component::Client, Component::Balancer, "requests", rate);
                add(Component::Balancer, web, "requests", rate);
            }
            None => add(Component::Client, web, "requests", rate),
        }
        let queries = rate * f64::from(demand.queries);
        let writes = queries * self.work.write_share();
        let mut reads = queries - writes;
        if let Some(cache) = plan::reads(self, &demand, traffic)? {
            add(web, Component::Cache, "lookups", reads);
            reads = reads * (1.0 - cache.estimated()?.hit_ratio);
        }
        self.add_queries((reads, writes), &mut add);
        self.add_files(traffic, &mut add)?;
        if let (Some(_), Some(task)) = (&self.queue, self.work.slow_work()) {
            let tasks = rate * task.share;
            add(web, Component::Queue, "tasks", tasks);
            add(Component::Queue, Component::Worker, "tasks", tasks);
        }
        Ok(links)
    }

    /// The arrows of the files that a CDN has, and of those that its edges miss.
    fn add_files(
        &self,
        traffic: &Traffic,
        add: &mut impl FnMut(Component, Component, &'static str, Rate),
    ) -> Result<(), Error> {
        let (Some(_), Some(assets)) = (&self.cdn, self.work.asset_files()) else {
            return Ok(());
        };
        let files = traffic.peak_rate() * assets.per_request;
        add(Component::Client, Component::Cdn, "files", files);
        if let Some(asked) = plan::asked(self, traffic)? {
            let hits = asked.cdn.hits(asked.audience, &asked.files)?;
            let missed = files * origin_share(&hits);
            add(Component::Cdn, self.front(), "files", missed);
        }
        Ok(())
    }

    /// The arrows of queries that go on to the database, and of what replicas copy.
    fn add_queries(
        &self,
        (reads, writes): (Rate, Rate),
        add: &mut impl FnMut(Component, Component, &'static str, Rate),
    ) {
        let Some(database) = &self.database else {
            return;
        };
        let (web, replicas) = (self.front(), database.replica_count());
        let source = writes + reads * database.source_share_of_reads();
        add(web, Component::Database, self.query(), source);
        if replicas > 0 {
            let rest = reads * (1.0 - database.source_share_of_reads());
            add(web, Component::Replica, "reads", rest);
            let copies = writes * f64::from(replicas);
            add(Component::Database, Component::Replica, "writes", copies);
        }
    }

    /// What the machines cost in a month. Machines, and a managed balancer, that have no price stand on it as not priced.
    pub fn bill(&self) -> Bill {
        let mut lines = Vec::new();
        let mut unpriced = Vec::new();
        let mut without = |what: String, count: u32, unit: &str| {
            unpriced.push(Unpriced {
                what,
                quantity: f64::from(count),
                unit: unit.to_owned(),
            });
        };
        if let Some(balancer) = &self.balancer {
            let label = self.label(Component::Balancer);
            match balancer.machine() {
                Some((machine, count)) if machine.charges().is_empty() => {
                    without(format!("{label}: {}", machine.name()), count, "machines");
                }
                None if balancer.charges.is_empty() => without(label, 1, "managed"),
                _ => {}
            }
            let named = balancer.bill().into_iter().map(|line| Line {
                what: format!("{}: {}", self.label(Component::Balancer), line.what),
                ..line
            });
            lines.extend(named);
        }
        let mut add = |component, machine: &Machine, count: u32| {
            if machine.charges().is_empty() && count > 0 {
                let what = format!("{}: {}", self.label(component), machine.name());
                without(what, count, "machines");
            }
            lines.extend(machine.charges().iter().map(|line| {
                let line = line.times(f64::from(count));
                let what = format!("{}: {count} × {}", self.label(component), line.what);
                Line { what, ..line }
            }));
        };
        add(self.front(), self.web.machine(), self.web.count());
        if let Some((cache, machine)) = self.cache.as_ref().and_then(|c| Some((c, c.machine()?))) {
            add(Component::Cache, machine, cache.count());
        }
        if let Some(database) = &self.database {
            add(
                Component::Database,
                database.machine(),
                database.copy_count(),
            );
            let replicas = database.replica_count();
            add(Component::Replica, database.replica_machine(), replicas);
        }
        if let Some(queue) = &self.queue {
            add(Component::Queue, queue.broker(), queue.brokers());
            if let Some(workers) = queue.worker_fleet() {
                add(Component::Worker, workers.machine(), workers.count());
            }
        }
        lines.retain(|line| line.quantity > 0.0);
        Bill { lines, unpriced }
    }
}
