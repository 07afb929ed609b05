//! Collections.
macro_rules! map {
    ($($name:ident)*) => { $(
        pub struct $name<K, V>(K, V);
        #[rustfmt::skip]
        impl<K, V> $name<K, V> {
            pub fn new() -> $name<K, V> { loop {} }
            pub fn len(&self) -> usize { loop {} }
            pub fn is_empty(&self) -> bool { loop {} }
            pub fn clear(&mut self) { loop {} }
            pub fn insert(&mut self, key: K, value: V) -> Option<V> { loop {} }
            pub fn get<Q: ?Sized>(&self, k: &Q) -> Option<&V> where K: core::borrow::Borrow<Q> { loop {} }
            pub fn get_mut<Q: ?Sized>(&mut self, k: &Q) -> Option<&mut V> where K: core::borrow::Borrow<Q> { loop {} }
            pub fn contains_key<Q: ?Sized>(&self, k: &Q) -> bool where K: core::borrow::Borrow<Q> { loop {} }
            pub fn remove<Q: ?Sized>(&mut self, k: &Q) -> Option<V> where K: core::borrow::Borrow<Q> { loop {} }
            pub fn entry(&mut self, key: K) -> Entry<'_, K, V> { loop {} }
            pub fn keys(&self) -> Walk<&K> { loop {} }
            pub fn values(&self) -> Walk<&V> { loop {} }
            pub fn values_mut(&mut self) -> Walk<&mut V> { loop {} }
            pub fn iter(&self) -> Walk<(&K, &V)> { loop {} }
            pub fn iter_mut(&mut self) -> Walk<(&K, &mut V)> { loop {} }
            pub fn first_key_value(&self) -> Option<(&K, &V)> { loop {} }
            pub fn last_key_value(&self) -> Option<(&K, &V)> { loop {} }
        }
        impl<K, V> IntoIterator for $name<K, V> { type Item = (K, V); type IntoIter = Walk<(K, V)>; fn into_iter(self) -> Walk<(K, V)> { loop {} } }
        impl<'a, K, V> IntoIterator for &'a $name<K, V> { type Item = (&'a K, &'a V); type IntoIter = Walk<(&'a K, &'a V)>; fn into_iter(self) -> Walk<(&'a K, &'a V)> { loop {} } }
        impl<K, V> FromIterator<(K, V)> for $name<K, V> { fn from_iter<I: IntoIterator<Item = (K, V)>>(iter: I) -> Self { loop {} } }
        impl<K, V> Extend<(K, V)> for $name<K, V> { fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, iter: I) {} }
        impl<K, V, const N: usize> From<[(K, V); N]> for $name<K, V> { fn from(items: [(K, V); N]) -> Self { loop {} } }
        impl<K: core::borrow::Borrow<Q>, V, Q: ?Sized> core::ops::Index<&Q> for $name<K, V> { type Output = V; fn index(&self, key: &Q) -> &V { loop {} } }
        impl<K: Clone, V: Clone> Clone for $name<K, V> { fn clone(&self) -> Self { loop {} } }
        impl<K, V> Default for $name<K, V> { fn default() -> Self { loop {} } }
    )* };
}
map! { BTreeMap HashMap }
macro_rules! set {
    ($($name:ident)*) => { $(
        pub struct $name<T>(T);
        #[rustfmt::skip]
        impl<T> $name<T> {
            pub fn new() -> $name<T> { loop {} }
            pub fn len(&self) -> usize { loop {} }
            pub fn is_empty(&self) -> bool { loop {} }
            pub fn insert(&mut self, value: T) -> bool { loop {} }
            pub fn contains<Q: ?Sized>(&self, value: &Q) -> bool where T: core::borrow::Borrow<Q> { loop {} }
            pub fn remove<Q: ?Sized>(&mut self, value: &Q) -> bool where T: core::borrow::Borrow<Q> { loop {} }
            pub fn iter(&self) -> Walk<&T> { loop {} }
        }
        impl<T> IntoIterator for $name<T> { type Item = T; type IntoIter = Walk<T>; fn into_iter(self) -> Walk<T> { loop {} } }
        impl<'a, T> IntoIterator for &'a $name<T> { type Item = &'a T; type IntoIter = Walk<&'a T>; fn into_iter(self) -> Walk<&'a T> { loop {} } }
        impl<T> FromIterator<T> for $name<T> { fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Self { loop {} } }
        impl<T> Extend<T> for $name<T> { fn extend<I: IntoIterator<Item = T>>(&mut self, iter: I) {} }
        impl<T, const N: usize> From<[T; N]> for $name<T> { fn from(items: [T; N]) -> Self { loop {} } }
        impl<T: Clone> Clone for $name<T> { fn clone(&self) -> Self { loop {} } }
        impl<T> Default for $name<T> { fn default() -> Self { loop {} } }
    )* };
}
set! { BTreeSet HashSet }
pub struct Walk<T>(T);
impl<T> Iterator for Walk<T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        loop {}
    }
}
impl<T> DoubleEndedIterator for Walk<T> {}
impl<T> ExactSizeIterator for Walk<T> {}
pub struct Entry<'a, K, V>(&'a K, V);
#[rustfmt::skip]
impl<'a, K, V> Entry<'a, K, V> {
    pub fn or_insert(self, default: V) -> &'a mut V { loop {} }
    pub fn or_insert_with<F: FnOnce() -> V>(self, default: F) -> &'a mut V { loop {} }
    pub fn or_default(self) -> &'a mut V where V: Default { loop {} }
    pub fn and_modify<F: FnOnce(&mut V)>(self, f: F) -> Self { loop {} }
}
pub struct VecDeque<T>(T);
#[rustfmt::skip]
impl<T> VecDeque<T> {
    pub fn new() -> VecDeque<T> { loop {} }
    pub fn len(&self) -> usize { loop {} }
    pub fn is_empty(&self) -> bool { loop {} }
    pub fn push_back(&mut self, value: T) { loop {} }
    pub fn push_front(&mut self, value: T) { loop {} }
    pub fn pop_front(&mut self) -> Option<T> { loop {} }
    pub fn pop_back(&mut self) -> Option<T> { loop {} }
    pub fn front(&self) -> Option<&T> { loop {} }
    pub fn back(&self) -> Option<&T> { loop {} }
    pub fn iter(&self) -> Walk<&T> { loop {} }
}
pub struct BinaryHeap<T>(T);
#[rustfmt::skip]
impl<T: Ord> BinaryHeap<T> {
    pub fn new() -> BinaryHeap<T> { loop {} }
    pub fn len(&self) -> usize { loop {} }
    pub fn is_empty(&self) -> bool { loop {} }
    pub fn push(&mut self, item: T) { loop {} }
    pub fn pop(&mut self) -> Option<T> { loop {} }
    pub fn peek(&self) -> Option<&T> { loop {} }
}
