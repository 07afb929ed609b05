//! Interior mutability.
pub struct Cell<T: ?Sized> {
    value: T,
}
impl<T> Cell<T> {
    pub fn new(value: T) -> Cell<T> {
        loop {}
    }
    pub fn set(&self, value: T) {}
    pub fn replace(&self, value: T) -> T {
        loop {}
    }
}
impl<T: Copy> Cell<T> {
    pub fn get(&self) -> T {
        loop {}
    }
}
pub struct RefCell<T: ?Sized> {
    value: T,
}
impl<T> RefCell<T> {
    pub fn new(value: T) -> RefCell<T> {
        loop {}
    }
    pub fn into_inner(self) -> T {
        loop {}
    }
}
impl<T: ?Sized> RefCell<T> {
    pub fn borrow(&self) -> Ref<'_, T> {
        loop {}
    }
    pub fn borrow_mut(&self) -> RefMut<'_, T> {
        loop {}
    }
}
pub struct Ref<'b, T: ?Sized>(&'b T);
impl<T: ?Sized> crate::ops::Deref for Ref<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.0
    }
}
pub struct RefMut<'b, T: ?Sized>(&'b mut T);
impl<T: ?Sized> crate::ops::Deref for RefMut<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        loop {}
    }
}
impl<T: ?Sized> crate::ops::DerefMut for RefMut<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        loop {}
    }
}
