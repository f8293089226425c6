//! Scores: sums of parts, each between nought and its maximum, perhaps weighted by the subject's stage.

use wuwei_ir::{Item, ItemKind, Number, PartBody, PartId, PartName, Score};

use crate::arithmetic::sum;
use crate::evaluator::{Evaluator, Place};
use crate::population::Row;
use crate::value::{Absence, Range, Value};

impl Evaluator<'_> {
    pub(crate) fn score(&self, place: &Place<'_>, score: &Score) -> Value {
        let sum = self.sum_of_parts(place, score, &score.top);
        Value::Number(clip(sum, score.out_of), Absence::Never)
    }

    pub(crate) fn sum_of_parts(&self, place: &Place<'_>, score: &Score, parts: &[PartId]) -> Range {
        let points: Vec<Range> = parts.iter().map(|part| self.part(place, score, *part)).collect();
        sum(&points)
    }

    /// The points of a part: between nought and its maximum; what has no value gives none.
    pub(crate) fn part(&self, place: &Place<'_>, score: &Score, part: PartId) -> Range {
        let part = &score.parts[part.index()];
        let points = match &part.body {
            PartBody::Parts(parts) => self.sum_of_parts(place, score, parts),
            PartBody::Formula(formula) => {
                let value = self.eval(place, *formula);
                match value.absence() {
                    Absence::Never => value.range(),
                    Absence::Possible => value.range().hull(Range::exactly(Number::ZERO)),
                    Absence::Certain => Range::exactly(Number::ZERO),
                }
            }
        };
        clip(points, part.out_of)
    }

    pub(crate) fn part_named(&self, item: &Item, name: PartName, subject: Row) -> Value {
        let ItemKind::Score(score) = &item.kind else {
            return Value::Absent;
        };
        let place = self.place(item, subject, None);
        match score.part(name.0) {
            Some(part) => Value::Number(self.part(&place, score, part), Absence::Never),
            None => Value::Absent,
        }
    }

    pub(crate) fn weight(&self, place: &Place<'_>, table: wuwei_ir::WeightsId, row: u32) -> Value {
        let table = self.program.weight_table(table);
        let Some((_, weights)) = table.rows.get(row as usize) else {
            return Value::Absent;
        };
        let stage = self.value(table.by, None, place.subject, place.year);
        let Value::Choice(set, absence) = stage else {
            return Value::Absent;
        };
        let weight = |at: usize| table.columns[at].and_then(|column| weights.get(column as usize)).copied();
        let possible = (0..table.columns.len()).filter(|at| set & (1 << at) != 0);
        let values = possible.map(|at| weight(at).map_or(Value::Absent, Value::number));
        values.reduce(Value::either).unwrap_or(Value::Absent).or_absent(absence)
    }
}

/// Cut to nought and a maximum.
pub(crate) fn clip(range: Range, most: Number) -> Range {
    range.max(Range::exactly(Number::ZERO)).min(Range::exactly(most))
}
