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
    /// What stands at the first controls of a page, before the command that changes one. A reader whose browser never runs
    /// the script has nothing else to go by.
    pub(crate) fn sentence(&self) -> &'static str {
        match self {
            Self::Module(_) | Self::Server => {
                "The figures on this page are as stored. Where the page's script runs, they follow its controls; without it, \
                 this changes them:"
            }
            Self::Nowhere => {
                "The figures on this page are as stored: it was built without WebAssembly. To change them:"
            }
        }
    }

    /// As the page's script reads it.
    pub(crate) fn attribute(&self) -> &str {
        match self {
            Self::Module(address) => address,
            Self::Server => "server",
            Self::Nowhere => "",
        }
    }
}
