//! The type of a variable that rust-analyzer cannot tell, asked of rustc.
//!
//! evcxr keeps a cell's variables for later cells, so it must name their types, and gives up where rust-analyzer can't:
//! "Please give it an explicit type". rustc always knows, and tells it in the words of an error:
//!
//! ```text
//! let best = rows.iter()...;                         let () = best;
//!                                                             ---- this expression has type `Option<f64>`
//! then the cell runs again as
//! let best = rows.iter()...; let best: Option<f64> = best;
//! ```

use evcxr::{CompilationError, Error};
use ra_ap_syntax::SyntaxNode;
use ra_ap_syntax::ast::{self, AstNode, HasName};

use crate::cell::{code_after_commands, statements, text_range};

/// The variable whose type evcxr asks for.
pub(crate) fn unknown_variable(error: &Error) -> Option<&str> {
    let Error::Message(message) = error else {
        return None;
    };
    let (_, rest) = message.split_once("Couldn't automatically determine type of variable `")?;
    rest.split_once('`').map(|(name, _)| name)
}

/// The cell with an error at its end that makes rustc tell the variable's type.
pub(crate) fn question(code: &str, variable: &str) -> Option<String> {
    let (start, nodes) = parse(code)?;
    let (at, _) = text_range(nodes.last()?);
    let at = start + at;
    Some(format!(
        "{}let () = {variable}; {}",
        &code[..at],
        &code[at..]
    ))
}

/// The type in rustc's answer, if it is one that can be written down.
pub(crate) fn answer(errors: &[CompilationError]) -> Option<String> {
    let said = errors
        .iter()
        .flat_map(CompilationError::spanned_messages)
        .find_map(|spanned| spanned.label.split_once("this expression has type `"))?;
    let name = said.1.trim_end_matches('`');
    let can_be_written = !["_", "{", "...", "[closure", "impl "]
        .iter()
        .any(|part| contains_word(name, part));
    can_be_written.then(|| name.to_owned())
}

fn contains_word(name: &str, part: &str) -> bool {
    match part {
        "_" => name
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .any(|word| word == "_"),
        part => name.contains(part),
    }
}

/// The cell with the variable bound once more, its type named.
pub(crate) fn annotate(code: &str, variable: &str, name: &str) -> Option<String> {
    let (start, nodes) = parse(code)?;
    let (node, mutable) = nodes
        .iter()
        .rev()
        .find_map(|node| Some((node, binding(node, variable)?)))?;
    let (_, end) = text_range(node);
    let end = start + end;
    let mutable = if mutable { "mut " } else { "" };
    Some(format!(
        "{} let {mutable}{variable}: {name} = {variable};{}",
        &code[..end],
        &code[end..]
    ))
}

fn parse(code: &str) -> Option<(usize, Vec<SyntaxNode>)> {
    let start = code_after_commands(code);
    Some((start, statements(&code[start..])?))
}

/// Whether a `let` binds that name, and if so, whether mutably.
fn binding(node: &SyntaxNode, variable: &str) -> Option<bool> {
    let pattern = ast::LetStmt::cast(node.clone())?.pat()?;
    pattern
        .syntax()
        .descendants()
        .filter_map(ast::IdentPat::cast)
        .find(|ident| ident.name().is_some_and(|name| name.text() == variable))
        .map(|ident| ident.mut_token().is_some())
}

#[cfg(test)]
mod tests {
    use super::{annotate, contains_word, question};

    #[test]
    fn asks_before_the_last_statement() {
        assert_eq!(
            question("let a = f();\n(a, millions_end()).0", "a").as_deref(),
            Some("let a = f();\nlet () = a; (a, millions_end()).0")
        );
    }

    #[test]
    fn binds_again_with_the_type() {
        assert_eq!(
            annotate("let (a, mut b) = f();\nb += 1;", "b", "u32").as_deref(),
            Some("let (a, mut b) = f(); let mut b: u32 = b;\nb += 1;")
        );
        assert_eq!(annotate("f();", "b", "u32"), None);
    }

    #[test]
    fn a_hole_is_no_type() {
        assert!(contains_word("Vec<_>", "_"));
        assert!(!contains_word("my_type", "_"));
    }
}
