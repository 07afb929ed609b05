//! Controls at the exercises that they solve. A control stands where its cell is, and an exercise at the end of the chapter: it
//! gets the same controls once more, without a word of the author's.

use notebook::freshness::Stored;
use notebook::{Chapter, Control, code, needs};

/// More than this would bury the exercise.
const MOST: usize = 3;

/// For each cell of a chapter, other cells' controls to draw with it: for an exercise that has none of its own those that its number
/// depends on, the nearest cell's first.
pub(crate) fn of(path: &str, chapter: &Chapter, stored: &[Stored<'_>]) -> Vec<Vec<Control>> {
    let parts: Result<Vec<_>, _> = chapter.cells().map(|cell| code::read(path, cell)).collect();
    // Code that does not parse has been told of by the build of `live`.
    let needed = parts.map(|parts| needs::of(&parts)).unwrap_or_default();
    let run = |row: &Stored<'_>| row.cell.map(|cell| cell.run.clone()).unwrap_or_default();
    let controls: Vec<Vec<Control>> = stored
        .iter()
        .map(|row| run(row).controls().collect())
        .collect();
    let with_rows = needed.iter().zip(stored).zip(&controls);
    with_rows
        .map(|((needed, row), own)| {
            if !own.is_empty() || !run(row).is_exercise() {
                return Vec::new();
            }
            let known = needed.iter().filter_map(|needed| {
                let mut there = controls.get(needed.cell)?.iter();
                there.find(|control| control.name == needed.name).cloned()
            });
            known.take(MOST).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use notebook::{CellRun, Environment, Notebook, Output, freshness};

    /// A cell's code, and the MIME types of what is stored of it, after `application/vnd.millions.`.
    type Cell<'a> = (&'a str, &'a [&'a str]);

    fn repeated(cells: &[Cell<'_>]) -> Vec<Vec<String>> {
        let blocks = cells.iter().enumerate();
        let text: String = blocks
            .map(|(index, (code, _))| format!("```rust,cell,id=c{index}\n{code}\n```\n\n"))
            .collect();
        let chapter = Chapter::parse("a.md", &text).unwrap();
        let runs = cells.iter().enumerate().map(|(index, (_, mimes))| {
            let content = |mime: &&str| {
                (
                    format!("application/vnd.millions.{mime}+json"),
                    "{}".to_owned(),
                )
            };
            let outputs = mimes
                .iter()
                .map(|mime| Output::display([content(mime)].into()))
                .collect();
            (
                format!("c{index}"),
                ("hash".to_owned(), CellRun { outputs }),
            )
        });
        let book = Notebook::of_chapter(&chapter, &runs.collect());
        let stored = freshness::compare(
            &chapter,
            Some(&book),
            &Environment::digest::<&str, &str>([]),
        );
        let names =
            |controls: Vec<Control>| controls.into_iter().map(|control| control.name).collect();
        of("a.md", &chapter, &stored)
            .into_iter()
            .map(names)
            .collect()
    }

    const SLIDERS: Cell<'_> = (
        "let a = slider(\"a\", 0.0..=1.0).at(0.5);\nlet b = slider(\"b\", 0.0..=1.0).at(0.5);\nlet c = slider(\"c\", 0.0..=1.0).at(0.5);",
        &["control.a", "control.b", "control.c"],
    );

    #[test]
    fn an_exercise_gets_the_controls_of_its_number() {
        let found = repeated(&[
            SLIDERS,
            (
                "exercise(\"e\", \"a\", a + c).at_most(1.0)",
                &["exercise.e"],
            ),
        ]);
        assert_eq!(found, [vec![], vec!["a".to_owned(), "c".to_owned()]]);
    }

    #[test]
    fn three_at_most_the_nearest_first() {
        let near = (
            "let d = slider(\"d\", 0.0..=1.0).at(0.5);",
            &["control.d"][..],
        );
        let found = repeated(&[
            SLIDERS,
            near,
            (
                "exercise(\"e\", \"all\", a + b + c + d).at_most(1.0)",
                &["exercise.e"],
            ),
        ]);
        assert_eq!(found[2], ["d", "a", "b"]);
    }

    #[test]
    fn others_get_none() {
        let own =
            "let f = slider(\"f\", 0.0..=1.0).at(0.5);\nexercise(\"e\", \"a\", a * f).at_most(1.0)";
        let cells = [
            SLIDERS,
            ("a + b", &[][..]),
            (own, &["control.f", "exercise.e"]),
            ("exercise(\"e\", \"\", a", &["exercise.e"]),
        ];
        let found = repeated(&cells[..3]);
        assert_eq!(
            found.concat(),
            Vec::<String>::new(),
            "no exercise, and one with its own"
        );
        assert!(repeated(&cells).is_empty(), "code that does not parse");
    }
}
