//! The answers of everybody of a kind to some rules, in one world.

use wuwei_columnar::{Amounts, Others, Question, WrongColumn};
use wuwei_ir::{EntityId, GroupId};

use crate::money::OPEN;
use crate::rules::{Rule, RuleKind};
use crate::world::World;

/// The verdict of a rule that isn't in force: it concerns nobody.
pub const NOT_ASKED: i8 = wuwei_columnar::NOT_APPLICABLE;

/// What a benefit comes to for everybody.
#[derive(Clone, Debug, Default)]
pub struct ClauseAnswers {
    /// Verdicts, by row: see [`wuwei_columnar::Answers`].
    pub verdicts: Vec<i8>,
    /// Low ends in 分.
    pub low: Vec<i64>,
    /// High ends; `i64::MAX` is none.
    pub high: Vec<i64>,
}

/// The answers of one kind of subject, in the order of the rules asked.
#[derive(Clone, Debug, Default)]
pub struct KindAnswers {
    /// How many subjects.
    pub rows: usize,
    /// Verdicts of statuses, by row.
    pub statuses: Vec<Vec<i8>>,
    /// Benefits, each alone.
    pub benefits: Vec<ClauseAnswers>,
    /// What the benefits asked, and those that exclude or limit them, pay together.
    pub total: ClauseAnswers,
}

/// Asks some rules of everybody of a kind; those without a group in this world concern nobody.
pub(crate) fn answers<'p>(
    world: &World<'p>,
    others: &Others<'p>,
    entity: EntityId,
    rules: &[Rule],
    group: &dyn Fn(&Rule) -> Option<GroupId>,
    threads: usize,
) -> Result<KindAnswers, WrongColumn> {
    let of =
        |kind: RuleKind| -> Vec<Option<GroupId>> { rules.iter().filter(|rule| rule.kind == kind).map(group).collect() };
    let (statuses, benefits) = (of(RuleKind::Status), of(RuleKind::Benefit));
    let asked: Vec<GroupId> = benefits.iter().flatten().copied().collect();
    let question = Question {
        statuses: statuses.iter().flatten().copied().collect(),
        benefits: asked.clone(),
        total: entangled(world, &asked),
        eligibility: true,
        ..Question::default()
    };
    let rows = world.table(entity).map_or(0, |table| table.rows);
    let nobody = || ClauseAnswers { verdicts: vec![NOT_ASKED; rows], low: vec![0; rows], high: vec![0; rows] };
    let found = match question.statuses.is_empty() && question.benefits.is_empty() {
        true => None,
        false => world.ask(others, entity, &question, &[], |run| run.answers(threads))?,
    };
    let Some(found) = found else {
        return Ok(KindAnswers {
            rows,
            statuses: statuses.iter().map(|_| vec![NOT_ASKED; rows]).collect(),
            benefits: benefits.iter().map(|_| nobody()).collect(),
            total: nobody(),
        });
    };
    let mut verdicts = found.statuses.into_iter();
    let mut money = found.eligible.into_iter().zip(found.benefits);
    let benefit = |own: &Option<GroupId>| match own.and_then(|_| money.next()) {
        Some((verdicts, amounts)) => with_open(verdicts, amounts),
        None => nobody(),
    };
    Ok(KindAnswers {
        rows,
        statuses: statuses
            .iter()
            .map(|own| own.and_then(|_| verdicts.next()).unwrap_or_else(|| vec![NOT_ASKED; rows]))
            .collect(),
        benefits: benefits.iter().map(benefit).collect(),
        total: match found.total {
            Some(amounts) => with_open(Vec::new(), amounts),
            None => nobody(),
        },
    })
}

fn with_open(verdicts: Vec<i8>, amounts: Amounts) -> ClauseAnswers {
    let Amounts { low, mut high, unbounded } = amounts;
    unbounded.iter().for_each(|row| high[*row as usize] = OPEN);
    ClauseAnswers { verdicts, low, high }
}

/// Some benefits with all that stacking rules in force tie to them, directly or through others.
fn entangled(world: &World<'_>, asked: &[GroupId]) -> Vec<GroupId> {
    let program = world.program;
    let mut all = asked.to_vec();
    let mut at = 0;
    while at < all.len() {
        let one = all[at];
        at += 1;
        let rules = program.stackings.iter().filter(|rule| rule.head.in_force(world.as_of));
        for rule in rules.filter(|rule| rule.members.contains(&one)) {
            for member in &rule.members {
                if !all.contains(member) && program.version(*member, world.as_of).is_some() {
                    all.push(*member);
                }
            }
        }
    }
    all
}
