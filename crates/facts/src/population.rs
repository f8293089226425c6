//! A folder of facts as a population.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use wuwei_engine::{Origin, Payments, Related, Row};
use wuwei_ir::{EntityId, FactId, Literal, Program, Relation, RelationId};
use wuwei_source::Name;

use crate::column::{Table, Values};
use crate::folder::Folder;
use crate::origin::Origins;

/// The subjects of a folder of facts.
pub struct Population<'a> {
    program: &'a Program,
    tables: FxHashMap<EntityId, Subjects>,
    payments: OnceLock<Ledger>,
    /// Where facts come from, read when that is first asked for.
    origins: OnceLock<FxHashMap<EntityId, Arc<Origins>>>,
    /// The folder that says so, with the tables as they were read.
    recorded: Option<(Folder, Vec<Table>)>,
}

/// Payment records, found again by whom and what they paid.
#[derive(Default)]
struct Ledger {
    by_payee: FxHashMap<(Name, Name), Vec<u32>>,
    by_benefit: FxHashMap<Name, Vec<u32>>,
    /// Records that leave open whom or what they paid, with what they do say.
    open: Vec<(u32, Option<Name>, Option<Name>)>,
}

struct Subjects {
    rows: usize,
    columns: FxHashMap<(FactId, Option<i32>), Values>,
    /// Rows by key.
    by_key: OnceLock<FxHashMap<Name, u32>>,
    /// Rows by the subject that a reference names, and rows whose reference isn't known.
    by_reference: FxHashMap<FactId, OnceLock<References>>,
}

#[derive(Default)]
struct References {
    rows: FxHashMap<Name, Vec<u32>>,
    unknown: Vec<u32>,
}

impl<'a> Population<'a> {
    /// A population of these tables.
    pub fn new(program: &'a Program, tables: &[Table]) -> Population<'a> {
        let mut population = Population {
            program,
            tables: FxHashMap::default(),
            payments: OnceLock::new(),
            origins: OnceLock::new(),
            recorded: None,
        };
        for table in tables {
            let mut columns = FxHashMap::default();
            for (column, array) in table.columns.iter().zip(&table.arrays) {
                if let Some(values) = Values::read(program, program.fact(column.fact).ty, array) {
                    columns.insert((column.fact, column.year), values);
                }
            }
            let references = program.relations.iter().filter(|relation| relation.to == table.entity);
            let by_reference = references.map(|relation| (relation.by, OnceLock::new())).collect();
            let subjects = Subjects { rows: table.rows, columns, by_key: OnceLock::new(), by_reference };
            population.tables.insert(table.entity, subjects);
        }
        population
    }

    /// Says where the facts come from: from a folder with these tables, which is looked into only when somebody asks why.
    pub fn come_from(&mut self, folder: Folder, tables: &[Table]) {
        self.recorded = Some((folder, tables.iter().map(Table::share).collect()));
    }

    /// Says where the facts come from.
    pub fn with_origins(self, origins: impl IntoIterator<Item = (EntityId, Arc<Origins>)>) -> Population<'a> {
        Population { origins: OnceLock::from(origins.into_iter().collect::<FxHashMap<_, _>>()), ..self }
    }

    fn origins(&self) -> FxHashMap<EntityId, Arc<Origins>> {
        let Some((folder, tables)) = &self.recorded else { return FxHashMap::default() };
        let origins = |table: &Table| {
            let recorded = folder.origins(self.program, table.entity);
            (table.entity, Arc::new(recorded.unwrap_or_else(|| folder.unrecorded(table))))
        };
        tables.iter().map(origins).collect()
    }

    /// The key of a subject.
    pub fn key(&self, row: Row) -> Option<Name> {
        let key = self.program.entity(row.entity).key?;
        match wuwei_engine::Population::fact(self, row, key, None)? {
            Literal::Text(key) => Some(key),
            _ => None,
        }
    }

