//! The info string of a cell: `rust,cell` and its attributes.

/// What may follow `rust,cell`, as told to authors.
pub(crate) const KNOWN: &str = "`id=NAME`, `native`, `hidden`";

/// The attributes of a cell, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attributes {
    pub(crate) id: Option<String>,
    pub(crate) native: bool,
    pub(crate) hidden: bool,
}

/// What is wrong with an info string, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    pub(crate) message: String,
    pub(crate) remedy: String,
}

fn complaint<T>(message: impl Into<String>, remedy: impl Into<String>) -> Result<T, Complaint> {
    Err(Complaint {
        message: message.into(),
        remedy: remedy.into(),
    })
}

/// The attributes, if the info string begins `rust,cell`; `None` for any other fence.
pub(crate) fn parse(info: &str) -> Result<Option<Attributes>, Complaint> {
    let mut words = info.split([',', ' ', '\t']).filter(|word| !word.is_empty());
    if words.next() != Some("rust") {
        return Ok(None);
    }
    if words.next() != Some("cell") {
        return misplaced(words);
    }
    let mut attributes = Attributes::default();
    for word in words {
        attribute(&mut attributes, word)?;
    }
    Ok(Some(attributes))
}

/// `rust,hidden,cell` would silently be no cell.
fn misplaced<'a>(
    mut words: impl Iterator<Item = &'a str>,
) -> Result<Option<Attributes>, Complaint> {
    if words.any(|word| word == "cell") {
        return complaint(
            "`cell` does not come right after `rust`",
            "begin the info string with `rust,cell`",
        );
    }
    Ok(None)
}

fn attribute(attributes: &mut Attributes, word: &str) -> Result<(), Complaint> {
    let twice = match word.split_once('=') {
        None if word == "native" => std::mem::replace(&mut attributes.native, true),
        None if word == "hidden" => std::mem::replace(&mut attributes.hidden, true),
        Some(("id", id)) if is_id(id) => attributes.id.replace(id.to_owned()).is_some(),
        Some(("id", _)) | None if word == "id" || word.starts_with("id=") => {
            return complaint(
                format!("cell attribute `{word}` names no usable id"),
                "write `id=NAME` with 1 to 64 letters, digits, `-` or `_`",
            );
        }
        _ => {
            return complaint(
                format!("unknown cell attribute `{word}`"),
                format!("the known ones are {KNOWN}"),
            );
        }
    };
    if twice {
        complaint(
            format!("cell attribute `{word}` is given twice"),
            "leave one of them out",
        )
    } else {
        Ok(())
    }
}

/// Whether nbformat takes this as a cell's id: 1 to 64 of `A-Za-z0-9-_`.
pub(crate) fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// The info string with these attributes.
pub(crate) fn info(attributes: &Attributes) -> String {
    let id = attributes
        .id
        .as_ref()
        .map(|id| format!(",id={id}"))
        .unwrap_or_default();
    let flag = |given, name| if given { name } else { "" };
    format!(
        "rust,cell{id}{}{}",
        flag(attributes.native, ",native"),
        flag(attributes.hidden, ",hidden")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn info_strings() {
        let some = |id: Option<&str>, native, hidden| {
            Ok(Some(Attributes {
                id: id.map(str::to_owned),
                native,
                hidden,
            }))
        };
        assert_eq!(parse("rust,cell"), some(None, false, false));
        assert_eq!(
            parse("rust, cell, hidden, id=knee"),
            some(Some("knee"), false, true)
        );
        assert_eq!(parse("rust,cell,native"), some(None, true, false));
        for other in [
            "",
            "rust",
            "rust,ignore",
            "python,cell",
            "rust,cells",
            "rustcell",
        ] {
            assert_eq!(parse(other), Ok(None), "{other}");
        }
    }

    #[test]
    fn written_as_read() {
        for text in [
            "rust,cell",
            "rust,cell,id=knee",
            "rust,cell,id=knee,native,hidden",
            "rust,cell,hidden",
        ] {
            assert_eq!(info(&parse(text).unwrap().unwrap()), text);
        }
    }

    #[test]
    fn complaints_name_the_attribute() {
        let rows = [
            ("rust,cell,hiden", "unknown cell attribute `hiden`"),
            (
                "rust,cell,native=yes",
                "unknown cell attribute `native=yes`",
            ),
            ("rust,cell,id=", "cell attribute `id=` names no usable id"),
            ("rust,cell,id", "cell attribute `id` names no usable id"),
            (
                "rust,cell,id=a.b",
                "cell attribute `id=a.b` names no usable id",
            ),
            (
                "rust,cell,id=a,id=b",
                "cell attribute `id=b` is given twice",
            ),
            (
                "rust,hidden,cell",
                "`cell` does not come right after `rust`",
            ),
        ];
        for (info, message) in rows {
            assert_eq!(parse(info).unwrap_err().message, message, "{info}");
        }
    }
}
