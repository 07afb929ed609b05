//! A sketch of `core` for rust-analyzer; see ../../README.md. Never compiled.
#![no_core]
#![rustc_coherence_is_core]
#![feature(lang_items)]

pub mod array;
pub mod borrow;
pub mod cell;
pub mod clone;
pub mod cmp;
pub mod convert;
pub mod default;
pub mod fmt;
pub mod future;
pub mod hash;
pub mod iter;
pub mod macros;
pub mod marker;
pub mod mem;
pub mod num;
pub mod ops;
pub mod option;
pub mod result;
pub mod slice;
pub mod str;
pub mod time;

pub mod any {
    pub trait Any: 'static {}
    impl<T: 'static + ?Sized> Any for T {}
    pub fn type_name<T: ?Sized>() -> &'static str {
        loop {}
    }
    pub fn type_name_of_val<T: ?Sized>(_val: &T) -> &'static str {
        loop {}
    }
}
pub mod char {}
pub mod error {
    pub trait Error: crate::fmt::Debug + crate::fmt::Display {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            None
        }
    }
}
pub mod hint {
    pub fn black_box<T>(value: T) -> T {
        value
    }
}
pub mod pin {
    #[lang = "pin"]
    #[fundamental]
    pub struct Pin<P> {
        pointer: P,
    }
}
pub mod prelude {
    pub mod v1 {
        pub use crate::clone::Clone;
        pub use crate::cmp::{Eq, Ord, PartialEq, PartialOrd};
        pub use crate::convert::{AsMut, AsRef, From, Into, TryFrom, TryInto};
        pub use crate::default::Default;
        pub use crate::fmt::derive::Debug;
        pub use crate::future::{Future, IntoFuture};
        pub use crate::hash::derive::Hash;
        pub use crate::iter::{
            DoubleEndedIterator, ExactSizeIterator, Extend, FromIterator, IntoIterator, Iterator,
        };
        pub use crate::macros::builtin::{
            assert, cfg, column, compile_error, concat, derive, env, file, format_args, include,
            include_bytes, include_str, line, module_path, option_env, stringify, test,
        };
        pub use crate::marker::{Copy, Send, Sized, Sync, Unpin};
        pub use crate::mem::drop;
        pub use crate::ops::{Drop, Fn, FnMut, FnOnce};
        pub use crate::option::Option::{self, None, Some};
        pub use crate::result::Result::{self, Err, Ok};
        pub use crate::{
            assert_eq, assert_ne, debug_assert, matches, panic, todo, unimplemented, unreachable,
            write, writeln,
        };
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

#[prelude_import]
#[allow(unused)]
use prelude::rust_2024::*;
macro_rules! constants {
    ($($t:ident)*) => { $(pub mod $t { pub mod consts {
        pub const PI: super::super::$t::F = 0.0;
        pub const E: super::super::$t::F = 0.0;
        pub const LN_2: super::super::$t::F = 0.0;
    } pub type F = $t; })* };
}
constants! { f32 f64 }
pub mod i32 {}
pub mod i64 {}
pub mod u32 {}
pub mod u64 {}
pub mod u8 {}
pub mod usize {}
