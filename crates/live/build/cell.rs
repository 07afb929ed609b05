//! What a cell's code consists of: items, statements, and the expression that it shows.

use std::collections::BTreeSet;
use std::ops::Range;

use proc_macro2::{LineColumn, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Block, PatIdent, Stmt};

use crate::controls::{self, Control};

/// A cell, taken apart. Places are byte ranges of its source.
pub(crate) struct Parts<'a> {
    pub(crate) cell: &'a notebook::Cell,
    /// Functions, types, `use`: seen by every cell.
    pub(crate) items: Vec<Range<usize>>,
    /// The variables that it leaves behind.
    pub(crate) defines: BTreeSet<String>,
    /// Every name in it, also in format strings: more than it uses, never less.
    pub(crate) mentions: BTreeSet<String>,
    /// The expression without a semicolon at the end.
    pub(crate) shown: Option<Range<usize>>,
    /// Its sliders, choices and toggles.
    pub(crate) controls: Vec<Control>,
}

/// Takes a cell apart.
///
/// # Errors
/// Code that is no Rust, with the chapter's line.
pub(crate) fn read<'a>(path: &str, cell: &'a notebook::Cell) -> Result<Parts<'a>, String> {
    let parsed: Result<(TokenStream, Vec<Stmt>), syn::Error> = cell
        .source
        .parse::<TokenStream>()
        .map_err(syn::Error::from)
        .and_then(|tokens| Ok((tokens.clone(), Block::parse_within.parse2(tokens)?)));
    let (tokens, statements) = parsed.map_err(|error| {
        let line = cell.line + error.span().start().line - 1;
        format!(
            "{path}:{line}: {error}; the cell `{}` does not parse",
            cell.id
        )
    })?;
    let place = |spanned: &dyn Spanned| {
        let span = spanned.span();
        offset(&cell.source, span.start())..offset(&cell.source, span.end())
    };
    let mut parts = Parts {
        cell,
        items: Vec::new(),
        defines: BTreeSet::new(),
        mentions: BTreeSet::new(),
        shown: None,
        controls: controls::find(&statements, place),
    };
    mentions(tokens, &mut parts.mentions);
    let last = statements.len().saturating_sub(1);
    for (index, statement) in statements.iter().enumerate() {
        match statement {
            Stmt::Item(item) => parts.items.push(place(item)),
            Stmt::Local(local) => Names(&mut parts.defines).visit_pat(&local.pat),
            Stmt::Expr(expression, None) if index == last => parts.shown = Some(place(expression)),
            Stmt::Macro(call) if index == last && call.semi_token.is_none() => {
                parts.shown = Some(place(call));
            }
            Stmt::Expr(..) | Stmt::Macro(_) => {}
        }
    }
    Ok(parts)
}

/// The byte at a place that counts lines from 1 and characters from 0.
fn offset(source: &str, at: LineColumn) -> usize {
    let start: usize = source
        .split_inclusive('\n')
        .take(at.line - 1)
        .map(str::len)
        .sum();
    start
        + source[start..]
            .chars()
            .take(at.column)
            .map(char::len_utf8)
            .sum::<usize>()
}

/// Names that a pattern binds.
struct Names<'a>(&'a mut BTreeSet<String>);

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
        self.0.insert(pattern.ident.to_string());
        visit::visit_pat_ident(self, pattern);
    }
}

fn mentions(tokens: TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(name) => {
                found.insert(name.to_string());
            }
            TokenTree::Group(group) => mentions(group.stream(), found),
            TokenTree::Literal(literal) => formatted(&literal.to_string(), found),
            TokenTree::Punct(_) => {}
        }
    }
}

/// `"{users:.1}"` mentions `users`.
fn formatted(literal: &str, found: &mut BTreeSet<String>) {
    for piece in literal.split('{').skip(1) {
        let end = piece
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(piece.len());
        if end > 0 {
            found.insert(piece[..end].to_owned());
        }
    }
}
