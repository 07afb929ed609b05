//! Formatting.
pub struct Error;
pub type Result = crate::result::Result<(), Error>;
pub struct Formatter<'a> {
    buf: &'a mut dyn Write,
}
impl Formatter<'_> {
    pub fn write_str(&mut self, s: &str) -> Result {
        loop {}
    }
    pub fn write_fmt(&mut self, args: Arguments<'_>) -> Result {
        loop {}
    }
    pub fn pad(&mut self, s: &str) -> Result {
        loop {}
    }
    pub fn alternate(&self) -> bool {
        loop {}
    }
}
#[lang = "format_arguments"]
pub struct Arguments<'a> {
    message: &'a str,
}
pub trait Write {
    fn write_str(&mut self, s: &str) -> Result;
    fn write_fmt(&mut self, args: Arguments<'_>) -> Result {
        loop {}
    }
}
pub trait Debug {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result;
}
pub trait Display {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result;
}
pub(crate) mod derive {
    #[rustc_builtin_macro]
    pub macro Debug($item:item) {}
}
pub use derive::Debug;

macro_rules! shown {
    ($($t:ty)*) => { $(
        impl Debug for $t { fn fmt(&self, f: &mut Formatter<'_>) -> Result { loop {} } }
        impl Display for $t { fn fmt(&self, f: &mut Formatter<'_>) -> Result { loop {} } }
    )* };
}
shown! { usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 f32 f64 bool char str }
impl<T: ?Sized + Debug> Debug for &T {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        loop {}
    }
}
impl<T: ?Sized + Display> Display for &T {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        loop {}
    }
}
impl<T: Debug> Debug for [T] {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        loop {}
    }
}
impl<T: Debug> Debug for Option<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        loop {}
    }
}
