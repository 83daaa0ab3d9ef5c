//! A web archive (WARC): pages with status 200 are articles; requests, redirects, pictures and notes of the crawler are passed over. An
//! entry's number counts all records.

use std::io::{self, BufRead, Read};

use super::http::{self, Response};
use super::{Content, Record, number};
use crate::article::{Limits, Metadata};
use crate::read::ReadError;

/// Longest header of a record, in bytes.
const MAX_HEAD: u64 = 64 << 10;

/// Media types that hold articles.
const PAGES: &[&str] = &[
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "text/markdown",
];

pub(super) struct Responses<R> {
    bytes: R,
    limits: Limits,
    count: u64,
    ended: bool,
}

/// The header of a record.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    media_type: String,
    url: Option<String>,
    date: Option<String>,
    length: u64,
}

impl<R: BufRead> Responses<R> {
    pub(super) fn new(bytes: R, limits: &Limits) -> Self {
        Self {
            bytes,
            limits: limits.clone(),
            count: 0,
            ended: false,
        }
    }

    /// The header of the next record; `None` at the end.
    fn head(&mut self) -> Result<Option<Head>, ReadError> {
        let mut head = Head::default();
        let (mut began, mut size) = (false, 0);
        loop {
            let mut line = Vec::new();
            let read = (&mut self.bytes).take(MAX_HEAD).read_until(b'\n', &mut line)? as u64;
            size += read;
            if read == 0 {
                return if began { Err(cut_off()) } else { Ok(None) };
            }
            let line = line.trim_ascii();
            if line.is_empty() {
                if began {
                    return Ok(Some(head));
                }
                continue;
            }
            if !began {
                if !line.starts_with(b"WARC/") {
                    let reason = format!("record {} begins with no WARC header", self.count + 1);
                    return Err(ReadError::Broken(reason));
                }
                began = true;
                continue;
            }
            if size > MAX_HEAD {
                return Err(ReadError::Broken(format!(
                    "the header of record {} has no end",
                    self.count + 1
                )));
            }
            let line = String::from_utf8_lossy(line);
            let Some((name, value)) = line.split_once(':') else {
                continue;
            };
            let value = value.trim();
            match &*name.trim().to_ascii_lowercase() {
                "warc-type" => head.kind = value.to_ascii_lowercase(),
                "content-type" => head.media_type = value.to_ascii_lowercase(),
                "warc-target-uri" => head.url = Some(value.trim_matches(['<', '>']).to_owned()),
                "warc-date" => head.date = Some(value.to_owned()),
                "content-length" => {
                    head.length = value
                        .parse()
                        .map_err(|_| ReadError::Broken(format!("record {} has no length", self.count + 1)))?;
                }
                _ => {}
            }
        }
    }

    /// The block of a record; nothing if it is over the limit or no response.
    fn block(&mut self, head: &Head, wanted: bool) -> Result<Option<Vec<u8>>, ReadError> {
        let mut block = (&mut self.bytes).take(head.length);
        if !wanted || head.length > self.limits.max_file_bytes {
            let passed = io::copy(&mut block, &mut io::sink())?;
            return if passed < head.length {
                Err(cut_off())
            } else {
                Ok(None)
            };
        }
        let mut bytes = Vec::new();
        block.read_to_end(&mut bytes)?;
        if (bytes.len() as u64) < head.length {
            return Err(cut_off());
        }
        Ok(Some(bytes))
    }

    /// The article in a record, if there is one.
    fn article(&mut self, head: Head) -> Result<Option<Content>, ReadError> {
        let is_response = head.kind == "response" && head.media_type.starts_with("application/http");
        let is_resource = matches!(&*head.kind, "resource" | "conversion") && is_page(&head.media_type);
        let wanted = is_response || is_resource;
        let Some(block) = self.block(&head, wanted)? else {
            return Ok((wanted && head.length > self.limits.max_file_bytes).then_some({
                Content::Failed(ReadError::TooLarge {
                    size: head.length,
                    limit: self.limits.max_file_bytes,
                })
            }));
        };
        let given = Metadata {
            url: head.url,
            ..Metadata::default()
        };
        if is_resource {
            return Ok(Some(Content::Page(block, given, None)));
        }
        let Some(response) = http::response(&block, &self.limits) else {
            return Ok(None);
        };
        let Response {
            status,
            media_type,
            charset,
            body,
        } = response;
        let is_article = (200..300).contains(&status) && (media_type.is_empty() || is_page(&media_type));
        Ok((is_article && !body.trim_ascii().is_empty()).then_some(Content::Page(body, given, charset)))
    }
}

fn is_page(media_type: &str) -> bool {
    PAGES.iter().any(|page| media_type.starts_with(page))
}

fn cut_off() -> ReadError {
    io::Error::from(io::ErrorKind::UnexpectedEof).into()
}

impl<R: BufRead> Iterator for Responses<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let read = match self.head() {
                Ok(Some(head)) => {
                    self.count += 1;
                    self.article(head)
                }
                Ok(None) => break,
                Err(error) => Err(error),
            };
            match read {
                Ok(None) => {}
                Ok(Some(content)) => {
                    return Some(Ok(Record {
                        entry: number(self.count),
                        place: None,
                        content,
                    }));
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
        self.ended = true;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, media_type: &str, block: &str) -> String {
        format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nContent-Type: {media_type}\r\nWARC-Target-URI: https://news.example/a\r\n\
             Content-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    }

    fn entries(archive: &str) -> Vec<String> {
        Responses::new(archive.as_bytes(), &Limits::default())
            .map(|record| match record {
                Ok(Record {
                    entry,
                    content: Content::Page(body, given, _),
                    ..
                }) => format!(
                    "{entry} {} {}",
                    String::from_utf8(body).unwrap(),
                    given.url.unwrap()
                ),
                Ok(record) => format!("{record:?}"),
                Err(error) => error.code().to_owned(),
            })
            .collect()
    }

    #[test]
    fn pages_are_articles_and_the_rest_is_passed_over() {
        let archive = record("warcinfo", "application/warc-fields", "software: x\r\n")
            + &record("request", "application/http", "GET / HTTP/1.1\r\n\r\n")
            + &record(
                "response",
                "application/http; msgtype=response",
                "HTTP/1.1 301 Moved\r\n\r\n",
            )
            + &record(
                "response",
                "application/http",
                "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx",
            )
            + &record(
                "response",
                "application/http",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>One.</p>",
            );
        assert_eq!(entries(&archive), ["#5 <p>One.</p> https://news.example/a"]);
        let cut = format!("{archive}{}", &archive[..archive.len() - 30]);
        assert_eq!(
            entries(&cut),
            ["#5 <p>One.</p> https://news.example/a", "cut-off"]
        );
        assert_eq!(
            entries("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\nx"),
            ["cut-off"]
        );
    }
}
