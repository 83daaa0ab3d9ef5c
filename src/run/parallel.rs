//! The only file with threads: [`crew`] and [`unordered`] for `run`, where every article writes its own files, and [`ordered`] for the
//! filters.
//!
//! A worker takes the next item when it is free; nothing is collected and waited for. What is in flight is bounded
//! in number and, for [`unordered`], in bytes.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rayon::iter::{ParallelBridge, ParallelIterator};
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

/// Most results that wait for their turn in [`ordered`].
const MAX_WAITING: usize = 1024;

fn pool(threads: usize) -> Result<ThreadPool, ThreadPoolBuildError> {
    ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|n| format!("tolmach-{n}"))
        .build()
}

/// Locks; a panic of another holder leaves plain data behind, so its poison is of no interest.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Room for a number of bytes; what is larger than all of it runs alone.
struct Room {
    free: Mutex<u64>,
    changed: Condvar,
    all: u64,
}

impl Room {
    fn take(&self, bytes: u64) -> u64 {
        let bytes = bytes.min(self.all);
        let mut free = lock(&self.free);
        while *free < bytes {
            free = self.changed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= bytes;
        bytes
    }

    fn give_back(&self, bytes: u64) {
        *lock(&self.free) += bytes;
        self.changed.notify_all();
    }
}

/// The workers of [`crew`], as their work sees them.
pub struct Crew<'s> {
    room: Room,
    stop: &'s AtomicBool,
}

/// Bytes that are held until this goes out of scope.
pub struct Hold<'c> {
    room: &'c Room,
    bytes: u64,
}

impl Drop for Hold<'_> {
    fn drop(&mut self) {
        self.room.give_back(self.bytes);
    }
}

impl Crew<'_> {
    /// Waits until there is room for `bytes` more in flight.
    pub fn hold(&self, bytes: u64) -> Hold<'_> {
        Hold {
            bytes: self.room.take(bytes),
            room: &self.room,
        }
    }

    /// Whether nothing more is to be begun.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Works on the parts of one item with all workers that are free, and gives the results back in order.
    ///
    /// **Invariant:** the caller holds no room. It may take up another item while it waits for its parts, and would wait for itself.
    pub fn each<T: Send, R: Send>(
        &self,
        parts: impl Iterator<Item = T> + Send,
        work: impl Fn(T) -> R + Sync,
    ) -> Vec<R> {
        let mut done: Vec<(usize, R)> = parts
            .take_while(|_| !self.is_stopped())
            .enumerate()
            .par_bridge()
            .map(|(place, part)| (place, work(part)))
            .collect();
        done.sort_unstable_by_key(|(place, _)| *place);
        done.into_iter().map(|(_, result)| result).collect()
    }
}

