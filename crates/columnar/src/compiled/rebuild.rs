//! A graph built once more, with more known about its columns.
//!
//! Whoever builds a node has it folded, so that building all nodes again, where a column is known to be complete or to hold
//! small numbers only, gives the graph that lowering the rules for such columns would have given — without the rules.

use wuwei_ir::GroupId;

use super::content::Content;
use crate::code::assign;
use crate::column::{Column, Source, State};
use crate::graph::{Arith, Bounds, ColumnId, Compare, Graph, Kind, Node, NodeId};
use crate::rules::{BenefitPlan, Rules, ScorePlan, StatusPlan, Way};

/// Larger constants than this are built nowhere.
const LARGEST: u128 = 1 << 124;

/// Points beyond these are none that a part of a score gives.
const POINTS: i128 = 1 << 20;

/// What the rows of a column are known to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) state: State,
    pub(super) bounds: Bounds,
}

impl Seen {
    /// Whether whoever expects this can be given that.
    pub(super) fn covers(&self, other: &Seen) -> bool {
        let state = self.state == State::Partial || self.state == other.state;
        state && self.bounds.low <= other.bounds.low && other.bounds.high <= self.bounds.high
    }

    /// What covers both.
    pub(super) fn join(&self, other: &Seen) -> Seen {
        let state = if self.state == other.state { self.state } else { State::Partial };
        Seen { state, bounds: self.bounds.hull(other.bounds) }
    }
}

/// Nodes that are no graph: a file was damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken;

/// The nodes that outputs need, numbered anew, and the outputs.
pub(super) fn nodes(graph: &Graph, outputs: &[NodeId], columns: &[Seen]) -> Result<(Vec<Node>, Vec<NodeId>), Broken> {
    let needed = graph.needed(outputs.iter().copied());
    let all = (0..graph.len()).map(|n| needed[n].then(|| graph.node(NodeId(n as u32))));
    let (graph, outputs) = rebuild(all, outputs, columns)?;
    Ok(((0..graph.len()).map(|n| graph.node(NodeId(n as u32)).clone()).collect(), outputs))
}

/// The rules, compiled for columns of which this is known.
pub(super) fn rules(content: &Content, columns: &[Seen]) -> Result<Rules, Broken> {
    let (graph, outputs) = rebuild(content.nodes.iter().map(Some), &content.outputs, columns)?;
    let code = assign(&graph, &outputs);
    let column = |(spec, seen): (&super::content::Spec, &Seen)| Column {
        source: Source::Derived(spec.name.clone(), 0),
        shape: spec.shape,
        state: seen.state,
        bounds: seen.bounds,
        or_none: spec.or_none,
    };
    let id = GroupId::from_index;
    Ok(Rules {
        columns: content.columns.iter().zip(columns).map(column).collect(),
        statuses: (content.statuses.iter().enumerate())
            .map(|(n, (verdicts, reasons))| StatusPlan {
                group: id(n),
                way: Way::Columns(*verdicts),
                reasons: *reasons,
            })
            .collect(),
        scores: (content.scores.iter().enumerate())
            .map(|(n, score)| ScorePlan { group: id(n), way: Way::Columns(*score) })
            .collect(),
        benefits: (content.benefits.iter().enumerate())
            .map(|(n, benefit)| BenefitPlan { group: id(n), way: Way::Columns(*benefit) })
            .collect(),
        total: content.total.map(Way::Columns),
        graph,
        outputs,
        code,
        ..Rules::default()
    })
}

fn rebuild<'n>(
    nodes: impl Iterator<Item = Option<&'n Node>>,
    outputs: &[NodeId],
    columns: &[Seen],
) -> Result<(Graph, Vec<NodeId>), Broken> {
    let mut graph = Graph::default();
    for column in columns {
        graph.add_column(column.bounds);
    }
    let mut rebuild = Rebuild { graph, at: Vec::new(), columns };
    for node in nodes {
        let built = node.map(|node| rebuild.node(node)).transpose()?;
        rebuild.at.push(built);
    }
    let at = |output: &NodeId| rebuild.at.get(output.index()).copied().flatten().ok_or(Broken);
    let outputs = outputs.iter().map(at).collect::<Result<Vec<NodeId>, Broken>>()?;
    if rebuild.graph.take_overflow() {
        return Err(Broken);
    }
    Ok((rebuild.graph, outputs))
}

struct Rebuild<'c> {
    graph: Graph,
    /// Where the nodes are that were built so far.
    at: Vec<Option<NodeId>>,
    columns: &'c [Seen],
}

