//! An HTTP response as web archives hold it: status, what its headers say, and its body as the server meant it.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

use crate::article::Limits;
use crate::read::packed::Packing;

/// A response.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Response {
    pub(super) status: u16,
    /// Lower case, without parameters.
    pub(super) media_type: String,
    pub(super) charset: Option<String>,
    pub(super) body: Vec<u8>,
}

/// Reads a response; `None` if it is none. A body that cannot be unpacked is taken as far as it goes.
pub(super) fn response(record: &[u8], limits: &Limits) -> Option<Response> {
    let (head, body) = split(record)?;
    let mut lines = head.split(|&byte| byte == b'\n');
    let first = String::from_utf8_lossy(lines.next()?).into_owned();
    let mut words = first.split_ascii_whitespace();
    if !words.next()?.starts_with("HTTP/") {
        return None;
    }
    let mut response = Response {
        status: words.next()?.parse().ok()?,
        ..Response::default()
    };
    let (mut chunked, mut packing) = (false, String::new());
    for line in lines {
        let line = String::from_utf8_lossy(line);
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        match &*name.trim().to_ascii_lowercase() {
            "content-type" => {
                let mut parts = value.split(';');
                response.media_type = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
                response.charset = parts.find_map(|part| {
                    let (name, value) = part.split_once('=')?;
                    let is_charset = name.trim().eq_ignore_ascii_case("charset");
                    is_charset.then(|| value.trim().trim_matches(['"', '\'']).to_owned())
                });
            }
            "transfer-encoding" => chunked = value.to_ascii_lowercase().contains("chunked"),
            "content-encoding" => packing = value.to_ascii_lowercase(),
            _ => {}
        }
    }
    let dechunked = chunked.then(|| chunks(body)).flatten();
    let body = dechunked.as_deref().unwrap_or(body);
    response.body = unpacked(body, &packing, limits);
    Some(response)
}

/// Head and body around the first blank line.
pub(super) fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let windows = memchr::memmem::find(bytes, b"\r\n\r\n").map(|at| (at, at + 4));
    let unix = memchr::memmem::find(bytes, b"\n\n").map(|at| (at, at + 2));
    let (end, start) = match (windows, unix) {
        (Some(a), Some(b)) => a.min(b),
        (a, b) => a.or(b)?,
    };
    Some((&bytes[..end], &bytes[start..]))
}

/// A body put together from its chunks. Many archives keep the header and store the body plain: then there are none.
fn chunks(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    loop {
        let end = memchr::memchr(b'\n', &body[..body.len().min(1024)])?;
        let size = std::str::from_utf8(&body[..end]).ok()?;
        let size = size.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        body = &body[end + 1..];
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(&body[..size.min(body.len())]);
        body = body.get(size..)?;
        body = body.strip_prefix(b"\r").unwrap_or(body);
        body = body.strip_prefix(b"\n").unwrap_or(body);
        if body.is_empty() {
            return Some(out);
        }
    }
}

/// A body unpacked. What was stored unpacked under a header that says otherwise is left as it is.
fn unpacked(body: &[u8], packing: &str, limits: &Limits) -> Vec<u8> {
    let stream: Box<dyn Read + '_> = match (Packing::of(body), packing) {
        (Some(packed), _) => packed.unpack(body, limits),
        (None, "deflate") if body.first().is_some_and(|byte| byte & 0x0f == 8) => {
            Box::new(ZlibDecoder::new(body))
        }
        (None, "deflate") => Box::new(DeflateDecoder::new(body)),
        _ => return body.to_vec(),
    };
    let mut out = Vec::new();
    let most = limits.max_file_bytes.min(
        (body.len() as u64)
            .saturating_mul(limits.max_unpacked_ratio)
            .max(limits.free_unpacked_bytes),
    );
    match stream.take(most).read_to_end(&mut out) {
        Err(_) if out.is_empty() => body.to_vec(),
        _ => out,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn bodies_come_as_the_server_meant_them() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"<p>One.</p>").unwrap();
        let gzip = gzip.finish().unwrap();
        let mut packed = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/html; charset=\"KOI8-R\"\r\n\r\n".to_vec();
        packed.extend(gzip);
        let read = |record: &[u8]| response(record, &Limits::default()).unwrap();
        assert_eq!(read(&packed).body, b"<p>One.</p>");
        assert_eq!(read(&packed).charset.as_deref(), Some("KOI8-R"));
        let chunked =
            b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n4\r\n<p>O\r\n7;x=1\r\nne.</p>\r\n0\r\n\r\n";
        assert_eq!(read(chunked).body, b"<p>One.</p>");
        let plain = b"HTTP/1.1 404 Not Found\nTransfer-Encoding: chunked\n\n<p>One.</p>";
        assert_eq!(
            (read(plain).status, &*read(plain).body),
            (404, &b"<p>One.</p>"[..])
        );
        assert_eq!(response(b"GET / HTTP/1.1\r\n\r\n", &Limits::default()), None);
    }
}
