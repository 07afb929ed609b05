//! The engine against exact results, one feature at a time.

mod choices;
mod failing;
mod measuring;

use model::network::{Arrivals, Choice, Client, Failures, Group, Network, Service, Station, Step};
use model::prelude::*;
use model::queueing::{MG1, MM1, MMc};
use model::simulation::{Streams, Summary, Tally};

/// 30 runs: of the intervals that 95% are to cover, twice the width covers all but one in 5 000.
fn trials(customers: u64) -> Trials {
    Trials {
        replications: 30,
        customers,
        warm_up: customers / 5,
        ..Trials::default()
    }
}

fn agrees(what: &str, exact: Time, estimate: Estimate) {
    let off = (estimate.value - exact).seconds().abs();
    let room = 2.0 * estimate.half_width.unwrap().seconds();
    assert!(off <= room, "{what}: exact {exact}, simulated {estimate}");
    assert!(
        room < 0.2 * exact.seconds(),
        "{what}: too wide to say anything: {estimate}"
    );
}

/// One station with this service.
fn one(rate: f64, station: Station, service: Service) -> Network {
    Network {
        arrivals: Arrivals::Poisson(per_second(rate)),
        groups: vec![Group::new("server", 1, [station])],
        routes: vec![vec![Step::visit(0, 0, service)]],
        client: None,
    }
}

fn varied(mean: Time, variation: f64) -> Service {
    Service { mean, variation }
}

/// Pollaczek-Khinchine: constant, Erlang, and hyperexponential services.
#[test]
fn one_server_of_any_variation() {
    for variation in [0.0, 0.3, 0.7, 4.0] {
        for load in [0.5, 0.8] {
            let service = varied(ms(10.0), variation);
            let exact = MG1::new(
                per_second(load * 100.0),
                ms(10.0),
                ms(10.0 * variation.sqrt()),
            )
            .unwrap();
            let summary = trials(20_000)
                .run(&one(load * 100.0, Station::fcfs(1), service))
                .unwrap();
            agrees(
                &format!("M/G/1 of {variation} at {load}"),
                exact.mean_wait() + ms(10.0),
                summary.response.mean,
            );
        }
    }
}

/// The response of processor sharing is S / (1 - rho) for every distribution of services (Kleinrock, Queueing Systems II, 4.4).
#[test]
fn sharing_depends_on_the_mean_alone() {
    for variation in [0.0, 0.5, 1.0, 4.0] {
        for load in [0.5, 0.8] {
            let network = one(
                load * 100.0,
                Station::sharing(1),
                varied(ms(10.0), variation),
            );
            let summary = trials(20_000).run(&network).unwrap();
            agrees(
                &format!("sharing, {variation} at {load}"),
                ms(10.0) / (1.0 - load),
                summary.response.mean,
            );
            busy(&summary.stations[0][0], &summary, 1.0, load);
        }
    }
    // Two servers that share are M/M/2 to the mean, where services are exponential.
    let exact = MMc::new(per_second(150.0), ms(10.0), 2)
        .unwrap()
        .mean_sojourn();
    let network = one(150.0, Station::sharing(2), Service::exponential(ms(10.0)));
    agrees(
        "sharing two",
        exact,
        trials(20_000).run(&network).unwrap().response.mean,
    );
}

fn busy(tally: &Tally, summary: &Summary, servers: f64, load: f64) {
    let measured = tally.busy / 1e9 / summary.time / servers;
    assert!(
        (measured - load).abs() < 0.02,
        "busy {measured}, to be {load}"
    );
}

/// A worker held for the whole visit, and room for so many: M/M/c/K, whose chance of refusal is that of its fullest state.
#[test]
fn a_pool_with_room_refuses_as_often_as_a_full_queue() {
    let (rate, service, servers, room) = (300.0, ms(10.0), 4, 3);
    let mut network = one(rate, Station::fcfs(servers), Service::exponential(service));
    network.groups[0] = network.groups[0].clone().pool(servers, Some(room));
    let visit = network.routes[0].remove(0);
    network.routes[0] = vec![
        Step::Take { group: 0, pool: 0 },
        visit,
        Step::Give { group: 0, pool: 0 },
    ];
    let offered = rate * service.seconds();
    let mut weights = vec![1.0];
    for n in 1..=servers + room {
        weights.push(weights[n as usize - 1] * offered / f64::from(n.min(servers)));
    }
    let all: f64 = weights.iter().sum();
    let blocked = weights.last().unwrap() / all;
    let number: f64 = (0..)
        .zip(&weights)
        .map(|(n, w)| f64::from(n) * w / all)
        .sum();
    let summary = trials(20_000).run(&network).unwrap();
    let refused = summary.counts.refused as f64 / summary.counts.offered as f64;
    assert!(
        (refused / blocked - 1.0).abs() < 0.03,
        "{refused} {blocked}"
    );
    agrees(
        "M/M/4/7",
        seconds(number / (rate * (1.0 - blocked))),
        summary.response.mean,
    );
    assert!(summary.counts.is_conserved() && summary.routes[0].is_conserved());
    busy(
        &summary.pools[0][0],
        &summary,
        4.0,
        offered * (1.0 - blocked) / 4.0,
    );
}

