//! What the text adds to a system, one component a file.
