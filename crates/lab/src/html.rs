//! The small HTML around figures and tables: right in the book, in Jupyter, and with no style sheet at all.

use crate::svg::escape;

/// From this width on `[px]` several panels stand side by side; below, each has a row of its own.
const SIDE_BY_SIDE: u32 = 860;

/// One figure of one or more pictures with a caption.
///
/// The layout is in the elements themselves so that it holds in Jupyter too. All panels share a row or each has its own:
/// `(860px - 100%) * 999` is hugely negative in a wide figure and hugely positive in a narrow one.
pub(crate) fn figure(pictures: &[String], caption: &str) -> String {
    let several = pictures.len() > 1;
    // A single picture stays in the text's column; several may use the page's width.
    let class = if several { "zm-figure" } else { "zm-chart" };
    let basis = if several {
        format!("calc(({SIDE_BY_SIDE}px - 100%) * 999)")
    } else {
        "100%".to_owned()
    };
    let mut html = format!(
        "<figure class=\"{class}\" style=\"display:flex;flex-wrap:wrap;gap:.6em 1.2em;justify-content:center\">\n"
    );
    for picture in pictures {
        html.push_str(&format!(
            "<div class=\"zm-panel\" style=\"flex:1 1 {basis};min-width:0;max-width:450px\">\n{picture}\n</div>\n"
        ));
    }
    html.push_str(&figcaption(caption));
    html.push_str("</figure>");
    html
}

/// Drawings wider than this [user units] are not made to fit a narrow page, for nobody could read their letters: there they
/// need another arrangement.
pub(crate) const BROAD: u32 = 500;

/// One drawing of `width` user units, no more than [`BROAD`]: at most a little larger than its size, so that its letters match
/// the page's.
pub(crate) fn drawing(picture: &str, caption: &str, width: u32) -> String {
    let (most, caption) = (most(width), figcaption(caption));
    format!(
        "<figure class=\"zm-diagram\" style=\"display:block\">\n\
         <div style=\"max-width:{most}px;margin:0 auto\">\n<div style=\"min-width:0\">\n{picture}\n</div>\n</div>\n{caption}</figure>"
    )
}

/// Two arrangements of one drawing, of which one is seen, by eyes and by screen readers.
///
/// Where nobody chooses (Jupyter, no style sheet) that is the one that goes across, and it scrolls where it has to. The page's
/// style sheet has a rule for the class `zm-from-N`: below `N` pixels the other takes its place.
pub(crate) fn either(across: (&str, u32), down: (&str, u32), caption: &str) -> String {
    let (least, caption) = (least(across.1), figcaption(caption));
    format!(
        "<figure class=\"zm-diagram zm-broad zm-from-{least}\" style=\"display:block\">\n\
         <div class=\"zm-across\" style=\"max-width:{}px;margin:0 auto;overflow-x:auto\">\n<div style=\"min-width:{least}px\">\n{}\n</div>\n</div>\n\
         <div class=\"zm-down\" style=\"max-width:{}px;margin:0 auto;display:none\">\n{}\n</div>\n{caption}</figure>",
        most(across.1),
        across.0,
        most(down.1),
        down.0
    )
}

/// The width down to which a picture's letters can be read [px]: one of few, as each has its rule.
fn least(width: u32) -> u32 {
    (width * 4 / 5).next_multiple_of(50)
}

/// The width of a picture on a wide page [px].
fn most(width: u32) -> u32 {
    width * 5 / 4
}

/// One picture of requests, the place where the page shows them moving, and what it needs for that (already escaped).
///
/// The place is empty and hidden: only a page with scripts opens it, before it is drawn for the first time.
pub(crate) fn watched(picture: &str, caption: &str, name: &str, data: &str) -> String {
    let caption = figcaption(caption);
    format!(
        "<figure class=\"zm-watch\" style=\"display:block\" data-name=\"{name}\" data-watch=\"{data}\">\n\
         <div class=\"zm-stage\" style=\"display:none\"></div>\n\
         <div class=\"zm-rows\" style=\"max-width:525px;margin:0 auto\">\n{picture}\n</div>\n{caption}</figure>"
    )
}

/// A sentence where a figure would stand.
pub(crate) fn sentence(text: &str) -> String {
    paragraph("zm-note", text)
}

/// The caption of a figure, in a row of its own.
fn figcaption(caption: &str) -> String {
    if caption.is_empty() {
        return String::new();
    }
    format!(
        "<figcaption class=\"zm-caption\" style=\"flex:1 1 100%\">{}</figcaption>\n",
        escape(caption)
    )
}

