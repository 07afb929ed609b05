//! What a cell's code consists of: items, statements, and the expression that it shows.
//!
//! Read from its syntax, not guessed from its text. Nobody resolves names here: a name that is written is a name that may be used.

mod controls;

use std::collections::BTreeSet;
use std::ops::Range;

use proc_macro2::{LineColumn, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Block, PatIdent, Stmt};

pub use controls::Control;

use crate::Cell;

/// A cell, taken apart. Places are byte ranges of its source.
#[derive(Clone, Debug)]
pub struct Parts<'a> {
    /// The cell itself.
    pub cell: &'a Cell,
    /// Functions, types, `use`: seen by every cell.
    pub items: Vec<Range<usize>>,
    /// The variables that it leaves behind.
    pub defines: BTreeSet<String>,
    /// Those of them that are made with `let mut`.
    pub changes: BTreeSet<String>,
    /// Every name in it, also in format strings: more than it uses, never less.
    pub mentions: BTreeSet<String>,
    /// The expression without a semicolon at the end.
    pub shown: Option<Range<usize>>,
    /// Its sliders, choices and toggles.
    pub controls: Vec<Control>,
    /// Its statements but items, in order; the expression that it shows is the last.
    pub statements: Vec<Statement>,
}

/// A statement of a cell.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The variables that it binds.
    pub defines: BTreeSet<String>,
    /// Every name in it, but those that it binds.
    pub mentions: BTreeSet<String>,
    /// The names of the controls that it calls for, in order.
    pub controls: Vec<String>,
}

/// Takes a cell apart.
///
/// # Errors
/// Code that is no Rust, with the chapter's line.
pub fn read<'a>(path: &str, cell: &'a Cell) -> Result<Parts<'a>, String> {
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
        changes: BTreeSet::new(),
        mentions: BTreeSet::new(),
        shown: None,
        controls: controls::find(&statements, place),
        statements: Vec::new(),
    };
    mentions(tokens, &mut parts.mentions);
    let last = statements.len().saturating_sub(1);
    for (index, statement) in statements.iter().enumerate() {
        parts.add(statement, index == last, place);
    }
    Ok(parts)
}

impl Parts<'_> {
    fn add(&mut self, statement: &Stmt, last: bool, place: impl Fn(&dyn Spanned) -> Range<usize>) {
        let mut names = Names::default();
        let all = place(statement);
        let mut used = all.clone();
        match statement {
            Stmt::Item(item) => return self.items.push(place(item)),
            Stmt::Local(local) => {
                names.visit_pat(&local.pat);
                let begin = local.init.as_ref().map(|init| place(&init.expr).start);
                used.start = begin.unwrap_or(all.end);
            }
            Stmt::Expr(expression, None) if last => self.shown = Some(place(expression)),
            Stmt::Macro(call) if last && call.semi_token.is_none() => {
                self.shown = Some(place(call));
            }
            Stmt::Expr(..) | Stmt::Macro(_) => {}
        }
        let controls = self.controls.iter();
        let own = controls.filter(|control| all.contains(&control.default.start));
        self.statements.push(Statement {
            controls: own.map(|control| control.name.clone()).collect(),
            mentions: names_in(&self.cell.source[used]),
            defines: names.all.clone(),
        });
        self.defines.append(&mut names.all);
        self.changes.append(&mut names.changes);
    }
}

/// Every name in a piece of code.
fn names_in(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if let Ok(tokens) = code.parse() {
        mentions(tokens, &mut found);
    }
    found
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
#[derive(Default)]
struct Names {
    all: BTreeSet<String>,
    changes: BTreeSet<String>, // with `mut`
}

impl<'ast> Visit<'ast> for Names {
    fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
        self.all.insert(pattern.ident.to_string());
        if pattern.mutability.is_some() {
            self.changes.insert(pattern.ident.to_string());
        }
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
