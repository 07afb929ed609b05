//! A WebAssembly module without what no page asks for.
//!
//! plotters links wasm-bindgen, whose own command would take its notes out of the module again: a section of 370 KB, and 2800
//! exports that describe functions of the browser. Compressed they are a quarter of what a reader would load.
//!
//! ```text
//! \0asm 1 0 0 0, then sections:  id (1 byte)  size (LEB128)  content
//!   0 custom: dropped              7 exports: a count, then name, kind (1 byte), index each
//! ```

/// The section of exports.
const EXPORTS: u8 = 7;
/// Magic number and version.
const HEADER: usize = 8;

/// The module with these exports only, and without custom sections; `None` where it is not as expected.
pub(crate) fn slim(module: &[u8], kept: &[&str]) -> Option<Vec<u8>> {
    let (header, mut rest) = module.split_at_checked(HEADER)?;
    if !header.starts_with(b"\0asm") {
        return None;
    }
    let mut slim = header.to_vec();
    while let Some((&id, after)) = rest.split_first() {
        let (content, after) = sized(after)?;
        match id {
            0 => {}
            EXPORTS => section(&mut slim, id, &exports(content, kept)?),
            _ => section(&mut slim, id, content),
        }
        rest = after;
    }
    Some(slim)
}

/// Only the exports of these names.
fn exports(content: &[u8], kept: &[&str]) -> Option<Vec<u8>> {
    let (count, mut rest) = number(content)?;
    let mut found = 0;
    let mut entries = Vec::new();
    for _ in 0..count {
        let (name, after) = sized(rest)?;
        let (_, after) = number(after.get(1..)?)?;
        if kept.iter().any(|kept| kept.as_bytes() == name) {
            found += 1;
            entries.extend_from_slice(&rest[..rest.len() - after.len()]);
        }
        rest = after;
    }
    let mut all = Vec::new();
    write(&mut all, found);
    all.append(&mut entries);
    Some(all)
}

fn section(into: &mut Vec<u8>, id: u8, content: &[u8]) {
    into.push(id);
    write(into, content.len());
    into.extend_from_slice(content);
}

/// Bytes after their number, and what follows them.
fn sized(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (size, rest) = number(bytes)?;
    rest.split_at_checked(size)
}

/// A number in LEB128, and what follows it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0;
    for (place, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[place + 1..]));
        }
    }
    None
}

fn write(into: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        into.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    into.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with these sections.
    fn module(sections: &[(u8, Vec<u8>)]) -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        for (id, content) in sections {
            section(&mut module, *id, content);
        }
        module
    }

    fn export(name: &str, index: usize) -> Vec<u8> {
        let mut entry = Vec::new();
        write(&mut entry, name.len());
        entry.extend_from_slice(name.as_bytes());
        entry.push(0);
        write(&mut entry, index);
        entry
    }

    #[test]
    fn notes_and_exports_that_nobody_asks_for_are_dropped() {
        let long = "x".repeat(200);
        let all = [
            vec![3],
            export("run", 300),
            export(&long, 1),
            export("at", 2),
        ]
        .concat();
        let some = [vec![2], export("run", 300), export("at", 2)].concat();
        let code = (10, vec![7; 1000]);
        let whole = module(&[
            (0, vec![1; 9]),
            (EXPORTS, all),
            code.clone(),
            (0, vec![2; 400]),
        ]);
        assert_eq!(
            slim(&whole, &["at", "run"]),
            Some(module(&[(EXPORTS, some), code]))
        );
    }

    #[test]
    fn what_is_no_module_is_left_alone() {
        for text in [
            &b"<html></html>"[..],
            b"\0asm",
            b"\0asm\x01\0\0\0\x07\x7f",
            b"",
        ] {
            assert_eq!(slim(text, &[]), None, "{text:?}");
        }
    }
}
