//! Edits made in Jupyter, brought back.

use notebook::ipynb::Prose;
use notebook::{CellRun, Chapter, Notebook, NotebookCell, StoredCell, import};
use proptest::prelude::*;

use crate::generators;

const TEXT: &str = "# A\n\nAt {=knee}, `{=knee}`.\n\n~~~rust,cell,id=one, hidden\n1\n~~~\n\n\nmiddle\n```rust,cell\n2\n```\n";

fn chapter(text: &str) -> Chapter {
    Chapter::parse("a.md", text).unwrap()
}

fn notebook() -> Notebook {
    Notebook::of_chapter(&chapter(TEXT), &Default::default())
}

fn prose(id: &str, source: &str) -> NotebookCell {
    NotebookCell::Markdown(Prose {
        id: id.into(),
        source: source.into(),
        attachments: Vec::new(),
    })
}

fn code(id: &str, source: &str) -> NotebookCell {
    let (id, source) = (id.into(), source.into());
    NotebookCell::Code(StoredCell {
        id,
        source,
        named: false,
        native: false,
        hidden: false,
        hash: None,
        run: CellRun::default(),
    })
}

fn set_source(cell: &mut NotebookCell, text: &str) {
    match cell {
        NotebookCell::Markdown(prose) => prose.source = text.into(),
        NotebookCell::Code(cell) => cell.source = text.into(),
    }
}

fn imported(edit: impl FnOnce(&mut Vec<NotebookCell>)) -> String {
    let mut notebook = notebook();
    edit(&mut notebook.cells);
    import(&chapter(TEXT), &notebook).unwrap()
}

#[test]
fn each_kind_of_edit() {
    assert_eq!(imported(|_| ()), TEXT);
    assert_eq!(
        imported(|cells| set_source(&mut cells[1], "10\n20")),
        TEXT.replace("\n1\n", "\n10\n20\n")
    );
    assert_eq!(
        imported(|cells| set_source(&mut cells[0], "# B\n\nAt {=knee}.")),
        TEXT.replace("# A\n\nAt {=knee}, `{=knee}`.", "# B\n\nAt {=knee}.")
    );
    // The fence that followed without a blank line gets one: the new prose may end in a list.
    assert_eq!(
        imported(|cells| set_source(&mut cells[2], "- list")),
        TEXT.replace("middle\n", "- list\n\n")
    );
    assert_eq!(
        imported(|cells| {
            cells.remove(2);
        }),
        TEXT.replace("\n\n\nmiddle\n", "\n\n")
    );
    assert_eq!(
        imported(|cells| {
            cells.pop();
        }),
        TEXT.replace("\n```rust,cell\n2\n```\n", "\n")
    );
    assert_eq!(
        imported(|cells| cells.push(code("new", "3"))),
        format!("{TEXT}\n```rust,cell\n3\n```\n")
    );
    assert_eq!(
        imported(|cells| cells.insert(0, code("new", "3"))),
        format!("```rust,cell\n3\n```\n\n{TEXT}")
    );
    assert_eq!(imported(|cells| cells.push(code("empty", ""))), TEXT);
    assert_eq!(
        imported(|cells| cells.push(prose("new", "\nend\n\n"))),
        format!("{TEXT}\nend\n")
    );
    assert_eq!(imported(Vec::clear), "");
    let swapped = "~~~rust,cell,id=one, hidden\n1\n~~~\n\n# A\n\nAt {=knee}, `{=knee}`.\n\nmiddle\n```rust,cell\n2\n```\n";
    assert_eq!(imported(|cells| cells.swap(0, 1)), swapped);
}

#[test]
fn attributes_of_new_cells_are_kept() {
    let mut cell = StoredCell {
        id: "mine".into(),
        source: "3".into(),
        named: true,
        native: true,
        hidden: true,
        hash: None,
        run: CellRun::default(),
    };
    let with = |cell: &StoredCell| imported(|cells| cells.push(NotebookCell::Code(cell.clone())));
    assert!(with(&cell).ends_with("\n\n```rust,cell,id=mine,native,hidden\n3\n```\n"));
    // The id of a cell that the chapter has is not given twice.
    cell.id = "two".into();
    cell.named = false;
    assert!(with(&cell).ends_with("\n\n```rust,cell,native,hidden\n3\n```\n"));
}

#[test]
fn an_import_can_be_repeated() {
    let mut notebook = notebook();
    set_source(&mut notebook.cells[1], "10");
    set_source(&mut notebook.cells[2], "new middle");
    set_source(&mut notebook.cells[3], "20");
    notebook.cells.insert(1, code("fresh", "30"));
    let first = import(&chapter(TEXT), &notebook).unwrap();
    assert_eq!(import(&chapter(&first), &notebook).unwrap(), first);
    assert!(notebook::import::diverged(&chapter(&first), &notebook));
    assert!(!notebook::import::diverged(&chapter(TEXT), &notebook));
}

#[test]
fn line_ends_are_those_of_the_chapter() {
    let text = TEXT.replace('\n', "\r\n");
    let mut notebook = Notebook::of_chapter(&chapter(&text), &Default::default());
    assert_eq!(import(&chapter(&text), &notebook).unwrap(), text);
    set_source(&mut notebook.cells[1], "1\n\n1");
    set_source(&mut notebook.cells[2], "mid\ndle");
    let expected = TEXT
        .replace("\n1\n", "\n1\n\n1\n")
        .replace("middle\n", "mid\ndle\n\n")
        .replace('\n', "\r\n");
    assert_eq!(import(&chapter(&text), &notebook).unwrap(), expected);
}

