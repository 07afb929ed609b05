//! This book's engine.

use model::network::Network;
use model::simulation::Streams;
use model::units::{per_second, seconds};

pub(crate) fn run(customers: u64, seed: u64) -> Result<f64, String> {
    let network = Network::single(
        per_second(crate::ARRIVALS),
        seconds(1.0),
        crate::SERVERS as u32,
    );
    let run = network.run(&Streams::new(seed, 0), 0, customers);
    let response = run.map_err(|error| error.to_string())?.response;
    response
        .map(|times| times[0])
        .ok_or_else(|| "nothing was answered".into())
}
