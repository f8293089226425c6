//! Bits of columns turned into bytes of rows.
//!
//! A column keeps one bit per row. A loop over rows wants the bits of one row together, so that it loads one byte and tests
//! what it needs. Eight bytes of eight columns are a square of bits; turning it over its diagonal does the work for eight rows.

use super::{BYTES, ROWS};

/// For each row of a block, one bit from each of eight columns.
pub(super) type Flags = [u8; ROWS];

/// Reads a block of eight columns of bits; bit `k` of a row comes from column `k`.
pub(super) fn turn(columns: [&[u8; BYTES]; 8], flags: &mut Flags) {
    let mut squares = [0u64; BYTES];
    for (at, square) in squares.iter_mut().enumerate() {
        let mut bits = 0;
        for (k, column) in columns.iter().enumerate() {
            bits |= u64::from(column[at]) << (8 * k);
        }
        *square = transposed(bits);
    }
    for (rows, square) in flags.as_chunks_mut::<8>().0.iter_mut().zip(squares) {
        *rows = square.to_le_bytes();
    }
}

/// Exchanges bit `8 a + b` and bit `8 b + a` for all `a` and `b`: single bits first, then squares of two, then of four.
fn transposed(mut bits: u64) -> u64 {
    for (shift, mask) in [(7, 0x00AA_00AA_00AA_00AA), (14, 0x0000_CCCC_0000_CCCC), (28, 0x0000_0000_F0F0_F0F0)] {
        let changed = (bits ^ (bits >> shift)) & mask;
        bits ^= changed ^ (changed << shift);
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_exchanged() {
        for a in 0..8 {
            for b in 0..8 {
                assert_eq!(transposed(1 << (8 * a + b)), 1 << (8 * b + a));
            }
        }
    }
}
