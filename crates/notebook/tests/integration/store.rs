//! Files are written whole or not at all.

use std::fs;
use std::path::PathBuf;

use notebook::store::{write_atomically, write_if_changed};

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("millions-store-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_file_is_replaced_and_nothing_else_is_left() {
    let folder = folder("replace");
    let path = folder.join("a.ipynb");
    write_atomically(&path, b"one").unwrap();
    write_atomically(&path, b"two").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"two");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    assert!(!write_if_changed(&path, b"two").unwrap());
    assert!(write_if_changed(&path, b"three").unwrap());
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_failure_leaves_the_old_file() {
    let folder = folder("failure");
    let path = folder.join("a.ipynb");
    fs::write(&path, "old").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let error = write_atomically(&path, b"new").unwrap_err();
    assert!(
        error.to_string().contains("the file is as it was"),
        "{error}"
    );
    assert_eq!(fs::read(&path).unwrap(), b"old");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_missing_folder_is_named() {
    let error = write_atomically(
        &std::env::temp_dir().join("millions-no-such-folder/a.ipynb"),
        b"x",
    )
    .unwrap_err();
    assert!(
        error.to_string().contains("millions-no-such-folder")
            && error.to_string().contains("create its folder"),
        "{error}"
    );
}

#[cfg(unix)]
#[test]
fn a_link_is_followed() {
    let folder = folder("link");
    let (target, link) = (folder.join("target"), folder.join("link"));
    fs::write(&target, "old").unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    write_atomically(&link, b"new").unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"new");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    fs::remove_dir_all(folder).unwrap();
}
