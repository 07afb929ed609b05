//! Numbers for other programs: comma-separated values (RFC 4180), with every digit.

/// A line with more points is thinned for a file: what lies between them is smooth.
const MOST: usize = 60;

/// One field of a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Field {
    Empty,
    Number(f64),
    Text(String),
}

impl From<f64> for Field {
    fn from(number: f64) -> Self {
        // "inf" and "NaN" are no numbers to a spreadsheet.
        if number.is_finite() {
            Self::Number(number)
        } else {
            Self::Empty
        }
    }
}

impl From<Option<f64>> for Field {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Empty, Self::from)
    }
}

impl From<&str> for Field {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Field {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A header, and rows of at most its length.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    columns: usize,
    text: String,
}

impl Sheet {
    /// A sheet with these names of columns, units included.
    pub(crate) fn new(columns: impl IntoIterator<Item = String>) -> Self {
        let mut sheet = Self {
            columns: usize::MAX,
            text: String::new(),
        };
        let names: Vec<Field> = columns.into_iter().map(Field::Text).collect();
        let count = names.len();
        sheet.row(names);
        sheet.columns = count;
        sheet
    }

    /// Adds a row; fields that are missing at its end are empty.
    pub(crate) fn row(&mut self, fields: impl IntoIterator<Item = Field>) {
        let mut fields: Vec<String> = fields.into_iter().map(|field| written(&field)).collect();
        if self.columns != usize::MAX {
            fields.resize(self.columns, String::new());
        }
        self.text.push_str(&fields.join(","));
        self.text.push('\n');
    }

    /// The text, without a line end after the last row, as all outputs.
    pub(crate) fn csv(mut self) -> String {
        self.text.truncate(self.text.trim_end_matches('\n').len());
        self.text
    }
}

fn written(field: &Field) -> String {
    match field {
        Field::Empty => String::new(),
        Field::Number(number) => format!("{number}"),
        Field::Text(text) => quoted(text),
    }
}

/// In quotes where it must be. Line ends become blanks: a row is a line, also for simpler programs than spreadsheets.
fn quoted(text: &str) -> String {
    let text = text.replace(['\r', '\n'], " ");
    if text.contains([',', '"']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// The points of a line as far apart as it takes for them to be [`MOST`] at most, and its ends.
pub(crate) fn thinned<T>(points: &[T]) -> impl Iterator<Item = &T> {
    let last = points.len().saturating_sub(1);
    let apart = if points.len() <= MOST {
        1
    } else {
        last.div_ceil(MOST - 2)
    };
    let kept = move |(index, _): &(usize, &T)| index % apart == 0 || *index == last;
    points
        .iter()
        .enumerate()
        .filter(kept)
        .map(|(_, point)| point)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_with_commas_and_quotes_stand_in_quotes() {
        let mut sheet = Sheet::new(["load, %".to_owned(), "name".to_owned()]);
        sheet.row([0.1.into(), "the \"big\" one\nof two".into()]);
        sheet.row([f64::NAN.into()]);
        assert_eq!(
            sheet.csv(),
            "\"load, %\",name\n0.1,\"the \"\"big\"\" one of two\"\n,"
        );
    }

    #[test]
    fn numbers_read_back_to_the_last_bit() {
        for number in [0.1 + 0.2, 1e-9, 123_456_789.123, -2e17] {
            let text = written(&number.into());
            assert_eq!(text.parse(), Ok(number), "{text}");
        }
    }

    #[test]
    fn a_thinned_line_keeps_its_ends() {
        let points: Vec<u32> = (0..163).collect();
        let thin: Vec<&u32> = thinned(&points).collect();
        assert_eq!((*thin[0], *thin[thin.len() - 1]), (0, 162));
        assert!(thin.len() <= MOST, "{}", thin.len());
        assert!(thinned(&points[..20]).eq(&points[..20]));
    }
}
