//! By what people are told apart: district, field, industry, size.

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use wuwei_facts::{Column, SCALE, Table};
use wuwei_ir::{Base, CodeKind, EntityId, Fact, FactId, Number, Program, RegionId, Type, quantity};
use wuwei_source::{Lang, Text};

use crate::world::World;

/// What tells people apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The part of the region that they are at home in.
    District,
    /// A fact: a choice, yes or no, the section of a code, or where a number lies among some bounds.
    Fact(Column, Vec<Number>),
}

/// People of a kind told apart.
#[derive(Clone, Debug)]
pub struct Grouping {
    /// By what.
    pub by: By,
    /// What the groups are called.
    pub labels: Vec<Text>,
    /// The group of each row.
    pub of: Vec<u32>,
}

/// What nobody is counted under.
pub(crate) const NOWHERE: u32 = u32::MAX;

fn not_known() -> Text {
    Text::new("未知", "not known")
}

/// The groupings that nobody has to ask for: by district, by the first fact that is one of an unordered list, by the section of
/// an industry code, and by quarters of the headcount of the last year that is known before the day.
pub fn default_groupings(world: &World<'_>, entity: EntityId) -> Vec<Grouping> {
    let (program, Some(table)) = (world.program, world.table(entity)) else { return Vec::new() };
    let mut all: Vec<Grouping> = district(world, entity).into_iter().collect();
    let facts = || program.entity(entity).facts.iter().copied();
    let plain = |wanted: &dyn Fn(Type) -> bool| {
        facts()
            .find(|id| !program.fact(*id).yearly && wanted(program.fact(*id).ty) && column(table, *id, None).is_some())
    };
    let is_list = |ty: Type| matches!(ty, Type::Enum(id) if !program.enumeration(id).ordered);
    let is_code = |ty: Type| ty == Type::Code(CodeKind::Industry);
    for fact in [plain(&is_list), plain(&is_code)].into_iter().flatten() {
        all.extend(by_fact(program, table, Column { fact, year: None }, Vec::new()));
    }
    let heads = facts().find(|id| program.fact(*id).yearly && program.fact(*id).ty.base() == Some(Base::Person));
    all.extend(
        heads.and_then(|fact| by_fact(program, table, last_known(table, fact, world.as_of.year() - 1)?, Vec::new())),
    );
    all
}

/// Whether people may be told apart by a fact without anybody asking for it.
pub fn tells_apart(program: &Program, fact: &Fact) -> bool {
    match fact.ty {
        Type::Enum(id) => !fact.yearly && !program.enumeration(id).ordered,
        Type::Code(CodeKind::Industry) => !fact.yearly,
        ty => fact.yearly && ty.base() == Some(Base::Person),
    }
}

/// Groupings by facts that somebody asks for, perhaps with bounds; the name of one that can't be had.
pub fn groupings_named(
    world: &World<'_>,
    entity: EntityId,
    wanted: &[(FactId, Vec<Number>)],
) -> Result<Vec<Grouping>, FactId> {
    let Some(table) = world.table(entity) else { return Ok(Vec::new()) };
    let mut all: Vec<Grouping> = district(world, entity).into_iter().collect();
    for (fact, bounds) in wanted.iter().filter(|(fact, _)| world.program.fact(*fact).entity == entity) {
        let column = match world.program.fact(*fact).yearly {
            true => last_known(table, *fact, world.as_of.year() - 1),
            false => column(table, *fact, None).map(|_| Column { fact: *fact, year: None }),
        };
        let found = column.and_then(|column| by_fact(world.program, table, column, bounds.clone()));
        all.push(found.ok_or(*fact)?);
    }
    Ok(all)
}

pub(crate) fn column(table: &Table, fact: FactId, year: Option<i32>) -> Option<&ArrayRef> {
    let at = table.columns.iter().position(|column| *column == Column { fact, year })?;
    table.arrays.get(at)
}

/// The latest column of a yearly fact up to a year.
fn last_known(table: &Table, fact: FactId, year: i32) -> Option<Column> {
    let years = table.columns.iter().filter(|column| column.fact == fact).filter_map(|column| column.year);
    let year = years.filter(|known| *known <= year).max()?;
    Some(Column { fact, year: Some(year) })
}

