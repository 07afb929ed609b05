//! Boxes.
#[lang = "owned_box"]
pub struct Box<T: ?Sized>(*mut T);
impl<T> Box<T> {
    pub fn new(x: T) -> Box<T> {
        loop {}
    }
}
impl<T: ?Sized> core::ops::Deref for Box<T> {
    type Target = T;
    fn deref(&self) -> &T {
        loop {}
    }
}
impl<T: ?Sized> core::ops::DerefMut for Box<T> {
    fn deref_mut(&mut self) -> &mut T {
        loop {}
    }
}
impl<T: ?Sized + core::marker::Unsize<U>, U: ?Sized> core::ops::CoerceUnsized<Box<U>> for Box<T> {}
impl<T: Clone> Clone for Box<T> {
    fn clone(&self) -> Self {
        loop {}
    }
}
impl<Args: core::marker::Tuple, F: FnOnce<Args> + ?Sized> FnOnce<Args> for Box<F> {
    type Output = <F as FnOnce<Args>>::Output;
    extern "rust-call" fn call_once(self, args: Args) -> Self::Output {
        loop {}
    }
}
impl<Args: core::marker::Tuple, F: FnMut<Args> + ?Sized> FnMut<Args> for Box<F> {
    extern "rust-call" fn call_mut(&mut self, args: Args) -> Self::Output {
        loop {}
    }
}
impl<Args: core::marker::Tuple, F: Fn<Args> + ?Sized> Fn<Args> for Box<F> {
    extern "rust-call" fn call(&self, args: Args) -> Self::Output {
        loop {}
    }
}
impl<'a, E: core::error::Error + 'a> From<E> for Box<dyn core::error::Error + 'a> {
    fn from(err: E) -> Box<dyn core::error::Error + 'a> {
        loop {}
    }
}
impl<'a> From<&str> for Box<dyn core::error::Error + 'a> {
    fn from(err: &str) -> Box<dyn core::error::Error + 'a> {
        loop {}
    }
}
