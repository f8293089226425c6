//! What to ask next: of the facts that aren't known, which one settles most of what is at stake.
//!
//! An [`Interview`] knows every answer about one subject and what each waits for. A fact is tried with the values that it may
//! have; for each the answers that wait for it are evaluated, and what they then still wait for is compared with before.
//! Answers are the statuses, the scores, the benefits, and the quantities that no other rule computes with.
//! A fact that no open answer waits for is never asked, and when none is left the interview is over: nothing that anybody could
//! tell changes an answer any more.

mod answer;
mod critical;
mod likely;
mod question;

use rustc_hash::{FxHashMap, FxHashSet};
use wuwei_engine::{Evaluator, Gap, Population, Row, Value};
use wuwei_ir::{Date, Expr, FactId, GroupId, Literal, Number, Program, Words};

use crate::stranger::Stranger;
use crate::supposed::{Known, Supposed};
use answer::Look;
use critical::Critical;
use likely::{Likely, Trials};

pub use answer::{Stake, Standing};
pub use likely::Origin;
pub use question::{Decides, Question};

/// A fact of a subject in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Asked {
    /// Whose.
    pub subject: Row,
    /// The fact.
    pub fact: FactId,
    /// Its year.
    pub year: Option<i32>,
}

/// An answer that isn't settled, or that was settled whatever the rest is.
#[derive(Clone, Debug)]
pub struct OpenAnswer {
    /// The rule.
    pub group: GroupId,
    /// What kind of answer it gives.
    pub stake: Stake,
    /// How it stands.
    pub standing: Standing,
    /// What it waits for and can be asked.
    pub waits: Vec<Gap>,
    /// What it waits for and can't be asked: lists that aren't complete, subjects that nobody has described, facts that
    /// whoever was asked didn't know.
    pub out_of_reach: Vec<Gap>,
    /// What the text leaves open.
    pub not_computable: Vec<Words>,
    /// Whether nothing that could be told changes it.
    pub settled: bool,
}

/// An answer under a fact's supposed values, one entry each.
type Tried = Vec<Try>;

#[derive(Clone, Copy)]
struct Try {
    /// Whether the answer is settled.
    settled: bool,
    /// The share of what it waited for that it doesn't wait for any more.
    progress: f64,
}

struct Open {
    answer: OpenAnswer,
    tried: FxHashMap<Asked, Tried>,
}

/// A conversation about one subject.
pub struct Interview<'a> {
    program: &'a Program,
    subject: Row,
    day: Date,
    known: Supposed<'a>,
    answers: Vec<Open>,
    likely: Likely<'a>,
    trials: FxHashMap<Asked, Trials>,
    refused: FxHashSet<Asked>,
    asks: Box<dyn Fn(&Asked) -> bool + 'a>,
    told: usize,
}

/// What an interview with a stranger is about, and what may be asked in it.
pub struct Talk<'a> {
    /// The day.
    pub day: Date,
    /// The one rule that is asked about; else all that concern the stranger's kind.
    pub about: Option<GroupId>,
    /// Whether a fact may be asked for.
    pub asks: Box<dyn Fn(&Asked) -> bool + 'a>,
    /// What has been told before, as if it were told now one after the other; looked at once instead of each time.
    pub told: Vec<(Asked, Telling)>,
}

/// What somebody says of a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Telling {
    /// Its value.
    Value(Literal),
    /// Something of it, but not its value; it isn't asked again.
    Within(Value),
    /// That nobody can tell; it isn't asked again.
    Unknown,
}

