//! Who may know whom: between crates, by their manifests; between the files of a crate, by their `use` lines and paths.
//!
//! The second is read from text, not from the compiler: a path in a macro escapes it, and a re-export counts as
//! the module that re-exports. That is enough to keep a crate readable from the bottom up.

use std::collections::{BTreeMap, BTreeSet};

use super::{File, Finding};

/// What each crate may import of ours. The map in ARCHITECTURE.md, in a form that is checked.
const MAY_IMPORT: [(&str, &[&str]); 8] = [
    ("model", &[]),
    ("lab", &["model"]),
    ("notebook", &[]),
    ("kernel", &["notebook"]),
    // `notebook` for its build script, which reads the chapters.
    ("live", &["lab", "notebook"]),
    ("press", &["notebook"]),
    ("cli", &["press", "notebook", "model"]),
    ("xtask", &[]),
];

/// The only crate that may depend on it. Reading the book never waits for evcxr; mdBook can be replaced in one place.
const KNOWN_TO_ONE: [(&str, &str); 3] =
    [("evcxr", "kernel"), ("mdbook", "press"), ("polars", "lab")];

/// Modules that must not see each other: they are independent witnesses, and meet in `system` and in tests.
const STRANGERS: (&str, [&str; 2]) = ("crates/model/src/", ["queueing", "simulation"]);

/// Manifests against [`MAY_IMPORT`] and [`KNOWN_TO_ONE`].
pub(super) fn crates(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        let Some(name) = crate_of_manifest(&file.path) else {
            continue;
        };
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(known, _)| *known == name) else {
            findings.push(Finding::new(
                &file.path,
                0,
                "a crate that is not in xtask's list of who may import whom",
            ));
            continue;
        };
        for (line, dependency) in dependencies(&file.text) {
            let ours = MAY_IMPORT.iter().any(|(known, _)| *known == dependency);
            if ours && !allowed.contains(&dependency) {
                findings.push(Finding::new(
                    &file.path,
                    line,
                    format!("{name} must not import {dependency}"),
                ));
            }
            let owner = KNOWN_TO_ONE
                .iter()
                .find(|(prefix, _)| dependency.starts_with(prefix));
            if let Some((prefix, owner)) = owner.filter(|(_, owner)| *owner != name) {
                findings.push(Finding::new(
                    &file.path,
                    line,
                    format!("only {owner} may know {prefix}"),
                ));
            }
        }
    }
    findings
}

fn crate_of_manifest(path: &str) -> Option<&str> {
    path.strip_prefix("crates/")?
        .strip_suffix("/Cargo.toml")
        .filter(|name| !name.contains('/'))
}

/// Names under `[dependencies]`, with lines. Tests may use more, so `dev-dependencies` are free.
fn dependencies(manifest: &str) -> Vec<(usize, &str)> {
    let mut inside = false;
    let mut names = Vec::new();
    for (number, line) in manifest.lines().enumerate() {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]") && !line.contains("dev-");
        } else if inside && !line.starts_with('#') {
            let name = line
                .split(['.', '=', ' '])
                .next()
                .filter(|name| !name.is_empty());
            names.extend(name.map(|name| (number + 1, name)));
        }
    }
    names
}

/// Circles between files, and strangers that know each other.
pub(super) fn files(files: &[File]) -> Vec<Finding> {
    let mut findings = strangers(files);
    let roots: BTreeSet<&str> = files
        .iter()
        .filter_map(|file| source_root(&file.path))
        .collect();
    for root in roots {
        let sources = files
            .iter()
            .filter(|file| source_root(&file.path) == Some(root));
        let imports = imports(root, &sources.collect::<Vec<_>>());
        findings.extend(circles(&imports).into_iter().map(|circle| {
            let first = circle.first().cloned().unwrap_or_default();
            Finding::new(
                &format!("{root}{}.rs", first.replace("::", "/")),
                0,
                format!("imports itself by way of {}", circle.join(" -> ")),
            )
        }));
    }
    findings
}

fn strangers(files: &[File]) -> Vec<Finding> {
    let (root, names) = STRANGERS;
    let mut findings = Vec::new();
    for (me, other) in [(names[0], names[1]), (names[1], names[0])] {
        let folder = format!("{root}{me}");
        for file in files.iter().filter(|file| file.path.starts_with(&folder)) {
            for (line, code) in code_lines(&file.text) {
                if [format!("crate::{other}"), format!("super::{other}")]
                    .iter()
                    .any(|path| code.contains(path.as_str()))
                {
                    findings.push(Finding::new(
                        &file.path,
                        line,
                        format!("{me} must not know {other}"),
                    ));
                }
            }
        }
    }
    findings
}

/// `crates/model/src/` of a file below it. What a crate keeps elsewhere is data to it.
fn source_root(path: &str) -> Option<&str> {
    let (name, inside) = path.strip_prefix("crates/")?.split_once('/')?;
    let source = inside.starts_with("src/") && inside.ends_with(".rs");
    source.then(|| &path[.."crates//src/".len() + name.len()])
}

