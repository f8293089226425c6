//! Every answer about a subject, and how the answers with more and with fewer facts must agree.

use wuwei_engine::{Applicability, Evaluator, Lane, Population, Range, Row, Stacked, Value, Verdict};
use wuwei_ir::{Date, Expr, GroupId, IndicatorId, ItemKind, PartName, Program};

use crate::generate::vocabulary::{AS_OF, YEAR};

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    /// A status.
    Verdict(Verdict),
    /// A value, score or part.
    Value(Value),
    /// A benefit.
    Benefit(Verdict, Range, Option<Lane>),
    /// What benefits come to together.
    Total(Range),
}

/// All answers about a subject, with what was asked.
#[derive(Debug)]
pub(crate) struct Answers {
    pub(crate) all: Vec<(String, Answer)>,
    pub(crate) stacked: Stacked,
    /// What each benefit pays alone.
    pub(crate) amounts: Vec<(GroupId, Range)>,
    /// Statuses and benefits that are unknown although no fact is named that would decide them and the text leaves nothing
    /// to judgement.
    pub(crate) without_reason: Vec<String>,
}

/// Asks everything about a subject.
pub(crate) fn ask(program: &Program, population: &dyn Population, subject: Row) -> Answers {
    let evaluator = Evaluator::new(program, population, Date::parse(AS_OF).unwrap());
    let mut out = Answers {
        all: Vec::new(),
        stacked: evaluator.stack(subject, &[]),
        amounts: Vec::new(),
        without_reason: Vec::new(),
    };
    let mut push = |name: String, answer: Answer| out.all.push((name, answer));
    for (n, group) in program.groups.iter().enumerate() {
        let id = GroupId::from_index(n);
        if group.entity != subject.entity {
            continue;
        }
        let item = program.version(id, evaluator.as_of()).unwrap();
        match &program.item(item).kind {
            ItemKind::Status { .. } => {
                let answer = evaluator.status(id, subject);
                let reason = !answer.gaps.facts.is_empty() || is_open(program, id, &mut Vec::new());
                if answer.verdict == Verdict::Unknown && !reason {
                    out.without_reason.push(group.name.to_string());
                }
                push(group.name.to_string(), Answer::Verdict(answer.verdict));
            }
            ItemKind::Benefit(_) => {
                let answer = evaluator.benefit(id, subject);
                let reason = !answer.gaps.facts.is_empty() || is_open(program, id, &mut Vec::new());
                if answer.eligible == Verdict::Unknown && !reason {
                    out.without_reason.push(group.name.to_string());
                }
                out.amounts.push((id, answer.money));
                push(group.name.to_string(), Answer::Benefit(answer.eligible, answer.money, answer.lane));
                push(format!("{} as a value", group.name), Answer::Value(evaluator.value(id, None, subject, None)));
            }
            ItemKind::Value { yearly: true, .. } => {
                for year in YEAR as i32 - 3..=YEAR as i32 {
                    let value = evaluator.value(id, None, subject, Some(year));
                    push(format!("{}@{year}", group.name), Answer::Value(value));
                }
            }
            ItemKind::Value { .. } => {
                push(group.name.to_string(), Answer::Value(evaluator.value(id, None, subject, None)));
            }
            ItemKind::Score(score) => {
                push(group.name.to_string(), Answer::Value(evaluator.value(id, None, subject, None)));
                for part in &score.parts {
                    let value = evaluator.value(id, Some(PartName(part.name)), subject, None);
                    push(format!("{}.{}", group.name, part.name), Answer::Value(value));
                }
            }
        }
    }
    out.stacked = evaluator.stack(subject, &out.amounts);
    for total in &out.stacked.groups {
        let name = program.stackings[total.rule].head.name;
        out.all.push((format!("{name} together"), Answer::Total(total.total)));
    }
    // Rules are listed in the order of the document, which must not matter.
    out.all.sort_by(|a, b| a.0.cmp(&b.0));
    out.all.push(("all benefits together".to_string(), Answer::Total(out.stacked.total)));
    out
}

/// The answer of one rule that has no years.
pub(crate) fn answer_of(evaluator: &Evaluator<'_>, group: GroupId, subject: Row) -> Answer {
    let item = evaluator.program().version(group, evaluator.as_of()).unwrap();
    match &evaluator.program().item(item).kind {
        ItemKind::Status { .. } => Answer::Verdict(evaluator.status(group, subject).verdict),
        ItemKind::Benefit(_) => {
            let answer = evaluator.benefit(group, subject);
            Answer::Benefit(answer.eligible, answer.money, answer.lane)
        }
        ItemKind::Value { .. } | ItemKind::Score(_) => Answer::Value(evaluator.value(group, None, subject, None)),
    }
}

/// The indicators that are computed from facts. Whom a population doesn't hold isn't counted, so nobody may be hidden.
pub(crate) fn indicators(program: &Program, population: &dyn Population) -> Vec<(String, Option<Range>)> {
    let evaluator = Evaluator::new(program, population, Date::parse(AS_OF).unwrap());
    let region = program.region_named("朝阳区").unwrap();
    let all = program.indicators.iter().enumerate();
    all.map(|(n, indicator)| (indicator.head.name.to_string(), evaluator.indicator(IndicatorId::from_index(n), region)))
        .collect()
}

