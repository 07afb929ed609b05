//! Numbers.
pub struct TryFromIntError(());
pub struct ParseIntError {
    kind: (),
}
pub struct ParseFloatError {
    kind: (),
}
macro_rules! error {
    ($($t:ident)*) => { $(
        impl crate::fmt::Debug for $t { fn fmt(&self, f: &mut crate::fmt::Formatter<'_>) -> crate::fmt::Result { loop {} } }
        impl crate::fmt::Display for $t { fn fmt(&self, f: &mut crate::fmt::Formatter<'_>) -> crate::fmt::Result { loop {} } }
        impl crate::error::Error for $t {}
    )* };
}
error! { TryFromIntError ParseIntError ParseFloatError }

macro_rules! integer {
    ($($t:ident)*) => { $(#[rustfmt::skip] impl $t {
        pub const MIN: $t = 0;
        pub const MAX: $t = 0;
        pub const BITS: u32 = 0;
        pub fn pow(self, exp: u32) -> $t { loop {} }
        pub fn abs(self) -> $t { loop {} }
        pub fn signum(self) -> $t { loop {} }
        pub fn isqrt(self) -> $t { loop {} }
        pub fn ilog2(self) -> u32 { loop {} }
        pub fn ilog10(self) -> u32 { loop {} }
        pub fn count_ones(self) -> u32 { loop {} }
        pub fn leading_zeros(self) -> u32 { loop {} }
        pub fn trailing_zeros(self) -> u32 { loop {} }
        pub fn rotate_left(self, n: u32) -> $t { loop {} }
        pub fn rotate_right(self, n: u32) -> $t { loop {} }
        pub fn rem_euclid(self, rhs: $t) -> $t { loop {} }
        pub fn div_euclid(self, rhs: $t) -> $t { loop {} }
        pub fn div_ceil(self, rhs: $t) -> $t { loop {} }
        pub fn next_power_of_two(self) -> $t { loop {} }
        pub fn next_multiple_of(self, rhs: $t) -> $t { loop {} }
        pub fn is_power_of_two(self) -> bool { loop {} }
        pub fn abs_diff(self, other: $t) -> $t { loop {} }
        pub fn checked_add(self, rhs: $t) -> Option<$t> { loop {} }
        pub fn checked_sub(self, rhs: $t) -> Option<$t> { loop {} }
        pub fn checked_mul(self, rhs: $t) -> Option<$t> { loop {} }
        pub fn checked_div(self, rhs: $t) -> Option<$t> { loop {} }
        pub fn checked_pow(self, exp: u32) -> Option<$t> { loop {} }
        pub fn saturating_add(self, rhs: $t) -> $t { loop {} }
        pub fn saturating_sub(self, rhs: $t) -> $t { loop {} }
        pub fn saturating_mul(self, rhs: $t) -> $t { loop {} }
        pub fn wrapping_add(self, rhs: $t) -> $t { loop {} }
        pub fn wrapping_sub(self, rhs: $t) -> $t { loop {} }
        pub fn wrapping_mul(self, rhs: $t) -> $t { loop {} }
        pub fn from_str_radix(src: &str, radix: u32) -> Result<$t, ParseIntError> { loop {} }
    }
    impl crate::str::FromStr for $t {
        type Err = ParseIntError;
        fn from_str(s: &str) -> Result<$t, ParseIntError> { loop {} }
    })* };
}
integer! { usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 }

macro_rules! float {
    ($($t:ident)*) => { $(#[rustfmt::skip] impl $t {
        pub const MIN: $t = 0.0;
        pub const MAX: $t = 0.0;
        pub const MIN_POSITIVE: $t = 0.0;
        pub const EPSILON: $t = 0.0;
        pub const INFINITY: $t = 0.0;
        pub const NEG_INFINITY: $t = 0.0;
        pub const NAN: $t = 0.0;
        pub fn floor(self) -> $t { loop {} }
        pub fn ceil(self) -> $t { loop {} }
        pub fn round(self) -> $t { loop {} }
        pub fn trunc(self) -> $t { loop {} }
        pub fn fract(self) -> $t { loop {} }
        pub fn abs(self) -> $t { loop {} }
        pub fn signum(self) -> $t { loop {} }
        pub fn sqrt(self) -> $t { loop {} }
        pub fn cbrt(self) -> $t { loop {} }
        pub fn powi(self, n: i32) -> $t { loop {} }
        pub fn powf(self, n: $t) -> $t { loop {} }
        pub fn exp(self) -> $t { loop {} }
        pub fn exp2(self) -> $t { loop {} }
        pub fn exp_m1(self) -> $t { loop {} }
        pub fn ln(self) -> $t { loop {} }
        pub fn ln_1p(self) -> $t { loop {} }
        pub fn log(self, base: $t) -> $t { loop {} }
        pub fn log2(self) -> $t { loop {} }
        pub fn log10(self) -> $t { loop {} }
        pub fn sin(self) -> $t { loop {} }
        pub fn cos(self) -> $t { loop {} }
        pub fn tan(self) -> $t { loop {} }
        pub fn atan(self) -> $t { loop {} }
        pub fn atan2(self, other: $t) -> $t { loop {} }
        pub fn tanh(self) -> $t { loop {} }
        pub fn hypot(self, other: $t) -> $t { loop {} }
        pub fn mul_add(self, a: $t, b: $t) -> $t { loop {} }
        pub fn recip(self) -> $t { loop {} }
        pub fn max(self, other: $t) -> $t { loop {} }
        pub fn min(self, other: $t) -> $t { loop {} }
        pub fn clamp(self, min: $t, max: $t) -> $t { loop {} }
        pub fn rem_euclid(self, rhs: $t) -> $t { loop {} }
        pub fn total_cmp(&self, other: &$t) -> crate::cmp::Ordering { loop {} }
        pub fn is_nan(self) -> bool { loop {} }
        pub fn is_finite(self) -> bool { loop {} }
        pub fn is_infinite(self) -> bool { loop {} }
        pub fn is_sign_negative(self) -> bool { loop {} }
        pub fn is_sign_positive(self) -> bool { loop {} }
        pub fn to_bits(self) -> u64 { loop {} }
        pub fn from_bits(v: u64) -> $t { loop {} }
    }
    impl crate::str::FromStr for $t {
        type Err = ParseFloatError;
        fn from_str(s: &str) -> Result<$t, ParseFloatError> { loop {} }
    })* };
}
float! { f32 f64 }
#[rustfmt::skip]
impl bool {
    pub fn then<T, F: FnOnce() -> T>(self, f: F) -> Option<T> { loop {} }
    pub fn then_some<T>(self, t: T) -> Option<T> { loop {} }
}
#[rustfmt::skip]
impl char {
    pub fn is_alphabetic(self) -> bool { loop {} }
    pub fn is_alphanumeric(self) -> bool { loop {} }
    pub fn is_whitespace(self) -> bool { loop {} }
    pub fn is_ascii_digit(&self) -> bool { loop {} }
    pub fn is_uppercase(self) -> bool { loop {} }
    pub fn to_digit(self, radix: u32) -> Option<u32> { loop {} }
    pub fn to_ascii_uppercase(&self) -> char { loop {} }
    pub fn to_ascii_lowercase(&self) -> char { loop {} }
    pub fn len_utf8(self) -> usize { loop {} }
}
