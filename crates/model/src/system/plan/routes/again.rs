//! The routes of a system under another load: the same steps with other odds.

use super::{Router, build};
use crate::error::Error;
use crate::network::Step;
use crate::system::definition::System;
use crate::system::plan::{APPLY, FILES, FLUSH, REQUEST, Shape};
use crate::workload::Demand;
use std::ops::Range;

/// The same routes where data, and with them what hits and misses, are others: `queries` says where the queries of a
/// request stand.
pub(in super::super) fn adjust(
    routes: &mut Vec<Vec<Step>>,
    queries: Range<usize>,
    system: &System,
    demand: &Demand,
    built: &Shape,
) -> Result<Range<usize>, Error> {
    let router = Router {
        system,
        demand,
        built,
    };
    let query = router.query()?;
    let each = queries.len() / demand.queries.max(1) as usize;
    let request = &mut routes[REQUEST][queries.clone()];
    let alike = |old: &mut [Step]| copy(old, &query);
    if each != query.len() || !request.chunks_mut(each.max(1)).all(alike) {
        let (new, queries) = build(system, demand, built)?;
        *routes = new;
        return Ok(queries);
    }
    routes[APPLY] = router.apply()?;
    routes[FLUSH] = router.flush()?;
    routes[FILES] = router.files();
    Ok(queries)
}

/// Takes over the numbers of other steps; false if they do not go the same ways.
fn copy(to: &mut [Step], from: &[Step]) -> bool {
    let one = |(to, from): (&mut Step, &Step)| match (to, from) {
        (
            Step::Either {
                chance: old,
                then: a,
                otherwise: b,
            },
            Step::Either {
                chance,
                then,
                otherwise,
            },
        ) => {
            *old = *chance;
            copy(a, then) && copy(b, otherwise)
        }
        (Step::Either { .. }, _) | (_, Step::Either { .. }) => false,
        (to, from) => {
            *to = from.clone();
            true
        }
    };
    to.len() == from.len() && to.iter_mut().zip(from).all(one)
}
