//! Prints the colours of the figures as CSS variables, for the page's theme.
//!
//! `cargo run -p lab --example palette > book/theme/palette.css`

fn main() {
    let css = lab::palette::css(&lab::palette::DARK_PAGES);
    // On paper every page is light.
    let dark = css.find("\nhtml.").map_or(css.len(), |at| at + 1);
    print!("{}@media screen {{\n{}}}\n", &css[..dark], &css[dark..]);
}
