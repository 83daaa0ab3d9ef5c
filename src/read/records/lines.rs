//! JSON lines: each line an object. An entry's number is that of its line.

use std::io::BufRead;

use super::{Content, Record, line, number};
use crate::article::Limits;
use crate::read::ReadError;

pub(super) struct Lines<R> {
    bytes: R,
    line: u64,
    /// Where the next line begins.
    at: u64,
    limit: u64,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(bytes: R, limits: &Limits) -> Self {
        Self {
            bytes,
            line: 0,
            at: 0,
            limit: limits.max_line_bytes as u64,
            ended: false,
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let read = match line(&mut self.bytes, self.limit) {
                Ok(None) => break,
                Ok(Some(read)) => read,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error.into()));
                }
            };
            self.line += 1;
            let mut place = self.at..self.at;
            place.end += match &read {
                Ok(line) => line.len() as u64,
                Err(size) => *size,
            };
            self.at = place.end;
            let content = match read {
                Ok(mut line) => {
                    if self.line == 1 && line.starts_with(b"\xef\xbb\xbf") {
                        line.drain(..3);
                        place.start += 3;
                    }
                    if line.trim_ascii().is_empty() {
                        continue;
                    }
                    Content::Object(line)
                }
                Err(size) => Content::Failed(ReadError::TooLarge {
                    size,
                    limit: self.limit,
                }),
            };
            return Some(Ok(Record {
                entry: number(self.line),
                place: Some(place),
                content,
            }));
        }
        self.ended = true;
        None
    }
}
