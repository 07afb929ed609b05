//! Links from one page of the site to another: a word that leads to a term which the glossary lacks is a broken promise.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// A link that leads nowhere: the page it is on, its address, and why.
pub(crate) struct Broken {
    pub(crate) page: PathBuf,
    pub(crate) href: String,
    pub(crate) why: &'static str,
}

/// The links within the site that lead to no page or to no place in it. Pages by path relative to the site, with their HTML;
/// `exists` answers for files that are no pages.
pub(crate) fn broken(
    pages: &BTreeMap<PathBuf, String>,
    exists: impl Fn(&Path) -> bool,
) -> Vec<Broken> {
    let anchors: BTreeMap<&PathBuf, BTreeSet<&str>> = pages
        .iter()
        .map(|(path, html)| (path, attribute(html, "id").collect()))
        .collect();
    let mut found = Vec::new();
    for (page, html) in pages {
        for href in content_links(html) {
            let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
            let target = if file.is_empty() {
                page.clone()
            } else {
                join(page, file)
            };
            let why = match anchors.get(&target) {
                None if exists(&target) => continue,
                None => "there is no such page",
                Some(ids) if anchor.is_empty() || ids.contains(anchor) => continue,
                Some(_) => "the page has no such place",
            };
            found.push(Broken {
                page: page.clone(),
                href: href.to_owned(),
                why,
            });
        }
    }
    found
}

/// The links of the chapter's own text that stay within the site.
fn content_links(html: &str) -> impl Iterator<Item = &str> {
    let main = html.split_once("<main>").map_or("", |(_, rest)| rest);
    let main = main.split_once("</main>").map_or(main, |(main, _)| main);
    let inside = |href: &&str| !href.contains(':') && !href.starts_with("//") && !href.is_empty();
    attribute(main, "href").filter(inside)
}

fn attribute<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let lead = format!(" {name}=\"");
    let mut rest = html;
    std::iter::from_fn(move || {
        let at = rest.find(&lead)? + lead.len();
        let (value, after) = rest[at..].split_once('"')?;
        rest = after;
        Some(value)
    })
}

/// The path that `file` means on `page`.
fn join(page: &Path, file: &str) -> PathBuf {
    let mut path = page.parent().unwrap_or(Path::new("")).to_owned();
    for part in Path::new(file).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
            Component::RootDir | Component::CurDir | Component::Prefix(_) => {}
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_missing_terms_are_found() {
        let page = |main: &str| format!("<a href=\"nav.html\"></a><main>{main}</main>");
        let pages: BTreeMap<PathBuf, String> = [
            ("a.html".into(), page("<a href=\"glossary.html#knee\">k</a> <a href=\"glossary.html#kne\">k</a> <a href=\"https://x.example/#a\">x</a>")),
            ("glossary.html".into(), page("<dt id=\"knee\">Knee</dt><a href=\"gone.html\">g</a><a href=\"notebooks/a.ipynb\">n</a>")),
        ]
        .into();
        let broken = broken(&pages, |path| path == Path::new("notebooks/a.ipynb"));
        let found: Vec<&str> = broken.iter().map(|link| link.href.as_str()).collect();
        assert_eq!(found, ["glossary.html#kne", "gone.html"]);
    }
}