/// A small table: names of columns, rows, and which columns hold numbers (they stand right).
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    pub(crate) title: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) total: Option<Vec<String>>,
    pub(crate) note: String,
}

/// A column's name and side.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) number: bool,
}

/// A column of words.
pub(crate) fn words(name: &str) -> Column {
    Column {
        name: name.to_owned(),
        number: false,
    }
}

/// A column of numbers.
pub(crate) fn numbers(name: &str) -> Column {
    Column {
        name: name.to_owned(),
        number: true,
    }
}

impl Grid {
    /// As an HTML table that scrolls inside itself where it is too wide.
    pub(crate) fn html(&self) -> String {
        let mut html =
            String::from("<div class=\"zm-table\" tabindex=\"0\" style=\"overflow-x:auto\">\n");
        html.push_str(&paragraph("zm-table-title", &self.title));
        html.push_str("<table style=\"border-collapse:collapse\">\n");
        let names: Vec<String> = self.columns.iter().map(|c| c.name.clone()).collect();
        html.push_str("<thead>\n");
        html.push_str(&self.row_html("th scope=\"col\"", "th", &names));
        html.push_str("</thead>\n<tbody>\n");
        for row in &self.rows {
            html.push_str(&self.row_html("td", "td", row));
        }
        html.push_str("</tbody>\n");
        if let Some(total) = &self.total {
            html.push_str("<tfoot>\n");
            // Not heads: some are empty.
            html.push_str(&self.row_html("td", "td", total));
            html.push_str("</tfoot>\n");
        }
        html.push_str("</table>\n");
        html.push_str(&paragraph("zm-note", &self.note));
        html.push_str("</div>");
        html
    }

    fn row_html(&self, open: &str, close: &str, cells: &[String]) -> String {
        let mut html = String::from("<tr>");
        for (column, cell) in self.columns.iter().zip(cells) {
            // A number is one word.
            let side = if column.number {
                "right;white-space:nowrap"
            } else {
                "left"
            };
            html.push_str(&format!(
                "<{open} style=\"text-align:{side};padding:.15em .7em;vertical-align:top\">{}</{close}>",
                escape(cell)
            ));
        }
        html.push_str("</tr>\n");
        html
    }

    /// The same table without its last column.
    pub(crate) fn without_last(mut self) -> Self {
        self.columns.pop();
        for row in self.rows.iter_mut().chain(&mut self.total) {
            row.truncate(self.columns.len());
        }
        self
    }

    /// As text in columns.
    pub(crate) fn text(&self) -> String {
        let header: Vec<String> = self.columns.iter().map(|c| c.name.clone()).collect();
        let all: Vec<&Vec<String>> = std::iter::once(&header)
            .chain(&self.rows)
            .chain(&self.total)
            .collect();
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|index| all.iter().map(|row| count(row, index)).max().unwrap_or(0))
            .collect();
        let mut lines: Vec<String> = Vec::new();
        if !self.title.is_empty() {
            lines.push(self.title.clone());
        }
        lines.push(self.row_text(&header, &widths));
        lines.extend(self.rows.iter().map(|row| self.row_text(row, &widths)));
        if let Some(total) = &self.total {
            let rule = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
            lines.push("-".repeat(rule));
            lines.push(self.row_text(total, &widths));
        }
        if !self.note.is_empty() {
            lines.push(self.note.clone());
        }
        lines.join("\n")
    }

    fn row_text(&self, cells: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for ((column, cell), width) in self.columns.iter().zip(cells).zip(widths) {
            let padded = if column.number {
                format!("{cell:>width$}")
            } else {
                format!("{cell:<width$}")
            };
            line.push_str(&padded);
            line.push_str("  ");
        }
        line.trim_end().to_owned()
    }
}

fn paragraph(class: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!(
        "<p class=\"{class}\" style=\"margin:.3em 0\">{}</p>\n",
        escape(text)
    )
}

fn count(row: &[String], index: usize) -> usize {
    row.get(index).map_or(0, |cell| cell.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        Grid {
            title: "bill".into(),
            columns: vec![words("what"), numbers("$")],
            rows: vec![
                vec!["a <b>".into(), "1".into()],
                vec!["c".into(), "100".into()],
            ],
            total: Some(vec!["both".into(), "101".into()]),
            note: String::new(),
        }
    }

    #[test]
    fn numbers_stand_right_in_text() {
        assert_eq!(
            grid().text(),
            "bill\nwhat     $\na <b>    1\nc      100\n----------\nboth   101"
        );
    }

    #[test]
    fn cells_are_escaped_in_html() {
        assert!(grid().html().contains("a &lt;b&gt;"));
    }
}
