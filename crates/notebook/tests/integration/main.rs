//! Tests of `notebook` through its public interface.

mod chapter;
mod commonmark;
mod freshness;
mod generators;
mod hostile;
mod import;
mod inline;
mod ipynb;
mod protocol;
mod store;
