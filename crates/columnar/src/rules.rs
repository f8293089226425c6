//! The rules of one kind of subject, compiled for one day.

use serde::{Deserialize, Serialize};
use wuwei_ir::{Body, Computation, Date, EntityId, FactId, GroupId, IndicatorId, Item, ItemId, ItemKind, Program};

use crate::code::{Code, assign};
use crate::column::{Column, Inputs};
use crate::graph::{Graph, NodeId};
use crate::lower::Lower;
use crate::value::{End, Fraction, Number, Quantity, Reason, Result, Truth, Unsupported, Value};

/// What is asked of every subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Statuses.
    pub statuses: Vec<GroupId>,
    /// Scores and values.
    pub scores: Vec<GroupId>,
    /// Benefits, each by itself.
    pub benefits: Vec<GroupId>,
    /// Benefits of which it is asked what they pay together, exclusions and limits applied.
    pub total: Vec<GroupId>,
    /// Indicators that count or sum these subjects: what each subject adds to them.
    pub indicators: Vec<IndicatorId>,
    /// Whether it is asked which conditions of each status failed or are unknown.
    pub reasons: bool,
    /// Whether it is asked, beside the money, who is eligible for each benefit.
    pub eligibility: bool,
    /// Whether of the benefits groups are told only what all pay together, and not each by itself.
    pub total_only: bool,
}

impl Question {
    /// Everything in force on a day for a kind of subject.
    pub fn everything(program: &Program, entity: EntityId, as_of: Date) -> Question {
        let mut question = Question { eligibility: true, ..Question::default() };
        for (n, _) in program.groups.iter().enumerate().filter(|(_, group)| group.entity == entity) {
            let id = GroupId::from_index(n);
            let Some(item) = program.version(id, as_of) else { continue };
            match program.item(item).kind {
                ItemKind::Status { .. } => question.statuses.push(id),
                ItemKind::Score(_) => question.scores.push(id),
                ItemKind::Benefit(_) => question.benefits.push(id),
                ItemKind::Value { .. } => {}
            }
        }
        question.total.clone_from(&question.benefits);
        question
    }
}

/// By what answers are counted and summed: a fact with a group for each of its positions, and one for whom it isn't known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupBy {
    /// An enumerated fact or a region.
    pub fact: FactId,
    /// The group of each position in the enumeration or the program's regions; the last is for whom it isn't known.
    pub table: Vec<u32>,
}

impl GroupBy {
    /// A group for each position.
    pub fn each(program: &Program, fact: FactId) -> GroupBy {
        let positions = match program.fact(fact).ty {
            wuwei_ir::Type::Enum(id) => program.enumeration(id).values.len(),
            wuwei_ir::Type::Region => program.regions.len(),
            _ => 0,
        };
        GroupBy { fact, table: (0..=positions as u32).collect() }
    }

    /// How many groups there are.
    pub fn groups(&self) -> usize {
        self.table.iter().max().map_or(1, |most| *most as usize + 1)
    }
}

/// Where the numbers of groups, and of groups with verdicts, stand among the outputs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cells {
    /// The group.
    pub(crate) group: usize,
    /// The group and the verdicts of a few answers each, two bits an answer.
    pub(crate) cells: Vec<usize>,
    /// How many groups there are.
    pub(crate) groups: usize,
}

/// Answers whose verdicts share a cell.
pub(crate) const SHARED: usize = 3;

/// Positions of an answer's parts among the outputs of the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Verdicts {
    /// Whether the rule may concern the subject.
    pub(crate) concerned: usize,
    pub(crate) yes: usize,
    pub(crate) maybe: usize,
    /// All three as a number of two bits: `no` 0, `yes` 1, `unknown` 2, and 3 for whom it doesn't concern.
    pub(crate) code: usize,
}

/// Positions of a range's parts: numerators, denominators, and whether an end is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ends {
    pub(crate) low: [usize; 2],
    pub(crate) high: [usize; 2],
    pub(crate) low_open: usize,
    pub(crate) high_open: usize,
}

/// How an answer is computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Way<T> {
    /// In columns.
    Columns(T),
    /// By the reference, row by row, and why.
    Rows(Reason),
}

