//! What JSON has of a single system besides its row: the same that people read in the report.

use anyhow::Result;
use model::file::Scenario;
use model::prelude::{Bill, LargestLoad, Prediction, Report};
use serde_json::{Value, json};

use super::form::Fields;
use super::prices::Prices;

/// The closed form's stations, needs and limits, and the bill; `null` where there is no closed form, or nothing to say.
pub(super) fn fields(scenario: &Scenario, prices: &Prices) -> Result<Fields> {
    let Scenario {
        traffic,
        system,
        target,
    } = scenario;
    let prediction = system.predict(traffic).ok();
    let report = prediction.as_ref().and_then(Prediction::steady);
    let number = |of: fn(&Report) -> f64| json!(report.map(of));
    let most = target.and_then(|target| system.largest_load(traffic, target).ok());
    Ok(vec![
        ("explained", json!(system.explain(traffic).ok())),
        ("stations", json!(report.map(stations))),
        ("needs", json!(prediction.as_ref().map(needs))),
        ("refused", number(|report| report.refused)),
        ("failed", number(|report| report.failed)),
        (
            "availability",
            json!(report.and_then(|report| report.availability)),
        ),
        (
            "hit_ratio",
            json!(report.and_then(|report| Some(report.cache.as_ref()?.hit_ratio))),
        ),
        (
            "full_at",
            json!(system.saturation(traffic).ok().as_ref().map(limit)),
        ),
        ("within_target_up_to", json!(most.as_ref().map(limit))),
        ("bill", bill(&prices.bill(scenario)?)),
    ])
}

fn stations(report: &Report) -> Value {
    let station = |station: &model::report::StationReport| {
        json!({
            "station": &*station.label,
            "machines": station.machines,
            "servers": station.servers,
            "busy": station.utilisation,
            "queue": station.queue,
            "wait_s": station.wait.seconds(),
            "service_s": station.service.seconds(),
            "visits_a_request": station.visits,
        })
    };
    report.stations.iter().map(station).collect()
}

fn needs(prediction: &Prediction) -> Value {
    let needs = prediction.needs().iter();
    needs
        .map(|need| json!({ "resource": &*need.label, "needed_over_there_is": need.ratio }))
        .collect()
}

fn limit(load: &LargestLoad) -> Value {
    json!({
        "daily_users": load.users,
        "rate_per_second": load.rate.per_second(),
        "stopped_by": &*load.limit.need().label,
    })
}

fn bill(bill: &Bill) -> Value {
    let line = |line: &model::cost::Line| {
        json!({
            "what": line.what,
            "quantity": line.quantity,
            "unit": line.unit,
            "unit_price_usd": line.unit_price.usd(),
            "total_usd": line.total().usd(),
            "source": line.source,
        })
    };
    bill.lines.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_program_reads_what_people_read() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/examples/shop.toml");
        let text = std::fs::read_to_string(file).unwrap();
        let scenario = Scenario::read(&text, &[]).unwrap();
        let fields = fields(&scenario, &Prices::default()).unwrap();
        let value = |name: &str| &fields.iter().find(|field| field.0 == name).unwrap().1;
        let report = scenario.system.predict(&scenario.traffic).unwrap();
        let report = report.steady().unwrap();
        let busiest = report.bottleneck();
        let station = value("stations").as_array().unwrap().iter();
        let mut station = station.filter(|station| station["station"] == *busiest.label);
        assert_eq!(station.next().unwrap()["busy"], busiest.utilisation);
        let total = value("bill").as_array().unwrap().iter();
        let total: f64 = total.map(|line| line["total_usd"].as_f64().unwrap()).sum();
        let monthly = scenario.system.bill().monthly().usd();
        assert!((total - monthly).abs() < 1e-6 && monthly > 0.0);
        assert!(value("full_at")["daily_users"].as_f64() > Some(scenario.traffic.users()));
        assert!(value("explained").as_str().unwrap().contains("bottleneck"));
    }
}