/// Where people are at home: [`NOWHERE`] for whom the region doesn't concern; where it isn't known they are counted as such.
pub(crate) fn district(world: &World<'_>, entity: EntityId) -> Option<Grouping> {
    let program = world.program;
    let table = world.table(entity)?;
    let Some(home) = program.entity(entity).home else {
        let labels = vec![region_label(program, world.region)];
        return Some(Grouping { by: By::District, labels, of: vec![0; table.rows] });
    };
    let mut labels = vec![not_known()];
    let mut known: Vec<RegionId> = Vec::new();
    let array = column(table, home, None);
    let Some((keys, names)) = array.and_then(names) else {
        return Some(Grouping { by: By::District, labels, of: vec![0; table.rows] });
    };
    let mut place = |text: Option<&str>| -> u32 {
        let Some(region) = text.and_then(|text| program.region_named(text)) else { return 0 };
        if !program.is_within(region, world.region) {
            return NOWHERE;
        }
        let part = program.region_chain(region).find(|at| program.region(*at).parent == Some(world.region));
        let part = part.unwrap_or(world.region);
        let at = known.iter().position(|other| *other == part).unwrap_or_else(|| {
            known.push(part);
            labels.push(region_label(program, part));
            known.len() - 1
        });
        at as u32 + 1
    };
    let of_name: Vec<u32> = names.iter().map(|name| place(name.as_deref())).collect();
    let of = keys.iter().map(|key| key.map_or(0, |key| of_name.get(key).copied().unwrap_or(0))).collect();
    Some(sorted(Grouping { by: By::District, labels, of }))
}

fn region_label(program: &Program, region: RegionId) -> Text {
    let head = &program.region(region).head;
    Text::new(head.shown(Lang::Zh), head.shown(Lang::En))
}

/// Keys of a column of names, and the names.
type Names = (Vec<Option<usize>>, Vec<Option<String>>);

fn names(array: &ArrayRef) -> Option<Names> {
    let DataType::Dictionary(..) = array.data_type() else { return None };
    let dictionary = array.as_dictionary_opt::<Int32Type>()?;
    let values = dictionary.values().as_string_opt::<i32>()?;
    let keys = dictionary.keys().iter().map(|key| key.and_then(|key| usize::try_from(key).ok())).collect();
    Some((keys, values.iter().map(|name| name.map(str::to_string)).collect()))
}

/// Groups in the order in which they are shown: labels that begin with digits by these, others as they are, and whom nothing is
/// known of last. Those that nobody is in are left out.
fn sorted(grouping: Grouping) -> Grouping {
    let mut used = vec![false; grouping.labels.len()];
    for group in grouping.of.iter().filter(|group| **group != NOWHERE) {
        used[*group as usize] = true;
    }
    let unknown = not_known();
    let mut order: Vec<usize> = (0..used.len()).filter(|at| used[*at]).collect();
    order.sort_by_key(|at| (grouping.labels[*at] == unknown, *at));
    let mut new = vec![NOWHERE; used.len()];
    order.iter().enumerate().for_each(|(now, old)| new[*old] = now as u32);
    let of = grouping.of.iter().map(|group| if *group == NOWHERE { NOWHERE } else { new[*group as usize] }).collect();
    let labels = order.iter().map(|at| grouping.labels[*at].clone()).collect();
    Grouping { by: grouping.by, labels, of }
}

/// The numbers of a column in base units as doubles, for telling apart only.
pub(crate) fn numbers(array: &ArrayRef) -> Option<Vec<Option<f64>>> {
    match array.data_type() {
        DataType::Int64 => {
            Some(array.as_primitive::<Int64Type>().iter().map(|value| value.map(|value| value as f64)).collect())
        }
        DataType::Decimal128(..) => {
            let scale = 10f64.powi(i32::from(SCALE));
            let all = array.as_primitive::<Decimal128Type>().iter();
            Some(all.map(|value| value.map(|value| value as f64 / scale)).collect())
        }
        _ => None,
    }
}

