//! Hashing.
pub trait Hasher {
    fn finish(&self) -> u64;
}
pub trait Hash {
    fn hash<H: Hasher>(&self, state: &mut H);
}
pub trait BuildHasher {}
pub(crate) mod derive {
    #[rustc_builtin_macro]
    pub macro Hash($item:item) {}
}
pub use derive::Hash;
