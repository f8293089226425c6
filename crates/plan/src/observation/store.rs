//! All observations, found by indicator and region.

use rustc_hash::FxHashMap;
use wuwei_ir::{Date, IndicatorId, Number, RegionId};

use super::revision::Rivals;
use super::{Observation, Table};
use crate::period::Period;
use crate::series::{Point, Series};

/// All observations, in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct Observations {
    all: Vec<Observation>,
    tables: Vec<Table>,
    series: FxHashMap<(IndicatorId, RegionId), Rows>,
    indicators: FxHashMap<RegionId, Vec<IndicatorId>>,
}

/// Positions of the observations of one indicator and region.
#[derive(Clone, Debug, Default)]
struct Rows {
    totals: Vec<u32>,
    parts: Vec<u32>,
}

impl Observations {
    /// All observations, in the order in which they were added.
    pub fn all(&self) -> &[Observation] {
        &self.all
    }

    /// The tables that observations were read from.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Where an observation was read: `observations.csv:12`, in a workbook `observations.xlsx[2025]:12`. None for one that
    /// was read from no table.
    pub fn place(&self, at: usize) -> Option<String> {
        let origin = self.all.get(at)?.origin;
        let table = self.tables.get(origin.table as usize).filter(|_| origin.row > 0)?;
        let sheet = table.sheet.as_deref().map(|sheet| format!("[{sheet}]")).unwrap_or_default();
        Some(format!("{}{sheet}:{}", table.file, origin.row))
    }

    /// The observations of an indicator in a region, parts of the whole included, with their positions.
    pub fn of(&self, indicator: IndicatorId, region: RegionId) -> impl Iterator<Item = (usize, &Observation)> {
        let rows = self.series.get(&(indicator, region));
        let positions = rows.into_iter().flat_map(|rows| rows.totals.iter().chain(&rows.parts));
        positions.map(|at| (*at as usize, &self.all[*at as usize]))
    }

    /// The indicators that were observed in a region, in the order in which they came.
    pub fn indicators_of(&self, region: RegionId) -> &[IndicatorId] {
        self.indicators.get(&region).map_or(&[], Vec::as_slice)
    }

    /// The values of an indicator in a region as they were known on a day, one a period, oldest first. Parts of the whole
    /// don't count.
    pub fn series(&self, indicator: IndicatorId, region: RegionId, known_on: Date) -> Series {
        let Some(rows) = self.series.get(&(indicator, region)) else { return Series::default() };
        let mut points = Vec::new();
        for rows in self.known(&rows.totals, known_on).chunk_by(same) {
            let rivals = Rivals::new(rows);
            let Some((at, row)) = rivals.chosen() else { continue };
            let Some(value) = row.value() else { continue };
            points.push(Point {
                period: row.period,
                value,
                status: row.status,
                learnt: row.learnt,
                observation: at,
                in_conflict: rivals.differ(),
            });
        }
        Series { points }
    }

    /// The figures known by a day in the order of parts and periods: those that are about the same stand together.
    fn known(&self, positions: &[u32], known_on: Date) -> Vec<(usize, &Observation)> {
        let rows = positions.iter().map(|at| (*at as usize, &self.all[*at as usize]));
        let mut known: Vec<(usize, &Observation)> = rows.filter(|(_, row)| row.learnt <= known_on).collect();
        known.sort_unstable_by(|(a, one), (b, other)| {
            one.breakdowns.cmp(&other.breakdowns).then(one.period.cmp(&other.period)).then(a.cmp(b))
        });
        known
    }

    /// The latest value of an indicator in a region that was known when a day was over: one whose row doesn't say when it
    /// became known is there as soon as its period has ended.
    pub fn latest(&self, indicator: IndicatorId, region: RegionId, day: Date) -> Option<&Observation> {
        let next = Date::from_days(i64::from(day.days()) + 1).unwrap_or(Date::MAX);
        self.series(indicator, region, next).latest().map(|point| &self.all[point.observation])
    }

    /// Growth of a value over the same period of the year before, where one figure was published for each.
    pub fn growth(&self, now: &Observation) -> Option<Number> {
        let before: Period = now.period.a_year_before()?;
        let series = self.series(now.indicator, now.region, Date::MAX);
        let before = series.at(before).filter(|before| !before.in_conflict && !now.in_conflict)?;
        now.value()?.div(before.value)?.sub(Number::ONE)
    }

    /// Adds observations and marks which of them and of those that were there contradict each other.
    pub fn append(&mut self, added: impl IntoIterator<Item = Observation>) {
        let from = self.all.len();
        self.all.extend(added);
        let mut touched = Vec::new();
        for at in from..self.all.len() {
            // What they said of contradictions elsewhere doesn't hold here.
            self.all[at].in_conflict = false;
            let key = self.index(at);
            if touched.last() != Some(&key) {
                touched.push(key);
            }
        }
        self.mark_conflicts(touched);
    }

    /// Names a table that observations are going to be read from, and gives its position.
    pub fn add_table(&mut self, table: Table) -> u32 {
        self.tables.push(table);
        self.tables.len() as u32 - 1
    }

    /// Takes back the last observations and tables, as if they had never been added.
    pub(super) fn forget(&mut self, rows: usize, tables: usize) {
        let mut touched = Vec::new();
        while self.all.len() > rows {
            let Some(row) = self.all.pop() else { break };
            let key = (row.indicator, row.region);
            let Some(of) = self.series.get_mut(&key) else { continue };
            if row.breakdowns.is_total() { &mut of.totals } else { &mut of.parts }.pop();
            if of.totals.is_empty() && of.parts.is_empty() {
                self.series.remove(&key);
                // Series are taken back in the order opposite to that in which they came.
                if self.indicators.get_mut(&key.1).is_some_and(|list| list.pop().is_some() && list.is_empty()) {
                    self.indicators.remove(&key.1);
                }
            }
            touched.push(key);
        }
        self.tables.truncate(tables);
        self.mark_conflicts(touched);
    }

    fn index(&mut self, at: usize) -> (IndicatorId, RegionId) {
        let row = &self.all[at];
        let key = (row.indicator, row.region);
        let rows = self.series.entry(key).or_insert_with(|| {
            self.indicators.entry(key.1).or_default().push(key.0);
            Rows::default()
        });
        if row.breakdowns.is_total() { &mut rows.totals } else { &mut rows.parts }.push(at as u32);
        key
    }

    /// Marks which figures of some series contradict each other.
    fn mark_conflicts(&mut self, mut touched: Vec<(IndicatorId, RegionId)>) {
        touched.sort_unstable();
        touched.dedup();
        let mut marks: Vec<(usize, bool)> = Vec::new();
        for key in touched {
            let Some(rows) = self.series.get(&key) else { continue };
            for positions in [&rows.totals, &rows.parts] {
                let marked = positions.iter().map(|at| *at as usize).filter(|at| self.all[*at].in_conflict);
                marks.extend(marked.map(|at| (at, false)));
                for rows in self.known(positions, Date::MAX).chunk_by(same) {
                    let rivals = Rivals::new(rows);
                    if rows.len() > 1 && rivals.differ() {
                        marks.extend(
                            rivals.standing().filter(|(_, row)| row.figure.is_some()).map(|(at, _)| (at, true)),
                        );
                    }
                }
            }
        }
        for (at, mark) in marks {
            self.all[at].in_conflict = mark;
        }
    }
}

/// Whether two figures are about the same period and part of the whole.
fn same((_, one): &(usize, &Observation), (_, other): &(usize, &Observation)) -> bool {
    one.period == other.period && one.breakdowns == other.breakdowns
}
