//! What holds of documents whoever is asked about: conditions nobody can meet, cliffs, contradictions, tables under which more
//! earns less.
//!
//! Everything here is looked for over the declared ranges of facts, without any data, and nothing is reported without proof:
//! a witness is a subject made up of a few facts, evaluated by the reference over the population on which documents'
//! tests run; that there is nobody is proved over quantities that may be anything their ranges allow. What could
//! neither be shown nor refuted is counted and said.

mod cost;
mod critical;
mod finding;
mod findings;
mod formula;
mod phrase;
mod search;
mod sense;
mod shape;
mod site;
mod solve;
mod way;
mod world;

pub use finding::{Gravity, TheoremFinding, TheoremKind, Witness, WitnessAnswer, WitnessStep, WitnessSubject};

use wuwei_ir::{Date, DocId, EntityId, Expr, GroupId, ItemId, ItemKind, Program};
use wuwei_source::{FileId, Text, parallel};

use findings::{cliff, contradiction, impossible, perverse_band, redundant, rounding, unfunded, unstacked};
use phrase::Phrase;
use search::Search;
use sense::Sense;
use site::Site;

/// What was found, and how far it goes.
#[derive(Clone, Debug, Default)]
pub struct Theorems {
    /// The findings, the gravest first.
    pub findings: Vec<TheoremFinding>,
    /// For each kind how many questions were asked.
    pub examined: Vec<(TheoremKind, usize)>,
    /// What could neither be shown nor refuted.
    pub open: Vec<OpenQuestion>,
    /// How many rules are in force on the day.
    pub rules: usize,
}

/// A question that stayed open.
#[derive(Clone, Debug)]
pub struct OpenQuestion {
    /// Of which kind.
    pub kind: TheoremKind,
    /// About which rule.
    pub rule: GroupId,
    /// What couldn't be told.
    pub what: Text,
}

/// What one look came to.
#[derive(Default)]
struct Report {
    findings: Vec<TheoremFinding>,
    open: Vec<OpenQuestion>,
    examined: usize,
}

/// What is looked at.
enum Job {
    Impossible(GroupId),
    Redundant(GroupId),
    Contradiction(contradiction::Pair),
    Cliff(Site),
    Rounding(ItemId),
    Unstacked(GroupId, GroupId),
    Unfunded(DocId),
    PerverseBand(ItemId),
}

/// The documents on a day, as all looks need them.
struct Prover<'a> {
    program: &'a Program,
    day: Date,
    search: Search<'a>,
    sense: Sense,
    phrase: Phrase<'a>,
    /// For each rule the rules that read it.
    readers: Vec<Vec<GroupId>>,
}

/// Looks for findings of some kinds about the rules of some files that are in force on a day.
pub fn prove(
    program: &Program,
    day: Date,
    kinds: &[TheoremKind],
    is_own: &(dyn Fn(FileId) -> bool + Sync),
) -> Theorems {
    let prover = Prover::new(program, day);
    let in_force: Vec<GroupId> = prover.in_force().filter(|group| is_own(prover.file(*group))).collect();
    let wanted = |kind: TheoremKind| kinds.contains(&kind);
    let mut jobs: Vec<(TheoremKind, Job)> = Vec::new();
    for kind in TheoremKind::ALL.into_iter().filter(|kind| wanted(*kind)) {
        let mut add = |job: Job| jobs.push((kind, job));
        let items = in_force.iter().filter_map(|group| program.version(*group, day));
        match kind {
            TheoremKind::Impossible => in_force.iter().for_each(|group| add(Job::Impossible(*group))),
            TheoremKind::Redundant => in_force.iter().for_each(|group| add(Job::Redundant(*group))),
            TheoremKind::Contradiction => {
                contradiction::pairs(&prover, &in_force).into_iter().for_each(|pair| add(Job::Contradiction(pair)));
            }
            TheoremKind::Cliff => site::sites(&prover, items).into_iter().for_each(|site| add(Job::Cliff(site))),
            TheoremKind::Rounding => items.for_each(|item| add(Job::Rounding(item))),
            TheoremKind::PerverseBand => items.for_each(|item| add(Job::PerverseBand(item))),
            TheoremKind::Unstacked => {
                unstacked::pairs(&prover, &in_force).into_iter().for_each(|(a, b)| add(Job::Unstacked(a, b)));
            }
            TheoremKind::Unfunded => {
                let mut documents: Vec<DocId> = items.map(|item| program.item(item).head.doc).collect();
                documents.sort_unstable();
                documents.dedup();
                documents.into_iter().for_each(|doc| add(Job::Unfunded(doc)));
            }
        }
    }
    let reports = parallel::map(&jobs, |(_, job)| prover.look(job));
    let mut out = Theorems { rules: in_force.len(), ..Theorems::default() };
    out.examined = kinds.iter().map(|kind| (*kind, 0)).collect();
    for ((kind, _), report) in jobs.iter().zip(reports) {
        if let Some((_, examined)) = out.examined.iter_mut().find(|(known, _)| known == kind) {
            *examined += report.examined;
        }
        out.findings.extend(report.findings);
        out.open.extend(report.open);
    }
    // Whom nobody may be able to meet isn't asked about again.
    let unmet: Vec<GroupId> =
        out.open.iter().filter(|open| open.kind == TheoremKind::Impossible).map(|open| open.rule).collect();
    out.open.retain(|open| open.kind == TheoremKind::Impossible || !unmet.contains(&open.rule));
    let mut asked: Vec<(TheoremKind, String)> = Vec::new();
    out.open.retain(|open| {
        let this = (open.kind, open.what.zh.clone());
        let is_new = !asked.contains(&this);
        if is_new {
            asked.push(this);
        }
        is_new
    });
    // What two places of a rule say in the same words is said once.
    let mut said: Vec<(TheoremKind, String)> = Vec::new();
    out.findings.retain(|finding| {
        let this = (finding.kind, finding.message.zh.clone());
        let is_new = !said.contains(&this);
        if is_new {
            said.push(this);
        }
        is_new
    });
    out.findings.sort_by_key(|finding| (finding.gravity, finding.kind));
    out
}