#[test]
fn a_foreign_notebook_becomes_a_chapter() {
    let mut notebook = notebook();
    notebook.cells = vec![
        prose("a", "# New"),
        code("b", "1"),
        code("c", "// ```\n```"),
    ];
    let text = import(&chapter(""), &notebook).unwrap();
    assert_eq!(
        text,
        "# New\n\n```rust,cell\n1\n```\n\n````rust,cell\n// ```\n```\n````\n"
    );
}

fn refusal(edit: impl FnOnce(&mut Vec<NotebookCell>)) -> String {
    let mut notebook = notebook();
    edit(&mut notebook.cells);
    import(&chapter(TEXT), &notebook).unwrap_err().to_string()
}

#[test]
fn what_a_chapter_cannot_hold() {
    let open_fence = refusal(|cells| cells[2] = prose("p", "```text\nopen"));
    assert!(
        open_fence.starts_with(
            "a.ipynb: cell 3 (id `p`): line 1: the fence that opens here is never closed"
        ),
        "{open_fence}"
    );
    let open_comment = refusal(|cells| cells[2] = prose("p", "<!-- open"));
    assert!(
        open_comment.starts_with("a.ipynb: cell 4 (id `cell-")
            && open_comment.contains("close it there"),
        "{open_comment}"
    );
    let bad_cell = refusal(|cells| cells[0] = prose("p", "x\n\n```rust,cell,nativ\n```"));
    assert!(
        bad_cell.contains("line 3: unknown cell attribute `nativ`"),
        "{bad_cell}"
    );
    let picture = refusal(|cells| {
        let NotebookCell::Markdown(prose) = &mut cells[0] else {
            panic!()
        };
        prose.attachments.push("image.png".into());
    });
    assert!(
        picture.contains("cell 1") && picture.contains("holds the picture `image.png`"),
        "{picture}"
    );
}

/// An edit by the place of a cell in the notebook.
#[derive(Clone, Debug)]
enum Edit {
    Change(usize, String),
    Remove(usize),
    Move(usize, usize),
    NewCode(usize, String),
    NewProse(usize, String),
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = 0..9usize;
    prop_oneof![
        (at.clone(), generators::code()).prop_map(|(at, code)| Edit::Change(at, code)),
        at.clone().prop_map(Edit::Remove),
        (at.clone(), at.clone()).prop_map(|(from, to)| Edit::Move(from, to)),
        (at.clone(), generators::code()).prop_map(|(at, code)| Edit::NewCode(at, code)),
        (at, generators::prose()).prop_map(|(at, prose)| Edit::NewProse(at, prose)),
    ]
}

/// Applies the edits; prose is only replaced by prose.
fn apply(cells: &mut Vec<NotebookCell>, edits: &[Edit]) {
    for (number, edit) in edits.iter().enumerate() {
        let count = cells.len();
        match edit {
            Edit::Change(at, text) => {
                if let Some(NotebookCell::Code(cell)) = cells.get_mut(*at) {
                    cell.source.clone_from(text);
                }
            }
            Edit::Remove(at) if *at < count => drop(cells.remove(*at)),
            Edit::Move(from, to) if *from < count && *to < count => {
                let moved = cells.remove(*from);
                cells.insert(*to, moved);
            }
            Edit::NewCode(at, text) => {
                // Unlike any cell there is, or it would be taken for a removed one that came back.
                let text = format!("{text}// new {number}");
                cells.insert((*at).min(count), code(&format!("new-{number}"), &text));
            }
            Edit::NewProse(at, text) => {
                cells.insert((*at).min(count), prose(&format!("new-{number}"), text));
            }
            Edit::Remove(_) | Edit::Move(..) => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(generators::cases(1000)))]

    #[test]
    fn unedited_is_identical((chapter, runs) in generators::executed()) {
        let notebook = Notebook::of_chapter(&chapter, &runs);
        prop_assert_eq!(import(&chapter, &notebook).unwrap(), chapter.to_markdown());
        let stored = Notebook::parse("a.ipynb", &notebook.to_json()).unwrap();
        prop_assert_eq!(import(&chapter, &stored).unwrap(), chapter.to_markdown());
    }

    #[test]
    fn unedited_is_identical_for_any_text(text in generators::markdown()) {
        if let Ok(chapter) = Chapter::parse("a.md", &text) {
            let notebook = Notebook::of_chapter(&chapter, &Default::default());
            prop_assert_eq!(import(&chapter, &notebook).unwrap(), text);
        }
    }

    #[test]
    fn edited_code_is_what_the_chapter_then_holds((chapter, runs) in generators::executed(), edits in prop::collection::vec(edit(), 0..6)) {
        let mut notebook = Notebook::of_chapter(&chapter, &runs);
        apply(&mut notebook.cells, &edits);
        let text = import(&chapter, &notebook).unwrap();
        let after = Chapter::parse("a.md", &text).unwrap();
        let kept = |id: &str| chapter.cells().find(|cell| cell.id == id);
        let wanted: Vec<_> = notebook.code_cells()
            .filter(|cell| !cell.id.starts_with("new-") || !cell.source.trim().is_empty())
            .map(|cell| (cell.source.clone(), kept(&cell.id).map_or((false, false), |old| (old.native, old.hidden))))
            .collect();
        let got: Vec<_> = after.cells().map(|cell| (cell.source.clone(), (cell.native, cell.hidden))).collect();
        prop_assert_eq!(got, wanted, "{}", text);
        let named = |chapter: &Chapter| chapter.cells().map(|cell| cell.id.clone()).filter(|id| id.starts_with("cell_")).collect::<std::collections::BTreeSet<_>>();
        let stored: std::collections::BTreeSet<_> = notebook.code_cells().map(|cell| cell.id.clone()).filter(|id| id.starts_with("cell_")).collect();
        prop_assert_eq!(named(&after), stored);
    }
}
