//! Loads that change: both witnesses, through stretches of time.

use crate::support::{apart, machine, one, shop, traffic};
use model::network::{Arrivals, Network};
use model::prelude::*;
use model::workload::{Day, FlashCrowd};

fn trials() -> Trials {
    Trials {
        replications: 200,
        ..Trials::default()
    }
}

/// Where nobody waits, the mean number inside follows m' = rate - m / service exactly, whatever the rate does.
#[test]
fn numbers_inside_are_exact_where_nobody_waits() {
    let phases = [(2.0, 40.0), (1.0, 300.0), (0.5, 0.0), (3.0, 100.0)];
    let phases = phases.map(|(time, rate)| (seconds(time), per_second(rate)));
    let network = Network {
        arrivals: Arrivals::Phases(phases.to_vec()),
        ..Network::single(per_second(1.0), seconds(1.0), 1_000)
    };
    // Each phase in two halves: where a stretch ends has nothing to do with where a rate changes.
    let halves: Vec<Time> = phases.iter().flat_map(|p| [p.0 * 0.5; 2]).collect();
    let stretches = trials().through(&network, &halves).unwrap();
    let mut mean = 0.0;
    for (index, stretch) in stretches.iter().enumerate() {
        let rate = phases[index / 2].1.per_second();
        mean = rate + (mean - rate) * (-stretch.lasts.seconds()).exp();
        let four_errors = 4.0 * (mean / 200.0).sqrt();
        assert!(
            (stretch.inside - mean).abs() < four_errors,
            "{mean}: {stretch:?}"
        );
    }
}

#[test]
fn what_one_stretch_leaves_the_next_one_finds() {
    let crowd = FlashCrowd {
        after: seconds(5.0),
        factor: 6.0,
        lasts: seconds(5.0),
    };
    let rate = traffic(2e5).mean_rate();
    let mut phases = crowd.phases(rate).unwrap();
    phases[2].0 = seconds(20.0);
    let few = Trials {
        replications: 10,
        ..Trials::default()
    };
    let course = one()
        .simulate_through(&traffic(2e5), &phases, &few)
        .unwrap();
    assert_eq!(course.len(), 3);
    assert_eq!(course[0].counts.inside_before, 0);
    for pair in course.windows(2) {
        assert_eq!(pair[0].counts.inside_after, pair[1].counts.inside_before);
        assert_eq!(pair[0].from + pair[0].lasts, pair[1].from);
    }
    assert!(course.iter().all(|stretch| stretch.counts.is_conserved()));
    let again = one()
        .simulate_through(&traffic(2e5), &phases, &few)
        .unwrap();
    assert_eq!(course, again);
}

/// A rate that stays is no change: after a while both witnesses say what they say of a steady load.
#[test]
fn a_rate_that_stays_is_the_steady_state() {
    let load = traffic(4e5);
    let phases = [60.0, 600.0].map(|time| (seconds(time), load.peak_rate()));
    let closed = apart().through(&load, &phases).unwrap();
    let steady = apart().predict(&load).unwrap();
    for moment in &closed {
        let near = |a: Time, b: Time| (a.seconds() / b.seconds() - 1.0).abs() < 1e-9;
        assert!(near(
            moment.prediction.p99().unwrap(),
            steady.p99().unwrap()
        ));
        assert_eq!(moment.backlog, 0.0);
    }
    let few = Trials {
        replications: 10,
        ..Trials::default()
    };
    let played = apart().simulate_through(&load, &phases, &few).unwrap();
    let mean = played[1].response.unwrap().mean;
    let (exact, half) = (steady.mean().unwrap(), mean.half_width.unwrap());
    assert!(
        ((mean.value - exact).seconds()).abs() < 2.0 * half.seconds(),
        "{mean} {exact}"
    );
}

/// What an overloaded hour leaves behind, as a tank and one by one.
#[test]
fn a_flash_crowd_fills_the_tank() {
    let load = traffic(2e5);
    let phases = [(30.0, 40.0), (60.0, 300.0), (30.0, 100.0), (60.0, 20.0)];
    let phases = phases.map(|(time, rate)| (seconds(time), per_second(rate)));
    let closed = one().through(&load, &phases).unwrap();
    let played = one()
        .simulate_through(&load, &phases, &Trials::default())
        .unwrap();
    let overloaded = closed
        .iter()
        .map(|moment| moment.prediction.overload().is_some());
    assert_eq!(overloaded.collect::<Vec<_>>(), [false, true, false, false]);
    for (moment, stretch) in closed.iter().zip(&played) {
        let (tank, inside) = (moment.backlog, stretch.inside);
        assert!(
            (tank - inside).abs() < 0.05 * tank + 15.0,
            "{tank} {inside}"
        );
    }
    assert!(closed[1].backlog > 5_000.0, "{}", closed[1].backlog);
}

