//! How often an edge has what is asked for: the popularity of the files, its memory, its part of the requests.
//!
//! ```text
//! requests of the places it serves --> [ edge ] --misses--> [ shield ] --misses--> [ origin ]
//! ```
//!
//! With independent requests a cache that drops the least recently used hits as often for few requests as for many: only
//! the order of the requests matters, not their rate. So splitting users over ten points costs nothing in hit ratio, and
//! ten times the memory. It does cost when copies expire ([`Cdn::lifetime`]): then each point has to see a file often enough by itself.
//! Real places also like different files, which makes each edge better than this says, and the shield worse.

use super::definition::Cdn;
use crate::error::{Error, within};
use crate::queueing::che::{Che, Policy};
use crate::units::{Bytes, Rate};
use crate::workload::{Assets, Audience, Popularity};

/// The files that users fetch.
#[derive(Clone, Debug, PartialEq)]
pub struct Files {
    /// Bytes of each: all alike. 1 B to 1 PiB
    pub size: Bytes,
    /// How many there are. `[1]`, 1 to 10^15
    pub count: f64,
    /// Which of them are asked for.
    pub popularity: Popularity,
    /// How often one is asked for, by all users together. 10^-9 to 10^12. It only matters where copies expire.
    pub rate: Rate,
}

impl Files {
    /// The assets that pages make users fetch, with this many pages a second.
    pub fn of(assets: &Assets, pages: Rate) -> Self {
        Self {
            size: assets.size,
            count: assets.catalogue,
            popularity: assets.popularity.clone(),
            rate: pages * assets.per_request,
        }
    }

    /// Checks that every number is in its range.
    ///
    /// # Errors
    /// Names the first that is not.
    pub fn check(&self) -> Result<(), Error> {
        within("file size", self.size.bytes(), 1.0, 1_125_899_906_842_624.0)?;
        within("number of files", self.count, 1.0, 1e15)?;
        within("rate of file requests", self.rate.per_second(), 1e-9, 1e12)?;
        self.popularity.check()
    }

    /// Files that fit into a cache; a part of a file is no use.
    pub(crate) fn fitting(&self, memory: Bytes) -> f64 {
        (memory / self.size).floor().min(self.count)
    }
}

/// What becomes of the requests for files at one edge.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgeHits {
    /// Where the edge is.
    pub point: String,
    /// Which part of all requests it sees. `[1]`
    pub share: f64,
    /// Which part of those it answers itself. `[1]`
    pub edge: f64,
    /// Which part of the others the shield answers. `[1]`, 0 without a shield
    pub shield: f64,
}

impl EdgeHits {
    /// Which part of the edge's requests reach the origin. `[1]`
    pub fn to_origin(&self) -> f64 {
        (1.0 - self.edge) * (1.0 - self.shield)
    }
}

/// Which part of all requests reach the origin. Files are of one size, so it is the part of the bytes too. `[1]`
pub fn origin_share(edges: &[EdgeHits]) -> f64 {
    edges.iter().map(|edge| edge.share * edge.to_origin()).sum()
}

impl Cdn {
    /// Which part of the users each point serves, points without users left out: (index of the point, share).
    pub(crate) fn parts(&self, audience: &Audience) -> Result<Vec<(usize, f64)>, Error> {
        audience.check()?;
        let mut parts = vec![0.0; self.points().len()];
        for (place, share) in audience.shares() {
            parts[self.serving_index(place)?] += share;
        }
        let parts = parts.into_iter().enumerate();
        Ok(parts.filter(|(_, share)| *share > 0.0).collect())
    }

    /// How often each edge and the shield hit, by Che's approximation. Edges that nobody is sent to are left out.
    ///
    /// # Errors
    /// Names what is missing or out of range; a lifetime together with a shield, for which there is no formula here:
    /// [`simulate_hits`](Self::simulate_hits) has no such limit.
    pub fn hits(&self, audience: &Audience, files: &Files) -> Result<Vec<EdgeHits>, Error> {
        self.check()?;
        files.check()?;
        let parts = self.parts(audience)?;
        let mut fronts = Vec::new();
        for (index, share) in &parts {
            let entries = files.fitting(self.points()[*index].memory());
            let lifetime = self.fresh()?.map(|time| time * files.rate * *share);
            let che = Che::new(
                Policy::Lru,
                &files.popularity,
                files.count,
                entries,
                lifetime,
            )?;
            fronts.push((*share, che));
        }
        let behind = match self.shield_point() {
            Some(shield) if self.fresh()?.is_none() => {
                Che::shared_hit_ratios(&fronts, files.fitting(shield.memory()))?
            }
            Some(_) => {
                return Err(Error::refused(
                    "shield",
                    "has no closed form where copies expire: simulate it, or leave out the lifetime or the shield",
                ));
            }
            None => vec![0.0; fronts.len()],
        };
        let edges = parts.iter().zip(&fronts).zip(behind);
        Ok(edges
            .map(|(((index, share), (_, che)), shield)| EdgeHits {
                point: self.points()[*index].place().to_owned(),
                share: *share,
                edge: che.hit_ratio(),
                shield,
            })
            .collect())
    }
}
