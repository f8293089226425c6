//! The report as a model: everything that is shown, in the order in which it is shown, with the footnotes of its numbers.
//!
//! It is made once; the page, the official document and the workbook are three ways to write it down. Nothing in it
//! depends on how it is written, and nothing that is written is worked out anywhere else.

mod cascade;
mod change;
mod curve;
mod finding;
mod group;
mod lamp;
mod mark;
mod notes;
mod rule;
mod scale;
mod source;
mod summary;
mod target;
mod tiles;
mod unit;

use wuwei_ir::{Date, DocId, Owners, Program, TargetId};
use wuwei_plan::Observations;
use wuwei_plan::progress::{Settings, TargetProgress, progress_of};
use wuwei_source::{Lang, SourceMap};

pub use cascade::{Edge, Family, Node, Tree};
pub use change::Change;
pub use curve::{Curve, Dot, Slice};
pub use finding::FindingRow;
pub use group::Group;
pub use lamp::{Colour, Lamp, Shape};
pub use mark::{Mark, MarkKind};
pub use notes::{Figure, Note};
pub use rule::Rule;
pub use scale::Scale;
pub use source::{ObservationRow, SourceRow};
pub use summary::{Count, Tally};
pub use target::{ForecastCell, Latest, Order, TargetRow};
pub use tiles::{Tile, TileMap};
pub use unit::UnitRow;

use notes::Notes;
use target::TargetTeller;

/// What a report is made from.
#[derive(Clone, Copy)]
pub struct Material<'a> {
    /// The compiled documents.
    pub program: &'a Program,
    /// Their files, for places.
    pub sources: &'a SourceMap,
    /// What was observed.
    pub observations: &'a Observations,
    /// The document that the report is about.
    pub document: DocId,
    /// The day of the report: what became known later doesn't count.
    pub as_of: Date,
    /// The day of the report before it.
    pub since: Date,
    /// How progress is judged.
    pub settings: &'a Settings<'a>,
    /// The language.
    pub lang: Lang,
}

/// A responsible body of a target or an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owned {
    /// Its name.
    pub name: String,
    /// Whether the text says that it leads.
    pub leads: bool,
}

/// A report on the targets of one document.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its language.
    pub lang: Lang,
    /// The document's id.
    pub document: String,
    /// Its official title.
    pub title: String,
    /// Its official number.
    pub number: Option<String>,
    /// The bodies that issued it.
    pub issuers: Vec<String>,
    /// Its region.
    pub region: String,
    /// The years that it plans, first and last.
    pub period: Option<(i32, i32)>,
    /// The day of the report.
    pub as_of: Date,
    /// The day of the report before it.
    pub since: Date,
    /// What has to be known before anything is read.
    pub marks: Vec<Mark>,
    /// How many targets have which verdict.
    pub tally: Tally,
    /// The targets, in the document's order.
    pub targets: Vec<TargetRow>,
    /// The targets by the actions they belong to, by their positions in `targets`.
    pub groups: Vec<Group>,
    /// Actions without a target that can be measured.
    pub bare_actions: Vec<Group>,
    /// What became different since the report before.
    pub changes: Vec<Change>,
    /// Responsible bodies with their targets.
    pub units: Vec<UnitRow>,
    /// The documents above and below, and this one.
    pub family: Vec<Family>,
    /// Targets under targets.
    pub tree: Tree,
    /// What doesn't fit between the documents, as far as this one is concerned.
    pub findings: Vec<FindingRow>,
    /// How many findings concern only the others.
    pub findings_elsewhere: usize,
    /// What the units of the city promise, on its own layout.
    pub maps: Vec<TileMap>,
    /// The lights that decide verdicts, with what they are called and whether they are proposed only.
    pub rules: Vec<Rule>,
    /// What the lights are called.
    pub rules_name: Option<String>,
    /// What the lights rest on, where that isn't an official text.
    pub rules_basis: Option<String>,
    /// Who published the values.
    pub value_sources: Vec<SourceRow>,
    /// What the document itself was written from.
    pub document_sources: Vec<String>,
    /// The values that were known, row by row.
    pub observations: Vec<ObservationRow>,
    /// The footnotes, the first of which is number 1.
    pub notes: Vec<Note>,
}

impl Report {
    /// Makes the report.
    pub fn new(material: &Material<'_>) -> Report {
        let Material { program, lang, as_of, since, .. } = *material;
        let document = program.document(material.document);
        let targets = material.own_targets();
        let now = material.progress(&targets, as_of);
        let before = material.progress(&targets, since);
        let mut notes = Notes::default();
        let tally = summary::tally(material, &mut notes, &now, &before);
        let mut teller = TargetTeller { material, notes: &mut notes };
        let rows: Vec<TargetRow> = now.iter().enumerate().map(|(n, found)| teller.row(n + 1, found)).collect();
        let changes = change::changes(material, &mut notes, &rows, &before, &now);
        let family = cascade::family(material);
        let tree = cascade::tree(material, &mut notes, &family);
        let (findings, findings_elsewhere) = finding::findings(material, &mut notes, &family, &tally.all);
        let maps = tiles::maps(material, &mut notes);
        let (groups, bare_actions) = group::groups(material, &now);
        let units = unit::units(material, &rows, &now);
        let (rules_name, rules_basis, rules) = rule::rules(material, &now);
        let observations = source::observations(material, &now);
        Report {
            lang,
            document: document.id.to_string(),
            title: document.title.get(lang).to_string(),
            number: document.number.map(|number| number.get(lang).to_string()),
            issuers: document.issuers.iter().map(|id| program.party(*id).head.shown(lang).to_string()).collect(),
            region: program.region(document.region).head.shown(lang).to_string(),
            period: document.period,
            as_of,
            since,
            marks: mark::marks(material, rules_basis.as_deref(), &observations),
            tally,
            targets: rows,
            groups,
            bare_actions,
            changes,
            units,
            family,
            tree,
            findings,
            findings_elsewhere,
            maps,
            rules,
            rules_name,
            rules_basis,
            value_sources: source::sources(&observations),
            document_sources: document.sources.iter().map(|source| source.get(lang).to_string()).collect(),
            observations,
            notes: notes.all,
        }
    }
}

impl Material<'_> {
    /// The targets of the document.
    fn own_targets(&self) -> Vec<TargetId> {
        self.targets_of(|doc| doc == self.document)
    }

    /// The targets of some documents.
    fn targets_of(&self, wanted: impl Fn(DocId) -> bool) -> Vec<TargetId> {
        let all = (0..self.program.targets.len()).map(TargetId::from_index);
        all.filter(|id| wanted(self.program.target(*id).doc)).collect()
    }

    fn progress(&self, targets: &[TargetId], day: Date) -> Vec<TargetProgress> {
        progress_of(self.program, self.observations, day, self.settings, targets)
    }

    /// Responsible bodies by their names.
    fn owners(&self, owners: &Owners) -> Vec<Owned> {
        let name = |owner: &wuwei_ir::Owner| Owned {
            name: self.program.party(owner.party).head.shown(self.lang).to_string(),
            leads: owner.lead,
        };
        owners.named().iter().map(name).collect()
    }
}
