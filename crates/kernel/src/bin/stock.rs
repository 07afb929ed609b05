//! evcxr_jupyter as it comes, for the bench.
fn main() {
    if let Err(error) = evcxr_jupyter::main() {
        eprintln!("{error:#}");
        std::process::exit(1);
    }
}
