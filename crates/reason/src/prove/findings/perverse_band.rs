//! A table under which more earns less: its results rise with the value, and somewhere fall again.

use wuwei_engine::{Evaluator, Value};
use wuwei_ir::{Band, CompareOp, EnumId, Expr, ExprId, ItemId, ItemKind, Literal, Number, Type};
use wuwei_source::{Lang, Text};

use super::place;
use crate::prove::critical::constant;
use crate::prove::finding::{Gravity, TheoremFinding, TheoremKind, Witness};
use crate::prove::search::{Ask, Goal, yes};
use crate::prove::shape::Shape;
use crate::prove::world::{Point, World};
use crate::prove::{Prover, Report};

const KIND: TheoremKind = TheoremKind::PerverseBand;

const STARTS: u64 = 4;

/// A stretch of the value with one result.
#[derive(Clone, Copy)]
struct Stretch {
    low: Option<Number>,
    high: Option<Number>,
    result: Number,
}

pub(crate) fn look(prover: &Prover<'_>, id: ItemId, out: &mut Report) {
    let item = prover.program.item(id);
    for (at, node) in item.body.iter() {
        let Expr::Bands(value, bands, otherwise) = &node.expr else { continue };
        let Some(stretches) = stretches(prover, id, *value, bands, *otherwise) else { continue };
        if stretches.len() < 3 {
            continue;
        }
        out.examined += 1;
        let rises = stretches.windows(2).filter(|pair| pair[1].result > pair[0].result).count();
        let falls = stretches.windows(2).filter(|pair| pair[1].result < pair[0].result).count();
        if rises == 0 || falls == 0 {
            continue;
        }
        // The direction in which the table goes for the most part is the one that is meant.
        let up = rises >= falls;
        for pair in stretches.windows(2) {
            let wrong = if up { pair[1].result < pair[0].result } else { pair[1].result > pair[0].result };
            if wrong {
                let (worse, better) = if up { (pair[0], pair[1]) } else { (pair[1], pair[0]) };
                match found(prover, id, at, *value, worse, better) {
                    Some(finding) => out.findings.push(finding),
                    None => out.open(KIND, item.group, in_words(prover, id)),
                }
            }
        }
    }
}

fn in_words(prover: &Prover<'_>, id: ItemId) -> Text {
    prover.phrase.both(|lang| {
        let rule = prover.phrase.item(id, lang);
        match lang {
            Lang::Zh => format!("{rule}的表里，多得的反而少的那一行能不能落到"),
            Lang::En => format!("whether anybody falls into the line of {rule} that gives less for more"),
        }
    })
}

/// The table from small values to large ones, where all its bounds and results are numbers.
fn stretches(
    prover: &Prover<'_>,
    id: ItemId,
    value: ExprId,
    bands: &[Band],
    otherwise: Option<ExprId>,
) -> Option<Vec<Stretch>> {
    let body = &prover.program.item(id).body;
    let nobody = Shape::of(prover.program, prover.day, wuwei_ir::EntityId(0), &[]);
    let world = World { shape: &nobody, point: &[] };
    let evaluator = Evaluator::new(prover.program, &world, prover.day);
    // The middle of a range that an assessor has stands for it.
    let number = |id: ExprId| match body.get(id).expr {
        Expr::Range(low, high) => {
            constant(&evaluator, body, low)?.add(constant(&evaluator, body, high)?)?.div(Number::int(2))
        }
        _ => constant(&evaluator, body, id),
    };
    if let Type::Enum(of) = body.get(value).ty {
        return levels(prover, id, of, bands, otherwise.and_then(number), &number);
    }
    let mut out: Vec<Stretch> = Vec::new();
    let falling = matches!(bands.first()?.op, CompareOp::AtLeast | CompareOp::Greater);
    let mut last: Option<Number> = None;
    for band in bands {
        if matches!(band.op, CompareOp::AtLeast | CompareOp::Greater) != falling {
            return None;
        }
        let bound = number(band.bound)?;
        let (low, high) = if falling { (Some(bound), last) } else { (last, Some(bound)) };
        out.push(Stretch { low, high, result: number(band.result)? });
        last = Some(bound);
    }
    if let Some(result) = otherwise.and_then(number) {
        let (low, high) = if falling { (None, last) } else { (last, None) };
        out.push(Stretch { low, high, result });
    }
    if falling {
        out.reverse();
    }
    Some(out)
}

/// The same of a table by levels, from the lowest level up.
fn levels(
    prover: &Prover<'_>,
    id: ItemId,
    of: EnumId,
    bands: &[Band],
    otherwise: Option<Number>,
    number: &dyn Fn(ExprId) -> Option<Number>,
) -> Option<Vec<Stretch>> {
    let levels = prover.program.enumeration(of);
    if !levels.ordered {
        return None;
    }
    let body = &prover.program.item(id).body;
    let result = |level: u8| -> Option<Number> {
        for band in bands {
            let Expr::Choice(_, at) = body.get(band.bound).expr else { return None };
            if band.op.holds(level.cmp(&at)) {
                return number(band.result);
            }
        }
        otherwise
    };
    let stretch = |level: u8| {
        let at = Some(Number::int(i64::from(level)));
        Some(Stretch { low: at, high: at, result: result(level)? })
    };
    (0..levels.values.len() as u8).map(stretch).collect()
}

