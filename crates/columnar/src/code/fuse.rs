//! Neighbouring operations that one loop does.
//!
//! An operation reads and writes registers, and for short operations that costs more than what they compute. Some neighbours
//! come together so often in rules that they have an operation of their own: a choice among three constants, a number that is
//! added where a truth holds, a quantity that is brought onto a scale, cut, weighed and rounded. What lies between them is
//! never written.

use rustc_hash::FxHashMap;

use crate::graph::{Arith, FloatArith, Graph, Kind, Node, NodeId};

/// What a node is computed as, with the nodes that it reads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fused {
    /// The first constant where the first truth holds, the second where only the second does, the third elsewhere.
    Choose { masks: [NodeId; 2], values: [i128; 3] },
    /// The same of doubles.
    ChooseDouble { masks: [NodeId; 2], values: [f64; 3] },
    /// A sum whose second number counts where a truth holds, or where it doesn't.
    AddWhere { mask: NodeId, holds: bool, to: NodeId, what: NodeId },
    /// `weight · cut((x − minus + plus) · times) + add`, rounded down; `cut` keeps it between `least` and `most`.
    Scaled { x: NodeId, weight: NodeId, scale: Scale },
    /// One truth and not the other.
    AndNot(NodeId, NodeId),
    /// One truth or not the other.
    OrNot(NodeId, NodeId),
}

/// The constants of a scale.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Scale {
    pub(crate) minus: f64,
    pub(crate) plus: f64,
    pub(crate) times: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
    pub(crate) add: f64,
}

/// Which nodes are computed together with those they read.
pub(crate) struct Fusion {
    of: FxHashMap<NodeId, Fused>,
}

impl Fusion {
    /// Looks through the nodes that outputs need.
    pub(crate) fn new(graph: &Graph, outputs: &[NodeId]) -> Fusion {
        let needed = graph.needed(outputs.iter().copied());
        let mut readers = vec![0u32; graph.len()];
        let all = || (0..graph.len()).filter(|n| needed[*n]).map(|n| NodeId(n as u32));
        for id in all() {
            graph.operands(id, &mut |operand| readers[operand.index()] += 1);
        }
        outputs.iter().for_each(|id| readers[id.index()] += 1);
        let look = Look { graph, readers };
        Fusion { of: all().filter_map(|id| look.fused(id).map(|fused| (id, fused))).collect() }
    }

    pub(crate) fn get(&self, id: NodeId) -> Option<Fused> {
        self.of.get(&id).copied()
    }

    /// Calls `visit` with every node that the operation of a node reads.
    pub(crate) fn operands(&self, graph: &Graph, id: NodeId, visit: &mut dyn FnMut(NodeId)) {
        match self.get(id) {
            None => graph.operands(id, visit),
            Some(Fused::Choose { masks, .. } | Fused::ChooseDouble { masks, .. }) => masks.into_iter().for_each(visit),
            Some(Fused::AddWhere { mask, to, what, .. }) => [mask, to, what].into_iter().for_each(visit),
            Some(Fused::Scaled { x, weight, .. }) => [x, weight].into_iter().for_each(visit),
            Some(Fused::AndNot(a, b) | Fused::OrNot(a, b)) => [a, b].into_iter().for_each(visit),
        }
    }
}

struct Look<'g> {
    graph: &'g Graph,
    readers: Vec<u32>,
}

impl Look<'_> {
    /// Whether nobody else reads a node, so that it needn't be written.
    fn is_private(&self, id: NodeId) -> bool {
        self.readers[id.index()] == 1
    }

    fn fused(&self, id: NodeId) -> Option<Fused> {
        let graph = self.graph;
        match *graph.node(id) {
            Node::Select(first, a, rest) => {
                let Node::Select(second, b, c) = *graph.node(rest) else { return None };
                let values = [graph.constant(a)?, graph.constant(b)?, graph.constant(c)?];
                Some(Fused::Choose { masks: [first, second], values })
            }
            Node::FloatSelect(first, a, rest) => {
                let Node::FloatSelect(second, b, c) = *graph.node(rest) else { return None };
                let values = [graph.float_constant(a)?, graph.float_constant(b)?, graph.float_constant(c)?];
                Some(Fused::ChooseDouble { masks: [first, second], values })
            }
            Node::Arith(Arith::Add, a, b) => self.add_where(a, b).or_else(|| self.add_where(b, a)),
            Node::Floor(a) => self.scaled(a),
            Node::And(a, b) => self.opposite(a, b).map(|(a, b)| Fused::AndNot(a, b)),
            Node::Or(a, b) => self.opposite(a, b).map(|(a, b)| Fused::OrNot(a, b)),
            _ => None,
        }
    }

    /// Two truths of which the second is the opposite of what is given.
    fn opposite(&self, a: NodeId, b: NodeId) -> Option<(NodeId, NodeId)> {
        match (self.graph.node(a), self.graph.node(b)) {
            (_, Node::Not(b)) => Some((a, *b)),
            (Node::Not(a), _) => Some((b, *a)),
            _ => None,
        }
    }

    fn add_where(&self, to: NodeId, choice: NodeId) -> Option<Fused> {
        if !self.is_private(choice) {
            return None;
        }
        let Node::Select(mask, a, b) = *self.graph.node(choice) else { return None };
        let (is_nought, constant) = (|id| self.graph.constant(id) == Some(0), |id| self.graph.constant(id).is_some());
        // A choice among constants is cheap by itself.
        if constant(a) && constant(b) || constant(to) {
            return None;
        }
        match (is_nought(a), is_nought(b)) {
            (false, true) => Some(Fused::AddWhere { mask, holds: true, to, what: a }),
            (true, false) => Some(Fused::AddWhere { mask, holds: false, to, what: b }),
            _ => None,
        }
    }

    /// The operation and the constant of a private node; constants stand second.
    fn step(&self, id: NodeId, op: FloatArith) -> Option<(NodeId, f64)> {
        match *self.graph.node(id) {
            Node::FloatArith(own, a, b) if own == op && self.is_private(id) => {
                self.graph.float_constant(b).map(|constant| (a, constant))
            }
            _ => None,
        }
    }

    fn scaled(&self, sum: NodeId) -> Option<Fused> {
        let (product, add) = self.step(sum, FloatArith::Add)?;
        let Node::FloatArith(FloatArith::Mul, a, b) = *self.graph.node(product) else { return None };
        if !self.is_private(product) {
            return None;
        }
        [(a, b), (b, a)].into_iter().find_map(|(weight, cut)| {
            let (above, most) = self.step(cut, FloatArith::Min)?;
            let (mut x, least) = self.step(above, FloatArith::Max)?;
            // Numbers that change nothing stand for the steps that aren't there, whatever the sign of a nought.
            let mut scale = Scale { minus: 0.0, plus: -0.0, times: 1.0, least, most, add };
            let steps: [(FloatArith, &mut f64); 3] = [
                (FloatArith::Mul, &mut scale.times),
                (FloatArith::Add, &mut scale.plus),
                (FloatArith::Sub, &mut scale.minus),
            ];
            for (op, constant) in steps {
                if let Some((before, value)) = self.step(x, op) {
                    (x, *constant) = (before, value);
                }
            }
            (self.graph.kind(x) == Kind::Float && self.graph.float_constant(x).is_none()).then_some(Fused::Scaled {
                x,
                weight,
                scale,
            })
        })
    }
}
