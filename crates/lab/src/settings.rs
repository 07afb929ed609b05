//! What the reader chose: values for the cell's controls, by name.
//!
//! On the command line `--set daily_users=5e6` reaches the cell as the environment variable `MILLIONS_SET`, one JSON
//! object. Where there is no environment (WebAssembly, tests) [`install`] hands the object over. A control without a
//! setting takes its default.

use serde_json::{Map, Value};
use std::cell::RefCell;

/// The environment variable that carries the settings: a JSON object from control names to values.
pub const VARIABLE: &str = "MILLIONS_SET";

thread_local! {
    static INSTALLED: RefCell<Option<Map<String, Value>>> = const { RefCell::new(None) };
}

/// Uses `json`, an object from control names to values, instead of the environment, on this thread.
///
/// # Errors
/// The text says what is wrong when `json` is not a JSON object.
///
/// ```
/// use lab::{emit, prelude::*, settings};
/// settings::install(r#"{"daily_users": 5e6}"#)?;
/// let (users, _) = emit::collect(|| slider("daily_users", 1e3..=1e8).log().at(2e6));
/// assert_eq!(users, 5e6);
/// assert!(settings::install("[1]").is_err());
/// # Ok::<(), String>(())
/// ```
pub fn install(json: &str) -> Result<(), String> {
    let map = parse(json)?;
    INSTALLED.set(Some(map));
    Ok(())
}

/// Goes back to the environment, on this thread.
pub fn forget() {
    INSTALLED.set(None);
}

/// The setting for this control, if the reader made one.
///
/// # Panics
/// When `MILLIONS_SET` is not a JSON object: the kernel shows the message with the line of the control.
pub(crate) fn get(name: &str) -> Option<Value> {
    INSTALLED.with_borrow(|installed| match installed {
        Some(map) => map.get(name).cloned(),
        None => from_environment().get(name).cloned(),
    })
}

/// Read at every control: a few microseconds, and nothing to go stale when the kernel changes the variable.
fn from_environment() -> Map<String, Value> {
    match std::env::var(VARIABLE) {
        Ok(json) if !json.trim().is_empty() => {
            parse(&json).unwrap_or_else(|error| panic!("{VARIABLE}: {error}"))
        }
        _ => Map::new(),
    }
}

fn parse(json: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(json) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(other) => Err(format!(
            "expected a JSON object such as {{\"daily_users\": 2e6}}, found {other}"
        )),
        Err(error) => Err(format!(
            "not valid JSON ({error}); expected an object such as {{\"daily_users\": 2e6}}"
        )),
    }
}
