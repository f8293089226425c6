//! Rules run over subjects, slice by slice.

use wuwei_engine::{Evaluator, Range, Row, Truth};
use wuwei_ir::{GroupId, Number};

use crate::bind::Bound;
use crate::code::Code;
use crate::column::{Column, Source};
use crate::frame::Frame;
use crate::machine::{LANES, Lanes, Level, Machine, Mask, Slice, WORDS, run};
use crate::rules::{Ends, Rules, Verdicts, Way};

/// The slices of some rows: first row and length. Slices begin at multiples of their length, so that who runs them together
/// and who runs them apart runs the same ones.
pub(crate) fn slices(first: usize, end: usize) -> impl Iterator<Item = (usize, usize)> {
    let mut at = first;
    std::iter::from_fn(move || {
        let rows = (LANES - at % LANES).min(end.saturating_sub(at));
        let slice = (rows > 0).then_some((at, rows));
        at += rows;
        slice
    })
}

/// Code with the columns that it reads.
pub(crate) struct Binding {
    columns: Vec<Bound>,
    matches: Vec<Vec<bool>>,
    lookups: Vec<Vec<i32>>,
}

impl Binding {
    pub(crate) fn new(frame: &Frame<'_, '_>, columns: &[Column], code: &Code) -> Binding {
        let bound = |column: &Column| match &column.source {
            Source::Fact(fact, year) => frame.fact(*fact, *year).cloned(),
            Source::Derived(_, at) => frame.derived_column(*at),
        };
        let columns = columns.iter().map(|column| bound(column).unwrap_or(Bound::missing(column.shape))).collect();
        Binding::of(columns, code)
    }

    /// Code with its columns, in the order in which it numbers them.
    pub(crate) fn of(columns: Vec<Bound>, code: &Code) -> Binding {
        let matches = code.matches.iter().map(|(column, what)| columns[column.index()].answers(what)).collect();
        let lookups = code.lookups.iter().map(|(column, table)| columns[column.index()].table(table)).collect();
        Binding { columns, matches, lookups }
    }

    pub(crate) fn run(&self, level: Level, code: &Code, machine: &mut Machine, first: usize, rows: usize) {
        let slice = Slice { columns: &self.columns, matches: &self.matches, lookups: &self.lookups, first, rows };
        run(level, code, machine, slice);
    }
}

/// Answers of a slice that the reference gave, in the order of the rules.
#[derive(Default)]
struct Asked {
    statuses: Vec<Option<[Mask; 3]>>,
    reasons: Vec<Vec<[u64; 2]>>,
    scores: Vec<Option<Vec<Option<Range>>>>,
    benefits: Vec<Option<([Mask; 3], Vec<Range>)>>,
    total: Option<Vec<Range>>,
}

/// The answers of a slice.
pub(crate) struct View<'v> {
    /// The first row.
    pub(crate) first: usize,
    /// How many.
    pub(crate) rows: usize,
    rules: &'v Rules,
    machine: &'v Machine,
    asked: &'v Asked,
}

/// What a benefit or all of them pay.
#[allow(clippy::large_enum_variant, reason = "one stands on the stack for a slice")]
pub(crate) enum Money<'v> {
    /// Numbers over a constant, and where ends are open.
    Lanes {
        low: Lanes<'v>,
        high: Lanes<'v>,
        below: [i128; 2],
        open: [Mask; 2],
    },
    Ranges(&'v [Range]),
}

impl Money<'_> {
    pub(crate) fn get(&self, row: usize) -> Range {
        match self {
            Money::Ranges(ranges) => ranges[row],
            Money::Lanes { low, high, below, open } => {
                let end = |lanes: &Lanes<'_>, side: usize| {
                    (!open[side].get(row)).then(|| Number::ratio(lanes.get(row), below[side])).flatten()
                };
                Range { low: end(low, 0), high: end(high, 1) }
            }
        }
    }
}

