//! Arrays.
pub struct IntoIter<T, const N: usize> {
    data: [T; N],
}
impl<T, const N: usize> Iterator for IntoIter<T, N> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        loop {}
    }
}
impl<T, const N: usize> DoubleEndedIterator for IntoIter<T, N> {}
impl<T, const N: usize> ExactSizeIterator for IntoIter<T, N> {}
impl<T, const N: usize> IntoIterator for [T; N] {
    type Item = T;
    type IntoIter = IntoIter<T, N>;
    fn into_iter(self) -> IntoIter<T, N> {
        loop {}
    }
}
impl<'a, T, const N: usize> IntoIterator for &'a [T; N] {
    type Item = &'a T;
    type IntoIter = crate::slice::Iter<'a, T>;
    fn into_iter(self) -> crate::slice::Iter<'a, T> {
        loop {}
    }
}
#[lang = "array"]
impl<T, const N: usize> [T; N] {
    pub fn map<F: FnMut(T) -> U, U>(self, f: F) -> [U; N] {
        loop {}
    }
    pub fn as_slice(&self) -> &[T] {
        self
    }
}
impl<T: Clone, const N: usize> Clone for [T; N] {
    fn clone(&self) -> Self {
        loop {}
    }
}
impl<T: Copy, const N: usize> Copy for [T; N] {}
pub fn from_fn<T, const N: usize, F: FnMut(usize) -> T>(f: F) -> [T; N] {
    loop {}
}
