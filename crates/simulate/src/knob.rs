//! A number of a rule that may be turned until a risk is small enough.

use wuwei_ir::{Body, Expr, ExprId, GroupId, ItemId, ItemKind, Number, PartBody, Program, Type};
use wuwei_source::Text;

use crate::world::World;

/// A number that a rule writes.
#[derive(Clone, Debug, PartialEq)]
pub struct Literals {
    /// Where it stands: the condition's name or number, `pays`, or the part of a score; behind it a number where there are several.
    pub path: String,
    /// Where it stands in the rule's body.
    pub at: ExprId,
    /// The number in base units.
    pub value: Number,
    /// Its type.
    pub ty: Type,
}

/// A number that may be turned.
#[derive(Clone, Debug, PartialEq)]
pub struct Knob {
    /// The rule.
    pub group: GroupId,
    /// Its version in force.
    pub item: ItemId,
    /// The number.
    pub literal: Literals,
}

/// Why there is no such knob.
#[derive(Clone, Debug, PartialEq)]
pub enum KnobError {
    /// The rule has no number at this place; which it has.
    NoSuchNumber(Vec<Literals>),
    /// No rule of this name is in force on the day.
    NoRule,
}

/// The numbers of a rule, in the order in which they are written.
pub fn literals(program: &Program, item: ItemId) -> Vec<Literals> {
    let item = program.item(item);
    let mut out = Vec::new();
    let block = |root: ExprId, otherwise: &str, out: &mut Vec<Literals>| match &item.body.get(root).expr {
        Expr::All(clauses) => {
            for (n, clause) in clauses.iter().enumerate() {
                let name = clause.name.map_or_else(|| format!("{otherwise}{}", n + 1), |name| name.to_string());
                collect(&item.body, clause.expr, &name, out);
            }
        }
        _ => collect(&item.body, root, otherwise, out),
    };
    match &item.kind {
        ItemKind::Status { condition } => block(*condition, "when", &mut out),
        ItemKind::Benefit(benefit) => {
            block(benefit.when, "when", &mut out);
            collect(&item.body, benefit.amount, "pays", &mut out);
        }
        ItemKind::Value { formula, .. } => collect(&item.body, *formula, "is", &mut out),
        ItemKind::Score(score) => {
            for part in &score.parts {
                if let PartBody::Formula(formula) = part.body {
                    collect(&item.body, formula, part.name.as_str(), &mut out);
                }
            }
        }
    }
    out
}

/// Adds the numbers below an expression, numbered where there are several.
fn collect(body: &Body, root: ExprId, name: &str, out: &mut Vec<Literals>) {
    let mut found: Vec<ExprId> = Vec::new();
    numbers(body, root, &mut found);
    let several = found.len() > 1;
    for (n, at) in found.into_iter().enumerate() {
        let node = body.get(at);
        let Expr::Number(value) = node.expr else { continue };
        let path = if several { format!("{name}.{}", n + 1) } else { name.to_string() };
        out.push(Literals { path, at, value, ty: node.ty });
    }
}

fn numbers(body: &Body, at: ExprId, out: &mut Vec<ExprId>) {
    let expr = &body.get(at).expr;
    if let Expr::Number(_) = expr
        && !out.contains(&at)
    {
        out.push(at);
    }
    expr.operands(&mut |operand| numbers(body, operand, out));
}

/// The number at a place of a rule.
pub fn find_knob(world: &World<'_>, group: GroupId, path: &str) -> Result<Knob, KnobError> {
    let item = world.program.version(group, world.as_of).ok_or(KnobError::NoRule)?;
    let all = literals(world.program, item);
    let found = match path {
        // A rule with one number needs no path.
        "" if all.len() == 1 => all.first(),
        _ => all.iter().find(|literal| literal.path == path),
    };
    match found.cloned() {
        Some(literal) => Ok(Knob { group, item, literal }),
        None => Err(KnobError::NoSuchNumber(all)),
    }
}

impl Knob {
    /// The program with another number in the place of this one.
    pub fn turned(&self, program: &Program, value: Number) -> Program {
        let mut program = program.clone();
        program.items[self.item.index()].body.set_number(self.literal.at, value);
        program
    }
}

/// The risk at a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Probe {
    /// The value in base units.
    pub value: Number,
    /// The share of the years in which the budget runs dry.
    pub risk: f64,
}

/// What a search came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// What was tried, by value.
    pub probes: Vec<Probe>,
    /// The most generous value tried whose risk is small enough: the one whose risk is the largest of those. Nothing where
    /// none is small enough.
    pub found: Option<Probe>,
    /// The next value in steps, whose risk is too large; nothing where the whole range will do.
    pub next: Option<Probe>,
    /// Whether the risk only rises, or only falls, along the values tried. Where it doesn't, values in between may do or not.
    pub monotone: bool,
    /// By how much neighbouring values differ.
    pub step: Number,
}

impl Search {
    /// What is to be said about it besides the value.
    pub fn remark(&self) -> Option<Text> {
        if self.found.is_none() {
            return Some(Text::new(
                "在这个范围里没有一个取值能把风险压到这么低",
                "no value in this range keeps the risk that small",
            ));
        }
        (!self.monotone).then(|| {
            Text::new(
                "风险不随取值单向变化，试过的取值之间可能有例外",
                "the risk doesn't only rise or only fall with the value: between those tried there may be exceptions",
            )
        })
    }
}

