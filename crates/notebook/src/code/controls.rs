//! Which calls of a cell make controls, and where their defaults stand.

use std::ops::Range;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprLit, ExprMethodCall, Lit, Stmt};

/// A call such as `slider("daily_users", 1e4..=1e7).log().at(2e5)`.
#[derive(Clone, Debug)]
pub struct Control {
    /// The setting's name.
    pub name: String,
    /// What its default is: `Number`, `Count`, `Choice`, `Toggle`.
    pub kind: &'static str,
    /// The bytes of the default in the cell's source.
    pub default: Range<usize>,
}

/// All controls whose name is written out, in the order of the code.
pub(super) fn find(
    statements: &[Stmt],
    place: impl Fn(&dyn Spanned) -> Range<usize>,
) -> Vec<Control> {
    let mut finder = Finder {
        place,
        found: Vec::new(),
    };
    for statement in statements {
        finder.visit_stmt(statement);
    }
    finder.found.sort_by_key(|control| control.default.start);
    finder.found
}

struct Finder<P> {
    place: P,
    found: Vec<Control>,
}

impl<'ast, P: Fn(&dyn Spanned) -> Range<usize>> Visit<'ast> for Finder<P> {
    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if let Some((name, kind)) = control(call)
            && call.args.len() == 1
        {
            self.found.push(Control {
                name,
                kind,
                default: (self.place)(&call.args[0]),
            });
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// The name and kind of the control that this call ends.
fn control(end: &ExprMethodCall) -> Option<(String, &'static str)> {
    let mut first = &*end.receiver;
    while let Expr::MethodCall(call) = first {
        first = &call.receiver;
    }
    let Expr::Call(begin) = first else {
        return None;
    };
    let kind = match (called(begin)?.as_str(), end.method.to_string().as_str()) {
        ("slider", "at") => "Number",
        ("slider", "count") => "Count",
        ("choice", "at") => "Choice",
        ("toggle", "at") => "Toggle",
        _ => return None,
    };
    match begin.args.first() {
        Some(Expr::Lit(ExprLit {
            lit: Lit::Str(name),
            ..
        })) => Some((name.value(), kind)),
        _ => None,
    }
}

fn called(call: &ExprCall) -> Option<String> {
    let Expr::Path(path) = &*call.func else {
        return None;
    };
    Some(path.path.segments.last()?.ident.to_string())
}
