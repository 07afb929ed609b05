//! Arithmetic and comparison by bits.
#[lang = "add"]
pub trait Add<Rhs = Self> {
    type Output;
    fn add(self, rhs: Rhs) -> Self::Output;
}
#[lang = "add_assign"]
pub trait AddAssign<Rhs = Self> {
    fn add_assign(&mut self, rhs: Rhs);
}
#[lang = "sub"]
pub trait Sub<Rhs = Self> {
    type Output;
    fn sub(self, rhs: Rhs) -> Self::Output;
}
#[lang = "sub_assign"]
pub trait SubAssign<Rhs = Self> {
    fn sub_assign(&mut self, rhs: Rhs);
}
#[lang = "mul"]
pub trait Mul<Rhs = Self> {
    type Output;
    fn mul(self, rhs: Rhs) -> Self::Output;
}
#[lang = "mul_assign"]
pub trait MulAssign<Rhs = Self> {
    fn mul_assign(&mut self, rhs: Rhs);
}
#[lang = "div"]
pub trait Div<Rhs = Self> {
    type Output;
    fn div(self, rhs: Rhs) -> Self::Output;
}
#[lang = "div_assign"]
pub trait DivAssign<Rhs = Self> {
    fn div_assign(&mut self, rhs: Rhs);
}
#[lang = "rem"]
pub trait Rem<Rhs = Self> {
    type Output;
    fn rem(self, rhs: Rhs) -> Self::Output;
}
#[lang = "rem_assign"]
pub trait RemAssign<Rhs = Self> {
    fn rem_assign(&mut self, rhs: Rhs);
}
#[lang = "bitand"]
pub trait BitAnd<Rhs = Self> {
    type Output;
    fn bitand(self, rhs: Rhs) -> Self::Output;
}
#[lang = "bitand_assign"]
pub trait BitAndAssign<Rhs = Self> {
    fn bitand_assign(&mut self, rhs: Rhs);
}
#[lang = "bitor"]
pub trait BitOr<Rhs = Self> {
    type Output;
    fn bitor(self, rhs: Rhs) -> Self::Output;
}
#[lang = "bitor_assign"]
pub trait BitOrAssign<Rhs = Self> {
    fn bitor_assign(&mut self, rhs: Rhs);
}
#[lang = "bitxor"]
pub trait BitXor<Rhs = Self> {
    type Output;
    fn bitxor(self, rhs: Rhs) -> Self::Output;
}
#[lang = "bitxor_assign"]
pub trait BitXorAssign<Rhs = Self> {
    fn bitxor_assign(&mut self, rhs: Rhs);
}
#[lang = "shl"]
pub trait Shl<Rhs = Self> {
    type Output;
    fn shl(self, rhs: Rhs) -> Self::Output;
}
#[lang = "shl_assign"]
pub trait ShlAssign<Rhs = Self> {
    fn shl_assign(&mut self, rhs: Rhs);
}
#[lang = "shr"]
pub trait Shr<Rhs = Self> {
    type Output;
    fn shr(self, rhs: Rhs) -> Self::Output;
}
#[lang = "shr_assign"]
pub trait ShrAssign<Rhs = Self> {
    fn shr_assign(&mut self, rhs: Rhs);
}
#[lang = "neg"]
pub trait Neg {
    type Output;
    fn neg(self) -> Self::Output;
}
#[lang = "not"]
pub trait Not {
    type Output;
    fn not(self) -> Self::Output;
}

macro_rules! binary {
    ($($op:ident $f:ident, $assign:ident $g:ident: $($t:ty)*;)*) => { $($(
        impl $op for $t { type Output = $t; fn $f(self, rhs: $t) -> $t { loop {} } }
        impl $op<&$t> for $t { type Output = $t; fn $f(self, rhs: &$t) -> $t { loop {} } }
        impl $op<$t> for &$t { type Output = $t; fn $f(self, rhs: $t) -> $t { loop {} } }
        impl $op<&$t> for &$t { type Output = $t; fn $f(self, rhs: &$t) -> $t { loop {} } }
        impl $assign for $t { fn $g(&mut self, rhs: $t) { loop {} } }
        impl $assign<&$t> for $t { fn $g(&mut self, rhs: &$t) { loop {} } }
    )*)* };
}
binary! {
    Add add, AddAssign add_assign: usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64;
    Sub sub, SubAssign sub_assign: usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64;
    Mul mul, MulAssign mul_assign: usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64;
    Div div, DivAssign div_assign: usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64;
    Rem rem, RemAssign rem_assign: usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64;
    BitAnd bitand, BitAndAssign bitand_assign: usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 bool;
    BitOr bitor, BitOrAssign bitor_assign: usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 bool;
    BitXor bitxor, BitXorAssign bitxor_assign: usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 bool;
    Shl shl, ShlAssign shl_assign: usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128;
    Shr shr, ShrAssign shr_assign: usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128;
}
macro_rules! shift {
    ($($t:ty)*) => { $(
        impl Shl<i32> for $t { type Output = $t; fn shl(self, rhs: i32) -> $t { loop {} } }
        impl Shr<i32> for $t { type Output = $t; fn shr(self, rhs: i32) -> $t { loop {} } }
    )* };
}
shift! { usize u8 u16 u32 u64 u128 isize i8 i16 i64 i128 }
macro_rules! unary {
    ($($op:ident $f:ident: $($t:ty)*;)*) => { $($(
        impl $op for $t { type Output = $t; fn $f(self) -> $t { loop {} } }
        impl $op for &$t { type Output = $t; fn $f(self) -> $t { loop {} } }
    )*)* };
}
unary! {
    Neg neg: isize i8 i16 i32 i64 i128 f32 f64;
    Not not: usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 bool;
}