impl<'a> Prover<'a> {
    fn new(program: &'a Program, day: Date) -> Prover<'a> {
        let mut readers = vec![Vec::new(); program.groups.len()];
        for item in program.items.iter().filter(|item| item.head.in_force(day)) {
            for (_, node) in item.body.iter() {
                let read = match node.expr {
                    Expr::Item(read, ..) => read,
                    Expr::Weight(table, _) => program.weight_table(table).by,
                    _ => continue,
                };
                if !readers[read.index()].contains(&item.group) {
                    readers[read.index()].push(item.group);
                }
            }
        }
        Prover {
            program,
            day,
            search: Search::new(program, day),
            sense: Sense::of(program, day),
            phrase: Phrase { program, day },
            readers,
        }
    }

    fn in_force(&self) -> impl Iterator<Item = GroupId> {
        let groups = (0..self.program.groups.len()).map(GroupId::from_index);
        groups.filter(|group| self.program.version(*group, self.day).is_some())
    }

    fn item(&self, group: GroupId) -> ItemId {
        self.program.version(group, self.day).unwrap_or_else(|| self.program.group(group).versions[0])
    }

    fn file(&self, group: GroupId) -> FileId {
        self.program.item(self.item(group)).head.place.file
    }

    /// The rules of the same kind of subject that answer a question and read a rule, near ones first; the rule itself, if it
    /// answers one.
    fn answers(&self, group: GroupId) -> Vec<GroupId> {
        let entity: EntityId = self.program.group(group).entity;
        let mut seen = vec![group];
        let mut at = 0;
        while at < seen.len() {
            for reader in &self.readers[seen[at].index()] {
                if !seen.contains(reader) && self.program.group(*reader).entity == entity {
                    seen.push(*reader);
                }
            }
            at += 1;
        }
        seen.retain(|group| !matches!(self.program.item(self.item(*group)).kind, ItemKind::Value { .. }));
        seen
    }

    fn look(&self, job: &Job) -> Report {
        let mut out = Report::default();
        match job {
            Job::Impossible(group) => impossible::look(self, *group, &mut out),
            Job::Redundant(group) => redundant::look(self, *group, &mut out),
            Job::Contradiction(pair) => contradiction::look(self, *pair, &mut out),
            Job::Cliff(site) => cliff::look(self, site, &mut out),
            Job::Rounding(item) => rounding::look(self, *item, &mut out),
            Job::Unstacked(a, b) => unstacked::look(self, *a, *b, &mut out),
            Job::Unfunded(doc) => unfunded::look(self, *doc, &mut out),
            Job::PerverseBand(item) => perverse_band::look(self, *item, &mut out),
        }
        out
    }
}

impl Report {
    fn open(&mut self, kind: TheoremKind, rule: GroupId, what: Text) {
        self.open.push(OpenQuestion { kind, rule, what });
    }
}
