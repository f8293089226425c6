//! Fetches the columns of the next slice while this one is computed.
//!
//! A slice reads a few kilobytes of each of many columns. That is too little for a processor to guess what comes next, so
//! that every slice would begin by waiting for memory: a fifth of the time of the benchmark. So a few cache lines of what the
//! next slice reads are asked for after each operation.

use super::{LANES, Slice};
use crate::code::Code;

/// Bytes of a cache line.
const LINE: usize = 64;

/// What is still to be asked for.
pub(super) struct Ahead<'a> {
    slice: Slice<'a>,
    code: &'a Code,
    /// The column that is being asked for, by its position among those the code reads.
    column: usize,
    /// Its bytes that were not asked for yet.
    bytes: &'a [u8],
    /// Bytes that are asked for at a time.
    step: usize,
}

impl<'a> Ahead<'a> {
    pub(super) fn new(code: &'a Code, slice: Slice<'a>) -> Ahead<'a> {
        let next = Slice { first: slice.first + slice.rows, rows: LANES, ..slice };
        // Most columns have eight bytes a row; those that have fewer are there sooner.
        let lines = code.reads.len() * LANES * 8 / LINE;
        let step = (lines / code.ops.len().max(1) + 1) * LINE;
        Ahead { slice: next, code, column: 0, bytes: &[], step }
    }

    /// Asks for a few lines more.
    #[inline(always)]
    pub(super) fn some(&mut self) {
        if self.bytes.is_empty() {
            let Some(column) = self.code.reads.get(self.column) else { return };
            self.column += 1;
            self.bytes = self.slice.columns[column.index()].bytes(self.slice.first, self.slice.rows);
        }
        let (now, later) = self.bytes.split_at(self.step.min(self.bytes.len()));
        self.bytes = later;
        now.iter().step_by(LINE).for_each(fetch);
    }
}

/// Asks for the cache line of a byte.
#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code, reason = "the instruction takes an address")]
#[inline(always)]
fn fetch(byte: &u8) {
    // SAFETY: the instruction is a hint, which changes nothing and never faults, and every processor of the architecture has
    // it; the address is that of a byte which is borrowed.
    unsafe { std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T1 }>(std::ptr::from_ref(byte).cast()) };
}

/// Other processors have no such hint in the standard library.
#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn fetch(_byte: &u8) {}
