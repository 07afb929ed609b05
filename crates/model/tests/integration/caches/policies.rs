//! Simulated policies: against slow models of themselves, and what must hold for any trace.

use model::simulation::caches::{Expiring, Fifo, Keys, Lfu, Lru, Policy, Room, S3Fifo, Sieve, Ttl};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{HashMap, VecDeque};

/// LRU and FIFO in one vector: the newest in front.
fn listed(trace: &[u32], capacity: u64, sizes: &[u32], moves: bool) -> Vec<bool> {
    let size = |key: u32| u64::from(sizes[key as usize]);
    let mut held: VecDeque<u32> = VecDeque::new();
    let request = |key: &u32| {
        if let Some(at) = held.iter().position(|other| other == key) {
            if moves {
                held.remove(at);
                held.push_front(*key);
            }
            return true;
        }
        if size(*key) <= capacity {
            while held.iter().map(|k| size(*k)).sum::<u64>() + size(*key) > capacity {
                held.pop_back();
            }
            held.push_front(*key);
        }
        false
    };
    trace.iter().map(request).collect()
}

/// LFU by looking at all: the lowest count goes, of equals the one whose last read is the oldest.
fn least_frequent(trace: &[u32], entries: usize) -> Vec<bool> {
    let mut counts: HashMap<u32, (u32, usize)> = HashMap::new();
    let mut held: Vec<u32> = Vec::new();
    let request = |(now, key): (usize, &u32)| {
        let count = counts.entry(*key).or_default();
        *count = (count.0 + 1, now);
        let hit = held.contains(key);
        if !hit {
            if held.len() == entries {
                let worst = (0..held.len()).min_by_key(|n| counts[&held[*n]]).unwrap();
                held.swap_remove(worst);
            }
            held.push(*key);
        }
        hit
    };
    trace.iter().enumerate().map(request).collect()
}

/// SIEVE on a vector, the newest in front, with the hand as the key it points at.
fn sieve(trace: &[u32], entries: usize) -> Vec<bool> {
    let mut held: Vec<(u32, bool)> = Vec::new();
    let mut hand: Option<u32> = None;
    let request = |key: &u32| {
        if let Some(entry) = held.iter_mut().find(|entry| entry.0 == *key) {
            entry.1 = true;
            return true;
        }
        if held.len() == entries {
            let at = hand.and_then(|key| held.iter().position(|entry| entry.0 == key));
            let mut at = at.unwrap_or(held.len() - 1);
            while held[at].1 {
                held[at].1 = false;
                at = at.checked_sub(1).unwrap_or(held.len() - 1);
            }
            hand = at.checked_sub(1).map(|before| held[before].0);
            held.remove(at);
        }
        held.insert(0, (*key, false));
        false
    };
    trace.iter().map(request).collect()
}

/// S3-FIFO with three double-ended queues, after the pseudo-code of the paper.
fn s3_fifo(trace: &[u32], entries: usize) -> Vec<bool> {
    let small_room = (entries / 10).max(1);
    let main_room = entries - small_room;
    let (mut small, mut main) = (VecDeque::<(u32, u32)>::new(), VecDeque::<(u32, u32)>::new());
    let mut ghosts = VecDeque::<u32>::new();
    let mut hits = Vec::new();
    for key in trace {
        let found = small
            .iter_mut()
            .chain(main.iter_mut())
            .find(|entry| entry.0 == *key);
        if let Some(entry) = found {
            entry.1 = (entry.1 + 1).min(3);
            hits.push(true);
            continue;
        }
        hits.push(false);
        let ghost = ghosts.iter().position(|ghost| ghost == key);
        ghost.and_then(|at| ghosts.remove(at));
        while small.len() + main.len() == entries {
            if main.len() > main_room || small.is_empty() {
                let (key, reads) = main.pop_back().unwrap();
                if reads > 0 {
                    main.push_front((key, reads - 1));
                }
            } else {
                let (key, reads) = small.pop_back().unwrap();
                if reads > 1 {
                    main.push_front((key, 0));
                } else {
                    ghosts.push_front(key);
                    ghosts.truncate(main_room);
                }
            }
        }
        let queue = if ghost.is_some() {
            &mut main
        } else {
            &mut small
        };
        queue.push_front((*key, 0));
    }
    hits
}

fn play(mut policy: impl Policy, trace: &[u32], capacity: u64) -> Vec<bool> {
    let request = |key: &u32| {
        let known = policy.contains(*key);
        let hit = policy.request(*key);
        assert_eq!(known, hit);
        assert!(policy.used() <= capacity, "{} of {capacity}", policy.used());
        hit
    };
    trace.iter().map(request).collect()
}

