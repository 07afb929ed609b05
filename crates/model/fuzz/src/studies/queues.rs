//! Queues: backlogs, redelivery, limits and autoscaling.

use super::{machines, trials};
use crate::answers::{judged, named, ordinary, share};
use crate::systems::{Bits, number, queue, time};
use arbitrary::Result;
use model::components::queue::{Backlog, Limits};
use model::network::{Arrivals, Service};
use model::prelude::*;

/// What is known in closed form.
pub(super) fn closed(bits: Bits) -> Result<()> {
    let machines = machines(bits)?;
    let queue = queue(bits, &machines)?;
    let task = task(bits)?;
    if let Some(fate) = judged("redelivery", queue.redelivery(task)) {
        for part in [fate.late, fate.dead, fate.wasted] {
            share("fate of a message", part);
        }
        assert!(fate.deliveries >= 1.0 - 1e-9, "{fate:?}");
    }
    match queue.limits(task) {
        Ok(limits) => judge_limits(limits),
        Err(error) => named("limits", &error),
    }
    let rate = per_second(number(bits, 10.0)?);
    if let Some(report) = judged("queue", queue.predict(rate, task)) {
        share("utilisation", report.utilisation.value);
        share("refused", report.refused.value);
    }
    let phases = phases(bits)?;
    if looks(&queue, &phases) < 1e4 {
        judge(queue.backlog(&phases, task));
        let limit = time(bits, 600.0)?;
        judged(
            "machines to drain",
            queue.machines_to_drain(&phases, task, limit),
        );
    }
    if let Some(rule) = queue.scaling() {
        let surplus = per_second(number(bits, 10.0)?);
        judged("pile up", rule.pile_up(surplus)).inspect(|(least, most)| assert!(least <= most));
    }
    if let Some(human) = queue.human() {
        judged("approvals", human.response(rate));
        if let Ok(day) = human.day(rate) {
            ordinary("a day of approvals", &(day.largest(), day.mean_wait()));
        }
    }
    Ok(())
}

/// What is played, as far as it does not last.
pub(super) fn simulated(bits: Bits) -> Result<()> {
    let machines = machines(bits)?;
    let queue = queue(bits, &machines)?;
    let (task, rate) = (task(bits)?, number(bits, 10.0)?);
    let trials = trials(bits)?;
    let phases = phases(bits)?;
    let (horizon, few) = (time(bits, 100.0)?, 5_000.0);
    let messages = phases
        .iter()
        .map(|(_, rate)| rate.per_second())
        .fold(rate, f64::max);
    let every = queue
        .scaling()
        .map_or(f64::INFINITY, |rule| rule.period.seconds());
    let stays = stays(&queue, task);
    let lasts = stays + 100.0 / rate;
    if lasts / every < few && stays * rate < few {
        let arrivals = Arrivals::Poisson(per_second(rate));
        judged("simulated queue", queue.simulate(&arrivals, task, &trials));
    }
    if horizon.seconds() * messages < few && horizon.seconds() / every < few {
        let played = queue.simulate_backlog(&phases, task, horizon, &trials);
        judge(played);
    }
    Ok(())
}

fn judge_limits(limits: Limits) {
    ordinary("limits", &limits);
    let most = limits.workers * (1.0 + 1e-9);
    assert!(limits.safe <= most, "{limits:?}");
}

fn judge(backlog: std::result::Result<Backlog, Error>) {
    let Some(backlog) = judged("backlog", backlog) else {
        return;
    };
    let mut times = backlog.path.windows(2);
    assert!(times.all(|w| w[0].0 <= w[1].0), "time goes back");
    let waiting = backlog.path.iter().map(|(_, waiting)| *waiting);
    let most = waiting.fold(0.0, f64::max);
    let largest = backlog.largest.value * (1.0 + 1e-6) + 1e-6;
    assert!(most <= largest, "{most}, {largest} at most");
}

/// How long a message may stay until it is done, about, others arriving all the while. `[s]`
fn stays(queue: &Queue, task: Service) -> f64 {
    let visibility = queue.visibility_timeout().unwrap_or_default();
    let attempts = f64::from(queue.attempt_limit().unwrap_or(10));
    let person = queue.human().map_or(0.0, |human| {
        human.mean.seconds() + human.hours.map_or(0.0, |_| 86_400.0)
    });
    attempts * (task.mean + visibility).seconds() + person
}

/// How often a rule looks while these phases last, about. `[1]`
fn looks(queue: &Queue, phases: &[(Time, Rate)]) -> f64 {
    let all: f64 = phases.iter().map(|(time, _)| time.seconds()).sum();
    queue
        .scaling()
        .map_or(0.0, |rule| all / rule.period.seconds())
}

fn phases(bits: Bits) -> Result<Vec<(Time, Rate)>> {
    let count = bits.int_in_range(0..=4)?;
    (0..count)
        .map(|_| Ok((time(bits, 60.0)?, per_second(number(bits, 10.0)?))))
        .collect()
}

fn task(bits: Bits) -> Result<Service> {
    let mean = time(bits, 0.1)?;
    Ok(match bits.int_in_range(0..=2)? {
        0 => Service::constant(mean),
        1 => Service::exponential(mean),
        _ => Service {
            mean,
            variation: number(bits, 2.0)?,
        },
    })
}
