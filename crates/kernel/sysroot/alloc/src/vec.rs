//! Vectors.
use core::ops::{Deref, DerefMut, Index, IndexMut, RangeBounds};
use core::slice::{Iter, IterMut, SliceIndex};

pub struct Vec<T> {
    items: [T; 0],
}
pub fn from_elem<T: Clone>(elem: T, n: usize) -> Vec<T> {
    loop {}
}
pub fn from_array<T, const N: usize>(items: [T; N]) -> Vec<T> {
    loop {}
}
#[rustfmt::skip]
impl<T> Vec<T> {
    pub const fn new() -> Vec<T> { loop {} }
    pub fn with_capacity(capacity: usize) -> Vec<T> { loop {} }
    pub fn capacity(&self) -> usize { loop {} }
    pub fn reserve(&mut self, additional: usize) { loop {} }
    pub fn push(&mut self, value: T) { loop {} }
    pub fn pop(&mut self) -> Option<T> { loop {} }
    pub fn insert(&mut self, index: usize, element: T) { loop {} }
    pub fn remove(&mut self, index: usize) -> T { loop {} }
    pub fn swap_remove(&mut self, index: usize) -> T { loop {} }
    pub fn truncate(&mut self, len: usize) { loop {} }
    pub fn resize(&mut self, new_len: usize, value: T) where T: Clone { loop {} }
    pub fn retain<F: FnMut(&T) -> bool>(&mut self, f: F) { loop {} }
    pub fn dedup(&mut self) where T: PartialEq { loop {} }
    pub fn append(&mut self, other: &mut Vec<T>) { loop {} }
    pub fn extend_from_slice(&mut self, other: &[T]) where T: Clone { loop {} }
    pub fn clear(&mut self) { loop {} }
    pub fn len(&self) -> usize { loop {} }
    pub fn is_empty(&self) -> bool { loop {} }
    pub fn as_slice(&self) -> &[T] { loop {} }
    pub fn drain<R: RangeBounds<usize>>(&mut self, range: R) -> IntoIter<T> { loop {} }
    pub fn split_off(&mut self, at: usize) -> Vec<T> { loop {} }
}
impl<T> Deref for Vec<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        loop {}
    }
}
impl<T> DerefMut for Vec<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        loop {}
    }
}
impl<T, I: SliceIndex<[T]>> Index<I> for Vec<T> {
    type Output = I::Output;
    fn index(&self, index: I) -> &I::Output {
        loop {}
    }
}
impl<T, I: SliceIndex<[T]>> IndexMut<I> for Vec<T> {
    fn index_mut(&mut self, index: I) -> &mut I::Output {
        loop {}
    }
}
pub struct IntoIter<T>(Vec<T>);
impl<T> Iterator for IntoIter<T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        loop {}
    }
}
impl<T> DoubleEndedIterator for IntoIter<T> {}
impl<T> ExactSizeIterator for IntoIter<T> {}
impl<T> IntoIterator for Vec<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;
    fn into_iter(self) -> IntoIter<T> {
        loop {}
    }
}
impl<'a, T> IntoIterator for &'a Vec<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;
    fn into_iter(self) -> Iter<'a, T> {
        loop {}
    }
}
impl<'a, T> IntoIterator for &'a mut Vec<T> {
    type Item = &'a mut T;
    type IntoIter = IterMut<'a, T>;
    fn into_iter(self) -> IterMut<'a, T> {
        loop {}
    }
}
impl<T> FromIterator<T> for Vec<T> {
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Vec<T> {
        loop {}
    }
}
impl<T> Extend<T> for Vec<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I) {}
}
impl<'a, T: Copy + 'a> Extend<&'a T> for Vec<T> {
    fn extend<I: IntoIterator<Item = &'a T>>(&mut self, iter: I) {}
}
impl<T: Clone> Clone for Vec<T> {
    fn clone(&self) -> Self {
        loop {}
    }
}
impl<T> Default for Vec<T> {
    fn default() -> Self {
        loop {}
    }
}
impl<T: PartialEq<U>, U> PartialEq<Vec<U>> for Vec<T> {
    fn eq(&self, other: &Vec<U>) -> bool {
        loop {}
    }
}
impl<T: core::fmt::Debug> core::fmt::Debug for Vec<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        loop {}
    }
}
impl<T: Clone> From<&[T]> for Vec<T> {
    fn from(s: &[T]) -> Vec<T> {
        loop {}
    }
}
impl<T, const N: usize> From<[T; N]> for Vec<T> {
    fn from(s: [T; N]) -> Vec<T> {
        loop {}
    }
}
impl<T> AsRef<[T]> for Vec<T> {
    fn as_ref(&self) -> &[T] {
        loop {}
    }
}
