//! What a subject can change about a fact, in words.

use wuwei_ir::{Change, Fact, Program, Type, quantity};
use wuwei_source::Lang;

use crate::values::show_literal;
use crate::words::{advise_words, fill};

/// How a fact can be changed by its subject; nothing where it can't.
pub(crate) fn efforts(program: &Program, fact: &Fact, lang: Lang) -> Vec<String> {
    let words = advise_words(lang);
    let direction = |up: bool| if up { words.up } else { words.down };
    let each = fact.efforts.iter().map(|effort| {
        let cost = effort.cost.to_decimal(4);
        let mut how = String::new();
        match &effort.change {
            Change::By { amount, up, most, with } => {
                let amount = quantity(fact.ty, Some(fact.unit), *amount, lang);
                how = fill(words.per, &[("direction", &direction(*up)), ("amount", &amount), ("effort", &cost)]);
                if let Some(most) = most {
                    how += &fill(words.at_most, &[("most", &quantity(fact.ty, Some(fact.unit), *most, lang))]);
                }
                if !with.is_empty() {
                    let names: Vec<&str> = with.iter().map(|fact| program.fact(*fact).shown(lang)).collect();
                    how += &fill(words.with, &[("facts", &names.join(words.join))]);
                }
            }
            Change::Step { up, most } => {
                how += &fill(words.per_step, &[("direction", &direction(*up)), ("effort", &cost)]);
                if let Some(most) = most {
                    how += &fill(words.at_most, &[("most", most)]);
                }
            }
            Change::To(literal) => {
                let ty: Type = fact.ty;
                let value = show_literal(program, ty, Some(fact.unit), *literal, lang);
                how += &fill(words.to_value, &[("value", &value), ("effort", &cost)]);
            }
        }
        fill(words.can_change, &[("how", &how)])
    });
    each.collect()
}