impl<'a> Interview<'a> {
    /// Begins with what the population knows of a subject.
    pub fn new(program: &'a Program, base: &'a dyn Population, subject: Row, day: Date) -> Interview<'a> {
        Interview::with_a_subject(program, base, subject, day, Supposed::new(program, base))
    }

    /// Begins with nothing known of somebody whom no population holds. Peers only say how common each value is, all of them
    /// alike: nothing that a stranger tells brings out a single one, and no answer rests on them.
    pub fn with_a_stranger(
        program: &'a Program,
        stranger: &'a Stranger,
        peers: &'a dyn Population,
        talk: Talk<'a>,
    ) -> Interview<'a> {
        let (subject, day) = (stranger.row(), talk.day);
        let groups: Vec<(GroupId, Stake)> = match talk.about {
            Some(group) => Stake::of(program, group, day).map(|stake| (group, stake)).into_iter().collect(),
            None => asked_of(program, subject, day).collect(),
        };
        let critical = Critical::of(program, groups.iter().map(|(group, _)| *group), day);
        let likely = Likely::new(program, peers, Row::unknown(subject.entity), day, critical);
        Interview::with(program, subject, groups, Supposed::new(program, stranger), likely, talk)
    }

    /// Begins with nothing of the subject known but its key.
    pub fn from_nothing(program: &'a Program, base: &'a dyn Population, subject: Row, day: Date) -> Interview<'a> {
        let mut known = Supposed::new(program, base);
        let key = program.entity(subject.entity).key;
        for read in own_reads(program, subject, day) {
            if Some(read.fact) != key {
                known.suppose(subject, read.fact, read.year, Known::Nothing);
            }
        }
        Interview::with_a_subject(program, base, subject, day, known)
    }

    fn with_a_subject(
        program: &'a Program,
        base: &'a dyn Population,
        subject: Row,
        day: Date,
        known: Supposed<'a>,
    ) -> Interview<'a> {
        let groups: Vec<(GroupId, Stake)> = asked_of(program, subject, day).collect();
        let critical = Critical::of(program, groups.iter().map(|(group, _)| *group), day);
        let likely = Likely::new(program, base, subject, day, critical);
        Interview::with(
            program,
            subject,
            groups,
            known,
            likely,
            Talk { day, about: None, asks: Box::new(|_| true), told: Vec::new() },
        )
    }

    fn with(
        program: &'a Program,
        subject: Row,
        groups: Vec<(GroupId, Stake)>,
        known: Supposed<'a>,
        likely: Likely<'a>,
        talk: Talk<'a>,
    ) -> Interview<'a> {
        let Talk { day, asks, told, .. } = talk;
        let mut interview = Interview {
            program,
            subject,
            day,
            known,
            answers: Vec::new(),
            likely,
            trials: FxHashMap::default(),
            refused: FxHashSet::default(),
            asks,
            told: 0,
        };
        for read in own_reads(program, subject, day) {
            if let Some(value) = interview.known.fact(subject, read.fact, read.year) {
                interview.likely.learn(read.fact, read.year, value);
            }
        }
        for (asked, telling) in told {
            interview.take(asked, telling);
        }
        let evaluator = Evaluator::new(program, &interview.known, day);
        let answers = groups.into_iter().map(|(group, stake)| {
            let look = Look::at(&evaluator, stake, group, subject);
            (group, stake, look)
        });
        let answers: Vec<(GroupId, Stake, Look)> = answers.collect();
        let answers = answers.into_iter().map(|(group, stake, look)| Open {
            answer: interview.answer(group, stake, look),
            tried: FxHashMap::default(),
        });
        interview.answers = answers.collect();
        interview
    }

    fn answer(&self, group: GroupId, stake: Stake, look: Look) -> OpenAnswer {
        let (waits, out_of_reach): (Vec<Gap>, Vec<Gap>) = look.gaps.into_iter().partition(|gap| self.can_be_asked(gap));
        let settled = waits.is_empty();
        let (standing, not_computable) = (look.standing, look.not_computable);
        OpenAnswer { group, stake, standing, waits, out_of_reach, not_computable, settled }
    }

    /// Whether somebody could tell: a fact without a value that nobody has failed to tell. A subject that is named and that the
    /// population doesn't hold is no such thing, and neither is a list.
    fn can_be_asked(&self, gap: &Gap) -> bool {
        let Some(asked) = Asked::of(gap) else { return false };
        (self.asks)(&asked)
            && !self.refused.contains(&asked)
            && self.known.fact(asked.subject, asked.fact, asked.year).is_none()
    }

    /// The subject.
    pub fn subject(&self) -> Row {
        self.subject
    }

    /// How many facts have been told.
    pub fn told(&self) -> usize {
        self.told
    }

    /// The facts as they are known now.
    pub fn known(&self) -> &dyn Population {
        &self.known
    }

    /// Every answer about the subject.
    pub fn answers(&self) -> impl Iterator<Item = &OpenAnswer> {
        self.answers.iter().map(|open| &open.answer)
    }

    /// Whether nothing that could be told changes an answer.
    pub fn is_over(&self) -> bool {
        self.answers.iter().all(|open| open.answer.settled)
    }

    /// Somebody tells a fact, which may correct what was known.
    pub fn tell(&mut self, asked: Asked, value: Literal) {
        self.hear(asked, Telling::Value(value));
    }

    /// Somebody tells something of a fact, but not its value; it isn't asked again.
    pub fn narrow(&mut self, asked: Asked, value: Value) {
        self.hear(asked, Telling::Within(value));
    }

    /// Nobody can tell a fact; it isn't asked again.
    pub fn refuse(&mut self, asked: Asked) {
        self.hear(asked, Telling::Unknown);
    }

    fn hear(&mut self, asked: Asked, telling: Telling) {
        let corrects = self.take(asked, telling);
        self.look_again(asked, corrects);
    }

    /// Takes in what is said of a fact, and says whether answers may change that don't wait for it.
    fn take(&mut self, asked: Asked, telling: Telling) -> bool {
        let Asked { subject, fact, year } = asked;
        match telling {
            Telling::Value(value) => {
                let corrects = self.known.fact(subject, fact, year).is_some();
                self.known.suppose(subject, fact, year, Known::Is(value));
                if subject == self.subject {
                    self.likely.learn(fact, year, value);
                }
                self.told += 1;
                corrects
            }
            Telling::Within(value) => {
                self.known.suppose(subject, fact, year, Known::Within(value));
                self.refused.insert(asked);
                self.told += 1;
                true
            }
            Telling::Unknown => {
                self.refused.insert(asked);
                false
            }
        }
    }

    /// Looks again at the answers that waited for a fact, or at all.
    fn look_again(&mut self, asked: Asked, all: bool) {
        let evaluator = Evaluator::new(self.program, &self.known, self.day);
        let mut looks = Vec::new();
        for (n, open) in self.answers.iter().enumerate() {
            let waits = || open.answer.waits.iter().any(|gap| Asked::of(gap) == Some(asked));
            if all || waits() {
                let (group, stake) = (open.answer.group, open.answer.stake);
                looks.push((n, group, stake, Look::at(&evaluator, stake, group, self.subject)));
            }
        }
        for (n, group, stake, look) in looks {
            self.answers[n] = Open { answer: self.answer(group, stake, look), tried: FxHashMap::default() };
        }
    }
}

