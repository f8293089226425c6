//! Nodes become operations, and operations get their registers.

use rustc_hash::{FxHashMap, FxHashSet};

use super::fuse::{Fused, Fusion};
use super::gates::{self, Gate, Gates};
use super::{Code, FloatOperand, Op, Operand, Place, Register, Width};
use crate::graph::{Arith, Bounds, ColumnId, FractionEnd, Graph, Kind, Node, NodeId};

/// Files of registers.
const FLOATS: usize = 3;
const TRUTHS: usize = 4;

struct Assign<'g> {
    graph: &'g Graph,
    fusion: &'g Fusion,
    code: Code,
    /// How many readers a node still has.
    readers: Vec<u32>,
    /// The register of a node, by width for whole numbers.
    at: FxHashMap<(NodeId, Option<Width>), Register>,
    free: [Vec<Register>; 5],
    sums: FxHashMap<Vec<[NodeId; 4]>, [Register; 4]>,
}

/// The code that computes nodes.
pub(crate) fn assign(graph: &Graph, outputs: &[NodeId]) -> Code {
    let fusion = Fusion::new(graph, outputs);
    let order = order(graph, &fusion, outputs);
    let mut readers = vec![0u32; graph.len()];
    for id in &order {
        fusion.operands(graph, *id, &mut |operand| readers[operand.index()] += 1);
    }
    // Outputs are read at the very end.
    for id in outputs {
        readers[id.index()] += 1;
    }
    let mut assign = Assign {
        graph,
        fusion: &fusion,
        code: Code::default(),
        readers,
        at: FxHashMap::default(),
        free: Default::default(),
        sums: FxHashMap::default(),
    };
    let gates = Gates::new(graph, &fusion, outputs);
    let mut open: Option<Open> = None;
    for id in &order {
        let gate = gates.get(*id).filter(|gate| assign.has_all(gate));
        if open.as_ref().map(|open| &open.gate) != gate {
            assign.close(open.take());
            open = gate.map(|gate| assign.open(gate, *id));
        }
        assign.emit(*id);
        assign.code.of.resize(assign.code.ops.len(), id.0);
        if let Some(open) = &mut open {
            open.nodes.insert(*id);
        }
    }
    assign.close(open);
    assign.code.outputs = outputs.iter().map(|id| assign.place(*id)).collect();
    assign.code
}

/// The nodes that are computed, operands first; of two operands the one that needs more registers comes first.
fn order(graph: &Graph, fusion: &Fusion, outputs: &[NodeId]) -> Vec<NodeId> {
    let needed = graph.needed(outputs.iter().copied());
    let mut weight = vec![0u32; graph.len()];
    for n in (0..graph.len()).filter(|n| needed[*n]) {
        let mut operands: Vec<u32> = Vec::new();
        fusion.operands(graph, NodeId(n as u32), &mut |operand| operands.push(weight[operand.index()]));
        operands.sort_unstable_by(|a, b| b.cmp(a));
        let held = operands.iter().enumerate().map(|(n, weight)| weight + n as u32).max().unwrap_or(0);
        weight[n] = held.max(1);
    }
    let mut done = vec![false; graph.len()];
    let mut out = Vec::new();
    for output in outputs {
        let mut open = vec![(*output, false)];
        while let Some((id, visited)) = open.pop() {
            if done[id.index()] {
                continue;
            }
            if visited {
                done[id.index()] = true;
                out.push(id);
                continue;
            }
            open.push((id, true));
            let mut operands = Vec::new();
            fusion.operands(graph, id, &mut |operand| operands.push(operand));
            // The last pushed is computed first: gates before what stands behind them.
            operands.sort_by_key(|operand| (gates::is_gate(graph, fusion, id, *operand), weight[operand.index()]));
            open.extend(operands.into_iter().filter(|operand| !done[operand.index()]).map(|operand| (operand, false)));
        }
    }
    out
}

/// Operations that stand behind a gate.
struct Open {
    gate: Gate,
    /// Where they begin: the operation that asks.
    at: usize,
    /// The nodes that they compute.
    nodes: FxHashSet<NodeId>,
    /// What was in registers before.
    before: FxHashSet<(NodeId, Option<Width>)>,
    sums: FxHashSet<Vec<[NodeId; 4]>>,
}

