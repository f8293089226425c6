//! What a slice needn't compute.
//!
//! Where a condition already fails for every row of a slice, nobody looks at the others, nor at what would be paid. A node that
//! is read only beside such a truth has that truth as its gate: `both` of two truths reads the second only where the first
//! holds, a choice reads each side only where it is chosen. Operations with one gate that stand together are passed over when
//! no row of the slice opens it. What they would have written is then whatever was there before, and nobody looks at that.

use super::fuse::{Fused, Fusion};
use super::{Op, Width};
use crate::graph::{FloatArith, Graph, Node, NodeId};

/// Truths of which one must hold, or must not hold, for a node to be needed.
pub(super) type Gate = Vec<(NodeId, bool)>;

/// Truths that a gate has at most; a node with more is always computed.
const WIDEST: usize = 3;

/// What operations must cost for a gate to pay, in costs of a plain one.
const WORTH: u32 = 8;

/// An operand that is needed only where a truth of the same node holds, or doesn't.
#[derive(Clone, Copy)]
struct Gated {
    operand: NodeId,
    gate: (NodeId, bool),
}

/// The operands of a node that stand behind a gate. Only what was built before can be a gate: it can't depend on what it is
/// a gate for, and a document's earlier conditions spare its later ones.
fn gated(graph: &Graph, fusion: &Fusion, id: NodeId) -> Vec<Gated> {
    let behind = |operand: NodeId, gate: NodeId, holds: bool| Gated { operand, gate: (gate, holds) };
    let found = match fusion.get(id) {
        Some(Fused::AddWhere { mask, holds, what, .. }) => vec![behind(what, mask, holds)],
        Some(Fused::AndNot(a, b)) => vec![behind(b, a, true), behind(a, b, false)],
        Some(Fused::OrNot(a, b)) => vec![behind(b, a, false), behind(a, b, true)],
        Some(Fused::Choose { .. } | Fused::ChooseDouble { .. } | Fused::Scaled { .. }) => Vec::new(),
        None => match *graph.node(id) {
            Node::And(a, b) => vec![behind(b, a, true), behind(a, b, true)],
            Node::Or(a, b) => vec![behind(b, a, false), behind(a, b, false)],
            Node::Select(mask, a, b) | Node::FloatSelect(mask, a, b) => {
                vec![behind(a, mask, true), behind(b, mask, false)]
            }
            _ => Vec::new(),
        },
    };
    found.into_iter().filter(|gated| gated.gate.0 < gated.operand).collect()
}

/// The gates of all nodes; nothing for those that every slice needs.
pub(super) struct Gates {
    of: Vec<Option<Gate>>,
}

impl Gates {
    pub(super) fn new(graph: &Graph, fusion: &Fusion, outputs: &[NodeId]) -> Gates {
        /// What is known of a node while its readers are looked at.
        #[derive(Clone)]
        enum Known {
            Unread,
            Behind(Gate),
            Always,
        }
        let mut known = vec![Known::Unread; graph.len()];
        let add = |known: &mut Known, gate: Option<&[(NodeId, bool)]>| match (&mut *known, gate) {
            (Known::Always, _) => {}
            (_, None) => *known = Known::Always,
            (Known::Unread, Some(gate)) => *known = Known::Behind(gate.to_vec()),
            (Known::Behind(all), Some(gate)) => {
                let new: Gate = gate.iter().filter(|gate| !all.contains(gate)).copied().collect();
                all.extend(new);
                if all.len() > WIDEST {
                    *known = Known::Always;
                }
            }
        };
        outputs.iter().for_each(|id| add(&mut known[id.index()], None));
        // Readers were built after what they read.
        for n in (0..graph.len()).rev() {
            let id = NodeId(n as u32);
            let own = match &known[n] {
                Known::Unread => continue,
                Known::Always => None,
                Known::Behind(gate) => Some(gate.clone()),
            };
            let behind = gated(graph, fusion, id);
            fusion.operands(graph, id, &mut |operand| {
                let gate = behind.iter().find(|gated| gated.operand == operand);
                let is_gate = behind.iter().any(|gated| gated.gate.0 == operand);
                // A gate's own operands were built before it, which may not be true of the gate of their reader.
                let usable = |gate: &&[(NodeId, bool)]| gate.iter().all(|(gate, _)| *gate < operand);
                let gate = match gate {
                    Some(gated) if !is_gate => Some(vec![gated.gate]),
                    _ => own.clone(),
                };
                add(&mut known[operand.index()], gate.as_deref().filter(usable));
            });
        }
        let of = known.into_iter().map(|known| if let Known::Behind(gate) = known { Some(gate) } else { None });
        Gates { of: of.collect() }
    }

    pub(super) fn get(&self, id: NodeId) -> Option<&Gate> {
        self.of[id.index()].as_ref()
    }
}

/// Whether an operand of a node is a gate of another.
pub(super) fn is_gate(graph: &Graph, fusion: &Fusion, id: NodeId, operand: NodeId) -> bool {
    gated(graph, fusion, id).iter().any(|gated| gated.gate.0 == operand)
}

/// Whether operations cost more than asking whether they are needed.
pub(super) fn is_worth(ops: &[Op]) -> bool {
    ops.iter().map(cost).sum::<u32>() >= WORTH * 4
}

/// What an operation costs, in quarters of a plain one.
fn cost(op: &Op) -> u32 {
    match op {
        Op::And { .. }
        | Op::AndNot { .. }
        | Op::Or { .. }
        | Op::OrNot { .. }
        | Op::Not { .. }
        | Op::Constant { .. } => 1,
        Op::Arith { width: Width::W128, .. } | Op::QuickDiv { width: Width::W128, .. } => 32,
        Op::CompareFractions { .. } => 128,
        Op::Sum { terms, .. } => 128 * terms.len() as u32,
        Op::FloatArith { op: FloatArith::Div, .. } | Op::QuickDiv { .. } | Op::Lookup { .. } => 24,
        Op::Calendar { .. } => 48,
        Op::Ladder { .. } => 16,
        _ => 4,
    }
}
