//! Marks: HTML comments that hold the place of a cell while mdBook renders the prose.

use std::collections::BTreeMap;

/// Fragments of HTML by the mark that stands for each.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    fragments: BTreeMap<usize, String>,
}

const BEGIN: &str = "<!--zm-mark ";
const END: &str = "-->";

impl Marks {
    /// Keeps a fragment and returns the mark to put into the Markdown, on a line of its own.
    pub(crate) fn hold(&mut self, fragment: String) -> String {
        let number = self.fragments.len();
        self.fragments.insert(number, fragment);
        format!("{BEGIN}{number}{END}")
    }

    /// The rendered page with every mark replaced by its fragment. A comment that is no mark of ours stays a comment.
    pub(crate) fn fill(&self, page: &str) -> String {
        let mut out = String::with_capacity(page.len());
        let mut rest = page;
        while let Some(at) = rest.find(BEGIN) {
            let (before, mark) = rest.split_at(at);
            out.push_str(before);
            let number = mark[BEGIN.len()..].split(END).next().unwrap_or_default();
            let known = number.parse().ok().and_then(|n| self.fragments.get(&n));
            match known {
                Some(fragment) => {
                    out.push_str(fragment);
                    rest = &mark[BEGIN.len() + number.len() + END.len()..];
                }
                None => {
                    out.push_str(BEGIN);
                    rest = &mark[BEGIN.len()..];
                }
            }
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_takes_the_place_of_its_mark() {
        let mut marks = Marks::default();
        let first = marks.hold("<p>1</p>".into());
        let second = marks.hold("<p>2</p>\n\n<p>3</p>".into());
        let page = format!("<main>{second}, {first}</main>");
        assert_eq!(
            marks.fill(&page),
            "<main><p>2</p>\n\n<p>3</p>, <p>1</p></main>"
        );
    }

    #[test]
    fn a_false_mark_stays() {
        let marks = Marks::default();
        for page in [
            "<!--zm-mark 7-->",
            "<!--zm-mark x",
            "<!--zm-mark <!--zm-mark -->",
        ] {
            assert_eq!(marks.fill(page), page);
        }
    }
}
