//! The chapters' cells over standard input and output: a request a line in, an answer a line out, both JSON.
//!
//! For a server whose readers have no WebAssembly, and for the tests that compare the two. Each page that asks has a memory of
//! its own.

use std::io::{self, BufRead, Write};

use live::{Answer, Memories, Request, answer, panics};

fn main() -> io::Result<()> {
    panics::keep();
    let mut memories = Memories::default();
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let said = match serde_json::from_str::<Request>(&line?) {
            Ok(request) => answer(&request, memories.of(&request.page)),
            Err(error) => Answer::refused(format!("the request can't be read: {error}")),
        };
        serde_json::to_writer(&mut out, &said)?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}
