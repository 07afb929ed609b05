//! A cell's code with marks, so that we know how far it came.
//!
//! evcxr reports success for a cell that a `?` has left early, and says nothing about where a process ended. So before
//! each statement goes a call that prints its line, and after the last one a call that prints the end:
//!
//! ```text
//! let a = load()?;          millions_at(1); let a = load()?;
//! a + 1                     millions_at(2); (&(a + 1), millions_end()).0
//! ```
//!
//! Nothing is put on a line of its own, so line numbers stay. The marks come through the cell's stdout, where
//! [`crate::streams`] takes them out again. The last expression is borrowed, so that a cell that ends with a variable doesn't
//! move it: evcxr would then show it by `Debug` and lose it. Its temporaries live as long as they would alone.

use ra_ap_syntax::ast::{self, AstNode};
use ra_ap_syntax::{Edition, SourceFile, SyntaxNode};

/// Starts a mark within a line of stdout. A control character (record separator) that no cell prints by chance.
pub(crate) const MARK: &str = "\u{1e}millions ";
/// What stands in a mark in place of a line, when the cell has ended.
pub(crate) const END: &str = "end";

/// The items that marked cells call.
pub(crate) const ITEMS: &str = "#[doc(hidden)] fn millions_at(line: u32) { println!(\"\\u{1e}millions {line}\"); }\n\
     #[doc(hidden)] fn millions_end() { println!(\"\\u{1e}millions end\"); }";

/// A cell ready to run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    /// The code for evcxr.
    pub(crate) code: String,
    /// Whether the end prints a mark: not where the code doesn't parse (it won't compile either).
    pub(crate) has_end: bool,
}

/// Puts marks into a cell's source.
pub(crate) fn mark(source: &str) -> Marked {
    let start = code_after_commands(source);
    let (commands, code) = source.split_at(start);
    let first_line = commands.lines().count();
    match statements(code) {
        Some(nodes) => Marked {
            code: format!("{commands}{}", insert(code, &nodes, first_line)),
            has_end: true,
        },
        None => Marked {
            code: source.to_owned(),
            has_end: false,
        },
    }
}

/// Where evcxr's own commands (`:dep`, `!ls`), comments and empty lines at the top end.
pub(crate) fn code_after_commands(source: &str) -> usize {
    source
        .split_inclusive('\n')
        .take_while(|line| {
            let line = line.trim_start();
            line.is_empty() || line.starts_with("//") || line.starts_with([':', '!'])
        })
        .map(str::len)
        .sum()
}

const WRAPPER: &str = "fn f(){";

/// The cell's statements as evcxr splits them; `None` where the code has syntax errors.
pub(crate) fn statements(code: &str) -> Option<Vec<SyntaxNode>> {
    let file = SourceFile::parse(&format!("{WRAPPER}{code}\n}}"), Edition::Edition2024);
    if !file.errors().is_empty() {
        return None;
    }
    let function = ast::Fn::cast(file.syntax_node().children().next()?)?;
    let list = function.body()?.stmt_list()?;
    Some(list.syntax().children().collect())
}

fn insert(code: &str, nodes: &[SyntaxNode], lines_before: usize) -> String {
    let mut marked = String::new();
    let mut copied = 0;
    for node in nodes.iter().filter(|node| runs(node)) {
        let range = text_range(node);
        marked.push_str(&code[copied..range.0]);
        let line = lines_before + line_of(code, range.0);
        marked.push_str(&format!("millions_at({line}); "));
        copied = range.0;
    }
    match nodes.last().filter(|node| ast::Expr::can_cast(node.kind())) {
        Some(value) => {
            let (start, end) = text_range(value);
            marked.push_str(&code[copied..start]);
            marked.push_str(&format!(
                "(&({}), millions_end()).0{}",
                &code[start..end],
                &code[end..]
            ));
        }
        None => {
            marked.push_str(code[copied..].trim_end());
            marked.push_str(separator(code));
            marked.push_str("millions_end();\n");
        }
    }
    marked
}

/// A comment at the end must not swallow the mark.
fn separator(code: &str) -> &'static str {
    if code
        .lines()
        .next_back()
        .is_some_and(|line| line.contains("//"))
    {
        "\n"
    } else {
        " "
    }
}

/// Whether a node is executed where it stands: items and attributes are not.
fn runs(node: &SyntaxNode) -> bool {
    ast::LetStmt::can_cast(node.kind())
        || ast::ExprStmt::can_cast(node.kind())
        || ast::Expr::can_cast(node.kind())
}

/// Start and end of a node within the code, without a comment that the parser has put at its front.
pub(crate) fn text_range(node: &SyntaxNode) -> (usize, usize) {
    let first = node
        .children_with_tokens()
        .find(|child| !matches!(child.kind(), k if k.is_trivia()));
    let start = first.map_or(node.text_range().start(), |child| {
        child.text_range().start()
    });
    let offset = |at: ra_ap_syntax::TextSize| usize::from(at) - WRAPPER.len();
    (offset(start), offset(node.text_range().end()))
}

/// The line (from 1) of that byte.
fn line_of(code: &str, byte: usize) -> usize {
    code[..byte].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::{Marked, mark};

    fn marked(source: &str) -> String {
        let Marked { code, has_end } = mark(source);
        assert!(has_end, "{source} parses");
        assert!(
            code.matches('\n').count() >= source.trim_end().matches('\n').count(),
            "no line is lost"
        );
        code
    }

    #[test]
    fn statements_print_their_line_and_the_last_value_the_end() {
        assert_eq!(
            marked("let a = 1;\na + 1"),
            "millions_at(1); let a = 1;\nmillions_at(2); (&(a + 1), millions_end()).0"
        );
    }

    #[test]
    fn a_cell_without_a_value_ends_with_a_statement() {
        assert_eq!(
            marked("let a = 1;\n\nfoo(a);\n"),
            "millions_at(1); let a = 1;\n\nmillions_at(3); foo(a); millions_end();\n"
        );
    }

    #[test]
    fn comments_keep_their_place() {
        assert_eq!(
            marked("// why\nlet a = 1; // because"),
            "// why\nmillions_at(2); let a = 1; // because\nmillions_end();\n"
        );
        assert_eq!(
            marked("let a = 1;\n// a value\na"),
            "millions_at(1); let a = 1;\n// a value\nmillions_at(3); (&(a), millions_end()).0"
        );
    }

    #[test]
    fn items_and_commands_are_not_marked() {
        assert_eq!(
            marked(":dep x\nuse a::b;\nfn f() {}\nf();"),
            ":dep x\nuse a::b;\nfn f() {}\nmillions_at(4); f(); millions_end();\n"
        );
    }

    #[test]
    fn a_loop_at_the_end_is_a_value_too() {
        assert_eq!(
            marked("for i in 0..3 {\n    f(i);\n}"),
            "millions_at(1); (&(for i in 0..3 {\n    f(i);\n}), millions_end()).0"
        );
    }

    #[test]
    fn broken_code_is_left_to_the_compiler() {
        let broken = "let a = (1;\na";
        assert_eq!(mark(broken).code, broken);
        assert!(!mark(broken).has_end);
    }
}
