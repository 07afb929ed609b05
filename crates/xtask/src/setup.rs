//! What the checks need beyond Rust: a browser, Node with a few packages, and a Python Jupyter client.
//!
//! Whatever can be installed is: Debian packages where there is `apt-get` and the right to use it, everything
//! else into the target folder, pinned by the lock files under `checks/`. Whatever can't be is named, with what
//! to do about it, and the step fails.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::suite::{Outcome, Workshop};

/// Names a Chromium goes by. Google's build comes last but counts: it is what some CI images bring.
const BROWSERS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
/// Points at a browser that is none of [`BROWSERS`].
const BROWSER_VARIABLE: &str = "MILLIONS_CHROMIUM";

/// The program `name` on the PATH.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let paths = env::var_os("PATH")?;
    env::split_paths(&paths)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

/// The browser to drive.
pub(crate) fn browser() -> Option<PathBuf> {
    let named = env::var_os(BROWSER_VARIABLE).map(PathBuf::from);
    named.or_else(|| BROWSERS.iter().find_map(|name| find(name)))
}

/// Where the Python of the checks is.
pub(crate) fn python(shop: &Workshop) -> PathBuf {
    python_folder(shop).join("venv/bin/python")
}

fn python_folder(shop: &Workshop) -> PathBuf {
    shop.target.join("python")
}

/// Where the packages of the checks are installed.
pub(crate) fn node_folder(shop: &Workshop) -> PathBuf {
    shop.target.join("node")
}

/// Step: a Chromium is installed, or gets installed.
pub(crate) fn set_up_browser(shop: &Workshop) -> Outcome {
    if let Some(path) = browser() {
        return version(shop, &path.display().to_string());
    }
    let installed = apt(shop, &["chromium", "fonts-liberation"]);
    match browser() {
        Some(path) => installed.and(version(shop, &path.display().to_string())),
        None => installed.and(Outcome::failed(format!(
            "missing: Chromium. Install it (Debian: apt-get install chromium) or set {BROWSER_VARIABLE} to its path.\n"
        ))),
    }
}

/// Step: Node and the pinned packages.
pub(crate) fn set_up_node(shop: &Workshop) -> Outcome {
    let mut outcome = Outcome::default();
    if find("node").is_none() || find("npm").is_none() {
        outcome = apt(shop, &["nodejs", "npm"]);
    }
    if find("node").is_none() || find("npm").is_none() {
        return outcome.and(Outcome::failed(
            "missing: Node.js 20 or later with npm. Install it and run this again.\n",
        ));
    }
    let folder = node_folder(shop);
    install_once(
        shop,
        &folder,
        &["package.json", "package-lock.json"],
        outcome,
        |outcome| {
            let install = shop.run(
                "npm ci --no-audit --no-fund --ignore-scripts --loglevel=error",
                &folder,
            );
            outcome.and(shop.outcome(install.minutes(5)))
        },
    )
}

/// Step: a Python environment with the pinned Jupyter client.
pub(crate) fn set_up_python(shop: &Workshop) -> Outcome {
    let folder = python_folder(shop);
    install_once(
        shop,
        &folder,
        &["requirements.txt"],
        Outcome::default(),
        |outcome| {
            let outcome = outcome.and(virtual_environment(shop, &folder));
            if outcome.tally.failed > 0 {
                return outcome;
            }
            let python = python(shop).display().to_string();
            let pip = "-m pip install --quiet --disable-pip-version-check --requirement";
            let install = shop.run(&python, &folder).args(pip.split(' '));
            outcome.and(shop.outcome(install.arg(folder.join("requirements.txt")).minutes(10)))
        },
    )
}

/// A C++ compiler is there, or gets installed.
pub(crate) fn set_up_compiler(shop: &Workshop) -> Outcome {
    if find("c++").is_some() {
        return Outcome::default();
    }
    let installed = apt(shop, &["g++"]);
    match find("c++") {
        Some(_) => installed,
        None => installed.and(Outcome::failed(
            "missing: a C++ compiler that answers to `c++` (Debian: apt-get install g++).\n",
        )),
    }
}

/// Makes the environment. Debian keeps the module for it in a package of its own.
fn virtual_environment(shop: &Workshop, folder: &Path) -> Outcome {
    let make = || {
        shop.watch(
            shop.run("python3 -m venv --clear", folder)
                .arg(folder.join("venv")),
        )
    };
    let first = make();
    if first.success() {
        return Outcome::note(first.output);
    }
    let installed = apt(shop, &["python3", "python3-venv"]);
    let second = make();
    let said = Outcome::note(first.output)
        .and(installed)
        .and(Outcome::note(second.output.clone()));
    if second.success() {
        return said;
    }
    said.and(Outcome::failed(
        "missing: Python 3.11 or later with its venv module (Debian: apt-get install python3 python3-venv).\n",
    ))
}

/// Copies the lock files of `checks/` into `folder` and installs from there, unless the same were installed before.
/// The mark that says so is written last: an interrupted installation is done again.
fn install_once(
    shop: &Workshop,
    folder: &Path,
    locks: &[&str],
    before: Outcome,
    install: impl FnOnce(Outcome) -> Outcome,
) -> Outcome {
    let mut wanted = String::new();
    for lock in locks {
        let from = shop.checks().join(lock);
        match fs::read_to_string(&from) {
            Ok(text) => wanted.push_str(&text),
            Err(error) => return Outcome::failed(format!("{}: {error}\n", from.display())),
        }
    }
    let mark = folder.join(".installed");
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return before.and(Outcome::passed("as installed before\n"));
    }
    let copied = fs::create_dir_all(folder).and_then(|()| {
        locks
            .iter()
            .try_for_each(|lock| fs::copy(shop.checks().join(lock), folder.join(lock)).map(drop))
    });
    if let Err(error) = copied {
        return before.and(Outcome::failed(format!("{}: {error}\n", folder.display())));
    }
    let outcome = install(before);
    if outcome.tally.failed > 0 {
        return outcome;
    }
    match fs::write(&mark, wanted) {
        Ok(()) => outcome,
        Err(error) => outcome.and(Outcome::failed(format!("{}: {error}\n", mark.display()))),
    }
}

/// Debian packages, as root or through sudo without a password.
fn apt(shop: &Workshop, packages: &[&str]) -> Outcome {
    let names = packages.join(" ");
    if find("apt-get").is_none() {
        return Outcome::note(format!("no apt-get here to install {names} with\n"));
    }
    let root = shop.run("id -u", &shop.root).quietly().output.trim() == "0";
    let sudo = !root && shop.run("sudo -n true", &shop.root).quietly().success();
    if !root && !sudo {
        return Outcome::note(format!(
            "not root and no sudo without a password: can't apt-get install {names}\n"
        ));
    }
    let get = if root { "apt-get" } else { "sudo -n apt-get" };
    let quiet = "-o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300";
    let run = |rest: &str| {
        let line = format!("{get} {quiet} {rest}");
        let ended = shop
            .run(&line, &shop.root)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .minutes(10);
        let ended = shop.watch(ended);
        (ended.success(), ended.output)
    };
    // A list that is old or missing names files that are gone, so fetch it first. If only that fails, go on.
    let (_, updated) = run("--quiet update");
    let (success, installed) = run(&format!(
        "--quiet --yes install --no-install-recommends {names}"
    ));
    if success {
        Outcome::note(installed)
    } else {
        Outcome::note(updated + &installed)
    }
}

fn version(shop: &Workshop, program: &str) -> Outcome {
    shop.outcome(shop.run(program, &shop.root).arg("--version"))
}
