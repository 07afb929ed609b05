//! What mdBook leaves out for readers with a keyboard or a screen reader, put into its pages.

/// The bar on top is part of the page's outline, and a block of code scrolls, so the keyboard must be able to get there.
const INSTEAD: [(&str, &str); 2] = [
    (
        "<div id=\"mdbook-menu-bar\" class",
        "<div id=\"mdbook-menu-bar\" role=\"banner\" class",
    ),
    (
        "<pre><code class=\"language-",
        "<pre><code tabindex=\"0\" class=\"language-",
    ),
];

/// The button for the table of contents is a label, which nobody can reach without a mouse, and which may not say whether it is
/// pressed. As a button in a label it still works without a script; `theme/live/menu.js` lets keys press it.
const TOGGLE: (&str, &str) = (
    "<label id=\"mdbook-sidebar-toggle\" class=\"icon-button\" for=\"mdbook-sidebar-toggle-anchor\"",
    "<label for=\"mdbook-sidebar-toggle-anchor\"><span id=\"mdbook-sidebar-toggle\" class=\"icon-button\" role=\"button\" tabindex=\"0\"",
);

/// The page with all of it.
pub(crate) fn everything(page: &str) -> String {
    let replaced = INSTEAD
        .iter()
        .fold(page.to_owned(), |page, (mdbook, ours)| {
            page.replace(mdbook, ours)
        });
    match replaced.split_once(TOGGLE.0) {
        Some((before, after)) => {
            let after = after.replacen("</label>", "</span></label>", 1);
            [before, TOGGLE.1, &after].concat()
        }
        None => replaced,
    }
}

#[cfg(test)]
mod tests {
    use super::{TOGGLE, everything};

    #[test]
    fn code_can_be_reached() {
        assert_eq!(
            everything("<pre><code class=\"language-text\">a</code></pre>"),
            "<pre><code tabindex=\"0\" class=\"language-text\">a</code></pre>"
        );
        assert_eq!(everything("<p>a</p>"), "<p>a</p>");
    }

    #[test]
    fn the_toggle_is_a_button_in_a_label() {
        let page = format!("{} title=\"T\"><i></i></label><label>b</label>", TOGGLE.0);
        let button = everything(&page);
        assert!(button.starts_with(TOGGLE.1), "{button}");
        assert!(
            button.ends_with("title=\"T\"><i></i></span></label><label>b</label>"),
            "{button}"
        );
    }
}
