//! Thresholds that a rounding can flip: a rule rounds before it compares, or asks for a number of whole things that isn't whole.

use wuwei_engine::Evaluator;
use wuwei_ir::{
    ArithOp, Body, CompareOp, Expr, ExprId, GroupId, Item, ItemId, ItemKind, Literal, Number, Program, Type, When,
};
use wuwei_source::{Lang, Text};

use super::place;
use crate::prove::critical::{is_whole, roots};
use crate::prove::finding::{Gravity, TheoremFinding, TheoremKind, Witness};
use crate::prove::search::{Ask, Goal, Search, no, yes};
use crate::prove::shape::{Var, year_of};
use crate::prove::world::{Point, World};
use crate::prove::{Prover, Report};

const KIND: TheoremKind = TheoremKind::Rounding;

/// So many rules that a rounding reaches are tried.
const TRIED: usize = 3;

const STARTS: u64 = 4;

pub(crate) fn look(prover: &Prover<'_>, id: ItemId, out: &mut Report) {
    let item = prover.program.item(id);
    let rounds = item.body.iter().find(|(_, node)| matches!(node.expr, Expr::Round(..) | Expr::Binary64(_)));
    if let Some((at, _)) = rounds {
        out.examined += 1;
        rounded(prover, id, at, out);
    }
    let mut open: Vec<ExprId> = roots(&item.kind);
    while let Some(expr) = open.pop() {
        match &item.body.get(expr).expr {
            Expr::Compare(op, a, b) => parts(prover, id, expr, *op, *a, *b, out),
            Expr::Follow(..) | Expr::OverRelated { .. } | Expr::OverYears { .. } => {}
            inner => inner.operands(&mut |operand| open.push(operand)),
        }
    }
}

/// A rule as it would be without rounding.
fn unrounded(item: &Item) -> Item {
    let mut body = Body::default();
    for (_, node) in item.body.iter() {
        let expr = match &node.expr {
            Expr::Round(a, ..) | Expr::Binary64(a) => Expr::Larger(vec![*a]),
            expr => expr.clone(),
        };
        body.push(expr, node.ty, node.span);
    }
    Item { body, ..item.clone() }
}

fn rounded(prover: &Prover<'_>, id: ItemId, at: ExprId, out: &mut Report) {
    let mut program: Program = prover.program.clone();
    program.items[id.index()] = unrounded(prover.program.item(id));
    let other = Search::new(&program, prover.day);
    let rule = prover.program.item(id).group;
    let is_status = |group: &GroupId| condition_of(prover, *group);
    for group in prover.answers(rule).into_iter().filter(is_status).take(TRIED) {
        let (search, home) = (&prover.search, prover.search.home(group));
        let (shape, shape_without) = (search.shape(&[group]), other.shape(&[group]));
        let goals = |is: bool| -> [Goal; 2] {
            [yes(Ask::Concerned(group)), if is { yes(Ask::Rule(group)) } else { no(Ask::Rule(group)) }]
        };
        for with in [true, false] {
            let cost = |point: &[Option<Literal>]| {
                search.cost(&shape, point, &goals(with)) + other.cost(&shape_without, point, &goals(!with))
            };
            let found = (0..STARTS).find_map(|seed| {
                let start = search.begun(&shape, home, &goals(true), seed)?;
                let (point, left) = search.descend(&shape, home, start, seed, &[], &cost, 0.0);
                (left <= 0.0).then_some(point)
            });
            let Some(point) = found else { continue };
            let still = |point: &[Option<Literal>]| {
                search.meets(&shape, point, &goals(with)) && other.meets(&shape_without, point, &goals(!with))
            };
            let bare = search.bare(&shape, &point, &[], &still);
            let witness = Witness::of(&shape, &[bare], None, &[group]);
            let message = prover.phrase.both(|lang| {
                let (name, by) = (prover.phrase.rule(group, lang), prover.phrase.item(id, lang));
                match (with, lang) {
                    (true, Lang::Zh) => format!("{by}取整之后才比较：同一主体取整后符合{name}，不取整不符合"),
                    (true, Lang::En) => format!("{by} is rounded before it is compared: rounded, a subject meets {name}; unrounded, it doesn’t"),
                    (false, Lang::Zh) => format!("{by}取整之后才比较：同一主体取整后不符合{name}，不取整符合"),
                    (false, Lang::En) => format!("{by} is rounded before it is compared: rounded, a subject doesn’t meet {name}; unrounded, it does"),
                }
            });
            let mend = Text::new(
                "用没有取整的数比较，只在显示时取整",
                "Compare the unrounded number, and round only what is shown",
            );
            return out.findings.push(TheoremFinding {
                kind: KIND,
                gravity: Gravity::Warning,
                rules: vec![group],
                places: vec![place(prover, id, at)],
                message,
                mend: Some(mend),
                witness: Some(witness),
            });
        }
    }
}

fn condition_of(prover: &Prover<'_>, group: GroupId) -> bool {
    matches!(prover.program.item(prover.item(group)).kind, ItemKind::Status { .. } | ItemKind::Benefit(_))
}

/// Whether an expression is made of whole numbers and what is counted in them, without any division.
fn is_whole_number(prover: &Prover<'_>, body: &Body, id: ExprId) -> bool {
    match body.get(id).expr {
        Expr::Number(number) => number.is_integer(),
        Expr::Fact(fact, _) => prover.program.fact(fact).ty.base().is_some_and(is_whole),
        Expr::Arith(ArithOp::Add | ArithOp::Sub | ArithOp::Mul, a, b) => {
            is_whole_number(prover, body, a) && is_whole_number(prover, body, b)
        }
        _ => false,
    }
}

