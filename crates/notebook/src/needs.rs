//! Which controls a cell depends on, all of it or the expression that it shows, through variables of its own and of cells before it.

use std::collections::{BTreeMap, BTreeSet};

use crate::code::Parts;

/// A control by name, and the cell, by number, whose code calls for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Needed {
    /// The cell that calls for it.
    pub cell: usize,
    /// Where in that cell's code, from 0.
    pub place: usize,
    /// The setting's name.
    pub name: String,
}

/// For each cell, the controls that its last expression depends on: those of the nearest cell first, in the order of the code.
///
/// A name that is written counts as used, so there may be one too many, never one too few, but through functions, which
/// see no variables, and through changes to a variable that was not made with `let mut`.
///
/// ```
/// use notebook::{Chapter, code, needs};
/// let text = "```rust,cell\nlet users = slider(\"daily_users\", 1.0..=9.0).at(2.0);\nlet price = slider(\"price\", 1.0..=9.0).at(2.0);\n```\n\
///             ```rust,cell\nlet twice = 2.0 * users;\n```\n```rust,cell\ntwice + 1.0\n```\n";
/// let chapter = Chapter::parse("a.md", text)?;
/// let parts: Vec<_> = chapter.cells().map(|cell| code::read("a.md", cell)).collect::<Result<_, _>>()?;
/// let names: Vec<_> = needs::of(&parts)[2].iter().map(|needed| needed.name.clone()).collect();
/// assert_eq!(names, ["daily_users"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn of(cells: &[Parts<'_>]) -> Vec<Vec<Needed>> {
    let all = walk(cells).into_iter().zip(cells);
    all.map(|(needs, parts)| match (needs.last(), &parts.shown) {
        (Some(last), Some(_)) => nearest(last.iter()),
        _ => Vec::new(),
    })
    .collect()
}

/// For each cell, the controls that any of its statements depends on, whether it shows anything or not, in the same order as
/// [`of`].
#[must_use]
pub fn whole(cells: &[Parts<'_>]) -> Vec<Vec<Needed>> {
    let all = walk(cells).into_iter();
    all.map(|needs| nearest(needs.iter().flatten().collect::<BTreeSet<_>>()))
        .collect()
}

/// Those of the nearest cell first, in the order of the code.
fn nearest<'a>(needs: impl IntoIterator<Item = &'a Needed>) -> Vec<Needed> {
    let mut nearest: Vec<Needed> = needs.into_iter().cloned().collect();
    nearest.sort_by_key(|needed| (std::cmp::Reverse(needed.cell), needed.place));
    nearest
}

/// For each cell, what each of its statements depends on.
fn walk(cells: &[Parts<'_>]) -> Vec<Vec<BTreeSet<Needed>>> {
    let mut variables: BTreeMap<&str, BTreeSet<Needed>> = BTreeMap::new();
    let mut found = Vec::new();
    for (index, parts) in cells.iter().enumerate() {
        let mut place = 0;
        let mut all = Vec::new();
        for statement in &parts.statements {
            let named = statement.mentions.iter();
            let through = named.filter_map(|name| variables.get(name.as_str()));
            let mut needs: BTreeSet<Needed> = through.flatten().cloned().collect();
            for name in &statement.controls {
                let name = name.clone();
                needs.insert(Needed {
                    cell: index,
                    place,
                    name,
                });
                place += 1;
            }
            if statement.defines.is_empty() {
                for name in &statement.mentions {
                    if let Some((name, known)) = changed(&variables, parts, name) {
                        let both = known.union(&needs).cloned().collect();
                        variables.insert(name, both);
                    }
                }
            }
            for name in &statement.defines {
                variables.insert(name, needs.clone());
            }
            all.push(needs);
        }
        found.push(all);
    }
    found
}

/// A variable of this cell that a statement may change.
fn changed<'a, 'b>(
    variables: &'b BTreeMap<&'a str, BTreeSet<Needed>>,
    parts: &Parts<'a>,
    name: &str,
) -> Option<(&'a str, &'b BTreeSet<Needed>)> {
    let (name, known) = variables.get_key_value(name)?;
    parts.changes.contains(*name).then_some((*name, known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chapter, code};

    fn names(cells: &[&str]) -> Vec<String> {
        last(cells, of)
    }

    /// The controls of the last cell, as `ask` sees them.
    fn last(cells: &[&str], ask: fn(&[Parts<'_>]) -> Vec<Vec<Needed>>) -> Vec<String> {
        let text: String = cells
            .iter()
            .map(|code| format!("```rust,cell\n{code}\n```\n\n"))
            .collect();
        let chapter = Chapter::parse("a.md", &text).unwrap();
        let parts: Result<Vec<_>, _> = chapter
            .cells()
            .map(|cell| code::read("a.md", cell))
            .collect();
        let all = ask(&parts.unwrap());
        all.last()
            .unwrap()
            .iter()
            .map(|needed| needed.name.clone())
            .collect()
    }

    #[test]
    fn the_nearest_cell_comes_first() {
        let far = "let users = slider(\"daily_users\", 1.0..=9.0).at(2.0);\nlet each = slider(\"each\", 1.0..=9.0).at(2.0);\nlet traffic = of(users, each);";
        let near = "let kind = choice(\"disk\", [\"a\"]).at(\"a\");\nlet other = build(kind);";
        assert_eq!(
            names(&[
                far,
                near,
                "let there = other.under(&traffic);\nexercise(there)"
            ]),
            ["disk", "daily_users", "each"]
        );
    }

    #[test]
    fn what_is_not_used_is_not_there() {
        let far = "let users = slider(\"daily_users\", 1.0..=9.0).at(2.0);\nlet each = slider(\"each\", 1.0..=9.0).at(2.0);";
        assert_eq!(names(&[far, "exercise(each)"]), ["each"]);
        assert_eq!(
            names(&[far, "let each = 3.0;", "exercise(each)"]),
            Vec::<String>::new(),
            "a new variable of the name"
        );
        assert_eq!(
            names(&[far, "let all = each;"]),
            Vec::<String>::new(),
            "nothing is shown"
        );
        assert_eq!(
            names(&[far, "exercise(\"{users:.1}\")"]),
            ["daily_users"],
            "in a text with places"
        );
    }

    #[test]
    fn a_whole_cell_needs_what_its_statements_need() {
        let far = "let users = slider(\"daily_users\", 1.0..=9.0).at(2.0);\nlet each = slider(\"each\", 1.0..=9.0).at(2.0);";
        let cell = "value(\"a\", users);\nlet b = 1;\nb";
        assert_eq!(names(&[far, cell]), Vec::<String>::new());
        assert_eq!(last(&[far, cell], whole), ["daily_users"]);
        let silent = "value(\"a\", users);\nvalue(\"b\", users + each);";
        assert_eq!(last(&[far, silent], whole), ["daily_users", "each"]);
    }

    #[test]
    fn what_is_pushed_into_a_variable_counts() {
        let far = "let users = slider(\"daily_users\", 1.0..=9.0).at(2.0);";
        assert_eq!(
            names(&[
                far,
                "let mut all = Vec::new();\nfor n in 0..3 { all.push(users); }\nexercise(all)"
            ]),
            ["daily_users"]
        );
    }
}
