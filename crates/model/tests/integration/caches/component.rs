//! A cache as a component: from machines and bytes to hits, money and risks.

use model::components::cache::simulated_stampede;
use model::prelude::*;
use model::simulation::caches::Effort;
use proptest::prelude::*;

fn machine() -> Machine {
    Machine::named("medium")
        .cores(2)
        .memory(gib(4.0))
        .monthly(usd(50.0), "the text")
}

fn cache() -> Cache {
    Cache::lru()
        .on(machine(), 2)
        .reserved(gib(1.0))
        .overhead(bytes(24.0))
        .lookup(us(100.0))
}

#[test]
fn room_is_memory_less_what_is_reserved() {
    // Two machines of 3 GiB free, 1 000 + 24 bytes an object.
    let entries = cache().entries(bytes(1_000.0)).unwrap();
    assert_eq!(entries, 6.0 * 1024.0 * 1024.0);
}

#[test]
fn both_witnesses_agree_on_every_policy_that_both_know() {
    let popularity = Popularity::zipf(0.9);
    let rate = per_second(1_000.0);
    let small = |cache: Cache| cache.memory(kib(100.0)).on(machine(), 1);
    for cache in [
        Cache::lru(),
        Cache::fifo(),
        Cache::ttl(seconds(0.5)),
        Cache::lru().time_to_live(seconds(30.0)),
    ] {
        let cache = small(cache);
        let closed = cache
            .closed_hit_ratio(5_000.0, bytes(100.0), &popularity, rate)
            .unwrap();
        let effort = Effort::default();
        let simulated = cache
            .simulated_hit_ratio(5_000.0, bytes(100.0), &popularity, rate, &effort)
            .unwrap();
        let room = 2.0 * simulated.half_width.unwrap() + 2e-3;
        assert!(
            (closed.value - simulated.value).abs() < room,
            "{cache:?} {closed:?} {simulated:?}"
        );
        assert_eq!(
            (closed.entries, closed.half_width),
            (simulated.entries, None)
        );
    }
    for cache in [Cache::sieve(), Cache::s3_fifo()] {
        let error = small(cache).closed_hit_ratio(5_000.0, bytes(100.0), &popularity, rate);
        assert_eq!(error.unwrap_err().parameter(), "cache policy");
    }
    // A thousand reads a second for a minute leave far more objects than fit.
    let crowded = small(Cache::ttl(seconds(60.0)));
    assert!(
        crowded
            .closed_hit_ratio(5_000.0, bytes(100.0), &popularity, rate)
            .is_err()
    );
    assert!(
        crowded
            .simulated_hit_ratio(5_000.0, bytes(100.0), &popularity, rate, &Effort::draft())
            .is_err()
    );
}

#[test]
fn more_memory_hits_more_and_costs_more_for_each_hit() {
    let popularity = Popularity::zipf(0.8);
    let rows = cache()
        .by_machines(
            &[1, 2, 4, 8, 16],
            1e9,
            kib(1.0),
            &popularity,
            per_second(1e4),
        )
        .unwrap();
    for pair in rows.windows(2) {
        assert!(pair[1].ratio.value > pair[0].ratio.value);
        assert!(pair[1].cost_of_a_million_hits > pair[0].cost_of_a_million_hits);
    }
    let row = rows[0];
    let hits = row.ratio.value * 1e4 * 730.0 * 3600.0;
    let price = row.cost_of_a_million_hits.unwrap().usd();
    assert!((price - 50.0 / hits * 1e6).abs() < 1e-9 * price);
    let lost = row.ratio.hidden_load().unwrap();
    assert!((lost * (1.0 - row.ratio.value) - 1.0).abs() < 1e-12);
}

#[test]
fn a_stampede_by_both_witnesses() {
    let (reads, recompute) = (per_second(400.0), ms(50.0));
    for coalescing in [false, true] {
        let cache = cache().coalescing(coalescing);
        let closed = cache.stampede(reads, recompute).unwrap();
        let simulated = simulated_stampede(&cache, reads, recompute, &Effort::default()).unwrap();
        let room = 2.0 * simulated.half_width.unwrap();
        assert!(
            (closed.asked - simulated.asked).abs() <= room,
            "{closed:?} {simulated:?}"
        );
        assert_eq!(
            closed.asked,
            if coalescing { 1.0 } else { 1.0 + 400.0 * 0.05 }
        );
    }
}

