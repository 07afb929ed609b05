//! Ranges.
#[lang = "RangeFull"]
pub struct RangeFull;
#[lang = "Range"]
pub struct Range<Idx> {
    pub start: Idx,
    pub end: Idx,
}
#[lang = "RangeFrom"]
pub struct RangeFrom<Idx> {
    pub start: Idx,
}
#[lang = "RangeTo"]
pub struct RangeTo<Idx> {
    pub end: Idx,
}
#[lang = "RangeInclusive"]
pub struct RangeInclusive<Idx> {
    pub(crate) start: Idx,
    pub(crate) end: Idx,
}
#[lang = "RangeToInclusive"]
pub struct RangeToInclusive<Idx> {
    pub end: Idx,
}
impl<Idx> RangeInclusive<Idx> {
    pub const fn new(start: Idx, end: Idx) -> Self {
        loop {}
    }
    pub fn start(&self) -> &Idx {
        loop {}
    }
    pub fn end(&self) -> &Idx {
        loop {}
    }
    pub fn contains(&self, item: &Idx) -> bool {
        loop {}
    }
}
impl<Idx> Range<Idx> {
    pub fn contains(&self, item: &Idx) -> bool {
        loop {}
    }
    pub fn is_empty(&self) -> bool {
        loop {}
    }
}
pub enum Bound<T> {
    Included(T),
    Excluded(T),
    Unbounded,
}
pub trait RangeBounds<T: ?Sized> {}
impl<T> RangeBounds<T> for RangeFull {}
impl<T> RangeBounds<T> for Range<T> {}
impl<T> RangeBounds<T> for RangeFrom<T> {}
impl<T> RangeBounds<T> for RangeTo<T> {}
impl<T> RangeBounds<T> for RangeInclusive<T> {}
impl<T> RangeBounds<T> for RangeToInclusive<T> {}

pub trait Step {}
macro_rules! step {
    ($($t:ty)*) => { $(impl Step for $t {})* };
}
step! { usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 char }
macro_rules! iterate {
    ($($range:ident)*) => { $(
        impl<Idx: Step> Iterator for $range<Idx> { type Item = Idx; fn next(&mut self) -> Option<Idx> { loop {} } }
        impl<Idx: Step> DoubleEndedIterator for $range<Idx> {}
        impl<Idx: Step> ExactSizeIterator for $range<Idx> {}
        impl<Idx: Clone> Clone for $range<Idx> { fn clone(&self) -> Self { loop {} } }
    )* };
}
iterate! { Range RangeFrom RangeInclusive }
