//! A sketch of `std` for rust-analyzer; see ../../README.md. Never compiled.
#![no_std]

pub use alloc::{borrow, boxed, format, rc, slice, string, vec};
pub use core::{
    any, array, assert_eq, assert_ne, cell, char, clone, cmp, convert, debug_assert, default,
    future, hash, hint, iter, marker, matches, mem, num, ops, option, panic, pin, result, str,
    time as core_time, todo, unimplemented, unreachable, write, writeln,
};
pub use core::{f32, f64, i32, i64, u8, u32, u64, usize};

pub mod error {
    pub use core::error::Error;
}
pub mod fmt {
    pub use alloc::fmt::*;
}
pub mod collections {
    pub use alloc::collections::*;
    pub mod hash_map {
        pub use alloc::collections::{Entry, HashMap};
    }
}
pub mod time {
    pub use core::time::Duration;
    pub struct Instant(Duration);
    impl Instant {
        pub fn now() -> Instant {
            loop {}
        }
        pub fn elapsed(&self) -> Duration {
            loop {}
        }
        pub fn duration_since(&self, earlier: Instant) -> Duration {
            loop {}
        }
    }
    impl Clone for Instant {
        fn clone(&self) -> Self {
            loop {}
        }
    }
    impl Copy for Instant {}
}
pub mod sync {
    pub use alloc::rc::Arc;
    pub struct Mutex<T: ?Sized>(T);
    impl<T> Mutex<T> {
        pub const fn new(t: T) -> Mutex<T> {
            loop {}
        }
    }
}
pub mod thread {
    pub struct JoinHandle<T>(T);
    impl<T> JoinHandle<T> {
        pub fn join(self) -> Result<T, crate::boxed::Box<dyn core::any::Any + Send>> {
            loop {}
        }
    }
    pub fn spawn<F: FnOnce() -> T + Send + 'static, T: Send + 'static>(f: F) -> JoinHandle<T> {
        loop {}
    }
    pub fn sleep(dur: core::time::Duration) {}
}
pub mod path {
    pub struct Path(str);
    pub struct PathBuf(crate::string::String);
    impl<T: AsRef<str> + ?Sized> From<&T> for PathBuf {
        fn from(s: &T) -> PathBuf {
            loop {}
        }
    }
}
pub mod io {
    pub struct Error(());
    pub type Result<T> = core::result::Result<T, Error>;
    impl core::fmt::Debug for Error {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            loop {}
        }
    }
    impl core::fmt::Display for Error {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            loop {}
        }
    }
    impl core::error::Error for Error {}
}
pub mod fs {
    pub fn read_to_string<P>(path: P) -> crate::io::Result<crate::string::String> {
        loop {}
    }
    pub fn read<P>(path: P) -> crate::io::Result<crate::vec::Vec<u8>> {
        loop {}
    }
    pub fn write<P, C>(path: P, contents: C) -> crate::io::Result<()> {
        loop {}
    }
}
pub mod env {
    pub fn var<K>(key: K) -> Result<crate::string::String, VarError> {
        loop {}
    }
    pub struct VarError(());
}
pub mod process {
    pub fn exit(code: i32) -> ! {
        loop {}
    }
    pub fn abort() -> ! {
        loop {}
    }
}
#[macro_export]
macro_rules! println {
    ($($arg:tt)*) => { { let _ = core::macros::builtin::format_args!($($arg)*); } };
}
#[macro_export]
macro_rules! print {
    ($($arg:tt)*) => { { let _ = core::macros::builtin::format_args!($($arg)*); } };
}
#[macro_export]
macro_rules! eprintln {
    ($($arg:tt)*) => { { let _ = core::macros::builtin::format_args!($($arg)*); } };
}
#[macro_export]
macro_rules! eprint {
    ($($arg:tt)*) => { { let _ = core::macros::builtin::format_args!($($arg)*); } };
}
#[macro_export]
macro_rules! dbg {
    ($val:expr $(,)?) => {
        $val
    };
}
pub mod prelude {
    pub mod v1 {
        pub use self::macros_only::vec;
        pub use crate::{dbg, eprint, eprintln, format, print, println};
        pub use alloc::borrow::ToOwned;
        pub use alloc::boxed::Box;
        pub use alloc::string::{String, ToString};
        pub use alloc::vec::Vec;
        pub use core::prelude::v1::*;
        // `vec` is a module, too; this one hides it.
        mod macros_only {
            mod vec {}
            pub use crate::*;
        }
    }
    pub mod rust_2015 {
        pub use super::v1::*;
    }
    pub mod rust_2018 {
        pub use super::v1::*;
    }
    pub mod rust_2021 {
        pub use super::v1::*;
    }
    pub mod rust_2024 {
        pub use super::v1::*;
    }
}