/// Where there is only so much room, the tank holds no more: the others are turned away.
#[test]
fn a_full_tank_turns_the_others_away() {
    let load = traffic(2e5);
    let system = one().web(Fleet::of(1, machine("t3.medium")).accept_queue(100));
    let rush = [(seconds(60.0), per_second(300.0))];
    let closed = system.through(&load, &rush).unwrap();
    let played = &system
        .simulate_through(&load, &rush, &Trials::draft())
        .unwrap()[0];
    // The workers of the shop, and the room behind them.
    assert_eq!(closed[0].backlog, 164.0);
    assert!((played.inside - 164.0).abs() < 3.0, "{played:?}");
    let answered = closed[0].prediction.overload().unwrap().demand.recip();
    assert!(
        (played.counts.answered_share() - answered).abs() < 0.01,
        "{played:?}"
    );
}

#[test]
fn the_hours_of_a_day_have_their_rates() {
    let day = Traffic::daily_users(2e5)
        .requests_each(20.0)
        .day(Day::sinusoid(1.8, 20.0));
    let hours = day.day_of().unwrap().phases(day.mean_rate());
    let course = apart().through(&day, &hours).unwrap();
    assert_eq!(course.len(), 24);
    let busiest = |hour: usize| course[hour].prediction.utilisation().unwrap();
    // 20:00 lies between the twentieth hour and the next, twelve hours from the quietest.
    assert!((busiest(19) - busiest(20)).abs() < 1e-9 && busiest(20) > 5.0 * busiest(8));
}

#[test]
fn nonsense_is_named() {
    let load = traffic(2e5);
    let said = |phases: &[(f64, f64)]| {
        let phases: Vec<_> = phases
            .iter()
            .map(|(time, rate)| (seconds(*time), per_second(*rate)))
            .collect();
        let closed = one().through(&load, &phases).unwrap_err();
        let played = one().simulate_through(&load, &phases, &Trials::draft());
        // NaN is not even itself.
        assert_eq!(played.unwrap_err().to_string(), closed.to_string());
        closed.parameter().to_owned()
    };
    assert_eq!(said(&[]), "phases");
    assert_eq!(said(&[(0.0, 5.0)]), "phases");
    for time in [-1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(said(&[(time, 5.0)]), "time of a phase");
        assert_eq!(said(&[(1.0, time)]), "rate of a phase");
    }
    let nobody = one().through(&traffic(0.0), &[(seconds(1.0), per_second(1.0))]);
    assert_eq!(nobody.unwrap_err().parameter(), "daily_users");
    let groups = load.clone().in_groups(2.0);
    let second = [(seconds(1.0), per_second(5.0))];
    for error in [
        one().through(&groups, &second).unwrap_err(),
        one()
            .simulate_through(&groups, &second, &Trials::draft())
            .unwrap_err(),
    ] {
        assert_eq!(error.parameter(), "traffic in groups");
    }
    // Who pays attention to the data finds that they don't fit.
    let full = one().simulate_through(
        &traffic(1e9).at_rate(per_second(1.0)),
        &second,
        &Trials::draft(),
    );
    let error = full.unwrap_err();
    assert!(error.parameter().contains("disk space"), "{error}");
    let few = traffic(10.0);
    let error = one()
        .through(&few, &[(seconds(1.0), per_second(500.0))])
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("a million requests a day of each user"),
        "{error}"
    );
}

