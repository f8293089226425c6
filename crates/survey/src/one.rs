//! One kind of subject surveyed.

use std::collections::BTreeMap;

use wuwei_columnar::{Counts, GroupTotals, NOT_APPLICABLE, Question, RowAnswers, Run, Sum, UNKNOWN, YES};
use wuwei_engine::{Evaluator, Range, Row, Verdict};
use wuwei_ir::{GroupId, Number, Program, RegionId};
use wuwei_project::{Kind, Place, StatusCounts, SurveyBenefit, SurveyRow, facts_read};

use crate::homes::{ELSEWHERE, Homes};
use crate::{Look, Wanted, is_stacked};

/// One kind of subject, ready to run.
pub(crate) struct One<'s, 'a, 'p> {
    pub(crate) program: &'p Program,
    pub(crate) run: &'s Run<'s, 'a, 'p>,
    pub(crate) question: &'s Question,
    pub(crate) homes: &'s Homes,
    pub(crate) wanted: Wanted,
    /// Which rules lean on what a text leaves undecided.
    pub(crate) undecidable: &'s [bool],
}

impl One<'_, '_, '_> {
    /// What an indicator comes to in the surveyed region: those whose home isn't known may be there.
    pub(crate) fn indicator(&self, groups: &[GroupTotals], at: usize) -> Option<Range> {
        let nought = Range::exactly(Number::ZERO);
        let mut sum = nought;
        for (n, group) in
            groups.iter().enumerate().filter(|(n, _)| *n != ELSEWHERE as usize || self.homes.by.is_empty())
        {
            let range = range(group.indicators[at].as_ref()?)?;
            let unplaced = self.homes.unplaced() == Some(n);
            if unplaced && range.low.is_none_or(|low| low < Number::ZERO) {
                // Some may be below nought and some above; only one by one is it known which.
                return None;
            }
            sum = sum.plus(if unplaced { range.hull(nought) } else { range });
        }
        Some(sum)
    }

    /// Counts and sums, all at once.
    pub(crate) fn totals(&self, kind: &mut Kind, groups: &[GroupTotals], refined: &Refined) {
        for (n, group) in groups.iter().enumerate() {
            if (n == ELSEWHERE as usize && !self.homes.by.is_empty()) || group.subjects == 0 {
                continue;
            }
            kind.subjects += group.subjects;
            if self.homes.unplaced() == Some(n) {
                kind.unplaced += group.subjects;
            }
            let mut place = Place::new(kind, self.homes.districts.get(n).copied().flatten());
            place.subjects = group.subjects;
            for (at, counts) in group.statuses.iter().enumerate() {
                place.statuses[at] = shifted(counts, refined.statuses.get(&(at, n as u32)));
            }
            for (at, (counts, sum)) in group.benefits.iter().enumerate() {
                let totals = &mut place.benefits[at];
                totals.counts = shifted(counts, refined.benefits.get(&(at, n as u32)));
                totals.unbounded = sum.open[1];
                totals.total = range(sum).unwrap_or(Range::ALL);
            }
            place.total = range(&group.total).unwrap_or(Range::ALL);
            place.unbounded = group.total.open[1];
            add(&mut kind.places[0], &place);
            if place.region.is_some() {
                match kind.places[1..].iter_mut().find(|known| known.region == place.region) {
                    Some(known) => add(known, &place),
                    None => kind.places.push(place),
                }
            }
        }
    }

    /// The answers that a text may leave undecided.
    pub(crate) fn leaning(&self) -> Leaning {
        let which = |all: &[GroupId]| -> Vec<usize> {
            all.iter().enumerate().filter(|(_, id)| self.undecidable[id.index()]).map(|(at, _)| at).collect()
        };
        Leaning { statuses: which(&self.question.statuses), benefits: which(&self.question.benefits) }
    }

    /// Of those whose answer is unknown, how many have all facts, so that only the text is in the way.
    pub(crate) fn refined(&self, leaning: &Leaning, open: &[Vec<u32>]) -> Refined {
        let Leaning { statuses, benefits } = leaning;
        let mut out = Refined::default();
        // Made when a subject comes up that lacks a fact: only the reference knows which facts an answer waits for.
        let mut evaluator: Option<Evaluator<'_>> = None;
        for (n, rows) in open.iter().enumerate() {
            let (at, id) = match n.checked_sub(statuses.len()) {
                None => (statuses[n], self.question.statuses[statuses[n]]),
                Some(n) => (benefits[n], self.question.benefits[benefits[n]]),
            };
            let counts = if n < statuses.len() { &mut out.statuses } else { &mut out.benefits };
            let complete = facts_read(self.program, id, self.wanted.as_of).map(|facts| self.run.have_all(&facts));
            for row in rows {
                let lacks_nothing = complete.as_ref().is_some_and(|complete| complete[*row as usize]) || {
                    let made = || Evaluator::new(self.program, self.run.population(), self.wanted.as_of);
                    let evaluator = evaluator.get_or_insert_with(made);
                    evaluator.forget();
                    let subject = self.run.subject(*row as usize);
                    evaluator.gaps(id, None, subject).facts.is_empty()
                };
                if lacks_nothing {
                    *counts.entry((at, self.run.group(*row as usize))).or_default() += 1;
                }
            }
        }
        out
    }

    /// Answers one by one, with who gives up what for what.
    pub(crate) fn rows(&self, kind: &mut Kind, look: &mut Look<'_>) {
        let evaluator = Evaluator::new(self.program, self.run.population(), self.wanted.as_of);
        let key = self.program.entity(kind.entity).key;
        let stacked = is_stacked(self.program, kind, self.wanted.as_of);
        let places = kind.places.iter().enumerate().filter_map(|(at, place)| Some((place.region?, at)));
        let mut at: BTreeMap<RegionId, usize> = places.collect();
        self.run.each_row(0..self.run.rows(), &mut |row, answers| {
            let group = self.run.group(row);
            if group == ELSEWHERE && !self.homes.by.is_empty() {
                return;
            }
            evaluator.forget();
            let subject = self.run.subject(row);
            let district = self.homes.districts.get(group as usize).copied().flatten();
            let mut answers = self.row(kind, &evaluator, subject, answers, stacked);
            answers.district = district;
            answers.key = key.and_then(|key| wuwei_project::text_fact(self.run.population(), subject, Some(key)));
            kind.subjects += 1;
            kind.unplaced += u64::from(self.homes.unplaced() == Some(group as usize));
            kind.places[0].add(&answers);
            if let Some(district) = district {
                let next = kind.places.len();
                let place = *at.entry(district).or_insert(next);
                if place == next {
                    kind.places.push(Place::new(kind, Some(district)));
                }
                kind.places[place].add(&answers);
            }
            if let Look::Each(visit) = look {
                visit(kind, &answers);
            }
        });
    }

    fn row(
        &self,
        kind: &Kind,
        evaluator: &Evaluator<'_>,
        subject: Row,
        answers: &RowAnswers,
        stacked: bool,
    ) -> SurveyRow {
        let verdict = |id: GroupId, code: i8| match code {
            YES => Verdict::Yes,
            NOT_APPLICABLE => Verdict::NotApplicable,
            UNKNOWN if self.undecidable[id.index()] && evaluator.gaps(id, None, subject).facts.is_empty() => {
                Verdict::NotComputable
            }
            UNKNOWN => Verdict::Unknown,
            _ => Verdict::No,
        };
        let statuses = kind.statuses.iter().zip(&answers.statuses).map(|((id, _), code)| verdict(*id, *code));
        let benefits = kind.benefits.iter().zip(&answers.benefits).map(|((id, _), (code, money))| SurveyBenefit {
            eligible: verdict(*id, *code),
            money: *money,
            excluded: false,
        });
        let mut out = SurveyRow {
            entity: kind.entity,
            key: None,
            district: None,
            statuses: statuses.collect(),
            scores: answers.scores.clone(),
            benefits: benefits.collect(),
            total: answers.total.unwrap_or(Range::exactly(Number::ZERO)),
        };
        if stacked {
            let nought = Range::exactly(Number::ZERO);
            let paid = kind.benefits.iter().zip(&out.benefits).filter(|(_, answer)| answer.money != nought);
            let amounts: Vec<(GroupId, Range)> = paid.map(|((id, _), answer)| (*id, answer.money)).collect();
            let stacked = evaluator.stack(subject, &amounts);
            for ((id, _), answer) in kind.benefits.iter().zip(&mut out.benefits) {
                answer.excluded = stacked.exclusions.iter().any(|exclusion| exclusion.loser == *id);
            }
        }
        out
    }
}