impl Assign<'_> {
    /// Whether the truths of a gate are there.
    fn has_all(&self, gate: &Gate) -> bool {
        gate.iter().all(|(id, _)| self.at.contains_key(&(*id, None)))
    }

    /// Begins operations behind a gate.
    fn open(&mut self, gate: &Gate, id: NodeId) -> Open {
        let gates = gate.iter().map(|(id, holds)| (self.mask(*id), *holds)).collect();
        self.code.ops.push(Op::Unless { gates, ops: 0 });
        self.code.of.push(id.0);
        Open {
            gate: gate.clone(),
            at: self.code.ops.len() - 1,
            nodes: FxHashSet::default(),
            before: self.at.keys().copied().collect(),
            sums: self.sums.keys().cloned().collect(),
        }
    }

    /// Ends operations behind a gate. What they made on the way for nodes that aren't theirs is forgotten: whoever reads it
    /// behind another gate, or behind none, makes it again.
    fn close(&mut self, open: Option<Open>) {
        let Some(open) = open else { return };
        if !gates::is_worth(&self.code.ops[open.at + 1..]) {
            self.code.ops.remove(open.at);
            self.code.of.remove(open.at);
            return;
        }
        let passed = self.code.ops.len() - open.at - 1;
        if let Some(Op::Unless { ops, .. }) = self.code.ops.get_mut(open.at) {
            *ops = passed;
        }
        let is_foreign =
            |(id, width): &(NodeId, Option<Width>)| !open.nodes.contains(id) && !open.before.contains(&(*id, *width));
        let mut foreign: Vec<_> = self.at.keys().copied().filter(is_foreign).collect();
        foreign.sort_unstable();
        for (id, width) in foreign {
            if let Some(register) = self.at.remove(&(id, width)) {
                self.free[self.file(id, width)].push(register);
            }
        }
        self.sums.retain(|terms, _| open.sums.contains(terms));
    }

    /// The file of a node's register.
    fn file(&self, id: NodeId, width: Option<Width>) -> usize {
        match width {
            Some(width) => width as usize,
            None if self.graph.kind(id) == Kind::Float => FLOATS,
            None => TRUTHS,
        }
    }

    fn width(&self, id: NodeId) -> Width {
        let own = Width::of(self.graph.bounds(id));
        let wide = |operands: &[NodeId]| {
            let moving = operands.iter().filter(|id| self.graph.constant(**id).is_none());
            moving.map(|id| self.width_known(*id)).max().unwrap_or(Width::W32)
        };
        match self.graph.node(id) {
            // A constant dividend or divisor may be larger than the quotient.
            Node::Arith(Arith::FloorDiv, a, b) => {
                let constants = Width::of(self.graph.bounds(*a)).max(Width::of(self.graph.bounds(*b)));
                own.max(wide(&[*a, *b])).max(constants)
            }
            Node::Arith(_, a, b) => own.max(wide(&[*a, *b])),
            Node::Select(_, a, b) => own.max(wide(&[*a, *b])),
            Node::Ladder(..) => own,
            Node::Sum(..) => Width::W128,
            _ => own,
        }
    }

    /// The width in which a node was computed.
    fn width_known(&self, id: NodeId) -> Width {
        let widths = [Width::W32, Width::W64, Width::W128];
        widths
            .into_iter()
            .find(|width| self.at.contains_key(&(id, Some(*width))))
            .unwrap_or(Width::of(self.graph.bounds(id)))
    }

    fn take(&mut self, file: usize) -> Register {
        self.free[file].pop().unwrap_or_else(|| {
            self.code.registers[file] += 1;
            self.code.registers[file] - 1
        })
    }

    /// Marks an operand as read once more; its registers are free after the last time.
    fn read(&mut self, id: NodeId) {
        self.readers[id.index()] -= 1;
        if self.readers[id.index()] > 0 {
            return;
        }
        for (n, width) in [Width::W32, Width::W64, Width::W128].into_iter().enumerate() {
            if let Some(register) = self.at.remove(&(id, Some(width))) {
                self.free[n].push(register);
            }
        }
        if let Some(register) = self.at.remove(&(id, None)) {
            let file = if self.graph.kind(id) == Kind::Float { FLOATS } else { TRUTHS };
            self.free[file].push(register);
        }
    }

    /// A whole number in a width; it is widened where it was computed in a narrower one.
    fn whole(&mut self, id: NodeId, width: Width) -> Operand {
        if let Some(value) = self.graph.constant(id) {
            return Operand::Constant(value);
        }
        Operand::Register(self.whole_register(id, width))
    }

    fn whole_register(&mut self, id: NodeId, width: Width) -> Register {
        if let Some(register) = self.at.get(&(id, Some(width))) {
            return *register;
        }
        let from = self.width_known(id);
        let out = self.take(width as usize);
        match (self.graph.constant(id), self.at.get(&(id, Some(from))).copied()) {
            (None, Some(a)) => self.code.ops.push(Op::Widen { from, to: width, a, out }),
            (constant, _) => {
                // A constant that an operation wants in a register.
                let value = Operand::Constant(constant.unwrap_or(0));
                self.code.ops.push(Op::Arith { width, op: Arith::Add, a: value, b: Operand::Constant(0), out });
            }
        }
        self.at.insert((id, Some(width)), out);
        out
    }

    fn double(&self, id: NodeId) -> FloatOperand {
        match self.graph.float_constant(id) {
            Some(value) => FloatOperand::Constant(value),
            None => FloatOperand::Register(self.at.get(&(id, None)).copied().unwrap_or(0)),
        }
    }

    fn mask(&mut self, id: NodeId) -> Register {
        if let Some(register) = self.at.get(&(id, None)) {
            return *register;
        }
        let out = self.take(TRUTHS);
        let holds = self.graph.is_true(id);
        self.code.ops.push(Op::Constant { holds, out });
        self.at.insert((id, None), out);
        out
    }

    fn place(&mut self, id: NodeId) -> Place {
        match self.graph.kind(id) {
            Kind::Truth if self.graph.is_true(id) => Place::Always(true),
            Kind::Truth if self.graph.is_false(id) => Place::Always(false),
            Kind::Truth => Place::Truth(self.mask(id)),
            _ => match self.graph.constant(id) {
                Some(value) => Place::Constant(value),
                None => {
                    let width = self.width_known(id);
                    Place::Whole(width, self.whole_register(id, width))
                }
            },
        }
    }

    fn reads(&mut self, column: ColumnId) {
        if !self.code.reads.contains(&column) {
            self.code.reads.push(column);
        }
    }

    fn emit(&mut self, id: NodeId) {
        let graph = self.graph;
        if let Some(column) = graph.column(id) {
            self.reads(column);
        }
        let node = graph.node(id).clone();
        let width = if graph.kind(id) == Kind::Whole { self.width(id) } else { Width::W32 };
        if let Some(fused) = self.fusion.get(id) {
            return self.emit_fused(id, fused, width);
        }
        match &node {
            Node::Int(_) | Node::Float(_) | Node::Bool(_) => return,
            Node::Column(column) => {
                let out = self.define(id, width);
                self.code.ops.push(Op::Load { width, column: *column, out });
            }
            Node::Arith(op, a, b) => {
                let (x, y) = (self.whole(*a, width), self.whole(*b, width));
                let out = self.define(id, width);
                self.code.ops.push(match op {
                    Arith::FloorDiv if self.is_quick(*a, id) => Op::QuickDiv { width, a: x, b: y, out },
                    op => Op::Arith { width, op: *op, a: x, b: y, out },
                });
            }
            Node::Calendar(what, a) => {
                let from = self.width_known(*a).max(Width::W32);
                let x = self.whole(*a, from);
                let out = self.define(id, Width::W32);
                self.code.ops.push(Op::Calendar { width: from, what: *what, a: x, out });
            }
            Node::Select(mask, a, b) => {
                let mask = self.mask(*mask);
                let (x, y) = (self.whole(*a, width), self.whole(*b, width));
                let out = self.define(id, width);
                self.code.ops.push(Op::Select { width, mask, a: x, b: y, out });
            }
            Node::Ladder(base, steps, x, y) => {
                let fits = |id: NodeId, by: i64| {
                    let bounds = graph.bounds(id);
                    let most = bounds.low.unsigned_abs().max(bounds.high.unsigned_abs());
                    most * u128::from(by.unsigned_abs()) < 1 << 30
                };
                let narrow = steps.iter().all(|step| {
                    fits(*x, step.times_x)
                        && (step.times_y == 0 || fits(*y, step.times_y))
                        && step.least.abs() < 1 << 30
                });
                let known = self.width_known(*x).max(self.width_known(*y));
                let from = if narrow && known == Width::W32 { Width::W32 } else { Width::W64 };
                let (a, b) = (self.whole_register(*x, from), self.whole_register(*y, from));
                let out = self.define(id, width);
                self.code.ops.push(Op::Ladder { from, to: width, base: *base, steps: steps.clone(), x: a, y: b, out });
            }
            Node::Count(masks) => {
                let masks = masks.iter().map(|mask| self.mask(*mask)).collect();
                let out = self.define(id, Width::W32);
                self.code.ops.push(Op::Count { masks, out });
            }
            Node::Pack(masks) => {
                let masks = masks.iter().map(|mask| self.mask(*mask)).collect();
                let out = self.define(id, width);
                self.code.ops.push(Op::Pack { width, masks, out });
            }
            Node::Lookup(column, table) => {
                let out = self.define(id, Width::W32);
                self.code.lookups.push((*column, table.clone()));
                self.code.ops.push(Op::Lookup { column: *column, table: self.code.lookups.len() - 1, out });
            }
            Node::Sum(end, terms) => {
                let out = self.sum(terms);
                let register = out[match end {
                    FractionEnd::LowAbove => 0,
                    FractionEnd::LowBelow => 1,
                    FractionEnd::HighAbove => 2,
                    FractionEnd::HighBelow => 3,
                }];
                self.at.insert((id, Some(Width::W128)), register);
            }
            Node::ToFloat(a) => {
                let from = self.width_known(*a);
                let a = self.whole_register(*a, from);
                let out = self.define_in(id, FLOATS);
                self.code.ops.push(Op::ToFloat { width: from, a, out });
            }
            Node::FloatArith(op, a, b) => {
                let (a, b) = (self.double(*a), self.double(*b));
                let out = self.define_in(id, FLOATS);
                self.code.ops.push(Op::FloatArith { op: *op, a, b, out });
            }
            Node::FloatSelect(mask, a, b) => {
                let mask = self.mask(*mask);
                let (a, b) = (self.double(*a), self.double(*b));
                let out = self.define_in(id, FLOATS);
                self.code.ops.push(Op::FloatSelect { mask, a, b, out });
            }
            Node::Floor(a) => {
                if let FloatOperand::Register(a) = self.double(*a) {
                    let out = self.define(id, width);
                    self.code.ops.push(Op::Floor { width, a, out });
                }
            }
            Node::Known(column) => {
                let out = self.define_in(id, TRUTHS);
                self.code.ops.push(Op::Known { column: *column, out });
            }
            Node::Flag(column) => {
                let out = self.define_in(id, TRUTHS);
                self.code.ops.push(Op::Flag { column: *column, out });
            }
            Node::Bit(column, at) => {
                let out = self.define_in(id, TRUTHS);
                self.code.ops.push(Op::Bit { column: *column, at: *at, out });
            }
            Node::Match(column, what) => {
                let out = self.define_in(id, TRUTHS);
                let table = self.code.matches.len();
                self.code.matches.push((*column, what.clone()));
                self.code.ops.push(Op::Match { column: *column, table, out });
            }
            Node::Compare(op, a, b) => {
                let moving = [*a, *b].into_iter().filter(|id| graph.constant(*id).is_none());
                let known = moving.map(|id| self.width_known(id)).max().unwrap_or(Width::W32);
                let constants = [*a, *b].into_iter().filter(|id| graph.constant(*id).is_some());
                let width = constants.map(|id| Width::of(graph.bounds(id))).fold(known, Width::max);
                let (a, b) = (self.whole(*a, width), self.whole(*b, width));
                let out = self.define_in(id, TRUTHS);
                self.code.ops.push(Op::Compare { width, op: *op, a, b, out });
            }
            Node::CompareFractions(op, parts) => {
                let parts = parts.map(|part| self.whole(part, Width::W128));
                let out = self.define_in(id, TRUTHS);
                self.code.ops.push(Op::CompareFractions { op: *op, parts, out });
            }
            Node::FloatCompare(op, a, b) => {
                let (a, b) = (self.double(*a), self.double(*b));
                let out = self.define_in(id, TRUTHS);
                self.code.ops.push(Op::FloatCompare { op: *op, a, b, out });
            }
            Node::And(a, b) | Node::Or(a, b) => {
                let and = matches!(node, Node::And(..));
                let (a, b) = (self.mask(*a), self.mask(*b));
                let out = self.define_in(id, TRUTHS);
                self.code.ops.push(if and { Op::And { a, b, out } } else { Op::Or { a, b, out } });
            }
            Node::Not(a) => {
                let a = self.mask(*a);
                let out = self.define_in(id, TRUTHS);
                self.code.ops.push(Op::Not { a, out });
            }
        }
        self.release(id);
    }

    /// What a node read may be free now.
    fn release(&mut self, id: NodeId) {
        let mut operands = Vec::new();
        self.fusion.operands(self.graph, id, &mut |operand| operands.push(operand));
        operands.into_iter().for_each(|operand| self.read(operand));
    }

    /// A node that is computed together with some that it reads.
    fn emit_fused(&mut self, id: NodeId, fused: Fused, width: Width) {
        let op = match fused {
            Fused::Choose { masks, values } => {
                let masks = masks.map(|mask| self.mask(mask));
                Op::Choose { width, masks, values, out: self.define(id, width) }
            }
            Fused::ChooseDouble { masks, values } => {
                let masks = masks.map(|mask| self.mask(mask));
                Op::ChooseDouble { masks, values, out: self.define_in(id, FLOATS) }
            }
            Fused::AddWhere { mask, holds, to, what } => {
                let mask = self.mask(mask);
                let (to, what) = (self.whole_register(to, width), self.whole(what, width));
                Op::AddWhere { width, mask, holds, to, what, out: self.define(id, width) }
            }
            Fused::Scaled { x, weight, scale } => {
                let FloatOperand::Register(x) = self.double(x) else { return };
                let weight = self.double(weight);
                Op::Scaled { width, x, weight, scale, out: self.define(id, width) }
            }
            Fused::AndNot(a, b) => {
                let (a, b) = (self.mask(a), self.mask(b));
                Op::AndNot { a, b, out: self.define_in(id, TRUTHS) }
            }
            Fused::OrNot(a, b) => {
                let (a, b) = (self.mask(a), self.mask(b));
                Op::OrNot { a, b, out: self.define_in(id, TRUTHS) }
            }
        };
        self.code.ops.push(op);
        self.release(id);
    }

    /// A quotient that a double finds up to one: the dividend is exact, the quotient small.
    fn is_quick(&self, a: NodeId, quotient: NodeId) -> bool {
        let most = |bounds: Bounds| bounds.low.unsigned_abs().max(bounds.high.unsigned_abs());
        most(self.graph.bounds(a)) < 1 << 62 && most(self.graph.bounds(quotient)) < 1 << 48
    }

    fn define(&mut self, id: NodeId, width: Width) -> Register {
        let out = self.take(width as usize);
        self.at.insert((id, Some(width)), out);
        out
    }

    fn define_in(&mut self, id: NodeId, file: usize) -> Register {
        let out = self.take(file);
        self.at.insert((id, None), out);
        out
    }

    /// One operation gives all four numbers; they keep their registers.
    fn sum(&mut self, terms: &[[NodeId; 4]]) -> [Register; 4] {
        if let Some(known) = self.sums.get(terms) {
            return *known;
        }
        let operands = terms.iter().map(|term| term.map(|id| self.whole(id, Width::W128))).collect();
        let out = [0; 4].map(|_| self.take(Width::W128 as usize));
        self.code.ops.push(Op::Sum { terms: operands, out });
        self.sums.insert(terms.to_vec(), out);
        out
    }
}