/// Lines of code up to the unit tests at a file's end, without comments.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text
        .lines()
        .enumerate()
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"));
    lines.filter_map(|(number, line)| {
        let code = line.split("//").next().unwrap_or_default();
        (!code.trim().is_empty()).then_some((number + 1, code))
    })
}

type Imports = BTreeMap<String, BTreeSet<String>>;

/// For each module (`queueing::mm1`; the crate's root is empty), the modules that it names.
fn imports(root: &str, sources: &[&File]) -> Imports {
    let module = |file: &File| {
        let path = file.path[root.len()..].trim_end_matches(".rs");
        let path = path.strip_suffix("/mod").unwrap_or(path).replace('/', "::");
        if path == "lib" || path == "main" {
            String::new()
        } else {
            path
        }
    };
    let known: BTreeSet<String> = sources.iter().map(|file| module(file)).collect();
    let mut imports = Imports::new();
    for file in sources {
        let me = module(file);
        // Re-exports are a module's front, not what it needs.
        let code = code_lines(&file.text)
            .map(|(_, code)| code)
            .filter(|code| !code.contains("pub use "));
        let named = code
            .flat_map(|code| paths(code, &me))
            .filter_map(|path| owner(&path, &known));
        let named: BTreeSet<String> = named.filter(|other| *other != me).collect();
        imports.insert(me, named);
    }
    imports
}

/// Paths that begin with `crate::` or `super::` in a line, as seen from the crate's root.
fn paths(code: &str, me: &str) -> Vec<String> {
    let word =
        |character: char| character.is_alphanumeric() || character == '_' || character == ':';
    let words = code.split(|character: char| !word(character));
    words.filter_map(|path| absolute(path, me)).collect()
}

fn absolute(path: &str, me: &str) -> Option<String> {
    if let Some(rest) = path.strip_prefix("crate::") {
        return Some(rest.to_owned());
    }
    let mut base: Vec<&str> = me.split("::").collect();
    let mut rest = path.strip_prefix("super::")?;
    base.pop();
    while let Some(further) = rest.strip_prefix("super::") {
        rest = further;
        base.pop();
    }
    base.push(rest);
    Some(base.join("::"))
}

/// The module that a path leads into: the longest known one.
fn owner(path: &str, known: &BTreeSet<String>) -> Option<String> {
    let mut path = path.trim_end_matches(':');
    loop {
        if known.contains(path) {
            return Some(path.to_owned());
        }
        path = path.rsplit_once("::")?.0;
    }
}

/// One circle for each module that can reach itself, each circle once.
fn circles(imports: &Imports) -> Vec<Vec<String>> {
    let mut found: BTreeMap<BTreeSet<String>, Vec<String>> = BTreeMap::new();
    for start in imports.keys() {
        if let Some(circle) = way_back(start, imports) {
            found
                .entry(circle.iter().cloned().collect())
                .or_insert(circle);
        }
    }
    found.into_values().collect()
}

/// The shortest way from a module to itself.
fn way_back(start: &String, imports: &Imports) -> Option<Vec<String>> {
    let mut ways = vec![vec![start.clone()]];
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut further = Vec::new();
        for way in ways {
            for next in way
                .last()
                .and_then(|last| imports.get(last))
                .into_iter()
                .flatten()
            {
                let mut longer = way.clone();
                longer.push(next.clone());
                if next == start {
                    return Some(longer);
                }
                if seen.insert(next.clone()) {
                    further.push(longer);
                }
            }
        }
        ways = further;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_crate_that_knows_too_much_is_found() {
        let manifest = "[dependencies]\nmodel.workspace = true\nevcxr = \"1\"\n[dev-dependencies]\nlab = \"1\"\n";
        let found = crates(&[file("crates/notebook/Cargo.toml", manifest)]);
        let lines: Vec<usize> = found.iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [2, 3]);
        assert!(
            crates(&[file(
                "crates/lab/Cargo.toml",
                "[dependencies]\nmodel = \"1\"\n"
            )])
            .is_empty()
        );
    }

    #[test]
    fn a_circle_of_files_is_found_once() {
        let found = super::files(&[
            file("crates/a/src/lib.rs", "pub mod b;\npub use b::B;\n"),
            file("crates/a/src/b.rs", "use crate::c::C;\n"),
            file("crates/a/src/c/mod.rs", "use super::b::B;\n"),
            file("crates/a/src/c/d.rs", "use super::C;\n"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].what.contains("b -> c -> b"), "{found:?}");
    }

    #[test]
    fn witnesses_stay_apart() {
        let found = strangers(&[file(
            "crates/model/src/queueing/mm1.rs",
            "use crate::simulation::Trials;\n",
        )]);
        assert_eq!(found.len(), 1);
    }
}
