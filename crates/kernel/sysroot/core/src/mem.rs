//! Memory.
pub fn drop<T>(_x: T) {}
pub fn replace<T>(dest: &mut T, src: T) -> T {
    loop {}
}
pub fn take<T: Default>(dest: &mut T) -> T {
    loop {}
}
pub fn swap<T>(x: &mut T, y: &mut T) {}
pub fn size_of<T>() -> usize {
    loop {}
}