/// Answers that a text may leave undecided, by their positions among those asked.
#[derive(Default)]
pub(crate) struct Leaning {
    pub(crate) statuses: Vec<usize>,
    pub(crate) benefits: Vec<usize>,
}

/// How many of the unknown are undecidable, by answer and group.
#[derive(Default)]
pub(crate) struct Refined {
    pub(crate) statuses: BTreeMap<(usize, u32), u64>,
    pub(crate) benefits: BTreeMap<(usize, u32), u64>,
}

fn shifted(counts: &Counts, undecidable: Option<&u64>) -> StatusCounts {
    let undecidable = undecidable.copied().unwrap_or(0);
    StatusCounts {
        yes: counts.yes,
        no: counts.no,
        unknown: counts.unknown - undecidable,
        not_applicable: counts.not_applicable,
        not_computable: undecidable,
    }
}

fn range(sum: &Sum) -> Option<Range> {
    let end = |side: usize| match sum.open[side] {
        0 => Number::ratio(sum.above[side], sum.below[side]),
        _ => None,
    };
    Some(Range { low: end(0), high: end(1) })
}

/// Adds one place's counts and sums to another's.
fn add(to: &mut Place, from: &Place) {
    let counts = |to: &mut StatusCounts, from: &StatusCounts| {
        to.yes += from.yes;
        to.no += from.no;
        to.unknown += from.unknown;
        to.not_applicable += from.not_applicable;
        to.not_computable += from.not_computable;
    };
    to.subjects += from.subjects;
    to.statuses.iter_mut().zip(&from.statuses).for_each(|(to, from)| counts(to, from));
    for (to, from) in to.benefits.iter_mut().zip(&from.benefits) {
        counts(&mut to.counts, &from.counts);
        to.total = to.total.plus(from.total);
        to.unbounded += from.unbounded;
    }
    to.total = to.total.plus(from.total);
    to.unbounded += from.unbounded;
}