impl View<'_> {
    fn masks(&self, verdicts: &Verdicts) -> [Mask; 3] {
        let truth = |at: usize| self.machine.truth(&self.rules.code.outputs[at]);
        [truth(verdicts.concerned), truth(verdicts.yes), truth(verdicts.maybe)]
    }

    /// Whether a status concerns each subject, certainly holds, possibly holds.
    pub(crate) fn status(&self, at: usize) -> [Mask; 3] {
        match (&self.rules.statuses[at].way, self.asked.statuses.get(at)) {
            (_, Some(Some(masks))) => *masks,
            (Way::Columns(verdicts), _) => self.masks(verdicts),
            _ => [Mask([0; WORDS]); 3],
        }
    }

    /// The conditions of a status that failed and that are unknown for a subject, as bits: the first condition the lowest.
    pub(crate) fn reasons(&self, at: usize, row: usize) -> [u64; 2] {
        if self.asked.statuses.get(at).is_some_and(Option::is_some) {
            return self.asked.reasons[at][row];
        }
        let whole = |at: usize| self.machine.whole(&self.rules.code.outputs[at], row) as u64;
        self.rules.statuses[at].reasons.map_or([0; 2], |pair| pair.map(whole))
    }

    /// The codes of a status or, behind the statuses, of a benefit: nothing where the reference gave them.
    pub(crate) fn codes(&self, at: usize) -> Option<Lanes<'_>> {
        let statuses = self.rules.statuses.len();
        let verdicts = match at.checked_sub(statuses) {
            None => match &self.rules.statuses[at].way {
                Way::Columns(verdicts) if self.asked.statuses.get(at).is_none_or(Option::is_none) => verdicts,
                _ => return None,
            },
            Some(at) => match &self.rules.benefits[at].way {
                Way::Columns((verdicts, _)) if self.asked.benefits.get(at).is_none_or(Option::is_none) => verdicts,
                _ => return None,
            },
        };
        Some(self.machine.lanes(&self.rules.code.outputs[verdicts.code]))
    }

    /// The points of a score for a subject.
    pub(crate) fn score(&self, at: usize, row: usize) -> Option<Range> {
        match (&self.rules.scores[at].way, self.asked.scores.get(at)) {
            (_, Some(Some(ranges))) => ranges[row],
            (Way::Columns((ends, absent)), _) => {
                let absent = self.machine.truth(&self.rules.code.outputs[*absent]);
                (!absent.get(row)).then(|| self.range(ends, row))
            }
            _ => None,
        }
    }

    fn range(&self, ends: &Ends, row: usize) -> Range {
        let whole = |at: usize| self.machine.whole(&self.rules.code.outputs[at], row);
        let open = |at: usize| self.machine.truth(&self.rules.code.outputs[at]).get(row);
        let end = |parts: [usize; 2], is_open: usize| {
            (!open(is_open)).then(|| Number::ratio(whole(parts[0]), whole(parts[1]))).flatten()
        };
        Range { low: end(ends.low, ends.low_open), high: end(ends.high, ends.high_open) }
    }

    /// The numbers of a score, where they are computed in columns: numerators and denominators of both ends, open ends, and
    /// where there is none.
    pub(crate) fn score_lanes(&self, at: usize) -> Option<ScoreLanes<'_>> {
        match (&self.rules.scores[at].way, self.asked.scores.get(at)) {
            (_, Some(Some(_))) => None,
            (Way::Columns((ends, absent)), _) => {
                let lanes = |at: usize| self.machine.lanes(&self.rules.code.outputs[at]);
                let truth = |at: usize| self.machine.truth(&self.rules.code.outputs[at]);
                Some(ScoreLanes {
                    low: ends.low.map(lanes),
                    high: ends.high.map(lanes),
                    open: [truth(ends.low_open), truth(ends.high_open)],
                    absent: truth(*absent),
                })
            }
            _ => None,
        }
    }

    /// Whether a benefit concerns each subject, certainly and possibly is its due, and what it pays.
    pub(crate) fn benefit(&self, at: usize) -> ([Mask; 3], Money<'_>) {
        match (&self.rules.benefits[at].way, self.asked.benefits.get(at)) {
            (_, Some(Some((masks, ranges)))) => (*masks, Money::Ranges(ranges)),
            (Way::Columns((verdicts, ends)), _) => (self.masks(verdicts), self.money(ends)),
            _ => ([Mask([0; WORDS]); 3], Money::Ranges(&[])),
        }
    }

    fn money(&self, ends: &Ends) -> Money<'_> {
        let outputs = &self.rules.code.outputs;
        let below = |at: usize| match self.machine.lanes(&outputs[at]) {
            Lanes::Constant(below) => below,
            _ => 1,
        };
        Money::Lanes {
            low: self.machine.lanes(&outputs[ends.low[0]]),
            high: self.machine.lanes(&outputs[ends.high[0]]),
            below: [below(ends.low[1]), below(ends.high[1])],
            open: [self.machine.truth(&outputs[ends.low_open]), self.machine.truth(&outputs[ends.high_open])],
        }
    }

    /// Everything that a subject is paid.
    pub(crate) fn total(&self) -> Option<Money<'_>> {
        match (&self.rules.total, &self.asked.total) {
            (_, Some(ranges)) => Some(Money::Ranges(ranges)),
            (Some(Way::Columns(ends)), _) => Some(self.money(ends)),
            _ => None,
        }
    }

    /// What each subject adds to an indicator; nothing where only the reference can say.
    pub(crate) fn indicator(&self, at: usize) -> Option<Money<'_>> {
        match &self.rules.indicators[at].1 {
            Way::Columns(ends) => Some(self.money(ends)),
            Way::Rows(_) => None,
        }
    }

    /// An output that the caller put there itself.
    pub(crate) fn extra(&self, at: usize) -> Lanes<'_> {
        self.machine.lanes(&self.rules.code.outputs[at])
    }
}