/// Indicators that with fewer facts don't hold what they are with more.
pub(crate) fn indicator_violations(fewer: &[(String, Option<Range>)], more: &[(String, Option<Range>)]) -> Vec<String> {
    let lost = fewer.iter().zip(more).filter(|((_, before), (_, after))| match (before, after) {
        (Some(before), Some(after)) => !within(*after, *before),
        // A share of nothing has no value, which no range shows.
        (_, None) => false,
        (None, Some(_)) => true,
    });
    lost.map(|((name, before), (_, after))| format!("{name}\n  with fewer facts: {before:?}\n  with more: {after:?}"))
        .collect()
}

/// Whether every possibility of `inner` is one of `outer`.
fn within(inner: Range, outer: Range) -> bool {
    let low = outer.low.is_none_or(|low| inner.low.is_some_and(|other| low <= other));
    let high = outer.high.is_none_or(|high| inner.high.is_some_and(|other| other <= high));
    low && high
}

/// Whether an answer with fewer facts allows the verdict with more: it is the same or unknown; besides, a rule of which it
/// is not known whether it applies may be answered with no where it turns out not to apply.
fn allows(fewer: Verdict, more: Verdict) -> bool {
    match fewer {
        Verdict::Unknown => true,
        Verdict::No => matches!(more, Verdict::No | Verdict::NotApplicable),
        fewer => fewer == more,
    }
}

/// Whether what is answered with fewer facts holds what is answered with more.
pub(crate) fn holds(fewer: &Answer, more: &Answer) -> bool {
    match (fewer, more) {
        (Answer::Verdict(fewer), Answer::Verdict(more)) => allows(*fewer, *more),
        (Answer::Value(fewer), Answer::Value(more)) => fewer.holds(more),
        (Answer::Total(fewer), Answer::Total(more)) => within(*more, *fewer),
        (Answer::Benefit(fewer, money, lane), Answer::Benefit(more, exact, exact_lane)) => {
            // What is paid at once, without papers, stays so whatever else becomes known.
            let at_once = *lane != Some(Lane::Automatic) || (lane == exact_lane && money == exact);
            allows(*fewer, *more) && within(*exact, *money) && at_once
        }
        _ => false,
    }
}

/// What is answered with fewer facts and doesn't hold what is answered with more.
pub(crate) fn violations(fewer: &Answers, more: &Answers) -> Vec<String> {
    assert_eq!(fewer.all.len(), more.all.len(), "the same questions are asked");
    let mut out = Vec::new();
    for ((name, before), (_, after)) in fewer.all.iter().zip(&more.all) {
        if !holds(before, after) {
            out.push(format!("{name}\n  with fewer facts: {before:?}\n  with more: {after:?}"));
        }
    }
    for exclusion in &fewer.stacked.exclusions {
        let loses = more.stacked.exclusions.iter().any(|found| found.loser == exclusion.loser);
        let amount = more.amounts.iter().find(|(of, _)| *of == exclusion.loser).map(|(_, range)| *range);
        let pays_nothing = amount.is_some_and(|amount| amount.high == Some(wuwei_ir::Number::ZERO));
        if !loses && !pays_nothing {
            out.push(format!("excluded for certain, and then not: {exclusion:?}"));
        }
    }
    out
}

/// Whether a rule leaves anything open that no fact closes: judgement, ceilings without a formula, what can't be decided.
pub(crate) fn is_open(program: &Program, group: GroupId, seen: &mut Vec<GroupId>) -> bool {
    if seen.contains(&group) {
        return false;
    }
    seen.push(group);
    program.group(group).versions.iter().any(|item| {
        let item = program.item(*item);
        let at_most = matches!(&item.kind, ItemKind::Benefit(benefit) if benefit.at_most);
        at_most
            || item.body.iter().any(|(_, node)| match &node.expr {
                Expr::Range(..) | Expr::NotComputable(_) => true,
                Expr::Item(group, ..) => is_open(program, *group, seen),
                _ => false,
            })
    })
}

/// Answers that are not exact although every fact is known and the text leaves nothing open.
pub(crate) fn inexact(program: &Program, answers: &Answers) -> Vec<String> {
    let mut out = Vec::new();
    for (name, answer) in &answers.all {
        let rule = name.split(['.', '@', ' ']).next().unwrap_or(name);
        let group = program.groups.iter().position(|group| group.name.as_str() == rule);
        let Some(group) = group.map(GroupId::from_index) else { continue };
        if is_open(program, group, &mut Vec::new()) {
            continue;
        }
        let exact = match answer {
            Answer::Verdict(verdict) => !matches!(verdict, Verdict::Unknown | Verdict::NotComputable),
            Answer::Value(value) => value.is_exact(),
            Answer::Benefit(verdict, money, _) => *verdict != Verdict::Unknown && money.exact().is_some(),
            Answer::Total(_) => true,
        };
        if !exact {
            out.push(format!("{name} is {answer:?} although everything is known"));
        }
    }
    out
}

/// Whether a rule concerns a subject, for counting how much a run has tried.
pub(crate) fn concerns(program: &Program, population: &dyn Population, subject: Row) -> bool {
    let evaluator = Evaluator::new(program, population, Date::parse(AS_OF).unwrap());
    (0..program.groups.len())
        .map(GroupId::from_index)
        .filter(|group| program.group(*group).entity == subject.entity)
        .any(|group| evaluator.applicability(group, subject).1 == Applicability::Applies)
}
