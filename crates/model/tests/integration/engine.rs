//! The engine against exact results, one feature at a time.

use model::network::{
    Arrivals, Choice, Client, Failures, Group, Network, Service, Station, Step, Visits,
};
use model::prelude::*;
use model::queueing::{MG1, MM1, MMc};
use model::simulation::{Measure, Precision, Streams, Summary, Tally};

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
    let run = network.run(&Streams::new(3, 0), 0, 1_000).unwrap();
    // 1 500 come in 30 s, of which 10 without any: the thousandth with the first phase, in a Poisson deviation.
    assert!(
        (run.time - 10.0).abs() < 4.0 * 0.01 * 1000_f64.sqrt() || run.time > 20.0,
        "{}",
        run.time
    );
    let run = network.run(&Streams::new(3, 0), 0, 1_250).unwrap();
    assert!(
        (run.time - 25.0).abs() < 4.0 * 0.02 * 1250_f64.sqrt(),
        "{}",
        run.time
    );
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

/// Mitzenmacher, The power of two choices in randomized load balancing, IEEE TPDS 12(10), 2001: 2.6454 for 100 machines.
#[test]
fn two_choices_as_published() {
    let trials = Trials {
        replications: 10,
        customers: 60_000,
        warm_up: 30_000,
        ..Trials::default()
    };
    let mean = |choice| trials.run(&choosing(100, choice)).unwrap().response.mean;
    let two = mean(Choice::TwoChoices);
    assert!(two.covers(seconds(2.6454)), "{two}");
    let (random, turns) = (mean(Choice::Random), mean(Choice::RoundRobin));
    assert!(random.covers(seconds(10.0)), "{random}"); // M/M/1 at 90%
    assert!(
        turns.high() < random.low() && two.high() < turns.low(),
        "{turns} {two}"
    );
    let least = mean(Choice::LeastConnections);
    assert!(least.high() < two.low(), "{least}");
}

/// Shares of the machines, counted.
fn shares(network: &Network) -> Vec<f64> {
    let mut network = network.clone();
    let machines = network.groups[0].machines;
    // A machine shows its share by how much of the whole time it is busy: here it is alone in its group.
    let group = network.groups[0].clone();
    (0..machines)
        .map(|only| {
            network.groups[0] = group.clone();
            let failing = Failures {
                up: seconds(1e8),
                repair: us(1.0),
                detection: None,
            };
            network.groups[0].failures = Some(failing);
            let trace = model::simulation::Trace::of(&network, 5, 0, 4_000).unwrap();
            let at = |story: &&model::simulation::Story| {
                story.spans.iter().any(|span| {
                    span.place
                        .as_ref()
                        .is_some_and(|place| place.machine == only)
                })
            };
            trace.requests.iter().filter(at).count() as f64 / 4_000.0
        })
        .collect()
}

#[test]
fn weights_and_rings_share_as_they_say() {
    let weighted = shares(&choosing(3, Choice::Weighted(vec![1.0, 0.0, 3.0])));
    assert!(
        (weighted[0] - 0.25).abs() < 0.03 && weighted[1] == 0.0,
        "{weighted:?}"
    );
    let ring = shares(&choosing(
        3,
        Choice::Hashed {
            keys: 10_000,
            points: 1_000,
        },
    ));
    assert!(
        ring.iter().all(|share| (share - 1.0 / 3.0).abs() < 0.05),
        "{ring:?}"
    );
    let few = shares(&choosing(
        3,
        Choice::Hashed {
            keys: 1,
            points: 100,
        },
    ));
    assert_eq!(
        few.iter().filter(|share| **share == 1.0).count(),
        1,
        "{few:?}"
    );
}

fn client(timeout: Time, retries: u32) -> Client {
    Client {
        timeout,
        retries,
        backoff: ms(1.0),
        jitter: 0.5,
        budget: None,
    }
}

/// A client that gives up after t sees exp(-t/T) of the answers of M/M/1 too late; the server works on, so nothing else changes.
#[test]
fn patience_ends_when_it_says() {
    let mut network = one(50.0, Station::fcfs(1), Service::exponential(ms(10.0)));
    network.client = Some(client(ms(40.0), 0));
    let counts = trials(20_000).run(&network).unwrap().counts;
    let late = counts.timed_out as f64 / counts.offered as f64;
    assert!(
        (late / (-40.0_f64 / 20.0).exp() - 1.0).abs() < 0.05,
        "{late}"
    );
    assert_eq!(counts.attempts, counts.offered);
    assert!(counts.wasted.abs_diff(counts.timed_out) < 100);
    assert!(counts.is_conserved());
}

