//! A program with everybody's facts on a day.

use std::sync::OnceLock;

use wuwei_columnar::{Frame, Others, Question, Run, WrongColumn};
use wuwei_facts::{Population, Table};
use wuwei_ir::{Date, EntityId, FactId, Literal, Program, RegionId};

/// A program with everybody's facts on a day, for a region.
pub struct World<'p> {
    /// The program.
    pub program: &'p Program,
    /// Everybody's facts, a table a kind.
    pub tables: Vec<Table>,
    /// The evaluation date.
    pub as_of: Date,
    /// The region whose people are looked at.
    pub region: RegionId,
    /// The same facts subject by subject; put together when first asked for.
    population: OnceLock<Population<'p>>,
}

impl<'p> World<'p> {
    /// A program with these facts.
    pub fn new(program: &'p Program, tables: Vec<Table>, as_of: Date, region: RegionId) -> World<'p> {
        World { program, tables, as_of, region, population: OnceLock::new() }
    }

    /// The facts subject by subject.
    pub fn population(&self) -> &Population<'p> {
        self.population.get_or_init(|| Population::new(self.program, &self.tables))
    }

    /// The same people with the same facts under another program that knows the same kinds, facts and regions under the same
    /// numbers, and perhaps more.
    pub fn under<'q>(&self, program: &'q Program) -> World<'q> {
        World::new(program, self.tables.iter().map(Table::share).collect(), self.as_of, self.region)
    }

    /// Whether tables of one program can be read by another: everything that they are named by has the same number.
    pub fn fits(program: &Program, other: &Program) -> bool {
        let names = |program: &Program| -> Vec<wuwei_source::Name> {
            let entities = program.entities.iter().map(|entity| entity.head.name);
            let regions = program.regions.iter().map(|region| region.head.name);
            entities.chain(regions).collect()
        };
        let is_same = |n: usize| {
            let (one, two) = (&program.facts[n], &other.facts[n]);
            (one.name, one.entity, one.ty, one.yearly) == (two.name, two.entity, two.ty, two.yearly)
        };
        let choices = |n: usize| program.enums[n].values == other.enums[n].values;
        names(program) == names(other)
            && program.facts.len() <= other.facts.len()
            && program.enums.len() <= other.enums.len()
            && (0..program.facts.len()).all(is_same)
            && (0..program.enums.len()).all(choices)
    }

    /// The table of a kind.
    pub fn table(&self, entity: EntityId) -> Option<&Table> {
        self.tables.iter().find(|table| table.entity == entity)
    }

    /// What somebody of a kind is called: the key and the name.
    pub fn called(&self, entity: EntityId, row: u32) -> (String, Option<String>) {
        use wuwei_engine::Population as _;
        let subject = wuwei_engine::Row { entity, index: row };
        let text = |fact: Option<FactId>| match self.population().fact(subject, fact?, None) {
            Some(Literal::Text(name)) => Some(name.to_string()),
            _ => None,
        };
        let declared = self.program.entity(entity);
        (text(declared.key).unwrap_or_default(), text(declared.name))
    }

    /// Everybody as those see them who refer to others.
    pub(crate) fn others(&self) -> Others<'p> {
        Others::new(self.program, self.as_of, &self.tables)
    }

    /// Asks something of a kind; nothing where there is nobody.
    pub(crate) fn ask<T>(
        &self,
        others: &Others<'p>,
        entity: EntityId,
        question: &Question,
        groups: &[wuwei_columnar::GroupBy],
        take: impl FnOnce(&Run<'_, '_, 'p>) -> T,
    ) -> Result<Option<T>, WrongColumn> {
        let Some(table) = self.table(entity).filter(|table| table.rows > 0) else { return Ok(None) };
        let frame = Frame::new(self.program, self.as_of, table.share(), Some(others))?;
        let run = Run::new(&frame, question, groups);
        Ok(Some(take(&run)))
    }
}
