//! What a request, and the jobs that it spawns, ask of every station and pool of a network: the visit rates.

use crate::network::{MAX_GROUPS, Network, Service, Step, Visits};

/// Stations and pools that a machine can have.
pub(crate) const MAX_STATIONS: usize = 3;
/// The request, and the jobs that it can spawn.
pub(crate) const MAX_ROUTES: usize = 5;

/// What all machines of a group together get to do at one of their stations because of one request.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Load {
    pub(crate) visits: f64, // [1], mean
    pub(crate) own: f64,    // [1], those of the request itself
    pub(crate) held: f64,   // [1], those during which the request holds a worker
    pub(crate) work: f64,   // [s], mean
    square: f64,            // [s²], mean over requests of the sum of squared services
    cube: f64,              // [s³], the same of their third powers
}

impl Load {
    /// Mean service of a visit. `[s]`
    pub(crate) fn service(&self) -> f64 {
        self.work / self.visits
    }

    /// Squared coefficient of variation of the mixture of services. `[1]`
    pub(crate) fn variation(&self) -> f64 {
        let mean = self.service();
        (self.square / self.visits / (mean * mean) - 1.0).max(0.0)
    }

    /// The first three moments of the mixture of services, over 1, 2 and 6. `[s]`, `[s²]`, `[s³]`
    pub(crate) fn moments(&self) -> [f64; 3] {
        [self.work, 0.5 * self.square, self.cube / 6.0].map(|sum| sum / self.visits)
    }

    /// Third moments are those of gamma distributions, of which an exponential is one.
    fn add(&mut self, rate: f64, service: Service) {
        let (mean, variation) = (service.mean.seconds(), service.variation);
        self.visits += rate;
        self.work += rate * mean;
        let square = rate * mean * mean * (1.0 + variation);
        self.square += square;
        self.cube += square * mean * (1.0 + 2.0 * variation);
    }
}

/// How a pool is held because of one request.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Hold {
    pub(crate) takes: f64,                  // [1], mean
    pub(crate) own: f64,                    // [1], those of the request itself
    pub(crate) time: f64, // [s], mean of all of them together while nobody waits for anything
    pub(crate) variance: f64, // [s²], of that time
    pub(crate) delay: f64, // [s], part of that time in which nothing is occupied
    pub(crate) visits: [f64; MAX_STATIONS], // [1], in that time, to the stations of the pool's own machine
}

/// The loads of all stations and pools.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Loads {
    stations: [[Load; MAX_STATIONS]; MAX_GROUPS],
    pools: [[Hold; MAX_STATIONS]; MAX_GROUPS],
    pub(crate) jobs: [f64; MAX_ROUTES], // [1], of each route, for one request
    pub(crate) bare: f64,               // [s], mean time of a request that never waits for anything
}

/// Which pools are held at a step: a bit for each.
type Open = u32;

const _: () = assert!(MAX_GROUPS * MAX_STATIONS <= Open::BITS as usize);

fn bit(group: usize, pool: usize) -> Open {
    1 << (group * MAX_STATIONS + pool)
}

impl Hold {
    /// Squared coefficient of variation of the time for which it is held once. `[1]`
    pub(crate) fn variation(&self) -> f64 {
        self.variance * self.takes / (self.time * self.time)
    }
}

impl Loads {
    /// Follows the request and everything that it spawns.
    pub(crate) fn of(network: &Network) -> Self {
        let mut loads = Self {
            stations: Default::default(),
            pools: Default::default(),
            jobs: [0.0; MAX_ROUTES],
            bare: 0.0,
        };
        loads.job(network, 0, 1.0);
        loads
    }

    /// The load of a station of a group.
    pub(crate) fn station(&self, group: usize, station: usize) -> &Load {
        &self.stations[group][station]
    }

    /// How a pool of a group is held.
    pub(crate) fn pool(&self, group: usize, pool: usize) -> &Hold {
        &self.pools[group][pool]
    }

    fn job(&mut self, network: &Network, route: usize, rate: f64) {
        self.jobs[route] += rate;
        let mut open = 0;
        self.walk(network, route, &network.routes[route], rate, &mut open);
    }

    fn walk(
        &mut self,
        network: &Network,
        route: usize,
        steps: &[Step],
        rate: f64,
        open: &mut Open,
    ) {
        for step in steps {
            match step {
                Step::Choose { .. } => {}
                Step::Take { group, pool } => {
                    *open |= bit(*group, *pool);
                    let hold = &mut self.pools[*group][*pool];
                    hold.takes += rate;
                    if route == 0 {
                        hold.own += rate;
                    }
                }
                Step::Give { group, pool } => *open &= !bit(*group, *pool),
                Step::Visit {
                    group,
                    station,
                    service,
                    visits,
                } => self.visit(route, (*group, *station), rate, (*service, *visits), *open),
                Step::Delay(service) => {
                    if route == 0 {
                        self.bare += rate * service.mean.seconds();
                    }
                    self.hold(rate, *service, None, *open);
                }
                Step::Either {
                    chance,
                    then,
                    otherwise,
                } => {
                    let mut other = *open;
                    self.walk(network, route, then, rate * chance, open);
                    self.walk(network, route, otherwise, rate * (1.0 - chance), &mut other);
                }
                Step::Repeat { times, steps } => {
                    self.walk(network, route, steps, rate * f64::from(*times), open);
                }
                Step::Spawn { route: job, each } => {
                    // Routes are built so that a job never spawns its own kind.
                    let many = each.map_or(1, |group| network.groups[group].machines);
                    self.job(network, *job, rate * f64::from(many));
                }
            }
        }
    }

    fn visit(
        &mut self,
        route: usize,
        (group, station): (usize, usize),
        rate: f64,
        (service, visits): (Service, Visits),
        open: Open,
    ) {
        let rate = rate * visits.mean();
        let load = &mut self.stations[group][station];
        load.add(rate, service);
        if route == 0 {
            load.own += rate;
            self.bare += rate * service.mean.seconds();
            if open != 0 {
                load.held += rate;
            }
        }
        self.hold(rate, service, Some((group, station)), open);
    }

    /// Adds time to every pool that is held meanwhile: at a station, or where nothing is occupied.
    fn hold(&mut self, rate: f64, service: Service, at: Option<(usize, usize)>, mut open: Open) {
        let mean = service.mean.seconds();
        while open != 0 {
            let index = open.trailing_zeros() as usize;
            open &= open - 1;
            let group = index / MAX_STATIONS;
            let hold = &mut self.pools[group][index % MAX_STATIONS];
            hold.time += rate * mean;
            hold.variance += rate * mean * mean * service.variation;
            match at {
                Some((here, station)) if here == group => hold.visits[station] += rate,
                Some(_) => {}
                None => hold.delay += rate * mean,
            }
        }
    }
}
