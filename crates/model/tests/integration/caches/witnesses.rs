//! The simulated cache and Che's approximation judge each other.

use model::prelude::*;
use model::queueing::che::{self, Che};
use model::simulation::caches::{
    Draws, Effort, Keys, Kind, Ttl, cold_start, measured_hit_ratio, replayed_hit_ratio,
};
use model::simulation::{Stream, Streams};

fn effort() -> Effort {
    Effort {
        requests: 300_000,
        warm_up: 400_000,
        ..Effort::default()
    }
}

fn dice() -> Stream {
    Streams::new(7, 0).stream("test")
}

fn closed(policy: che::Policy, s: f64, objects: f64, entries: f64, lifetime: Option<f64>) -> Che {
    Che::new(policy, &Popularity::zipf(s), objects, entries, lifetime).unwrap()
}

/// Twice the 95% interval, and what the approximation itself may be off.
fn agree(kind: Kind, s: f64, objects: f64, entries: f64, lifetime: Option<f64>, off: f64) {
    let policy = match kind {
        Kind::Lru => che::Policy::Lru,
        Kind::Fifo => che::Policy::Fifo,
        Kind::Lfu => che::Policy::Lfu,
        _ => che::Policy::Ttl,
    };
    let expected = closed(policy, s, objects, entries, lifetime).hit_ratio();
    let popularity = Popularity::zipf(s);
    let got = measured_hit_ratio(kind, &popularity, objects, entries, lifetime, &effort()).unwrap();
    assert!(
        (got.hit_ratio - expected).abs() <= 2.0 * got.half_width + off,
        "{kind:?} {s} {objects} {entries} {lifetime:?}: closed {expected}, simulated {got:?}"
    );
}

#[test]
fn lru_and_fifo_over_a_grid_of_sizes_and_exponents() {
    for s in [0.6, 0.9, 1.2] {
        for entries in [100.0, 1_000.0, 5_000.0] {
            agree(Kind::Lru, s, 10_000.0, entries, None, 5e-4);
            agree(Kind::Fifo, s, 10_000.0, entries, None, 5e-4);
        }
    }
}

#[test]
fn lfu_in_the_long_run() {
    // Che's answer is that of known frequencies. Counts tell neighbours apart only after many reads, and the place of what
    // was just loaded is lost: the simulation stays below by up to 0.02.
    for s in [0.8, 1.2] {
        for entries in [100.0, 1_000.0] {
            agree(Kind::Lfu, s, 5_000.0, entries, None, 0.02);
        }
    }
}

#[test]
fn lifetimes_instead_of_eviction_and_with_it() {
    for lifetime in [300.0, 10_000.0] {
        agree(Kind::Ttl, 0.8, 5_000.0, 5_000.0, Some(lifetime), 5e-4);
        agree(Kind::Fifo, 0.8, 5_000.0, 500.0, Some(lifetime), 1e-3);
        // The second approximation costs LRU another 0.01 where the two times are alike.
        agree(Kind::Lru, 0.8, 5_000.0, 500.0, Some(lifetime), 0.01);
    }
}

#[test]
fn a_hundred_million_objects_by_a_scaled_cache() {
    for entries in [50.0, 1e5, 1e7] {
        agree(Kind::Lru, 0.8, 1e8, entries, None, 2e-3);
        agree(Kind::Fifo, 1.0, 1e8, entries, None, 2e-3);
    }
}

#[test]
fn policies_rank_as_their_papers_say() {
    let ratio = |kind| {
        let popularity = Popularity::zipf(1.0);
        let got = measured_hit_ratio(kind, &popularity, 10_000.0, 500.0, None, &effort()).unwrap();
        (got.hit_ratio, got.half_width)
    };
    let [fifo, lru, sieve, s3, lfu] =
        [Kind::Fifo, Kind::Lru, Kind::Sieve, Kind::S3Fifo, Kind::Lfu].map(ratio);
    for (better, worse) in [(lru, fifo), (sieve, lru), (s3, lru), (lfu, lru)] {
        assert!(
            better.0 - worse.0 > better.1 + worse.1,
            "{better:?} {worse:?}"
        );
    }
    let best = Popularity::zipf(1.0).share_of_top(500.0, 10_000.0).unwrap();
    assert!(sieve.0 < best && s3.0 < best && lfu.0 < best + lfu.1);
}