impl<T> Way<T> {
    /// Why the reference answers row by row.
    pub(crate) fn why(&self) -> Option<Reason> {
        match self {
            Way::Columns(_) => None,
            Way::Rows(why) => Some(*why),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct StatusPlan {
    pub(crate) group: GroupId,
    pub(crate) way: Way<Verdicts>,
    /// The conditions that failed, and those that are unknown, as bits.
    pub(crate) reasons: Option<[usize; 2]>,
}

#[derive(Clone, Debug)]
pub(crate) struct ScorePlan {
    pub(crate) group: GroupId,
    /// The range, and whether there is none.
    pub(crate) way: Way<(Ends, usize)>,
}

#[derive(Clone, Debug)]
pub(crate) struct BenefitPlan {
    pub(crate) group: GroupId,
    pub(crate) way: Way<(Verdicts, Ends)>,
}

/// The rules of one kind of subject, compiled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    pub(crate) graph: Graph,
    pub(crate) outputs: Vec<NodeId>,
    pub(crate) columns: Vec<Column>,
    pub(crate) code: Code,
    pub(crate) statuses: Vec<StatusPlan>,
    pub(crate) scores: Vec<ScorePlan>,
    pub(crate) benefits: Vec<BenefitPlan>,
    pub(crate) total: Option<Way<Ends>>,
    /// What each subject adds to an indicator.
    pub(crate) indicators: Vec<(IndicatorId, Way<Ends>)>,
    /// The benefits that the total is about.
    pub(crate) together: Vec<GroupId>,
    /// Whether groups are told only what they pay together.
    pub(crate) total_only: bool,
    pub(crate) cells: Option<Cells>,
}

/// Nodes to be kept, each once.
#[derive(Default)]
struct Outputs {
    nodes: Vec<NodeId>,
}

impl Outputs {
    fn keep(&mut self, node: NodeId) -> usize {
        match self.nodes.iter().position(|known| *known == node) {
            Some(at) => at,
            None => {
                self.nodes.push(node);
                self.nodes.len() - 1
            }
        }
    }

    fn ends(&mut self, number: &Number) -> Result<Ends> {
        let fraction = |end: End| match end.at {
            Quantity::Fraction(fraction) => Ok(fraction),
            Quantity::Double(_) => Err(Unsupported(Reason::new("答案是双精度数", "an answer in doubles"))),
        };
        let (low, high): (Fraction, Fraction) = (fraction(number.low)?, fraction(number.high)?);
        Ok(Ends {
            low: [self.keep(low.above), self.keep(low.below)],
            high: [self.keep(high.above), self.keep(high.below)],
            low_open: self.keep(number.low.open),
            high_open: self.keep(number.high.open),
        })
    }
}

impl Rules {
    /// Compiles what is asked.
    pub(crate) fn compile(
        program: &Program,
        entity: EntityId,
        as_of: Date,
        question: &Question,
        grouping: Option<&[GroupBy]>,
        inputs: &dyn Inputs,
    ) -> Rules {
        let mut lower = Lower::new(program, as_of, entity, inputs);
        let mut outputs = Outputs::default();
        let statuses = question.statuses.iter().map(|group| status(&mut lower, &mut outputs, *group, question.reasons));
        let statuses: Vec<StatusPlan> = statuses.collect();
        let scores = question.scores.iter().map(|group| score(&mut lower, &mut outputs, *group)).collect();
        let benefits =
            question.benefits.iter().map(|group| benefit(&mut lower, &mut outputs, *group)).collect::<Vec<_>>();
        let total = (!question.total.is_empty()).then(|| {
            let paid = question.total.iter().map(|group| Ok((*group, lowered_benefit(&mut lower, *group)?.2)));
            let paid = match paid.collect::<Result<Vec<_>>>() {
                Ok(paid) => paid,
                Err(Unsupported(why)) => return Way::Rows(why),
            };
            let total = guarded(&mut lower, |lower| {
                let stacked = lower.stack(&paid)?;
                constant_below(lower, &stacked.total)
            });
            match total.and_then(|total| outputs.ends(&total)) {
                Ok(ends) => Way::Columns(ends),
                Err(Unsupported(why)) => Way::Rows(why),
            }
        });
        let indicators = question.indicators.iter().map(|id| {
            let added = guarded(&mut lower, |lower| indicator(lower, *id));
            (
                *id,
                match added.and_then(|added| outputs.ends(&added)) {
                    Ok(ends) => Way::Columns(ends),
                    Err(Unsupported(why)) => Way::Rows(why),
                },
            )
        });
        let indicators = indicators.collect();
        let cells = grouping.map(|by| {
            let all = statuses.iter().map(|plan| &plan.way);
            let verdicts: Vec<Option<Verdicts>> = all
                .map(|way| match way {
                    Way::Columns(verdicts) => Some(*verdicts),
                    Way::Rows(_) => None,
                })
                .chain(benefits.iter().filter(|_| !question.total_only).map(|plan: &BenefitPlan| match &plan.way {
                    Way::Columns((verdicts, _)) => Some(*verdicts),
                    Way::Rows(_) => None,
                }))
                .collect();
            cells(&mut lower, &mut outputs, by, &verdicts)
        });
        let code = assign(&lower.graph, &outputs.nodes);
        let (graph, outputs, columns) = (lower.graph, outputs.nodes, lower.columns);
        let together = question.total.clone();
        let total_only = question.total_only;
        Rules {
            code,
            graph,
            outputs,
            columns,
            statuses,
            scores,
            benefits,
            total,
            together,
            total_only,
            indicators,
            cells,
        }
    }

    /// Whether a score is always there, in whole points.
    pub(crate) fn is_whole_score(&self, at: usize) -> bool {
        let Way::Columns((ends, absent)) = &self.scores[at].way else { return false };
        let node = |at: usize| self.outputs[at];
        let graph = &self.graph;
        let bounds = [graph.bounds(node(ends.low[0])), graph.bounds(node(ends.high[0]))];
        graph.constant(node(ends.low[1])) == Some(1)
            && graph.constant(node(ends.high[1])) == Some(1)
            && [ends.low_open, ends.high_open, *absent].into_iter().all(|at| graph.is_false(node(at)))
            && bounds.iter().all(|bounds| crate::code::Width::of(*bounds) == crate::code::Width::W32)
    }

    /// The names of the columns, for people.
    pub(crate) fn column_names(&self, program: &Program) -> Vec<String> {
        self.columns.iter().map(|column| crate::lower::source_name(program, &column.source)).collect()
    }
}

/// Lowers something; numbers that may not fit are no answer.
fn guarded<T>(lower: &mut Lower<'_>, lowered: impl FnOnce(&mut Lower<'_>) -> Result<T>) -> Result<T> {
    lower.graph.take_overflow();
    let out = lowered(lower);
    match lower.graph.take_overflow() {
        true => out.and(Err(Unsupported(Reason::TOO_WIDE))),
        false => out,
    }
}

/// The group of each row, and with it the verdicts, two bits an answer.
fn cells(lower: &mut Lower<'_>, outputs: &mut Outputs, by: &[GroupBy], verdicts: &[Option<Verdicts>]) -> Cells {
    let place = crate::lower::Place { body: &Body::default(), entity: lower.entity, year: None, unknown: false };
    let mut groups = 1usize;
    let mut group = lower.graph.int(0);
    for by in by {
        lower.fact(&place, by.fact, None);
        let own = by.groups();
        let table: Vec<i32> = by.table.iter().map(|at| *at as i32).collect();
        let at = match lower.column_of(by.fact) {
            Some(column) => lower.graph.lookup(column, table),
            None => lower.graph.int(by.table.last().map_or(0, |at| i128::from(*at))),
        };
        let wide = lower.graph.times(group, own as i128);
        group = lower.graph.add(wide, at);
        groups *= own;
    }
    let mut cells = Cells { group: outputs.keep(group), cells: Vec::new(), groups };
    for shared in verdicts.chunks(SHARED) {
        let mut bits = Vec::new();
        for verdicts in shared {
            let Some(verdicts) = verdicts else {
                bits.extend([lower.graph.bool(false); 2]);
                continue;
            };
            let [concerned, yes, maybe] =
                [verdicts.concerned, verdicts.yes, verdicts.maybe].map(|at| outputs.nodes[at]);
            bits.extend(self::bits(lower, concerned, yes, maybe));
        }
        let code = lower.graph.pack(&bits);
        let wide = lower.graph.times(group, 1 << (2 * shared.len()));
        let cell = lower.graph.add(wide, code);
        cells.cells.push(outputs.keep(cell));
    }
    cells
}

fn verdicts(lower: &mut Lower<'_>, outputs: &mut Outputs, concerned: Truth, truth: Truth) -> Verdicts {
    let bits = bits(lower, concerned.maybe, truth.yes, truth.maybe);
    let code = lower.graph.pack(&bits);
    Verdicts {
        concerned: outputs.keep(concerned.maybe),
        yes: outputs.keep(truth.yes),
        maybe: outputs.keep(truth.maybe),
        code: outputs.keep(code),
    }
}

fn bits(lower: &mut Lower<'_>, concerned: NodeId, yes: NodeId, maybe: NodeId) -> [NodeId; 2] {
    let (elsewhere, not) = (lower.graph.not(concerned), lower.graph.not(yes));
    let unknown = lower.graph.and(maybe, not);
    [lower.graph.or(yes, elsewhere), lower.graph.or(unknown, elsewhere)]
}

fn version(program: &Program, group: GroupId, as_of: Date) -> Option<(ItemId, &Item)> {
    program.version(group, as_of).map(|id| (id, program.item(id)))
}

fn status(lower: &mut Lower<'_>, outputs: &mut Outputs, group: GroupId, reasons: bool) -> StatusPlan {
    let lowered = guarded(lower, |lower| {
        let Some((_, item)) = version(lower.program, group, lower.as_of) else {
            let never = lower.graph.never();
            return Ok((never, never, Vec::new()));
        };
        let concerned = lower.applies(item, false)?;
        let value = lower.item(group, None, None, false)?;
        let truth = value.truth(&mut lower.graph);
        let mut conditions = Vec::new();
        if reasons {
            let place = crate::lower::place_of(item, None, false);
            for condition in item.conditions() {
                conditions.push(lower.truth(&place, condition)?);
            }
        }
        Ok((concerned, truth, conditions))
    });
    match lowered {
        Ok((concerned, truth, conditions)) => {
            let mut failed = Vec::new();
            let mut unknown = Vec::new();
            for condition in &conditions {
                failed.push(lower.graph.not(condition.maybe));
                let uncertain = lower.graph.not(condition.yes);
                unknown.push(lower.graph.and(condition.maybe, uncertain));
            }
            let packed = [lower.graph.pack(&failed), lower.graph.pack(&unknown)];
            let reasons = reasons.then(|| packed.map(|node| outputs.keep(node)));
            StatusPlan { group, way: Way::Columns(verdicts(lower, outputs, concerned, truth)), reasons }
        }
        Err(Unsupported(why)) => StatusPlan { group, way: Way::Rows(why), reasons: None },
    }
}

fn score(lower: &mut Lower<'_>, outputs: &mut Outputs, group: GroupId) -> ScorePlan {
    let lowered = guarded(lower, |lower| lower.item(group, None, None, false)).and_then(|value| {
        let never = lower.graph.bool(true);
        match value {
            Value::Number(number) => Ok((outputs.ends(&number)?, outputs.keep(number.absent))),
            _ => {
                let nought = lower.graph.constant_number(wuwei_ir::Number::ZERO);
                Ok((outputs.ends(&nought)?, outputs.keep(never)))
            }
        }
    });
    let way = match lowered {
        Ok(answer) => Way::Columns(answer),
        Err(Unsupported(why)) => Way::Rows(why),
    };
    ScorePlan { group, way }
}

/// Whether a benefit concerns a subject, whether it is its due, and what it pays alone.
fn lowered_benefit(lower: &mut Lower<'_>, group: GroupId) -> Result<(Truth, Truth, Number)> {
    guarded(lower, |lower| {
        let Some((_, item)) = version(lower.program, group, lower.as_of) else {
            let never = lower.graph.never();
            return Ok((never, never, lower.graph.constant_number(wuwei_ir::Number::ZERO)));
        };
        let concerned = lower.applies(item, false)?;
        let eligible = lower.eligible(item, false)?;
        let eligible = lower.graph.both(eligible, concerned);
        let amount = lower.amount(item, false)?;
        let money = lower.paid(eligible, amount)?;
        Ok((concerned, eligible, constant_below(lower, &money)?))
    })
}

fn benefit(lower: &mut Lower<'_>, outputs: &mut Outputs, group: GroupId) -> BenefitPlan {
    let lowered = lowered_benefit(lower, group);
    let way = match lowered.and_then(|(concerned, eligible, money)| Ok((concerned, eligible, outputs.ends(&money)?))) {
        Ok((concerned, eligible, ends)) => Way::Columns((verdicts(lower, outputs, concerned, eligible), ends)),
        Err(Unsupported(why)) => Way::Rows(why),
    };
    BenefitPlan { group, way }
}

/// What a subject adds to an indicator, apart from where it is at home.
fn indicator(lower: &mut Lower<'_>, id: IndicatorId) -> Result<Number> {
    let program = lower.program;
    let indicator = program.indicator(id);
    let (value, entity, filter) = match indicator.computed.as_ref() {
        Some(Computation::Counts { entity, filter }) => (None, *entity, *filter),
        Some(Computation::Sums { value, entity, filter }) => (Some(*value), *entity, *filter),
        _ => return Err(Unsupported(Reason::new("由指标算出的指标", "an indicator of indicators"))),
    };
    let place = crate::lower::Place { body: &indicator.body, entity, year: None, unknown: false };
    let counts = match filter {
        Some(filter) => lower.truth(&place, filter)?,
        None => lower.graph.always(),
    };
    let amount = match value {
        Some(value) => {
            let value = lower.eval(&place, value)?;
            lower.or_nought(value)?
        }
        None => lower.graph.constant_number(wuwei_ir::Number::ONE),
    };
    let added = lower.paid(counts, amount)?;
    constant_below(lower, &added)
}

/// Money is summed over many subjects, so its ends have one denominator for all.
fn constant_below(lower: &Lower<'_>, money: &Number) -> Result<Number> {
    for end in [money.low, money.high] {
        let constant = match end.at {
            Quantity::Fraction(fraction) => lower.graph.constant(fraction.below).is_some(),
            Quantity::Double(_) => false,
        };
        if !constant {
            return Err(Unsupported(Reason::new(
                "每行金额的分母各不相同",
                "an amount with a denominator of its own in each row",
            )));
        }
    }
    Ok(*money)
}
