//! The same code for several instruction sets, chosen when the program starts.

use std::sync::OnceLock;

use super::ahead::Ahead;
use super::step::step;
use super::{LANES, Lanes, Machine, Slice};
use crate::code::{Code, Op};

/// What the processor's vector unit can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// What every processor of the architecture can: SSE2, NEON.
    Baseline,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Level {
    /// The best that this processor has, asked once.
    pub(crate) fn best() -> Level {
        static BEST: OnceLock<Level> = OnceLock::new();
        *BEST.get_or_init(Level::detect)
    }

    /// Those that this processor has, the plainest first.
    pub(crate) fn all() -> Vec<Level> {
        match Level::best() {
            Level::Baseline => vec![Level::Baseline],
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => vec![Level::Baseline, Level::Avx2],
            // Whoever has the widest registers has been asked for the narrower ones as well.
            #[cfg(target_arch = "x86_64")]
            Level::Avx512 => vec![Level::Baseline, Level::Avx2, Level::Avx512],
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Level::Baseline => "baseline",
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Level::Avx512 => "avx512",
        }
    }

    fn detect() -> Level {
        #[cfg(target_arch = "x86_64")]
        {
            let has_wide = is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512cd");
            if has_wide
                && is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("bmi1")
                && is_x86_feature_detected!("bmi2")
            {
                return Level::Avx512;
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi1") && is_x86_feature_detected!("bmi2")
            {
                return Level::Avx2;
            }
        }
        Level::Baseline
    }
}

#[inline(always)]
fn all(code: &Code, machine: &mut Machine, slice: Slice<'_>) {
    let mut ahead = Ahead::new(code, slice);
    let mut at = 0;
    while let Some(op) = code.ops.get(at) {
        at += 1;
        match op {
            Op::Unless { gates, ops } if !machine.opens(gates) => at += ops,
            Op::Unless { .. } => {}
            op => step(op, machine, slice),
        }
        ahead.some();
    }
}

fn baseline(code: &Code, machine: &mut Machine, slice: Slice<'_>) {
    all(code, machine, slice);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2")]
fn avx2(code: &Code, machine: &mut Machine, slice: Slice<'_>) {
    all(code, machine, slice);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx512cd,avx2,bmi1,bmi2")]
fn avx512(code: &Code, machine: &mut Machine, slice: Slice<'_>) {
    all(code, machine, slice);
}

/// Runs code over a slice.
#[allow(unsafe_code, reason = "a call of what another instruction set compiles to")]
pub(crate) fn run(level: Level, code: &Code, machine: &mut Machine, slice: Slice<'_>) {
    match level {
        Level::Baseline => baseline(code, machine, slice),
        // SAFETY: the functions are safe but for the instructions that they are compiled to, and `Level::detect` has asked
        // the processor for every one of these before it names the level.
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => unsafe { avx2(code, machine, slice) },
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => unsafe { avx512(code, machine, slice) },
    }
}

#[inline(always)]
fn fold<T: Ord + Copy>(values: &[T]) -> Option<(T, T)> {
    let first = *values.first()?;
    Some(values.iter().fold((first, first), |(low, high), value| (low.min(*value), high.max(*value))))
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2")]
fn fold_avx2<T: Ord + Copy>(values: &[T]) -> Option<(T, T)> {
    fold(values)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx512cd,avx2,bmi1,bmi2")]
fn fold_avx512<T: Ord + Copy>(values: &[T]) -> Option<(T, T)> {
    fold(values)
}

/// The smallest and the largest of some numbers.
#[allow(unsafe_code, reason = "a call of what another instruction set compiles to")]
pub(crate) fn extremes<T: Ord + Copy>(values: &[T]) -> Option<(T, T)> {
    match Level::best() {
        Level::Baseline => fold(values),
        // SAFETY: as above: the level was read off the processor.
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => unsafe { fold_avx2(values) },
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => unsafe { fold_avx512(values) },
    }
}

/// Numbers that an output keeps.
pub(crate) trait Stored: Copy {
    fn of(value: i64) -> Self;
}

macro_rules! stored {
    ($($ty:ty),*) => { $(
        impl Stored for $ty {
            #[inline(always)]
            fn of(value: i64) -> Self {
                value as $ty
            }
        }
    )* };
}

stored!(i8, i32, i64, u64);

#[inline(always)]
fn write<T: Stored>(lanes: Lanes<'_>, out: &mut [T]) {
    match lanes {
        Lanes::Constant(value) => out.fill(T::of(value as i64)),
        Lanes::W32(lanes) => match <&mut [T; LANES]>::try_from(&mut *out) {
            Ok(out) => out.iter_mut().zip(lanes).for_each(|(out, value)| *out = T::of(i64::from(*value))),
            Err(_) => out.iter_mut().zip(lanes).for_each(|(out, value)| *out = T::of(i64::from(*value))),
        },
        Lanes::W64(lanes) => match <&mut [T; LANES]>::try_from(&mut *out) {
            Ok(out) => out.iter_mut().zip(lanes).for_each(|(out, value)| *out = T::of(*value)),
            Err(_) => out.iter_mut().zip(lanes).for_each(|(out, value)| *out = T::of(*value)),
        },
        Lanes::W128(lanes) => out.iter_mut().zip(lanes).for_each(|(out, value)| *out = T::of(*value as i64)),
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2")]
fn write_avx2<T: Stored>(lanes: Lanes<'_>, out: &mut [T]) {
    write(lanes, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx512cd,avx2,bmi1,bmi2")]
fn write_avx512<T: Stored>(lanes: Lanes<'_>, out: &mut [T]) {
    write(lanes, out);
}

/// Copies a slice's numbers into an output of its own width.
#[allow(unsafe_code, reason = "a call of what another instruction set compiles to")]
pub(crate) fn store<T: Stored>(level: Level, lanes: Lanes<'_>, out: &mut [T]) {
    match level {
        Level::Baseline => write(lanes, out),
        // SAFETY: as above: the level was read off the processor.
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => unsafe { write_avx2(lanes, out) },
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => unsafe { write_avx512(lanes, out) },
    }
}
