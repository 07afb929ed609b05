//! How likely an object is in a cache, by its share of the reads and the characteristic time T.

use super::catalogue::growth;

/// x/(1 + x), also for infinite x.
#[inline]
pub(super) fn ratio(x: f64) -> f64 {
    if x.is_infinite() { 1.0 } else { x / (1.0 + x) }
}

/// The integral of e^(-rate t) from 0 to `to`.
pub(super) fn part(rate: f64, to: f64) -> f64 {
    if rate * to < 1e-12 || rate == 0.0 {
        to
    } else {
        growth(rate * to) / rate
    }
}

/// How likely an object is in the cache, and the slope by T.
#[inline]
pub(super) fn filled_lru(p: f64, t: f64) -> (f64, f64) {
    let inside = growth(p * t);
    (inside, p * (1.0 - inside))
}

/// As [`filled_lru`], where writes remove objects: there is one whose last event was a read, less than T ago.
#[inline]
pub(super) fn filled_last(p: f64, t: f64, writes: f64) -> (f64, f64) {
    let events = 1.0 + writes;
    let happened = growth(p * events * t);
    (happened / events, p * (1.0 - happened))
}

/// As [`filled_fifo`], where writes remove objects, also those that have expired.
#[inline]
pub(super) fn filled_until(p: f64, t: f64, (lifetime, writes): (f64, f64)) -> (f64, f64) {
    let removed = p * writes;
    let fresh = part(removed, t.min(lifetime));
    let cycle = 1.0 + p * fresh;
    if t <= lifetime {
        let slope = p * (1.0 - growth(removed * t)) / (cycle * cycle);
        return (p * fresh / cycle, slope);
    }
    let (old, still) = (t - lifetime, 1.0 - growth(removed * lifetime));
    let expired = still * part(removed + p, old);
    let slope = p * still * (1.0 - growth((removed + p) * old)) / cycle;
    (p * (fresh + expired) / cycle, slope)
}

/// As [`filled_lru`]. What has expired stays in its place until it is read (and loaded again, as new) or T has passed.
#[inline]
pub(super) fn filled_fifo(p: f64, t: f64, lifetime: f64) -> (f64, f64) {
    if t <= lifetime {
        let empty = 1.0 / (1.0 + p * t);
        return (p * t * empty, p * empty * empty);
    }
    let fresh = p * lifetime;
    let read = growth(p * (t - lifetime));
    (
        (fresh + read) / (fresh + 1.0),
        p * (1.0 - read) / (fresh + 1.0),
    )
}
