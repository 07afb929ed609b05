//! What one request asks of the machines.

use super::popularity::{MOST_OBJECTS, Popularity};
use crate::error::{Error, given, within};
use crate::units::{Bytes, Time};

/// What the application asks for, per request and as a whole.
///
/// ```text
///              ┌─────── web machine ───────┐          ┌────── database ───────┐
/// request ───> │ worker: CPU, disk reads   │──query──>│ CPU, pages: memory or │
/// answer  <─── │ (page size)      (task)   │<─rows────│ disk  (log, if it     │
///              └───────────────────────────┘  n times │ writes)               │
///                                                     └───────────────────────┘
///
/// busy web cores           request rate x web CPU
/// busy database cores      request rate x queries x query CPU
/// data in the database     users x data per user
/// memory left for pages    memory - reserved memory, and where the web runs beside it - workers x worker memory
/// ```
///
/// The assumption that matters most: what a request asks for does not depend on how busy the machines are, nor on what the
/// request before it asked for. Its times on a core are exponential: as often short as that law says, now and then several times
/// the mean. A request that gets slower under load (locks, garbage collection, a plan that the database changes) is not in it.
///
/// Nothing has a default: a parameter that was not given is an error that names it. The later ones (from
/// [`writes`](Work::writes) on) describe demands that not every system has: what was not given does not happen, until a
/// component needs it and says so.
///
/// ```
/// use model::prelude::*;
/// let work = Work::per_request()
///     .web_cpu(ms(8.0))
///     .web_reads(0.2)
///     .queries(3)
///     .query_cpu(ms(1.5))
///     .pages_per_query(2.0)
///     .data_per_user(kib(40.0))
///     .workers(64)
///     .worker_memory(mib(40.0))
///     .reserved_memory(mib(512.0));
/// assert!(work.check().is_ok());
/// assert_eq!(Work::per_request().check().unwrap_err().parameter(), "web_cpu");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    pub(crate) web_cpu: Option<f64>, // [s], 1 us to 1 h; mean of an exponential
    pub(crate) web_reads: Option<f64>, // [1], 0 to 100
    pub(crate) queries: Option<u32>, // 0 to 100
    pub(crate) query_cpu: Option<f64>, // [s], 1 us to 1 h; mean of an exponential
    pub(crate) pages_per_query: Option<f64>, // [1], 0 to 100
    pub(crate) data_per_user: Option<f64>, // [B], 0 to 1 PiB
    pub(crate) workers: Option<u32>, // 1 to 10 000
    pub(crate) worker_memory: Option<f64>, // [B], 0 to 1 PiB
    pub(crate) reserved_memory: Option<f64>, // [B], 0 to 1 PiB
    pub(crate) writes: Option<f64>,  // [1], 0 to 1
    pub(crate) page_size: Option<f64>, // [B], 0 to 1 PiB
    task: Option<Task>,
    objects: Option<Objects>,
    assets: Option<Assets>,
}

/// What queries read: many objects, some of them far more often than others.
#[derive(Clone, Debug, PartialEq)]
pub struct Objects {
    /// Size of one. 1 B to 1 PiB
    pub size: Bytes,
    /// How unequally they are read.
    pub popularity: Popularity,
}

/// Files that a page makes the client fetch: pictures, styles, video.
#[derive(Clone, Debug, PartialEq)]
pub struct Assets {
    /// Files that a request brings along, in the mean. `[1]`, 0 to 10 000
    pub per_request: f64,
    /// Size of one. 1 B to 1 PiB
    pub size: Bytes,
    /// Different files that there are. `[1]`, 1 to 1e15
    pub catalogue: f64,
    /// How unequally they are fetched.
    pub popularity: Popularity,
}

/// Slow work that some requests bring along: a receipt to send, a picture to shrink.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Task {
    /// Probability that a request brings some. `[1]`, 0 to 1
    pub share: f64,
    /// Mean time on one core, exponential. 1 µs to 1 h
    pub cpu: Time,
}

/// [`Work`] with every number given and in its range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Demand {
    pub(crate) web_cpu: f64,
    pub(crate) web_reads: f64,
    pub(crate) queries: u32,
    pub(crate) query_cpu: f64,
    pub(crate) pages: f64,
    pub(crate) data_per_user: f64,
    pub(crate) workers: u32,
    pub(crate) worker_memory: f64,
    pub(crate) reserved_memory: f64,
}

