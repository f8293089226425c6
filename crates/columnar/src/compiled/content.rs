//! What compiled rules consist of, as they are written and read.

use serde::{Deserialize, Serialize};
use wuwei_ir::{EntityId, Program};

use super::rebuild::{self, Broken, Seen};
use super::wrong::NotCompiled;
use crate::column::{Shape, Source, State};
use crate::graph::{Bounds, Graph, Kind, Node, NodeId};
use crate::names::{KnownNames, Regions};
use crate::output::OutputNames;
use crate::rules::{Ends, Question, Rules, Verdicts, Way};
use crate::value::Reason;

/// A column that the rules may read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Spec {
    /// As in batches: 研发费用@2024.
    pub(super) name: String,
    pub(super) shape: Shape,
    /// Whether the name 无 says that there is none.
    pub(super) none: bool,
    /// Whether "none" is a value.
    pub(super) or_none: bool,
    /// Between what its known values lie.
    pub(super) bounds: Bounds,
    pub(super) choices: Vec<String>,
}

/// Everything; what isn't here follows from it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Content {
    /// The kind of subject, by its name.
    pub(super) entity: String,
    /// The day, since 1970-01-01.
    pub(super) as_of: i32,
    pub(super) names: OutputNames,
    pub(super) columns: Vec<Spec>,
    pub(super) regions: Regions,
    pub(super) nodes: Vec<Node>,
    pub(super) outputs: Vec<NodeId>,
    pub(super) statuses: Vec<(Verdicts, Option<[usize; 2]>)>,
    pub(super) scores: Vec<(Ends, usize)>,
    pub(super) benefits: Vec<(Verdicts, Ends)>,
    pub(super) total: Option<Ends>,
}

fn columns<'w, T>(name: &str, way: &'w Way<T>, wrong: &mut Vec<(String, Reason)>) -> Option<&'w T> {
    match way {
        Way::Columns(answer) => Some(answer),
        Way::Rows(why) => {
            wrong.push((name.to_string(), *why));
            None
        }
    }
}

impl Content {
    pub(super) fn of(
        program: &Program,
        entity: EntityId,
        rules: &Rules,
        question: &Question,
        as_of: i32,
    ) -> Result<Content, NotCompiled> {
        let names = OutputNames::of(program, question);
        let mut wrong = Vec::new();
        let statuses = names.statuses.iter().zip(&rules.statuses);
        let statuses =
            statuses.filter_map(|(name, plan)| Some((*columns(name, &plan.way, &mut wrong)?, plan.reasons))).collect();
        let scores = names.scores.iter().zip(&rules.scores);
        let scores = scores.filter_map(|(name, plan)| columns(name, &plan.way, &mut wrong).copied()).collect();
        let benefits = names.benefits.iter().zip(&rules.benefits);
        let benefits = benefits.filter_map(|(name, plan)| columns(name, &plan.way, &mut wrong).copied()).collect();
        let total = rules.total.as_ref().and_then(|way| columns("total", way, &mut wrong).copied());
        let entity = program.entity(entity).head.name.to_string();
        if !wrong.is_empty() {
            return Err(NotCompiled { rules: wrong });
        }
        let unseen: Vec<Seen> =
            rules.columns.iter().map(|column| Seen { state: column.state, bounds: column.bounds }).collect();
        let (nodes, outputs) = rebuild::nodes(&rules.graph, &rules.outputs, &unseen)
            .map_err(|Broken| NotCompiled { rules: vec![(entity.clone(), Reason::TOO_WIDE)] })?;
        let known = KnownNames::new(program);
        let all = rules.column_names(program);
        let spec = |(column, name): (&crate::column::Column, String)| {
            let (none, choices) = match &column.source {
                Source::Fact(fact, _) => {
                    let reading = known.reading(*fact);
                    (reading.none, reading.choices)
                }
                Source::Derived(..) => (false, Vec::new()),
            };
            Spec { name, shape: column.shape, none, or_none: column.or_none, bounds: column.bounds, choices }
        };
        let columns: Vec<Spec> = rules.columns.iter().zip(all).map(spec).collect();
        let regions = match columns.iter().any(|spec| spec.shape == Shape::Region) {
            true => Regions::of(program),
            false => Regions::default(),
        };
        Ok(Content { entity, as_of, names, columns, regions, nodes, outputs, statuses, scores, benefits, total })
    }

    /// What is known of the columns before there are any.
    pub(super) fn unseen(&self) -> Vec<Seen> {
        self.columns.iter().map(|spec| Seen { state: State::Partial, bounds: spec.bounds }).collect()
    }

    /// Whether everything that is said of the outputs is so; a damaged file may say anything.
    pub(super) fn is_sound(&self, graph: &Graph, outputs: &[NodeId]) -> bool {
        let is = |at: &usize, kind: Kind| outputs.get(*at).is_some_and(|id| graph.kind(*id) == kind);
        let verdicts = |all: &Verdicts| {
            [all.concerned, all.yes, all.maybe].iter().all(|at| is(at, Kind::Truth)) && is(&all.code, Kind::Whole)
        };
        let ends = |all: &Ends| {
            all.low.iter().chain(&all.high).all(|at| is(at, Kind::Whole))
                && [all.low_open, all.high_open].iter().all(|at| is(at, Kind::Truth))
        };
        let reasons = |pair: &Option<[usize; 2]>| pair.iter().flatten().all(|at| is(at, Kind::Whole));
        let widest = Bounds::new(-(1 << 100), 1 << 100);
        let bounded = |spec: &Spec| {
            let bounds = spec.bounds;
            widest.low <= bounds.low && bounds.low <= bounds.high && bounds.high <= widest.high
        };
        let names = &self.names;
        [names.statuses.len(), names.scores.len(), names.benefits.len(), usize::from(names.total)]
            == [self.statuses.len(), self.scores.len(), self.benefits.len(), usize::from(self.total.is_some())]
            && self.columns.iter().all(bounded)
            && self.statuses.iter().all(|(all, pair)| verdicts(all) && reasons(pair))
            && self.scores.iter().all(|(all, absent)| ends(all) && is(absent, Kind::Truth))
            && self.benefits.iter().all(|(all, money)| verdicts(all) && ends(money))
            && self.total.iter().all(ends)
    }
}
