//! The chapters' code for open pages: the module once it is built, or answers where there is no WebAssembly.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::watch;

use super::Keeper;
use crate::live::{self, Toolchain};
use crate::site;
use crate::workspace::Workspace;

const ENDED: &str =
    "the program that answers has ended; save a chapter and it is built and started again";

/// Where pages ask for the module: what is served there waits until it is built.
pub(crate) const MODULE_PATH: &str = "/live/live.wasm";

/// Where pages ask if this machine can't build the module.
pub(crate) const ANSWER_PATH: &str = "/-/live";

/// How far the build is. Errors are told as text.
#[derive(Clone, Debug, Default)]
enum Built {
    #[default]
    Not,
    Done(Arc<Code>),
    Failed(String),
}

/// What was built.
#[derive(Debug)]
enum Code {
    Module(Vec<u8>),
    Process(Mutex<Process>),
}

/// Builds the code, one build at a time, and keeps the newest.
pub(crate) struct Live {
    workspace: Workspace,
    toolchain: Option<Toolchain>,
    built: watch::Sender<Built>,
    // Held by the build that runs.
    building: Arc<Mutex<()>>,
}

impl Live {
    pub(crate) fn new(workspace: Workspace) -> Self {
        let toolchain = Toolchain::find(&workspace);
        Self {
            workspace,
            toolchain,
            built: watch::Sender::default(),
            building: Arc::default(),
        }
    }

    pub(crate) fn toolchain(&self) -> Option<&Toolchain> {
        self.toolchain.as_ref()
    }

    /// What to tell the reader of the terminal where a program answers in WebAssembly's place.
    pub(crate) fn notice(&self) -> Option<live::Missing> {
        let served = matches!(self.of("00000000"), press::Live::Server);
        served.then_some(live::Missing::Served)
    }

    /// Where the pages of a site with this digest find their code.
    pub(crate) fn of(&self, digest: &str) -> press::Live {
        match &self.toolchain {
            Some(_) => press::Live::Module(site::module_address(digest)),
            None if self.workspace.root().join("crates/live").is_dir() => press::Live::Server,
            None => press::Live::Nowhere,
        }
    }

    /// Builds anew, beside everything else: the site is there at once, its sliders follow.
    pub(crate) fn renew(&self) {
        if matches!(self.of("00000000"), press::Live::Nowhere) {
            return;
        }
        let (workspace, toolchain) = (self.workspace.clone(), self.toolchain.clone());
        let (built, building) = (self.built.clone(), Arc::clone(&self.building));
        built.send_replace(Built::Not);
        std::thread::spawn(move || {
            let _turn = building.lock().unwrap_or_else(PoisonError::into_inner);
            // A build before this one may have ended meanwhile, of what holds no longer.
            built.send_replace(Built::Not);
            let begun = Instant::now();
            built.send_replace(match code(&workspace, toolchain.as_ref()) {
                Ok(code) => {
                    let seconds = begun.elapsed().as_secs_f64();
                    println!("The sliders are live, after {seconds:.1} s.");
                    Built::Done(Arc::new(code))
                }
                Err(error) => {
                    eprintln!(
                        "error: {error:#}\nThe site is served with its stored figures; save a correction and it is built again."
                    );
                    Built::Failed(format!("{error:#}"))
                }
            });
        });
    }

    /// The newest code, when its build has ended.
    async fn ready(&self) -> Result<Arc<Code>, String> {
        let mut news = self.built.subscribe();
        let ended = news.wait_for(|built| !matches!(built, Built::Not)).await;
        match ended.map(|built| built.clone()) {
            Ok(Built::Done(code)) => Ok(code),
            Ok(Built::Failed(why)) => Err(why),
            Ok(Built::Not) | Err(_) => Err("the server is ending".into()),
        }
    }
}

fn code(workspace: &Workspace, toolchain: Option<&Toolchain>) -> Result<Code> {
    match toolchain {
        Some(toolchain) => {
            let file = toolchain.module(workspace)?;
            let bytes = std::fs::read(&file)
                .with_context(|| format!("{}: can't be read", file.display()))?;
            Ok(Code::Module(bytes))
        }
        None => Ok(Code::Process(Mutex::new(Process::start(&live::program(
            workspace,
        )?)?))),
    }
}

/// Answers with the module.
pub(crate) async fn module(State(keeper): State<Arc<Keeper>>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/wasm"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    match keeper.live.ready().await.as_deref() {
        Ok(Code::Module(bytes)) => (headers, bytes.clone()).into_response(),
        Ok(Code::Process(_)) => StatusCode::NOT_FOUND.into_response(),
        Err(why) => (StatusCode::SERVICE_UNAVAILABLE, why.clone()).into_response(),
    }
}

/// Answers a request natively.
pub(crate) async fn answer(State(keeper): State<Arc<Keeper>>, request: String) -> Response {
    let code = match keeper.live.ready().await {
        Ok(code) => code,
        Err(why) => return (StatusCode::SERVICE_UNAVAILABLE, why).into_response(),
    };
    let said = tokio::task::spawn_blocking(move || match &*code {
        Code::Process(process) => process
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .ask(&request),
        Code::Module(_) => Err(anyhow::anyhow!("the page runs the code itself")),
    });
    match said.await.map_err(anyhow::Error::from).flatten() {
        Ok(said) => ([(header::CONTENT_TYPE, "application/json")], said).into_response(),
        Err(error) => (StatusCode::BAD_REQUEST, format!("{error:#}")).into_response(),
    }
}

/// The program that answers: a line in, a line out.
#[derive(Debug)]
struct Process {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Process {
    fn start(program: &Path) -> Result<Self> {
        let started = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child =
            started.with_context(|| format!("{}: can't be started", program.display()))?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (questions, answers) = pipes.context("the program has no pipes")?;
        Ok(Self {
            child,
            questions,
            answers: BufReader::new(answers),
        })
    }

    fn ask(&mut self, request: &str) -> Result<String> {
        let line = request.replace(['\r', '\n'], " ");
        writeln!(self.questions, "{line}").context(ENDED)?;
        let mut said = String::new();
        let read = self.answers.read_line(&mut said);
        if read.context(ENDED)? == 0 {
            bail!(ENDED);
        }
        Ok(said)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It ends by itself when its input does; this is for one that computes.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
