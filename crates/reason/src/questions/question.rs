//! The order of questions.
//!
//! What a question is worth is the share of everything still open that it is expected to settle. All the money at stake
//! together counts as much as all the standings at stake together, points half of that, other quantities a tenth. An
//! answer that waits for several facts is settled step by step, so a step counts for the share of them that need no asking
//! any more: a condition that probably fails ends a list of conditions and counts for all of it.

use rustc_hash::{FxHashMap, FxHashSet};
use wuwei_engine::{Evaluator, Gap};
use wuwei_ir::{GroupId, Number};

use super::answer::{Look, Stake};
use super::likely::is_finite;
use super::{Asked, Interview, Known, Origin, Try, size};

/// What the answers of a kind count together.
fn share(stake: Stake) -> f64 {
    match stake {
        Stake::Standing | Stake::Money => 1.0,
        Stake::Points => 0.5,
        Stake::Quantity => 0.1,
    }
}

/// An answer that a question may settle by itself.
#[derive(Clone, Copy, Debug)]
pub struct Decides {
    /// The rule.
    pub group: GroupId,
    /// What kind of answer.
    pub stake: Stake,
    /// How likely.
    pub likelihood: f64,
}

/// A fact to ask for.
#[derive(Clone, Debug)]
pub struct Question {
    /// The fact.
    pub asked: Asked,
    /// The same as a gap, with the name that people know.
    pub gap: Gap,
    /// Whether it is the subject's own.
    pub own: bool,
    /// The share of what is open that it is expected to settle.
    pub worth: f64,
    /// How likely it settles at least one answer by itself.
    pub likelihood: f64,
    /// Answers that it may settle by itself, the likeliest first.
    pub decides: Vec<Decides>,
    /// How many answers wait for it.
    pub waiting: usize,
    /// The money between the ends of the benefits that wait for it, in 分; nothing where one of them has no end.
    pub money: Option<Number>,
    /// Where chances come from.
    pub origin: Origin,
}

