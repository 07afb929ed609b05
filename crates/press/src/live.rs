//! Where the pages find the chapters' code.

/// Where a page finds its chapter's code, to run it again when a control moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Live {
    /// As WebAssembly, at this address within the site.
    Module(String),
    /// At the server that it came from.
    Server,
    /// Nowhere: figures stay as stored.
    Nowhere,
}

impl Live {
    /// As the page's script reads it.
    pub(crate) fn attribute(&self) -> &str {
        match self {
            Self::Module(address) => address,
            Self::Server => "server",
            Self::Nowhere => "",
        }
    }
}
