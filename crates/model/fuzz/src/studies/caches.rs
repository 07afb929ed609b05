//! A cache: stampedes, cold starts, writes that wait, old values, sizes.

use super::machines;
use crate::answers::{judged, ordinary, share};
use crate::systems::{Bits, cache, number, popularity, size, time};
use arbitrary::Result;
use model::components::cache::simulated_stampede;
use model::prelude::*;
use model::simulation::caches::Effort;

/// Reads at most while a value is computed, where each of them is played.
const FEW: f64 = 100.0;

pub(super) fn ask(bits: Bits) -> Result<()> {
    let machines = machines(bits)?;
    let cache = cache(bits, &machines)?;
    let (reads, recompute) = (per_second(number(bits, 1e3)?), time(bits, 0.05)?);
    if let Some(one) = judged("stampede", cache.stampede(reads, recompute)) {
        assert!(
            one.asked >= 1.0 && (one.asked == 1.0 || one.waiting == 0.0),
            "{one:?}"
        );
        if reads * recompute < FEW {
            let effort = Effort::draft();
            let played = simulated_stampede(&cache, reads, recompute, &effort);
            judged("simulated stampede", played);
        }
    }
    if let Some(load) = judged("load of stampedes", cache.stampede_load(reads, recompute)) {
        assert!(load <= reads * (1.0 + 1e-9), "{load} of {reads}");
    }
    if cache.check().is_ok() {
        ordinary("write", &cache.write_cost());
    }
    let (objects, each) = (number(bits, 1e5)?, size(bits, 4e3)?);
    let popularity = popularity(bits)?;
    let writes = number(bits, 0.1)?;
    let closed = cache.closed_hit_ratio(objects, each, &popularity, reads);
    if let Some(ratio) = judged("hit ratio", closed) {
        share("hit ratio", ratio.value);
        share("misses", ratio.misses());
    }
    let old = cache.stale_share(objects, each, &popularity, reads, writes);
    if let Some(old) = judged("old values", old) {
        share("old values", old);
    }
    let near = number(bits, 0.05)?;
    let cold = cache.cold_start(objects, each, &popularity, (reads, writes), near);
    if let Some(cold) = judged("cold start", cold) {
        assert!(cold.last_load <= cold.first_load * (1.0 + 1e-9), "{cold:?}");
    }
    let waiting = cache.back_log(objects, &popularity, per_second(number(bits, 10.0)?));
    judged("writes that wait", waiting);
    Ok(())
}
