//! What textbooks and papers print, row by row of `data/published.csv`.

use model::data::Table;
use model::network::{Arrivals, Choice, Network, Step};
use model::prelude::*;
use model::queueing::che::{Che, Policy};
use model::queueing::jackson::{Jackson, Node};
use model::queueing::network::{Open, Stop};
use model::queueing::{Choices, ForkJoin, MG1, MMc, erlang};
use std::collections::HashMap;

const ROWS: &str = include_str!("../../../../data/published.csv");

/// The inputs of a row.
struct Inputs(HashMap<String, f64>);

impl Inputs {
    fn parse(text: &str) -> Self {
        let pairs = text.split(' ').map(|pair| pair.split_once('=').unwrap());
        Self(
            pairs
                .map(|(name, value)| (name.to_owned(), value.parse().unwrap()))
                .collect(),
        )
    }

    fn get(&self, name: &str) -> f64 {
        *self
            .0
            .get(name)
            .unwrap_or_else(|| panic!("no input {name}"))
    }

    fn whole(&self, name: &str) -> u32 {
        self.get(name) as u32
    }

    fn arrival(&self) -> Rate {
        per_second(self.get("lambda"))
    }

    fn service(&self, name: &str) -> Time {
        seconds(self.get(name))
    }

    /// Numbers called `name1`, `name2`, ...
    fn list(&self, name: &str) -> Vec<f64> {
        (1..)
            .map_while(|n| self.0.get(&format!("{name}{n}")).copied())
            .collect()
    }
}

#[test]
fn every_row_is_reproduced() {
    let columns = [
        "id",
        "model",
        "inputs",
        "quantity",
        "value",
        "tolerance",
        "source",
    ];
    let table = Table::parse(ROWS, &columns).unwrap();
    assert!(table.rows().len() >= 26);
    for row in table.rows() {
        let text = |column| row.text(column).unwrap();
        let (id, inputs) = (text(0), Inputs::parse(&text(2)));
        let value = row.number(4, 0.0, 1e6).unwrap();
        if text(5) == "interval" {
            let estimate = simulate(&text(1), &inputs);
            let half = estimate.half_width.unwrap().seconds();
            let off = (estimate.value.seconds() - value).abs();
            assert!(off <= half, "{id}: printed {value}, simulated {estimate}");
            continue;
        }
        let tolerance = row.number(5, 0.0, 1.0).unwrap();
        let got = compute(&text(1), &text(3), &inputs);
        assert!(
            (got - value).abs() <= tolerance,
            "{id}: printed {value}, computed {got}"
        );
        assert!(text(6).len() > 5, "{id} has no source");
    }
}

fn compute(model: &str, quantity: &str, inputs: &Inputs) -> f64 {
    match model {
        "M/M/c/c" => erlang::offered_at(inputs.whole("c"), inputs.get("blocked")).unwrap(),
        "M/M/c" if quantity == "p_wait" => {
            erlang::delay(inputs.whole("c"), inputs.get("offered")).unwrap()
        }
        "M/M/c" => {
            let queue = MMc::new(
                inputs.arrival(),
                inputs.service("service"),
                inputs.whole("c"),
            );
            of_queue(quantity, &queue.unwrap())
        }
        "M/G/1" => {
            let (service, sd) = (inputs.service("service"), inputs.service("sd"));
            MG1::new(inputs.arrival(), service, sd)
                .unwrap()
                .mean_queue()
        }
        "open network" => of_station(quantity, &open(inputs).stations()),
        "open Jackson" => of_station(quantity, jackson(inputs).stations()),
        "power of two choices" => {
            let many = Choices::new(inputs.arrival(), inputs.service("s1"), inputs.whole("d"));
            many.unwrap().mean_sojourn().seconds()
        }
        "fork-join" => {
            let join = ForkJoin::new(inputs.arrival(), inputs.service("s1"), inputs.whole("K"));
            join.unwrap().mean_sojourn().seconds()
        }
        "LRU cache" => {
            let popularity = Popularity::zipf(inputs.get("exponent"));
            let (objects, entries) = (inputs.get("objects"), inputs.get("entries"));
            Che::new(Policy::Lru, &popularity, objects, entries, None)
                .unwrap()
                .hit_ratio()
        }
        other => panic!("unknown model {other}"),
    }
}

fn of_queue(quantity: &str, queue: &MMc) -> f64 {
    match quantity {
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

/// `quantity_2`: the quantity of the second station.
fn of_station(quantity: &str, stations: &[MMc]) -> f64 {
    let (name, index) = quantity.split_once('_').unwrap();
    of_queue(name, &stations[index.parse::<usize>().unwrap() - 1])
}

fn open(inputs: &Inputs) -> Open {
    let pairs = inputs.list("v").into_iter().zip(inputs.list("s"));
    let stop = |(visits, service)| Stop {
        visits,
        service: seconds(service),
        servers: 1,
    };
    Open::new(inputs.arrival(), &pairs.map(stop).collect::<Vec<_>>()).unwrap()
}

fn jackson(inputs: &Inputs) -> Jackson {
    let services = inputs.list("s");
    let chance = |i: usize, j: usize| inputs.0.get(&format!("p{i}{j}")).copied().unwrap_or(0.0);
    let node = |i: usize| Node {
        external: if i == inputs.whole("first") as usize {
            inputs.arrival()
        } else {
            per_second(0.0)
        },
        service: seconds(services[i - 1]),
        servers: 1,
        next: (1..=services.len()).map(|j| chance(i, j)).collect(),
    };
    Jackson::new(&(1..=services.len()).map(node).collect::<Vec<_>>()).unwrap()
}

fn simulate(model: &str, inputs: &Inputs) -> Estimate {
    assert_eq!(model, "simulated power of two choices");
    let (machines, service) = (inputs.whole("n"), inputs.service("s1"));
    let mut network = Network::single(inputs.arrival(), service, 1);
    network.arrivals = Arrivals::Poisson(inputs.arrival() * f64::from(machines));
    network.groups[0].machines = machines;
    network.groups[0].choice = Choice::TwoChoices;
    network.routes[0].insert(0, Step::Choose { group: 0 });
    let trials = Trials {
        customers: 100_000,
        warm_up: 20_000,
        ..Trials::default()
    };
    trials.run(&network).unwrap().response.mean
}
