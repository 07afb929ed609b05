//! What mdBook leaves out for readers with a keyboard or a screen reader, put into its pages.
//!
//! Each is a piece of mdBook's own markup and what stands in its place; a test of this file says which are still needed.

/// The bar on top is part of the page's outline; the button for the table of contents is a label, which nobody can reach or press
/// without a mouse (`theme/live/menu.js` lets keys press it); a block of code scrolls, so the keyboard must be able to get there.
const INSTEAD: [(&str, &str); 3] = [
    (
        "<div id=\"mdbook-menu-bar\" class",
        "<div id=\"mdbook-menu-bar\" role=\"banner\" class",
    ),
    (
        "<label id=\"mdbook-sidebar-toggle\" class",
        "<label id=\"mdbook-sidebar-toggle\" role=\"button\" tabindex=\"0\" class",
    ),
    (
        "<pre><code class=\"language-",
        "<pre><code tabindex=\"0\" class=\"language-",
    ),
];

/// The page with all of it.
pub(crate) fn everything(page: &str) -> String {
    INSTEAD
        .iter()
        .fold(page.to_owned(), |page, (mdbook, ours)| {
            page.replace(mdbook, ours)
        })
}

#[cfg(test)]
mod tests {
    use super::everything;

    #[test]
    fn code_can_be_reached() {
        assert_eq!(
            everything("<pre><code class=\"language-text\">a</code></pre>"),
            "<pre><code tabindex=\"0\" class=\"language-text\">a</code></pre>"
        );
        assert_eq!(everything("<p>a</p>"), "<p>a</p>");
    }
}
