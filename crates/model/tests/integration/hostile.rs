//! Any number may come in. Out comes a finite answer, a named overload or a named error; never NaN, never a panic.

use crate::support::traffic;
use model::network::Network;
use model::prelude::*;
use model::queueing::{Feedback, MG1, MGc, MM1, MMc};
use proptest::prelude::*;

/// Ordinary numbers and all the others.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        5 => (-12.0..12.0_f64).prop_map(|x| 10_f64.powf(x)),
        1 => Just(0.0), 1 => Just(-1.0), 1 => Just(1.0), 1 => Just(f64::NAN), 1 => Just(f64::INFINITY),
        1 => Just(f64::NEG_INFINITY), 1 => Just(f64::MAX), 1 => Just(f64::MIN_POSITIVE), 1 => any::<f64>(),
    ]
}

fn whole() -> impl Strategy<Value = u32> {
    prop_oneof![4 => 0..40_u32, 1 => any::<u32>()]
}

fn finite_report(report: &Report) {
    let r = &report.response;
    for estimate in [r.mean, r.p50, r.p95, r.p99] {
        assert!(
            estimate.value.is_finite() && estimate.value >= Time::ZERO,
            "{report:?}"
        );
        assert!(
            estimate.half_width.is_none_or(Time::is_finite),
            "{report:?}"
        );
    }
    assert!(
        r.p50.value <= r.p95.value && r.p95.value <= r.p99.value,
        "{report:?}"
    );
    assert!(
        report.in_system.is_finite()
            && report.pool.wait.is_finite()
            && report.pool.hold.is_finite()
    );
    for s in &report.stations {
        assert!(s.utilisation >= 0.0 && s.utilisation <= 1.0 + 1e-9, "{s:?}");
        assert!(
            s.queue.is_finite()
                && s.wait.is_finite()
                && s.service.is_finite()
                && s.visits.is_finite(),
            "{s:?}"
        );
    }
}

fn sane(result: Result<Prediction, Error>) {
    match result {
        Ok(Prediction::Steady(report)) => finite_report(&report),
        Ok(Prediction::Overloaded(o)) => {
            assert!(o.demand >= 1.0 && !o.demand.is_nan(), "{o:?}");
            assert!(!o.to_string().contains("NaN"));
        }
        Err(error) => assert!(!error.parameter().is_empty()),
    }
}

