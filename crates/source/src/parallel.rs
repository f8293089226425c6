//! The same work on many things at once, with results in their order.

use std::num::NonZero;
use std::thread;

/// How many parts a list of so many things is split into.
fn parts(length: usize) -> usize {
    /// Fewer than these are done before another thread has begun.
    const WORTHWHILE: usize = 8;
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    threads.min(length.div_ceil(WORTHWHILE)).max(1)
}

/// What a function makes of each.
pub fn map<T: Sync, R: Send>(all: &[T], make: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let size = all.len().div_ceil(parts(all.len())).max(1);
    let make = &make;
    thread::scope(|scope| {
        let parts: Vec<_> = all.chunks(size).map(|part| scope.spawn(move || part.iter().map(make).collect())).collect();
        let done = parts.into_iter().map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        done.flat_map(|part: Vec<R>| part).collect()
    })
}

/// Does something with each.
pub fn each<T: Sync>(all: &[T], work: impl Fn(&T) + Sync) {
    map(all, work);
}

/// Does something to each.
pub fn each_mut<T: Send>(all: &mut [T], work: impl Fn(&mut T) + Sync) {
    let size = all.len().div_ceil(parts(all.len())).max(1);
    let work = &work;
    thread::scope(|scope| {
        for part in all.chunks_mut(size) {
            scope.spawn(move || part.iter_mut().for_each(work));
        }
    });
}