impl Asked {
    /// The fact that a gap is, unless it is a list.
    pub fn of(gap: &Gap) -> Option<Asked> {
        Some(Asked { subject: gap.subject, fact: gap.fact?, year: gap.year })
    }
}

/// The rules about a kind of subject that give one answer on a day. A quantity that another rule computes with is a step on the
/// way to that rule's answer and no answer of its own.
fn asked_of(program: &Program, subject: Row, day: Date) -> impl Iterator<Item = (GroupId, Stake)> {
    let mut steps = FxHashSet::default();
    for item in program.items.iter().filter(|item| item.head.in_force(day)) {
        steps.extend(item.body.iter().filter_map(|(_, node)| match node.expr {
            Expr::Item(group, ..) => Some(group),
            Expr::Weight(table, _) => Some(program.weight_table(table).by),
            _ => None,
        }));
    }
    let own = program.groups.iter().enumerate().filter(move |(_, group)| group.entity == subject.entity);
    own.filter_map(move |(n, _)| {
        let group = GroupId::from_index(n);
        let stake = Stake::of(program, group, day)?;
        (stake != Stake::Quantity || !steps.contains(&group)).then_some((group, stake))
    })
}

/// The facts of a subject that rules about it read on a day, each once.
pub fn own_reads(program: &Program, subject: Row, day: Date) -> Vec<crate::Read> {
    let mut known = FxHashSet::default();
    let groups = asked_of(program, subject, day);
    let all = groups.flat_map(|(group, _)| crate::reads(program, group, day));
    all.filter(|read| program.fact(read.fact).entity == subject.entity && known.insert((read.fact, read.year)))
        .collect()
}

/// The money between two ends as a double; what has no end is as large as the largest that has one.
fn size(width: Option<Number>, largest: f64) -> f64 {
    width.map_or(largest, Number::to_f64)
}