const PEBIBYTE: f64 = 1_125_899_906_842_624.0;

impl Work {
    /// Begins the description; every parameter follows by its name.
    pub fn per_request() -> Self {
        Self {
            web_cpu: None,
            web_reads: None,
            queries: None,
            query_cpu: None,
            pages_per_query: None,
            data_per_user: None,
            workers: None,
            worker_memory: None,
            reserved_memory: None,
            writes: None,
            page_size: None,
            task: None,
            objects: None,
            assets: None,
        }
    }

    /// Mean time on one core of the web application, for one request. 1 µs to 1 h
    #[must_use]
    pub fn web_cpu(mut self, mean: Time) -> Self {
        self.web_cpu = Some(mean.seconds());
        self
    }

    /// Disk reads that the web application itself makes (templates, sessions, logs). `[1]`, 0 to 100
    ///
    /// Of 2.3 reads, two always happen and a third in three requests of ten.
    #[must_use]
    pub fn web_reads(mut self, reads: f64) -> Self {
        self.web_reads = Some(reads);
        self
    }

    /// Queries to the database, one after the other. `[1]`, 0 to 100
    #[must_use]
    pub fn queries(mut self, queries: u32) -> Self {
        self.queries = Some(queries);
        self
    }

    /// Mean time on one core of the database, for one query. 1 µs to 1 h
    #[must_use]
    pub fn query_cpu(mut self, mean: Time) -> Self {
        self.query_cpu = Some(mean.seconds());
        self
    }

    /// Pages that a query looks at. `[1]`, 0 to 100. Those that are not in memory are read from the disk.
    #[must_use]
    pub fn pages_per_query(mut self, pages: f64) -> Self {
        self.pages_per_query = Some(pages);
        self
    }

    /// What the database stores for one daily user. 0 to 1 PiB
    #[must_use]
    pub fn data_per_user(mut self, data: Bytes) -> Self {
        self.data_per_user = Some(data.bytes());
        self
    }

    /// Workers (threads or processes) on each web machine: how many requests it takes in hand at once. `[1]`, 1 to 10 000
    #[must_use]
    pub fn workers(mut self, workers: u32) -> Self {
        self.workers = Some(workers);
        self
    }

    /// Memory that one worker occupies, busy or not. 0 to 1 PiB
    #[must_use]
    pub fn worker_memory(mut self, memory: Bytes) -> Self {
        self.worker_memory = Some(memory.bytes());
        self
    }

    /// Memory of each machine that the operating system and its processes keep. 0 to 1 PiB
    #[must_use]
    pub fn reserved_memory(mut self, memory: Bytes) -> Self {
        self.reserved_memory = Some(memory.bytes());
        self
    }

    /// Share of the queries that write. `[1]`, 0 to 1. Not given: none does.
    ///
    /// A write costs what a read costs and one write to the log on the database's disk, whose time is then needed
    /// ([`Disk::writes`](crate::machine::Disk::writes)).
    #[must_use]
    pub fn writes(mut self, share: f64) -> Self {
        self.writes = Some(share);
        self
    }

    /// Size of the answer itself. 0 to 1 PiB. Not given: nothing that a network card or a bill would notice.
    #[must_use]
    pub fn page_size(mut self, size: Bytes) -> Self {
        self.page_size = Some(size.bytes());
        self
    }

    /// Slow work: with probability `share` (0 to 1) a request brings some, of this mean time on one core (1 µs to 1 h).
    ///
    /// Without a queue the web machine does it before it answers; with one, workers do it later.
    #[must_use]
    pub fn task(mut self, share: f64, cpu: Time) -> Self {
        self.task = Some(Task { share, cpu });
        self
    }

    /// What a query reads: one of (users × [`data_per_user`](Work::data_per_user) / size) objects of this size (1 B to 1 PiB),
    /// with this popularity. A cache needs it.
    ///
    /// ```
    /// use model::prelude::*;
    /// use model::workload::Popularity;
    /// let work = Work::per_request().data_per_user(kib(40.0)).objects(kib(4.0), Popularity::zipf(0.8));
    /// // Ten objects of 4 KiB each in the 40 KiB of a user:
    /// assert_eq!(work.object_count(2e5)?, 2e6);
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn objects(mut self, size: Bytes, popularity: Popularity) -> Self {
        self.objects = Some(Objects { size, popularity });
        self
    }

