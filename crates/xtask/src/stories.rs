//! What goes wrong for people, played as they would: `millions run` on chapters with mistakes, and wrong arguments.
//!
//! Each file in `checks/stories/` says in a comment what the message must contain (`<!-- says: a; b -->`) and marks
//! the line that it must name (`// here`, or `<!-- here below -->` for the next one). A story with `ends well` must
//! succeed; all others must end with an exit status that is not zero, and the notebooks must stay as they were.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::process::Ended;
use crate::suite::{Outcome, Workshop};

const FOLDER: &str = "crates/xtask/checks/stories";
/// What a cell may take here, so that the story of the endless loop ends soon.
const CELL_SECONDS: &str = "20";

/// Arguments after `millions`, and what the message must contain.
const ARGUMENTS: [(&str, &[&str]); 5] = [
    (
        "run book/src/01-one-server.md --set no_such_slider=1",
        &["no_such_slider", "daily_users"],
    ),
    (
        "run book/src/01-one-server.md --set daily_users=5e12",
        &["daily_users", "01-one-server.md:"],
    ),
    ("run no-such-chapter.md", &["no-such-chapter.md"]),
    ("import no-such-notebook.ipynb", &["no-such-notebook.ipynb"]),
    ("no-such-command", &["no-such-command", "--help"]),
];

/// A thing to try and what must come of it.
struct Story {
    arguments: Vec<String>,
    ends_well: bool,
    says: Vec<String>,
    /// `file:line` of the lines that must be named.
    places: Vec<String>,
}

/// Step: all stories.
pub(crate) fn run(shop: &Workshop) -> Outcome {
    let before = notebooks(shop);
    let stories = match read_all(&shop.root.join(FOLDER)) {
        Ok(stories) if !stories.is_empty() => stories,
        Ok(_) => return Outcome::failed(format!("{FOLDER} has no stories\n")),
        Err(error) => return Outcome::failed(format!("{FOLDER}: {error}\n")),
    };
    let arguments = ARGUMENTS.iter().map(|(line, says)| Story {
        arguments: line.split(' ').map(str::to_owned).collect(),
        ends_well: false,
        says: says.iter().map(|&word| word.to_owned()).collect(),
        places: Vec::new(),
    });
    let outcome = stories
        .into_iter()
        .chain(arguments)
        .map(|story| play(shop, &story))
        .fold(Outcome::default(), Outcome::and);
    outcome.and(match notebooks(shop) == before {
        true => Outcome::passed(""),
        false => Outcome::failed("a story changed a file under notebooks/\n"),
    })
}

fn notebooks(shop: &Workshop) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(shop.root.join("notebooks"))
        .into_iter()
        .flatten()
        .flatten();
    entries
        .filter_map(|entry| Some((entry.path(), fs::read(entry.path()).ok()?)))
        .collect()
}

fn read_all(folder: &Path) -> std::io::Result<Vec<Story>> {
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let mut names: Vec<String> = entries
        .iter()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
        .iter()
        .map(|name| Ok(read(name, &fs::read_to_string(folder.join(name))?)))
        .collect()
}

fn read(name: &str, text: &str) -> Story {
    let path = format!("{FOLDER}/{name}");
    let mut story = Story {
        arguments: Vec::new(),
        ends_well: false,
        says: vec![name.to_owned()],
        places: Vec::new(),
    };
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(words) = line.strip_prefix("<!-- says: ") {
            story.says.extend(
                words
                    .trim_end_matches(" -->")
                    .split("; ")
                    .map(str::to_owned),
            );
        } else if let Some(words) = line.strip_prefix("<!-- ends well; says: ") {
            story.ends_well = true;
            story.says = words
                .trim_end_matches(" -->")
                .split("; ")
                .map(str::to_owned)
                .collect();
        } else if line.contains("// here") {
            story.places.push(format!("{path}:{number}"));
        } else if line.contains("<!-- here below -->") {
            story.places.push(format!("{path}:{}", number + 1));
        }
    }
    story.arguments = ["run", &path, "--time-limit", CELL_SECONDS]
        .map(str::to_owned)
        .to_vec();
    story
}

fn play(shop: &Workshop, story: &Story) -> Outcome {
    let program = shop.program().display().to_string();
    let ended = shop
        .run(&program, &shop.root)
        .args(&story.arguments)
        .minutes(6);
    let ended = shop.watch(ended);
    let wrong = judge(story, &ended);
    if wrong.is_empty() {
        return Outcome::passed("");
    }
    let (line, wrong) = (story.arguments.join(" "), wrong.join("; "));
    Outcome::failed(format!(
        "millions {line}\n  {wrong}. It said:\n{}\n",
        ended.output.trim_end()
    ))
}

fn judge(story: &Story, ended: &Ended) -> Vec<String> {
    let mut wrong = Vec::new();
    let code = ended.status.and_then(|status| status.code());
    if story.ends_well != (code == Some(0)) {
        wrong.push(format!("it ended with {code:?}"));
    }
    // 101 is a panic of the program itself: not a message for people, whatever it says.
    if code == Some(101) || code.is_none() {
        wrong.push("it did not end by itself in an orderly way".to_owned());
    }
    let said = |word: &&String| ended.output.contains(word.as_str());
    wrong.extend(
        story
            .says
            .iter()
            .filter(|word| !said(word))
            .map(|word| format!("it does not say `{word}`")),
    );
    wrong.extend(
        story
            .places
            .iter()
            .filter(|place| !named(&ended.output, place))
            .map(|place| format!("it does not name {place}")),
    );
    // One place at least in the form that editors and terminals can follow.
    if !story.places.is_empty()
        && !story
            .places
            .iter()
            .any(|place| ended.output.contains(place.as_str()))
    {
        wrong.push("it names no `file:line`".to_owned());
    }
    wrong
}

/// `file:7` in the text, or `line 7` for the second of two places; not as the beginning of a longer number.
fn named(text: &str, place: &str) -> bool {
    let line = place
        .rsplit_once(':')
        .map(|(_, number)| format!("line {number}"));
    let whole = |words: &str| {
        let ends = text.match_indices(words).map(|(at, _)| at + words.len());
        ends.into_iter()
            .any(|end| !text[end..].starts_with(|next: char| next.is_ascii_digit()))
    };
    whole(place) || line.is_some_and(|line| whole(&line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_places() {
        let story = read(
            "a.md",
            "# A\n<!-- says: one; two -->\n```rust,cell\npanic!(); // here\n```\n<!-- here below -->\nx\n",
        );
        assert_eq!(story.says, ["a.md", "one", "two"]);
        assert_eq!(
            story.places,
            [format!("{FOLDER}/a.md:4"), format!("{FOLDER}/a.md:7")]
        );
        assert!(!story.ends_well);
    }

    #[test]
    fn a_place_is_not_the_beginning_of_another() {
        assert!(named("see a.md:4: x", "a.md:4") && named("see a.md:4", "a.md:4"));
        assert!(!named("see a.md:41", "a.md:4"));
        assert!(named("already on line 4", "a.md:4") && !named("on line 41", "a.md:4"));
    }
}
