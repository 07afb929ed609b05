//! The program that answers, and the build script's files in front of the compiler.

#[path = "../../build/links.rs"]
mod links;
#[path = "../../build/write.rs"]
mod write;

mod pages;
mod places;
mod touched;
