//! The same work on many things at once, with results in their order.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Fewer than these are done before another thread has begun.
const WORTHWHILE: usize = 8;

/// Pieces for each thread: one that gets a slow processor then takes fewer of them.
const PIECES: usize = 16;

fn threads(length: usize) -> usize {
    thread::available_parallelism().map_or(1, NonZero::get).min(length.div_ceil(WORTHWHILE)).max(1)
}

/// What a function makes of each.
pub fn map<T: Sync, R: Send>(all: &[T], make: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = threads(all.len());
    if threads == 1 {
        return all.iter().map(make).collect();
    }
    let size = all.len().div_ceil(threads * PIECES).max(1);
    let pieces: Vec<&[T]> = all.chunks(size).collect();
    let made: Vec<Mutex<Vec<R>>> = pieces.iter().map(|_| Mutex::default()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(piece) = pieces.get(at) else { return };
            let results: Vec<R> = piece.iter().map(&make).collect();
            *made[at].lock().unwrap_or_else(PoisonError::into_inner) = results;
        }
    };
    // A panic in one of them goes on here when the scope ends.
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    made.into_iter().flat_map(|results| results.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
}

/// Does something with each.
pub fn each<T: Sync>(all: &[T], work: impl Fn(&T) + Sync) {
    map(all, work);
}

/// Does something to each.
pub fn each_mut<T: Send>(all: &mut [T], work: impl Fn(&mut T) + Sync) {
    let threads = threads(all.len());
    if threads == 1 {
        return all.iter_mut().for_each(work);
    }
    let size = all.len().div_ceil(threads);
    let work = &work;
    thread::scope(|scope| {
        for part in all.chunks_mut(size) {
            scope.spawn(move || part.iter_mut().for_each(work));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        for length in [0, 1, 7, 8, 9, 100, 1000] {
            let all: Vec<usize> = (0..length).collect();
            assert_eq!(map(&all, |n| n * 2), all.iter().map(|n| n * 2).collect::<Vec<_>>());
            let mut changed = all.clone();
            each_mut(&mut changed, |n| *n += 1);
            assert_eq!(changed, (1..=length).collect::<Vec<_>>());
        }
    }

    #[test]
    #[should_panic(expected = "scoped thread panicked")]
    fn a_panic_goes_on() {
        let all: Vec<usize> = (0..100).collect();
        each(&all, |n| assert_ne!(*n, 50));
    }
}