/// Retries of abandoned work keep a station full that could serve all first attempts: with a budget it recovers.
#[test]
fn retries_can_keep_a_system_down_and_a_budget_brings_it_back() {
    let mut network = one(1.0, Station::fcfs(1), Service::exponential(ms(10.0)));
    let (spike, after) = (
        (seconds(5.0), per_second(200.0)),
        (seconds(1.0), per_second(80.0)),
    );
    network.arrivals = Arrivals::Phases(vec![(seconds(5.0), per_second(80.0)), spike, after]);
    let answered = |budget, retries| {
        let mut network = network.clone();
        network.client = Some(Client {
            budget,
            ..client(ms(200.0), retries)
        });
        let run = network.run(&Streams::new(1, 0), 8_000, 3_000).unwrap();
        run.counts.answered as f64 / run.counts.offered as f64
    };
    assert!(answered(None, 3) < 0.1, "{}", answered(None, 3));
    assert!(answered(Some(0.05), 3) > 0.8, "{}", answered(Some(0.05), 3));
    assert!(answered(None, 0) > 0.8);
}

/// A machine that is down a quarter of the time, never noticed, fails a quarter of what it gets.
#[test]
fn failures_fail_what_they_hit() {
    let mut network = choosing(2, Choice::Random);
    network.arrivals = Arrivals::Poisson(per_second(0.2));
    network.routes[0][1] = Step::visit(0, 0, Service::exponential(ms(1.0)));
    let failures = |detection| {
        Some(Failures {
            up: seconds(300.0),
            repair: seconds(100.0),
            detection,
        })
    };
    network.groups[0].failures = failures(None);
    let blind = trials(5_000).run(&network).unwrap();
    let failed = blind.counts.failed as f64 / blind.counts.offered as f64;
    assert!(
        (failed - 0.25).abs() < 0.02 && (blind.down[0] - 0.25).abs() < 0.02,
        "{failed} {:?}",
        blind.down
    );
    // Noticed at once: only where both are down, a quarter of a quarter of the time.
    network.groups[0].failures = failures(Some(Time::ZERO));
    let seen = trials(5_000).run(&network).unwrap().counts;
    let failed = seen.failed as f64 / seen.offered as f64;
    assert!((failed - 0.0625).abs() < 0.015, "{failed}");
}

