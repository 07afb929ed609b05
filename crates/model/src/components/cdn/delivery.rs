//! What users at each place wait for a file or a video: the report, of one shape from both witnesses.

use super::definition::Cdn;
use super::hits::{EdgeHits, Files, origin_share};
use super::way::{Fetch, Playback, Source, Video, Way};
use crate::error::{Error, within};
use crate::report::Estimate;
use crate::units::{Bytes, Time, seconds};
use crate::workload::Audience;

/// What happens to the requests for files, place by place.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// The places of the audience, in its order.
    pub places: Vec<AtPlace>,
    /// Which part of all requests, and of all bytes, reach the origin.
    pub to_origin: Portion,
    /// Mean time to the first byte, over all users.
    pub first_byte: Estimate,
    /// Mean time until a file is there, over all users.
    pub fetch: Estimate,
    /// Mean time until a video starts, over all users; `None` if no video was asked for.
    pub play: Option<Estimate>,
}

/// What users at one place see.
#[derive(Clone, Debug, PartialEq)]
pub struct AtPlace {
    /// The place.
    pub place: String,
    /// Which part of the users is there. `[1]`
    pub share: f64,
    /// The point of presence that serves them.
    pub point: String,
    /// What may happen to a request, with its probability.
    pub outcomes: Vec<Outcome>,
    /// What would happen without edges; `None` where the round trip to the origin is not known.
    pub without: Option<Outcome>,
    /// Mean time to the first byte.
    pub first_byte: Estimate,
    /// Mean time until a file is there.
    pub fetch: Estimate,
    /// Mean time until a video starts, if one was asked for.
    pub play: Option<Estimate>,
}

/// One of the things that may happen to a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Where the file comes from.
    pub source: Source,
    /// How probable that is at this place. `[1]`
    pub chance: f64,
    /// When a file is there.
    pub fetch: Fetch,
    /// How a video plays, if one was asked for.
    pub play: Option<Playback>,
}

/// A part of a whole with its 95% confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Portion {
    /// The part. `[1]`, 0 to 1
    pub value: f64,
    /// Half the width of the 95% interval; `None` for a closed form. `[1]`
    pub half_width: Option<f64>,
}

impl Portion {
    /// Whether a part lies in the interval.
    pub fn covers(&self, value: f64) -> bool {
        (self.value - value).abs() <= self.half_width.unwrap_or(0.0)
    }
}

impl Delivery {
    /// The users at a place.
    ///
    /// # Errors
    /// Says that nobody is there.
    pub fn at(&self, place: &str) -> Result<&AtPlace, Error> {
        let found = self.places.iter().find(|at| at.place == place);
        found.ok_or_else(|| Error::missing(format!("users in {place}")))
    }

    /// The time within which this part (0 to 1) of all requests have their file: the distribution is a mixture of places and
    /// outcomes, a step for each.
    ///
    /// # Errors
    /// Names a part out of range.
    pub fn fetch_quantile(&self, part: f64) -> Result<Time, Error> {
        let part = within("quantile", part, 0.0, 1.0)?;
        let mut steps: Vec<(f64, f64)> = Vec::new();
        for at in &self.places {
            let outcomes = at.outcomes.iter().filter(|outcome| outcome.chance > 0.0);
            steps.extend(outcomes.map(|o| (o.fetch.last_byte.seconds(), at.share * o.chance)));
        }
        steps.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut sum = 0.0;
        let step = steps.iter().find(|(_, chance)| {
            sum += chance;
            sum >= part - 1e-12
        });
        Ok(seconds(
            step.or(steps.last()).map_or(0.0, |(time, _)| *time),
        ))
    }

    /// Which part of all requests have their file within a time. `[1]`
    pub fn fetched_within(&self, time: Time) -> f64 {
        let at = |at: &AtPlace| {
            let outcomes = at.outcomes.iter().filter(|o| o.fetch.last_byte <= time);
            at.share * outcomes.map(|o| o.chance).sum::<f64>()
        };
        self.places.iter().map(at).sum()
    }

    /// Which part of all videos play to their end without standing still, `None` if no video was asked for. `[1]`
    pub fn plays_through(&self) -> Option<f64> {
        let mut sum = 0.0;
        for at in &self.places {
            for outcome in &at.outcomes {
                let plays = outcome.play?.plays_through();
                sum += if plays {
                    at.share * outcome.chance
                } else {
                    0.0
                };
            }
        }
        Some(sum)
    }
}

/// How a witness times a way.
pub(super) trait Clockwork {
    fn fetch(&self, way: &Way, size: Bytes) -> Result<Fetch, Error>;
    fn play(&self, way: &Way, video: &Video) -> Result<Playback, Error>;
}

struct Closed;

impl Clockwork for Closed {
    fn fetch(&self, way: &Way, size: Bytes) -> Result<Fetch, Error> {
        way.fetch(size)
    }
    fn play(&self, way: &Way, video: &Video) -> Result<Playback, Error> {
        way.play(video)
    }
}

