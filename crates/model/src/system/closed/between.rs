//! Loads that follow each other closely: percentiles between them.
//!
//! ```text
//! searched for     o o     o       o       o       o       o     o o
//! between them         . .   . . .   . . .   . . .   . . .   . .
//! ```
//!
//! A percentile over the mean is a smooth function of the load: a polynomial through a few loads gives it for those between,
//! for a small part of the work. Towards both ends, where a polynomial errs the most, they lie closer together.
//!
//! Not where something else begins (data no longer fit in memory), nor close to saturation: so each of the inner loads must
//! follow from the others, too. What this misses is much less for the loads between. Where one does not follow, each half of
//! the loads is tried by itself.

use super::{Parts, Sweep};
use crate::error::Error;
use crate::interpolation::Polynomials;
use crate::report::{Prediction, Response};
use crate::system::definition::System;
use crate::workload::Traffic;

/// Loads that are searched for.
const NODES: usize = 9;
/// Where they are between the first and the last: the extrema of a polynomial of Chebyshev. `[1]`
const PLACES: [f64; NODES] = [
    0.0, 0.0381, 0.1464, 0.3087, 0.5, 0.6913, 0.8536, 0.9619, 1.0,
];
/// It takes so many loads that something is gained.
const LEAST: usize = 2 * NODES;
/// How unlike the distances between loads may be. `[1]`
const UNLIKE: f64 = 4.0;
/// How far a node may be from what the others make of it, relative. What the loads between are then right to, the test says.
const OFF: f64 = 1e-6;

/// A number of users, and percentiles there.
type Node = (f64, Parts);

/// The polynomials through some loads.
type Curve = Polynomials<NODES, 3>;

/// Those of the request, the replicas' lag and a task, where they are smooth.
type Curves<'a> = [Option<&'a Curve>; 3];

impl Sweep {
    /// Loads one after the other, each as [`predict`](Self::predict) says: to 1e-6 of a percentile of the response (3e-6 of lag and
    /// tasks), and exactly in all else.
    pub(super) fn stretch(
        &mut self,
        system: &System,
        habits: &Traffic,
        users: &[f64],
    ) -> Result<Vec<Prediction>, Error> {
        let mut found = vec![None; users.len()];
        let mut stretch = Stretch {
            sweep: self,
            system,
            load: habits.clone(),
        };
        stretch.fill(users, &mut found, Curves::default())?;
        Ok(found.into_iter().flatten().collect())
    }
}

/// A sweep on its way through some loads.
struct Stretch<'a> {
    sweep: &'a mut Sweep,
    system: &'a System,
    load: Traffic,
}

impl Stretch<'_> {
    /// Finds what happens under these loads, where it is known which curves are smooth there.
    fn fill(
        &mut self,
        users: &[f64],
        found: &mut [Option<Prediction>],
        known: Curves,
    ) -> Result<(), Error> {
        let places = places(self.system, users);
        let mut nodes: [Vec<Node>; 3] = Default::default();
        for at in &places {
            let prediction = self.find(users[*at], &mut found[*at], known)?;
            for (nodes, response) in nodes.iter_mut().zip(responses(prediction)) {
                nodes.extend(response.map(|response| (users[*at], parts(response))));
            }
        }
        let new = nodes.each_ref().map(|nodes| curve(nodes));
        let curves = [0, 1, 2].map(|kind| known[kind].or(new[kind].as_ref()));
        if (0..3).any(|kind| curves[kind].is_none() && !nodes[kind].is_empty()) {
            let half = users.len() / 2;
            let (before, after) = found.split_at_mut(half);
            self.fill(&users[..half], before, curves)?;
            return self.fill(&users[half..], after, curves);
        }
        for (users, found) in users.iter().zip(found) {
            self.find(*users, found, curves)?;
        }
        Ok(())
    }

    /// What happens under a load, unless it was found before.
    fn find<'a>(
        &mut self,
        users: f64,
        found: &'a mut Option<Prediction>,
        curves: Curves,
    ) -> Result<&'a Prediction, Error> {
        match found {
            Some(found) => Ok(found),
            none => {
                self.load.go_to(users);
                let known = curves.map(|curve| Some(curve?.at(users)));
                let prediction = self.sweep.goes_on(self.system, &self.load, known)?;
                Ok(none.insert(prediction))
            }
        }
    }
}

/// Which of these loads are nodes; none where nothing would be gained.
fn places(system: &System, users: &[f64]) -> Vec<usize> {
    // The whole distribution is asked for anyway where clients give up after a time.
    if users.len() < LEAST || system.client.is_some() || !users.is_sorted_by(|a, b| a < b) {
        return Vec::new();
    }
    let last = (users.len() - 1) as f64;
    let places = PLACES.map(|place| libm::round(place * last) as usize);
    let distances = places
        .windows(2)
        .map(|pair| (users[pair[1]] - users[pair[0]]) / (pair[1] - pair[0]) as f64);
    let (short, long) = distances.fold((f64::INFINITY, 0.0_f64), |(short, long), d| {
        (short.min(d), long.max(d))
    });
    if long <= UNLIKE * short {
        places.to_vec()
    } else {
        Vec::new()
    }
}

/// The response to a request, how far replicas are behind, and how long a task takes.
fn responses(prediction: &Prediction) -> [Option<&Response>; 3] {
    prediction.steady().map_or([None; 3], |report| {
        let lag = report
            .replication
            .as_ref()
            .map(|replication| &replication.lag);
        let task = report.tasks.as_ref().map(|tasks| &tasks.completion);
        [Some(&report.response), lag, task]
    })
}

fn parts(of: &Response) -> Parts {
    [of.p50, of.p95, of.p99].map(|percentile| percentile.value / of.mean.value)
}

/// Nothing unless there are enough nodes, and each of the inner ones is where the others say.
fn curve(nodes: &[Node]) -> Option<Curve> {
    let curve = Curve::through(nodes.try_into().ok()?);
    let near = |node| curve.off(node).iter().all(|off| (*off).abs() <= OFF);
    (1..NODES - 1).all(near).then_some(curve)
}
