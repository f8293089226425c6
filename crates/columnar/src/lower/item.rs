//! Rules: the version in force, whether it concerns the subject, and what it answers.

use wuwei_ir::{GroupId, Item, ItemKind, PartName};

use super::{Lower, Place, Question};
use crate::value::{Reason, Result, Truth, Unsupported, Value};

impl Lower<'_> {
    /// What a rule answers: the version in force on the day. Absent (or no) where it is not in force or does not apply.
    pub(crate) fn item(
        &mut self,
        group: GroupId,
        part: Option<PartName>,
        year: Option<i32>,
        unknown: bool,
    ) -> Result<Value> {
        let key: Question = (group, part, year, unknown);
        match self.memo.get(&key) {
            Some(Some(found)) => return found.clone(),
            // A rule that rests on itself is a fault of the documents; here it is merely unknown.
            Some(None) => return Ok(self.anything(self.program.group(group).ty, true)),
            None => {}
        }
        self.memo.insert(key, None);
        let outside = self.graph.take_overflow();
        let value = self.fresh_item(group, part, year, unknown);
        let value = match self.graph.take_overflow() {
            true => value.and(Err(Unsupported(Reason::TOO_WIDE))),
            false => value,
        };
        if outside {
            self.graph.note_overflow();
        }
        self.memo.insert(key, Some(value.clone()));
        value
    }

    fn fresh_item(
        &mut self,
        group: GroupId,
        part: Option<PartName>,
        year: Option<i32>,
        unknown: bool,
    ) -> Result<Value> {
        let program = self.program;
        let ty = program.group(group).ty;
        let Some(item) = program.version(group, self.as_of) else {
            return Ok(self.nothing(ty));
        };
        let item = program.item(item);
        let applies = self.applies(item, unknown)?;
        if self.graph.is_false(applies.maybe) {
            return Ok(self.nothing(ty));
        }
        let value = match part {
            Some(part) => self.part_named(item, part, unknown)?,
            None => self.item_value(item, year, unknown)?,
        };
        let nothing = self.nothing(ty);
        self.graph.choose(applies, value, nothing)
    }

    /// Whether a rule concerns a subject at all: it is at home in the rule's region, and the rule's own condition holds.
    pub(crate) fn applies(&mut self, item: &Item, unknown: bool) -> Result<Truth> {
        let region = self.program.document(item.head.doc).region;
        let place = place_of(item, None, unknown);
        let home = match self.nation == Some(region) {
            true => self.graph.always(),
            false => self.is_at_home(&place, region)?,
        };
        match item.applies {
            Some(condition) => {
                let own = self.truth(&place, condition)?;
                Ok(self.graph.both(home, own))
            }
            None => Ok(home),
        }
    }

    /// Whether the subject is at home in a region; one of a kind without a home is everywhere.
    pub(crate) fn is_at_home(&mut self, place: &Place<'_>, region: wuwei_ir::RegionId) -> Result<Truth> {
        let Some(home) = self.program.entity(place.entity).home else { return Ok(self.graph.always()) };
        let home = self.fact(place, home, None);
        self.within_region(&home, region)
    }

    fn item_value(&mut self, item: &Item, year: Option<i32>, unknown: bool) -> Result<Value> {
        let place = place_of(item, year, unknown);
        Ok(match &item.kind {
            ItemKind::Value { formula, .. } => self.eval(&place, *formula)?,
            ItemKind::Status { condition } => Value::Truth(self.truth(&place, *condition)?),
            ItemKind::Score(score) => Value::Number(self.score(&place, score)?),
            ItemKind::Benefit(_) => Value::Number(self.money(item, unknown)?),
        })
    }
}

pub(crate) fn place_of(item: &Item, year: Option<i32>, unknown: bool) -> Place<'_> {
    Place { body: &item.body, entity: item.entity, year, unknown }
}
