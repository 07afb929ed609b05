//! What a page lists from the whole book: the parameters of all chapters, the tables of `data/` with their sources.
//!
//! A page asks for it by a comment on a line of its own, `<!-- parameters -->` or `<!-- sources -->`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use notebook::{Control, Notebook};
use serde_json::Value;

use crate::escape::{html, markdown};
use crate::files::files;

/// The page with what it asks for in place.
pub(crate) fn fill(root: &Path, page: &str) -> Result<String> {
    let mut out = page.to_owned();
    for (mark, list) in [
        (
            "<!-- parameters -->",
            parameters as fn(&Path) -> Result<String>,
        ),
        ("<!-- sources -->", sources),
    ] {
        if out.contains(mark) {
            out = out.replace(mark, &list(root)?);
        }
    }
    Ok(out)
}

/// A setting, and where it is used.
struct Parameter {
    control: Control,
    /// The default in each chapter: the chapter's file and title, the default.
    used: Vec<(String, String, String)>,
}

/// A row for each setting of all chapters, in the order of the alphabet.
fn parameters(root: &Path) -> Result<String> {
    let mut all: BTreeMap<String, Parameter> = BTreeMap::new();
    for file in files(&root.join("notebooks"), "ipynb")? {
        let stored = Notebook::parse(file_name(&file), &read(&file)?)?;
        let chapter = file_name(&file).replace(".ipynb", ".md");
        let title = stored.title.clone().unwrap_or_else(|| chapter.clone());
        for control in controls(&stored) {
            let default = value(&control, "default");
            let known = all
                .entry(control.name.clone())
                .or_insert_with(|| Parameter {
                    control,
                    used: Vec::new(),
                });
            if known.used.iter().all(|(file, ..)| *file != chapter) {
                known.used.push((chapter.clone(), title.clone(), default));
            }
        }
    }
    let rows: String = all.values().map(row).collect();
    Ok(format!(
        "| Name | From, to | Unit | Default, where |\n| --- | --- | --- | --- |\n{rows}"
    ))
}

fn controls(notebook: &Notebook) -> Vec<Control> {
    let runs = notebook.runs();
    runs.values().flat_map(|(_, run)| run.controls()).collect()
}

fn row(parameter: &Parameter) -> String {
    let control = &parameter.control;
    let range = match control.kind.as_str() {
        "slider" => format!("{} to {}", value(control, "min"), value(control, "max")),
        "toggle" => "on, off".to_owned(),
        _ => {
            let options = control.description.get("options").and_then(Value::as_array);
            let names = options.into_iter().flatten().map(shown);
            names.collect::<Vec<_>>().join(", ")
        }
    };
    let link = |(file, title, default): &(String, String, String)| {
        format!("{} in [{}]({file})", markdown(default), markdown(title))
    };
    let used: Vec<String> = parameter.used.iter().map(link).collect();
    format!(
        "| `{}` | {} | {} | {} |\n",
        control.name,
        markdown(&range),
        markdown(&value(control, "unit")),
        used.join("; ")
    )
}

fn value(control: &Control, key: &str) -> String {
    control.description.get(key).map(shown).unwrap_or_default()
}

/// A number as a person writes it: thousands and millions by powers of ten that `--set` takes.
fn shown(value: &Value) -> String {
    match (value, value.as_f64()) {
        (Value::String(text), _) => text.clone(),
        (_, Some(number)) if number != 0.0 && !(0.001..100_000.0).contains(&number.abs()) => {
            format!("{number:e}")
        }
        (_, Some(number)) => number.to_string(),
        (Value::Bool(on), _) => if *on { "on" } else { "off" }.to_owned(),
        _ => String::new(),
    }
}

/// Every table of `data/`: what it says of itself, and its rows.
fn sources(root: &Path) -> Result<String> {
    let mut out = String::new();
    for file in files(&root.join("data"), "csv")? {
        let name = file_name(&file);
        let text = read(&file)?;
        let about: Vec<&str> = text
            .lines()
            .take_while(|line| line.starts_with('#'))
            .map(|line| line.trim_start_matches(['#', ' ']))
            .collect();
        let table = table(&text).with_context(|| format!("data/{name}"))?;
        out.push_str(&format!(
            "### `data/{name}`\n\n{}\n\n<details class=\"zm-data\"><summary>{name}: the rows</summary>\n{table}</details>\n\n",
            markdown(&about.join(" ").replace('`', ""))
        ));
    }
    Ok(out)
}

/// The rows of a CSV file as an HTML table.
fn table(text: &str) -> Result<String> {
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let line = |tag: &str, cells: &csv::StringRecord| {
        let cells = cells
            .iter()
            .map(|cell| format!("<{tag}>{}</{tag}>", html(cell)));
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let head = line("th scope=\"col\"", reader.headers()?).replace("</th scope=\"col\">", "</th>");
    let mut rows = String::new();
    for record in reader.records() {
        rows.push_str(&line("td", &record?));
    }
    Ok(format!(
        "<div class=\"zm-list\" tabindex=\"0\" role=\"region\" aria-label=\"rows\"><table>\n<thead>{head}</thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
    ))
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(|error| anyhow!("{}: can't be read: {error}", file.display()))
}

fn file_name(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_parameter_says_its_range_and_where_it_is_used() {
        let parameter = Parameter {
            control: Control {
                name: "daily_users".into(),
                kind: "slider".into(),
                description: json!({"min": 1e4, "max": 1e7, "unit": "users"}),
            },
            used: vec![("01-one.md".into(), "One".into(), "2e5".into())],
        };
        assert_eq!(
            row(&parameter),
            "| `daily_users` | 10000 to 1e7 | users | 2e5 in [One](01-one.md) |\n"
        );
    }

    #[test]
    fn a_table_keeps_commas_in_quotes_and_brings_no_markup() {
        let table = table("# about\na,b\n\"1, 2\",<b>\n").unwrap();
        assert!(table.contains("<td>1, 2</td><td>&lt;b&gt;</td>"), "{table}");
        assert!(table.contains("<th scope=\"col\">a</th>"), "{table}");
    }

    #[test]
    fn a_page_that_asks_for_nothing_stays_as_it_is() {
        assert_eq!(fill(Path::new("/nowhere"), "text").unwrap(), "text");
        assert!(fill(Path::new("/nowhere"), "<!-- sources -->").is_err());
    }
}
