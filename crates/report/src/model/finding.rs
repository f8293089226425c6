//! What doesn't fit between the documents, as far as the report's document is concerned.

use rustc_hash::FxHashMap;
use wuwei_ir::{DocId, IndicatorId, RegionId, TargetId, Whose};
use wuwei_plan::cascade::{Finding, FindingSeverity, Limits, Sight, Subject, align};
use wuwei_plan::progress::TargetProgress;
use wuwei_plan::trace::{Quantity, key};

use super::Material;
use super::cascade::{Family, asked, subject};
use super::notes::{Figure, Notes};
use super::scale::Scale;

/// A finding.
#[derive(Clone, Debug)]
pub struct FindingRow {
    /// Which kind.
    pub id: &'static str,
    /// How much it matters.
    pub severity: FindingSeverity,
    /// One sentence, with the footnotes of the targets and figures it is about.
    pub message: Figure,
    /// Where the sentences stand that it leans on.
    pub places: Vec<String>,
}

/// The findings that concern the document, and how many concern only the others.
/// `all` is how many targets the document has.
pub(super) fn findings(
    material: &Material<'_>,
    notes: &mut Notes,
    family: &[Family],
    all: &Figure,
) -> (Vec<FindingRow>, usize) {
    let program = material.program;
    let docs: Vec<DocId> = family.iter().map(|one| one.doc).collect();
    let found = align(program, material.observations, &docs, material.as_of, &Limits::default());
    let own_region = program.document(material.document).region;
    let (own, others): (Vec<Finding>, Vec<Finding>) = found.into_iter().partition(|found| {
        let sides = [found.parent, found.child];
        sides.into_iter().flatten().any(|subject| concerns(material, subject, own_region))
            || found.places.iter().any(|place| place.document == Some(material.document))
    });
    let mut wanted: Vec<TargetId> = Vec::new();
    let mut figures: FxHashMap<(IndicatorId, RegionId), TargetId> = FxHashMap::default();
    for (n, target) in program.targets.iter().enumerate() {
        if let Whose::Region(region) = target.whose {
            figures.entry((target.indicator, region)).or_insert(TargetId::from_index(n));
        }
    }
    let targets_of = |found: &Finding| {
        let of = |subject: Subject| match subject {
            Subject::Target(id) => Some(id),
            Subject::Figures(indicator, region) => figures.get(&(indicator, region)).copied(),
            _ => None,
        };
        [found.parent, found.child].into_iter().flatten().filter_map(of).collect::<Vec<TargetId>>()
    };
    own.iter().for_each(|found| wanted.extend(targets_of(found)));
    wanted.sort_unstable();
    wanted.dedup();
    let known: FxHashMap<TargetId, TargetProgress> =
        wanted.iter().copied().zip(material.progress(&wanted, material.as_of)).collect();
    let rows = own.iter().map(|found| {
        let mut message = Figure { text: found.message.get(material.lang).to_string(), notes: Vec::new() };
        for side in [found.parent, found.child].into_iter().flatten() {
            if side == Subject::Document(material.document) {
                message.notes.extend(&all.notes);
            }
            let about_figures = matches!(side, Subject::Figures(..));
            let id = match side {
                Subject::Target(id) => Some(id),
                Subject::Figures(indicator, region) => figures.get(&(indicator, region)).copied(),
                _ => None,
            };
            let Some(progress) = id.and_then(|id| known.get(&id)) else { continue };
            let mut add = |figure: Figure| {
                figure.notes.iter().for_each(|note| {
                    if !message.notes.contains(note) {
                        message.notes.push(*note);
                    }
                })
            };
            if !about_figures {
                add(asked(material, notes, progress));
            }
            if let Some(latest) = latest(material, notes, progress) {
                add(latest);
            }
        }
        FindingRow {
            id: found.id,
            severity: found.severity,
            message,
            places: found.places.iter().map(|sight| place(material, sight)).collect(),
        }
    });
    (rows.collect(), others.len())
}

fn latest(material: &Material<'_>, notes: &mut Notes, found: &TargetProgress) -> Option<Figure> {
    let program = material.program;
    let latest = found.latest?;
    let target = program.target(found.target);
    let scale = Scale::new(program.indicator(target.indicator), Some(target), found.measure, material.lang);
    let key = key(program, material.observations, found, Quantity::Latest);
    let what = || Quantity::Latest.name().get(material.lang).to_string();
    Some(notes.figure(key, scale.value(latest.value), &subject(material, found), what))
}

fn concerns(material: &Material<'_>, subject: Subject, own_region: RegionId) -> bool {
    let program = material.program;
    match subject {
        Subject::Document(doc) => doc == material.document,
        Subject::Action(action) => program.action(action).head.doc == material.document,
        Subject::Target(target) => program.target(target).doc == material.document,
        Subject::Figures(_, region) => region == own_region,
        Subject::Party(party) => program.party(party).region == own_region,
    }
}

/// Where a sentence stands: its document and headings, with file and line.
fn place(material: &Material<'_>, sight: &Sight) -> String {
    let document = sight.document.map(|doc| material.program.document(doc).title.get(material.lang));
    let at = match (sight.place, &sight.row) {
        (Some(place), _) => material.sources.show(place),
        (None, Some(row)) => format!("{}:{}", row.file, row.row),
        (None, None) => String::new(),
    };
    let parts = [document.unwrap_or_default(), sight.article.as_str(), at.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
