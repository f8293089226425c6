//! Indicators, budgets, stacking rules, actions, bodies, mechanisms and documents.

use wuwei_ir::{
    Action, Budget, CompareOp, Computation, Date, Document, Form, GroupId, Indicator, Mechanism, MechanismId, Owners,
    Party, Stacking, StackingRule, Target, TargetValue, Type, Whose,
};

use super::{View, line};
use crate::list::realised;
use crate::words::{fill, words};

impl View<'_> {
    pub(super) fn indicator(&self, indicator: &Indicator, out: &mut String) {
        let words = words(self.lang);
        self.head(&indicator.head, "indicator", out);
        line(out, 1, &format!("{} · {}", indicator.unit.text(), words.kind(indicator.kind.word())));
        if let Some(computation) = &indicator.computed {
            line(out, 1, &self.computation(indicator, computation));
        }
        for target in &self.program.targets {
            if std::ptr::eq(self.program.indicator(target.indicator), indicator) {
                self.property(words.target, &self.target(target), out);
            }
        }
        let of = |id| std::ptr::eq(self.program.indicator(id), indicator);
        let mut seen: Vec<_> = self.library.observations.all().iter().filter(|seen| of(seen.indicator)).collect();
        seen.sort_by_key(|seen| (seen.region, seen.period.last_day()));
        for seen in seen {
            let region = self.program.region(seen.region).head.shown(self.lang);
            let Some(figure) = seen.figure else { continue };
            let value = format!("{} {}", figure.written.to_decimal(4), figure.unit.text());
            let conflict = if seen.in_conflict { " *" } else { "" };
            let text = format!("{region} {} {value}{conflict}  [{}]", seen.period.shown(), seen.source);
            self.property(words.published, &text, out);
        }
        self.mechanisms(&indicator.head.realises, out);
        out.push('\n');
    }

    fn computation(&self, indicator: &Indicator, computation: &Computation) -> String {
        let words = words(self.lang);
        let name = |id| self.program.indicator(id).head.shown(self.lang).to_string();
        let filter = |filter: &Option<_>| {
            filter.map_or_else(String::new, |filter| {
                let condition = self.printer().expr(&indicator.body, filter, None);
                fill(words.computed_where, &[("condition", &condition)])
            })
        };
        match computation {
            Computation::Counts { entity, filter: which } => {
                let entity = self.program.entity(*entity).head.shown(self.lang);
                fill(words.computed_counts, &[("entity", &entity), ("filter", &filter(which))])
            }
            Computation::Sums { value, entity, filter: which } => {
                let value = self.printer().expr(&indicator.body, *value, None);
                let entity = self.program.entity(*entity).head.shown(self.lang);
                fill(words.computed_sums, &[("value", &value), ("entity", &entity), ("filter", &filter(which))])
            }
            Computation::Adds(all) => {
                let all: Vec<String> = all.iter().map(|id| name(*id)).collect();
                all.join(" + ")
            }
            Computation::Divides(above, below) => format!("{} ÷ {}", name(*above), name(*below)),
        }
    }

    /// A target in a line: document, comparison, value, when, of whom.
    fn target(&self, target: &Target) -> String {
        let words = words(self.lang);
        let sign = match target.op {
            CompareOp::Equal => "=",
            op => op.sign(),
        };
        let value = match target.value {
            TargetValue::Number { written, unit, .. } => format!("{sign} {} {}", written.to_decimal(4), unit.text()),
            TargetValue::Indicator(id, region) => {
                let region = region.map_or_else(String::new, |region| {
                    format!("{} ", self.program.region(region).head.shown(self.lang))
                });
                format!("{sign} {region}{}", self.program.indicator(id).head.shown(self.lang))
            }
        };
        let year = target.deadline.map_or_else(String::new, |deadline| format!(" {}", deadline.year()));
        let form = match target.form {
            Form::Value => String::new(),
            Form::Growth => format!(" · {}", words.kind("growth")),
            Form::Increase => format!(" · {}", words.kind("increase")),
        };
        let whose = match target.whose {
            Whose::Region(_) => String::new(),
            Whose::Party(party) => format!(" · {}", self.program.party(party).head.shown(self.lang)),
            Whose::Subject(subject) => format!(" · {}", self.program.subject(subject).head.shown(self.lang)),
        };
        format!("{} {value}{year}{form}{whose}", self.program.document(target.doc).id)
    }

    pub(super) fn budget(&self, budget: &Budget, out: &mut String) {
        let words = words(self.lang);
        self.head(&budget.head, "budget", out);
        self.property(words.column("region"), self.program.region(budget.region).head.shown(self.lang), out);
        if let Some((op, amount)) = budget.amount {
            let each = if budget.each_year { words.each_year } else { "" };
            let amount = self.printer().quantity(Type::MONEY, Some(budget.unit), amount);
            line(out, 1, &format!("{} {amount}{each}", op.sign()));
        }
        if let Some(holder) = budget.holder {
            self.property(words.holder, self.program.party(holder).head.shown(self.lang), out);
        }
        let paid = self.program.items.iter().filter(|item| match &item.kind {
            wuwei_ir::ItemKind::Benefit(benefit) => {
                benefit.budget.is_some_and(|id| std::ptr::eq(self.program.budget(id), budget))
            }
            _ => false,
        });
        let paid: Vec<String> = paid.map(|item| item.head.shown(self.lang).to_string()).collect();
        self.properties(words.column("benefits"), &paid, out);
        self.mechanisms(&budget.head.realises, out);
        out.push('\n');
    }

    pub(super) fn stacking(&self, stacking: &Stacking, out: &mut String) {
        let words = words(self.lang);
        self.head(&stacking.head, "stacking", out);
        let text = match stacking.rule {
            StackingRule::AtMostOne => words.at_most_one.to_string(),
            StackingRule::Highest => words.the_highest.to_string(),
            StackingRule::Limit { amount, per_year } => {
                let amount = self.printer().quantity(Type::MONEY, None, amount);
                fill(if per_year { words.limit_per_year } else { words.limit_in_total }, &[("amount", &amount)])
            }
        };
        line(out, 1, &text);
        for member in &stacking.members {
            line(out, 2, &format!("· {}", self.rule_name(*member)));
        }
        out.push('\n');
    }

    /// A rule as people call it.
    pub(super) fn rule_name(&self, group: GroupId) -> String {
        let group = self.program.group(group);
        self.program.item(group.versions[0]).head.shown(self.lang).to_string()
    }

    pub(super) fn action(&self, action: &Action, out: &mut String) {
        let words = words(self.lang);
        self.head(&action.head, "action", out);
        let owners: Vec<String> = match &action.owners {
            Owners::Named(owners) => {
                let lead = |lead: bool| if lead { words.lead } else { "" };
                let name = |owner: &wuwei_ir::Owner| self.program.party(owner.party).head.shown(self.lang);
                owners.iter().map(|owner| format!("{}{}", name(owner), lead(owner.lead))).collect()
            }
            Owners::NotStated(Some(why)) => vec![why.get(self.lang).to_string()],
            Owners::NotStated(None) | Owners::Missing => Vec::new(),
        };
        self.properties(words.column("owners"), &owners, out);
        for served in &action.serves {
            let served = self.program.action(*served);
            let document = self.program.document(served.head.doc).id;
            self.property(words.serves, &format!("{document} {}", served.head.shown(self.lang)), out);
        }
        for id in &action.targets {
            let target = self.program.target(*id);
            let indicator = self.program.indicator(target.indicator).head.shown(self.lang);
            self.property(words.target, &format!("{indicator}  {}", self.target(target)), out);
        }
        for measure in &action.measures {
            line(out, 1, &format!("· {}", measure.get(self.lang)));
        }
        self.mechanisms(&action.head.realises, out);
        out.push('\n');
    }

    pub(super) fn party(&self, party: &Party, out: &mut String) {
        let words = words(self.lang);
        self.head(&party.head, "party", out);
        self.property(words.column("region"), self.program.region(party.region).head.shown(self.lang), out);
        let also: Vec<String> = party.aka.iter().map(ToString::to_string).collect();
        self.properties(words.also_called, &also, out);
        for action in &self.program.actions {
            let owner = action.owners.named().iter().find(|owner| std::ptr::eq(self.program.party(owner.party), party));
            if let Some(owner) = owner {
                let lead = if owner.lead { words.lead } else { "" };
                let document = self.program.document(action.head.doc).id;
                let text = format!("{document} {} {}{lead}", action.number, action.head.shown(self.lang));
                self.property(words.kind("action"), &text, out);
            }
        }
        out.push('\n');
    }

    pub(super) fn mechanism(&self, mechanism: &Mechanism, out: &mut String) {
        let words = words(self.lang);
        self.title(mechanism.term, mechanism.head.label, words.kind("mechanism"), out);
        line(out, 1, mechanism.head.name.as_str());
        let documents =
            mechanism.documents.iter().map(|id| self.program.document(*id).title.get(self.lang).to_string());
        self.properties(words.document, &documents.collect::<Vec<_>>(), out);
        let of = |id: &MechanismId| std::ptr::eq(self.program.mechanism(*id), mechanism);
        let items: Vec<_> = realised(self.program).into_iter().filter(|item| of(&item.mechanism)).collect();
        if items.is_empty() {
            line(out, 1, words.open);
        }
        for item in items {
            let document = self.program.document(item.doc).id;
            line(out, 1, &format!("· {} {}  {document}", words.kind(item.kind), item.name));
        }
        out.push('\n');
    }

    pub(super) fn document(&self, document: &Document, out: &mut String) {
        let words = words(self.lang);
        self.title(document.id, None, words.document, out);
        line(out, 1, document.title.get(self.lang));
        let number: Vec<String> = document.number.iter().map(|number| number.get(self.lang).to_string()).collect();
        self.properties(words.column("number"), &number, out);
        let issuers = document.issuers.iter().map(|party| self.program.party(*party).head.shown(self.lang).to_string());
        self.properties(words.issuers, &issuers.collect::<Vec<_>>(), out);
        self.property(words.column("region"), self.program.region(document.region).head.shown(self.lang), out);
        if document.from > Date::MIN {
            let days = match document.until {
                Some(until) => fill(words.in_force_until, &[("from", &document.from), ("until", &until)]),
                None => fill(words.in_force, &[("from", &document.from)]),
            };
            line(out, 1, &days);
        }
        line(out, 1, &fill(words.basis_is, &[("basis", &words.basis(document.basis))]));
        let titles = |ids: &[wuwei_ir::DocId]| -> Vec<String> {
            ids.iter().map(|id| self.program.document(*id).title.get(self.lang).to_string()).collect()
        };
        self.properties(words.implements, &titles(&document.implements), out);
        self.properties(words.replaces, &titles(&document.replaces), out);
        for source in &document.sources {
            self.property(words.source, source.get(self.lang), out);
        }
        for note in &document.notes {
            line(out, 1, &format!("※ {}", note.get(self.lang)));
        }
        line(out, 1, self.library.sources.get(document.file).path());
        let here = |doc: wuwei_ir::DocId| std::ptr::eq(self.program.document(doc), document);
        for heading in self.program.actions.iter().filter(|action| here(action.head.doc)) {
            line(out, 1, &format!("· {} {}", heading.number, heading.head.shown(self.lang)));
        }
        for item in self.program.items.iter().filter(|item| here(item.head.doc)) {
            line(out, 1, &format!("· {} {}", words.kind(item.kind.word()), item.head.shown(self.lang)));
        }
        out.push('\n');
    }

    /// The mechanisms that an item realises.
    pub(super) fn mechanisms(&self, realises: &[MechanismId], out: &mut String) {
        let terms = realises.iter().map(|id| {
            let mechanism = self.program.mechanism(*id);
            match (self.lang, mechanism.head.label) {
                (wuwei_source::Lang::En, Some(label)) => label.to_string(),
                _ => mechanism.term.to_string(),
            }
        });
        self.properties(words(self.lang).kind("mechanism"), &terms.collect::<Vec<_>>(), out);
    }
}
