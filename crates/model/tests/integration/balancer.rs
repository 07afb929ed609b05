//! Load balancers: theory and simulation of each policy.

use model::components::Balancing;
use model::network::{Choice, Service};
use model::prelude::*;
use model::queueing::ShortestQueue;
use proptest::prelude::*;

#[test]
fn what_is_out_of_range_is_named() {
    let named = |balancer: Balancer| balancer.check(3).unwrap_err().to_string();
    let hop = |balancer: Balancer| balancer.hop(us(250.0));
    assert_eq!(
        named(Balancer::random()),
        "hop of the balancer must be given: it has no default"
    );
    assert!(named(hop(Balancer::weighted(&[1.0]))).contains("one a machine, 3, was 1"));
    assert!(named(hop(Balancer::weighted(&[1.0, f64::NAN, 1.0]))).contains("weights"));
    assert!(named(hop(Balancer::consistent_hashing(0, 1))).contains("keys"));
    assert!(named(hop(Balancer::consistent_hashing(1, 0))).contains("points"));
    assert!(named(hop(Balancer::random().on(Machine::named("m"), 1))).contains("cores"));
    assert!(
        named(hop(Balancer::random().on(Machine::named("m").cores(1), 1))).contains("forwarding")
    );
    assert!(named(hop(Balancer::random()).health_checks(seconds(0.0), 1)).contains("interval"));
    assert!(
        named(hop(Balancer::random()).health_checks(seconds(1.0), 0))
            .contains("failed health checks")
    );
    assert!(
        named(hop(Balancer::random()).failures(seconds(f64::INFINITY), seconds(1.0)))
            .contains("failures")
    );
    assert!(hop(Balancer::least_connections()).check(3).is_ok());
}

#[test]
fn what_it_is_and_what_it_costs() {
    let small = Machine::named("small").cores(2).monthly(usd(10.0), "test");
    let pair = Balancer::two_choices()
        .on(small, 2)
        .forwarding(us(50.0))
        .hop(us(250.0));
    assert_eq!(
        pair.capacity().unwrap(),
        Some(per_second(2.0 * 2.0 / 50e-6))
    );
    assert_eq!(Bill::new(pair.bill()).monthly(), usd(20.0));
    let managed =
        Balancer::two_choices().charge(Line::new("balancer", 730.0, "hour", usd(0.0225), "test"));
    assert_eq!(managed.capacity().unwrap(), None);
    assert_eq!(Bill::new(managed.bill()).monthly(), usd(730.0 * 0.0225));
}

const POLICIES: [Choice; 4] = [
    Choice::Random,
    Choice::RoundRobin,
    Choice::TwoChoices,
    Choice::LeastConnections,
];

fn machines(machines: u32, servers: u32) -> Balancing {
    Balancing::of(machines, servers, Service::exponential(ms(10.0))).unwrap()
}

fn simulated(shop: &Balancing, choice: &Choice, load: f64) -> Response {
    let trials = Trials {
        customers: 30_000,
        warm_up: 8_000,
        ..Trials::default()
    };
    let network = shop.network(choice, shop.capacity() * load).unwrap();
    trials.run(&network).unwrap().response
}

/// Within twice the 95% interval and the error that the formula is known to have.
fn agrees(what: &str, formula: Time, simulated: Estimate, error: f64) {
    let off = (formula - simulated.value).seconds().abs();
    let room = 2.0 * simulated.half_width.unwrap().seconds() + error * simulated.value.seconds();
    assert!(
        off <= room,
        "{what}: formula {formula}, simulated {simulated}"
    );
}

#[test]
fn each_policy_is_as_its_formula_says() {
    for (n, c) in [(1, 2), (2, 1), (10, 1), (4, 4)] {
        let shop = machines(n, c);
        for load in [0.3, 0.7, 0.9] {
            for choice in &POLICIES {
                // Exact: random, and in turn before single servers. The others as their documentation says.
                let error = match choice {
                    Choice::RoundRobin if c > 1 => [0.025, 0.025],
                    Choice::TwoChoices => [0.025, 0.07],
                    Choice::LeastConnections => [0.06, 0.04],
                    _ => [0.0, 0.0],
                };
                let what = format!("{choice:?} before {n} of {c} at {load}");
                let found = shop.found(choice, shop.capacity() * load).unwrap();
                let seen = simulated(&shop, choice, load);
                agrees(&what, found.mean_sojourn(), seen.mean, error[0]);
                agrees(
                    &format!("{what}, p99"),
                    found.percentile(0.99).unwrap(),
                    seen.p99,
                    error[1],
                );
            }
        }
    }
}

