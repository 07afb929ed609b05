//! The program as its users meet it: spawned, with a book in a temporary folder and a kernel that does what cells' comments say
//! (`examples/fake_kernel.rs`), so that nothing here waits for a compiler.

mod bad_input;
mod checking;
mod fixture;
mod interrupting;
mod living;
mod predicting;
mod running;
mod serving;
mod storing;
