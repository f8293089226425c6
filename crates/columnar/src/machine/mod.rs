//! Runs code over a slice of rows.
//!
//! A register holds a slice: numbers of one width, or a bit a row. The registers are made once; an operation takes the one
//! it writes out of its file, reads others, and puts it back, so that nothing is allocated and nothing is copied. Kernels are
//! loops over arrays of a fixed length without branches, in forms that the compiler turns into vector instructions.

mod ahead;
mod calendar;
mod dispatch;
mod kernel;
mod step;
mod sum;

use crate::bind::Bound;
use crate::code::{Code, Place, Width};

pub(crate) use dispatch::{Level, extremes, run, store};

/// Rows of a slice.
pub(crate) const LANES: usize = 1024;

/// Words of a slice's truths.
pub(crate) const WORDS: usize = LANES / 64;

/// Numbers of a slice. Blocks begin where pages do: loops over several of them walk in step, and a processor takes a load for
/// one of a recent store whose address ends alike.
#[derive(Clone)]
#[repr(C, align(4096))]
pub(crate) struct Block<T>(pub(crate) [T; LANES]);

/// Truths of a slice, a bit a row.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(crate) struct Mask(pub(crate) [u64; WORDS]);

/// Registers of one kind.
pub(crate) struct File<T> {
    blocks: Vec<Option<Box<T>>>,
}

impl<T: Clone> File<T> {
    fn new(length: u16, empty: &T) -> File<T> {
        File { blocks: (0..length).map(|_| Some(Box::new(empty.clone()))).collect() }
    }

    #[inline(always)]
    pub(crate) fn get(&self, register: u16) -> &T {
        match self.blocks.get(usize::from(register)) {
            Some(Some(block)) => block,
            _ => unreachable!("code writes no register that it reads"),
        }
    }

    #[inline(always)]
    fn take(&mut self, register: u16) -> Box<T> {
        match self.blocks.get_mut(usize::from(register)).and_then(Option::take) {
            Some(block) => block,
            None => unreachable!("code writes a register once at a time"),
        }
    }

    #[inline(always)]
    fn put(&mut self, register: u16, block: Box<T>) {
        self.blocks[usize::from(register)] = Some(block);
    }
}

/// The registers.
pub(crate) struct Machine {
    pub(crate) w32: File<Block<i32>>,
    pub(crate) w64: File<Block<i64>>,
    pub(crate) w128: File<Block<i128>>,
    pub(crate) floats: File<Block<f64>>,
    pub(crate) truths: File<Mask>,
}

impl Machine {
    pub(crate) fn new(code: &Code) -> Machine {
        let [w32, w64, w128, floats, truths] = code.registers;
        Machine {
            w32: File::new(w32, &Block([0; LANES])),
            w64: File::new(w64, &Block([0; LANES])),
            w128: File::new(w128, &Block([0; LANES])),
            floats: File::new(floats, &Block([0.0; LANES])),
            truths: File::new(truths, &Mask([0; WORDS])),
        }
    }

    /// Whether a row of the slice has one of some truths as it is here. Rows beyond the last may say so too.
    pub(crate) fn opens(&self, gates: &[(u16, bool)]) -> bool {
        gates.iter().any(|(register, holds)| {
            let closed = if *holds { 0 } else { u64::MAX };
            self.truths.get(*register).0.iter().any(|word| *word != closed)
        })
    }

    /// A truth of the slice, by rows.
    pub(crate) fn truth(&self, place: &Place) -> Mask {
        match place {
            Place::Truth(register) => *self.truths.get(*register),
            Place::Always(true) => Mask([u64::MAX; WORDS]),
            _ => Mask([0; WORDS]),
        }
    }

    /// Whole numbers of the slice.
    pub(crate) fn lanes(&self, place: &Place) -> Lanes<'_> {
        match place {
            Place::Constant(value) => Lanes::Constant(*value),
            Place::Whole(Width::W32, register) => Lanes::W32(&self.w32.get(*register).0),
            Place::Whole(Width::W64, register) => Lanes::W64(&self.w64.get(*register).0),
            Place::Whole(Width::W128, register) => Lanes::W128(&self.w128.get(*register).0),
            Place::Truth(_) | Place::Always(_) => Lanes::Constant(0),
        }
    }

    /// A whole number of a row.
    pub(crate) fn whole(&self, place: &Place, row: usize) -> i128 {
        match place {
            Place::Constant(value) => *value,
            Place::Whole(Width::W32, register) => i128::from(self.w32.get(*register).0[row]),
            Place::Whole(Width::W64, register) => i128::from(self.w64.get(*register).0[row]),
            Place::Whole(Width::W128, register) => self.w128.get(*register).0[row],
            Place::Truth(_) | Place::Always(_) => 0,
        }
    }
}

impl Mask {
    /// The bit of a row.
    pub(crate) fn get(&self, row: usize) -> bool {
        self.0[row / 64] >> (row % 64) & 1 != 0
    }
}

/// Whole numbers of a slice, in whatever width they were computed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lanes<'m> {
    Constant(i128),
    W32(&'m [i32; LANES]),
    W64(&'m [i64; LANES]),
    W128(&'m [i128; LANES]),
}

impl Lanes<'_> {
    #[inline(always)]
    pub(crate) fn get(&self, row: usize) -> i128 {
        match self {
            Lanes::Constant(value) => *value,
            Lanes::W32(lanes) => i128::from(lanes[row]),
            Lanes::W64(lanes) => i128::from(lanes[row]),
            Lanes::W128(lanes) => lanes[row],
        }
    }
}

/// The rows that a run of the code is about.
#[derive(Clone, Copy)]
pub(crate) struct Slice<'a> {
    pub(crate) columns: &'a [Bound],
    pub(crate) matches: &'a [Vec<bool>],
    pub(crate) lookups: &'a [Vec<i32>],
    pub(crate) first: usize,
    pub(crate) rows: usize,
}
