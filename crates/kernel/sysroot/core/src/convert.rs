//! Conversions.
pub trait From<T>: Sized {
    fn from(_: T) -> Self;
}
pub trait Into<T>: Sized {
    fn into(self) -> T;
}
impl<T, U: From<T>> Into<U> for T {
    fn into(self) -> U {
        U::from(self)
    }
}
impl<T> From<T> for T {
    fn from(t: T) -> T {
        t
    }
}
pub trait TryFrom<T>: Sized {
    type Error;
    fn try_from(value: T) -> Result<Self, Self::Error>;
}
pub trait TryInto<T>: Sized {
    type Error;
    fn try_into(self) -> Result<T, Self::Error>;
}
impl<T, U: TryFrom<T>> TryInto<U> for T {
    type Error = U::Error;
    fn try_into(self) -> Result<U, U::Error> {
        U::try_from(self)
    }
}
pub trait AsRef<T: ?Sized> {
    fn as_ref(&self) -> &T;
}
pub trait AsMut<T: ?Sized> {
    fn as_mut(&mut self) -> &mut T;
}
impl AsRef<str> for str {
    fn as_ref(&self) -> &str {
        self
    }
}
impl<T> AsRef<[T]> for [T] {
    fn as_ref(&self) -> &[T] {
        self
    }
}
pub enum Infallible {}
pub fn identity<T>(x: T) -> T {
    x
}

macro_rules! lossless {
    ($($from:ty => $($to:ty)*;)*) => { $($(impl From<$from> for $to { fn from(x: $from) -> $to { loop {} } })*)* };
}
lossless! {
    u8 => u16 u32 u64 u128 usize i16 i32 i64 i128 f32 f64 char;
    u16 => u32 u64 u128 usize i32 i64 i128 f32 f64;
    u32 => u64 u128 i64 i128 f64;
    u64 => u128 i128;
    i8 => i16 i32 i64 i128 isize f32 f64;
    i16 => i32 i64 i128 isize f32 f64;
    i32 => i64 i128 f64;
    i64 => i128;
    f32 => f64;
    bool => u8 u16 u32 u64 usize i32 i64;
    char => u32 u64;
}
macro_rules! checked {
    ($($from:ty => $($to:ty)*;)*) => { $($(
        impl TryFrom<$from> for $to {
            type Error = crate::num::TryFromIntError;
            fn try_from(x: $from) -> Result<$to, crate::num::TryFromIntError> { loop {} }
        }
    )*)* };
}
checked! {
    u16 => u8 i8 i16; u32 => u8 u16 usize i8 i16 i32; u64 => u8 u16 u32 usize i8 i16 i32 i64 isize;
    u128 => u64 usize; usize => u8 u16 u32 u64 i8 i16 i32 i64 isize;
    i8 => u8; i16 => u8 u16 i8; i32 => u8 u16 u32 u64 usize i8 i16; i64 => u8 u16 u32 u64 usize i8 i16 i32;
    i128 => i64 u64; isize => usize u32 u64 i32;
}
