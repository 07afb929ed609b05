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
        machine and opens nothing else: stored outputs are shown at once, and the chapters' code for the page is \
        built beside that. The kernel is never started.",
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
    /// Say what the model thinks of a system that a file describes
    Predict(Predict),
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
    after_help = "Examples:\n  cargo run -- serve\n  cargo run -- serve --port 8080 --open\n\nOutputs come from notebooks/; the kernel is never started. \
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
    after_help = "Examples:\n  cargo run -- build\n  cargo run -- build --out /tmp/site\n  cargo run -- build --pdf\n\nThe site is built beside the folder and then takes its \
    place in one step. A folder that holds anything but an earlier site is left alone."
)]
pub(crate) struct Build {
    /// The folder to fill; book/book in the checkout by default
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Fail when an output is stale or missing, or a link leads nowhere
    #[arg(long)]
    pub(crate) strict: bool,
    /// Add the whole book as one PDF, zero-to-millions.pdf; takes Chromium or Chrome
    #[arg(long)]
    pub(crate) pdf: bool,
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
    after_help = "Examples:\n  cargo run -- predict crates/model/examples/shop.toml\n  cargo run -- predict shop.toml --set web.machines=8 --simulate\n  \
    cargo run -- predict shop.toml --users 1e4..1e7 --csv\n  cargo run -- predict shop.toml --series load.csv --simulate\n  cargo run -- predict shop.toml --prices data/prices.csv --book cloud --region ca-central-1\n\nThe file is TOML; crates/model/examples/shop.toml has every table, and \
    the documentation of model::file describes them. Nothing is written."
)]
pub(crate) struct Predict {
    /// The system file
    #[arg(value_name = "SYSTEM.toml")]
    pub(crate) file: PathBuf,
    /// Change a value of the file, as in web.machines=8 or work.web_cpu=\"5 ms\"; may be given more than once
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(crate) settings: Vec<String>,
    /// A row for each of several numbers of daily users between A and B, at equal ratios
    #[arg(long, value_name = "A..B", value_parser = users)]
    pub(crate) users: Option<Users>,
    /// How many rows, 2 to 10000
    #[arg(long, value_name = "N", default_value_t = 13, requires = "users", value_parser = clap::value_parser!(u32).range(2..=10_000))]
    pub(crate) points: u32,
    /// A row for each hour of the day that the file describes (traffic.day)
    #[arg(long, conflicts_with = "users")]
    pub(crate) day: bool,
    /// A row for each rate of a recording, from its first row on: a line # that says what it is, then the columns time,rate (s; 1/s)
    #[arg(long, value_name = "FILE.csv", conflicts_with_all = ["users", "day"])]
    pub(crate) series: Option<PathBuf>,
    /// Ask the second witness, too: simulate, with 95% intervals
    #[arg(long)]
    pub(crate) simulate: bool,
    /// The seed of the simulation
    #[arg(long, value_name = "N", default_value_t = 1, requires = "simulate")]
    pub(crate) seed: u64,
    /// Simulate on until half the 95% interval of the p99 is at most this share of it, as in 0.02, or 1000 times
    #[arg(long, value_name = "SHARE", value_parser = share, requires = "simulate", conflicts_with_all = ["day", "series"])]
    pub(crate) precision: Option<f64>,
    /// Bill what leaves the data centre by this price list, too (data/prices.csv is the book's)
    #[arg(long, value_name = "FILE.csv", conflicts_with_all = ["day", "series"])]
    pub(crate) prices: Option<PathBuf>,
    /// The price book of that list
    #[arg(long, value_name = "NAME", requires = "prices")]
    pub(crate) book: Option<String>,
    /// The region of that list in which the machines stand
    #[arg(long, value_name = "REGION", requires = "prices")]
    pub(crate) region: Option<String>,
    /// Print JSON: times in seconds, money in US dollars
    #[arg(long, conflicts_with = "csv")]
    pub(crate) json: bool,
    /// Print comma-separated values, in the same units
    #[arg(long)]
    pub(crate) csv: bool,
}

/// In which form `predict` answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Text,
    Json,
    Csv,
}

impl Predict {
    pub(crate) fn form(&self) -> Form {
        match (self.json, self.csv) {
            (true, _) => Form::Json,
            (_, true) => Form::Csv,
            _ => Form::Text,
        }
    }
}

/// From one number of daily users to another.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Users {
    pub(crate) first: f64,
    pub(crate) last: f64,
}

fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if (0.0001..=1.0).contains(&share) => Ok(share),
        _ => Err("write a number from 0.0001 to 1, for example 0.02".into()),
    }
}

fn users(text: &str) -> Result<Users, String> {
    let wrong =
        || "write two numbers of users from 1 to 1e12, the larger one last: 1e4..1e7".to_owned();
    let (first, last) = text.split_once("..").ok_or_else(wrong)?;
    let number = |text: &str| {
        text.trim()
            .trim_start_matches('=')
            .parse::<f64>()
            .map_err(|_| wrong())
    };
    let users = Users {
        first: number(first)?,
        last: number(last)?,
    };
    let fine = users.first >= 1.0 && users.last > users.first && users.last <= 1e12;
    if fine { Ok(users) } else { Err(wrong()) }
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
    use super::{Users, users};
    use clap::CommandFactory;

    #[test]
    fn a_range_of_users_is_two_numbers_in_order() {
        let range = Users {
            first: 1e4,
            last: 1e7,
        };
        assert_eq!(users("1e4..1e7"), Ok(range.clone()));
        assert_eq!(users("10000..=10000000"), Ok(range));
        for text in [
            "", "1e4", "1e7..1e4", "0..10", "a..b", "nan..5", "1..inf", "1..1e13", "5..5",
        ] {
            assert!(users(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_command_line_is_consistent() {
        super::Arguments::command().debug_assert();
    }
}