fn by_fact(program: &Program, table: &Table, column_of: Column, bounds: Vec<Number>) -> Option<Grouping> {
    let fact = program.fact(column_of.fact);
    let array = column(table, column_of.fact, column_of.year)?;
    if let Some(numbers) = numbers(array) {
        return by_number(fact.ty, Some(fact.unit), column_of, &numbers, bounds);
    }
    if let DataType::Boolean = array.data_type() {
        let labels = vec![not_known(), Text::new("否", "no"), Text::new("是", "yes")];
        let of = array.as_boolean().iter().map(|value| value.map_or(0, |value| 1 + u32::from(value))).collect();
        return Some(sorted(Grouping { by: By::Fact(column_of, bounds), labels, of }));
    }
    let (keys, names) = names(array)?;
    let mut labels = vec![not_known()];
    let mut of_name = vec![0u32; names.len()];
    let choices = match fact.ty {
        Type::Enum(id) => Some(program.enumeration(id)),
        _ => None,
    };
    if let Some(choices) = choices {
        for (value, label) in choices.values.iter().zip(&choices.labels) {
            labels.push(Text::new(value.as_str(), label.map_or(value.as_str(), |label| label.as_str())));
        }
        labels.push(Text::new("无", "none"));
    }
    for (at, name) in names.iter().enumerate() {
        let Some(name) = name else { continue };
        of_name[at] = match (choices, fact.ty) {
            (Some(choices), _) => {
                let position = choices.values.iter().position(|value| value.as_str() == name);
                position.unwrap_or(choices.values.len()) as u32 + 1
            }
            (None, Type::Code(CodeKind::Industry)) => {
                let section = name.chars().next().map(String::from).unwrap_or_default();
                let label = Text::new(section.clone(), section);
                match labels.iter().position(|known| *known == label) {
                    Some(known) => known as u32,
                    None => {
                        labels.push(label);
                        labels.len() as u32 - 1
                    }
                }
            }
            _ => return None,
        };
    }
    let of = keys.iter().map(|key| key.map_or(0, |key| of_name.get(key).copied().unwrap_or(0))).collect();
    let mut grouping = Grouping { by: By::Fact(column_of, bounds), labels, of };
    if choices.is_none() {
        in_order_of_labels(&mut grouping);
    }
    Some(sorted(grouping))
}

fn in_order_of_labels(grouping: &mut Grouping) {
    let mut order: Vec<usize> = (0..grouping.labels.len()).collect();
    order.sort_by(|a, b| grouping.labels[*a].zh.cmp(&grouping.labels[*b].zh));
    let mut new = vec![0u32; order.len()];
    order.iter().enumerate().for_each(|(now, old)| new[*old] = now as u32);
    grouping.of.iter_mut().for_each(|group| *group = new[*group as usize]);
    grouping.labels = order.iter().map(|at| grouping.labels[*at].clone()).collect();
}

/// Bands between bounds; without bounds, quarters of those whose number is known.
fn by_number(
    ty: Type,
    unit: Option<wuwei_ir::Unit>,
    column: Column,
    numbers: &[Option<f64>],
    bounds: Vec<Number>,
) -> Option<Grouping> {
    let bounds = match bounds.is_empty() {
        false => bounds,
        true => {
            let mut known: Vec<f64> = numbers.iter().flatten().copied().collect();
            known.sort_by(f64::total_cmp);
            let quarter = |n: usize| known.get(known.len() * n / 4).map(|value| Number::int(*value as i64));
            let mut bounds: Vec<Number> = (1..4).filter_map(quarter).collect();
            bounds.dedup();
            bounds
        }
    };
    let shown = |number: &Number, lang: Lang| quantity(ty, unit, *number, lang);
    let in_both = |make: &dyn Fn(Lang) -> String| Text::new(make(Lang::Zh), make(Lang::En));
    let mut labels = vec![not_known()];
    for at in 0..=bounds.len() {
        labels.push(in_both(&|lang| match (at.checked_sub(1).map(|at| &bounds[at]), bounds.get(at)) {
            (None, None) => if lang == Lang::Zh { "全部" } else { "all" }.to_string(),
            (None, Some(high)) => format!("< {}", shown(high, lang)),
            (Some(low), None) => format!("≥ {}", shown(low, lang)),
            (Some(low), Some(high)) => format!("{} – {}", shown(low, lang), shown(high, lang)),
        }));
    }
    let ends: Vec<f64> = bounds.iter().map(|bound| bound.to_binary64().unwrap_or(f64::INFINITY)).collect();
    let of = numbers.iter().map(|value| match value {
        None => 0,
        Some(value) => 1 + ends.iter().filter(|end| *value >= **end).count() as u32,
    });
    Some(sorted(Grouping { by: By::Fact(column, bounds), labels, of: of.collect() }))
}
