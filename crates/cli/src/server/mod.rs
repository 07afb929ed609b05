//! Serves the site to this machine, rebuilds it when a source changes, and tells open pages.
//!
//! ```text
//! watch --(a source changed)--> keeper --(site swapped, or an error)--> events --> open pages
//!    |                                                           files <--- requests
//!    +----> live (the chapters' code, built beside) ------> module, answers <---+
//! ```

mod events;
mod files;
mod keeper;
mod live;
mod watch;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::routing::{get, post};
use tokio::net::TcpListener;

pub(crate) use keeper::Keeper;

use crate::workspace::Workspace;

/// Where the book is served if nothing else is asked for.
const PORT: u16 = 3000;

/// How many ports after it are tried.
const TRIES: u16 = 50;

/// Binds, brings the site up to date, says where it is, and serves until the process ends.
pub(crate) fn serve(
    workspace: &Workspace,
    port: Option<u16>,
    ready: impl FnOnce(&str),
) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = bind(port).await?;
        let keeper = Arc::new(Keeper::new(workspace.clone()));
        keeper.check_folder()?;
        if let Some(missing) = keeper.live.notice() {
            eprintln!("notice: {missing}");
        }
        keeper.renew();
        let _watcher = watch::start(workspace, Arc::clone(&keeper))?;
        ready(&format!("http://{}", listener.local_addr()?));
        axum::serve(listener, router(keeper))
            .await
            .context("the server stopped")
    })
}

fn router(keeper: Arc<Keeper>) -> Router {
    Router::new()
        .route(events::PATH, get(events::stream))
        .route(events::SCRIPT_PATH, get(events::script))
        .route(live::MODULE_PATH, get(live::module))
        .route(live::ANSWER_PATH, post(live::answer))
        .fallback(files::serve)
        .with_state(keeper)
}

/// The port that was asked for, or else the first free one from [`PORT`] on.
async fn bind(port: Option<u16>) -> Result<TcpListener> {
    let on = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    if let Some(port) = port {
        return TcpListener::bind(on(port))
            .await
            .with_context(|| format!("port {port} is taken or not allowed; choose another with --port N, or leave it out to get a free one"));
    }
    for candidate in PORT..PORT + TRIES {
        if let Ok(listener) = TcpListener::bind(on(candidate)).await {
            if candidate != PORT {
                eprintln!("Port {PORT} is taken; using {candidate}.");
            }
            return Ok(listener);
        }
    }
    bail!(
        "no port from {PORT} to {} is free; choose one with --port N",
        PORT + TRIES - 1
    )
}
