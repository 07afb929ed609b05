//! Macros.
pub mod builtin {
    #[rustc_builtin_macro]
    #[macro_export]
    pub macro format_args($($t:tt)*) {}
    #[rustc_builtin_macro]
    pub macro assert($($t:tt)*) {}
    #[rustc_builtin_macro]
    pub macro stringify($($t:tt)*) {}
    #[rustc_builtin_macro]
    pub macro concat($($t:tt)*) {}
    #[rustc_builtin_macro]
    pub macro line() {}
    #[rustc_builtin_macro]
    pub macro column() {}
    #[rustc_builtin_macro]
    pub macro file() {}
    #[rustc_builtin_macro]
    pub macro module_path() {}
    #[rustc_builtin_macro]
    pub macro cfg($($t:tt)*) {}
    #[rustc_builtin_macro]
    pub macro env($($t:tt)*) {}
    #[rustc_builtin_macro]
    pub macro option_env($($t:tt)*) {}
    #[rustc_builtin_macro]
    pub macro include($($t:tt)*) {}
    #[rustc_builtin_macro]
    pub macro include_str($($t:tt)*) {}
    #[rustc_builtin_macro]
    pub macro include_bytes($($t:tt)*) {}
    #[rustc_builtin_macro]
    pub macro compile_error($($t:tt)*) {}
    #[rustc_builtin_macro]
    pub macro derive($item:item) {}
    #[rustc_builtin_macro]
    pub macro test($item:item) {}
}
#[macro_export]
macro_rules! panic {
    ($($t:tt)*) => { $crate::macros::never($crate::macros::builtin::format_args!($($t)*)) };
}
#[macro_export]
macro_rules! unreachable {
    ($($t:tt)*) => { loop {} };
}
#[macro_export]
macro_rules! todo {
    ($($t:tt)*) => { loop {} };
}
#[macro_export]
macro_rules! unimplemented {
    ($($t:tt)*) => { loop {} };
}
#[macro_export]
macro_rules! assert_eq {
    ($left:expr, $right:expr $(, $($t:tt)*)?) => { match (&$left, &$right) { _ => () } };
}
#[macro_export]
macro_rules! assert_ne {
    ($left:expr, $right:expr $(, $($t:tt)*)?) => { match (&$left, &$right) { _ => () } };
}
#[macro_export]
macro_rules! debug_assert {
    ($($t:tt)*) => { $crate::macros::builtin::assert!($($t)*) };
}
#[macro_export]
macro_rules! matches {
    ($value:expr, $pattern:pat $(if $guard:expr)? $(,)?) => { match $value { $pattern $(if $guard)? => true, _ => false } };
}
#[macro_export]
macro_rules! write {
    ($dst:expr, $($t:tt)*) => { $dst.write_fmt($crate::macros::builtin::format_args!($($t)*)) };
}
#[macro_export]
macro_rules! writeln {
    ($dst:expr $(, $($t:tt)*)?) => { $dst.write_fmt($crate::macros::builtin::format_args!($($($t)*)?)) };
}
pub fn never(_: crate::fmt::Arguments<'_>) -> ! {
    loop {}
}
