//! Shared ownership.
macro_rules! shared {
    ($($name:ident)*) => { $(
        pub struct $name<T: ?Sized>(*mut T);
        impl<T> $name<T> {
            pub fn new(value: T) -> $name<T> { loop {} }
        }
        impl<T: ?Sized> $name<T> {
            pub fn clone(this: &$name<T>) -> $name<T> { loop {} }
            pub fn strong_count(this: &$name<T>) -> usize { loop {} }
        }
        impl<T: ?Sized> core::ops::Deref for $name<T> { type Target = T; fn deref(&self) -> &T { loop {} } }
        impl<T: ?Sized> Clone for $name<T> { fn clone(&self) -> Self { loop {} } }
    )* };
}
shared! { Rc Arc }