impl Rebuild<'_> {
    /// An operand, which stands before whoever reads it.
    fn get(&self, id: NodeId, kind: Kind) -> Result<NodeId, Broken> {
        let built = self.at.get(id.index()).copied().flatten().ok_or(Broken)?;
        if self.graph.kind(built) == kind { Ok(built) } else { Err(Broken) }
    }

    fn pair(&self, a: NodeId, b: NodeId, kind: Kind) -> Result<(NodeId, NodeId), Broken> {
        Ok((self.get(a, kind)?, self.get(b, kind)?))
    }

    fn truths(&self, all: &[NodeId]) -> Result<Vec<NodeId>, Broken> {
        all.iter().map(|id| self.get(*id, Kind::Truth)).collect()
    }

    fn column(&self, id: ColumnId) -> Result<ColumnId, Broken> {
        if id.index() < self.columns.len() { Ok(id) } else { Err(Broken) }
    }

    fn node(&mut self, node: &Node) -> Result<NodeId, Broken> {
        use Kind::{Float, Truth, Whole};
        Ok(match node {
            Node::Int(value) if value.unsigned_abs() > LARGEST => return Err(Broken),
            Node::Int(value) => self.graph.int(*value),
            Node::Column(column) => self.graph.values(self.column(*column)?),
            Node::Arith(op, a, b) => {
                let (a, b) = self.pair(*a, *b, Whole)?;
                match op {
                    Arith::Add => self.graph.add(a, b),
                    Arith::Sub => self.graph.sub(a, b),
                    Arith::Mul => self.graph.mul(a, b),
                    Arith::Min => self.graph.min(a, b),
                    Arith::Max => self.graph.max(a, b),
                    Arith::FloorDiv => self.graph.floor_div(a, b),
                }
            }
            Node::Calendar(what, day) => self.graph.calendar(*what, self.get(*day, Whole)?),
            Node::Select(mask, a, b) => {
                let (mask, (a, b)) = (self.get(*mask, Truth)?, self.pair(*a, *b, Whole)?);
                self.graph.select(mask, a, b)
            }
            Node::Ladder(base, steps, x, y) => {
                let (x, y) = self.pair(*x, *y, Whole)?;
                self.graph.ladder(*base, steps.clone(), x, y)
            }
            Node::Count(all) => self.graph.count(self.truths(all)?),
            Node::Pack(all) => self.graph.pack(&self.truths(all)?),
            Node::Lookup(_, table) if table.is_empty() => return Err(Broken),
            Node::Lookup(column, table) => self.graph.lookup(self.column(*column)?, table.clone()),
            Node::Sum(end, terms) => {
                let term = |term: &[NodeId; 4]| -> Result<[NodeId; 4], Broken> {
                    let ((a, b), (c, d)) = (self.pair(term[0], term[1], Whole)?, self.pair(term[2], term[3], Whole)?);
                    Ok([a, b, c, d])
                };
                let terms = terms.iter().map(term).collect::<Result<Vec<_>, Broken>>()?;
                // The interval that lowering a score gives to the sum of its parts.
                let least: i128 = terms.iter().map(|term| self.graph.bounds(term[0]).low.clamp(-POINTS, 0)).sum();
                let most = terms.iter().map(|term| self.graph.bounds(term[2]).high.clamp(0, POINTS)).sum();
                self.graph.sum_of_fractions(*end, terms, least.max(-POINTS), most)
            }
            Node::Float(bits) => self.graph.float(f64::from_bits(*bits)),
            Node::ToFloat(a) => self.graph.as_double(self.get(*a, Whole)?),
            Node::FloatArith(op, a, b) => {
                let (a, b) = self.pair(*a, *b, Float)?;
                self.graph.float_arith(*op, a, b)
            }
            Node::FloatSelect(mask, a, b) => {
                let (mask, (a, b)) = (self.get(*mask, Truth)?, self.pair(*a, *b, Float)?);
                self.graph.float_select(mask, a, b)
            }
            Node::Floor(a) => self.graph.floor(self.get(*a, Float)?),
            Node::Bool(holds) => self.graph.bool(*holds),
            Node::Known(column) => match self.columns[self.column(*column)?.index()].state {
                State::Complete => self.graph.bool(true),
                State::Missing => self.graph.bool(false),
                State::Partial => self.graph.known_in(*column),
            },
            Node::Flag(column) => self.graph.flag(self.column(*column)?),
            Node::Bit(column, at) => self.graph.bit(self.column(*column)?, *at & 63),
            Node::Match(column, what) => self.graph.matches(self.column(*column)?, what.clone()),
            Node::Compare(op, a, b) => {
                let (a, b) = self.pair(*a, *b, Whole)?;
                if *op == Compare::Less { self.graph.less(a, b) } else { self.graph.equal(a, b) }
            }
            Node::CompareFractions(op, [a, b, c, d]) => {
                let ((a, b), (c, d)) = (self.pair(*a, *b, Whole)?, self.pair(*c, *d, Whole)?);
                // Of smaller numbers the products may fit.
                if self.graph.product_fits(a, d) && self.graph.product_fits(c, b) {
                    let (x, y) = (self.graph.mul(a, d), self.graph.mul(c, b));
                    if *op == Compare::Less { self.graph.less(x, y) } else { self.graph.equal(x, y) }
                } else {
                    self.graph.compare_fractions(*op, [a, b, c, d])
                }
            }
            Node::FloatCompare(op, a, b) => {
                let (a, b) = self.pair(*a, *b, Float)?;
                if *op == Compare::Less { self.graph.float_less(a, b) } else { self.graph.float_equal(a, b) }
            }
            Node::And(a, b) => {
                let (a, b) = self.pair(*a, *b, Truth)?;
                self.graph.and(a, b)
            }
            Node::Or(a, b) => {
                let (a, b) = self.pair(*a, *b, Truth)?;
                self.graph.or(a, b)
            }
            Node::Not(a) => self.graph.not(self.get(*a, Truth)?),
        })
    }
}
