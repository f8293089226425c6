//! Benefits: who is eligible, what was paid before, how much there is.

use wuwei_ir::{Frequency, Item, ItemKind};

use super::Lower;
use super::item::place_of;
use crate::column::Request;
use crate::value::{Number, Result, Truth, Value};

impl Lower<'_> {
    /// Whether a subject is eligible for a benefit, payments already made included.
    pub(crate) fn eligible(&mut self, item: &Item, unknown: bool) -> Result<Truth> {
        let ItemKind::Benefit(benefit) = &item.kind else { return Ok(self.graph.never()) };
        let place = place_of(item, None, unknown);
        let when = self.truth(&place, benefit.when)?;
        let again = self.not_yet_paid(item, benefit.frequency)?;
        Ok(self.graph.both(when, again))
    }

    /// Rules that pay once look at the record of payments.
    fn not_yet_paid(&mut self, item: &Item, frequency: Option<Frequency>) -> Result<Truth> {
        if frequency.is_none_or(|frequency| matches!(frequency, Frequency::Monthly(_))) {
            return Ok(self.graph.always());
        }
        match self.inputs.derive(&Request::NotYetPaid(item.group))? {
            None => Ok(self.graph.always()),
            Some(derived) => {
                let name = format!("{}: paid before", item.head.name);
                let value = self.derived(&name, &derived);
                Ok(value.truth(&mut self.graph))
            }
        }
    }

    /// What an eligible subject gets: the amount, or up to it where only a ceiling is known. Never less than nothing.
    pub(crate) fn amount(&mut self, item: &Item, unknown: bool) -> Result<Number> {
        let nought = self.graph.constant_number(wuwei_ir::Number::ZERO);
        let ItemKind::Benefit(benefit) = &item.kind else { return Ok(nought) };
        let place = place_of(item, None, unknown);
        let value = self.eval(&place, benefit.amount)?;
        let amount = self.or_nought(value)?;
        let amount = self.clip_numbers(&amount, &nought, true)?;
        if !benefit.at_most {
            return Ok(amount);
        }
        Ok(Number { low: nought.low, ..amount })
    }

    /// What a subject gets of a benefit, where it is eligible as said.
    pub(crate) fn paid(&mut self, eligible: Truth, amount: Number) -> Result<Number> {
        let nought = self.graph.constant_number(wuwei_ir::Number::ZERO);
        match self.graph.choose(eligible, Value::Number(amount), Value::Number(nought))? {
            Value::Number(number) => Ok(number),
            _ => Ok(nought),
        }
    }

    /// What a subject gets of a benefit, eligible or not.
    pub(crate) fn money(&mut self, item: &Item, unknown: bool) -> Result<Number> {
        let eligible = self.eligible(item, unknown)?;
        let amount = self.amount(item, unknown)?;
        self.paid(eligible, amount)
    }
}
