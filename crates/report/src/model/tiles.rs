//! A map of a city's units by squares: our own layout, in which zones have their place beside districts. No boundary is
//! drawn and none is meant.

use rustc_hash::FxHashMap;
use wuwei_ir::{IndicatorId, Program, RegionId, TargetId, Whose};
use wuwei_plan::cascade::{Cascade, wholes};

use super::Material;
use super::cascade::{asked, subject};
use super::notes::{Figure, Notes};
use super::scale::{Scale, percent};
use wuwei_plan::progress::TargetProgress;
use wuwei_plan::trace::{Quantity, key};

/// A map of one indicator.
#[derive(Clone, Debug)]
pub struct TileMap {
    /// The city.
    pub region: String,
    /// What is promised.
    pub indicator: String,
    /// What the city as a whole promises.
    pub whole: Option<Figure>,
    /// The units.
    pub tiles: Vec<Tile>,
    /// How many squares lie side by side.
    pub columns: usize,
    /// How many rows there are.
    pub rows: usize,
}

/// A unit.
#[derive(Clone, Debug)]
pub struct Tile {
    /// Its full name.
    pub name: String,
    /// A name that fits the square.
    pub short: String,
    /// Where its square lies.
    pub column: usize,
    /// Where its square lies.
    pub row: usize,
    /// What it promises; none where no plan of it is known.
    pub asked: Option<Figure>,
    /// The latest value, with its period.
    pub latest: Option<(Figure, String)>,
    /// The part of the city's target that it promises.
    pub share: Option<Figure>,
    /// The same as a number.
    pub part: f64,
    /// Whether the report is about it.
    pub is_own: bool,
}

/// Layouts, a line a unit: the code of the city, the code of the unit, column and row, and short names.
const LAYOUTS: &str = include_str!("layouts.csv");

/// So many maps stand beside each other.
const MAPS: usize = 3;

/// Where a unit's square lies.
struct Spot {
    region: RegionId,
    column: usize,
    row: usize,
    short: Option<(&'static str, &'static str)>,
}

/// Maps of the indicators of which the most units promise something.
pub(super) fn maps(material: &Material<'_>, notes: &mut Notes) -> Vec<TileMap> {
    let program = material.program;
    let own = program.document(material.document).region;
    let Some((city, spots)) = program.region_chain(own).find_map(|city| Some((city, layout(program, city)?))) else {
        return Vec::new();
    };
    let units: FxHashMap<RegionId, usize> = spots.iter().enumerate().map(|(n, spot)| (spot.region, n)).collect();
    let mut promised: FxHashMap<IndicatorId, Vec<(usize, TargetId)>> = FxHashMap::default();
    let mut of_city: FxHashMap<IndicatorId, TargetId> = FxHashMap::default();
    let mut order: Vec<IndicatorId> = Vec::new();
    for (n, target) in program.targets.iter().enumerate() {
        let document = program.document(target.doc);
        let is_current =
            document.from <= material.as_of && target.deadline.is_some_and(|deadline| deadline.day() >= material.as_of);
        let Whose::Region(region) = target.whose else { continue };
        let id = TargetId::from_index(n);
        if !is_current {
            continue;
        }
        if region == city {
            of_city.entry(target.indicator).or_insert(id);
        }
        if let Some(unit) = units.get(&region) {
            let list = promised.entry(target.indicator).or_default();
            // Of two plans of a unit the one that is compiled first is as good as the other; both stand in the list above.
            if list.iter().all(|(known, _)| known != unit) {
                list.push((*unit, id));
            }
            if !order.contains(&target.indicator) {
                order.push(target.indicator);
            }
        }
    }
    order.retain(|indicator| of_city.contains_key(indicator));
    order.sort_by_key(|indicator| std::cmp::Reverse(promised[indicator].len()));
    order.truncate(MAPS);
    let docs: Vec<_> = (0..program.documents.len()).map(wuwei_ir::DocId::from_index).collect();
    let shares = shares(material, &docs, &order, &of_city);
    let ids: Vec<TargetId> = order
        .iter()
        .flat_map(|indicator| promised[indicator].iter().map(|(_, id)| *id).chain([of_city[indicator]]))
        .collect();
    let found: FxHashMap<TargetId, TargetProgress> =
        ids.iter().copied().zip(material.progress(&ids, material.as_of)).collect();
    let mut out = Vec::new();
    for indicator in order {
        let whole = of_city[&indicator];
        let whole_figure = asked(material, notes, &found[&whole]);
        let tiles = spots.iter().enumerate().map(|(n, spot)| {
            let head = &program.region(spot.region).head;
            let target = promised[&indicator].iter().find(|(unit, _)| *unit == n).map(|(_, id)| *id);
            let progress = target.map(|id| &found[&id]);
            let asked = progress.map(|found| asked(material, notes, found));
            let share = target.and_then(|id| shares.get(&(whole, id)).copied());
            let share_figure = share.zip(asked.as_ref()).map(|(share, asked)| Figure {
                text: percent(share),
                notes: asked.notes.iter().chain(&whole_figure.notes).copied().collect(),
            });
            Tile {
                name: head.shown(material.lang).to_string(),
                short: match spot.short {
                    Some((zh, en)) => crate::words::pick(material.lang, zh, en).to_string(),
                    None => head.shown(material.lang).to_string(),
                },
                column: spot.column,
                row: spot.row,
                latest: progress.and_then(|found| latest(material, notes, found)),
                asked,
                share: share_figure,
                part: share.map_or(0.0, |share| share.to_f64()),
                is_own: spot.region == own,
            }
        });
        let tiles: Vec<Tile> = tiles.collect();
        out.push(TileMap {
            region: program.region(city).head.shown(material.lang).to_string(),
            indicator: program.indicator(indicator).head.shown(material.lang).to_string(),
            columns: tiles.iter().map(|tile| tile.column + 1).max().unwrap_or(0),
            rows: tiles.iter().map(|tile| tile.row + 1).max().unwrap_or(0),
            whole: Some(whole_figure),
            tiles,
        });
    }
    out
}

