//! Everything about one subject.

mod json;

use wuwei_engine::{BenefitAnswer, Evaluator, Exclusion, GroupTotal, Range, Row, StatusAnswer, Verdict};
use wuwei_ir::{Date, GroupId, ItemId, ItemKind, Literal, Number, Program, StackingRule};
use wuwei_source::Name;

pub(crate) use json::in_yuan;
pub use json::{AskedJson, decimal};

/// A status and its answer.
#[derive(Debug)]
pub struct AskedStatus {
    /// The rule.
    pub group: GroupId,
    /// Its name, with the document where the bare name is not enough.
    pub name: Name,
    /// The answer.
    pub answer: StatusAnswer,
}

/// A score or value and its range.
#[derive(Debug)]
pub struct AskedScore {
    /// The rule.
    pub group: GroupId,
    /// Its name.
    pub name: Name,
    /// The version in force.
    pub item: ItemId,
    /// Its range.
    pub range: Range,
    /// The most points; nothing for values.
    pub out_of: Option<Number>,
}

/// A benefit and its answer.
#[derive(Debug)]
pub struct AskedBenefit {
    /// The rule.
    pub group: GroupId,
    /// Its name.
    pub name: Name,
    /// The answer, before stacking.
    pub answer: BenefitAnswer,
    /// The benefit it certainly loses to.
    pub excluded_by: Option<GroupId>,
}

/// Everything about one subject.
#[derive(Debug)]
pub struct Asked {
    /// The subject.
    pub subject: Row,
    /// Its key; nothing where somebody only describes it.
    pub key: Option<Name>,
    /// What people call it.
    pub called: Option<Name>,
    /// The evaluation date.
    pub as_of: Date,
    /// Statuses that concern it.
    pub statuses: Vec<AskedStatus>,
    /// Scores that concern it.
    pub scores: Vec<AskedScore>,
    /// Values that concern it.
    pub values: Vec<AskedScore>,
    /// Benefits that concern it.
    pub benefits: Vec<AskedBenefit>,
    /// What groups of benefits pay together.
    pub groups: Vec<GroupTotal>,
    /// What it gets in all, stacking applied.
    pub total: Range,
    /// What each rule is called.
    names: Vec<Name>,
}

/// Asks every rule about one subject. Rules that don't concern it are left out.
pub fn ask(evaluator: &Evaluator<'_>, subject: Row, key: Option<Name>, called: Option<Name>) -> Asked {
    let program = evaluator.program();
    let mut asked = Asked {
        names: program.group_names(),
        subject,
        key,
        called,
        as_of: evaluator.as_of(),
        statuses: Vec::new(),
        scores: Vec::new(),
        values: Vec::new(),
        benefits: Vec::new(),
        groups: Vec::new(),
        total: Range::exactly(Number::ZERO),
    };
    for (n, group) in program.groups.iter().enumerate() {
        if group.entity != subject.entity {
            continue;
        }
        let (id, name) = (GroupId::from_index(n), asked.names[n]);
        let Some(item) = program.version(id, evaluator.as_of()) else { continue };
        match &program.item(item).kind {
            ItemKind::Status { .. } => {
                let answer = evaluator.status(id, subject);
                asked.statuses.push(AskedStatus { group: id, name, answer });
            }
            ItemKind::Score(score) => {
                if let Some(range) = evaluator.points(id, subject) {
                    asked.scores.push(AskedScore { group: id, name, item, range, out_of: Some(score.out_of) });
                }
            }
            ItemKind::Value { yearly: false, .. } if group.ty.dim().is_some() => {
                if let Some(range) = evaluator.points(id, subject) {
                    asked.values.push(AskedScore { group: id, name, item, range, out_of: None });
                }
            }
            ItemKind::Value { .. } => {}
            ItemKind::Benefit(_) => {
                let answer = evaluator.benefit(id, subject);
                asked.benefits.push(AskedBenefit { group: id, name, answer, excluded_by: None });
            }
        }
    }
    let amounts: Vec<(GroupId, Range)> =
        asked.benefits.iter().map(|benefit| (benefit.group, benefit.answer.money)).collect();
    let stacked = evaluator.stack(subject, &amounts);
    for Exclusion { loser, winner, .. } in stacked.exclusions {
        if let Some(benefit) = asked.benefits.iter_mut().find(|benefit| benefit.group == loser) {
            benefit.excluded_by = Some(winner);
        }
    }
    (asked.groups, asked.total) = (stacked.groups, stacked.total);
    asked
}

impl Asked {
    /// Limits on several benefits together that cut what is paid.
    pub fn limits(&self, program: &Program) -> impl Iterator<Item = &GroupTotal> {
        self.groups.iter().filter(|group| {
            let rule = &program.stackings[group.rule];
            let members =
                self.benefits.iter().filter(|it| rule.members.contains(&it.group) && it.excluded_by.is_none());
            let alone =
                members.map(|benefit| benefit.answer.money.high).try_fold(Number::ZERO, |sum, high| sum.add(high?));
            matches!(rule.rule, StackingRule::Limit { .. }) && (alone.is_none() || alone > group.total.high)
        })
    }

    /// How many statuses have an answer.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.statuses.iter().filter(|status| status.answer.verdict == verdict).count()
    }
}

/// Where a status stands on the ladders: those on none come last, each kind in its order.
pub fn ladder_step(program: &Program, group: GroupId) -> (usize, usize) {
    let steps = program
        .ladders
        .iter()
        .enumerate()
        .filter_map(|(n, ladder)| Some((n, ladder.steps.iter().position(|step| step.to == group)?)));
    steps.min().unwrap_or((usize::MAX, 0))
}

/// The text of a fact that names a subject.
pub fn text_fact(population: &dyn wuwei_engine::Population, row: Row, fact: Option<wuwei_ir::FactId>) -> Option<Name> {
    match population.fact(row, fact?, None)? {
        Literal::Text(text) => Some(text),
        _ => None,
    }
}