/// For very many machines least connections are better than one queue's tail says, as the documentation has it.
#[test]
fn least_connections_before_fifty_machines_are_better_than_the_formula() {
    let shop = machines(50, 1);
    let found = shop
        .found(&Choice::LeastConnections, shop.capacity() * 0.9)
        .unwrap();
    let seen = simulated(&shop, &Choice::LeastConnections, 0.9);
    let ratio = found.mean_sojourn() / seen.mean.value;
    assert!((1.14..1.20).contains(&ratio), "{ratio}");
}

/// The fit, where it was made and between.
#[test]
fn the_shortest_queue_is_as_long_as_its_fit_says() {
    for (n, c) in [(2, 1), (5, 1), (12, 2), (32, 1), (3, 8)] {
        let shop = machines(n, c);
        for (load, error) in [(0.3, 0.015), (0.6, 0.015), (0.9, 0.015), (0.95, 0.03)] {
            let fit = ShortestQueue::new(shop.capacity() * load, ms(10.0), n, c).unwrap();
            let seen = simulated(&shop, &Choice::LeastConnections, load);
            let what = format!("{n} machines of {c} at {load}");
            agrees(&what, fit.mean_sojourn(), seen.mean, error);
        }
    }
}

#[test]
fn weights_and_rings_divide_the_load() {
    let shop = machines(4, 2);
    let weights = Choice::Weighted(vec![1.0, 2.0, 2.0, 3.0]);
    for load in [0.3, 0.5, 0.6] {
        let found = shop.found(&weights, shop.capacity() * load).unwrap();
        let seen = simulated(&shop, &weights, load);
        agrees("weighted", found.mean_sojourn(), seen.mean, 0.0);
        agrees(
            "weighted p99",
            found.percentile(0.99).unwrap(),
            seen.p99,
            0.0,
        );
        // The best and the worst are queues of their own: M/M/2 with an eighth, and with three eighths of the load.
        let alone = |share: f64| {
            let part = shop.capacity() * (load * share);
            model::queueing::MMc::new(part, ms(10.0), 2)
                .unwrap()
                .mean_wait()
        };
        for (wait, share) in [(found.best(), 0.125), (found.worst(), 0.375)] {
            assert!((wait / alone(share) - 1.0).abs() < 1e-9, "{wait}");
        }
    }
    // Many points: nearly even, so nearly random.
    let ring = Choice::Hashed {
        keys: 50_000,
        points: 1_000,
    };
    let found = shop.found(&ring, shop.capacity() * 0.6).unwrap();
    agrees(
        "ring",
        found.mean_sojourn(),
        simulated(&shop, &ring, 0.6).mean,
        0.03,
    );
    assert!(found.worst() > found.best());
}

#[test]
fn policies_keep_their_order_at_the_mean_and_at_the_tail() {
    for (n, c) in [(10, 1), (4, 4)] {
        let shop = machines(n, c);
        for load in [0.7, 0.9] {
            let seen = POLICIES
                .each_ref()
                .map(|choice| simulated(&shop, choice, load));
            let [random, turn, two, least] = seen;
            assert!(turn.mean.value < random.mean.value && turn.p99.value < random.p99.value);
            assert!(two.p99.value < random.p99.value && two.mean.value < random.mean.value);
            assert!(least.p99.value < two.p99.value && least.mean.value < two.mean.value);
            let found = POLICIES
                .each_ref()
                .map(|p| shop.found(p, shop.capacity() * load).unwrap());
            let [random, turn, two, least] = found.each_ref().map(|f| f.mean_wait());
            assert!(turn < random && two < random && least < two);
            let [random, _, two, least] = found.each_ref().map(|f| f.percentile(0.99).unwrap());
            assert!(two < random && least < two);
        }
    }
}