/// Works on all `items` with `threads` workers (0 = one a processor) and gives the results back in any order. The work itself takes room for
/// the bytes it has in flight, of which there are `max_bytes`. When `stop` is set no further item is begun.
///
/// # Errors
/// If the threads cannot be started.
pub fn crew<T: Send, R: Send>(
    items: impl Iterator<Item = T> + Send,
    threads: usize,
    max_bytes: u64,
    stop: &AtomicBool,
    work: impl Fn(T, &Crew<'_>) -> R + Sync,
) -> io::Result<Vec<R>> {
    let crew = Crew {
        room: Room {
            free: Mutex::new(max_bytes),
            changed: Condvar::new(),
            all: max_bytes,
        },
        stop,
    };
    let pool = pool(threads).map_err(io::Error::other)?;
    Ok(pool.install(|| {
        items
            .take_while(|_| !crew.is_stopped())
            .par_bridge()
            .map(|item| work(item, &crew))
            .collect()
    }))
}

/// Works on all `items` with `threads` workers (0 = one a processor) and gives the results back in any order.
///
/// `cost` is an item's size in bytes; items in flight stay within `max_bytes`. When `stop` is set no further item is begun.
///
/// # Errors
/// If the threads cannot be started.
pub fn unordered<T: Send, R: Send>(
    items: impl Iterator<Item = T> + Send,
    threads: usize,
    max_bytes: u64,
    stop: &AtomicBool,
    cost: impl Fn(&T) -> u64 + Sync,
    work: impl Fn(T) -> R + Sync,
) -> io::Result<Vec<R>> {
    crew(items, threads, max_bytes, stop, |item, crew| {
        let _held = crew.hold(cost(&item));
        work(item)
    })
}

/// Results that wait until all before them are written.
struct Reorder<W> {
    state: Mutex<Waiting<W>>,
    room: Condvar,
    max_bytes: usize,
}

struct Waiting<W> {
    next: usize,
    done: BTreeMap<usize, Vec<u8>>,
    bytes: usize,
    sink: W,
    failed: Option<io::Error>,
}

impl<W: Write> Reorder<W> {
    /// Waits until item `index` may be begun; false if the sink is gone.
    fn wait(&self, index: usize) -> bool {
        let mut state = lock(&self.state);
        while state.failed.is_none()
            && index > state.next
            && (index >= state.next + MAX_WAITING || state.bytes > self.max_bytes)
        {
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.failed.is_none()
    }

    fn put(&self, index: usize, reply: Vec<u8>) {
        let mut state = lock(&self.state);
        state.bytes += reply.len();
        state.done.insert(index, reply);
        let mut wrote = false;
        loop {
            let next = state.next;
            let Some(reply) = state.done.remove(&next) else {
                break;
            };
            state.bytes -= reply.len();
            if state.failed.is_none()
                && !reply.is_empty()
                && let Err(error) = state.sink.write_all(&reply)
            {
                state.failed = Some(error);
            }
            state.next += 1;
            wrote = true;
        }
        if wrote {
            if state.failed.is_none()
                && let Err(error) = state.sink.flush()
            {
                state.failed = Some(error);
            }
            drop(state);
            self.room.notify_all();
        }
    }
}

/// Answers every item of `source` on `sink` in order; each reply goes out as soon as those before it have, also while the
/// source blocks.
///
/// At most 1,024 replies and about `max_bytes` wait for their turn. An empty reply writes nothing.
///
/// # Errors
/// The first error of the sink, which also ends the source; or if the threads cannot be started.
pub fn ordered<T: Send, W: Write + Send>(
    source: impl Iterator<Item = T> + Send,
    sink: W,
    threads: usize,
    max_bytes: usize,
    work: impl Fn(T) -> Vec<u8> + Sync,
) -> io::Result<()> {
    let waiting = Waiting {
        next: 0,
        done: BTreeMap::new(),
        bytes: 0,
        sink,
        failed: None,
    };
    let reorder = Reorder {
        state: Mutex::new(waiting),
        room: Condvar::new(),
        max_bytes,
    };
    let pool = pool(threads).map_err(io::Error::other)?;
    pool.install(|| {
        source
            .enumerate()
            .take_while(|(index, _)| reorder.wait(*index))
            .par_bridge()
            .for_each(|(index, item)| reorder.put(index, work(item)));
    });
    let state = reorder.state.into_inner().unwrap_or_else(PoisonError::into_inner);
    state.failed.map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_come_in_order_on_any_number_of_threads() {
        for threads in [1, 2, 7] {
            let mut sink = Vec::new();
            let work = |n: usize| {
                let turns = if n.is_multiple_of(97) { 20_000 } else { 10 };
                let burnt = (0..turns).fold(n as u64, |a, b| a.rotate_left(3) ^ b);
                format!("{n} {}\n", burnt & 1).into_bytes()
            };
            ordered(0..5000, &mut sink, threads, 1 << 20, work).unwrap();
            let text = String::from_utf8(sink).unwrap();
            assert_eq!(text.lines().count(), 5000);
            assert!(
                text.lines()
                    .enumerate()
                    .all(|(n, line)| line.starts_with(&format!("{n} ")))
            );
        }
    }

    #[test]
    fn a_sink_that_fails_ends_the_source() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let error = ordered(0.., Full, 2, 1 << 20, |_: u64| b"x\n".to_vec()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }

    #[test]
    fn parts_of_items_come_back_in_order_and_within_the_room() {
        let stop = AtomicBool::new(false);
        for threads in [1, 2, 7] {
            let work = |item: u64, crew: &Crew<'_>| {
                let parts = crew.each(0..item * 40, |part| {
                    let _held = crew.hold(part);
                    part
                });
                assert!(parts.iter().copied().eq(0..item * 40));
                parts.len() as u64
            };
            let mut out = crew(0..20, threads, 100, &stop, work).unwrap();
            out.sort_unstable();
            assert!(out.into_iter().eq((0..20).map(|item| item * 40)));
        }
    }

    #[test]
    fn an_item_larger_than_all_room_still_runs() {
        let stop = AtomicBool::new(false);
        let mut out = unordered([5, 500, 7].into_iter(), 2, 10, &stop, |n| *n, |n| n).unwrap();
        out.sort_unstable();
        assert_eq!(out, [5, 7, 500]);
        stop.store(true, Ordering::Relaxed);
        assert!(
            unordered([1, 2].into_iter(), 2, 10, &stop, |n| *n, |n| n)
                .unwrap()
                .is_empty()
        );
    }
}
