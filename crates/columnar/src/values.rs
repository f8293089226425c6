//! The values of an expression for all subjects of a kind, computed in columns and given back one by one.

use wuwei_engine::{Absence, Range, Truth, Value as Found};
use wuwei_ir::{Body, ExprId, Literal, Number, RegionId, Type};
use wuwei_source::Name;

use crate::code::{Place as At, assign};
use crate::column::Source;
use crate::frame::Frame;
use crate::graph::NodeId;
use crate::lower::{Lower, Place};
use crate::machine::{Level, Machine};
use crate::run::{Binding, slices};
use crate::value::{AtomSource, Quantity, Reason, Result, Unsupported, Value};

/// What the reference would find for each subject.
pub(crate) fn values(frame: &Frame<'_, '_>, body: &Body, id: ExprId, year: Option<i32>) -> Result<Vec<Found>> {
    let mut lower = Lower::new(frame.program, frame.as_of, frame.entity(), frame);
    let place = Place { body, entity: frame.entity(), year, unknown: false };
    let value = lower.eval(&place, id)?;
    let rows = frame.rows();
    let outputs: Vec<NodeId> = match &value {
        Value::Absent => return Ok(vec![Found::Absent; rows]),
        Value::Truth(truth) => vec![truth.yes, truth.maybe],
        Value::Number(number) => {
            let (Quantity::Fraction(low), Quantity::Fraction(high)) = (number.low.at, number.high.at) else {
                return Err(Unsupported(Reason::new("另一主体的双精度数", "doubles of another subject")));
            };
            let ends = [low.above, low.below, high.above, high.below];
            [ends.to_vec(), vec![number.low.open, number.high.open, number.absent, number.maybe]].concat()
        }
        Value::Choice(choice) => [choice.possible.clone(), vec![choice.absent, choice.maybe]].concat(),
        Value::Atom(atom) => vec![atom.known, atom.absent, atom.maybe],
    };
    let code = assign(&lower.graph, &outputs);
    let binding = Binding::new(frame, &lower.columns, &code);
    let mut machine = Machine::new(&code);
    let ty = body.get(id).ty;
    let mut out = Vec::with_capacity(rows);
    for (first, rows) in slices(0, rows) {
        binding.run(Level::best(), &code, &mut machine, first, rows);
        let truths: Vec<_> = code.outputs.iter().map(|at| machine.truth(at)).collect();
        let whole = |at: usize, row: usize| match &code.outputs[at] {
            At::Truth(_) | At::Always(_) => 0,
            place => machine.whole(place, row),
        };
        let absence = |at: usize, row: usize| match (truths[at].get(row), truths[at + 1].get(row)) {
            (true, _) => Absence::Certain,
            (false, true) => Absence::Possible,
            _ => Absence::Never,
        };
        for row in 0..rows {
            out.push(match &value {
                Value::Truth(_) => Found::Truth(match (truths[0].get(row), truths[1].get(row)) {
                    (true, _) => Truth::Yes,
                    (_, true) => Truth::Unknown,
                    _ => Truth::No,
                }),
                Value::Number(_) => {
                    let end = |at: usize, open: usize| {
                        (!truths[open].get(row)).then(|| Number::ratio(whole(at, row), whole(at + 1, row))).flatten()
                    };
                    there(Found::Number(Range { low: end(0, 4), high: end(2, 5) }, Absence::Never), absence(6, row))
                }
                Value::Choice(choice) => {
                    let length = choice.possible.len();
                    let set = (0..length).fold(0u64, |set, n| set | u64::from(truths[n].get(row)) << n);
                    there(Found::Choice(set, Absence::Never), absence(length, row))
                }
                Value::Atom(atom) => {
                    let literal = match atom.source {
                        _ if !truths[0].get(row) => None,
                        AtomSource::Constant(literal) => Some(literal),
                        AtomSource::Column(column) => {
                            literal(frame, &lower.columns[column.index()].source, ty, first + row)
                        }
                        AtomSource::Anything => None,
                    };
                    there(Found::Atom(literal, Absence::Never), absence(1, row))
                }
                Value::Absent => Found::Absent,
            });
        }
    }
    Ok(out)
}

/// A value that may be absent; of one that is nothing else is said.
fn there(value: Found, absence: Absence) -> Found {
    value.or_absent(absence)
}

/// What stands in a column of names or regions.
fn literal(frame: &Frame<'_, '_>, source: &Source, ty: Type, row: usize) -> Option<Literal> {
    let column = match source {
        Source::Fact(fact, year) => frame.fact(*fact, *year).cloned()?,
        Source::Derived(_, at) => frame.derived_column(*at)?,
    };
    match ty {
        Type::Region => Some(Literal::Region(RegionId(u32::try_from(column.group_key(row)?).ok()?))),
        Type::Entity(_) => Some(Literal::Subject(Name::new(column.text(column.name_of(row)?.0)?))),
        _ => Some(Literal::Text(Name::new(column.text(column.name_of(row)?.0)?))),
    }
}
