//! Mails of an mbox: each begins with a line `From …` after a blank line; such a line inside a mail is written `>From …`.

use std::io::BufRead;

use super::{Content, Record, line, number};
use crate::article::Limits;
use crate::read::ReadError;

pub(super) struct Mails<R> {
    bytes: R,
    count: u64,
    limit: u64,
    /// The separator of the next mail is read.
    began: bool,
    ended: bool,
}

impl<R: BufRead> Mails<R> {
    pub(super) fn new(bytes: R, limits: &Limits) -> Self {
        Self {
            bytes,
            count: 0,
            limit: limits.max_file_bytes,
            began: false,
            ended: false,
        }
    }

    /// The bytes of the next mail.
    fn mail(&mut self) -> std::io::Result<Option<Result<Vec<u8>, u64>>> {
        let (mut mail, mut length, mut after_blank) = (Vec::new(), 0_u64, true);
        let mut began = std::mem::take(&mut self.began);
        loop {
            let Some(line) = line(&mut self.bytes, self.limit)? else {
                self.ended = true;
                break;
            };
            let line = match line {
                Ok(line) => line,
                Err(size) => {
                    length += size;
                    continue;
                }
            };
            if after_blank && line.starts_with(b"From ") {
                if began {
                    self.began = true;
                    break;
                }
                began = true;
                after_blank = false;
                continue;
            }
            after_blank = line.trim_ascii().is_empty();
            length += line.len() as u64;
            if length <= self.limit {
                mail.extend_from_slice(unquoted(&line));
            } else {
                mail = Vec::new();
            }
        }
        Ok(match length {
            0 if self.ended => None,
            length if length <= self.limit => Some(Ok(mail)),
            length => Some(Err(length)),
        })
    }
}

/// `>From ` and `>>From ` less the `>` that was put before them.
fn unquoted(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|&&byte| byte == b'>').count();
    if marks > 0 && line[marks..].starts_with(b"From ") {
        &line[1..]
    } else {
        line
    }
}

impl<R: BufRead> Iterator for Mails<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let content = match self.mail() {
            Ok(None) => return None,
            Ok(Some(Ok(mail))) => Content::Mail(mail),
            Ok(Some(Err(size))) => Content::Failed(ReadError::TooLarge {
                size,
                limit: self.limit,
            }),
            Err(error) => {
                self.ended = true;
                return Some(Err(error.into()));
            }
        };
        self.count += 1;
        Some(Ok(Record {
            entry: number(self.count),
            place: None,
            content,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_are_cut_at_their_separators_only() {
        let text =
            "From a Mon\nSubject: 1\n\nOne.\nFrom here on.\n>From afar.\n\nFrom b Tue\nSubject: 2\n\nTwo.\n";
        let mails: Vec<String> = Mails::new(text.as_bytes(), &Limits::default())
            .map(|record| match record.unwrap().content {
                Content::Mail(mail) => String::from_utf8(mail).unwrap(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            mails,
            [
                "Subject: 1\n\nOne.\nFrom here on.\nFrom afar.\n\n",
                "Subject: 2\n\nTwo.\n"
            ]
        );
    }
}