/// The parts of the city's targets that single targets of its units promise.
fn shares(
    material: &Material<'_>,
    docs: &[wuwei_ir::DocId],
    order: &[IndicatorId],
    of_city: &FxHashMap<IndicatorId, TargetId>,
) -> FxHashMap<(TargetId, TargetId), wuwei_ir::Number> {
    let program = material.program;
    let wanted: Vec<TargetId> = order.iter().map(|indicator| of_city[indicator]).collect();
    // Only documents that speak of these indicators are compared: all others would cost and say nothing.
    let mut speaks = vec![false; program.documents.len()];
    for target in program.targets.iter().filter(|target| order.contains(&target.indicator)) {
        speaks[target.doc.index()] = true;
    }
    let docs: Vec<_> = docs
        .iter()
        .copied()
        .filter(|doc| speaks[doc.index()] && program.document(*doc).from <= material.as_of)
        .collect();
    let cascade = Cascade::new(program, &docs);
    let mut out = FxHashMap::default();
    for whole in wholes(&cascade, material.observations, material.as_of) {
        for part in whole.parts.iter().filter(|_| wanted.contains(&whole.target)) {
            if let ([child], Some(share)) = (part.targets.as_slice(), part.value.div(whole.goal.value)) {
                out.insert((whole.target, *child), share);
            }
        }
    }
    out
}

fn latest(material: &Material<'_>, notes: &mut Notes, found: &TargetProgress) -> Option<(Figure, String)> {
    let program = material.program;
    let latest = found.latest?;
    let target = program.target(found.target);
    let scale = Scale::new(program.indicator(target.indicator), Some(target), found.measure, material.lang);
    let key = key(program, material.observations, found, Quantity::Latest);
    let what = || Quantity::Latest.name().get(material.lang).to_string();
    let figure = notes.figure(key, scale.value(latest.value), &subject(material, found), what);
    Some((figure, latest.period.shown()))
}

/// The layout of a city's units; units that it forgets stand in rows below.
fn layout(program: &Program, city: RegionId) -> Option<Vec<Spot>> {
    let code = program.region(city).code.as_str();
    let lines = LAYOUTS.lines().skip(1).map(|line| line.split(',').collect::<Vec<&'static str>>());
    let own: Vec<Vec<&'static str>> = lines.filter(|cells| cells.len() == 6 && cells[0] == code).collect();
    if own.is_empty() {
        return None;
    }
    let mut spots = Vec::new();
    let mut below: Vec<RegionId> = (0..program.regions.len())
        .map(RegionId::from_index)
        .filter(|region| program.region(*region).parent == Some(city))
        .collect();
    below.sort_by_key(|region| program.region(*region).code);
    for cells in &own {
        let Some(at) = below.iter().position(|region| program.region(*region).code == cells[1]) else { continue };
        let (Ok(column), Ok(row)) = (cells[2].parse(), cells[3].parse()) else { continue };
        spots.push(Spot { region: below.remove(at), column, row, short: Some((cells[4], cells[5])) });
    }
    let columns = spots.iter().map(|spot| spot.column + 1).max().unwrap_or(5);
    let rows = spots.iter().map(|spot| spot.row + 1).max().unwrap_or(0);
    for (n, region) in below.into_iter().enumerate() {
        spots.push(Spot { region, column: n % columns, row: rows + n / columns, short: None });
    }
    Some(spots)
}