/// The largest power of ten, in base units, by which both ends are reached in at least a hundred steps; a step is never finer
/// than what the number is given in.
fn step_between(low: Number, high: Number, ty: Type) -> Number {
    let whole = !matches!(ty, Type::Ratio);
    let mut step = if whole { Number::ONE } else { Number::ratio(1, 10_000).unwrap_or(Number::ONE) };
    let width = high.sub(low).unwrap_or(Number::ZERO);
    let divides = |number: Number, step: Number| number.div(step).is_some_and(Number::is_integer);
    while let Some(next) = step.mul(Number::int(10)) {
        let steps = width.div(next).and_then(Number::to_binary64).unwrap_or(0.0);
        if steps < 100.0 || !divides(low, next) || !divides(high, next) {
            break;
        }
        step = next;
    }
    step
}

/// So many values are tried before the search narrows, to see how the risk goes.
const COARSE: i64 = 8;

/// Finds the most generous value between two whose risk isn't larger than wanted. `risk` answers for one value; it is asked with
/// the same luck each time, so that risks differ by the value alone.
pub fn search<E>(
    (low, high): (Number, Number),
    ty: Type,
    wanted: f64,
    risk: &mut dyn FnMut(Number) -> Result<f64, E>,
) -> Result<Search, E> {
    let step = step_between(low, high, ty);
    let steps = high.sub(low).and_then(|width| width.div(step)).map_or(0, |steps| steps.floor().to_i64().unwrap_or(0));
    let value = |at: i64| step.mul(Number::int(at)).and_then(|more| low.add(more)).unwrap_or(low);
    let mut known: std::collections::BTreeMap<i64, f64> = std::collections::BTreeMap::new();
    for n in 0..=COARSE.min(steps) {
        let at = if steps <= COARSE { n } else { steps * n / COARSE };
        known.insert(at, risk(value(at))?);
    }
    // Narrow every neighbouring pair of which one will do and the other won't: with a monotone risk there is one.
    loop {
        let pairs: Vec<(i64, i64)> = known.keys().copied().zip(known.keys().copied().skip(1)).collect();
        let open = pairs.into_iter().find(|(a, b)| b - a > 1 && (known[a] <= wanted) != (known[b] <= wanted));
        let Some((a, b)) = open else { break };
        let middle = a + (b - a) / 2;
        known.insert(middle, risk(value(middle))?);
    }
    let probes: Vec<Probe> = known.iter().map(|(at, risk)| Probe { value: value(*at), risk: *risk }).collect();
    let rises = probes.windows(2).all(|pair| pair[0].risk <= pair[1].risk);
    let falls = probes.windows(2).all(|pair| pair[0].risk >= pair[1].risk);
    // Of several with the same risk the one next to those that won't do.
    let mut fitting: Vec<&Probe> = probes.iter().filter(|probe| probe.risk <= wanted).collect();
    if rises {
        fitting.reverse();
    }
    let found =
        fitting.iter().copied().max_by(|a, b| a.risk.total_cmp(&b.risk).then(std::cmp::Ordering::Greater)).copied();
    let next = found.and_then(|found| {
        let at = probes.iter().position(|probe| probe.value == found.value)?;
        let around = [at.checked_sub(1), Some(at + 1)];
        around.into_iter().flatten().filter_map(|at| probes.get(at)).find(|probe| probe.risk > wanted).copied()
    });
    Ok(Search { probes, found, next, monotone: rises || falls, step })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn searched(wanted: f64, risk: impl Fn(f64) -> f64) -> (Search, usize) {
        let mut asked = 0;
        let ends = (Number::int(0), Number::int(1000));
        let found = search::<()>(ends, Type::NUMBER, wanted, &mut |value| {
            asked += 1;
            Ok(risk(value.to_binary64().unwrap()))
        });
        (found.unwrap(), asked)
    }

    #[test]
    fn a_rising_risk_gives_the_largest_value_that_will_do() {
        let (found, asked) = searched(0.05, |value| value / 10_000.0);
        assert_eq!((found.found.unwrap().value, found.monotone), (Number::int(500), true));
        assert!(asked < 20, "{asked}");
        let (found, _) = searched(0.05, |value| if value > 613.0 { 1.0 } else { 0.0 });
        assert_eq!(found.found.unwrap().value, Number::int(610), "in steps of ten");
        assert_eq!(found.next.unwrap().value, Number::int(620));
    }

    #[test]
    fn a_falling_risk_gives_the_smallest() {
        let (found, _) = searched(0.05, |value| if value < 305.0 { 0.4 } else { 0.0 });
        assert_eq!((found.found.unwrap().value, found.monotone), (Number::int(310), true));
    }

    #[test]
    fn nothing_will_do_or_everything() {
        assert!(searched(0.05, |_| 0.2).0.found.is_none());
        assert!(searched(0.05, |_| 0.2).0.remark().is_some());
        let (found, _) = searched(0.5, |value| value / 10_000.0);
        assert_eq!((found.found.unwrap().value, found.next), (Number::int(1000), None));
    }

    #[test]
    fn what_goes_up_and_down_is_said_to() {
        let (found, _) = searched(0.05, |value| if (300.0..700.0).contains(&value) { 0.5 } else { 0.01 });
        assert!(!found.monotone && found.found.is_some() && found.remark().is_some());
    }
}
