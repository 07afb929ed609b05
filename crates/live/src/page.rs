//! JavaScript's door: texts in and out of WebAssembly's memory.
//!
//! ```text
//! at = request(length)     room for a request; the page writes its bytes there
//! length = run()           runs it
//! at = answer_at()         where the answer is
//! ```
//!
//! A panic ends the call with a trap. The page then calls `failure()` instead, and starts a fresh instance.
#![allow(
    unsafe_code,
    reason = "exports by name, and a slice of the memory that the page was given"
)]

use std::cell::RefCell;

use crate::answer::answer;
use crate::memory::Memory;
use crate::panics;
use crate::protocol::{Answer, Request};

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
    static REQUEST: RefCell<Vec<u8>> = RefCell::default();
    static ANSWER: RefCell<String> = RefCell::default();
}

/// Room for a request of `length` bytes; returns where it begins.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn request(length: usize) -> *mut u8 {
    panics::keep();
    REQUEST.with_borrow_mut(|request| {
        *request = vec![0; length];
        request.as_mut_ptr()
    })
}

/// Answers the request that was written there; returns the length of the answer in bytes.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn run() -> usize {
    let request = REQUEST.take();
    say(&match serde_json::from_slice::<Request>(&request) {
        Ok(request) => MEMORY.with_borrow_mut(|memory| answer(&request, memory)),
        Err(error) => Answer::refused(format!("the request can't be read: {error}")),
    })
}

/// After a trap: the answer that tells of the panic; returns its length in bytes.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn failure() -> usize {
    say(&match panics::failure() {
        Some(failure) => Answer::failed(failure),
        None => Answer::refused("the chapter's code came to a sudden end".to_owned()),
    })
}

/// Where the answer begins.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn answer_at() -> *const u8 {
    ANSWER.with_borrow(|answer| answer.as_ptr())
}

fn say(answer: &Answer) -> usize {
    let text = serde_json::to_string(answer).unwrap_or_default();
    ANSWER.with_borrow_mut(|kept| {
        *kept = text;
        kept.len()
    })
}