/// A time in which nobody comes is no nonsense, whoever the others are, also as the last one.
#[test]
fn nobody_may_come() {
    let quiet = [(seconds(10.0), Rate::ZERO)];
    for users in [2e5, 5e5, 1e6, 3e6] {
        for (each, peak) in [
            (1.0, 1.5),
            (3.0, 1.7),
            (6.0, 1.7),
            (12.0, 1.7),
            (20.0, 1.85),
        ] {
            let load = Traffic::daily_users(users)
                .requests_each(each)
                .peak_to_mean(peak);
            let course = apart().through(&load, &quiet).unwrap();
            assert!(
                course[0]
                    .prediction
                    .needs()
                    .iter()
                    .any(|need| need.ratio < 1.0)
            );
        }
    }
    let load = traffic(2e5);
    let silence = one()
        .simulate_through(&load, &quiet, &Trials::draft())
        .unwrap();
    assert_eq!((silence[0].response, silence[0].counts.offered), (None, 0));
    let ending = [(600.0, 80.0), (60.0, 0.0005), (60.0, 0.0)];
    let ending = ending.map(|(time, rate)| (seconds(time), per_second(rate)));
    let course = one()
        .simulate_through(&load, &ending, &Trials::draft())
        .unwrap();
    assert!(
        course[2].counts.is_conserved() && course[2].inside == 0.0,
        "{course:?}"
    );
}

/// Workers that are held while others work for them: the cores have room to spare, and still a rush is worked off slowly.
#[test]
fn workers_that_run_dry_fill_the_tank() {
    let distant = System::apart(
        (machine("t3.medium"), 1),
        Database::on(machine("m7g.xlarge")),
        ms(50.0),
        shop().workers(4),
    );
    let load = traffic(2e4);
    let phases = [(60.0, 50.0), (60.0, 20.0), (600.0, 5.0)];
    let phases = phases.map(|(time, rate)| (seconds(time), per_second(rate)));
    let closed = distant.through(&load, &phases).unwrap();
    let played = distant
        .simulate_through(&load, &phases, &Trials::default())
        .unwrap();
    assert!(closed[1].prediction.steady().is_some() && closed[1].backlog > 1_000.0);
    for (moment, stretch) in closed.iter().zip(&played) {
        let (tank, inside) = (moment.backlog, stretch.inside);
        assert!((tank - inside).abs() < 0.1 * tank + 15.0, "{tank} {inside}");
    }
}

/// M^X/M/1 with geometric groups of mean b: b times the sojourn of M/M/1 (Gross and Harris, 3rd ed. 1998, 3.1). Of machines
/// that are picked at random each gets a part of a group: 1 + (b - 1)/n of it.
#[test]
fn groups_that_come_at_once_wait_for_each_other() {
    let work = Work::per_request()
        .web_cpu(ms(10.0))
        .web_reads(0.0)
        .queries(0)
        .query_cpu(ms(1.0))
        .pages_per_query(0.0)
        .data_per_user(kib(1.0))
        .workers(10_000)
        .worker_memory(kib(1.0))
        .reserved_memory(mib(512.0));
    let machine = Machine::named("m")
        .cores(1)
        .memory(gib(4.0))
        .disk(Disk::new("SSD", us(100.0), gib(20.0)));
    let alone = Traffic::daily_users(86_400.0)
        .requests_each(50.0)
        .peak_to_mean(1.0);
    let trials = Trials {
        customers: 40_000,
        ..Trials::default()
    };
    for (machines, size) in [(1, 1.0), (1, 3.0), (2, 3.0)] {
        let system = System::together(machine.clone(), machines, work.clone());
        let rate = f64::from(machines) * 50.0;
        let traffic = alone.at_rate(per_second(rate)).in_groups(size);
        let mean = system.simulate(&traffic, &trials).unwrap();
        let mean = mean.steady().unwrap().response.mean;
        let exact = ms(20.0) * (1.0 + (size - 1.0) / f64::from(machines));
        assert!(
            mean.covers(exact),
            "{machines}, {size}: {mean}, not {exact}"
        );
        let closed = system.predict(&traffic);
        assert_eq!(closed.is_err(), size > 1.0);
    }
}

#[test]
fn a_simulation_goes_on_until_it_is_exact() {
    use model::simulation::Precision;
    let load = traffic(3e5);
    let loose = one()
        .simulate_until(&load, &Trials::draft(), &Precision::of_p99(0.2))
        .unwrap();
    let tight = one()
        .simulate_until(&load, &Trials::draft(), &Precision::of_p99(0.02))
        .unwrap();
    assert!(loose.reached && tight.reached && loose.replications < tight.replications);
    let p99 = tight.prediction.steady().unwrap().response.p99;
    assert!(p99.half_width.unwrap() <= p99.value * 0.02, "{p99}");
    let full = one()
        .simulate_until(&traffic(1e8), &Trials::draft(), &Precision::of_mean(0.02))
        .unwrap();
    assert!(full.prediction.overload().is_some() && full.replications == 0);
}
