//! Looking at a cell's results.

use lab::emit::{Output, collect};
use lab::prelude::*;
use lab::settings;

/// What a value shows at the end of a cell.
pub(crate) fn shown(value: &impl Shown) -> Vec<Output> {
    collect(|| value.evcxr_display()).1
}

/// The HTML of a value.
pub(crate) fn html(value: &impl Shown) -> String {
    value.html().expect("shown as HTML")
}

/// Runs `cell` with these settings and returns the message of its panic.
pub(crate) fn panic_of<T>(
    settings: &str,
    cell: impl FnOnce() -> T + std::panic::UnwindSafe,
) -> String {
    settings::install(settings).expect("settings are an object");
    let caught = std::panic::catch_unwind(|| collect(cell).0);
    settings::forget();
    match caught {
        Ok(_) => String::from("no panic"),
        Err(cause) => message(cause.as_ref()),
    }
}

fn message(cause: &(dyn std::any::Any + Send)) -> String {
    match (cause.downcast_ref::<String>(), cause.downcast_ref::<&str>()) {
        (Some(text), _) => text.clone(),
        (_, Some(text)) => (*text).to_owned(),
        _ => String::from("a panic without a text"),
    }
}

/// One machine for both, and the two apart.
pub(crate) fn before_and_after() -> (System, System) {
    let medium = || machine("t3.medium");
    (
        System::together(medium(), 1, shop()),
        System::apart((medium(), 1), (medium(), 1), hop(), shop()),
    )
}

/// The SVG pictures in an HTML text, each parsed by an XML parser.
pub(crate) fn pictures(html: &str) -> Vec<String> {
    html.split("<svg")
        .skip(1)
        .map(|rest| {
            let end = rest.find("</svg>").expect("closed") + "</svg>".len();
            format!("<svg{}", &rest[..end])
        })
        .collect()
}
