//! Requests with slow work, taken out of a sample path.

use crate::palette::Role;
use crate::parts;
use model::prelude::*;
use model::simulation::{Doing, End, Span, Story};

/// A request with slow work. Times in seconds from the first moment, later from the first such request.
#[derive(Clone, Debug)]
pub(super) struct Errand {
    pub(super) arrived: f64,
    pub(super) answered: Option<f64>, // nothing where the client got no answer while we look
    pub(super) done: Option<f64>,     // end of the slow work
    pub(super) acts: Vec<Act>,        // by their begin
}

/// Something that a request, or its work, does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Act {
    pub(super) from: f64,  // [s]
    pub(super) until: f64, // [s]
    pub(super) waits: bool,
    pub(super) slow: bool, // belongs to the slow work
    pub(super) role: Role,
}

impl Errand {
    /// Counts from another moment. `[s]`
    pub(super) fn since(&mut self, moment: f64) {
        self.arrived -= moment;
        for time in [&mut self.answered, &mut self.done].into_iter().flatten() {
            *time -= moment;
        }
        for act in &mut self.acts {
            act.from -= moment;
            act.until -= moment;
        }
    }
}

/// All that came while we look and whose slow work is seen.
pub(super) fn all(path: &SamplePath) -> Vec<Errand> {
    let came = path
        .requests
        .iter()
        .filter(|story| story.arrived >= path.from);
    came.filter_map(|story| errand(story, path)).collect()
}

fn errand(story: &Story, path: &SamplePath) -> Option<Errand> {
    let slow = slow_spans(story, path);
    if slow.is_empty() {
        return None;
    }
    let at = |time: Time| (story.arrived + time - path.from).seconds();
    let acts = story.spans.iter().enumerate().filter_map(|(index, span)| {
        let stand = stand(span, path)?;
        let slow = slow.contains(&index);
        let seen = matches!(
            span.doing,
            Doing::Waiting | Doing::Served | Doing::WaitingForPlace
        );
        // Beside the answer only the slow work is of interest: not what replicas copy or files load.
        (seen && (slow || story.jobs[span.job].route == 0)).then(|| Act {
            from: at(span.from),
            until: at(span.until),
            waits: span.doing != Doing::Served,
            slow,
            role: parts::role(stand.component),
        })
    });
    let last = slow.last().map(|index| &story.spans[*index])?;
    let ended = last.doing == Doing::Served && finished(story, last, path);
    Some(Errand {
        arrived: at(Time::ZERO),
        answered: (story.end == End::Answered).then(|| at(story.ended)),
        done: ended.then(|| at(last.until)),
        acts: acts.collect(),
    })
}

/// Whether what is served there is served to its end, not only until we look away.
fn finished(story: &Story, span: &Span, path: &SamplePath) -> bool {
    story.jobs[span.job].end == End::Answered || story.arrived + span.until < path.until
}

/// The spans of the slow work: all at a worker; else all at the web servers' cores after the page was built.
fn slow_spans(story: &Story, path: &SamplePath) -> Vec<usize> {
    let at = |component: Component| {
        let spans = story.spans.iter().enumerate();
        let here = spans.filter(move |(_, span)| {
            stand(span, path).is_some_and(|stand| {
                stand.component == component && stand.resource == Resource::Cores && !stand.pool
            })
        });
        here.map(|(index, _)| index).collect::<Vec<usize>>()
    };
    let workers = at(Component::Worker);
    if !workers.is_empty() {
        return workers;
    }
    let cores = at(Component::WebServer);
    let page = cores
        .iter()
        .position(|index| story.spans[*index].doing == Doing::Served);
    page.map_or_else(Vec::new, |page| cores[page + 1..].to_vec())
}

fn stand<'a>(span: &Span, path: &'a SamplePath) -> Option<&'a Stand> {
    let place = span.place.as_ref()?;
    path.stands.iter().find(|stand| stand.is(place))
}
