//! The kernel: runs the cells of a chapter through evcxr, and serves them to Jupyter.
//!
//! ```text
//! kernel run      stdin: Request    ->  home (lock, build folder)  ->  itself again, in that home's environment
//!                 stdout: Events   <-   run  <-  session (evcxr)  <->  the cells' process (this binary a third time)
//! kernel jupyter  the same home; then evcxr_jupyter takes over
//! ```
//!
//! evcxr starts this very binary as the process in which cells run ([`evcxr::runtime_hook`]), so that call comes before
//! everything else in `main`. Modules, from the outside in:
//!
//! - [`home`], [`slot`], [`warm`]: where cells are built, with which versions and settings, and for one session at a time;
//! - [`enter`], [`sight`]: starting this program again in a home's environment, in which rust-analyzer sees less;
//! - [`run`], [`session`], [`cell`], [`infer`], [`streams`], [`deadline`]: running a request;
//! - [`failure`], [`lines`], [`panics`]: what went wrong, and on which line of the chapter;
//! - [`jupyter`], [`install`]: the Jupyter kernel;
//! - [`guard`]: no process outlives the one that started it.
//!
//! What this crate refuses: to link `lab` or `model` (cells reach them through `:dep`, as built for cells), and to know
//! Markdown or mdBook.

mod arguments;
mod cell;
mod deadline;
mod enter;
mod events;
mod failure;
mod guard;
mod home;
mod infer;
mod install;
mod jupyter;
mod lines;
mod panics;
mod place;
mod run;
mod session;
mod sight;
mod slot;
mod streams;
mod warm;

use std::process::ExitCode;

fn main() -> ExitCode {
    if sight::is_asked() {
        return sight::answer();
    }
    guard::end_with_parent();
    evcxr::runtime_hook();
    if jupyter::is_inside() {
        return jupyter::serve();
    }
    arguments::dispatch()
}
