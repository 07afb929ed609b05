//! The numbers of figures and tables as files of the site, for who wants to go on with them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::escape::html;

/// The site's folder for them.
const FOLDER: &str = "figures";

/// Files by name, until the site is there to hold them.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    files: BTreeMap<String, String>,
}

impl Figures {
    /// Keeps a cell's numbers; returns the links that stand under its figure.
    pub(crate) fn hold(&mut self, chapter: &str, cell: &str, csv: &str, root: &str) -> String {
        let name = format!("{chapter}-{cell}.csv");
        let link = format!(
            "<p class=\"zm-downloads\"><a href=\"{root}{FOLDER}/{0}\" download=\"{0}\" \
             title=\"The numbers, as comma-separated values\">CSV</a></p>\n",
            html(&name)
        );
        // Outputs have no line end after the last line; files do.
        self.files.insert(name, format!("{}\n", csv.trim_end()));
        link
    }

    /// Writes them into the site.
    pub(crate) fn write(&self, site: &Path) -> Result<()> {
        let folder = site.join(FOLDER);
        if !self.files.is_empty() {
            fs::create_dir_all(&folder)
                .with_context(|| format!("{}: can't be made", folder.display()))?;
        }
        for (name, text) in &self.files {
            let file = folder.join(name);
            fs::write(&file, text)
                .with_context(|| format!("{}: can't be written", file.display()))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_ends_in_one_newline_and_its_link_is_escaped() {
        let mut figures = Figures::default();
        let link = figures.hold("01-a\"b", "knee", "x\n1", "../");
        assert!(
            link.contains("href=\"../figures/01-a&quot;b-knee.csv\""),
            "{link}"
        );
        assert_eq!(figures.files["01-a\"b-knee.csv"], "x\n1\n");
    }
}
