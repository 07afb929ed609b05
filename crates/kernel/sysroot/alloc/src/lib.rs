//! A sketch of `alloc` for rust-analyzer; see ../../README.md. Never compiled.
#![no_std]

pub mod borrow;
pub mod boxed;
pub mod collections;
pub mod rc;
pub mod slice;
pub mod string;
pub mod vec;

pub mod fmt {
    pub use core::fmt::*;
    pub fn format(args: Arguments<'_>) -> crate::string::String {
        loop {}
    }
}
#[macro_export]
macro_rules! vec {
    () => { $crate::vec::Vec::new() };
    ($elem:expr; $n:expr) => { $crate::vec::from_elem($elem, $n) };
    ($($x:expr),+ $(,)?) => { $crate::vec::from_array([$($x),+]) };
}
#[macro_export]
macro_rules! format {
    ($($arg:tt)*) => { $crate::fmt::format(core::macros::builtin::format_args!($($arg)*)) };
}
