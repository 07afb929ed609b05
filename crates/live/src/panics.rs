//! What a cell said when it panicked: a control or a figure that makes no sense has no other way to end.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic;

use crate::protocol::Failure;

thread_local! {
    static CELL: Cell<&'static str> = const { Cell::new("") };
    static LAST: RefCell<Option<(u32, String)>> = const { RefCell::new(None) };
}

/// From now on panics are kept for the answer, not printed. For programs whose only work is to answer.
pub fn keep() {
    panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .filter(|place| place.file().ends_with(".md"));
        LAST.set(Some((
            place.map_or(0, panic::Location::line),
            message(info.payload()),
        )));
    }));
}

/// The cell that runs from now on.
pub(crate) fn enter(cell: &'static str) {
    CELL.set(cell);
}

/// What the last panic means for the cell that ran, where it was kept.
pub(crate) fn failure() -> Option<Failure> {
    let (line, message) = LAST.take()?;
    Some(Failure {
        cell: CELL.get().to_owned(),
        line,
        message,
    })
}

/// The same, from what was caught.
pub(crate) fn caught(payload: &(dyn Any + Send)) -> Failure {
    failure().unwrap_or_else(|| Failure {
        cell: CELL.get().to_owned(),
        line: 0,
        message: message(payload),
    })
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("the cell panicked")
        .to_owned()
}
