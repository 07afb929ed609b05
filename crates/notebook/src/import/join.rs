//! Pieces put together, with what stood between them wherever two neighbours were neighbours before.

use super::fence::refenced;
use super::original::Original;
use super::pieces::Piece;

/// An indented fence that comes after other prose than before is set flush with the margin: after a list it would become
/// part of the last item.
pub(super) fn set_flush(original: &Original<'_>, pieces: &mut [Piece]) {
    for index in 1..pieces.len() {
        let (before, piece) = (&pieces[index - 1], &pieces[index]);
        let as_before = piece
            .block
            .is_some_and(|block| before.block.map(|before| before + 1) == Some(block));
        let same_prose = as_before && (before.code.is_some() || !before.edited);
        let cell = piece.block.and_then(|block| original.blocks[block].cell());
        if let (false, true, Some(cell), Some(code)) =
            (same_prose, piece.text.starts_with(' '), cell, &piece.code)
        {
            pieces[index].text = original.with_line_ends(&refenced(cell, &code.source, false));
        }
    }
}

/// The pieces with what stands between them in the original wherever two neighbours were neighbours there.
pub(super) fn joined(original: &Original<'_>, pieces: &[Piece]) -> String {
    let (first, last) = (pieces.first(), pieces.last());
    let at = |piece: Option<&Piece>| piece.and_then(|piece| piece.block);
    let count = original.blocks.len();
    let mut text = match (at(first), pieces.is_empty() && count == 0) {
        (_, true) => return original.text.clone(),
        (Some(0), _) => original.text[..original.blocks[0].start].to_owned(),
        _ => String::new(),
    };
    for (index, piece) in pieces.iter().enumerate() {
        if let Some(before) = index.checked_sub(1).map(|before| &pieces[before]) {
            text.push_str(&between(original, before, piece));
        }
        text.push_str(&piece.text);
    }
    match at(last) {
        Some(block) if block + 1 == count => {
            text.push_str(&original.text[original.blocks[block].end..]);
        }
        _ if pieces.is_empty() => {}
        _ => text.push_str(original.line_end),
    }
    text
}

fn between(original: &Original<'_>, before: &Piece, after: &Piece) -> String {
    let blank_line = original.line_end.repeat(2);
    let (Some(a), Some(b)) = (before.block, after.block) else {
        return blank_line;
    };
    if b != a + 1 {
        return blank_line;
    }
    let old = &original.text[original.blocks[a].end..original.blocks[b].start];
    // Edited prose may end in a list or in HTML that only a blank line ends.
    let prose_edited = [before, after]
        .iter()
        .any(|piece| piece.edited && piece.code.is_none());
    if prose_edited && old.matches('\n').count() < 2 {
        blank_line
    } else {
        old.to_owned()
    }
}
