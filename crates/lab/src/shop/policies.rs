//! What a balancer's policy makes of the shop's web servers: their cores alone, without database, network and balancer.
//!
//! ```
//! use lab::prelude::*;
//! let random = web_policy(&Balancer::random(), 10, 0.9)?;
//! let two = web_policy(&Balancer::two_choices(), 10, 0.9)?;
//! assert!(two.percentile(0.99)? < random.percentile(0.99)? * 0.3);
//! # Ok::<(), Error>(())
//! ```

use super::{assumed, machine};
use crate::played;
use model::components::{Balancing, Found};
use model::network::{Failures, Service};
use model::prelude::*;

/// So many web servers, and the load that keeps the share `busy` of their cores' time.
fn web(servers: u32, busy: f64) -> Result<(Balancing, Rate), Error> {
    let cores = machine("t3.medium").core_count().unwrap_or(1);
    let page = Service::exponential(ms(assumed("web_cpu", "ms")));
    let web = Balancing::of(servers, cores, page)?;
    Ok((web, web.capacity() * busy))
}

/// A policy by its name: "random", "round robin", "two choices" or "least connections".
///
/// # Panics
/// When the name is another.
#[must_use]
#[track_caller]
pub fn rule_named(name: &str) -> Balancer {
    match name {
        "random" => Balancer::random(),
        "round robin" => Balancer::round_robin(),
        "two choices" => Balancer::two_choices(),
        "least connections" => Balancer::least_connections(),
        _ => panic!("rule_named: \"{name}\" is no policy of this book"),
    }
}

/// Share of the requests that fail while one of so many web servers is dead and nobody notices. `[1]`, simulated.
///
/// Machines die seldom and are dead for long, so that two are hardly ever dead at once; what fails is divided by how many
/// machines are dead in the mean. A dead machine fails each request at once.
///
/// # Errors
/// Names what is out of range.
pub fn lost_to_the_dead(
    policy: &Balancer,
    servers: u32,
    busy: f64,
    trials: &Trials,
) -> Result<f64, Error> {
    let (web, load) = web(servers, busy)?;
    let mut network = web.network(policy.choice(), load)?;
    network.groups[0].failures = Some(Failures {
        up: seconds(2_000.0),
        repair: seconds(20.0),
        detection: None,
    });
    // A run must be long beside the time that a machine is up.
    let long = Trials {
        customers: 50 * trials.customers,
        ..*trials
    };
    let played = long.run(&network)?;
    let failed = played.counts.failed as f64 / played.counts.offered as f64;
    Ok(failed / (played.down[0] * f64::from(servers)))
}

/// What requests find at so many web servers under this policy, where the cores are busy for this share of the time.
/// `[1]`, below 1. Closed form.
///
/// # Errors
/// Names what is out of range.
pub fn web_policy(policy: &Balancer, servers: u32, busy: f64) -> Result<Found, Error> {
    let (web, load) = web(servers, busy)?;
    web.found(policy.choice(), load)
}

/// The 99th percentile for each number of web servers from one to `most`, as points of a line: servers, `[ms]`.
///
/// # Errors
/// Names what is out of range.
pub fn tail_by_servers(policy: &Balancer, most: u32, busy: f64) -> Result<Vec<(f64, f64)>, Error> {
    let tail = |servers: u32| {
        let found = web_policy(policy, servers, busy)?;
        Ok((f64::from(servers), found.percentile(0.99)?.millis()))
    };
    (1..=most).map(tail).collect()
}

/// The same simulated for some numbers of servers: servers, `[ms]`, half of the 95% interval.
///
/// # Errors
/// Names what is out of range.
pub fn played_by_servers(
    policy: &Balancer,
    sizes: &[u32],
    busy: f64,
    trials: &Trials,
) -> Result<Vec<(f64, f64, f64)>, Error> {
    let trials = played::figure(trials);
    let play = |servers: &u32| {
        let (web, load) = web(*servers, busy)?;
        let network = web.network(policy.choice(), load)?;
        let played = trials.warmed_for(&network).run(&network)?.response.p99;
        let half = played.half_width.unwrap_or_default();
        Ok((f64::from(*servers), played.value.millis(), half.millis()))
    };
    sizes.iter().map(play).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Random is M/M/2 at each machine, so the number of machines changes nothing; the other policies get better with it.
    #[test]
    fn only_random_gains_nothing_from_more_servers() -> Result<(), Error> {
        let gain = |policy: Balancer| {
            let tail = tail_by_servers(&policy, 20, 0.9)?;
            Ok::<_, Error>(tail[0].1 / tail[19].1)
        };
        assert!((gain(Balancer::random())? - 1.0).abs() < 1e-9);
        assert!(gain(Balancer::round_robin())? > 1.5);
        assert!(gain(Balancer::two_choices())? > 3.0);
        assert!(gain(Balancer::least_connections())? > gain(Balancer::two_choices())?);
        Ok(())
    }

    /// Blind choice loses a share of one in n; counting makes the dead machine look idle.
    #[test]
    fn the_dead_look_idle() -> Result<(), Error> {
        let lost = |rule| lost_to_the_dead(&rule_named(rule), 4, 0.8, &Trials::default());
        let random = lost("random")?;
        assert!((random - 0.25).abs() < 0.02, "{random}");
        let (two, least) = (lost("two choices")?, lost("least connections")?);
        assert!(two > 1.4 * random && least > 1.2 * two, "{two} {least}");
        Ok(())
    }

    #[test]
    fn both_witnesses_see_the_same_tail() -> Result<(), Error> {
        for policy in [Balancer::random(), Balancer::two_choices()] {
            let line = tail_by_servers(&policy, 5, 0.8)?;
            let points = played_by_servers(&policy, &[5], 0.8, &Trials::default())?;
            let (closed, (_, played, half)) = (line[4].1, points[0]);
            assert!(
                (closed - played).abs() < half + 0.07 * closed,
                "{closed} {played}"
            );
        }
        Ok(())
    }
}
