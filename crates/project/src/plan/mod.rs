//! The list of a plan's targets: what is asked, where it stands, where it goes, and who answers for it.

mod allocation;
mod json;
mod sheet;

use wuwei_ir::{Date, DocId, PartyId, TargetId};
use wuwei_plan::progress::{Computed, Settings, TargetProgress, Verdict, progress_of};
use wuwei_source::Name;

use crate::library::Library;

pub use allocation::{allocation_head, allocation_rule, allocation_undecided, share_shown};
pub use json::{observation_json, plan_json, trace_json};
pub use sheet::{plan_csv, plan_xlsx};

/// Which targets are listed, and as of when.
#[derive(Clone, Debug)]
pub struct PlanQuestion {
    /// The documents.
    pub documents: Vec<DocId>,
    /// On what day's knowledge.
    pub as_of: Date,
    /// Only these verdicts; all where none is named.
    pub verdicts: Vec<Verdict>,
    /// Only what this body answers for.
    pub unit: Option<PartyId>,
    /// The lights that judge, by name; the region's own where none is named.
    pub lights: Option<Name>,
}

/// The targets that are asked for, document by document, in the order of the texts; beside what was reported stands what
/// indicators come to by `computed`, where somebody counted them from facts.
pub fn plan(library: &Library, question: &PlanQuestion, computed: Option<Computed<'_>>) -> Vec<TargetProgress> {
    let program = library.program();
    let is_wanted = |id: &TargetId| {
        let target = program.target(*id);
        let owned = |unit: PartyId| program.owners(target).named().iter().any(|owner| owner.party == unit);
        question.documents.contains(&target.doc) && question.unit.is_none_or(owned)
    };
    let mut targets: Vec<TargetId> = (0..program.targets.len()).map(TargetId::from_index).filter(is_wanted).collect();
    let place = |id: &TargetId| {
        let target = program.target(*id);
        (question.documents.iter().position(|doc| *doc == target.doc), target.place)
    };
    targets.sort_by_key(place);
    let settings = Settings { computed, lights: question.lights, ..Settings::default() };
    let mut found = progress_of(program, &library.observations, question.as_of, &settings, &targets);
    found.retain(|found| question.verdicts.is_empty() || question.verdicts.contains(&found.judgement.verdict));
    found
}

/// The documents that have targets, the outermost region first.
pub fn plan_documents(library: &Library) -> Vec<DocId> {
    let program = library.program();
    let mut documents: Vec<DocId> = program.targets.iter().map(|target| target.doc).collect();
    documents.sort_by_key(|doc| {
        let document = program.document(*doc);
        (program.region_chain(document.region).count(), program.region(document.region).code, *doc)
    });
    documents.dedup();
    documents
}
