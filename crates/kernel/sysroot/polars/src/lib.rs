//! A sketch of polars for rust-analyzer; see ../../README.md. Never compiled.
pub mod error {
    pub struct PolarsError(());
    impl core::fmt::Debug for PolarsError {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            loop {}
        }
    }
    impl core::fmt::Display for PolarsError {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            loop {}
        }
    }
    impl core::error::Error for PolarsError {}
    pub type PolarsResult<T> = Result<T, PolarsError>;
}
pub mod prelude {
    pub use super::error::{PolarsError, PolarsResult};
    pub struct PlSmallStr(());
    pub struct SortMultipleOptions(());
    #[derive(Clone)]
    pub struct BooleanChunked(());
    #[derive(Clone)]
    pub struct Series(());
    #[derive(Clone)]
    pub struct Column(());
    #[derive(Clone)]
    pub struct DataFrame(());
    #[rustfmt::skip]
    impl Series {
        pub fn new<T>(name: PlSmallStr, values: T) -> Series { loop {} }
        pub fn len(&self) -> usize { loop {} }
        pub fn is_empty(&self) -> bool { loop {} }
        pub fn sum<T>(&self) -> PolarsResult<T> { loop {} }
        pub fn min<T>(&self) -> PolarsResult<Option<T>> { loop {} }
        pub fn max<T>(&self) -> PolarsResult<Option<T>> { loop {} }
        pub fn mean(&self) -> Option<f64> { loop {} }
        pub fn median(&self) -> Option<f64> { loop {} }
    }
    #[rustfmt::skip]
    impl Column {
        pub fn new<T>(name: PlSmallStr, values: T) -> Column { loop {} }
        pub fn len(&self) -> usize { loop {} }
        pub fn name(&self) -> &PlSmallStr { loop {} }
        pub fn as_materialized_series(&self) -> &Series { loop {} }
    }
    #[rustfmt::skip]
    impl DataFrame {
        pub fn height(&self) -> usize { loop {} }
        pub fn width(&self) -> usize { loop {} }
        pub fn shape(&self) -> (usize, usize) { loop {} }
        pub fn is_empty(&self) -> bool { loop {} }
        pub fn column(&self, name: &str) -> PolarsResult<&Column> { loop {} }
        pub fn select<I>(&self, selection: I) -> PolarsResult<DataFrame> { loop {} }
        pub fn drop(&self, name: &str) -> PolarsResult<DataFrame> { loop {} }
        pub fn filter(&self, mask: &BooleanChunked) -> PolarsResult<DataFrame> { loop {} }
        pub fn sort<I>(&self, by: I, options: SortMultipleOptions) -> PolarsResult<DataFrame> { loop {} }
        pub fn head(&self, length: Option<usize>) -> DataFrame { loop {} }
        pub fn tail(&self, length: Option<usize>) -> DataFrame { loop {} }
        pub fn slice(&self, offset: i64, length: usize) -> DataFrame { loop {} }
        pub fn reverse(&self) -> DataFrame { loop {} }
        pub fn vstack(&self, other: &DataFrame) -> PolarsResult<DataFrame> { loop {} }
        pub fn hstack(&self, columns: &[Column]) -> PolarsResult<DataFrame> { loop {} }
    }
}
