//! What of a proof decided its answer, and what merely stands in the rule.

use rustc_hash::FxHashSet;
use wuwei_engine::{Mark, Row, Trace, TraceKind};
use wuwei_ir::{Expr, ItemId, ItemKind, Program, RegionId};

/// What was shown already, so that it isn't shown twice.
#[derive(Default)]
pub(super) struct Shown {
    rules: FxHashSet<(ItemId, Row, Option<i32>)>,
    homes: FxHashSet<(RegionId, Row)>,
}

impl Shown {
    /// Whether a rule is met again.
    pub(super) fn again(&mut self, trace: &Trace) -> bool {
        match trace.kind {
            TraceKind::Rule(item) => !self.rules.insert((item, trace.subject, trace.year)),
            _ => false,
        }
    }

    /// Whether it was said already where the subject is at home.
    pub(super) fn said(&mut self, trace: &Trace) -> bool {
        match trace.kind {
            TraceKind::Home(region) => !self.homes.insert((region, trace.subject)),
            _ => false,
        }
    }
}

/// The node whose children stand below a node: a name stands for the block that it names.
pub(super) fn body<'t>(program: &Program, trace: &'t Trace) -> &'t Trace {
    match (&trace.kind, &trace.children[..]) {
        (TraceKind::Named { .. }, [inner]) if is_block(program, inner) => inner,
        _ => trace,
    }
}

/// Whether a node is a list of conditions, which stand below it one by one.
pub(super) fn is_block(program: &Program, trace: &Trace) -> bool {
    let TraceKind::Expression { item, expr, .. } = trace.kind else { return false };
    matches!(program.item(item).body.get(expr).expr, Expr::All(_) | Expr::Any(_) | Expr::AtLeast(..))
}

/// For each child of a node whether it decided what came out. `in_question` is the rule that was asked about, and not one that
/// it rests on.
pub(super) fn deciding(program: &Program, trace: &Trace, in_question: bool) -> Vec<bool> {
    let each = |decides: &dyn Fn(&Trace) -> bool| trace.children.iter().map(decides).collect::<Vec<bool>>();
    let all = || each(&|_| true);
    let is_open = |mark: Mark| matches!(mark, Mark::Unknown | Mark::NotComputable);
    // What must all hold: all of it where it holds, else what fails, else what is open.
    let every = |whole: Mark| -> Vec<bool> {
        match whole {
            Mark::No => each(&|child| matches!(child.mark, Mark::No | Mark::NotApplicable)),
            Mark::Unknown | Mark::NotComputable => each(&|child| is_open(child.mark) || is_amount(child)),
            _ => each(&|child| !is_formality(child)),
        }
    };
    let shown = match &trace.kind {
        TraceKind::Rule(item) => match program.item(*item).kind {
            ItemKind::Status { .. } | ItemKind::Benefit(_) => every(trace.mark),
            _ => each(&|child| !is_formality(child)),
        },
        // Of a score inside another proof the parts are shown, and where they come from isn't.
        TraceKind::Part { .. } if !in_question => return each(&|_| false),
        TraceKind::Member { .. } => every(trace.mark),
        TraceKind::Related { .. } => {
            let counted = trace.children.iter().any(|child| child.mark == Mark::Yes);
            each(&|child| !counted || child.mark != Mark::No)
        }
        TraceKind::Expression { item, expr, .. } => match &program.item(*item).body.get(*expr).expr {
            Expr::All(_) => every(trace.mark),
            Expr::Any(_) | Expr::AtLeast(..) => match trace.mark {
                Mark::Yes => each(&|child| child.mark == Mark::Yes),
                Mark::No => each(&|child| child.mark != Mark::Yes),
                _ => each(&|child| is_open(child.mark)),
            },
            // Cases that don't hold led nowhere, unless none holds.
            Expr::Cases(..) if trace.children.iter().any(|child| child.mark == Mark::Yes) => {
                each(&|child| child.mark != Mark::No)
            }
            _ => all(),
        },
        _ => all(),
    };
    // Something decided it, even where nothing above says what.
    if shown.contains(&true) || trace.mark == Mark::NotApplicable { shown } else { all() }
}

fn is_amount(trace: &Trace) -> bool {
    trace.kind == TraceKind::Amount
}

/// What every benefit asks and nobody wonders about: the right place, and that it wasn't paid yet.
fn is_formality(trace: &Trace) -> bool {
    matches!(trace.kind, TraceKind::Home(_) | TraceKind::NotYetPaid) && trace.mark == Mark::Yes
}

/// How many nodes there are, this one included.
pub(super) fn size(trace: &Trace) -> usize {
    1 + trace.children.iter().map(size).sum::<usize>()
}

/// The mark with which a node is shown below another: that a fact isn't so is nothing bad where it should not be so.
pub(super) fn mark(program: &Program, above: &Trace, trace: &Trace) -> Mark {
    let TraceKind::Expression { item, expr, .. } = above.kind else { return trace.mark };
    let is_not = matches!(program.item(item).body.get(expr).expr, Expr::Not(_));
    match (&trace.kind, trace.mark) {
        (TraceKind::Fact { .. }, Mark::Yes | Mark::No) if is_not => Mark::Value,
        (_, mark) => mark,
    }
}
