//! Slices.
use crate::cmp::Ordering;

pub trait SliceIndex<T: ?Sized> {
    type Output: ?Sized;
}
impl<T> SliceIndex<[T]> for usize {
    type Output = T;
}
macro_rules! index {
    ($($range:ident)*) => { $(
        impl<T> SliceIndex<[T]> for crate::ops::$range<usize> { type Output = [T]; }
        impl SliceIndex<str> for crate::ops::$range<usize> { type Output = str; }
    )* };
}
index! { Range RangeFrom RangeTo RangeInclusive RangeToInclusive }
impl<T> SliceIndex<[T]> for crate::ops::RangeFull {
    type Output = [T];
}
impl SliceIndex<str> for crate::ops::RangeFull {
    type Output = str;
}

#[lang = "slice"]
#[rustfmt::skip]
impl<T> [T] {
    pub const fn len(&self) -> usize { loop {} }
    pub const fn is_empty(&self) -> bool { loop {} }
    pub const fn first(&self) -> Option<&T> { loop {} }
    pub const fn last(&self) -> Option<&T> { loop {} }
    pub fn first_mut(&mut self) -> Option<&mut T> { loop {} }
    pub fn last_mut(&mut self) -> Option<&mut T> { loop {} }
    pub fn get<I: SliceIndex<[T]>>(&self, index: I) -> Option<&I::Output> { loop {} }
    pub fn get_mut<I: SliceIndex<[T]>>(&mut self, index: I) -> Option<&mut I::Output> { loop {} }
    pub fn split_first(&self) -> Option<(&T, &[T])> { loop {} }
    pub fn split_last(&self) -> Option<(&T, &[T])> { loop {} }
    pub fn split_at(&self, mid: usize) -> (&[T], &[T]) { loop {} }
    pub fn iter(&self) -> Iter<'_, T> { loop {} }
    pub fn iter_mut(&mut self) -> IterMut<'_, T> { loop {} }
    pub fn windows(&self, size: usize) -> Chunks<'_, T> { loop {} }
    pub fn chunks(&self, chunk_size: usize) -> Chunks<'_, T> { loop {} }
    pub fn chunks_exact(&self, chunk_size: usize) -> Chunks<'_, T> { loop {} }
    pub fn swap(&mut self, a: usize, b: usize) { loop {} }
    pub fn reverse(&mut self) { loop {} }
    pub fn contains(&self, x: &T) -> bool where T: PartialEq { loop {} }
    pub fn starts_with(&self, needle: &[T]) -> bool where T: PartialEq { loop {} }
    pub fn binary_search(&self, x: &T) -> Result<usize, usize> where T: Ord { loop {} }
    pub fn binary_search_by<F: FnMut(&T) -> Ordering>(&self, f: F) -> Result<usize, usize> { loop {} }
    pub fn partition_point<P: FnMut(&T) -> bool>(&self, pred: P) -> usize { loop {} }
    pub fn sort(&mut self) where T: Ord { loop {} }
    pub fn sort_by<F: FnMut(&T, &T) -> Ordering>(&mut self, compare: F) { loop {} }
    pub fn sort_by_key<K: Ord, F: FnMut(&T) -> K>(&mut self, f: F) { loop {} }
    pub fn sort_unstable(&mut self) where T: Ord { loop {} }
    pub fn sort_unstable_by<F: FnMut(&T, &T) -> Ordering>(&mut self, compare: F) { loop {} }
    pub fn fill(&mut self, value: T) where T: Clone { loop {} }
}
pub struct Iter<'a, T> {
    slice: &'a [T],
}
impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a T;
    fn next(&mut self) -> Option<&'a T> {
        loop {}
    }
}
impl<'a, T> DoubleEndedIterator for Iter<'a, T> {}
impl<'a, T> ExactSizeIterator for Iter<'a, T> {}
impl<'a, T> Clone for Iter<'a, T> {
    fn clone(&self) -> Self {
        loop {}
    }
}
pub struct IterMut<'a, T> {
    slice: &'a mut [T],
}
impl<'a, T> Iterator for IterMut<'a, T> {
    type Item = &'a mut T;
    fn next(&mut self) -> Option<&'a mut T> {
        loop {}
    }
}
impl<'a, T> DoubleEndedIterator for IterMut<'a, T> {}
pub struct Chunks<'a, T> {
    slice: &'a [T],
}
impl<'a, T> Iterator for Chunks<'a, T> {
    type Item = &'a [T];
    fn next(&mut self) -> Option<&'a [T]> {
        loop {}
    }
}
impl<'a, T> DoubleEndedIterator for Chunks<'a, T> {}
impl<'a, T> IntoIterator for &'a [T] {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;
    fn into_iter(self) -> Iter<'a, T> {
        loop {}
    }
}
impl<'a, T> IntoIterator for &'a mut [T] {
    type Item = &'a mut T;
    type IntoIter = IterMut<'a, T>;
    fn into_iter(self) -> IterMut<'a, T> {
        loop {}
    }
}
