//! The routes of a system under another load: the same steps with other odds.

use super::Router;
use crate::error::Error;
use crate::network::Step;
use crate::system::definition::System;
use crate::system::plan::{APPLY, FILES, FLUSH, REQUEST, Shape};
use crate::workload::Demand;

/// Takes over the odds of a system under another load: data, and with them what hits and misses.
pub(in super::super) fn adjust(
    routes: &mut [Vec<Step>],
    system: &System,
    demand: &Demand,
    built: &Shape,
) -> Result<(), Error> {
    let router = Router {
        system,
        demand,
        built,
    };
    let files = router.files();
    if files.is_empty() != routes[FILES].is_empty() {
        routes[REQUEST] = router.request()?;
    } else if let Some(queries) = routes[REQUEST]
        .iter_mut()
        .find(|step| matches!(step, Step::Repeat { .. }))
    {
        *queries = router.queries()?;
    }
    routes[APPLY] = router.apply()?;
    routes[FLUSH] = router.flush()?;
    routes[FILES] = files;
    Ok(())
}