/// Burke: what leaves M/M/1 is Poisson again, so that two in a row are two alone (Jackson 1957).
#[test]
fn stations_in_a_row() {
    let mut network = one(70.0, Station::fcfs(1), Service::exponential(ms(10.0)));
    network
        .groups
        .push(Group::new("second", 1, [Station::fcfs(1)]));
    network.routes[0].push(Step::visit(1, 0, Service::exponential(ms(5.0))));
    let alone = |service| MM1::new(per_second(70.0), service).unwrap().mean_sojourn();
    let summary = trials(20_000).run(&network).unwrap();
    agrees(
        "tandem",
        alone(ms(10.0)) + alone(ms(5.0)),
        summary.response.mean,
    );
}

/// M/M/1 with groups of geometric size of mean g that arrive together: L = rho g / (1 - rho) (Gross et al., Fundamentals of
/// Queueing Theory, 4th ed., 3.1, with E[X^2] = 2 g^2 - g).
#[test]
fn arrivals_in_groups_wait_longer() {
    let (rate, size) = (60.0, 4.0);
    let mut network = one(rate, Station::fcfs(1), Service::exponential(ms(10.0)));
    network.arrivals = Arrivals::Batches {
        rate: per_second(rate),
        size,
    };
    let number = 0.6 * size / 0.4;
    agrees(
        "groups",
        seconds(number / rate),
        trials(40_000).run(&network).unwrap().response.mean,
    );
}

/// A rate that changes for ever so shortly is its mean; one that changes for long is each of them for its time.
#[test]
fn phases_last_their_time() {
    let phase = |rate| (seconds(10.0), per_second(rate));
    let mut network = one(1.0, Station::fcfs(1), Service::constant(us(1.0)));
    network.arrivals = Arrivals::Phases(vec![phase(100.0), phase(0.0), phase(50.0), phase(10.0)]);
    // When so many have come: 1 000 in the first 10 s, nobody in the next, 500 in the next, then 10 a second.
    const RUNS: u64 = 25;
    let time = |seed, customers| {
        let run = network.run(&Streams::new(seed, 0), 0, customers);
        run.unwrap().time
    };
    for (customers, expected, rate) in [(800, 8.0, 100.0), (1_250, 25.0, 50.0), (1_600, 40.0, 10.0)]
    {
        let mean = (0..RUNS).map(|seed| time(seed, customers)).sum::<f64>() / RUNS as f64;
        let deviation = (customers as f64 / RUNS as f64).sqrt() / rate;
        assert!(
            (mean - expected).abs() < 4.0 * deviation,
            "{customers}: {mean}"
        );
    }
    // Counted from the first arrival, which is a few hundredths of a second late.
    let quiet = (0..RUNS).filter(|seed| (10.0..19.8).contains(&time(*seed, 1_000)));
    assert_eq!(quiet.count(), 0);
}

fn choosing(machines: u32, choice: Choice) -> Network {
    Network {
        arrivals: Arrivals::Poisson(per_second(0.9 * f64::from(machines))),
        groups: vec![Group::new("web", machines, [Station::fcfs(1)]).choice(choice)],
        routes: vec![vec![
            Step::Choose { group: 0 },
            Step::visit(0, 0, Service::exponential(seconds(1.0))),
        ]],
        client: None,
    }
}

/// Little's law from three independent counts, with everything in it that can happen to a request.
#[test]
fn littles_law_holds_whatever_happens() {
    let mut network = choosing(3, Choice::TwoChoices);
    network.groups[0] = network.groups[0].clone().pool(2, Some(3));
    network.groups[0].failures = Some(Failures {
        up: seconds(200.0),
        repair: seconds(5.0),
        detection: Some(seconds(1.0)),
    });
    network.routes[0].insert(1, Step::Take { group: 0, pool: 0 });
    network.routes[0].push(Step::Give { group: 0, pool: 0 });
    network.client = Some(Client {
        timeout: seconds(5.0),
        retries: 2,
        backoff: seconds(1.0),
        jitter: 1.0,
        budget: Some(0.2),
    });
    let summary = trials(20_000).run(&network).unwrap();
    let by_law = summary.offered() * summary.stay.value.seconds();
    assert!(
        (summary.in_system / by_law - 1.0).abs() < 0.01,
        "{} {by_law}",
        summary.in_system
    );
    let counts = summary.counts;
    assert!(
        counts.is_conserved() && counts.refused > 0 && counts.failed > 0 && counts.timed_out > 0,
        "{counts:?}"
    );
}
