//! The subjects of one kind whose rules are asked: their columns, and what was derived for them from other subjects.

use std::sync::{Mutex, OnceLock, PoisonError};

use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use rustc_hash::FxHashMap;
use wuwei_facts::{Column as FactColumn, Table};
use wuwei_ir::{Date, EntityId, FactId, Program};
use wuwei_source::Lang;

use crate::beside::Beside;
use crate::bind::Bound;
use crate::column::{Derived, Inputs, Request, Shape, State};
use crate::graph::Bounds;
use crate::names::KnownNames;
use crate::others::Others;
use crate::value::Result;

/// The bounds of columns that were asked for.
type KnownBounds = FxHashMap<(FactId, Option<i32>), Option<Bounds>>;

/// A column that can't be read, because its values are of a type that its fact doesn't come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongColumn {
    /// Its name.
    pub column: String,
    /// What its values should be.
    pub wanted: Shape,
    /// What they are.
    pub found: DataType,
}

impl std::fmt::Display for WrongColumn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let WrongColumn { column, wanted, found } = self;
        let types = wanted.types(Lang::En);
        write!(f, "column {column} is {found}; it should be {types}: cast it before it is given to the rules")
    }
}

impl std::error::Error for WrongColumn {}

/// Subjects of one kind.
pub struct Frame<'a, 'p> {
    pub(crate) program: &'p Program,
    pub(crate) as_of: Date,
    pub(crate) table: Table,
    pub(crate) others: Option<&'a Others<'p>>,
    columns: FxHashMap<(FactId, Option<i32>), Bound>,
    bounds: Mutex<KnownBounds>,
    derived: Mutex<DerivedColumns>,
    reference: OnceLock<Beside<'a, 'p>>,
}

/// Columns derived so far, and for which requests.
#[derive(Default)]
pub(crate) struct DerivedColumns {
    pub(crate) columns: Vec<Bound>,
    pub(crate) known: FxHashMap<RequestKey, Result<Option<Derived>>>,
}

/// A request, by where its expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RequestKey {
    Expression(usize, u32, Option<i32>),
    NotYetPaid(u32),
    PaidBefore(usize),
}

impl RequestKey {
    pub(crate) fn of(request: &Request<'_>) -> RequestKey {
        match request {
            Request::Expression { body, id, year, .. } => {
                RequestKey::Expression(std::ptr::from_ref::<wuwei_ir::Body>(body) as usize, id.0, *year)
            }
            Request::NotYetPaid(group) => RequestKey::NotYetPaid(group.0),
            Request::PaidBefore(rule) => RequestKey::PaidBefore(*rule),
        }
    }
}

impl<'a, 'p> Frame<'a, 'p> {
    /// The subjects of a table. Without others, nothing is known of any other subject, of the same kind or another.
    pub fn new(
        program: &'p Program,
        as_of: Date,
        table: Table,
        others: Option<&'a Others<'p>>,
    ) -> std::result::Result<Frame<'a, 'p>, WrongColumn> {
        let names = KnownNames::new(program);
        let mut columns = FxHashMap::default();
        for (column, array) in table.columns.iter().zip(&table.arrays) {
            let bound = Bound::of(&names.reading(column.fact), array).map_err(|wrong| WrongColumn {
                column: program.fact(column.fact).column(column.year),
                wanted: wrong.wanted,
                found: wrong.found,
            })?;
            columns.insert((column.fact, column.year), bound);
        }
        Ok(Frame {
            program,
            as_of,
            table,
            others,
            columns,
            bounds: Mutex::default(),
            derived: Mutex::default(),
            reference: OnceLock::new(),
        })
    }

    /// The subjects of a batch whose columns are named as facts are: `研发费用@2024`. Other columns are left alone.
    pub fn of_batch(
        program: &'p Program,
        as_of: Date,
        entity: EntityId,
        batch: &RecordBatch,
        others: Option<&'a Others<'p>>,
    ) -> std::result::Result<Frame<'a, 'p>, WrongColumn> {
        Frame::new(program, as_of, table_of(program, entity, batch), others)
    }