/// Two choices of two machines are the shorter of the two, and of very many what Mitzenmacher says.
#[test]
fn two_choices_lie_between_the_shortest_queue_and_the_limit() {
    for load in [0.3, 0.7, 0.9, 0.99] {
        let wait = |n: u32, choice| {
            let shop = machines(n, 1);
            shop.found(&choice, shop.capacity() * load)
                .unwrap()
                .mean_wait()
                .seconds()
        };
        let pair = wait(2, Choice::TwoChoices) / wait(2, Choice::LeastConnections);
        assert!((pair - 1.0).abs() < 1e-6, "{pair}");
        let limit = model::queueing::Choices::new(per_second(load * 100.0), ms(10.0), 2).unwrap();
        let many = wait(10_000, Choice::TwoChoices) / limit.mean_wait().seconds();
        assert!((many - 1.0).abs() < 2e-3, "{load}: {many}");
        // One machine has no choice.
        let random = wait(1, Choice::Random);
        for choice in POLICIES {
            assert!(
                (wait(1, choice.clone()) / random - 1.0).abs() < 1e-6,
                "{choice:?}"
            );
        }
    }
}

/// Round robin of two machines with constant service is E2/D/1; of one, M/D/1 with half the wait of M/M/1 (exact).
#[test]
fn service_that_is_not_exponential_scales_the_wait() {
    for (n, choice, error) in [
        (1, Choice::Random, 1e-3),
        (4, Choice::Random, 1e-3),
        (4, Choice::RoundRobin, 0.1),
    ] {
        let shop = Balancing::of(n, 1, Service::constant(ms(10.0))).unwrap();
        for load in [0.3, 0.6, 0.8] {
            let found = shop.found(&choice, shop.capacity() * load).unwrap();
            agrees(
                "constant",
                found.mean_sojourn(),
                simulated(&shop, &choice, load).mean,
                error,
            );
            assert!(found.percentile(0.99).is_err());
        }
    }
}

#[test]
fn a_policy_refuses_what_it_cannot_answer() {
    let shop = machines(4, 1);
    for choice in POLICIES {
        let full = shop.found(&choice, shop.capacity());
        assert_eq!(full.unwrap_err().parameter(), "utilisation");
        for load in [-1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(
                shop.found(&choice, per_second(load))
                    .unwrap_err()
                    .parameter(),
                "load"
            );
        }
        let idle = shop.found(&choice, per_second(0.0)).unwrap();
        assert_eq!(idle.mean_wait(), Time::ZERO);
        assert!((idle.percentile(0.5).unwrap().seconds() / 0.01 - 2_f64.ln()).abs() < 1e-9);
    }
    assert!(Balancing::of(0, 1, Service::exponential(ms(1.0))).is_err());
    assert!(Balancing::of(1, 0, Service::exponential(ms(1.0))).is_err());
    assert!(Balancing::of(1, 1, Service::exponential(ms(f64::NAN))).is_err());
    let ring = Choice::Hashed {
        keys: 1000,
        points: 1,
    };
    // 70% is too much for the hottest of four machines with one point each.
    assert!(shop.found(&ring, shop.capacity() * 0.7).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_load_is_never_better_and_more_machines_never_worse(
        n in 1..40_u32, c in 1..9_u32, load in 0.05..0.9_f64, which in 0..4_usize, variation in 0.0..4.0_f64,
    ) {
        let service = Service { mean: ms(10.0), variation };
        let (here, there) = (Balancing::of(n, c, service).unwrap(), Balancing::of(n + 1, c, service).unwrap());
        let rate = here.capacity() * load;
        let wait = |shop: &Balancing, rate: Rate| shop.found(&POLICIES[which], rate).unwrap().mean_wait().seconds();
        let before = wait(&here, rate);
        prop_assert!(before.is_finite() && before >= 0.0);
        prop_assert!(wait(&here, rate * 1.05) >= before * (1.0 - 1e-9));
        prop_assert!(wait(&there, rate) <= before * (1.0 + 1e-9) + 1e-15, "{} {before}", wait(&there, rate));
    }

    #[test]
    fn any_balancing_is_answered_or_refused(n: u32, c: u32, mean: f64, variation: f64, load: f64, which in 0..4_usize, q: f64) {
        let service = Service { mean: seconds(mean), variation };
        if let Ok(shop) = Balancing::of(n % 20_000, c % 2000, service)
            && let Ok(found) = shop.found(&POLICIES[which], per_second(load))
        {
            prop_assert!(found.mean_wait().is_finite() && found.best() <= found.worst() + seconds(1e-12));
            let _ = found.percentile(q).map(|time| assert!(time.is_finite() && time >= Time::ZERO));
        }
    }
}
