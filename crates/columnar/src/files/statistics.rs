//! What the statistics of a row group say of its columns before any of it is decoded.

use arrow_schema::DataType;
use parquet::file::statistics::Statistics as Stored;
use rustc_hash::FxHashMap;
use wuwei_facts::{Column as FactColumn, NONE_DAY, NONE_YEAR};
use wuwei_ir::{Date, EntityId, FactId, Program};

use super::Parquet;
use crate::column::{Derived, Inputs, Request, Shape, State};
use crate::graph::Bounds;
use crate::names::KnownNames;
use crate::rules::GroupBy;
use crate::value::{Reason, Result, Unsupported};

/// What is known of one column of a row group.
struct Known {
    shape: Shape,
    /// How many values are null, where the file says so.
    nulls: Option<u64>,
    /// The smallest and the largest number, where the file says so.
    ends: Option<(i128, i128)>,
    /// The smallest and the largest text; texts in a file's statistics may be shortened, outwards.
    texts: Option<(Vec<u8>, Vec<u8>)>,
    is_whole: bool,
}

/// What is known of a row group.
pub(super) struct Statistics<'p> {
    program: &'p Program,
    entity: EntityId,
    rows: u64,
    columns: FxHashMap<(FactId, Option<i32>), Known>,
    /// Whether there are others, of whom the statistics know nothing.
    beside: bool,
}

impl<'p> Statistics<'p> {
    pub(super) fn of(
        program: &'p Program,
        entity: EntityId,
        file: &Parquet,
        row_group: usize,
        beside: bool,
    ) -> Statistics<'p> {
        let stored = file.metadata.metadata().row_group(row_group);
        let schema = stored.schema_descr();
        let leaf = |root: usize| (0..schema.num_columns()).find(|leaf| schema.get_column_root_idx(*leaf) == root);
        let known = |(at, column): &(usize, FactColumn)| {
            let kind = file.schema().field(*at).data_type();
            let statistics = leaf(*at).and_then(|leaf| stored.column(leaf).statistics());
            ((column.fact, column.year), Known::of(program, column.fact, kind, statistics))
        };
        let rows = stored.num_rows().max(0) as u64;
        Statistics { program, entity, rows, columns: file.columns.iter().map(known).collect(), beside }
    }

    /// Whether some subject may belong to a group that is wanted.
    pub(super) fn may_hold(&self, groups: &[GroupBy], wanted: &[bool]) -> bool {
        // The groups of the first groupings so far; each further one divides them.
        let mut possible: Vec<usize> = vec![0];
        for by in groups {
            let own = self.groups_of(by);
            let next = possible.iter().flat_map(|at| own.iter().map(move |own| at * by.groups() + own));
            possible = next.collect();
        }
        possible.into_iter().any(|group| wanted.get(group).copied().unwrap_or(true))
    }

    /// The groups of one grouping to which somebody may belong.
    fn groups_of(&self, by: &GroupBy) -> Vec<usize> {
        let all = || (0..by.groups()).collect::<Vec<usize>>();
        let unknown = by.table.last().map_or(0, |at| *at as usize);
        let Some(known) = self.columns.get(&(by.fact, None)) else { return vec![unknown] };
        if known.shape != Shape::Region {
            return all();
        }
        let within: Vec<bool> = match (&known.texts, known.ends) {
            (Some((low, high)), _) => {
                let between = |text: &str| low.as_slice() <= text.as_bytes() && text.as_bytes() <= high.as_slice();
                let region = |region: &wuwei_ir::Region| {
                    let names = std::iter::once(&region.head.name).chain(&region.aka);
                    // A path such as 长春市.朝阳区 begins with the name of a region around it.
                    between(region.code.as_str()) || names.into_iter().any(|name| between(name.as_str()))
                };
                self.program.regions.iter().map(region).collect()
            }
            (None, Some((low, high))) => {
                let code = |region: &wuwei_ir::Region| region.code.as_str().parse::<i128>().ok();
                let between = |code: i128| low <= code && code <= high;
                self.program.regions.iter().map(|region| code(region).is_some_and(between)).collect()
            }
            _ => return all(),
        };
        // Names are read in several ways; only where both ends are codes is it sure which regions lie between.
        let is_code = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
        if known.texts.as_ref().is_some_and(|(low, high)| !is_code(low) || !is_code(high)) {
            return all();
        }
        let mut out: Vec<usize> =
            by.table.iter().zip(&within).filter(|(_, within)| **within).map(|(at, _)| *at as usize).collect();
        // Somebody's home may be unknown, or a code that the program has no region for.
        out.push(unknown);
        out.sort_unstable();
        out.dedup();
        out
    }
}