    /// The subjects that a relation leads to from the one with this key, whether the population holds it or not.
    pub fn related_to(&self, key: Option<Name>, relation: &Relation) -> Related {
        let Some(references) = self.references(relation.to, relation.by) else {
            return Related::default();
        };
        // Who has no code can't be pointed at by it, and nobody knows who meant to.
        let certain = key.and_then(|key| references.rows.get(&key)).cloned().unwrap_or_default();
        Related { certain, possible: references.unknown.clone(), complete: key.is_some() }
    }

    /// Whether there is a table of a kind.
    pub fn has(&self, entity: EntityId) -> bool {
        self.tables.contains_key(&entity)
    }

    fn ledger(&self) -> Ledger {
        let mut out = Ledger::default();
        for (n, entity) in self.program.entities.iter().enumerate() {
            let Some(ledger) = entity.ledger else { continue };
            let entity = EntityId::from_index(n);
            for at in 0..wuwei_engine::Population::len(self, entity) {
                let read = |fact| match wuwei_engine::Population::fact(self, Row { entity, index: at }, fact, None) {
                    Some(Literal::Text(text)) => Some(text),
                    _ => None,
                };
                match (read(ledger.payee), read(ledger.item)) {
                    (Some(payee), Some(benefit)) => {
                        out.by_payee.entry((payee, benefit)).or_default().push(at);
                        out.by_benefit.entry(benefit).or_default().push(at);
                    }
                    (payee, benefit) => out.open.push((at, payee, benefit)),
                }
            }
        }
        out
    }

    fn references(&self, entity: EntityId, by: FactId) -> Option<&References> {
        let subjects = self.tables.get(&entity)?;
        let cell = subjects.by_reference.get(&by)?;
        Some(cell.get_or_init(|| {
            let mut references = References::default();
            for index in 0..subjects.rows as u32 {
                match wuwei_engine::Population::fact(self, Row { entity, index }, by, None) {
                    Some(Literal::Subject(key)) => references.rows.entry(key).or_default().push(index),
                    None => references.unknown.push(index),
                    Some(_) => {}
                }
            }
            references
        }))
    }
}

impl wuwei_engine::Population for Population<'_> {
    fn len(&self, entity: EntityId) -> u32 {
        self.tables.get(&entity).map_or(0, |subjects| subjects.rows as u32)
    }

    fn fact(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Literal> {
        let subjects = self.tables.get(&row.entity)?;
        let index = row.index as usize;
        if index >= subjects.rows {
            return None;
        }
        subjects.columns.get(&(fact, year))?.get(index)
    }

    fn origin(&self, row: Row, fact: FactId, year: Option<i32>) -> Option<Origin> {
        let origins = self.origins.get_or_init(|| self.origins());
        origins.get(&row.entity)?.of(row.index as usize, fact, year)
    }

    fn find(&self, entity: EntityId, key: Name) -> Option<u32> {
        let subjects = self.tables.get(&entity)?;
        let by_key = subjects.by_key.get_or_init(|| {
            let rows = 0..subjects.rows as u32;
            rows.filter_map(|index| Some((self.key(Row { entity, index })?, index))).collect()
        });
        by_key.get(&key).copied()
    }

    fn related(&self, row: Row, relation: RelationId) -> Related {
        self.related_to(self.key(row), self.program.relation(relation))
    }

    fn payments(&self, payee: Option<Name>, benefit: Name) -> Payments {
        let ledger = self.payments.get_or_init(|| self.ledger());
        let agrees =
            |said: Option<Name>, asked: Option<Name>| said.zip(asked).is_none_or(|(said, asked)| said == asked);
        let open = ledger.open.iter().filter(|(_, to, of)| agrees(*to, payee) && agrees(*of, Some(benefit)));
        let mut possible: Vec<u32> = open.map(|(at, _, _)| *at).collect();
        let certain = match payee {
            Some(payee) => ledger.by_payee.get(&(payee, benefit)).cloned().unwrap_or_default(),
            None => {
                possible.extend(ledger.by_benefit.get(&benefit).into_iter().flatten());
                Vec::new()
            }
        };
        Payments { certain, possible }
    }
}