impl Cdn {
    /// What users at each place wait, in closed form: transfers by slow start, hits by Che's approximation. `video`: one to
    /// play, if that is asked; as often in the caches as the files.
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range.
    pub fn deliver(
        &self,
        audience: &Audience,
        files: &Files,
        video: Option<&Video>,
    ) -> Result<Delivery, Error> {
        let hits = self.hits(audience, files)?;
        self.delivered(audience, files, video, &hits)
    }

    /// [`deliver`](Self::deliver) where it is known how often the edges hit.
    pub(crate) fn delivered(
        &self,
        audience: &Audience,
        files: &Files,
        video: Option<&Video>,
        hits: &[EdgeHits],
    ) -> Result<Delivery, Error> {
        self.assemble(audience, files, video, hits, &Closed)
    }

    /// The report from hits and transfer times, without intervals.
    pub(super) fn assemble(
        &self,
        audience: &Audience,
        files: &Files,
        video: Option<&Video>,
        hits: &[EdgeHits],
        clock: &impl Clockwork,
    ) -> Result<Delivery, Error> {
        let mut places = Vec::new();
        for (place, share) in audience.shares() {
            let point = self.serving(place)?.place().to_owned();
            let outcome = |source| self.outcome(place, source, (files, video), clock);
            let mut outcomes = vec![outcome(Source::Edge)?];
            if self.shield_point().is_some() {
                outcomes.push(outcome(Source::Shield)?);
            }
            outcomes.push(outcome(Source::Miss)?);
            let known = self.between(place, self.origin()).is_ok();
            let without = known.then(|| outcome(Source::Origin)).transpose()?;
            places.push(AtPlace::of(place, share, point, outcomes, without));
        }
        Ok(Delivery::of(places).with_hits(hits))
    }

    fn outcome(
        &self,
        place: &str,
        source: Source,
        (files, video): (&Files, Option<&Video>),
        clock: &impl Clockwork,
    ) -> Result<Outcome, Error> {
        let way = self.way(place, source)?;
        Ok(Outcome {
            source,
            chance: if source == Source::Origin { 1.0 } else { 0.0 },
            fetch: clock.fetch(&way, files.size)?,
            play: video.map(|video| clock.play(&way, video)).transpose()?,
        })
    }
}

impl AtPlace {
    /// Before anything is known about hits.
    fn of(
        place: &str,
        share: f64,
        point: String,
        outcomes: Vec<Outcome>,
        without: Option<Outcome>,
    ) -> Self {
        let unknown = Estimate::exact(Time::ZERO);
        Self {
            place: place.to_owned(),
            share,
            point,
            first_byte: unknown,
            fetch: unknown,
            play: outcomes[0].play.map(|_| unknown),
            outcomes,
            without,
        }
    }

    /// The same times, as probable as these hits make them.
    fn mix(&mut self, hits: &EdgeHits) {
        for outcome in &mut self.outcomes {
            outcome.chance = match outcome.source {
                Source::Edge => hits.edge,
                Source::Shield => (1.0 - hits.edge) * hits.shield,
                Source::Miss => hits.to_origin(),
                Source::Origin => outcome.chance,
            };
        }
        let mean = |of: fn(&Outcome) -> Time| {
            Estimate::exact(self.outcomes.iter().map(|o| of(o) * o.chance).sum())
        };
        let starts = |o: &Outcome| o.play.map_or(Time::ZERO, |play| play.starts);
        (self.first_byte, self.fetch, self.play) = (
            mean(|o| o.fetch.first_byte),
            mean(|o| o.fetch.last_byte),
            self.play.map(|_| mean(starts)),
        );
    }
}

impl Delivery {
    /// Before anything is known about hits.
    fn of(places: Vec<AtPlace>) -> Self {
        let unknown = Estimate::exact(Time::ZERO);
        let played = places.first().and_then(|at| at.play);
        Self {
            places,
            to_origin: Portion {
                value: 0.0,
                half_width: None,
            },
            first_byte: unknown,
            fetch: unknown,
            play: played.map(|_| unknown),
        }
    }

    /// The same places and times with these hits.
    pub(super) fn with_hits(&self, hits: &[EdgeHits]) -> Self {
        let mut all = self.clone();
        for at in &mut all.places {
            if let Some(edge) = hits.iter().find(|edge| edge.point == at.point) {
                at.mix(edge);
            }
        }
        let mean = |of: fn(&AtPlace) -> Time| {
            Estimate::exact(all.places.iter().map(|at| of(at) * at.share).sum())
        };
        let starts = |at: &AtPlace| at.play.map_or(Time::ZERO, |play| play.value);
        let means = (
            mean(|at| at.first_byte.value),
            mean(|at| at.fetch.value),
            mean(starts),
        );
        all.to_origin.value = origin_share(hits);
        (all.first_byte, all.fetch) = (means.0, means.1);
        all.play = all.play.map(|_| means.2);
        all
    }
}
