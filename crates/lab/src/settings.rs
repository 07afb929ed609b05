//! What the reader chose: values for the cell's controls, by name.
//!
//! On the command line `--set daily_users=5e6` reaches the cell as the environment variable `MILLIONS_SET`, one JSON
//! object. Where there is no environment (WebAssembly, tests) [`install`] hands the object over. A control without a
//! setting takes its default.
//!
//! Whoever runs cells again and again learns what a cell has read with [`reads`], and runs it again only when one of these
//! no longer [`holds`](Read::holds).

use model::simulation::Trials;
use model::simulation::caches::Effort;
use serde_json::{Map, Value};
use std::cell::{Cell, RefCell};

/// The environment variable that carries the settings: a JSON object from control names to values.
pub const VARIABLE: &str = "MILLIONS_SET";

thread_local! {
    static INSTALLED: RefCell<Option<Map<String, Value>>> = const { RefCell::new(None) };
    static DRAFT: Cell<bool> = const { Cell::new(false) };
    static READS: RefCell<Vec<Read>> = const { RefCell::new(Vec::new()) };
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
    install_map(parse(json)?);
    Ok(())
}

/// Uses these settings instead of the environment, on this thread.
pub fn install_map(settings: Map<String, Value>) {
    INSTALLED.set(Some(settings));
}

/// Asks simulations for less or for all of their work, on this thread: a page does while a slider moves.
pub fn set_draft(draft: bool) {
    DRAFT.set(draft);
}

/// Goes back to the environment and to all of the work, on this thread.
pub fn forget() {
    INSTALLED.set(None);
    DRAFT.set(false);
}

/// How many requests a simulation of the book plays: [`Trials::default`], or far fewer while a slider moves.
///
/// ```
/// use lab::{prelude::*, settings};
/// assert_eq!(trials(), Trials::default());
/// settings::set_draft(true);
/// assert!(trials().customers < Trials::draft().customers);
/// # settings::forget();
/// ```
#[must_use]
pub fn trials() -> Trials {
    let draft = DRAFT.get();
    READS.with_borrow_mut(|reads| reads.push(Read::Draft(draft)));
    if !draft {
        return Trials::default();
    }
    // There is a twentieth of a second for all pictures of a chapter. A sixtieth of the requests makes intervals eight times as wide.
    Trials {
        replications: 5,
        customers: 300,
        warm_up: 100,
        ..Trials::default()
    }
}

/// Whether a draft will do, for who need not be run again for more.
pub(crate) fn is_draft() -> bool {
    DRAFT.get()
}

/// How many reads of a cache a simulation plays: enough for ±0.5%, or far fewer while a slider moves.
///
/// ```
/// use lab::settings::{self, effort};
/// let all = effort().requests;
/// settings::set_draft(true);
/// assert!(effort().requests < all / 5);
/// # settings::forget();
/// ```
#[must_use]
pub fn effort() -> Effort {
    let draft = trials().customers < Trials::default().customers;
    let (requests, entries) = if draft { (6_000, 500) } else { (80_000, 2_048) };
    Effort {
        requests,
        warm_up: requests,
        entries,
        ..Effort::draft()
    }
}

/// Something that a cell was told from outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Read {
    /// The setting of this name; `None` where it had its default.
    Setting(String, Option<Value>),
    /// Whether a draft was wanted.
    Draft(bool),
}

impl Read {
    /// Whether a cell would be told the same now.
    #[must_use]
    pub fn holds(&self) -> bool {
        match self {
            Self::Setting(name, told) => look_up(name) == *told,
            // All of the work is good enough for a draft, too.
            Self::Draft(told) => !told || DRAFT.get(),
        }
    }
}

/// Runs `cell` and returns what it gave with what it was told, on this thread.
///
/// ```
/// use lab::{emit, prelude::*, settings::{self, Read}};
/// let ((_, reads), _) = emit::collect(|| settings::reads(|| toggle("hop").at(true)));
/// assert_eq!(reads, [Read::Setting("hop".into(), None)]);
/// assert!(reads[0].holds());
/// ```
pub fn reads<R>(cell: impl FnOnce() -> R) -> (R, Vec<Read>) {
    READS.take();
    let result = cell();
    (result, READS.take())
}

/// The setting for this control, if the reader made one.
///
/// # Panics
/// When `MILLIONS_SET` is not a JSON object: the kernel shows the message with the line of the control.
pub(crate) fn get(name: &str) -> Option<Value> {
    let value = look_up(name);
    READS.with_borrow_mut(|reads| reads.push(Read::Setting(name.to_owned(), value.clone())));
    value
}

fn look_up(name: &str) -> Option<Value> {
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
