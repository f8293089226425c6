//! Scores: sums of parts, each between nought and its maximum, perhaps weighted by the subject's stage.

use wuwei_engine::COMMON;
use wuwei_ir::{Item, ItemKind, PartBody, PartId, PartName, Score, WeightsId};

use super::item::place_of;
use super::{Lower, Place};
use crate::graph::FractionEnd;
use crate::value::{End, Fraction, Number, Quantity, Reason, Result, Unsupported, Value};

impl Lower<'_> {
    pub(crate) fn score(&mut self, place: &Place<'_>, score: &Score) -> Result<Number> {
        let sum = self.sum_of_parts(place, score, &score.top)?;
        self.clip(&sum, score.out_of)
    }

    fn sum_of_parts(&mut self, place: &Place<'_>, score: &Score, parts: &[PartId]) -> Result<Number> {
        let points: Vec<Number> = parts.iter().map(|part| self.part(place, score, *part)).collect::<Result<_>>()?;
        self.sum(&points)
    }

    /// The sum of many, as the reference adds them: where a common denominator wouldn't fit, all are rounded first.
    fn sum(&mut self, all: &[Number]) -> Result<Number> {
        let mut common = Some(1i128);
        for end in all.iter().flat_map(|number| [number.low, number.high]) {
            let below = match end.at {
                Quantity::Fraction(fraction) => self.graph.constant(fraction.below),
                Quantity::Double(_) => return Err(Unsupported(Reason::new("得分是双精度数", "a score of doubles"))),
            };
            common = common.zip(below).and_then(|(common, below)| {
                common.checked_mul(below / crate::value::gcd(common, below)).filter(|common| *common <= COMMON)
            });
        }
        if common.is_some() {
            let mut sum = self.graph.constant_number(wuwei_ir::Number::ZERO);
            for number in all {
                sum = self.graph.add_numbers(&sum, number)?;
            }
            return Ok(sum);
        }
        let mut terms = Vec::new();
        let (mut least, mut most) = (0, 0);
        for number in all {
            let (low, high) = (fraction(number.low)?, fraction(number.high)?);
            if !self.graph.is_false(number.low.open) || !self.graph.is_false(number.high.open) {
                return Err(Unsupported(Reason::new("得分的分数没有上限或下限", "a score of open fractions")));
            }
            least += self.graph.bounds(low.above).low.min(0);
            most += self.graph.bounds(high.above).high.clamp(0, 1 << 20);
            terms.push([low.above, low.below, high.above, high.below]);
        }
        let end = |lower: &mut Self, above, below| {
            let above = lower.graph.sum_of_fractions(above, terms.clone(), least.max(-(1 << 20)), most);
            let below = lower.graph.sum_of_fractions(below, terms.clone(), 1, 1);
            End { at: Quantity::Fraction(Fraction { above, below }), open: lower.graph.bool(false) }
        };
        let low = end(self, FractionEnd::LowAbove, FractionEnd::LowBelow);
        let high = end(self, FractionEnd::HighAbove, FractionEnd::HighBelow);
        let never = self.graph.bool(false);
        Ok(Number { low, high, absent: never, maybe: never })
    }

    /// The points of a part: between nought and its maximum; what has no value gives none.
    pub(crate) fn part(&mut self, place: &Place<'_>, score: &Score, part: PartId) -> Result<Number> {
        let part = &score.parts[part.index()];
        let points = match &part.body {
            PartBody::Parts(parts) => self.sum_of_parts(place, score, parts)?,
            PartBody::Formula(formula) => {
                let value = self.eval(place, *formula)?;
                self.or_nought(value)?
            }
        };
        self.clip(&points, part.out_of)
    }

    /// A number, and nought besides where it may be absent.
    pub(crate) fn or_nought(&mut self, value: Value) -> Result<Number> {
        let nought = self.graph.constant_number(wuwei_ir::Number::ZERO);
        let Value::Number(number) = value else {
            return match value {
                Value::Absent => Ok(nought),
                _ => Err(Unsupported(Reason::new("不是数的东西当作数", "a number of what is none"))),
            };
        };
        let (there, not_absent) = (self.graph.not(number.maybe), self.graph.not(number.absent));
        let line = crate::value::Truth { yes: there, maybe: not_absent };
        let never = self.graph.bool(false);
        let present = Number { absent: never, maybe: never, ..number };
        match self.graph.choose(line, Value::Number(present), Value::Number(nought))? {
            Value::Number(number) => Ok(number),
            _ => Ok(nought),
        }
    }

    /// Cut to nought and a maximum.
    pub(crate) fn clip(&mut self, number: &Number, most: wuwei_ir::Number) -> Result<Number> {
        let nought = self.graph.constant_number(wuwei_ir::Number::ZERO);
        let most = self.graph.constant_number(most);
        let raised = self.clip_numbers(number, &nought, true)?;
        self.clip_numbers(&raised, &most, false)
    }

    pub(crate) fn part_named(&mut self, item: &Item, name: PartName, unknown: bool) -> Result<Value> {
        let ItemKind::Score(score) = &item.kind else { return Ok(Value::Absent) };
        match score.part(name.0) {
            Some(part) => Ok(Value::Number(self.part(&place_of(item, None, unknown), score, part)?)),
            None => Ok(Value::Absent),
        }
    }

    pub(crate) fn weight(&mut self, place: &Place<'_>, table: WeightsId, row: u32) -> Result<Value> {
        let table = self.program.weight_table(table);
        let Some((_, weights)) = table.rows.get(row as usize) else { return Ok(Value::Absent) };
        let stage = self.item(table.by, None, place.year, place.unknown)?;
        let Value::Choice(choice) = stage else { return Ok(Value::Absent) };
        let exact = choice.only == choice.possible;
        let mut out: Option<Value> = None;
        let mut later = self.graph.bool(false);
        // From the last name on: each is the answer where it is possible and none of those after it is.
        for (n, column) in table.columns.iter().enumerate().rev() {
            let weight = column.and_then(|column| weights.get(usize::from(column))).copied();
            let value = match weight {
                Some(weight) => Value::Number(self.graph.constant_number(weight)),
                None => Value::Absent,
            };
            let (alone, possible) = (self.graph.not(later), choice.possible[n]);
            let yes = if exact { choice.only[n] } else { self.graph.and(possible, alone) };
            out = Some(match out {
                None => value,
                Some(rest) => self.graph.choose(crate::value::Truth { yes, maybe: possible }, value, rest)?,
            });
            later = self.graph.or(later, possible);
        }
        let rest = out.unwrap_or(Value::Absent);
        Ok(self.graph.or_absent(rest, choice.absent, choice.maybe))
    }
}

fn fraction(end: End) -> Result<Fraction> {
    match end.at {
        Quantity::Fraction(fraction) => Ok(fraction),
        Quantity::Double(_) => Err(Unsupported(Reason::new("得分是双精度数", "a score of doubles"))),
    }
}
