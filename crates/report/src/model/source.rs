//! What was observed of the document's indicators, and who published it.

use rustc_hash::{FxHashMap, FxHashSet};
use wuwei_ir::{IndicatorId, IndicatorKind, RegionId, Whose};
use wuwei_plan::Observation;
use wuwei_plan::progress::TargetProgress;

use super::Material;
use super::scale::Scale;

/// An observation.
#[derive(Clone, Debug, PartialEq)]
pub struct ObservationRow {
    /// What was observed.
    pub indicator: String,
    /// Where.
    pub region: String,
    /// When.
    pub period: String,
    /// The value, in the unit as published.
    pub value: Option<f64>,
    /// That unit.
    pub unit: String,
    /// As it is printed.
    pub shown: String,
    /// How firm it is.
    pub status: String,
    /// Who published it.
    pub source: String,
    /// What must be said about it.
    pub note: String,
    /// The day on which it became known.
    pub learnt: String,
    /// Whether another figure was published for the period.
    pub in_conflict: bool,
}

/// Who published values, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// Who.
    pub source: String,
    /// Of what: an indicator with its periods.
    pub of: Vec<(String, Vec<String>)>,
}

/// What was known of the document's indicators on the day, in the order of the targets.
pub(super) fn observations(material: &Material<'_>, found: &[TargetProgress]) -> Vec<ObservationRow> {
    let program = material.program;
    let mut seen: FxHashSet<(IndicatorId, RegionId)> = FxHashSet::default();
    let mut out = Vec::new();
    for one in found {
        let target = program.target(one.target);
        let Whose::Region(region) = target.whose else { continue };
        let mut series = vec![(target.indicator, region)];
        if let IndicatorKind::Cumulative(Some(flow)) = program.indicator(target.indicator).kind {
            series.push((flow, region));
        }
        series.extend(one.rival.map(|rival| (rival.indicator, rival.region)));
        for (indicator, region) in series {
            if !seen.insert((indicator, region)) {
                continue;
            }
            let rows = material.observations.of(indicator, region).map(|(_, row)| row);
            let known = rows.filter(|row| row.learnt <= material.as_of && row.breakdowns.is_total());
            let mut rows: Vec<&Observation> = known.collect();
            rows.sort_by_key(|row| row.period);
            out.extend(rows.into_iter().map(|row| shown(material, one, row)));
        }
    }
    out
}

fn shown(material: &Material<'_>, found: &TargetProgress, row: &Observation) -> ObservationRow {
    let (program, lang) = (material.program, material.lang);
    let indicator = program.indicator(row.indicator);
    let scale = Scale::new(indicator, None, found.measure, lang);
    // A note is written in both languages with a stroke between them.
    let note = match row.note.split_once(" | ") {
        Some((zh, en)) => crate::words::pick(lang, zh, en),
        None => &row.note,
    };
    ObservationRow {
        indicator: indicator.head.shown(lang).to_string(),
        region: program.region(row.region).head.shown(lang).to_string(),
        period: row.period.shown(),
        value: row.figure.map(|figure| figure.written.to_f64()),
        unit: row.figure.map(|figure| figure.unit.text()).unwrap_or_default(),
        shown: row.value().map(|value| scale.value(value)).unwrap_or_default(),
        status: row.status.shown(lang).to_string(),
        source: row.source.to_string(),
        note: note.to_string(),
        learnt: row.learnt.to_string(),
        in_conflict: row.in_conflict,
    }
}

/// The sources in the order in which they come, each with what it gave.
pub(super) fn sources(rows: &[ObservationRow]) -> Vec<SourceRow> {
    let mut out: Vec<SourceRow> = Vec::new();
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for row in rows {
        let at = *places.entry(&row.source).or_insert_with(|| {
            out.push(SourceRow { source: row.source.clone(), of: Vec::new() });
            out.len() - 1
        });
        let of = &mut out[at].of;
        match of.iter_mut().find(|(indicator, _)| *indicator == row.indicator) {
            Some((_, periods)) => periods.push(row.period.clone()),
            None => of.push((row.indicator.clone(), vec![row.period.clone()])),
        }
    }
    out
}
