//! Naming the machines of a system: each stage is a small change of the one before.

use crate::components::cache::Cache;
use crate::components::cdn::Cdn;
use crate::components::database::Database;
use crate::components::queue::Queue;
use crate::components::{Balancer, Clients, Fleet};
use crate::machine::Machine;
use crate::report::Component;
use crate::units::{Bytes, Time};
use crate::workload::Work;

/// What the two sides are called unless they are named.
const USUAL: [&str; 2] = ["web server", "database"];

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
    pub(crate) web: Fleet,
    pub(crate) database: Option<Database>,
    pub(crate) hop: Time, // [s], 0 to 1 h; unused together
    pub(crate) work: Work,
    pub(crate) names: [String; 2],
    pub(crate) balancer: Option<Balancer>,
    pub(crate) cache: Option<Cache>,
    pub(crate) cdn: Option<Cdn>,
    pub(crate) queue: Option<Queue>,
    pub(crate) client: Option<Clients>,
}

impl System {
    /// Web application and database share each of `count` machines: its cores, its memory, its disk.
    ///
    /// Each machine answers its own requests from its own copy of all the data.
    pub fn together(machine: Machine, count: u32, work: Work) -> Self {
        Self::sharing(Fleet::of(count, machine), work)
    }

    /// Like [`System::together`], with all that can be said of a fleet.
    pub fn sharing(machines: impl Into<Fleet>, work: Work) -> Self {
        Self {
            web: machines.into(),
            database: None,
            hop: Time::ZERO,
            work,
            names: names(USUAL[0], USUAL[1]),
            balancer: None,
            cache: None,
            cdn: None,
            queue: None,
            client: None,
        }
    }

    /// Web application and database on machines of their own. A query crosses the network there and back in `hop`
    /// (0 to 1 h).
    ///
    /// A fleet may be given as `(machine, count)`, and so may a database: then each of its machines holds a copy of all the
    /// data, each query picks one at random, and what it takes to keep copies alike is left out. A
    /// [`Database`] has a source and [replicas](Self::replicas), which do all that.
    pub fn apart(
        web: impl Into<Fleet>,
        database: impl Into<Database>,
        hop: Time,
        work: Work,
    ) -> Self {
        Self {
            web: web.into(),
            database: Some(database.into()),
            hop,
            work,
            names: names(USUAL[0], USUAL[1]),
            balancer: None,
            cache: None,
            cdn: None,
            queue: None,
            client: None,
        }
    }

    /// A load balancer before the web machines. Without one, clients pick a machine at random.
    #[must_use]
    pub fn balancer(mut self, balancer: Balancer) -> Self {
        self.balancer = Some(balancer);
        self
    }

    /// Another database, on machines of its own.
    #[must_use]
    pub fn database(mut self, database: impl Into<Database>) -> Self {
        self.database = Some(database.into());
        self
    }

    /// So many replicas of the database (0 to 1 000), which answer the reads. Without effect where it shares machines.
    #[must_use]
    pub fn replicas(mut self, replicas: u32) -> Self {
        self.database = self.database.map(|database| database.replicas(replicas));
        self
    }

    /// A cache before the database. How often it hits follows from [`Work::objects`](Work::objects), which it needs.
    #[must_use]
    pub fn cache(mut self, cache: Cache) -> Self {
        self.cache = Some(cache);
        self
    }

    /// A content delivery network for the files of a page ([`Work::assets`]). What its edges miss, the web machines send:
    /// how much follows from [`Traffic::audience`](crate::workload::Traffic::audience), which it needs.
    #[must_use]
    pub fn cdn(mut self, cdn: Cdn) -> Self {
        self.cdn = Some(cdn);
        self
    }

    /// A queue and workers for the slow work ([`Work::task`]), which is then done after the answer.
    ///
    /// Visibility, prefetching, poison, bounds, ordering, human steps and autoscaling change nothing in the report of the
    /// system: what they do to its tasks says [`tasks`](Self::tasks).
    #[must_use]
    pub fn queue(mut self, queue: Queue) -> Self {
        self.queue = Some(queue);
        self
    }

    /// What clients put up with. Without it they wait for ever. The closed form says how many give up, and whether retries can
    /// keep the system down; it leaves their load out.
    #[must_use]
    pub fn client(mut self, client: Clients) -> Self {
        self.client = Some(client);
        self
    }

    /// The same system with another fleet of web machines (or shared machines).
    #[must_use]
    pub fn web(mut self, machines: impl Into<Fleet>) -> Self {
        self.web = machines.into();
        self
    }

    /// The same system with another number of web machines (or shared machines), 1 to 10 000.
    #[must_use]
    pub fn web_machines(mut self, count: u32) -> Self {
        self.web = self.web.machines(count);
        self
    }

    /// The same system with another number of copies of the database ([`Database::copies`]). Without effect where it shares
    /// machines.
    #[must_use]
    pub fn database_machines(mut self, count: u32) -> Self {
        self.database = self.database.map(|database| database.copies(count));
        self
    }

    /// The same system with another time for the network there and back between its machines. 0 to 1 h
    #[must_use]
    pub fn hop_of(mut self, hop: Time) -> Self {
        self.hop = hop;
        self
    }

    /// The same system with other work.
    #[must_use]
    pub fn with_work(mut self, work: Work) -> Self {
        self.work = work;
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

    /// What the web machines are, or the shared ones.
    pub(crate) fn front(&self) -> Component {
        match self.database {
            Some(_) => Component::WebServer,
            None => Component::Shared,
        }
    }

    /// What the web side sends to the other: a service with another name is not queried but called.
    pub(super) fn query(&self) -> &'static str {
        if self.names == USUAL {
            "queries"
        } else {
            "calls"
        }
    }
}

fn names(web: &str, database: &str) -> [String; 2] {
    [web.to_owned(), database.to_owned()]
}
