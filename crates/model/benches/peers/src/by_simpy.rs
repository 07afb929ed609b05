//! SimPy: a process for each customer. The script takes its own time, so that starting Python does not count.

use std::process::Command;
use std::time::Duration;

use crate::Outcome;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/mm4.py");

pub(crate) fn run(python: &str, customers: u64, seed: u64) -> Result<Outcome, String> {
    let output = Command::new(python)
        .args([SCRIPT, &customers.to_string(), &seed.to_string()])
        .output()
        .map_err(|error| format!("{python}: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let numbers: Vec<f64> = text.split_whitespace().flat_map(str::parse).collect();
    match numbers[..] {
        [mean, time] => Ok(Outcome {
            mean,
            time: Duration::from_secs_f64(time),
        }),
        _ => Err(format!(
            "{python} {SCRIPT}: {}",
            String::from_utf8_lossy(&output.stderr)
        )),
    }
}
