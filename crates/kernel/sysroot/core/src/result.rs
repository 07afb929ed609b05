//! Result.
#[lang = "Result"]
pub enum Result<T, E> {
    #[lang = "Ok"]
    Ok(T),
    #[lang = "Err"]
    Err(E),
}
#[rustfmt::skip]
impl<T, E> Result<T, E> {
    pub fn is_ok(&self) -> bool { loop {} }
    pub fn is_err(&self) -> bool { loop {} }
    pub fn is_ok_and(self, f: impl FnOnce(T) -> bool) -> bool { loop {} }
    pub fn ok(self) -> Option<T> { loop {} }
    pub fn err(self) -> Option<E> { loop {} }
    pub fn as_ref(&self) -> Result<&T, &E> { loop {} }
    pub fn map<U, F: FnOnce(T) -> U>(self, op: F) -> Result<U, E> { loop {} }
    pub fn map_or<U, F: FnOnce(T) -> U>(self, default: U, f: F) -> U { loop {} }
    pub fn map_or_else<U, D: FnOnce(E) -> U, F: FnOnce(T) -> U>(self, default: D, f: F) -> U { loop {} }
    pub fn map_err<F, O: FnOnce(E) -> F>(self, op: O) -> Result<T, F> { loop {} }
    pub fn and_then<U, F: FnOnce(T) -> Result<U, E>>(self, op: F) -> Result<U, E> { loop {} }
    pub fn or_else<F, O: FnOnce(E) -> Result<T, F>>(self, op: O) -> Result<T, F> { loop {} }
    pub fn unwrap_or(self, default: T) -> T { loop {} }
    pub fn unwrap_or_else<F: FnOnce(E) -> T>(self, op: F) -> T { loop {} }
    pub fn unwrap_or_default(self) -> T where T: Default { loop {} }
    pub fn expect(self, msg: &str) -> T { loop {} }
    pub fn unwrap(self) -> T { loop {} }
    pub fn unwrap_err(self) -> E { loop {} }
    pub fn iter(&self) -> crate::option::IntoIter<&T> { loop {} }
}
impl<T: Clone, E: Clone> Clone for Result<T, E> {
    fn clone(&self) -> Self {
        loop {}
    }
}
impl<T: PartialEq, E: PartialEq> PartialEq for Result<T, E> {
    fn eq(&self, other: &Self) -> bool {
        loop {}
    }
}
impl<T, E> IntoIterator for Result<T, E> {
    type Item = T;
    type IntoIter = crate::option::IntoIter<T>;
    fn into_iter(self) -> crate::option::IntoIter<T> {
        loop {}
    }
}
impl<A, E, V: FromIterator<A>> FromIterator<Result<A, E>> for Result<V, E> {
    fn from_iter<I: IntoIterator<Item = Result<A, E>>>(iter: I) -> Result<V, E> {
        loop {}
    }
}
