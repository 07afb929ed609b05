//! Prints the colours of the figures as CSS variables, for the page's theme.
//!
//! `cargo run -p lab --example palette > book/theme/palette.css`

fn main() {
    print!("{}", lab::palette::css(&lab::palette::DARK_PAGES));
}
