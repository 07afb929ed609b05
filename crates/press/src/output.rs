//! The outputs of a cell as HTML.

use std::collections::BTreeMap;

use notebook::output::OURS;
use notebook::{CellRun, Output, StreamName};

use crate::{escape, safe};

/// The HTML of a run's outputs, in order, and what could not be shown as the cell wanted it.
pub(crate) struct Drawn {
    pub(crate) html: String,
    pub(crate) refused: Vec<String>,
}

/// Draws every output but controls and values, which speak to the page ([`crate::control`], inline values).
pub(crate) fn draw(run: &CellRun) -> Drawn {
    let mut drawn = Drawn {
        html: String::new(),
        refused: Vec::new(),
    };
    for output in &run.outputs {
        match output {
            Output::Stream { name, text } => drawn.text(stream_class(*name), text),
            Output::Error { message, .. } => drawn.text("zm-text zm-error", message),
            Output::Display { data } => drawn.display(data),
        }
    }
    drawn
}

/// The numbers of a figure or table, with every digit.
pub(crate) fn csv(run: &CellRun) -> Option<&str> {
    run.outputs.iter().find_map(|output| match output {
        Output::Display { data } => data.get("text/csv").map(String::as_str),
        _ => None,
    })
}

fn stream_class(name: StreamName) -> &'static str {
    match name {
        StreamName::Stdout => "zm-text zm-stdout",
        StreamName::Stderr => "zm-text zm-stderr",
    }
}

impl Drawn {
    fn text(&mut self, class: &str, text: &str) {
        let text = escape::plain(text);
        let text = text.trim_end();
        if !text.is_empty() {
            let text = escape::html(text);
            // `tabindex`: long lines scroll inside, so the keyboard must be able to get there.
            self.html.push_str(&format!(
                "<pre class=\"{class}\" tabindex=\"0\">{text}</pre>\n"
            ));
        }
    }

    fn display(&mut self, data: &BTreeMap<String, String>) {
        // What speaks to the page, and the numbers, which are a file of their own.
        if data
            .keys()
            .all(|mime| mime.starts_with(OURS) || mime == "text/csv")
        {
            return;
        }
        for mime in ["text/html", "image/svg+xml"] {
            let Some(markup) = data.get(mime) else {
                continue;
            };
            match safe::check(markup) {
                Ok(()) => {
                    self.html.push_str(markup.trim());
                    self.html.push('\n');
                    return;
                }
                Err(refusal) => self
                    .refused
                    .push(format!("its {mime} is not shown: {refusal}")),
            }
        }
        match data.get("text/plain") {
            Some(text) => self.text("zm-text", text),
            None if self.refused.is_empty() => {
                let kinds: Vec<&str> = data.keys().map(String::as_str).collect();
                self.refused
                    .push(format!("a page shows no {}", kinds.join(", ")));
            }
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(data: &[(&str, &str)]) -> CellRun {
        let data = data.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        CellRun {
            outputs: vec![Output::display(data.collect())],
        }
    }

    #[test]
    fn html_is_preferred_to_text() {
        let drawn = draw(&run(&[("text/plain", "a"), ("text/html", "<p>b</p>")]));
        assert_eq!(drawn.html, "<p>b</p>\n");
        assert!(drawn.refused.is_empty());
    }

    #[test]
    fn refused_html_gives_way_to_text_and_is_told() {
        let drawn = draw(&run(&[
            ("text/plain", "<a>"),
            ("text/html", "<script>1</script>"),
        ]));
        assert!(drawn.html.contains("&lt;a&gt;"), "{}", drawn.html);
        assert!(drawn.refused[0].contains("<script>"), "{:?}", drawn.refused);
    }

    #[test]
    fn values_and_controls_are_not_drawn_here() {
        let drawn = draw(&run(&[("application/vnd.millions.value.knee+json", "{}")]));
        assert_eq!(drawn.html, "");
        assert!(drawn.refused.is_empty());
    }

    #[test]
    fn a_kind_that_no_page_shows_is_told() {
        let drawn = draw(&run(&[("image/png", "aGk=")]));
        assert_eq!(drawn.refused, ["a page shows no image/png"]);
    }

    #[test]
    fn printed_markup_is_text() {
        let mut run = CellRun::default();
        let (name, text) = (
            StreamName::Stdout,
            "<img src=x onerror=alert(1)>\n".to_owned(),
        );
        run.push(Output::Stream { name, text });
        assert!(draw(&run).html.contains("&lt;img"));
    }
}