    /// How many subjects there are.
    pub fn rows(&self) -> usize {
        self.table.rows
    }

    pub(crate) fn entity(&self) -> EntityId {
        self.table.entity
    }

    pub(crate) fn fact(&self, fact: FactId, year: Option<i32>) -> Option<&Bound> {
        self.columns.get(&(fact, year))
    }

    pub(crate) fn derived_column(&self, at: usize) -> Option<Bound> {
        self.derived.lock().unwrap_or_else(PoisonError::into_inner).columns.get(at).cloned()
    }

    /// The reference's view of the same subjects; made when a row first needs it.
    pub(crate) fn reference(&self) -> &Beside<'a, 'p> {
        self.reference.get_or_init(|| Beside::new(self.program, &self.table, self.others))
    }
}

impl Inputs for Frame<'_, '_> {
    fn state(&self, entity: EntityId, fact: FactId, year: Option<i32>) -> State {
        match self.columns.get(&(fact, year)) {
            Some(column) if entity == self.table.entity => column.state(self.table.rows),
            _ => State::Missing,
        }
    }

    fn is_whole(&self, entity: EntityId, fact: FactId, year: Option<i32>) -> bool {
        entity == self.table.entity && self.columns.get(&(fact, year)).is_some_and(Bound::is_whole)
    }

    fn holds_none(&self, entity: EntityId, fact: FactId, year: Option<i32>) -> bool {
        entity == self.table.entity && self.columns.get(&(fact, year)).is_some_and(Bound::holds_none)
    }

    fn bounds(&self, entity: EntityId, fact: FactId, year: Option<i32>) -> Option<Bounds> {
        let column = self.columns.get(&(fact, year)).filter(|_| entity == self.table.entity)?;
        let mut known = self.bounds.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry((fact, year)).or_insert_with(|| column.bounds())
    }

    fn derive(&self, request: &Request<'_>) -> Result<Option<Derived>> {
        let Some(others) = self.others else { return Ok(None) };
        let key = RequestKey::of(request);
        if let Some(known) = self.derived.lock().unwrap_or_else(PoisonError::into_inner).known.get(&key) {
            return known.clone();
        }
        let (derived, columns) = match others.derive(self, request) {
            Ok(Some((derived, columns))) => (Ok(Some(derived)), columns),
            Ok(None) => (Ok(None), Vec::new()),
            Err(why) => (Err(why), Vec::new()),
        };
        let mut known = self.derived.lock().unwrap_or_else(PoisonError::into_inner);
        let from = known.columns.len();
        known.columns.extend(columns);
        let derived = derived.map(|derived| derived.map(|derived| derived.shifted(from)));
        known.known.insert(key, derived.clone());
        derived
    }
}

/// The columns of a batch that are facts.
pub(crate) fn table_of(program: &Program, entity: EntityId, batch: &RecordBatch) -> Table {
    let mut table =
        Table { entity, columns: Vec::new(), arrays: Vec::new(), foreign: Vec::new(), rows: batch.num_rows() };
    for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
        match FactColumn::named(program, entity, field.name()) {
            Some(column) if array.len() == table.rows => {
                table.columns.push(column);
                table.arrays.push(array.clone());
            }
            _ => {}
        }
    }
    table
}

impl Frame<'_, '_> {
    /// For each subject its group among folded lists: none where nobody points at it, nothing where it has no key.
    pub(crate) fn owner_keys(&self, folded: &crate::fold::Folded) -> Vec<Option<Option<u32>>> {
        let key = self.program.entity(self.table.entity).key.and_then(|key| self.fact(key, None));
        let Some(key) = key else { return vec![None; self.table.rows] };
        // Keys are mostly distinct: looked up row by row, and a table of names would be as long.
        (0..self.table.rows)
            .map(|row| {
                let (at, _) = key.name_of(row)?;
                Some(key.text(at).and_then(|text| folded.by_key.get(text)).copied())
            })
            .collect()
    }
}
