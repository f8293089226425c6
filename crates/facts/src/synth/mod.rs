//! A synthetic city: made-up subjects with plausible facts, the same for the same seed on every machine.
//!
//! Nothing here is about anybody. Names and codes say so themselves, and the folder's manifest carries a notice that every
//! output repeats.

mod draw;
mod enterprise;
mod generic;

use std::path::Path;

use wuwei_ir::{Date, EntityId, Literal, Number, Program, RegionId};
use wuwei_source::Name;

use crate::column::{Column, ColumnData, Table};
use crate::folder::{FactsError, Folder};
use draw::{Draw, Purpose};

/// The years for which yearly facts are made up.
pub const YEARS: std::ops::RangeInclusive<i32> = 2020..=2025;

/// The day at which the city stands.
pub const DAY: (i32, u32, u32) = (2025, 12, 31);

/// What a synthetic city is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The region.
    pub region: RegionId,
    /// How many enterprises.
    pub enterprises: u32,
    /// The seed.
    pub seed: u64,
}

/// Other kinds of subjects, and how many of each for a thousand enterprises.
const OTHERS: &[(&str, u32)] = &[
    ("机构", 27),
    ("平台", 40),
    ("园区", 3),
    ("孵化器", 12),
    ("基金", 6),
    ("服务机构", 20),
    ("科技奖励", 60),
    ("项目", 120),
    ("成果", 150),
    ("成果许可", 40),
    ("技术合同", 200),
    ("人才", 200),
    ("产业教授聘任", 20),
    ("毕业生", 200),
];

/// Share of facts that are missing, in percent.
pub(crate) const MISSING: u32 = 10;

/// What must be said wherever the facts are shown.
pub const NOTICE_ZH: &str = "合成数据：企业、人员和数字都是随机生成的，不对应任何真实主体。";
/// The same in English.
pub const NOTICE_EN: &str = "Synthetic data: enterprises, people and figures are made up and stand for nobody real.";

/// Makes up a city.
pub fn city(program: &Program, wanted: Wanted) -> Vec<Table> {
    let places = places(program, wanted.region);
    let mut counts: Vec<(EntityId, u32)> = Vec::new();
    for (name, per_thousand) in OTHERS {
        if let Some(entity) = program.entity_named(name) {
            counts.push((
                entity,
                u32::try_from(u64::from(wanted.enterprises) * u64::from(*per_thousand) / 1000)
                    .unwrap_or(u32::MAX)
                    .max(3),
            ));
        }
    }
    let enterprise = program.entity_named("企业");
    counts.extend(enterprise.map(|entity| (entity, wanted.enterprises)));
    let world = World { program, wanted, places, counts };
    world.counts.iter().map(|(entity, rows)| world.table(*entity, *rows, Some(*entity) == enterprise)).collect()
}

/// Makes up a city and writes it to a folder.
pub fn write_city(program: &Program, wanted: Wanted, into: &Path) -> Result<Folder, FactsError> {
    let mut folder = Folder::open_or_new(into)?;
    let holds_facts = folder.manifest().tables.values().any(|rows| *rows > 0);
    if holds_facts && !folder.manifest().synthetic {
        return Err(FactsError::Real { path: into.to_path_buf() });
    }
    folder.mark_synthetic(NOTICE_ZH, NOTICE_EN);
    folder.save(program, &city(program, wanted))?;
    Ok(folder)
}

/// What makers of facts know of the city.
pub(crate) struct World<'a> {
    pub(crate) program: &'a Program,
    pub(crate) wanted: Wanted,
    /// Units of the region, with weights in thousandths.
    pub(crate) places: Vec<(RegionId, u32)>,
    pub(crate) counts: Vec<(EntityId, u32)>,
}

