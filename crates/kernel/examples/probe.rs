//! scratch
use std::time::Instant;
fn main() {
    evcxr::runtime_hook();
    let t = Instant::now();
    let (mut c, out) = evcxr::CommandContext::new().unwrap();
    eprintln!("new {:?}", t.elapsed());
    std::thread::spawn(move || { for l in out.stderr { eprintln!("E {l}"); } });
    std::thread::spawn(move || { for l in out.stdout { eprintln!("O {l}"); } });
    c.execute(":preserve_vars_on_panic 0").unwrap();
    let sep = std::env::args().nth(2).unwrap_or("\n".into());
    for cell in std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap().split(&sep) {
        let t = Instant::now();
        let r = c.execute(cell);
        match r { Ok(o) => eprintln!("ok {:?} {} {:?} {:?}", t.elapsed(), cell, o.content_by_mime_type, o.phases), Err(evcxr::Error::CompilationErrors(e)) => { for e in e { eprintln!("CE {} {:?} {cell}", e.message(), e.spanned_messages().first().map(|m|&m.label)); } }, Err(e) => eprintln!("ERR {e:?} {cell}") }
    }
}
