//! The running example: an online shop, at each stage a small change of the stage before.
//!
//! What `data/*.csv` says comes from there. "Assumption": a round number in the range of ordinary web applications.
//! The book's shop (`lab::shop`) is the same, on machines that are for rent today.
#![allow(dead_code, reason = "each example needs a part of it")]

use model::components::cdn::{Tls, Transport};
use model::prelude::*;
use std::error::Error as AnyError;

/// What an example returns.
pub(crate) type Outcome = Result<(), Box<dyn AnyError>>;

/// What 99 of 100 requests must not exceed. Assumption.
pub(crate) const TARGET: Time = ms(300.0);

/// What the stages are made of.
pub(crate) struct Shop {
    /// What one request asks for, at all stages.
    pub(crate) work: Work,
    /// The text's medium server.
    pub(crate) medium: Machine,
    /// The text's large server.
    pub(crate) large: Machine,
    /// The text's prices and those of others.
    pub(crate) prices: PriceBook,
    /// From one machine to another and back.
    pub(crate) hop: Time,
    habits: Traffic,
    forwarding: Time,
    round_trips: RoundTrips,
}

impl Shop {
    /// Reads the tables.
    pub(crate) fn open() -> Result<Self, Box<dyn AnyError>> {
        let shop = Parameters::parse(include_str!("../../../../data/shop.csv"))?;
        let day = Parameters::parse(include_str!("../../../../data/workload.csv"))?;
        let rates = BaseRates::parse(include_str!("../../../../data/base-rates.csv"))?;
        let prices = PriceBook::parse(include_str!("../../../../data/prices.csv"))?;
        let machines = Catalogue::parse(include_str!("../../../../data/machines.csv"), &prices)?;
        let disk = Disk::new("SSD", rates.time("random SSD read 8 KiB")?, gib(500.0)) // size: assumption
            .writes(rates.time("SSD write and fsync")?);
        Ok(Self {
            work: work(&shop)?,
            medium: machines.machine("medium")?.disk(disk.clone()),
            large: machines.machine("large")?.disk(disk),
            prices,
            hop: rates.time("round trip same region")?,
            habits: Traffic::daily_users(1.0)
                .requests_each(shop.value("requests_each", "1/day")?)
                .peak_to_mean(day.value("peak_to_mean", "1")?)
                .audience(
                    Audience::of("Toronto", 1.0 - shop.value("abroad", "1")?)
                        .and("Seoul", shop.value("abroad", "1")?),
                ),
            forwarding: rates.time("proxy hop (nginx HAProxy Envoy)")?,
            round_trips: RoundTrips::parse(include_str!("../../../../data/round-trips.csv"))?,
        })
    }

    /// So many daily users with the habits of the tables.
    pub(crate) fn traffic(&self, users: f64) -> Traffic {
        self.habits.at_users(users)
    }

    /// 1. Everything on one machine.
    pub(crate) fn one_server(&self) -> System {
        System::together(self.medium.clone(), 1, self.work.clone())
    }

    /// 2. The database on a machine of its own.
    pub(crate) fn apart(&self) -> System {
        let database = Database::on(self.large.clone()).appliers(4); // assumption
        System::apart(self.medium.clone(), database, self.hop, self.work.clone())
    }

    /// 3. Five web machines behind a balancer.
    pub(crate) fn balanced(&self) -> System {
        self.apart().web_machines(5).balancer(self.balancer())
    }

    /// 4. Two replicas answer the reads, and sixteen web machines can use them.
    pub(crate) fn replicated(&self) -> System {
        self.balanced().replicas(2).web_machines(16)
    }

    /// 5. A cache before the replicas.
    pub(crate) fn cached(&self) -> System {
        self.replicated().cache(self.cache(1))
    }

    /// 6. Files from the edge near the user.
    pub(crate) fn near(&self) -> System {
        self.cached().cdn(self.cdn())
    }

    /// 7. Slow work after the answer.
    pub(crate) fn later(&self) -> System {
        self.near().queue(self.queue())
    }

    /// A pair of balancers that picks the better of two machines.
    pub(crate) fn balancer(&self) -> Balancer {
        Balancer::two_choices()
            .on(self.medium.clone(), 2)
            .forwarding(self.forwarding)
            .hop(self.hop)
            .health_checks(seconds(5.0), 2) // assumption
    }

    /// A cache on so many medium servers. All but the machine: assumptions.
    pub(crate) fn cache(&self, machines: u32) -> Cache {
        Cache::lru()
            .on(self.medium.clone(), machines)
            .reserved(mib(512.0))
            .overhead(bytes(64.0))
            .lookup(us(50.0))
    }

    /// Edges with room for a third of the files.
    pub(crate) fn cdn(&self) -> Cdn {
        self.cdn_of(gib(100.0))
    }

    /// Edges in Toronto, beside the shop, and in Tokyo. All but the round trips across the ocean: assumptions.
    pub(crate) fn cdn_of(&self, memory: Bytes) -> Cdn {
        Cdn::in_front_of("Toronto")
            .point("Toronto", memory)
            .point("Tokyo", memory)
            .round_trips(self.round_trips.clone())
            .round_trip("Toronto", "Toronto", ms(10.0))
            .transport(
                Transport::tcp()
                    .tls(Tls::V13)
                    .segment(bytes(1460.0))
                    .initial_window(10),
            )
            .access(megabits(50.0))
            .answers(ms(20.0), ms(1.0))
            .kept_connections(true)
            .region("Toronto", "CA")
            .region("Tokyo", "JP")
    }

    /// A queue and three machines of workers. The CPU time of a hand-over: assumption.
    pub(crate) fn queue(&self) -> Queue {
        Queue::on(self.medium.clone())
            .handing_over(us(100.0))
            .hop(self.hop)
            .workers(Fleet::of(3, self.medium.clone()))
    }
}

/// What one request asks for.
fn work(shop: &Parameters) -> Result<Work, Error> {
    let objects = Popularity::zipf(shop.value("object_zipf", "1")?);
    let files = Popularity::zipf(shop.value("asset_zipf", "1")?);
    Ok(shop
        .work()?
        .writes(shop.value("writes", "1")?)
        .objects(kib(shop.value("object_size", "KiB")?), objects)
        .page_size(kib(shop.value("page_size", "KiB")?))
        .assets(
            shop.value("assets_each", "1")?,
            kib(shop.value("asset_size", "KiB")?),
            shop.value("assets", "1")?,
            files,
        )
        .task(
            shop.value("task_share", "1")?,
            ms(shop.value("task_cpu", "ms")?),
        ))
}

/// The report of a system that keeps up.
pub(crate) fn steady(prediction: &Prediction) -> Result<&Report, Box<dyn AnyError>> {
    Ok(prediction.steady().ok_or(prediction.sentence())?)
}
