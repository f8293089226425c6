//! A rule and its versions.

use wuwei_ir::{
    Benefit, Body, Clause, Expr, ExprId, Frequency, GroupId, ItemKind, PartBody, PartId, Score, StackingRule, Type,
};
use wuwei_source::Lang;

use super::{View, line};
use crate::words::{fill, words};

impl View<'_> {
    /// A rule, version by version, and what reads it.
    pub(super) fn group(&self, id: GroupId, out: &mut String) {
        let group = self.program.group(id);
        for item in &group.versions {
            let item = self.program.item(*item);
            self.head(&item.head, item.kind.word(), out);
            let words = words(self.lang);
            self.property(words.concerns, self.program.entity(item.entity).head.shown(self.lang), out);
            if let Some(applies) = item.applies {
                let text = self.printer().expr(&item.body, applies, None);
                line(out, 1, &fill(words.applies_when, &[("condition", &text)]));
            }
            match &item.kind {
                ItemKind::Value { formula, .. } => self.expr(&item.body, *formula, 1, out),
                ItemKind::Status { condition } => self.expr(&item.body, *condition, 1, out),
                ItemKind::Score(score) => {
                    for part in &score.top {
                        self.part(&item.body, score, *part, 1, out);
                    }
                }
                ItemKind::Benefit(benefit) => self.benefit(&item.body, benefit, out),
            }
            self.mechanisms(&item.head.realises, out);
            out.push('\n');
        }
        self.uses(id, out);
    }

    fn benefit(&self, body: &Body, benefit: &Benefit, out: &mut String) {
        let words = words(self.lang);
        self.expr(body, benefit.when, 1, out);
        let text = if benefit.at_most { words.pays_at_most } else { words.pays };
        line(out, 1, &fill(text, &[("amount", &self.printer().expr(body, benefit.amount, None))]));
        if matches!(body.get(benefit.amount).expr, Expr::Bands(..) | Expr::Cases(..)) {
            self.table(body, benefit.amount, 2, out);
        }
        if let Some(frequency) = benefit.frequency {
            line(out, 1, &self.frequency(frequency));
        }
        if let Some(budget) = benefit.budget {
            self.property(words.from_budget, self.program.budget(budget).head.shown(self.lang), out);
        }
        match (benefit.payer, benefit.payer_not_stated) {
            (Some(payer), _) => self.property(words.payer, self.program.party(payer).head.shown(self.lang), out),
            (None, Some(why)) => self.property(words.payer, why.get(self.lang), out),
            (None, None) => {}
        }
        let handlers =
            benefit.handled_by.iter().map(|party| self.program.party(*party).head.shown(self.lang).to_string());
        self.properties(words.handled_by, &handlers.collect::<Vec<_>>(), out);
        let papers: Vec<String> = benefit.documents.iter().map(|paper| paper.get(self.lang).to_string()).collect();
        self.properties(words.papers, &papers, out);
        if benefit.automatic {
            line(out, 1, words.automatic);
        }
    }

    fn frequency(&self, frequency: Frequency) -> String {
        let words = words(self.lang);
        match frequency {
            Frequency::Yearly => words.paid_yearly.to_string(),
            Frequency::Once => words.paid_once.to_string(),
            Frequency::OncePer(fact) => {
                let fact = self.program.fact(fact);
                let name = if self.lang == Lang::En { fact.label.unwrap_or(fact.name) } else { fact.name };
                fill(words.paid_once_per, &[("fact", &name)])
            }
            Frequency::Monthly(None) => words.paid_monthly.to_string(),
            Frequency::Monthly(Some(most)) => fill(words.paid_months, &[("n", &most)]),
        }
    }

    fn expr(&self, body: &Body, id: ExprId, depth: usize, out: &mut String) {
        let words = words(self.lang);
        match &body.get(id).expr {
            Expr::All(clauses) => self.clauses(body, clauses, depth, out),
            Expr::Any(clauses) => {
                line(out, depth, words.any_of);
                self.clauses(body, clauses, depth + 1, out);
            }
            Expr::AtLeast(number, clauses) => {
                line(out, depth, &fill(words.at_least_of, &[("n", number)]));
                self.clauses(body, clauses, depth + 1, out);
            }
            Expr::Bands(..) => {
                line(out, depth, &self.printer().expr(body, id, None));
                self.table(body, id, depth + 1, out);
            }
            Expr::Cases(..) => self.table(body, id, depth, out),
            Expr::Larger(all) => {
                line(out, depth, words.larger_of);
                all.iter().for_each(|id| self.expr(body, *id, depth + 1, out));
            }
            _ => line(out, depth, &self.printer().expr(body, id, None)),
        }
    }

    /// The rows of a table, without its heading.
    fn table(&self, body: &Body, id: ExprId, depth: usize, out: &mut String) {
        let printer = self.printer();
        let result = |id: ExprId| printer.expr(body, id, None);
        let otherwise = match &body.get(id).expr {
            Expr::Bands(value, bands, otherwise) => {
                let is_choice = matches!(body.get(*value).ty, Type::Enum(_));
                for band in bands {
                    let sign = if is_choice { "" } else { band.op.sign() };
                    let row = format!("{sign} {} → {}", result(band.bound), result(band.result));
                    line(out, depth, row.trim_start());
                }
                otherwise
            }
            Expr::Cases(cases, otherwise) => {
                for case in cases {
                    let name = case.exception.map_or_else(String::new, |name| format!("{name}: "));
                    line(out, depth, &format!("{name}{} → {}", result(case.condition), result(case.result)));
                }
                otherwise
            }
            _ => return,
        };
        if let Some(otherwise) = otherwise {
            line(out, depth, &format!("{} → {}", words(self.lang).otherwise, result(*otherwise)));
        }
    }

    fn clauses(&self, body: &Body, clauses: &[Clause], depth: usize, out: &mut String) {
        for clause in clauses {
            let nested = matches!(body.get(clause.expr).expr, Expr::Any(_) | Expr::All(_) | Expr::AtLeast(..));
            let mut marks = Vec::new();
            marks.extend(clause.article.map(|article| article.get(self.lang).to_string()));
            marks.extend(clause.basis.map(|basis| words(self.lang).basis(basis).to_string()));
            let marks = if marks.is_empty() { String::new() } else { format!("  [{}]", marks.join(", ")) };
            let name = match (self.lang, clause.label, clause.name) {
                (Lang::En, Some(label), _) => Some(label),
                (_, _, name) => name,
            };
            match (name, nested) {
                (Some(name), _) => {
                    line(out, depth, &format!("· {name}{marks}"));
                    self.expr(body, clause.expr, depth + 1, out);
                }
                (None, true) => self.expr(body, clause.expr, depth, out),
                (None, false) => {
                    line(out, depth, &format!("· {}{marks}", self.printer().expr(body, clause.expr, None)))
                }
            }
        }
    }

    fn part(&self, body: &Body, score: &Score, part: PartId, depth: usize, out: &mut String) {
        let part = &score.parts[part.index()];
        let name = match (self.lang, part.label) {
            (Lang::En, Some(label)) => label,
            _ => part.name,
        };
        line(out, depth, &format!("{name} ({})", part.out_of.to_decimal(2)));
        match &part.body {
            PartBody::Formula(formula) => self.expr(body, *formula, depth + 1, out),
            PartBody::Parts(parts) => parts.iter().for_each(|part| self.part(body, score, *part, depth + 1, out)),
        }
    }

    /// The rules that read this one.
    fn uses(&self, id: GroupId, out: &mut String) {
        let reads =
            |body: &Body| body.iter().any(|(_, node)| matches!(node.expr, Expr::Item(group, ..) if group == id));
        let rules = self.program.items.iter().filter(|item| reads(&item.body)).map(|item| &item.head);
        let indicators =
            self.program.indicators.iter().filter(|indicator| reads(&indicator.body)).map(|item| &item.head);
        let mut used: Vec<String> = rules
            .chain(indicators)
            .map(|head| format!("{}.{}", self.program.document(head.doc).id, head.name))
            .collect();
        used.dedup();
        let members = self.program.stackings.iter().filter(|stacking| stacking.members.contains(&id));
        for stacking in members.clone() {
            let others = stacking.members.iter().filter(|other| **other != id);
            let others: Vec<String> = others.map(|other| self.rule_name(*other)).collect();
            let rule = match stacking.rule {
                StackingRule::AtMostOne => words(self.lang).stacks_at_most_one,
                StackingRule::Highest => words(self.lang).stacks_highest,
                StackingRule::Limit { .. } => words(self.lang).stacks_limit,
            };
            line(
                out,
                0,
                &format!(
                    "{}  {}",
                    stacking.head.shown(self.lang),
                    fill(rule, &[("others", &others.join(if self.lang == Lang::Zh { "、" } else { ", " }))])
                ),
            );
        }
        if !used.is_empty() {
            line(out, 0, &format!("{}: {}", words(self.lang).used_by, used.join(", ")));
        }
        if !used.is_empty() || members.count() > 0 {
            out.push('\n');
        }
    }
}