#[test]
fn rejection_and_table_draw_the_same_law() {
    for s in [0.0, 0.7, 1.0, 1.3] {
        let objects = 100_000.0;
        for draws in [
            Draws::by_rejection(s, objects),
            Draws::from_table(s, objects),
        ] {
            let (draws, mut stream, n) = (draws.unwrap(), dice(), 200_000);
            let ranks: Vec<u64> = (0..n).map(|_| draws.draw(&mut stream)).collect();
            assert!(ranks.iter().all(|rank| *rank < 100_000));
            for top in [1.0, 10.0, 1_000.0, 50_000.0] {
                let share = Popularity::zipf(s).share_of_top(top, objects).unwrap();
                let got =
                    ranks.iter().filter(|rank| (**rank as f64) < top).count() as f64 / f64::from(n);
                let error = (share * (1.0 - share) / f64::from(n)).sqrt();
                assert!(
                    (got - share).abs() <= 4.0 * error,
                    "{s} {top}: {got} of {share}"
                );
            }
        }
    }
}

#[test]
fn a_recorded_list_is_replayed_in_its_order() {
    // Round and round over more keys than fit: LRU never hits, whatever popularity alone would say.
    let text: String = (0..3_000).map(|n| format!("key {}\n", n % 30)).collect();
    let around = Popularity::recorded(&text).unwrap();
    let lru = measured_hit_ratio(Kind::Lru, &around, 30.0, 20.0, None, &effort()).unwrap();
    assert_eq!(lru.hit_ratio, 0.0);
    let independent = Che::new(che::Policy::Lru, &around, 30.0, 20.0, None).unwrap();
    assert!((independent.hit_ratio() - 20.0 / 30.0).abs() < 1e-9);
    // In random order it is what the closed form says of these counts.
    let (draws, mut stream) = (Draws::new(&Popularity::zipf(0.9), 2_000.0).unwrap(), dice());
    let csv: String = (0..200_000)
        .map(|_| format!("{},x\n", draws.draw(&mut stream)))
        .collect();
    let random =
        Popularity::recorded_column(&format!("# made here\nkey,what\n{csv}"), "key").unwrap();
    let objects = random.shares().len() as f64;
    let expected = Che::new(che::Policy::Lru, &random, objects, 200.0, None)
        .unwrap()
        .hit_ratio();
    let got = measured_hit_ratio(Kind::Lru, &random, objects, 200.0, None, &effort()).unwrap();
    assert!(
        (got.hit_ratio - expected).abs() < 2.0 * got.half_width + 1e-3,
        "{expected} {got:?}"
    );
    // A tenth of the keys says nearly the same.
    let reads = random.reads().unwrap();
    let few = Effort {
        requests: 2_000,
        ..effort()
    };
    let sampled = replayed_hit_ratio(Kind::Lru, reads, 200.0, None, &few).unwrap();
    assert!(
        (sampled.hit_ratio - got.hit_ratio).abs() < 2.0 * sampled.half_width,
        "{sampled:?}"
    );
}

#[test]
fn a_cold_cache_warms_as_the_formula_says() {
    let until = [100.0, 300.0, 1_000.0, 3_000.0];
    let popularity = Popularity::zipf(0.8);
    let rows = cold_start(Kind::Lru, &popularity, 20_000.0, 2_000.0, &until, &effort()).unwrap();
    let che = closed(che::Policy::Lru, 0.8, 20_000.0, 2_000.0, None);
    let mut before = 0.0;
    for (row, until) in rows.iter().zip(until) {
        // Misses of a cache that has not evicted yet: the different objects.
        let misses =
            che.missed_after(until).unwrap().min(f64::INFINITY) - che.missed_after(before).unwrap();
        let expected = 1.0 - misses / (until - before);
        if che.missed_after(until).unwrap() < 2_000.0 {
            assert!(
                (row.hit_ratio - expected).abs() < 2.0 * row.half_width,
                "{until} {expected} {row:?}"
            );
        }
        before = until;
    }
    assert!(
        rows.windows(2)
            .all(|pair| pair[0].hit_ratio < pair[1].hit_ratio)
    );
}