/// Each write starts a job on each of two replicas; these are M/M/1 of their own.
#[test]
fn jobs_that_requests_start_are_measured_apart() {
    let mut network = one(50.0, Station::fcfs(1), Service::exponential(ms(1.0)));
    network
        .groups
        .push(Group::new("replica", 2, [Station::fcfs(1)]));
    let spawn = Step::Spawn {
        route: 1,
        each: Some(1),
    };
    network.routes[0].push(Step::Either {
        chance: 0.5,
        then: vec![spawn],
        otherwise: vec![],
    });
    network
        .routes
        .push(vec![Step::visit(1, 0, Service::exponential(ms(20.0)))]);
    let summary = trials(20_000).run(&network).unwrap();
    let lag = MM1::new(per_second(25.0), ms(20.0)).unwrap().mean_sojourn();
    agrees("lag", lag, summary.completion(1).unwrap().mean);
    let response = MM1::new(per_second(50.0), ms(1.0)).unwrap().mean_sojourn();
    agrees("response", response, summary.response.mean);
    let started = summary.routes[1].started as f64 / summary.counts.offered as f64;
    assert!((started - 1.0).abs() < 0.02, "{started}");
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

#[test]
fn as_many_threads_as_you_like_the_same_bytes() {
    let network = choosing(4, Choice::LeastConnections);
    let trials = Trials {
        customers: 2_000,
        ..Trials::default()
    };
    let one = trials.run_on(&network, 1).unwrap();
    for threads in [2, 3, 16] {
        assert_eq!(one, trials.run_on(&network, threads).unwrap());
    }
    // And the same error.
    let over = Network::single(per_second(1e9), ms(10.0), 1);
    let long = Trials {
        customers: 2_000_000,
        replications: 3,
        ..Trials::default()
    };
    let error = long.run_on(&over, 1).unwrap_err();
    assert_eq!(error.parameter(), "requests in the system");
    assert_eq!(error, long.run_on(&over, 2).unwrap_err());
}

#[test]
fn replications_are_added_until_it_is_enough_or_too_many() {
    let network = Network::single(per_second(90.0), ms(10.0), 1);
    let precise = Trials::draft()
        .until(&network, &Precision::of_p99(0.03))
        .unwrap();
    let p99 = precise.summary.response.p99;
    assert!(
        precise.reached && p99.half_width.unwrap() <= p99.value * 0.03,
        "{p99}"
    );
    assert_eq!(
        precise.summary.customers,
        u64::from(precise.replications) * 2_000
    );
    let few = Precision {
        measure: Measure::Mean,
        relative: 1e-3,
        at_most: 20,
    };
    let precise = Trials::draft().until(&network, &few).unwrap();
    assert!(!precise.reached && precise.replications == 20);
}

/// Without a warm-up the mean of M/M/1 at 95% is too low from an empty start; the detected warm-up mends it.
#[test]
fn a_warm_up_is_found() {
    let network = Network::single(per_second(95.0), ms(10.0), 1);
    let exact = MM1::new(per_second(95.0), ms(10.0)).unwrap().mean_sojourn();
    let cold = Trials {
        replications: 200,
        customers: 2_000,
        warm_up: 0,
        ..Trials::default()
    };
    assert!(cold.run(&network).unwrap().response.mean.high() < exact);
    let idle = cold
        .with_detected_warm_up(&Network::single(per_second(1.0), ms(10.0), 1))
        .unwrap();
    let long = Trials {
        customers: 20_000,
        ..cold
    };
    let warm = Trials {
        customers: 2_000,
        ..long.with_detected_warm_up(&network).unwrap()
    };
    assert!(
        warm.warm_up > idle.warm_up,
        "{} {}",
        warm.warm_up,
        idle.warm_up
    );
    assert!(warm.run(&network).unwrap().response.mean.high() > exact);
}

#[test]
fn a_difference_is_known_better_than_both() {
    let network = |servers| one(80.0, Station::fcfs(servers), Service::exponential(ms(9.0)));
    let change = Trials::default()
        .difference(&network(1), &network(2))
        .unwrap();
    let exact = |servers| {
        MMc::new(per_second(80.0), ms(9.0), servers)
            .unwrap()
            .mean_sojourn()
    };
    agrees("before", exact(1), change.before.response.mean);
    let off = (change.mean.value - (exact(2) - exact(1))).seconds().abs();
    assert!(
        off <= 2.0 * change.mean.half_width.unwrap().seconds(),
        "{}",
        change.mean
    );
    let slightly = Trials::default().difference(&network(2), &{
        let mut faster = network(2);
        faster.routes[0] = vec![Step::visit(0, 0, Service::exponential(ms(8.9)))];
        faster
    });
    let slightly = slightly.unwrap();
    assert!(slightly.mean.high() < Time::ZERO, "{}", slightly.mean);
    let (paired, alone) = (
        slightly.mean.half_width.unwrap(),
        slightly.before.response.mean.half_width.unwrap(),
    );
    assert!(paired < alone * 0.2, "{paired} {alone}");
}

#[test]
fn what_cannot_be_simulated_is_named() {
    let good = one(10.0, Station::fcfs(1), Service::exponential(ms(1.0))).groups[0]
        .clone()
        .pool(1, None);
    let take = Step::Take { group: 0, pool: 0 };
    let give = Step::Give { group: 0, pool: 0 };
    let visit = |station| Step::visit(0, station, Service::exponential(ms(1.0)));
    let either = |then, otherwise| Step::Either {
        chance: 0.5,
        then,
        otherwise,
    };
    let rows: Vec<(&str, Vec<Vec<Step>>)> = vec![
        ("steps of all routes", vec![vec![]]),
        ("routes", vec![]),
        ("group", vec![vec![Step::Choose { group: 1 }]]),
        ("station", vec![vec![visit(1)]]),
        ("pools that are held", vec![vec![take.clone()]]),
        ("pool", vec![vec![give.clone()]]),
        ("pool", vec![vec![take.clone(), take.clone()]]),
        (
            "pool",
            vec![vec![either(vec![take.clone()], vec![]), give.clone()]],
        ),
        ("group", vec![vec![take, Step::Choose { group: 0 }, give]]),
        (
            "route",
            vec![vec![Step::Spawn {
                route: 0,
                each: None,
            }]],
        ),
        (
            "chance of a way",
            vec![vec![Step::Either {
                chance: f64::NAN,
                then: vec![],
                otherwise: vec![],
            }]],
        ),
        (
            "squared coefficient of variation",
            vec![vec![Step::Delay(varied(ms(1.0), -1.0))]],
        ),
        (
            "chance of a visit",
            vec![vec![Step::Visit {
                group: 0,
                station: 0,
                service: varied(ms(1.0), 1.0),
                visits: Visits::of(1.0, 2.0),
            }]],
        ),
    ];
    for (parameter, routes) in rows {
        let network = Network {
            arrivals: Arrivals::Poisson(per_second(10.0)),
            groups: vec![good.clone()],
            routes,
            client: None,
        };
        let error = Trials::draft().run(&network).unwrap_err();
        assert_eq!(error.parameter(), parameter, "{error}");
    }
}
