//! How a cell shows its last expression.
//!
//! The kernel (evcxr) calls `.evcxr_display()` on the value a cell ends with. [`Shown`] brings that method to everything the
//! prelude knows: as a trait, so that the model's types stay free of notebooks, and with `use lab::prelude::*` in scope the
//! call resolves at the first compilation. A type without it would be compiled a second time, to be printed with `Debug`.

use crate::emit::emit;

/// What can stand at the end of a cell.
///
/// ```
/// use lab::{emit, prelude::*};
/// let ((), outputs) = emit::collect(|| (2.0 * ms(21.0)).evcxr_display());
/// assert_eq!(outputs[0].text, "42\u{202f}ms");
/// ```
pub trait Shown {
    /// As HTML, if there is more to see than a line of text.
    fn html(&self) -> Option<String> {
        None
    }

    /// As text: for terminals, and for those who do not see the figure.
    fn plain(&self) -> String;

    /// Its numbers with every digit, as comma-separated values with units in the header, if it has more than one.
    fn csv(&self) -> Option<String> {
        None
    }

    /// Emits all of them. The kernel calls this.
    fn evcxr_display(&self) {
        if let Some(html) = self.html() {
            emit("text/html", &html);
        }
        if let Some(csv) = self.csv() {
            emit("text/csv", &csv);
        }
        let plain = self.plain();
        if !plain.is_empty() {
            emit("text/plain", &plain);
        }
    }
}

/// Nothing to show: a cell that ends with an assertion.
impl Shown for () {
    fn plain(&self) -> String {
        String::new()
    }
}

macro_rules! shown_by_display {
    ($($type:ty),*) => {$(
        impl Shown for $type {
            fn plain(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

shown_by_display!(
    model::units::Time,
    model::units::Rate,
    model::units::Bytes,
    model::units::Money,
    String,
    str,
    bool,
    u8,
    u16,
    u32,
    u64,
    usize,
    i32,
    i64
);

impl Shown for f64 {
    /// With every digit, as Rust prints it: a bare number is somebody's calculation.
    fn plain(&self) -> String {
        format!("{self:?}")
    }
}

impl<T: Shown + ?Sized> Shown for &T {
    fn html(&self) -> Option<String> {
        (**self).html()
    }

    fn plain(&self) -> String {
        (**self).plain()
    }

    fn csv(&self) -> Option<String> {
        (**self).csv()
    }
}

impl<T: Shown> Shown for Option<T> {
    fn html(&self) -> Option<String> {
        self.as_ref().and_then(Shown::html)
    }

    fn plain(&self) -> String {
        self.as_ref()
            .map_or_else(|| "none".to_owned(), Shown::plain)
    }

    fn csv(&self) -> Option<String> {
        self.as_ref().and_then(Shown::csv)
    }
}
