//! What slices can do with an allocator.
use crate::string::String;
use crate::vec::Vec;

#[rustfmt::skip]
impl<T> [T] {
    pub fn to_vec(&self) -> Vec<T> where T: Clone { loop {} }
    pub fn repeat(&self, n: usize) -> Vec<T> where T: Copy { loop {} }
    pub fn concat<Item: ?Sized>(&self) -> <[T] as Concat<Item>>::Output where [T]: Concat<Item> { loop {} }
    pub fn join<Separator>(&self, sep: Separator) -> <[T] as Join<Separator>>::Output where [T]: Join<Separator> { loop {} }
}
pub trait Concat<Item: ?Sized> {
    type Output;
}
impl<S: core::borrow::Borrow<str>> Concat<str> for [S] {
    type Output = String;
}
pub trait Join<Separator> {
    type Output;
}
impl<S: core::borrow::Borrow<str>> Join<&str> for [S] {
    type Output = String;
}
#[rustfmt::skip]
impl str {
    pub fn to_lowercase(&self) -> String { loop {} }
    pub fn to_uppercase(&self) -> String { loop {} }
    pub fn to_ascii_uppercase(&self) -> String { loop {} }
    pub fn to_ascii_lowercase(&self) -> String { loop {} }
    pub fn repeat(&self, n: usize) -> String { loop {} }
    pub fn replace<P: core::str::Pattern>(&self, from: P, to: &str) -> String { loop {} }
    pub fn replacen<P: core::str::Pattern>(&self, from: P, to: &str, count: usize) -> String { loop {} }
}