fn system(n: &[f64], w: &[u32], together: bool) -> System {
    let work = Work::per_request()
        .web_cpu(ms(n[0]))
        .web_reads(n[1])
        .queries(w[0])
        .query_cpu(ms(n[2]))
        .pages_per_query(n[3])
        .data_per_user(kib(n[4]))
        .workers(w[1])
        .worker_memory(mib(n[5]))
        .reserved_memory(mib(n[6]));
    let machine = Machine::named("any")
        .cores(w[2])
        .memory(gib(n[7]))
        .disk(Disk::new("SSD", us(n[8]), gib(n[9])))
        .monthly(usd(n[10]), "test");
    if together {
        return System::together(machine, w[3], work);
    }
    System::apart((machine.clone(), w[3]), (machine, w[4]), us(n[11]), work)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_system_has_a_sane_answer(
        n in proptest::collection::vec(number(), 15),
        w in proptest::collection::vec(whole(), 5),
        together: bool,
    ) {
        let system = system(&n, &w, together);
        let traffic = Traffic::daily_users(n[12]).requests_each(n[13]).peak_to_mean(n[14]);
        sane(system.predict(&traffic));
        let trials = Trials { replications: 2, customers: 100, warm_up: 10, seed: 3 };
        sane(system.simulate(&traffic, &trials));
        let _ = (system.bill().to_string(), system.parts(), system.links(&traffic));
        let _ = (system.saturation(&traffic), system.largest_load(&traffic, ms(n[12])), traffic.steps());
    }

    /// Mostly ordinary numbers, so that most cases reach the formulas.
    #[test]
    fn ordinary_systems_have_sane_answers(
        n in proptest::collection::vec(0.01..20.0_f64, 12),
        w in proptest::collection::vec(1..12_u32, 5),
        users in 1.0..1e6_f64,
        together: bool,
    ) {
        let system = system(&n, &w, together);
        sane(system.predict(&traffic(users)));
        let trials = Trials { replications: 2, customers: 200, warm_up: 10, seed: 3 };
        sane(system.simulate(&traffic(users), &trials));
        system.saturation(&traffic(users)).unwrap();
    }

    #[test]
    fn more_of_anything_is_never_worse(
        users in 1e3..4e5_f64, cores in 1..8_u32, memory in 4.0..32.0_f64, count in 1..5_u32, together: bool,
    ) {
        let build = |cores: u32, memory: f64, count: u32| {
            let machine = Machine::named("any").cores(cores).memory(gib(memory))
                .disk(Disk::new("SSD", us(500.0), gib(1000.0)));
            let shop = crate::support::shop();
            if together {
                System::together(machine, count, shop)
            } else {
                System::apart((machine.clone(), count), (machine, count), us(250.0), shop)
            }
        };
        let p99 = |s: System| match s.predict(&traffic(users)).unwrap() {
            Prediction::Steady(report) => report.response.p99.value.seconds(),
            Prediction::Overloaded(_) => f64::INFINITY,
        };
        let before = p99(build(cores, memory, count));
        for after in [build(cores + 1, memory, count), build(cores, memory * 1.5, count), build(cores, memory, count + 1)] {
            let after = p99(after);
            prop_assert!(after <= before * (1.0 + 1e-6), "{before} {after}");
        }
    }

    #[test]
    fn any_queue_has_a_sane_answer(a in number(), s in number(), v in number(), c in whole(), q in number()) {
        let (arrival, service) = (per_second(a), seconds(s));
        let check = |times: &[Time]| times.iter().for_each(|t| assert!(t.is_finite() && *t >= Time::ZERO, "{times:?}"));
        if let Ok(queue) = MMc::new(arrival, service, c.min(5000)) {
            check(&[queue.mean_wait(), queue.mean_sojourn()]);
            if let Ok(time) = queue.sojourn_percentile(q) {
                check(&[time]);
            }
            prop_assert!((0.0..=1.0).contains(&queue.sojourn_tail(seconds(v))) || v.is_nan());
        }
        if let Ok(queue) = MM1::new(arrival, service) {
            check(&[queue.mean_wait(), queue.mean_sojourn()]);
        }
        if let Ok(queue) = MG1::new(arrival, service, seconds(v)) {
            check(&[queue.mean_wait()]);
        }
        if let Ok(queue) = MGc::new(arrival, service, v, c.min(5000)) {
            check(&[queue.mean_wait()]);
        }
        if let Ok(queue) = Feedback::new(arrival, &[service, seconds(v)]) {
            check(&queue.waits());
        }
        let trials = Trials { replications: 2, customers: 100, warm_up: 0, seed: 1 };
        if let Ok(summary) = trials.run(&Network::single(arrival, service, c)) {
            check(&[summary.response.p99.value]);
        }
    }

    #[test]
    fn any_text_is_read_or_refused_with_its_line(text in "(#[a-z]*\n)?(item,unit,usd,region,as_of,source\n)?([a-z\"0-9.-]*,?){0,12}") {
        if let Err(error) = PriceBook::parse(&text) {
            prop_assert!(error.line >= 1);
        }
    }

    #[test]
    fn any_quantity_can_be_written(x in number()) {
        let all = [seconds(x).to_string(), per_second(x).to_string(), bytes(x).to_string(), usd(x).to_string(),
            model::format::count(x), model::format::significant(x, 3)];
        for text in all {
            prop_assert!(!text.is_empty() && !text.contains("NaN") && !text.contains("inf "), "{text}");
        }
    }
}