impl Known {
    fn of(program: &Program, fact: FactId, kind: &DataType, statistics: Option<&Stored>) -> Known {
        let shape = Shape::of(program.fact(fact));
        let is_whole = matches!(
            kind,
            DataType::Int8
                | DataType::Int16
                | DataType::Int32
                | DataType::Int64
                | DataType::UInt8
                | DataType::UInt16
                | DataType::UInt32
        );
        let nulls = statistics.and_then(Stored::null_count_opt);
        let pair = |low: Option<i128>, high: Option<i128>| low.zip(high);
        let (mut ends, mut texts) = (None, None);
        match statistics {
            // Unsigned numbers are stored as signed ones of the same bits; their order may differ.
            Some(Stored::Int32(values)) if !matches!(kind, DataType::UInt32) => {
                ends = pair(
                    values.min_opt().map(|value| i128::from(*value)),
                    values.max_opt().map(|value| i128::from(*value)),
                );
            }
            Some(Stored::Int64(values)) => {
                ends = pair(
                    values.min_opt().map(|value| i128::from(*value)),
                    values.max_opt().map(|value| i128::from(*value)),
                );
            }
            Some(Stored::FixedLenByteArray(values)) => {
                let number = |bytes: &[u8]| {
                    let first = bytes.first().filter(|_| bytes.len() <= 16)?;
                    let sign = if first & 0x80 == 0 { 0 } else { -1 };
                    Some(bytes.iter().fold(sign, |number: i128, byte| number << 8 | i128::from(*byte)))
                };
                let end = |bytes: Option<&[u8]>| bytes.and_then(number);
                ends = pair(end(values.min_bytes_opt()), end(values.max_bytes_opt()));
            }
            Some(Stored::ByteArray(values)) => {
                texts =
                    values.min_bytes_opt().zip(values.max_bytes_opt()).map(|(low, high)| (low.to_vec(), high.to_vec()));
            }
            _ => {}
        }
        Known { shape, nulls, ends, texts, is_whole }
    }

    /// What stands for "none" among the numbers.
    fn none(&self) -> Option<i128> {
        match self.shape {
            Shape::Day => Some(i128::from(NONE_DAY)),
            Shape::Year => Some(i128::from(NONE_YEAR)),
            _ => None,
        }
    }
}

impl Inputs for Statistics<'_> {
    fn state(&self, entity: EntityId, fact: FactId, year: Option<i32>) -> State {
        let Some(known) = self.columns.get(&(fact, year)).filter(|_| entity == self.entity) else {
            return State::Missing;
        };
        let is_sure = match (known.shape, known.ends) {
            (Shape::Flag | Shape::Whole | Shape::Decimal | Shape::Name, _) => true,
            (Shape::Year, Some((low, high))) => i128::from(i32::MIN) <= low && high <= i128::from(i32::MAX),
            // Days that no calendar has aren't known.
            (Shape::Day, Some((low, high))) => {
                i128::from(Date::MIN.days()) <= low && high <= i128::from(Date::MAX.days())
            }
            // Names and numbers may stand for nothing that the program knows.
            _ => false,
        };
        match known.nulls {
            Some(nulls) if nulls == self.rows => State::Missing,
            Some(0) if is_sure => State::Complete,
            _ => State::Partial,
        }
    }

    fn is_whole(&self, entity: EntityId, fact: FactId, year: Option<i32>) -> bool {
        entity == self.entity && self.columns.get(&(fact, year)).is_some_and(|known| known.is_whole)
    }

    fn holds_none(&self, entity: EntityId, fact: FactId, year: Option<i32>) -> bool {
        let Some(known) = self.columns.get(&(fact, year)).filter(|_| entity == self.entity) else { return false };
        let reads_none = KnownNames::new(self.program).reading(fact).none;
        match (known.none(), known.ends) {
            (Some(none), Some((low, high))) => low <= none && none <= high,
            (Some(_), None) => true,
            (None, _) => reads_none && matches!(known.shape, Shape::Choice | Shape::Region | Shape::Name),
        }
    }

    fn bounds(&self, entity: EntityId, fact: FactId, year: Option<i32>) -> Option<Bounds> {
        let known = self.columns.get(&(fact, year)).filter(|_| entity == self.entity)?;
        match known.shape {
            Shape::Whole | Shape::Decimal | Shape::Day | Shape::Year => {}
            Shape::Flag | Shape::Choice | Shape::Region | Shape::Name => return None,
        }
        let widest = match (known.is_whole, known.shape) {
            (_, Shape::Day) => Bounds::new(i128::from(i32::MIN), i128::from(i32::MAX)),
            (true, _) => Bounds::new(i128::from(i64::MIN), i128::from(i64::MAX)),
            (false, _) => Bounds::new(i128::MIN / 4, i128::MAX / 4),
        };
        let Some((low, high)) = known.ends else { return Some(widest) };
        // "None" is no number, but the least or the greatest beside it isn't known then.
        match known.none() {
            Some(none) if none == low || none == high => match known.shape {
                Shape::Year => Some(Bounds::new(low, high)),
                _ => Some(Bounds::new(i128::from(Date::MIN.days()), i128::from(Date::MAX.days()))),
            },
            _ => Some(Bounds::new(low, high)),
        }
    }

    fn derive(&self, _: &Request<'_>) -> Result<Option<Derived>> {
        match self.beside {
            false => Ok(None),
            true => Err(Unsupported(Reason::new("要看其他主体", "other subjects are asked for each batch"))),
        }
    }
}
