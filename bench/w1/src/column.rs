//! Columns as Arrow lays them out: values side by side, and bits with the lowest one first.

use std::ops::{Deref, DerefMut};

/// Bytes of a cache line and of the widest vector: a load that begins on such a line never touches two of them.
const LINE: usize = 64;
/// Lines of a page.
const LINES: usize = 64;
/// Rows that may be read behind the last one.
const PADDING: usize = 256;

/// Values of one column, beginning at a cache line.
///
/// Large allocations begin sixteen bytes into a page. Every load of a full vector would then cross a line, and equal
/// rows of all columns would compete for the same few places of the cache. So a column takes a page more than it needs and
/// begins at a line of its own choice.
#[derive(Clone, Debug)]
pub struct Column<T> {
    buffer: Vec<T>,
    start: usize,
    rows: usize,
}

impl<T: Copy + Default> Column<T> {
    /// A column of default values. `line` is where in a page it begins; columns that are used together differ in it.
    pub fn new(rows: usize, line: usize) -> Self {
        let size = size_of::<T>();
        let buffer = vec![T::default(); rows + PADDING + 2 * LINE * LINES / size];
        let within = buffer.as_ptr().addr() % (LINE * LINES);
        let wanted = line % LINES * LINE;
        let start = (LINE * LINES + wanted - within) / size;
        Column { buffer, start, rows }
    }

    /// The values, and default ones behind them, so that the last block of rows is as long as the others.
    pub(crate) fn padded(&self) -> &[T] {
        &self.buffer[self.start..self.start + self.rows + PADDING]
    }
}

impl<T> Deref for Column<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.buffer[self.start..self.start + self.rows]
    }
}

impl<T> DerefMut for Column<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.buffer[self.start..self.start + self.rows]
    }
}

/// One bit per row.
pub type Bits = Column<u8>;

/// Room for bits of so many rows, all of them 0.
pub(crate) fn bits(rows: usize, line: usize) -> Bits {
    Column::new(rows.div_ceil(8), line)
}

/// The bit of a row.
pub fn bit(bits: &[u8], row: usize) -> bool {
    bits[row / 8] >> (row % 8) & 1 == 1
}

/// Sets the bit of a row that was 0 before.
pub(crate) fn set_bit(bits: &mut [u8], row: usize, value: bool) {
    bits[row / 8] |= u8::from(value) << (row % 8);
}

/// A column some of whose values nobody knows. Where a value is unknown, its place holds 0.
#[derive(Clone, Debug)]
pub struct Nullable<C> {
    /// The values.
    pub values: C,
    /// Which of them are known.
    pub valid: Bits,
}

impl<T: Copy + Default> Nullable<Column<T>> {
    pub(crate) fn new(rows: usize, line: usize) -> Self {
        Nullable { values: Column::new(rows, line), valid: bits(rows, line) }
    }

    pub(crate) fn set(&mut self, row: usize, value: T, known: bool) {
        set_bit(&mut self.valid, row, known);
        self.values[row] = if known { value } else { T::default() };
    }

    /// The value of a row, if it is known.
    pub fn get(&self, row: usize) -> Option<T> {
        bit(&self.valid, row).then(|| self.values[row])
    }
}
