//! Facts and the kinds of subjects they belong to.

use wuwei_ir::{Bound, Entity, Expr, Fact, Type};

use super::{View, line};
use crate::list::type_word;
use crate::words::{fill, words};

impl View<'_> {
    pub(super) fn fact(&self, fact: &Fact, out: &mut String) {
        let words = words(self.lang);
        self.title(fact.name, fact.label, words.kind("fact"), out);
        self.property(words.concerns, self.program.entity(fact.entity).head.shown(self.lang), out);
        let mut what = vec![match fact.ty {
            Type::Truth | Type::Date | Type::Year | Type::Text | Type::Region => {
                words.kind(&type_word(self.program, fact.ty)).to_string()
            }
            Type::Enum(id) => {
                let values = 0..self.program.enumeration(id).values.len();
                let join = if self.program.enumeration(id).ordered { " < " } else { "、" };
                values.map(|at| self.printer().choice(id, at).to_string()).collect::<Vec<_>>().join(join)
            }
            Type::Code(kind) => kind.word().to_string(),
            Type::Entity(id) => self.program.entity(id).head.shown(self.lang).to_string(),
            _ => fact.unit.text().to_string(),
        }];
        if fact.yearly {
            what.push(words.each_year_fact.to_string());
        }
        if fact.expert {
            what.push(words.from_expert.to_string());
        }
        if fact.or_none {
            what.push(words.may_be_none.to_string());
        }
        line(out, 1, &what.join(" · "));
        if let Some((low, high)) = fact.range {
            let end = |bound: Bound| match bound {
                Bound::Number(number) => match fact.ty {
                    Type::Quantity(_) | Type::Ratio => self.printer().quantity(fact.ty, Some(fact.unit), number),
                    _ => number.to_decimal(0),
                },
                Bound::Today => words.today.to_string(),
            };
            // Days are kept as numbers, which say nothing to people.
            if fact.ty != Type::Date {
                line(out, 1, &fill(words.from_to, &[("low", &end(low)), ("high", &end(high))]));
            }
        }
        for how in crate::advice::efforts(self.program, fact, self.lang) {
            line(out, 1, &how);
        }
        if let Some(about) = fact.about {
            line(out, 1, about.get(self.lang));
        }
        for note in &fact.notes {
            line(out, 1, &format!("※ {}", note.get(self.lang)));
        }
        line(out, 1, &self.library.sources.show(fact.place));
        let reads = |item: &&wuwei_ir::Item| {
            item.body.iter().any(|(_, node)| match node.expr {
                Expr::Fact(id, ..) => std::ptr::eq(self.program.fact(id), fact),
                _ => false,
            })
        };
        let mut used: Vec<String> =
            self.program.items.iter().filter(reads).map(|item| item.head.shown(self.lang).to_string()).collect();
        used.dedup();
        self.properties(words.used_by, &used, out);
        out.push('\n');
    }

    pub(super) fn entity(&self, entity: &Entity, out: &mut String) {
        let words = words(self.lang);
        self.head(&entity.head, "entity", out);
        for id in &entity.facts {
            let fact = self.program.fact(*id);
            let yearly = if fact.yearly { words.each_year_fact } else { "" };
            line(out, 2, format!("· {} {} {yearly}", fact.shown(self.lang), fact.unit.text()).trim_end());
        }
        out.push('\n');
    }
}
