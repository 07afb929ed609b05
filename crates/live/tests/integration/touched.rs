//! Which cells run when a control moves: those that its cell's variables reach, as the chapter's text says, and no other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use live::{Answer, CHAPTERS, Memory, Request, answer};
use notebook::code::Parts;
use notebook::{Chapter, code, needs};
use serde_json::{Map, Value};

/// A chapter with many cells behind a control.
const CHAPTER: &str = "01-one-server";

/// Something to try with a chapter that was read anew, without the table that the build script made of it.
fn with_parts<T>(chapter: &str, then: impl FnOnce(&[Parts<'_>]) -> T) -> T {
    let path = format!("../../book/src/{chapter}.md");
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path)).expect("the chapter");
    let chapter = Chapter::parse(&path, &text).expect("it parses");
    let parts = chapter.cells().map(|cell| code::read(&path, cell));
    then(&parts.collect::<Result<Vec<_>, _>>().expect("it parses"))
}

/// The cells that call for a control, and those that mention a variable of such a cell, and so on.
fn reached(cells: &[Parts<'_>], control: &str) -> BTreeSet<String> {
    let mut owners: BTreeMap<&str, bool> = BTreeMap::new();
    let mut reached = BTreeSet::new();
    for parts in cells {
        let own = parts.controls.iter().any(|one| one.name == control);
        let through = || {
            parts
                .mentions
                .iter()
                .any(|name| owners.get(name.as_str()) == Some(&true))
        };
        let hit = !parts.cell.native && (own || through());
        if hit {
            reached.insert(parts.cell.id.clone());
        }
        owners.extend(parts.defines.iter().map(|name| (name.as_str(), hit)));
    }
    reached
}

fn request(chapter: &str, settings: &[(&str, Value)]) -> Request {
    let settings = settings
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()));
    Request {
        chapter: chapter.into(),
        settings: settings.collect::<Map<_, _>>(),
        draft: true,
        ..Request::default()
    }
}

fn ids(answer: &Answer) -> Vec<String> {
    assert!(answer.failure.is_none(), "{:?}", answer.failure);
    answer.cells.iter().map(|cell| cell.id.clone()).collect()
}

/// The controls of the chapter, each with a value that is not its default.
fn controls(all: &Answer) -> BTreeMap<String, Value> {
    let outputs = all.cells.iter().flat_map(|cell| &cell.outputs);
    let described = outputs.filter(|(mime, _)| mime.contains(".control."));
    let other = |(_, text): (_, &String)| {
        let description: Value = serde_json::from_str(text).expect("JSON");
        let default = &description["default"];
        let value = match description["kind"].as_str()? {
            "slider" if description["min"] == *default => description["max"].clone(),
            "slider" => description["min"].clone(),
            "toggle" => Value::from(default != true),
            _ => description["options"]
                .as_array()?
                .iter()
                .find(|option| *option != default)?
                .clone(),
        };
        Some((description["name"].as_str()?.to_owned(), value))
    };
    described.filter_map(other).collect()
}

/// Moves every control of a chapter and back; how many there are, and the fewest cells that one of them touches, of how many.
fn touched(chapter: &str) -> (usize, usize, usize) {
    let mut memory = Memory::new();
    let all = answer(&request(chapter, &[]), &mut memory);
    let controls = controls(&all);
    let mut fewest = all.cells.len();
    for (name, value) in &controls {
        let moved = request(chapter, &[(name, value.clone())]);
        let ran = ids(&answer(&moved, &mut memory));
        with_parts(chapter, |parts| {
            let expected = reached(parts, name);
            let once: BTreeSet<String> = ran.iter().cloned().collect();
            assert_eq!(once, expected, "{chapter}: {name}");
            assert_eq!(ran.len(), once.len(), "{chapter}: {name}: once each");
            fewest = fewest.min(once.len());
            // What the notebook says of single statements is a part of it.
            for (needed, parts) in needs::whole(parts).iter().zip(parts) {
                let moved = needed.iter().any(|one| one.name == *name) && !parts.cell.native;
                assert!(
                    !moved || once.contains(&parts.cell.id),
                    "{chapter}: {name}: {}",
                    parts.cell.id
                );
            }
        });
        // Back to the defaults, for the next one.
        answer(&request(chapter, &[]), &mut memory);
    }
    (controls.len(), fewest, all.cells.len())
}

#[test]
fn the_cells_that_a_control_reaches_run_again_and_no_other_in_every_chapter() {
    let (mut all, mut few) = (0, 0);
    for chapter in CHAPTERS {
        let (controls, fewest, cells) = touched(chapter.name);
        all += controls;
        few += usize::from(2 * fewest < cells);
    }
    assert!(all > 20, "{all} controls");
    assert!(
        2 * few > CHAPTERS.len(),
        "in most chapters every control touches most cells: the rule says little"
    );
}

#[test]
fn what_is_left_of_an_outdated_question_does_not_run() {
    let mut memory = Memory::new();
    answer(&request(CHAPTER, &[]), &mut memory);
    let mut outdated = request(CHAPTER, &[("daily_users", 3e5.into())]);
    outdated.most = Some(1);
    let begun = answer(&outdated, &mut memory);
    assert!(!begun.done && begun.cells.len() == 1, "{:?}", ids(&begun));
    let newest = request(CHAPTER, &[("daily_users", 5e5.into())]);
    let answered = answer(&newest, &mut memory);
    assert!(answered.done);
    let ran = ids(&answered);
    let expected = with_parts(CHAPTER, |parts| reached(parts, "daily_users"));
    assert!(expected.len() > 2, "{expected:?}");
    assert_eq!(ran.iter().cloned().collect::<BTreeSet<_>>(), expected);
    assert_eq!(ran.len(), expected.len(), "once each");
    let alone = answer(&newest, &mut Memory::new());
    for cell in &answered.cells {
        assert!(
            alone.cells.contains(cell),
            "{}: of the older settings",
            cell.id
        );
    }
}

/// Who took a control from elsewhere back to where this memory left it shows what another memory gave in between.
#[test]
fn readers_of_a_setting_run_anew_when_asked_to_once_and_no_other() {
    let mut memory = Memory::new();
    let mut wanted = request(CHAPTER, &[("daily_users", 3e5.into())]);
    let first = answer(&wanted, &mut memory);
    assert!(ids(&answer(&wanted, &mut memory)).is_empty());
    // The page asks once for nothing but this, and then for cells.
    wanted.anew = vec!["daily_users".into()];
    wanted.most = Some(0);
    let noted = answer(&wanted, &mut memory);
    assert!(!noted.done && noted.cells.is_empty());
    (wanted.anew, wanted.most) = (Vec::new(), None);
    let again = answer(&wanted, &mut memory);
    let ran: BTreeSet<String> = ids(&again).into_iter().collect();
    let expected = with_parts(CHAPTER, |parts| reached(parts, "daily_users"));
    assert_eq!(ran, expected);
    assert!(again.cells.iter().all(|cell| first.cells.contains(cell)));
    assert!(ids(&answer(&wanted, &mut memory)).is_empty());
}