impl Interview<'_> {
    /// What to ask, the worthiest first; nothing when the interview is over.
    pub fn questions(&mut self) -> Vec<Question> {
        self.settle_by_cases();
        let weights = self.weights();
        let facts = self.open_facts();
        let questions = facts.into_iter().map(|(gap, waiting)| self.question(gap, &waiting, &weights));
        let mut questions: Vec<Question> = questions.collect();
        // Facts of equal worth are asked in the order in which rules read them.
        questions.sort_by(|a, b| b.worth.total_cmp(&a.worth));
        questions
    }

    /// The first of [`Interview::questions`], found without trying facts that can't be it: no fact is worth more than all
    /// answers that wait for it.
    pub fn next_question(&mut self) -> Option<Question> {
        self.settle_by_cases();
        let weights = self.weights();
        let most = |waiting: &[usize]| waiting.iter().map(|n| weights[*n]).sum::<f64>();
        let facts = self.open_facts().into_iter().enumerate();
        let mut facts: Vec<(usize, f64, (Gap, Vec<usize>))> =
            facts.map(|(at, (gap, waiting))| (at, most(&waiting), (gap, waiting))).collect();
        facts.sort_by(|(_, a, _), (_, b, _)| b.total_cmp(a));
        let mut best: Option<(usize, Question)> = None;
        for (at, most, (gap, waiting)) in facts {
            // The sum of chances is one only as exactly as doubles are.
            if best.as_ref().is_some_and(|(_, best)| most * (1.0 + 1e-9) < best.worth) {
                break;
            }
            let question = self.question(gap, &waiting, &weights);
            let is_better = best.as_ref().is_none_or(|(before, best)| {
                question.worth > best.worth || (question.worth == best.worth && at < *before)
            });
            if is_better {
                best = Some((at, question));
            }
        }
        best.map(|(_, question)| question)
    }

    /// What asking one fact would do; nothing where no open answer waits for it.
    pub fn question_of(&mut self, asked: Asked) -> Option<Question> {
        self.settle_by_cases();
        let weights = self.weights();
        let (gap, waiting) = self.open_facts().into_iter().find(|(gap, _)| Asked::of(gap) == Some(asked))?;
        Some(self.question(gap, &waiting, &weights))
    }

    /// The same as [`Interview::is_over`] once answers that come out the same in every case are taken for settled.
    pub fn is_exhausted(&mut self) -> bool {
        self.settle_by_cases();
        self.is_over()
    }

    /// The facts that open answers wait for, each with those answers.
    fn open_facts(&self) -> Vec<(Gap, Vec<usize>)> {
        let mut at: FxHashMap<Asked, usize> = FxHashMap::default();
        let mut facts: Vec<(Gap, Vec<usize>)> = Vec::new();
        for (n, open) in self.answers.iter().enumerate().filter(|(_, open)| !open.answer.settled) {
            for gap in &open.answer.waits {
                let Some(asked) = Asked::of(gap) else { continue };
                let place = *at.entry(asked).or_insert_with(|| {
                    facts.push((gap.clone(), Vec::new()));
                    facts.len() - 1
                });
                facts[place].1.push(n);
            }
        }
        facts
    }

    /// Tries every open fact that has few values, and takes answers for settled that come out the same whatever one of their
    /// facts is. Such an answer may have been what other facts were asked for, so the rest is looked at without it.
    fn settle_by_cases(&mut self) {
        for (gap, waiting) in self.open_facts() {
            if let Some(asked) = Asked::of(&gap).filter(|asked| is_finite(self.program, asked.fact)) {
                self.try_what_is_untried(asked, &waiting);
            }
        }
    }

    fn try_what_is_untried(&mut self, asked: Asked, waiting: &[usize]) {
        let is_untried = |n: &usize| !self.answers[*n].tried.contains_key(&asked);
        let untried: Vec<usize> = waiting.iter().copied().filter(is_untried).collect();
        if !untried.is_empty() {
            self.try_out(asked, &untried);
        }
    }

    /// Evaluates answers with a fact supposed to have each of its values.
    fn try_out(&mut self, asked: Asked, answers: &[usize]) {
        if !self.trials.contains_key(&asked) {
            let trials = self.likely.trials(asked.fact, asked.year);
            self.trials.insert(asked, trials);
        }
        let (values, complete) = (self.trials[&asked].values.clone(), self.trials[&asked].complete);
        let mut looks: Vec<Vec<Look>> = vec![Vec::with_capacity(values.len()); answers.len()];
        for value in &values {
            self.known.suppose(asked.subject, asked.fact, asked.year, Known::Is(*value));
            let evaluator = Evaluator::new(self.program, &self.known, self.day);
            for (looks, n) in looks.iter_mut().zip(answers) {
                let answer = &self.answers[*n].answer;
                looks.push(Look::nameless(&evaluator, answer.stake, answer.group, self.subject));
            }
        }
        self.known.suppose(asked.subject, asked.fact, asked.year, Known::Nothing);
        for (looks, n) in looks.into_iter().zip(answers) {
            let open = &self.answers[*n].answer;
            // Facts of other subjects that a value leads to are no steps back: whoever holds them will be asked.
            let known: FxHashSet<Asked> = open.waits.iter().filter_map(Asked::of).collect();
            let before = known.len().max(1) as f64;
            let one = |look: &Look| {
                let waits = look.gaps.iter().filter_map(Asked::of).filter(|gap| known.contains(gap) && *gap != asked);
                let after = waits.count() as f64;
                let settled = !look.gaps.iter().any(|gap| self.can_be_asked(gap) && Asked::of(gap) != Some(asked));
                Try { settled, progress: if settled { 1.0 } else { 1.0 - after / before } }
            };
            let tried = looks.iter().map(one).collect();
            let same = looks.windows(2).all(|pair| pair[0].standing == pair[1].standing);
            let settled = complete && same && looks.first().is_some_and(|look| look.standing.is_exact());
            let open = &mut self.answers[*n];
            open.tried.insert(asked, tried);
            if settled && let Some(look) = looks.into_iter().next() {
                open.answer.standing = look.standing;
                open.answer.waits.clear();
                open.answer.settled = true;
            }
        }
    }

    /// What each open answer counts.
    fn weights(&self) -> Vec<f64> {
        let open = || self.answers.iter().filter(|open| !open.answer.settled);
        let widths = open().filter(|open| open.answer.stake == Stake::Money).filter_map(|open| width(&open.answer));
        // What has no end counts like the largest that has one, and at least like ten million yuan.
        let largest = widths.map(Number::to_f64).fold(1e9, f64::max);
        let size = |answer: &super::OpenAnswer| match answer.stake {
            Stake::Money => size(width(answer), largest).max(1.0),
            _ => 1.0,
        };
        let total = |stake: Stake| -> f64 {
            open().filter(|open| open.answer.stake == stake).map(|open| size(&open.answer)).sum()
        };
        let stakes = [Stake::Standing, Stake::Money, Stake::Points, Stake::Quantity];
        let totals = stakes.map(|stake| (stake, total(stake)));
        let of = |stake: Stake| totals.iter().find(|(known, _)| *known == stake).map_or(1.0, |(_, total)| *total);
        let weight = |answer: &super::OpenAnswer| share(answer.stake) * size(answer) / of(answer.stake).max(1.0);
        self.answers.iter().map(|open| if open.answer.settled { 0.0 } else { weight(&open.answer) }).collect()
    }

    fn question(&mut self, gap: Gap, waiting: &[usize], weights: &[f64]) -> Question {
        let asked = Asked { subject: gap.subject, fact: gap.fact.unwrap_or(wuwei_ir::FactId(0)), year: gap.year };
        self.try_what_is_untried(asked, waiting);
        let trials = &self.trials[&asked];
        let chances = self.likely.chances(asked.fact, trials);
        let mut decided = vec![false; chances.len()];
        let (mut worth, mut decides, mut money) = (0.0, Vec::new(), Some(Number::ZERO));
        for n in waiting {
            let open = &self.answers[*n];
            let Some(tried) = open.tried.get(&asked) else { continue };
            let mut likelihood = 0.0;
            let mut progress = 0.0;
            for ((one, chance), decided) in tried.iter().zip(&chances).zip(&mut decided) {
                progress += chance * one.progress;
                if one.settled {
                    likelihood += chance;
                    *decided = true;
                }
            }
            if tried.is_empty() {
                // Nothing is known of what it may be: asking it is one step.
                progress = 1.0 / open.answer.waits.len().max(1) as f64;
            }
            worth += weights[*n] * progress;
            if likelihood > 0.0 {
                decides.push(Decides { group: open.answer.group, stake: open.answer.stake, likelihood });
            }
            if open.answer.stake == Stake::Money {
                money = money.zip(width(&open.answer)).and_then(|(sum, width)| sum.add(width));
            }
        }
        decides.sort_by(|a, b| b.likelihood.total_cmp(&a.likelihood));
        let certain = decided.iter().zip(&chances).filter(|(decided, _)| **decided);
        let likelihood = certain.fold(0.0, |sum, (_, chance)| sum + chance);
        let (own, waiting, origin) = (asked.subject == self.subject, waiting.len(), trials.origin);
        Question { asked, gap, own, worth, likelihood, decides, waiting, money, origin }
    }
}

/// Between how little and how much money a benefit lies.
fn width(answer: &super::OpenAnswer) -> Option<Number> {
    let range = answer.standing.value.range();
    range.high?.sub(range.low.unwrap_or(Number::ZERO))
}