impl World<'_> {
    fn table(&self, entity: EntityId, rows: u32, is_enterprise: bool) -> Table {
        let definition = self.program.entity(entity);
        let mut columns = Vec::new();
        for id in &definition.facts {
            if self.program.fact(*id).yearly {
                columns.extend(YEARS.map(|year| Column { fact: *id, year: Some(year) }));
            } else {
                columns.push(Column { fact: *id, year: None });
            }
        }
        let links: Vec<bool> = columns
            .iter()
            .map(|column| self.program.relations.iter().any(|relation| relation.by == column.fact))
            .collect();
        let names: Vec<String> =
            columns.iter().map(|column| self.program.fact(column.fact).column(column.year)).collect();
        let mut data: Vec<ColumnData> =
            columns.iter().map(|column| ColumnData::new(self.program.fact(column.fact).ty)).collect();
        for row in 0..rows {
            let draw = Draw::new(self.wanted.seed, entity.0, row);
            let profile = is_enterprise.then(|| enterprise::Profile::new(self, &draw, row));
            for (n, (column, data)) in columns.iter().zip(&mut data).enumerate() {
                let value = self.value(entity, *column, row, &draw, profile.as_ref(), &names[n]);
                // Where a subject is at home is known of everybody, and a register knows whose entry an entry is; of the
                // rest a tenth is missing.
                let always =
                    links[n] || [definition.key, definition.name, definition.home].contains(&Some(column.fact));
                let missing = !always && draw.percent(Purpose::from("missing ").and(&names[n])) < MISSING;
                let value = if missing { None } else { value };
                data.push(self.program, self.program.fact(column.fact).ty, value);
            }
        }
        let arrays = data.iter_mut().map(ColumnData::finish).collect();
        Table { entity, columns, arrays, foreign: Vec::new(), rows: rows as usize }
    }

    fn value(
        &self,
        entity: EntityId,
        column: Column,
        row: u32,
        draw: &Draw,
        profile: Option<&enterprise::Profile>,
        purpose: &str,
    ) -> Option<Literal> {
        let definition = self.program.entity(entity);
        let fact = self.program.fact(column.fact);
        if definition.key == Some(column.fact) {
            return Some(Literal::Text(self.key(entity, row)));
        }
        if definition.name == Some(column.fact) {
            return Some(Literal::Text(Name::new(&format!("合成{}{:05}", definition.head.name, row + 1))));
        }
        let made = profile.and_then(|profile| profile.fact(self, fact, column.year));
        made.unwrap_or_else(|| generic::value(self, fact, purpose, draw))
    }

    /// The key of a subject: a code with a valid check digit that says it is made up, or a plain number.
    pub(crate) fn key(&self, entity: EntityId, row: u32) -> Name {
        let definition = self.program.entity(entity);
        let is_code = definition
            .key
            .is_some_and(|key| matches!(self.program.fact(key).ty, wuwei_ir::Type::Code(wuwei_ir::CodeKind::Uscc)));
        if is_code {
            return Name::new(&enterprise::code(self, row));
        }
        Name::new(&format!("合成-{}-{:05}", definition.head.name, row + 1))
    }

    /// The key of some subject of a kind, the same for the same draw.
    pub(crate) fn some_key(&self, entity: EntityId, draw: u64) -> Option<Name> {
        let (_, n) = self.counts.iter().find(|(known, n)| *known == entity && *n > 0)?;
        Some(self.key(entity, (draw % u64::from(*n)) as u32))
    }

    /// A place of the city.
    pub(crate) fn place(&self, draw: u64) -> RegionId {
        let total: u32 = self.places.iter().map(|(_, weight)| weight).sum();
        let mut rest = (draw % u64::from(total.max(1))) as u32;
        for (place, weight) in &self.places {
            if rest < *weight {
                return *place;
            }
            rest -= weight;
        }
        self.wanted.region
    }
}

/// Units in which the made-up subjects live. The shares of 长春新区 and 朝阳区 follow from the published targets for 2027
/// (1200 and 550 of 6000 technology SMEs); those of the others are assumed.
const SHARES: &[(&str, u32)] = &[
    ("长春新区", 200),
    ("净月高新区", 110),
    ("经开区", 110),
    ("朝阳区", 92),
    ("南关区", 80),
    ("二道区", 60),
    ("绿园区", 70),
    ("宽城区", 55),
    ("汽开区", 75),
    ("中韩示范区", 25),
    ("莲花山度假区", 8),
    ("双阳区", 20),
    ("九台区", 25),
    ("公主岭市", 30),
    ("德惠市", 15),
    ("榆树市", 12),
    ("农安县", 13),
];

fn places(program: &Program, region: RegionId) -> Vec<(RegionId, u32)> {
    let children = program.regions.iter().enumerate().filter(|(_, child)| child.parent == Some(region));
    let places: Vec<(RegionId, u32)> = children
        .map(|(n, child)| {
            let known = SHARES.iter().find(|(name, _)| *name == child.head.name.as_str());
            (RegionId::from_index(n), known.map_or(20, |(_, share)| *share))
        })
        .collect();
    if places.is_empty() { vec![(region, 1)] } else { places }
}

/// The day at which the city stands.
pub(crate) fn today() -> Date {
    Date::from_ymd(DAY.0, DAY.1, DAY.2).unwrap_or(Date::MAX)
}

/// Money from 元, as the nearest 分.
pub(crate) fn yuan(amount: f64) -> Literal {
    Literal::Number(Number::int((amount * 100.0).round() as i64))
}