/// Somebody who gets from one stretch to the next by a change of one fact.
fn found(
    prover: &Prover<'_>,
    id: ItemId,
    table: ExprId,
    value: ExprId,
    worse: Stretch,
    better: Stretch,
) -> Option<TheoremFinding> {
    let item = prover.program.item(id);
    let group = item.group;
    let (search, shape) = (&prover.search, prover.search.shape(&[group]));
    let home = search.home(group);
    let number = |point: &[Option<Literal>], expr: ExprId| -> Option<Number> {
        let world = World { shape: &shape, point };
        let evaluator = Evaluator::new(prover.program, &world, prover.day);
        match evaluator.expression(&item.body, expr, shape.slots[0].row, None) {
            Value::Number(range, _) => range.low?.add(range.high?)?.div(Number::int(2)),
            Value::Choice(set, _) if set.count_ones() == 1 => Some(Number::int(i64::from(set.trailing_zeros()))),
            _ => None,
        }
    };
    let result = |point: &[Option<Literal>]| number(point, table);
    let goals: Vec<Goal> = vec![yes(Ask::Concerned(group))];
    let away = |point: &[Option<Literal>], stretch: Stretch| -> f64 {
        if result(point) == Some(stretch.result) {
            return 0.0;
        }
        let Some(at) = number(point, value) else { return 9.0 };
        let ends = [stretch.low, stretch.high].into_iter().flatten().map(|end| (end.to_f64() - at.to_f64()).abs());
        0.1 + ends.fold(f64::MAX, f64::min)
    };
    for seed in 0..STARTS {
        let start = search.begun(&shape, home, &goals, seed)?;
        let cost = |point: &[Option<Literal>]| search.cost(&shape, point, &goals) + away(point, worse);
        let (point, left) = search.descend(&shape, home, start, seed, &[], &cost, 0.0);
        if left > 0.0 {
            continue;
        }
        for var in 0..shape.vars.len() {
            let numeric =
                matches!(prover.program.fact(shape.vars[var].fact).ty, Type::Quantity(_) | Type::Ratio | Type::Enum(_));
            if shape.vars[var].slot != 0 || !numeric {
                continue;
            }
            for value in search.neighbours(&shape, var, home, &point) {
                let mut after = point.clone();
                after[var] = Some(value);
                if result(&after) != Some(better.result) {
                    continue;
                }
                let from = point[var]?;
                let still = |point: &[Option<Literal>]| {
                    let with = |value: Literal| {
                        let mut point = point.to_vec();
                        point[var] = Some(value);
                        result(&point)
                    };
                    with(from) == Some(worse.result) && with(value) == Some(better.result)
                };
                let bare = search.bare(&shape, &point, &[var], &still);
                return Some(finding(prover, &shape, id, table, &bare, var, [from, value], [worse, better]));
            }
        }
    }
    None
}

#[allow(clippy::too_many_arguments, reason = "each is one part of what was found")]
fn finding(
    prover: &Prover<'_>,
    shape: &Shape<'_>,
    id: ItemId,
    table: ExprId,
    point: &Point,
    var: usize,
    values: [Literal; 2],
    stretches: [Stretch; 2],
) -> TheoremFinding {
    let item = prover.program.item(id);
    let group = item.group;
    let at = |value: Literal| {
        let mut point = point.clone();
        point[var] = Some(value);
        point
    };
    let witness = Witness::of(shape, &values.map(at), Some(var), &[group]);
    let Expr::Bands(value, ..) = item.body.get(table).expr else { unreachable!("a table was asked about") };
    let (result_ty, value_ty) = (item.body.get(table).ty, item.body.get(value).ty);
    let is_level = matches!(value_ty, Type::Enum(_));
    let bound = if stretches[0].high == stretches[1].low { stretches[0].high } else { stretches[0].low };
    let message = prover.phrase.both(|lang| {
        let rule = prover.phrase.rule(group, lang);
        let of = prover.phrase.condition(id, value, lang);
        let bound = match is_level {
            true => prover.phrase.literal(shape.vars[var].fact, values[0], lang),
            false => bound.map_or(String::new(), |bound| prover.phrase.number(value_ty, bound, lang)),
        };
        let [before, after] = stretches.map(|stretch| prover.phrase.number(result_ty, stretch.result, lang));
        match lang {
            Lang::Zh => format!("{rule}的分档表里，{of}越过 {bound} 更好，得到的却从 {before} 变成 {after}"),
            Lang::En => format!(
                "In the table of {rule}, {of} gets better past {bound}, and what it gives goes from {before} to {after}"
            ),
        }
    });
    let (most, least) = (stretches[0].result, stretches[1].result);
    let mend = prover.phrase.both(|lang| {
        let [most, least] = [most, least].map(|number| prover.phrase.number(result_ty, number, lang));
        match lang {
            Lang::Zh => format!("把这一档的 {least} 改为不低于 {most}，或对调两行"),
            Lang::En => format!("Change {least} of this line to at least {most}, or swap the two lines"),
        }
    });
    let is_cost = matches!(item.kind, ItemKind::Value { .. });
    TheoremFinding {
        kind: KIND,
        // What a mere value is good for its table doesn't say.
        gravity: if is_cost { Gravity::Info } else { Gravity::Error },
        rules: vec![group],
        places: vec![place(prover, id, table)],
        message,
        mend: Some(mend),
        witness: Some(witness),
    }
}
