//! A place in a line, in bytes and in columns: a tab reaches to the next multiple of four and may be consumed in part.

/// Columns a tab stops at.
const TAB: usize = 4;

/// A place in a line.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    line: &'a str,
    /// Byte within the line; stays on a tab until all of it is consumed.
    at: usize,
    column: usize,
    /// Whether some columns of the tab at `at` are consumed.
    within_tab: bool,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(line: &'a str) -> Self {
        Self {
            line,
            at: 0,
            column: 0,
            within_tab: false,
        }
    }

    /// The byte within the line.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    pub(super) fn is_blank(&self) -> bool {
        self.rest()
            .bytes()
            .all(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
    }

    /// Columns of white space ahead.
    pub(super) fn indent(&self) -> usize {
        let mut column = self.column;
        for byte in self.rest().bytes() {
            match byte {
                b' ' => column += 1,
                b'\t' => column += TAB - column % TAB,
                _ => break,
            }
        }
        column - self.column
    }

    /// Consumes up to `columns` of white space.
    pub(super) fn skip_columns(&mut self, columns: usize) {
        for _ in 0..columns {
            match self.line.as_bytes().get(self.at) {
                Some(b' ') => {
                    self.at += 1;
                    self.column += 1;
                }
                Some(b'\t') => {
                    self.column += 1;
                    self.within_tab = !self.column.is_multiple_of(TAB);
                    self.at += usize::from(!self.within_tab);
                }
                _ => return,
            }
        }
    }

    /// The line's rest, with what is left of a tab consumed in part as spaces.
    pub(super) fn whole_rest(&self) -> String {
        let left = TAB - self.column % TAB;
        match self.rest().strip_prefix('\t').filter(|_| self.within_tab) {
            Some(rest) => " ".repeat(left) + rest,
            None => self.rest().to_owned(),
        }
    }

    /// The cursor after the white space ahead.
    pub(super) fn trimmed(mut self) -> Self {
        self.skip_columns(self.indent());
        self
    }

    /// Consumes bytes that are neither white space nor beyond ASCII.
    pub(super) fn skip_bytes(&mut self, bytes: usize) {
        self.at += bytes;
        self.column += bytes;
    }
}