    /// Files that a page makes the client fetch: how many in the mean (0 to 10 000), their size (1 B to 1 PiB), how many
    /// different ones there are (1 to 1e15) and how popular. Without a CDN the web machines send them.
    #[must_use]
    pub fn assets(
        mut self,
        per_request: f64,
        size: Bytes,
        catalogue: f64,
        popularity: Popularity,
    ) -> Self {
        self.assets = Some(Assets {
            per_request,
            size,
            catalogue,
            popularity,
        });
        self
    }

    /// What queries read, if it was given.
    pub fn objects_read(&self) -> Option<&Objects> {
        self.objects.as_ref()
    }

    /// The files that a page brings along, if there are any.
    pub fn asset_files(&self) -> Option<&Assets> {
        self.assets.as_ref()
    }

    /// How many different objects so many daily users have in the database. `[1]`, at least 1
    ///
    /// # Errors
    /// `objects` or `data_per_user` was not given or is out of range, or users are not from 0 to 1e12.
    pub fn object_count(&self, users: f64) -> Result<f64, Error> {
        self.check_extras()?;
        within("daily_users", users, 0.0, 1e12)?;
        let data = given("data_per_user", self.data_per_user, 0.0, PEBIBYTE)?;
        let missing = || Error::missing("objects");
        let objects = self.objects.as_ref().ok_or_else(missing)?;
        let count = (users * data / objects.size.bytes()).ceil().max(1.0);
        within("objects in the database", count, 1.0, MOST_OBJECTS)
    }

    /// Share of the queries that write, 0 if it was not given. `[1]`
    pub fn write_share(&self) -> f64 {
        self.writes.unwrap_or(0.0)
    }

    /// Size of the answer itself, if it was given.
    pub fn answer_size(&self) -> Option<Bytes> {
        self.page_size.map(crate::units::bytes)
    }

    /// The slow work, if there is any.
    pub fn slow_work(&self) -> Option<Task> {
        self.task
    }

    /// Checks that everything was given and is in its range.
    ///
    /// # Errors
    /// Names the first parameter that was not or is not.
    pub fn check(&self) -> Result<(), Error> {
        self.demand().map(|_| ())
    }

    /// Checks what may be left out, where it was given.
    fn check_extras(&self) -> Result<(), Error> {
        within("writes", self.write_share(), 0.0, 1.0)?;
        within("page_size", self.page_size.unwrap_or(0.0), 0.0, PEBIBYTE)?;
        if let Some(objects) = &self.objects {
            within("size of an object", objects.size.bytes(), 1.0, PEBIBYTE)?;
            objects.popularity.check()?;
        }
        if let Some(assets) = &self.assets {
            within("assets of a request", assets.per_request, 0.0, 1e4)?;
            within("size of an asset", assets.size.bytes(), 1.0, PEBIBYTE)?;
            let name = "catalogue of assets";
            within(name, assets.catalogue, 1.0, MOST_OBJECTS)?;
            assets.popularity.check()?;
        }
        if let Some(task) = self.task {
            within("share of requests with a task", task.share, 0.0, 1.0)?;
            within("cpu of a task", task.cpu.seconds(), 1e-6, 3600.0)?;
        }
        Ok(())
    }

    /// The numbers, all of them there and in range.
    pub(crate) fn demand(&self) -> Result<Demand, Error> {
        self.check_extras()?;
        let count =
            |name, value: Option<u32>, low, high| given(name, value.map(f64::from), low, high);
        Ok(Demand {
            web_cpu: given("web_cpu", self.web_cpu, 1e-6, 3600.0)?,
            web_reads: given("web_reads", self.web_reads, 0.0, 100.0)?,
            queries: count("queries", self.queries, 0.0, 100.0)? as u32,
            query_cpu: given("query_cpu", self.query_cpu, 1e-6, 3600.0)?,
            pages: given("pages_per_query", self.pages_per_query, 0.0, 100.0)?,
            data_per_user: given("data_per_user", self.data_per_user, 0.0, PEBIBYTE)?,
            workers: count("workers", self.workers, 1.0, 10_000.0)? as u32,
            worker_memory: given("worker_memory", self.worker_memory, 0.0, PEBIBYTE)?,
            reserved_memory: given("reserved_memory", self.reserved_memory, 0.0, PEBIBYTE)?,
        })
    }
}
