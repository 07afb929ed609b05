//! The chapter as the notebook shows it: blocks, and what stands between them.

use crate::chapter::{Block, Cell, Chapter};
use crate::ipynb;

/// The chapter as a row of shown blocks with the text between them.
pub(super) struct Original<'a> {
    pub(super) text: String,
    pub(super) blocks: Vec<Shown<'a>>,
    pub(super) line_end: &'static str,
}

/// A block that the notebook shows.
pub(super) struct Shown<'a> {
    pub(super) id: String,
    /// Where it stands in the text.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) content: &'a Block,
}

impl<'a> Original<'a> {
    pub(super) fn of(chapter: &'a Chapter) -> Self {
        let text = chapter.to_markdown();
        let mut starts = Vec::with_capacity(chapter.blocks.len());
        let mut start = 0;
        for block in &chapter.blocks {
            starts.push(start);
            start += block.as_markdown().len();
        }
        let blocks = ipynb::views(chapter).into_iter().map(|view| Shown {
            id: view.id,
            start: starts[view.block] + view.visible.start,
            end: starts[view.block] + view.visible.end,
            content: &chapter.blocks[view.block],
        });
        let blocks = blocks.collect();
        let line_end = if text
            .split_inclusive('\n')
            .next()
            .is_some_and(|line| line.ends_with("\r\n"))
        {
            "\r\n"
        } else {
            "\n"
        };
        Self {
            text,
            blocks,
            line_end,
        }
    }

    pub(super) fn visible(&self, block: usize) -> &str {
        let shown = &self.blocks[block];
        &self.text[shown.start..shown.end]
    }

    /// Text with LF, with the chapter's line ends.
    pub(super) fn with_line_ends(&self, text: &str) -> String {
        if self.line_end == "\n" {
            text.to_owned()
        } else {
            text.replace('\n', self.line_end)
        }
    }
}

impl<'a> Shown<'a> {
    /// The block, if it is a cell.
    pub(super) fn cell(&self) -> Option<&'a Cell> {
        match self.content {
            Block::Cell(cell) => Some(cell),
            Block::Prose { .. } => None,
        }
    }
}
