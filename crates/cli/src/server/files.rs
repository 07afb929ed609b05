//! Requests for files of the site.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use super::{Keeper, events};

/// Answers with a file of the site, or with the site's own page for what is not there.
pub(crate) async fn serve(State(keeper): State<Arc<Keeper>>, method: Method, uri: Uri) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return (
            StatusCode::METHOD_NOT_ALLOWED,
            [(header::ALLOW, "GET, HEAD")],
        )
            .into_response();
    }
    let found = path(uri.path()).and_then(|path| Some((kind(&path), keeper.read(&path)?)));
    if let Some((kind, bytes)) = found {
        return file(StatusCode::OK, kind, bytes);
    }
    match keeper.read("404.html") {
        Some(bytes) => file(StatusCode::NOT_FOUND, HTML, bytes),
        None => file(
            StatusCode::SERVICE_UNAVAILABLE,
            HTML,
            no_site().into_bytes(),
        ),
    }
}

const HTML: &str = "text/html; charset=utf-8";

fn file(status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Response {
    let body = if kind == HTML {
        events::with_script(bytes)
    } else {
        bytes
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        // The site changes under the reader's hands.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ),
    ];
    (status, headers, body).into_response()
}

/// Shown as long as there has never been a site; the script adds the error.
fn no_site() -> String {
    "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Zero to Millions</title></head><body></body></html>".into()
}

/// The file that an address means, relative to the site; `None` for an address that leads out of it or is malformed.
fn path(address: &str) -> Option<String> {
    let decoded = decode(address)?;
    let mut parts = Vec::new();
    for part in decoded.split('/') {
        match part {
            "" => {}
            // No hidden files either, and nothing that another system reads as a separator or a drive.
            part if part.starts_with('.') || part.contains(['\\', ':', '\0']) => return None,
            part => parts.push(part),
        }
    }
    let folder = decoded.ends_with('/') || parts.is_empty();
    let mut path = parts.join("/");
    if folder {
        path.push_str(if path.is_empty() {
            "index.html"
        } else {
            "/index.html"
        });
    }
    Some(path)
}

/// Undoes percent encoding.
fn decode(address: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "ipynb" => "application/x-ipynb+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "ico" => "image/x-icon",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn addresses_mean_files_of_the_site() {
        for (address, file) in [
            ("/", "index.html"),
            ("/01-one-server.html", "01-one-server.html"),
            ("/css/general.css", "css/general.css"),
            ("/a%20b.html", "a b.html"),
            ("/sub/", "sub/index.html"),
            ("//x.html", "x.html"),
        ] {
            assert_eq!(path(address).as_deref(), Some(file), "{address}");
        }
    }

    #[test]
    fn no_address_leads_out() {
        for address in [
            "/../Cargo.toml",
            "/%2e%2e/Cargo.toml",
            "/..%2fCargo.toml",
            "/a/..%5c..%5cb",
            "/.millions-site",
            "/%00",
            "/%zz",
            "/%f",
            "/%ff",
            "/C:/x",
        ] {
            assert_eq!(path(address), None, "{address}");
        }
    }
}
