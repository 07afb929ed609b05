//! What an answer may look like, whatever was asked: ordinary numbers only. The fuzz targets judge by the same rules.

use model::prelude::*;

/// What is wrong with an answer, if anything: an error without a name, a number that is none, shares beyond one.
pub(crate) fn complaint(answer: &Result<Prediction, Error>) -> Option<String> {
    match answer {
        Ok(prediction) => of_prediction(prediction).map(|what| format!("{what}: {prediction:?}")),
        Err(error) => error
            .parameter()
            .is_empty()
            .then(|| format!("names nothing: {error}")),
    }
}

fn of_prediction(prediction: &Prediction) -> Option<&'static str> {
    let all = format!("{prediction:?}");
    let texts = [
        prediction.to_string(),
        prediction.explain(),
        prediction.sentence(),
    ]
    .concat();
    let odd = ["NaN", "inf,", "inf)", "inf }", "inf]"];
    if odd.iter().any(|odd| all.contains(odd)) || texts.contains("not a number") {
        return Some("not a number");
    }
    match prediction {
        Prediction::Steady(report) => of_report(report),
        Prediction::Overloaded(overload) => (overload.demand < 1.0).then_some("overloaded below 1"),
    }
}

fn of_report(report: &Report) -> Option<&'static str> {
    let r = report.response;
    let ordered = r.p50.value <= r.p95.value && r.p95.value <= r.p99.value;
    let share = |share: f64| (0.0..=1.0001).contains(&share);
    let checks = [
        (
            r.mean.value > Time::ZERO && r.p50.value >= Time::ZERO,
            "an answer takes time",
        ),
        (ordered, "percentiles rise"),
        (
            report.stations.iter().all(|s| share(s.utilisation)),
            "a utilisation is a share",
        ),
        (
            share(report.refused) && share(report.failed),
            "refusals and failures are shares",
        ),
    ];
    checks
        .into_iter()
        .find(|(holds, _)| !holds)
        .map(|(_, what)| what)
}
