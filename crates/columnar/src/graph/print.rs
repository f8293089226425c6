//! A graph as text: one line an operation.

use std::fmt::Write;

use super::{Compare, Graph, Kind, Node, NodeId};

impl Graph {
    /// The nodes that are needed, one a line: `%7 = mul %3 100   [0, 5000]`.
    pub(crate) fn print(&self, needed: &[bool], columns: &[String]) -> String {
        let mut out = String::new();
        for (n, _) in self.nodes.iter().enumerate().filter(|(n, _)| needed[*n]) {
            let id = NodeId(n as u32);
            if matches!(self.node(id), Node::Int(_) | Node::Float(_) | Node::Bool(_)) {
                continue;
            }
            let _ = write!(out, "%{n} = {}", self.shown(id, columns));
            if self.kind(id) == Kind::Whole {
                let bounds = self.bounds(id);
                let _ = write!(out, "   [{}, {}]", bounds.low, bounds.high);
            }
            out.push('\n');
        }
        out
    }

    fn name(&self, id: NodeId) -> String {
        match self.node(id) {
            Node::Int(value) => value.to_string(),
            Node::Float(bits) => format!("{:?}", f64::from_bits(*bits)),
            Node::Bool(holds) => holds.to_string(),
            _ => format!("%{}", id.0),
        }
    }

    /// The operation in words.
    pub(crate) fn shown(&self, id: NodeId, columns: &[String]) -> String {
        let name = |id: &NodeId| self.name(*id);
        let column = |id: super::ColumnId| columns.get(id.index()).map_or("?", String::as_str);
        match self.node(id) {
            Node::Int(_) | Node::Float(_) | Node::Bool(_) => self.name(id),
            Node::Column(at) => format!("column {}", column(*at)),
            Node::Known(at) => format!("known {}", column(*at)),
            Node::Flag(at) => format!("flag {}", column(*at)),
            Node::Bit(at, bit) => format!("bit {bit} of {}", column(*at)),
            Node::Match(at, what) => format!("match {} {what:?}", column(*at)),
            Node::Arith(op, a, b) => format!("{} {} {}", op.word(), name(a), name(b)),
            Node::FloatArith(op, a, b) => format!("{} {} {}", op.word(), name(a), name(b)),
            Node::Calendar(what, a) => format!("{what:?} {}", name(a)),
            Node::Select(mask, a, b) => format!("select {} {} {}", name(mask), name(a), name(b)),
            Node::FloatSelect(mask, a, b) => format!("fselect {} {} {}", name(mask), name(a), name(b)),
            Node::Ladder(base, steps, x, y) => {
                let steps: Vec<String> = steps
                    .iter()
                    .map(|step| match step.times_y {
                        0 => format!("{}x >= {}: {:+}", step.times_x, step.least, step.gain),
                        _ => format!("{}x >= {}y + {}: {:+}", step.times_x, step.times_y, step.least, step.gain),
                    })
                    .collect();
                format!("ladder {} {} from {base} {{ {} }}", name(x), name(y), steps.join(", "))
            }
            Node::Count(all) => format!("count {}", all.iter().map(name).collect::<Vec<_>>().join(" ")),
            Node::Pack(all) => format!("pack {}", all.iter().map(name).collect::<Vec<_>>().join(" ")),
            Node::Lookup(at, table) => format!("lookup {} in {} entries", column(*at), table.len()),
            Node::Sum(end, terms) => format!("sum {end:?} of {} fractions", terms.len()),
            Node::ToFloat(a) => format!("float {}", name(a)),
            Node::Floor(a) => format!("floor {}", name(a)),
            Node::Compare(Compare::Less, a, b) => format!("{} < {}", name(a), name(b)),
            Node::Compare(Compare::Equal, a, b) => format!("{} = {}", name(a), name(b)),
            Node::CompareFractions(op, [a, b, c, d]) => {
                let sign = if *op == Compare::Less { "<" } else { "=" };
                format!("{}/{} {sign} {}/{}", name(a), name(b), name(c), name(d))
            }
            Node::FloatCompare(Compare::Less, a, b) => format!("{} f< {}", name(a), name(b)),
            Node::FloatCompare(Compare::Equal, a, b) => format!("{} f= {}", name(a), name(b)),
            Node::And(a, b) => format!("and {} {}", name(a), name(b)),
            Node::Or(a, b) => format!("or {} {}", name(a), name(b)),
            Node::Not(a) => format!("not {}", name(a)),
        }
    }
}
