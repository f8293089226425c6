//! What stands in the way of an answer: exactly the conditions that fail, each with how far it is from holding.

mod distance;

use wuwei_engine::{Evaluator, Mark, Trace, TraceKind};
use wuwei_ir::{Expr, ItemKind};

pub use distance::Distance;

/// A condition that would have to come out otherwise.
#[derive(Clone, Debug)]
pub struct Obstacle<'t> {
    /// The condition.
    pub trace: &'t Trace,
    /// How far it is from its threshold, where it has one.
    pub distance: Option<Distance>,
    /// How many of those inside would have to come out otherwise; all of them where it is their number.
    pub wanted: usize,
    /// What it consists of, as far as that stands in the way.
    pub inside: Vec<Obstacle<'t>>,
}

/// What stands in the way of a yes; nothing where the answer isn't no.
pub fn obstacles<'t>(evaluator: &Evaluator<'_>, proof: &'t Trace) -> Vec<Obstacle<'t>> {
    if !matches!(proof.mark, Mark::No | Mark::NotApplicable) {
        return Vec::new();
    }
    Walk { evaluator }.inside(proof, true).1
}

/// The distance of one condition of a proof from holding; nothing where it has none.
pub fn distance(evaluator: &Evaluator<'_>, condition: &Trace) -> Option<Distance> {
    let is_condition = matches!(condition.kind, TraceKind::Expression { .. });
    (is_condition && condition.mark == Mark::No).then(|| distance::of(evaluator, condition, true)).flatten()
}

struct Walk<'e, 'p> {
    evaluator: &'e Evaluator<'p>,
}

impl Walk<'_, '_> {
    /// A condition that should hold, or should not.
    fn obstacle<'t>(&self, trace: &'t Trace, should: bool) -> Obstacle<'t> {
        // A name only stands before what it names.
        if let (TraceKind::Named { .. }, [inner]) = (&trace.kind, &trace.children[..]) {
            return Obstacle { trace, ..self.obstacle(inner, should) };
        }
        let distance = distance::of(self.evaluator, trace, should);
        let (wanted, inside) = self.inside(trace, should);
        Obstacle { trace, distance, wanted, inside }
    }

    /// What of a condition stands in the way, and how much of that would be enough.
    fn inside<'t>(&self, trace: &'t Trace, should: bool) -> (usize, Vec<Obstacle<'t>>) {
        let against = if should { Mark::No } else { Mark::Yes };
        let those = |marks: &[Mark]| -> Vec<Obstacle<'t>> {
            let children = trace.children.iter().filter(|child| marks.contains(&child.mark));
            children.map(|child| self.obstacle(child, should)).collect()
        };
        let every = |obstacles: Vec<Obstacle<'t>>| (obstacles.len(), obstacles);
        let program = self.evaluator.program();
        match &trace.kind {
            TraceKind::Rule(_) if trace.mark == Mark::NotApplicable => every(those(&[Mark::No, Mark::NotApplicable])),
            TraceKind::Rule(item) => match program.item(*item).kind {
                ItemKind::Status { .. } | ItemKind::Benefit(_) if should => {
                    every(those(&[Mark::No, Mark::NotApplicable]))
                }
                ItemKind::Status { .. } => (1, those(&[Mark::Yes])),
                _ => (0, Vec::new()),
            },
            TraceKind::Expression { item, expr, .. } => match &program.item(*item).body.get(*expr).expr {
                Expr::Not(_) => {
                    let children = trace.children.iter().filter(|child| child.mark != against);
                    let inside: Vec<Obstacle<'t>> = children.map(|child| self.obstacle(child, !should)).collect();
                    // Not all of them: one is enough. None of them: all are needed.
                    if should && inside.len() > 1 { (1, inside) } else { every(inside) }
                }
                Expr::All(_) if should => every(those(&[Mark::No, Mark::NotApplicable])),
                Expr::Any(_) if !should => every(those(&[Mark::Yes])),
                Expr::All(_) => (1, those(&[Mark::Yes, Mark::Value])),
                Expr::Any(_) => (1, those(&[Mark::No, Mark::Unknown, Mark::NotApplicable, Mark::NotComputable])),
                Expr::AtLeast(number, clauses) => {
                    let number = *number as usize;
                    let holding = trace.children.iter().filter(|child| child.mark == Mark::Yes).count();
                    if should {
                        let open = those(&[Mark::No, Mark::Unknown, Mark::NotApplicable, Mark::NotComputable]);
                        (number.saturating_sub(holding).min(clauses.len()), open)
                    } else {
                        ((holding + 1).saturating_sub(number), those(&[Mark::Yes]))
                    }
                }
                _ => (0, Vec::new()),
            },
            _ => (0, Vec::new()),
        }
    }
}
