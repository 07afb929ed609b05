//! What textbooks and papers print, row by row.

use model::data::Table;
use model::queueing::network::{Open, Stop};
use model::queueing::{MG1, MMc, erlang};
use model::units::{per_second, seconds};
use std::collections::HashMap;

const ROWS: &str = include_str!("../published.csv");

#[test]
fn every_row_is_reproduced() {
    let table = Table::parse(
        ROWS,
        &["id", "inputs", "quantity", "value", "tolerance", "source"],
    )
    .unwrap();
    assert!(table.rows().len() >= 20);
    for row in table.rows() {
        let inputs = row.text(1).unwrap();
        let inputs: HashMap<&str, f64> = inputs
            .split(' ')
            .map(|p| p.split_once('=').unwrap())
            .map(|(k, v)| (k, v.parse().unwrap()))
            .collect();
        let value = row.number(3, 0.0, 1e6).unwrap();
        let tolerance = row.number(4, 0.0, 1.0).unwrap();
        let got = compute(&row.text(2).unwrap(), &inputs);
        assert!(
            (got - value).abs() <= tolerance,
            "{}: printed {value}, computed {got}",
            row.text(0).unwrap()
        );
    }
}

fn compute(quantity: &str, inputs: &HashMap<&str, f64>) -> f64 {
    let get = |name: &str| inputs[name];
    let (name, index) = quantity.split_once('_').unwrap_or((quantity, "1"));
    if name == "offered" {
        return erlang::offered_at(get("c") as u32, get("blocked"));
    }
    if quantity == "p_wait" {
        return erlang::delay(get("c") as u32, get("offered"));
    }
    let arrival = per_second(get("lambda"));
    if inputs.contains_key("sd") {
        return MG1::new(arrival, seconds(get("service")), seconds(get("sd")))
            .unwrap()
            .mean_queue();
    }
    let queue = match inputs.get("v1") {
        Some(_) => station(inputs, index),
        None => MMc::new(arrival, seconds(get("service")), get("c") as u32).unwrap(),
    };
    match name {
        "wait" => queue.mean_wait().seconds(),
        "response" | "sojourn" => queue.mean_sojourn().seconds(),
        "number" => queue.mean_number(),
        "utilisation" => queue.utilisation(),
        "p50" => queue.sojourn_percentile(0.5).unwrap().seconds(),
        "p95" => queue.sojourn_percentile(0.95).unwrap().seconds(),
        "p99" => queue.sojourn_percentile(0.99).unwrap().seconds(),
        other => panic!("unknown quantity {other}"),
    }
}

fn station(inputs: &HashMap<&str, f64>, index: &str) -> MMc {
    let stop = |n: usize| {
        let visits = *inputs.get(format!("v{n}").as_str())?;
        Some(Stop {
            visits,
            service: seconds(inputs[format!("s{n}").as_str()]),
            servers: 1,
        })
    };
    let stops: Vec<Stop> = (1..).map_while(stop).collect();
    let network = Open::new(per_second(inputs["lambda"]), &stops).unwrap();
    network.stations()[index.parse::<usize>().unwrap() - 1]
}