fn hits(policy: impl Policy, trace: &[u32]) -> usize {
    play(policy, trace, u64::MAX)
        .iter()
        .filter(|hit| **hit)
        .count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lists_are_as_their_slow_models(
        trace in vec(0..30_u32, 0..400),
        sizes in vec(1..9_u32, 30),
        capacity in 0..60_u64,
    ) {
        let room = || Room::sized(capacity, sizes.clone());
        for keys in [Keys::Below(30), Keys::Any] {
            prop_assert_eq!(play(Lru::new(keys, room()), &trace, capacity), listed(&trace, capacity, &sizes, true));
            prop_assert_eq!(play(Fifo::new(keys, room()), &trace, capacity), listed(&trace, capacity, &sizes, false));
        }
    }

    #[test]
    fn policies_that_count_are_as_their_slow_models(trace in vec(0..40_u32, 0..500), entries in 1..30_usize) {
        let (room, capacity) = (|| Room::entries(entries as u64), entries as u64);
        for keys in [Keys::Below(40), Keys::Any] {
            prop_assert_eq!(play(Lfu::new(keys, room()), &trace, capacity), least_frequent(&trace, entries));
            prop_assert_eq!(play(Sieve::new(keys, room()), &trace, capacity), sieve(&trace, entries));
            prop_assert_eq!(play(S3Fifo::new(keys, room()), &trace, capacity), s3_fifo(&trace, entries));
        }
    }

    #[test]
    fn objects_of_any_size_never_fill_more_than_there_is(
        trace in vec(0..30_u32, 0..400),
        sizes in vec(0..50_u32, 1..30),
        capacity in 0..100_u64,
    ) {
        let room = || Room::sized(capacity, sizes.clone());
        for keys in [Keys::Below(3), Keys::Any] {
            play(Lfu::new(keys, room()), &trace, capacity);
            play(Sieve::new(keys, room()), &trace, capacity);
            play(S3Fifo::new(keys, room()), &trace, capacity);
        }
    }

    #[test]
    fn a_larger_lru_cache_has_all_hits_of_a_smaller(trace in vec(0..40_u32, 0..500), entries in 0..40_u64, more in 0..10_u64) {
        let small = play(Lru::new(Keys::Below(40), Room::entries(entries)), &trace, entries);
        let large = play(Lru::new(Keys::Below(40), Room::entries(entries + more)), &trace, entries + more);
        prop_assert!(small.iter().zip(&large).all(|(small, large)| !small || *large));
    }

    #[test]
    fn what_is_fresh_was_loaded_within_its_lifetime(
        trace in vec((0..10_u32, 0..20_u64), 0..300),
        lifetime in 1..50_u64,
        entries in 1..10_u64,
    ) {
        let mut ttl = Ttl::new(Keys::Below(10), lifetime);
        let mut lru = Expiring::new(Lru::new(Keys::Below(10), Room::entries(entries)), lifetime);
        let (mut loaded, mut now) = (HashMap::new(), 0);
        for (key, gap) in trace {
            now += gap;
            let fresh = loaded.get(&key).is_some_and(|at| now < at + lifetime);
            prop_assert_eq!(ttl.request_at(key, now), fresh);
            if !fresh {
                loaded.insert(key, now);
            }
            prop_assert!(lru.policy().used() <= entries);
            let present = lru.policy().contains(key);
            let hit = lru.request_at(key, now);
            prop_assert!(present || !hit);
        }
    }
}

#[test]
fn an_expired_object_is_loaded_once_and_fresh_again() {
    let mut cache = Expiring::new(Fifo::new(Keys::Any, Room::entries(2)), 10);
    let reads = [
        (1, 0),
        (1, 9),
        (2, 9),
        (1, 10),
        (3, 11),
        (1, 19),
        (2, 19),
        (1, 20),
    ];
    // Loaded again at 10, object 1 is the newest: at 11 object 2 goes. At 19 object 2 is back and 1 goes, the older one.
    let hits = reads.map(|(key, now)| cache.request_at(key, now));
    assert_eq!(hits, [false, true, false, false, false, true, false, false]);
}

#[test]
fn a_larger_fifo_cache_may_hit_less() {
    // Belady, Nelson and Shedler, "An anomaly in space-time characteristics of certain programs..." (CACM 1969).
    let trace = [1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5];
    let misses = |entries| trace.len() - hits(Fifo::new(Keys::Any, Room::entries(entries)), &trace);
    assert_eq!((misses(3), misses(4)), (9, 10));
}

#[test]
fn a_cache_without_room_never_hits_and_keeps_nothing() {
    let trace = [1, 1, 2, 2, 1];
    let room = || Room::entries(0);
    assert_eq!(hits(Lru::new(Keys::Any, room()), &trace), 0);
    assert_eq!(hits(Fifo::new(Keys::Any, room()), &trace), 0);
    assert_eq!(hits(Lfu::new(Keys::Any, room()), &trace), 0);
    assert_eq!(hits(Sieve::new(Keys::Any, room()), &trace), 0);
    assert_eq!(hits(S3Fifo::new(Keys::Any, room()), &trace), 0);
}