/// The numbers of a score in columns.
pub(crate) struct ScoreLanes<'v> {
    pub(crate) low: [Lanes<'v>; 2],
    pub(crate) high: [Lanes<'v>; 2],
    pub(crate) open: [Mask; 2],
    pub(crate) absent: Mask,
}

/// Takes the answers of slices.
pub(crate) trait Sink {
    fn take(&mut self, view: &View<'_>);
}

/// Runs the rules over rows and gives the answers away slice by slice.
pub(crate) fn run_rows(
    rules: &Rules,
    frame: &Frame<'_, '_>,
    binding: &Binding,
    level: Level,
    range: std::ops::Range<usize>,
    sink: &mut dyn Sink,
) {
    let mut machine = Machine::new(&rules.code);
    let by_rows = by_rows(rules);
    let mut evaluator: Option<Evaluator<'_>> = None;
    for (first, rows) in slices(range.start, range.end) {
        binding.run(level, &rules.code, &mut machine, first, rows);
        let asked = if by_rows {
            let evaluator =
                evaluator.get_or_insert_with(|| Evaluator::new(frame.program, frame.reference(), frame.as_of));
            ask(rules, frame, evaluator, first, rows)
        } else {
            Asked::default()
        };
        sink.take(&View { first, rows, rules, machine: &machine, asked: &asked });
    }
}

/// Runs rules that have columns for everything asked, over rows that no frame knows.
pub(crate) fn run_columns(rules: &Rules, binding: &Binding, level: Level, rows: usize, sink: &mut dyn Sink) {
    let mut machine = Machine::new(&rules.code);
    for (first, rows) in slices(0, rows) {
        binding.run(level, &rules.code, &mut machine, first, rows);
        sink.take(&View { first, rows, rules, machine: &machine, asked: &Asked::default() });
    }
}

/// Whether some answer is the reference's.
pub(crate) fn by_rows(rules: &Rules) -> bool {
    let total = matches!(rules.total, Some(Way::Rows(_)));
    total
        || rules.statuses.iter().any(|plan| matches!(plan.way, Way::Rows(_)))
        || rules.scores.iter().any(|plan| matches!(plan.way, Way::Rows(_)))
        || rules.benefits.iter().any(|plan| matches!(plan.way, Way::Rows(_)))
}

/// The answers of the reference for a slice: those that have no columns.
fn ask(rules: &Rules, frame: &Frame<'_, '_>, evaluator: &Evaluator<'_>, first: usize, rows: usize) -> Asked {
    let empty = || [Mask([0; WORDS]); 3];
    let mut out = Asked {
        statuses: rules.statuses.iter().map(|plan| matches!(plan.way, Way::Rows(_)).then(empty)).collect(),
        reasons: vec![Vec::new(); rules.statuses.len()],
        scores: rules.scores.iter().map(|plan| matches!(plan.way, Way::Rows(_)).then(Vec::new)).collect(),
        benefits: rules
            .benefits
            .iter()
            .map(|plan| matches!(plan.way, Way::Rows(_)).then(|| (empty(), Vec::new())))
            .collect(),
        total: match &rules.total {
            Some(Way::Rows(_)) => Some(Vec::new()),
            _ => None,
        },
    };
    for row in 0..rows {
        evaluator.forget();
        let subject = frame.reference().subject(first + row);
        for (at, plan) in rules.statuses.iter().enumerate() {
            let Some(masks) = &mut out.statuses[at] else { continue };
            let truth = evaluator.value(plan.group, None, subject, None).truth();
            set(masks, row, evaluator.concerns(plan.group, subject), truth);
            let conditions = conditions(evaluator, plan.group, subject);
            let mut bits = [0u64; 2];
            for (n, truth) in conditions.into_iter().enumerate() {
                // Conditions beyond the sixty-third share its bit.
                let bit = 1u64 << n.min(62);
                match truth {
                    Truth::No => bits[0] |= bit,
                    Truth::Unknown => bits[1] |= bit,
                    Truth::Yes => {}
                }
            }
            out.reasons[at].push(bits);
        }
        for (plan, ranges) in rules.scores.iter().zip(&mut out.scores) {
            if let Some(ranges) = ranges {
                ranges.push(evaluator.points(plan.group, subject));
            }
        }
        for (plan, answers) in rules.benefits.iter().zip(&mut out.benefits) {
            if let Some((masks, ranges)) = answers {
                let due = evaluator.due(plan.group, subject);
                set(masks, row, due.concerned, due.eligible);
                ranges.push(due.money);
            }
        }
    }
    if let Some(totals) = &mut out.total {
        let nought = Range::exactly(Number::ZERO);
        for row in 0..rows {
            evaluator.forget();
            let subject = frame.reference().subject(first + row);
            let amounts = rules.together.iter().map(|group| (*group, evaluator.due(*group, subject).money));
            let amounts: Vec<(GroupId, Range)> = amounts.filter(|(_, money)| *money != nought).collect();
            totals.push(evaluator.stack(subject, &amounts).total);
        }
    }
    out
}

fn set(masks: &mut [Mask; 3], row: usize, concerned: Truth, truth: Truth) {
    let bit = 1u64 << (row % 64);
    let word = row / 64;
    if concerned != Truth::No {
        masks[0].0[word] |= bit;
    }
    if truth == Truth::Yes {
        masks[1].0[word] |= bit;
    }
    if truth != Truth::No {
        masks[2].0[word] |= bit;
    }
}

fn conditions(evaluator: &Evaluator<'_>, group: GroupId, subject: Row) -> Vec<Truth> {
    let program = evaluator.program();
    let item = program.version(group, evaluator.as_of());
    item.map_or_else(Vec::new, |item| evaluator.conditions(program.item(item), subject))
}
