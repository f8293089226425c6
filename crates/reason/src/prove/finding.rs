//! One thing that holds of the documents, whoever is asked about.

use wuwei_engine::{Evaluator, Population, Range, Row, Value, Verdict};
use wuwei_ir::{EntityId, ExprId, FactId, GroupId, ItemId, ItemKind, Literal, SubjectFact};
use wuwei_source::{Name, Place, Text};

use super::shape::Shape;
use super::world::{Point, described, memory};

/// What kind of thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TheoremKind {
    /// Conditions that nobody can meet.
    Impossible,
    /// Rules of one standing that contradict each other.
    Contradiction,
    /// A table under which more effort earns less.
    PerverseBand,
    /// A fact gets slightly better and the answer or the money falls.
    Cliff,
    /// Benefits for one matter of which nobody says whether both are paid.
    Unstacked,
    /// A condition that others imply.
    Redundant,
    /// A threshold that rounding can flip.
    Rounding,
    /// A benefit that no budget funds.
    Unfunded,
}

impl TheoremKind {
    /// All kinds, the gravest first.
    pub const ALL: [TheoremKind; 8] = [
        TheoremKind::Impossible,
        TheoremKind::Contradiction,
        TheoremKind::PerverseBand,
        TheoremKind::Cliff,
        TheoremKind::Unstacked,
        TheoremKind::Redundant,
        TheoremKind::Rounding,
        TheoremKind::Unfunded,
    ];

    /// The word for it in arguments and JSON.
    pub fn word(self) -> &'static str {
        match self {
            TheoremKind::Impossible => "impossible",
            TheoremKind::Contradiction => "contradiction",
            TheoremKind::PerverseBand => "perverse-band",
            TheoremKind::Cliff => "cliff",
            TheoremKind::Unstacked => "unstacked",
            TheoremKind::Redundant => "redundant",
            TheoremKind::Rounding => "rounding",
            TheoremKind::Unfunded => "unfunded",
        }
    }
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// It can't be meant as it is written.
    Error,
    /// Somebody should look at it.
    Warning,
    /// Good to know.
    Info,
}

impl Gravity {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Gravity::Error => "error",
            Gravity::Warning => "warning",
            Gravity::Info => "info",
        }
    }
}

/// One thing that holds of the documents.
#[derive(Clone, Debug)]
pub struct TheoremFinding {
    /// What kind.
    pub kind: TheoremKind,
    /// How much it matters.
    pub gravity: Gravity,
    /// The rules it is about, the first foremost.
    pub rules: Vec<GroupId>,
    /// Where the sentences stand.
    pub places: Vec<Place>,
    /// One sentence, or two.
    pub message: Text,
    /// The cheapest mend.
    pub mend: Option<Text>,
    /// Somebody who shows it. A proof that there is nobody has none, unless somebody comes as near as one can.
    pub witness: Option<Witness>,
}

/// Somebody who shows a finding, evaluated by the reference.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The subject asked about, and those that it takes besides.
    pub subjects: Vec<WitnessSubject>,
    /// The fact of the first subject that changes from step to step, if one does.
    pub changed: Option<(FactId, Option<i32>)>,
    /// What it is, and what comes out.
    pub steps: Vec<WitnessStep>,
}

/// A subject that was made up.
#[derive(Clone, Debug)]
pub struct WitnessSubject {
    /// Its kind.
    pub entity: EntityId,
    /// What it is called here.
    pub name: Name,
    /// Its facts; whatever isn't said may be anything. The fact that changes is not among them.
    pub facts: Vec<SubjectFact>,
}

/// What comes out for one value of the fact that changes.
#[derive(Clone, Debug)]
pub struct WitnessStep {
    /// The value.
    pub value: Option<Literal>,
    /// The answers, in the order of the finding's rules.
    pub answers: Vec<WitnessAnswer>,
}

/// What a rule answers for a witness.
#[derive(Clone, Debug)]
pub struct WitnessAnswer {
    /// The rule.
    pub rule: GroupId,
    /// Yes, no and so on, for a rule that answers so.
    pub verdict: Option<Verdict>,
    /// The money of a benefit.
    pub money: Option<Range>,
    /// Points or another value.
    pub value: Option<Value>,
    /// For a single condition of the rule which one it is.
    pub condition: Option<(ItemId, ExprId)>,
}

impl Witness {
    /// Evaluates a point, or the points that a fact takes it through, over the population on which documents' tests run.
    pub(crate) fn of(shape: &Shape<'_>, points: &[Point], changed: Option<usize>, rules: &[GroupId]) -> Witness {
        let var = changed.map(|var| shape.vars[var]);
        let mut shown = points[0].clone();
        if let Some(changed) = changed {
            shown[changed] = None;
        }
        let subject = |(entity, name, facts)| WitnessSubject { entity, name, facts };
        let subjects = described(shape, &shown).into_iter().map(subject).collect();
        let step = |point: &Point| {
            let (memory, row) = memory(shape, point);
            let answers = rules.iter().map(|rule| answer(shape, &memory, row, *rule)).collect();
            WitnessStep { value: changed.and_then(|var| point[var]), answers }
        };
        Witness { subjects, changed: var.map(|var| (var.fact, var.year)), steps: points.iter().map(step).collect() }
    }

    /// Adds what single conditions of a rule come to for a point.
    pub(crate) fn with_conditions(
        mut self,
        shape: &Shape<'_>,
        point: &Point,
        rule: GroupId,
        all: &[(ItemId, ExprId)],
    ) -> Witness {
        let (memory, row) = memory(shape, point);
        let evaluator = Evaluator::new(shape.program, &memory, shape.day);
        for (item, expr) in all {
            let truth = evaluator.expression(&shape.program.item(*item).body, *expr, row, None).truth();
            let verdict = match truth {
                wuwei_engine::Truth::Yes => Verdict::Yes,
                wuwei_engine::Truth::No => Verdict::No,
                wuwei_engine::Truth::Unknown => Verdict::Unknown,
            };
            let condition = Some((*item, *expr));
            let answer = WitnessAnswer { rule, verdict: Some(verdict), money: None, value: None, condition };
            self.steps[0].answers.push(answer);
        }
        self
    }
}

fn answer(shape: &Shape<'_>, population: &dyn Population, row: Row, rule: GroupId) -> WitnessAnswer {
    let evaluator = Evaluator::new(shape.program, population, shape.day);
    let mut out = WitnessAnswer { rule, verdict: None, money: None, value: None, condition: None };
    let group = shape.program.group(rule);
    let item = shape.program.version(rule, shape.day).unwrap_or(group.versions[0]);
    match shape.program.item(item).kind {
        ItemKind::Status { .. } => out.verdict = Some(evaluator.status(rule, row).verdict),
        ItemKind::Benefit(_) => {
            let answer = evaluator.benefit(rule, row);
            (out.verdict, out.money) = (Some(answer.eligible), Some(answer.money));
        }
        ItemKind::Score(_) | ItemKind::Value { .. } => out.value = Some(evaluator.value(rule, None, row, None)),
    }
    out
}
