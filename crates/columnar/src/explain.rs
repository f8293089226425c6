//! What the rules were compiled to: per answer the columns it reads and what it costs, then every operation.

use std::fmt::Write;
use std::time::Duration;

use rustc_hash::FxHashMap;
use wuwei_source::Lang;

use crate::graph::NodeId;
use crate::rules::{Ends, Rules, Verdicts, Way};
use crate::survey::Run;
use crate::value::Reason;

/// An answer with the outputs that make it up.
struct Answer {
    name: String,
    way: Result<Vec<usize>, Reason>,
}

impl Run<'_, '_, '_> {
    /// The plan as text: answers, then operations. Costs are measured on the first rows by a clock, in nanoseconds a row; what
    /// several answers share is counted with each of them, and once in the whole.
    pub fn explain(&self, lang: Lang, clock: &dyn Fn() -> Duration) -> String {
        let program = self.program();
        let rules = &self.rules;
        let names = rules.column_names(program);
        let costs = self.costs(clock);
        let whole: f64 = costs.values().sum();
        let entity = program.entity(self.entity()).head.shown(lang);
        let (operations, columns) = (rules.code.ops.len(), rules.code.reads.len());
        let [w32, w64, w128, doubles, truths] = self.registers();
        let mut out = match lang {
            Lang::Zh => format!(
                "{entity}：{operations} 个运算，{columns} 列，每行 {whole:.1} 纳秒；寄存器：32 位 {w32}，64 位 {w64}，128 位 {w128}，双精度 {doubles}，真值 {truths}\n"
            ),
            Lang::En => format!(
                "{entity}: {operations} operations, {columns} columns, {whole:.1} ns a row; registers of 32 bits {w32}, 64 bits {w64}, 128 bits {w128}, doubles {doubles}, truths {truths}\n"
            ),
        };
        for answer in answers(program, rules, lang) {
            match &answer.way {
                Err(why) => {
                    let _ = match lang {
                        Lang::Zh => writeln!(out, "  {}：逐行由参照求值器计算：{}", answer.name, why.zh),
                        Lang::En => writeln!(out, "  {}: row by row, by the reference: {}", answer.name, why.en),
                    };
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
                    let _ = match lang {
                        Lang::Zh => writeln!(
                            out,
                            "  {}：{operations} 个运算，每行 {cost:.1} 纳秒，{}",
                            answer.name,
                            if columns.is_empty() {
                                "不读任何列".to_string()
                            } else {
                                format!("读 {}", columns.join("、"))
                            },
                        ),
                        Lang::En => writeln!(
                            out,
                            "  {}: {operations} operations, {cost:.1} ns a row, reads {}",
                            answer.name,
                            if columns.is_empty() { "nothing".to_string() } else { columns.join(", ") },
                        ),
                    };
                }
            }
        }
        for (at, cost) in self.costs_by(clock).into_iter().enumerate() {
            let _ = writeln!(out, "{cost:8.3}  {}", rules.code.shown(at, &names));
        }
        out
    }

    /// What the operations for each node take, in nanoseconds a row.
    fn costs(&self, clock: &dyn Fn() -> Duration) -> FxHashMap<NodeId, f64> {
        let mut costs: FxHashMap<NodeId, f64> = FxHashMap::default();
        for (node, cost) in self.rules.code.of.iter().zip(self.costs_by(clock)) {
            *costs.entry(NodeId(*node)).or_default() += cost;
        }
        costs
    }
}

fn answers(program: &wuwei_ir::Program, rules: &Rules, lang: Lang) -> Vec<Answer> {
    let verdicts = |verdicts: &Verdicts| vec![verdicts.concerned, verdicts.yes, verdicts.maybe, verdicts.code];
    let ends = |ends: &Ends| [ends.low.to_vec(), ends.high.to_vec(), vec![ends.low_open, ends.high_open]].concat();
    fn way<T>(way: &Way<T>, outputs: impl Fn(&T) -> Vec<usize>) -> Result<Vec<usize>, Reason> {
        match way {
            Way::Columns(answer) => Ok(outputs(answer)),
            Way::Rows(why) => Err(*why),
        }
    }
    // A rule is called as its versions are, whose first has the label.
    let name = |group: &wuwei_ir::GroupId| {
        let first = program.group(*group).versions[0];
        program.item(first).head.shown(lang).to_string()
    };
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
    out.extend(rules.indicators.iter().map(|(id, added)| Answer {
        name: program.indicator(*id).head.shown(lang).to_string(),
        way: way(added, ends),
    }));
    out.extend(rules.total.iter().map(|total| Answer { name: total_of(lang), way: way(total, ends) }));
    out
}

fn total_of(lang: Lang) -> String {
    match lang {
        Lang::Zh => "合计".to_string(),
        Lang::En => "total".to_string(),
    }
}