fn bound_open(prover: &Prover<'_>, id: ItemId, expr: ExprId) -> Text {
    prover.phrase.both(|lang| {
        let (rule, clause) = (prover.phrase.item(id, lang), prover.phrase.condition(id, expr, lang));
        match lang {
            Lang::Zh => format!("{rule}的{clause}会不会因取整而判错"),
            Lang::En => format!("whether rounding can flip {clause} of {rule}"),
        }
    })
}

/// A fact counted in whole numbers against a bound that depends on other facts and needn't be whole.
fn parts(prover: &Prover<'_>, id: ItemId, expr: ExprId, op: CompareOp, a: ExprId, b: ExprId, out: &mut Report) {
    let item = prover.program.item(id);
    let counted = |id: ExprId| match item.body.get(id).expr {
        Expr::Fact(fact, when) if when != When::Context => {
            let ty = prover.program.fact(fact).ty;
            let whole = ty.base().is_some_and(|base| is_whole(base) && ty != Type::MONEY);
            whole.then(|| (fact, year_of(prover.day, when, None)))
        }
        _ => None,
    };
    let (fact, bound) = match (counted(a), counted(b)) {
        (Some(fact), None) => (fact, b),
        (None, Some(fact)) => (fact, a),
        _ => return,
    };
    let is_product = matches!(item.body.get(bound).expr, Expr::Arith(..));
    let reads = {
        let mut found = false;
        let mut open = vec![bound];
        while let Some(id) = open.pop() {
            found |= matches!(item.body.get(id).expr, Expr::Fact(..) | Expr::Item(..));
            item.body.get(id).expr.operands(&mut |operand| open.push(operand));
        }
        found
    };
    if !is_product
        || !reads
        || is_whole_number(prover, &item.body, bound)
        || !matches!(item.kind, ItemKind::Status { .. } | ItemKind::Benefit(_))
    {
        return;
    }
    out.examined += 1;
    let group = item.group;
    let (search, shape) = (&prover.search, prover.search.shape(&[group]));
    let home = search.home(group);
    let Some(var) = shape.var(Var { slot: 0, fact: fact.0, year: fact.1 }) else { return };
    let asked = |point: &[Option<Literal>]| -> Option<Number> {
        let world = World { shape: &shape, point };
        let evaluator = Evaluator::new(prover.program, &world, prover.day);
        evaluator.expression(&item.body, bound, shape.slots[0].row, None).range().exact()
    };
    let at = |point: &[Option<Literal>], value: Number| -> Point {
        let mut point = point.to_vec();
        point[var] = Some(Literal::Number(value));
        point
    };
    let goals = |is: bool| [yes(Ask::Concerned(group)), if is { yes(Ask::Rule(group)) } else { no(Ask::Rule(group)) }];
    let more_is_good = matches!(op, CompareOp::AtLeast | CompareOp::Greater) == (counted(a).is_some());
    let sides = |number: Number| -> Option<(Number, Number)> {
        let (down, up) = (number.floor(), number.ceil()?);
        // First the value that a rounding would let pass, then the one that really does.
        Some(if more_is_good { (down, up) } else { (up, down) })
    };
    let cost = |point: &[Option<Literal>]| -> f64 {
        let Some(number) = asked(point) else { return 99.0 };
        let Some((fails, passes)) = sides(number) else { return 99.0 };
        // A part of a whole one that people notice.
        let part = number.sub(number.floor()).map_or(0.0, Number::to_f64);
        let whole = if (0.05..0.96).contains(&part) { 0.0 } else { 1.0 };
        whole
            + search.cost(&shape, &at(point, passes), &goals(true))
            + if number.is_integer() { 1.0 } else { search.cost(&shape, &at(point, fails), &goals(false)) }
    };
    let found = (0..STARTS).find_map(|seed| {
        let start = search.begun(&shape, home, &goals(true), seed)?;
        let (point, left) = search.descend(&shape, home, start, seed, &[var], &cost, 0.0);
        (left <= 0.0).then_some(point)
    });
    let Some(point) = found else { return out.open(KIND, group, bound_open(prover, id, expr)) };
    let Some((number, (fails, passes))) = asked(&point).and_then(|number| Some((number, sides(number)?))) else {
        return;
    };
    let still = |point: &[Option<Literal>]| {
        asked(point) == Some(number)
            && search.meets(&shape, &at(point, fails), &goals(false))
            && search.meets(&shape, &at(point, passes), &goals(true))
    };
    let bare = search.bare(&shape, &point, &[var], &still);
    let witness = Witness::of(&shape, &[at(&bare, fails), at(&bare, passes)], Some(var), &[group]);
    let message = prover.phrase.both(|lang| {
        let rule = prover.phrase.rule(group, lang);
        let clause = prover.phrase.condition(id, expr, lang);
        let shown = |value: Number| prover.phrase.literal(fact.0, Literal::Number(value), lang);
        let number = number.to_decimal(4);
        match lang {
            Lang::Zh => format!("{rule}的{clause}算出来不一定是整数：要求 {number} 时，{}不够，{}才够；四舍五入就会判错", shown(fails), shown(passes)),
            Lang::En => format!("{clause} of {rule} needn’t come to a whole number: where it asks for {number}, {} isn’t enough and {} is; whoever rounds gets it wrong", shown(fails), shown(passes)),
        }
    });
    let mend =
        Text::new("写明取整的办法，例如 `rounded to 家 up`", "Say how it is rounded, for example `rounded to 家 up`");
    out.findings.push(TheoremFinding {
        kind: KIND,
        gravity: Gravity::Info,
        rules: vec![group],
        places: vec![place(prover, id, expr)],
        message,
        mend: Some(mend),
        witness: Some(witness),
    });
}
