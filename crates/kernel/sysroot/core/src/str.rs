//! Strings' slices.
pub trait FromStr: Sized {
    type Err;
    fn from_str(s: &str) -> Result<Self, Self::Err>;
}
impl FromStr for bool {
    type Err = ParseBoolError;
    fn from_str(s: &str) -> Result<bool, ParseBoolError> {
        loop {}
    }
}
pub struct ParseBoolError;
/// Any pattern will do here.
pub trait Pattern {}
impl Pattern for char {}
impl Pattern for &str {}
impl<const N: usize> Pattern for [char; N] {}
impl<F: FnMut(char) -> bool> Pattern for F {}

#[rustfmt::skip]
impl str {
    pub const fn len(&self) -> usize { loop {} }
    pub const fn is_empty(&self) -> bool { loop {} }
    pub fn as_bytes(&self) -> &[u8] { loop {} }
    pub fn chars(&self) -> Chars<'_> { loop {} }
    pub fn bytes(&self) -> Bytes<'_> { loop {} }
    pub fn char_indices(&self) -> crate::iter::Enumerate<Chars<'_>> { loop {} }
    pub fn lines(&self) -> Split<'_> { loop {} }
    pub fn split_whitespace(&self) -> Split<'_> { loop {} }
    pub fn split<P: Pattern>(&self, pat: P) -> Split<'_> { loop {} }
    pub fn splitn<P: Pattern>(&self, n: usize, pat: P) -> Split<'_> { loop {} }
    pub fn rsplit<P: Pattern>(&self, pat: P) -> Split<'_> { loop {} }
    pub fn split_terminator<P: Pattern>(&self, pat: P) -> Split<'_> { loop {} }
    pub fn split_once<P: Pattern>(&self, delimiter: P) -> Option<(&str, &str)> { loop {} }
    pub fn rsplit_once<P: Pattern>(&self, delimiter: P) -> Option<(&str, &str)> { loop {} }
    pub fn split_at(&self, mid: usize) -> (&str, &str) { loop {} }
    pub fn trim(&self) -> &str { loop {} }
    pub fn trim_start(&self) -> &str { loop {} }
    pub fn trim_end(&self) -> &str { loop {} }
    pub fn trim_matches<P: Pattern>(&self, pat: P) -> &str { loop {} }
    pub fn strip_prefix<P: Pattern>(&self, prefix: P) -> Option<&str> { loop {} }
    pub fn strip_suffix<P: Pattern>(&self, suffix: P) -> Option<&str> { loop {} }
    pub fn contains<P: Pattern>(&self, pat: P) -> bool { loop {} }
    pub fn starts_with<P: Pattern>(&self, pat: P) -> bool { loop {} }
    pub fn ends_with<P: Pattern>(&self, pat: P) -> bool { loop {} }
    pub fn find<P: Pattern>(&self, pat: P) -> Option<usize> { loop {} }
    pub fn rfind<P: Pattern>(&self, pat: P) -> Option<usize> { loop {} }
    pub fn matches<P: Pattern>(&self, pat: P) -> Split<'_> { loop {} }
    pub fn get<I: crate::slice::SliceIndex<str>>(&self, i: I) -> Option<&I::Output> { loop {} }
    pub fn parse<F: FromStr>(&self) -> Result<F, F::Err> { loop {} }
    pub fn eq_ignore_ascii_case(&self, other: &str) -> bool { loop {} }
}
macro_rules! pieces {
    ($($name:ident $item:ty;)*) => { $(
        pub struct $name<'a>(&'a str);
        impl<'a> Iterator for $name<'a> { type Item = $item; fn next(&mut self) -> Option<$item> { loop {} } }
        impl<'a> DoubleEndedIterator for $name<'a> {}
        impl<'a> Clone for $name<'a> { fn clone(&self) -> Self { loop {} } }
    )* };
}
pieces! { Chars char; Bytes u8; Split &'a str; }