#[test]
fn a_second_cache_behind_the_first() {
    let popularity = Popularity::zipf(0.9);
    let caches = |first: f64, second: f64| {
        [first, second].map(|entries| Cache::lru().memory(kib(4.0) * entries))
    };
    for (sizes, objects, error) in [
        ((500.0, 500.0), 1e4, 0.004),
        ((500.0, 2_000.0), 1e4, 0.004),
        ((2_000.0, 500.0), 1e4, 0.004),
        ((5e5, 2e6), 1e7, 0.005), // the same a thousand times as large, by a scaled one
        ((200.0, 4e6), 1e7, 0.01), // a first one that would have no place left
        ((9_900.0, 9_990.0), 1e4, 0.01), // one that misses hardly anything
    ] {
        let [first, second] = caches(sizes.0, sizes.1);
        let rate = per_second(1_000.0);
        let expected = first
            .closed_hit_ratios_before(&second, objects, kib(4.0), &popularity, rate)
            .unwrap();
        let got = first
            .simulated_hit_ratios_before(&second, objects, kib(4.0), &popularity, &effort())
            .unwrap();
        for (expected, got) in expected.iter().zip(&got) {
            let room = 2.0 * got.half_width.unwrap() + error;
            assert!(
                (got.value - expected.value).abs() < room,
                "{sizes:?}: {expected:?}, simulated {got:?}"
            );
        }
    }
    let [first, second] = caches(100.0, 1e8);
    assert!(
        first
            .simulated_hit_ratios_before(&second, 1e9, kib(4.0), &popularity, &effort())
            .is_err()
    );
    // Others evict, too; a time to live does not.
    let [first, second] = caches(500.0, 2_000.0);
    let sieve = Cache::sieve().memory(first.capacity().unwrap());
    let ratios = sieve.simulated_hit_ratios_before(&second, 1e4, kib(4.0), &popularity, &effort());
    assert!(ratios.unwrap()[0].value > got_by(&first, &popularity));
    let dated = second.time_to_live(seconds(9.0));
    let refused = first.simulated_hit_ratios_before(&dated, 1e4, kib(4.0), &popularity, &effort());
    assert_eq!(refused.unwrap_err().parameter(), "time to live");
    let rate = per_second(1_000.0);
    for (first, second) in [(&sieve, &first), (&first, &sieve), (&first, &dated)] {
        let refused = first.closed_hit_ratios_before(second, 1e4, kib(4.0), &popularity, rate);
        assert!(refused.is_err());
    }
}

fn got_by(cache: &Cache, popularity: &Popularity) -> f64 {
    let rate = per_second(1_000.0);
    let ratio = cache.simulated_hit_ratio(1e4, kib(4.0), popularity, rate, &effort());
    ratio.unwrap().value
}

#[test]
fn stale_reads_under_a_lifetime() {
    let (objects, lifetime, writes) = (200.0, 2_000.0, 0.3);
    let expected = closed(che::Policy::Ttl, 0.8, objects, objects, Some(lifetime))
        .stale_share(writes)
        .unwrap();
    let (draws, mut stream) = (Draws::new(&Popularity::zipf(0.8), objects).unwrap(), dice());
    let mut cache = Ttl::new(Keys::Below(200), (lifetime * 1e6) as u64);
    let (mut now, mut old, mut reads, mut stale) = (0, [false; 200], 0, 0);
    while reads < 400_000 {
        now += (stream.exponential() / (1.0 + writes) * 1e6) as u64;
        let key = draws.draw(&mut stream) as usize;
        if stream.happens(writes / (1.0 + writes)) {
            old[key] = true;
            continue;
        }
        let hit = cache.request_at(key as u32, now);
        old[key] &= hit;
        (reads, stale) = (reads + 1, stale + u32::from(old[key]));
    }
    let got = f64::from(stale) / f64::from(reads);
    assert!(
        (got - expected).abs() < 0.005,
        "{expected}, simulated {got}"
    );
}
