//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "millions",
    bin_name = "cargo run --",
    version,
    about = "Zero to Millions: a book on scaling a system that runs",
    long_about = "Zero to Millions: a book on scaling a system that runs.\n\nWithout a command it builds the book, serves it on this \
        machine and opens nothing else: stored outputs are shown, no cell is executed.",
    after_help = "Examples:\n  cargo run\n  cargo run -- serve --port 8080\n  cargo run -- run book/src/01-one-server.md --set daily_users=5e6\n  cargo run -- check"
)]
pub(crate) struct Arguments {
    /// The checkout of the book; found from the current folder upwards by default
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Build the book and serve it on 127.0.0.1; rebuild and reload on change (the default)
    Serve(Serve),
    /// Build the site into a folder
    Build(Build),
    /// Execute a chapter or a notebook and print what its cells give
    Run(Run),
    /// Execute every chapter and compare with the stored outputs, byte for byte
    Check(Check),
    /// Execute the chapters whose stored outputs are stale or missing, and store the new ones
    Update(Update),
    /// Bring edits made in Jupyter back into the chapter
    Import(Import),
    /// Make the book's kernel known to Jupyter, or forget it
    Kernel {
        #[command(subcommand)]
        command: KernelCommand,
    },
}

impl Default for Command {
    fn default() -> Self {
        Self::Serve(Serve::default())
    }
}

#[derive(Args, Default)]
#[command(
    after_help = "Examples:\n  cargo run -- serve\n  cargo run -- serve --port 8080 --open\n\nNo cell is executed: outputs come from notebooks/. \
    Stale ones are shown as stale; `cargo run -- update` renews them."
)]
pub(crate) struct Serve {
    /// The port; without it 3000, or the next one that is free
    #[arg(long, value_name = "N")]
    pub(crate) port: Option<u16>,
    /// Open the book in the browser
    #[arg(long)]
    pub(crate) open: bool,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  cargo run -- build\n  cargo run -- build --out /tmp/site\n\nThe site is built beside the folder and then takes its \
    place in one step. A folder that holds anything but an earlier site is left alone."
)]
pub(crate) struct Build {
    /// The folder to fill; book/book in the checkout by default
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Fail when an output is stale or missing, or a link leads nowhere
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  cargo run -- run book/src/01-one-server.md\n  cargo run -- run book/src/01-one-server.md --set daily_users=5e5 --set disk=SSD\n  \
    cargo run -- run notebooks/01-one-server.ipynb --json\n  cargo run -- run my-own.md --out my-own.ipynb\n\n\
    Any Markdown file with `rust,cell` blocks will do, also outside the book. The book's stored outputs are not touched: that is what \
    `update` is for. The first run builds the kernel, which takes minutes."
)]
pub(crate) struct Run {
    /// The chapter (.md) or notebook (.ipynb)
    #[arg(value_name = "CHAPTER.md|NOTEBOOK.ipynb")]
    pub(crate) file: PathBuf,
    /// Set a slider, choice or toggle; may be given more than once
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub(crate) settings: Vec<String>,
    /// Print one JSON document with all cells and outputs instead of text
    #[arg(long)]
    pub(crate) json: bool,
    /// Store the executed notebook in this file
    #[arg(long, value_name = "FILE.ipynb")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) limit: Limit,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  cargo run -- check\n  cargo run -- check book/src/01-one-server.md\n\nWrites nothing. Fails where an output is not \
    reproduced, is stale or missing, or a notebook is not what its chapter gives."
)]
pub(crate) struct Check {
    /// Only these chapters
    #[arg(value_name = "CHAPTER.md")]
    pub(crate) chapters: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) limit: Limit,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  cargo run -- update\n  cargo run -- update book/src/01-one-server.md\n  cargo run -- update --all\n\nA chapter whose \
    prose alone has changed is stored again without being executed. A notebook is written whole or not at all."
)]
pub(crate) struct Update {
    /// Only these chapters
    #[arg(value_name = "CHAPTER.md")]
    pub(crate) chapters: Vec<PathBuf>,
    /// Also execute chapters whose outputs still hold
    #[arg(long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) limit: Limit,
}

#[derive(Args)]
#[command(
    after_help = "Example:\n  cargo run -- import notebooks/01-one-server.ipynb\n\nCode and prose come back, outputs do not: run `update` \
    afterwards. A notebook that was not edited leaves the chapter as it is, byte for byte."
)]
pub(crate) struct Import {
    /// The notebook that was edited
    #[arg(value_name = "NOTEBOOK.ipynb")]
    pub(crate) notebook: PathBuf,
    /// Take the notebook's words also where the chapter was changed since the notebook was written
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Subcommand)]
pub(crate) enum KernelCommand {
    /// Build the kernel and register it with Jupyter
    #[command(
        after_help = "Examples:\n  cargo run -- kernel install\n  cargo run -- kernel install --prefix /path/to/venv"
    )]
    Install(KernelTarget),
    /// Remove the kernel from Jupyter's list
    #[command(after_help = "Example:\n  cargo run -- kernel uninstall")]
    Uninstall(KernelTarget),
}

#[derive(Args)]
pub(crate) struct KernelTarget {
    /// Install under DIR/share/jupyter (a Python environment) instead of the user's Jupyter folder
    #[arg(long, value_name = "DIR")]
    pub(crate) prefix: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Limit {
    /// The time limit for one cell, in seconds
    #[arg(long, value_name = "S", default_value_t = 120.0, value_parser = seconds)]
    pub(crate) time_limit: f64,
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds.is_finite() => Ok(seconds),
        _ => Err("write a number of seconds above 0, for example 120".into()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Arguments::command().debug_assert();
    }
}