#[test]
fn a_cold_cache_sends_its_database_what_it_lacks() {
    let popularity = Popularity::zipf(0.8);
    let cold = |near| {
        cache()
            .cold_start(
                1e8,
                bytes(1_000.0),
                &popularity,
                (per_second(5_000.0), 0.0),
                near,
            )
            .unwrap()
    };
    let (soon, late) = (cold(0.1), cold(0.01));
    assert!(soon.time < late.time && soon.extra_reads < late.extra_reads);
    let ratio = cache()
        .closed_hit_ratio(1e8, bytes(1_000.0), &popularity, per_second(5_000.0))
        .unwrap();
    assert!((late.last_load.per_second() - 5_000.0 * ratio.misses()).abs() < 1e-6);
    // Extra reads fill the cache at most once.
    assert!(late.extra_reads < ratio.entries);
}

#[test]
fn waiting_writes_and_their_risk() {
    let cache = cache().writing(Writing::Back(seconds(2.0)));
    assert_eq!(cache.write_cost().unsafe_for, seconds(2.0));
    // Many cold objects: each write waits its 2 s alone.
    let cold = cache
        .back_log(1e9, &Popularity::zipf(0.0), per_second(100.0))
        .unwrap();
    assert!(
        (cold.at_risk - 200.0).abs() < 0.1
            && (cold.database_writes.per_second() - 100.0).abs() < 0.1
    );
    // A single hot one: 100 writes wait in the mean, and become one every 2 s.
    let hot = cache
        .back_log(1.0, &Popularity::zipf(0.0), per_second(100.0))
        .unwrap();
    assert!((hot.at_risk - 100.0).abs() < 1.0 && hot.database_writes.per_second() < 0.5);
}

fn hostile() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.0),
        Just(-1.0),
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(f64::NEG_INFINITY),
        Just(1e-300),
        Just(1e300),
        Just(0.5),
        Just(1.0),
        Just(1e4),
        Just(1e12),
        any::<f64>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_input_gives_a_share_or_a_named_error(
        objects in hostile(), size in hostile(), memory in hostile(), exponent in hostile(),
        rate in hostile(), lifetime in hostile(), policy in 0..5_usize, writes in hostile(),
    ) {
        let cache = [Cache::lru(), Cache::fifo(), Cache::lfu(), Cache::ttl(seconds(lifetime)), Cache::lru().time_to_live(seconds(lifetime))];
        let cache = cache[policy].clone().memory(bytes(memory));
        let popularity = Popularity::zipf(exponent);
        match cache.closed_hit_ratio(objects, bytes(size), &popularity, per_second(rate)) {
            Ok(ratio) => prop_assert!((0.0..=1.0).contains(&ratio.value), "{ratio:?}"),
            Err(error) => prop_assert!(!error.parameter().is_empty()),
        }
        if let Ok(share) = cache.stale_share(objects, bytes(size), &popularity, per_second(rate), writes) {
            prop_assert!((0.0..=1.0).contains(&share), "{share}");
        }
        if let Ok(stampede) = cache.stampede(per_second(rate), seconds(lifetime)) {
            prop_assert!(stampede.asked.is_finite() && stampede.asked >= 1.0);
        }
        if let Ok(cold) = cache.cold_start(objects, bytes(size), &popularity, (per_second(rate), 0.0), 0.01) {
            prop_assert!(cold.time.is_finite() && cold.extra_reads.is_finite(), "{cold:?}");
        }
    }
}

#[test]
fn hostile_lists_are_named() {
    for weights in [&[][..], &[0.0], &[-1.0], &[f64::NAN], &[f64::INFINITY]] {
        assert!(Popularity::weights(weights).is_err(), "{weights:?}");
    }
    assert!(Popularity::recorded("").is_err());
    assert!(Popularity::recorded("# nothing\n\n").is_err());
    assert!(Popularity::recorded_column("# a\nkey\nx\n", "other").is_err());
    assert_eq!(
        Cache::lru().check().unwrap_err().parameter(),
        "cache machine"
    );
    assert_eq!(
        Cache::lru()
            .on(machine(), 1)
            .check()
            .unwrap_err()
            .parameter(),
        "cache reserved"
    );
    assert_eq!(
        Cache::lru()
            .on(machine(), 1)
            .reserved(gib(1.0))
            .check()
            .unwrap_err()
            .parameter(),
        "cache lookup"
    );
    assert!(cache().check().is_ok());
    assert!(cache().reserved(gib(8.0)).check().is_err());
}
