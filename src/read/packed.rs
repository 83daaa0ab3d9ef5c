//! Packed bytes (gzip, Zstandard) as a stream that stops where they grow beyond all measure or end too early.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use crate::article::Limits;

/// How bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
}

impl Packing {
    /// The packing that these first bytes tell.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        if head.starts_with(b"\x1f\x8b") {
            Some(Self::Gzip)
        } else if head.starts_with(b"\x28\xb5\x2f\xfd") {
            Some(Self::Zstd)
        } else {
            None
        }
    }

    /// The bytes that `packed` stands for, within the limits.
    pub(super) fn unpack<'r>(
        self,
        packed: impl Read + Send + 'r,
        limits: &Limits,
    ) -> Box<dyn Read + Send + 'r> {
        let taken = Arc::new(AtomicU64::new(0));
        let counted = Counted {
            inner: packed,
            taken: Arc::clone(&taken),
        };
        match self {
            Self::Gzip => Box::new(Bounded::new(MultiGzDecoder::new(counted), taken, limits)),
            Self::Zstd => Box::new(Bounded::new(Frames::new(counted), taken, limits)),
        }
    }
}

/// Whether a file of these bytes is packed.
pub fn is_packed(bytes: &[u8]) -> bool {
    Packing::of(bytes).is_some()
}

/// What ends a stream that grows too much.
#[derive(Debug)]
pub(super) struct GrowsTooMuch(pub(super) u64);

impl fmt::Display for GrowsTooMuch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "unpacks to more than {} times its size", self.0)
    }
}

impl std::error::Error for GrowsTooMuch {}

/// Counts the bytes that are taken from a reader.
struct Counted<R> {
    inner: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Ends with an error when more comes out than the limits allow for what went in.
struct Bounded<R> {
    inner: R,
    taken: Arc<AtomicU64>,
    given: u64,
    ratio: u64,
    free: u64,
}

impl<R> Bounded<R> {
    fn new(inner: R, taken: Arc<AtomicU64>, limits: &Limits) -> Self {
        Self {
            inner,
            taken,
            given: 0,
            ratio: limits.max_unpacked_ratio,
            free: limits.free_unpacked_bytes,
        }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.given += read as u64;
        let allowed = self.taken.load(Ordering::Relaxed).saturating_mul(self.ratio);
        if self.given > self.free && self.given > allowed {
            return Err(io::Error::other(GrowsTooMuch(self.ratio)));
        }
        Ok(read)
    }
}

/// Reads the frames of a Zstandard file one after the other.
struct Frames<R: Read> {
    state: State<R>,
}

enum State<R: Read> {
    /// Before a frame.
    Between(BufReader<R>),
    Inside(Box<StreamingDecoder<BufReader<R>, FrameDecoder>>),
    Ended,
}

impl<R: Read> Frames<R> {
    fn new(inner: R) -> Self {
        Self {
            state: State::Between(BufReader::new(inner)),
        }
    }
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Between(mut packed) => {
                    if packed.fill_buf()?.is_empty() {
                        return Ok(0);
                    }
                    let decoder = StreamingDecoder::new(packed).map_err(io::Error::other)?;
                    self.state = State::Inside(Box::new(decoder));
                }
                State::Inside(mut decoder) => {
                    let read = decoder.read(buffer)?;
                    if read > 0 {
                        self.state = State::Inside(decoder);
                        return Ok(read);
                    }
                    self.state = State::Between(decoder.into_inner());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        Packing::of(bytes)
            .unwrap()
            .unpack(bytes, &Limits::default())
            .read_to_end(&mut out)?;
        Ok(out)
    }

    #[test]
    fn several_members_are_one_text() {
        let mut bytes = gzip(b"One. ");
        bytes.extend(gzip(b"Two."));
        assert_eq!(unpacked(&bytes).unwrap(), b"One. Two.");
        // Two frames of Zstandard that hold their text as it is.
        let frame = b"\x28\xb5\x2f\xfd\x20\x05\x29\x00\x00One. ";
        assert_eq!(unpacked(&frame.repeat(2)).unwrap(), b"One. One. ");
    }

    #[test]
    fn what_grows_beyond_all_measure_or_ends_early_is_an_error() {
        let bomb = gzip(&vec![b'a'; 8 << 20]);
        let error = unpacked(&bomb).unwrap_err();
        assert!(
            error
                .get_ref()
                .is_some_and(<dyn std::error::Error + Send + Sync>::is::<GrowsTooMuch>),
            "{error}"
        );
        assert_eq!(unpacked(&gzip(&vec![b'a'; 1 << 20])).unwrap().len(), 1 << 20);
        let whole = gzip(b"The council met on Monday.");
        for end in 3..whole.len() {
            assert!(unpacked(&whole[..end]).is_err(), "cut at {end}");
        }
    }
}
