//! Telling open pages that the site has changed: server-sent events, and the script that listens.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract;
use axum::http::header;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use serde_json::json;

use super::Keeper;
use super::keeper::State;

pub(crate) const PATH: &str = "/-/events";
pub(crate) const SCRIPT_PATH: &str = "/-/reload.js";

/// Only served pages carry it; a built site does not.
const SCRIPT: &str = include_str!("reload.js");

/// The state at once, then each new one.
pub(crate) async fn stream(
    extract::State(keeper): extract::State<Arc<Keeper>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let first = (keeper.subscribe(), Some(keeper.state()));
    let states = stream::unfold(first, |(mut news, now)| async move {
        let state = match now {
            Some(state) => state,
            None => {
                news.changed().await.ok()?;
                news.borrow_and_update().clone()
            }
        };
        Some((Ok(message(&state)), (news, None)))
    });
    Sse::new(states).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

fn message(state: &State) -> Event {
    let data = json!({ "version": state.version, "error": state.error });
    Event::default().data(data.to_string())
}

pub(crate) async fn script() -> Response {
    let kind = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (kind, SCRIPT).into_response()
}

/// The page with a line that loads the script.
pub(crate) fn with_script(page: Vec<u8>) -> Vec<u8> {
    let Ok(mut page) = String::from_utf8(page) else {
        return Vec::new();
    };
    let at = page.rfind("</body>").unwrap_or(page.len());
    page.insert_str(at, &format!("<script src=\"{SCRIPT_PATH}\"></script>"));
    page.into_bytes()
}
