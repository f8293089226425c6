//! What the rules were compiled to: per answer the columns it reads and what it costs, then every operation.

use std::fmt::Write;

use rustc_hash::FxHashMap;

use crate::graph::NodeId;
use crate::rules::{Ends, Rules, Verdicts, Way};
use crate::survey::Run;

/// An answer with the outputs that make it up.
struct Answer {
    name: String,
    way: Result<Vec<usize>, &'static str>,
}

impl Run<'_, '_, '_> {
    /// The plan as text: answers, then operations. Costs are measured on the first rows, in nanoseconds a row; what several
    /// answers share is counted with each of them, and once in the whole.
    pub fn explain(&self) -> String {
        let program = self.program();
        let rules = &self.rules;
        let names = rules.column_names(program);
        let costs = self.costs();
        let whole: f64 = costs.values().sum();
        let entity = program.entity(self.entity()).head.name;
        let [w32, w64, w128, floats, truths] = self.registers();
        let mut out = String::new();
        let _ = writeln!(
            out,
            "{entity}: {} operations, {} columns, {whole:.1} ns a row; registers {w32}×32, {w64}×64, {w128}×128, {floats} doubles, {truths} truths",
            rules.code.ops.len(),
            rules.code.reads.len(),
        );
        for answer in answers(program, rules) {
            match &answer.way {
                Err(why) => {
                    let _ = writeln!(out, "  {}: row by row: {why}", answer.name);
                }
                Ok(outputs) => {
                    let wanted = outputs.iter().map(|at| rules.outputs[*at]);
                    let needed = rules.graph.needed(wanted);
                    let cost: f64 = costs.iter().filter(|(id, _)| needed[id.index()]).map(|(_, cost)| cost).sum();
                    let operations = costs.keys().filter(|id| needed[id.index()]).count();
                    let mut columns: Vec<usize> = (0..rules.graph.len())
                        .filter(|n| needed[*n])
                        .filter_map(|n| rules.graph.column(NodeId(n as u32)))
                        .map(|column| column.index())
                        .collect();
                    columns.sort_unstable();
                    columns.dedup();
                    let columns: Vec<&str> = columns.into_iter().map(|at| names[at].as_str()).collect();
                    let _ = writeln!(
                        out,
                        "  {}: {operations} operations, {cost:.1} ns a row, reads {}",
                        answer.name,
                        if columns.is_empty() { "nothing".to_string() } else { columns.join(", ") },
                    );
                }
            }
        }
        out.push_str(&self.plan());
        out
    }

    /// What the operations for each node take, in nanoseconds a row.
    fn costs(&self) -> FxHashMap<NodeId, f64> {
        let mut costs: FxHashMap<NodeId, f64> = FxHashMap::default();
        for (node, (_, cost)) in self.rules.code.of.iter().zip(self.profile()) {
            *costs.entry(NodeId(*node)).or_default() += cost;
        }
        costs
    }
}

fn answers(program: &wuwei_ir::Program, rules: &Rules) -> Vec<Answer> {
    let verdicts = |verdicts: &Verdicts| vec![verdicts.concerned, verdicts.yes, verdicts.maybe, verdicts.code];
    let ends = |ends: &Ends| [ends.low.to_vec(), ends.high.to_vec(), vec![ends.low_open, ends.high_open]].concat();
    fn way<T>(way: &Way<T>, outputs: impl Fn(&T) -> Vec<usize>) -> Result<Vec<usize>, &'static str> {
        match way {
            Way::Columns(answer) => Ok(outputs(answer)),
            Way::Rows(why) => Err(why),
        }
    }
    let name = |group: &wuwei_ir::GroupId| program.group(*group).name.to_string();
    let mut out = Vec::new();
    out.extend(rules.statuses.iter().map(|plan| Answer { name: name(&plan.group), way: way(&plan.way, verdicts) }));
    out.extend(rules.scores.iter().map(|plan| Answer {
        name: name(&plan.group),
        way: way(&plan.way, |(range, absent)| [ends(range), vec![*absent]].concat()),
    }));
    out.extend(rules.benefits.iter().map(|plan| Answer {
        name: name(&plan.group),
        way: way(&plan.way, |(truth, money)| [verdicts(truth), ends(money)].concat()),
    }));
    out.extend(
        rules
            .indicators
            .iter()
            .map(|(id, added)| Answer { name: program.indicator(*id).head.name.to_string(), way: way(added, ends) }),
    );
    out.extend(rules.total.iter().map(|total| Answer { name: "total".to_string(), way: way(total, ends) }));
    out
}
