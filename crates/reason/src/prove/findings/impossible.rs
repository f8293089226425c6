//! Conditions that nobody can meet: a whole rule, a way to it, a line of a table.

use wuwei_ir::{Expr, ExprId, GroupId, ItemId, Number};
use wuwei_source::{Lang, Text};

use super::{blocks, condition, place};
use crate::prove::critical::{constant, direct};
use crate::prove::finding::{Gravity, TheoremFinding, TheoremKind, Witness};
use crate::prove::phrase::word;
use crate::prove::search::{Ask, Found, Goal, Search, no, yes};
use crate::prove::{Prover, Report};

const KIND: TheoremKind = TheoremKind::Impossible;

pub(crate) fn look(prover: &Prover<'_>, group: GroupId, out: &mut Report) {
    let id = prover.item(group);
    let item = prover.program.item(id);
    let shape = prover.search.shape(&[group]);
    let home = prover.search.home(group);
    if let Some(root) = condition(item) {
        out.examined += 1;
        match prover.search.find(&shape, home, &[yes(Ask::Rule(group))]) {
            Found::Nobody => return out.findings.push(nobody(prover, group, id)),
            Found::Open => {
                let what = prover.phrase.both(|lang| {
                    let rule = prover.phrase.rule(group, lang);
                    match lang {
                        Lang::Zh => format!("{rule}能不能满足"),
                        Lang::En => format!("whether {rule} can be met"),
                    }
                });
                out.open(KIND, group, what);
            }
            Found::Point(_) => {}
        }
        for block in blocks(&item.body, root) {
            let Expr::Any(clauses) = &item.body.get(block).expr else { continue };
            for clause in clauses.iter().filter(|_| clauses.len() > 1) {
                out.examined += 1;
                let goals = [yes(Ask::Rule(group)), yes(Ask::Condition(id, clause.expr))];
                match prover.search.find(&shape, home, &goals) {
                    Found::Nobody => out.findings.push(never(prover, group, id, clause.expr, true)),
                    Found::Open => out.open(KIND, group, way_open(prover, group, id, clause.expr)),
                    Found::Point(_) => {}
                }
            }
        }
    }
    for (_, node) in item.body.iter() {
        let Expr::Cases(cases, _) = &node.expr else { continue };
        for (n, case) in cases.iter().enumerate() {
            out.examined += 1;
            let mut goals: Vec<Goal> = vec![yes(Ask::Concerned(group)), yes(Ask::Condition(id, case.condition))];
            goals.extend(cases[..n].iter().map(|case| no(Ask::Condition(id, case.condition))));
            match prover.search.find(&shape, home, &goals) {
                Found::Nobody => out.findings.push(never(prover, group, id, case.condition, false)),
                Found::Open => out.open(KIND, group, way_open(prover, group, id, case.condition)),
                Found::Point(_) => {}
            }
        }
    }
}

fn way_open(prover: &Prover<'_>, group: GroupId, id: ItemId, expr: ExprId) -> Text {
    prover.phrase.both(|lang| {
        let (rule, clause) = (prover.phrase.rule(group, lang), prover.phrase.condition(id, expr, lang));
        match lang {
            Lang::Zh => format!("{rule}里的{clause}用不用得到"),
            Lang::En => format!("whether {clause} in {rule} is ever used"),
        }
    })
}

/// A whole rule: the fewest of its conditions that don't go together, and somebody who meets all but one.
fn nobody(prover: &Prover<'_>, group: GroupId, id: ItemId) -> TheoremFinding {
    let item = prover.program.item(id);
    let shape = prover.search.shape(&[group]);
    let home = prover.search.home(group);
    let of = |all: &[ExprId]| -> Vec<Goal> {
        let conditions = all.iter().map(|expr| yes(Ask::Condition(id, *expr)));
        std::iter::once(yes(Ask::Concerned(group))).chain(conditions).collect()
    };
    let mut core = item.conditions();
    let mut at = 0;
    while at < core.len() {
        let mut fewer = core.clone();
        fewer.remove(at);
        match prover.search.find(&shape, home, &of(&fewer)) {
            Found::Nobody => core = fewer,
            _ => at += 1,
        }
    }
    // Somebody who meets everything but one of them shows how near one can come.
    let witness = core.iter().rev().find_map(|left_out| {
        let rest: Vec<ExprId> = item.conditions().into_iter().filter(|expr| expr != left_out).collect();
        let Found::Point(point) = prover.search.find(&shape, home, &of(&rest)) else { return None };
        let goals = of(&rest);
        let bare = prover.search.bare(&shape, &point, &[], &|point| prover.search.meets(&shape, point, &goals));
        let conditions: Vec<(ItemId, ExprId)> = core.iter().map(|expr| (id, *expr)).collect();
        Some(Witness::of(&shape, std::slice::from_ref(&bare), None, &[group]).with_conditions(
            &shape,
            &bare,
            group,
            &conditions,
        ))
    });
    let first_day = item.head.from;
    let was_possible = first_day < prover.day && {
        let then = Search::new(prover.program, first_day);
        matches!(then.find(&then.shape(&[group]), home, &[yes(Ask::Rule(group))]), Found::Point(_))
    };
    let message = prover.phrase.both(|lang| {
        let rule = prover.phrase.rule(group, lang);
        let all: Vec<String> = core.iter().map(|expr| prover.phrase.condition(id, *expr, lang)).collect();
        let which = all.join(word(lang, "、", " and "));
        let together = match (core.len(), lang) {
            (0, Lang::Zh) => "它的适用条件不成立".to_string(),
            (0, Lang::En) => "it concerns nobody".to_string(),
            (1, Lang::Zh) => format!("条件{which}不可能成立"),
            (1, Lang::En) => format!("its condition {which} can’t hold"),
            (_, Lang::Zh) => format!("{which}不能同时成立"),
            (_, Lang::En) => format!("{which} can’t hold together"),
        };
        let day = prover.day;
        match (was_possible, lang) {
            (true, Lang::Zh) => format!("{rule}到 {day} 已经没有人能满足：{together}；{first_day} 起施行时还可以满足"),
            (true, Lang::En) => {
                format!(
                    "By {day} nobody can meet {rule} any more: {together}; on {first_day}, its first day, one could"
                )
            }
            (false, Lang::Zh) => format!("没有人能满足{rule}：{together}"),
            (false, Lang::En) => format!("Nobody can meet {rule}: {together}"),
        }
    });
    let mend = if was_possible { Some(lapse()) } else { mend(prover, id, &core) };
    TheoremFinding {
        kind: KIND,
        gravity: if was_possible { Gravity::Info } else { Gravity::Error },
        rules: vec![group],
        places: core.iter().map(|expr| place(prover, id, *expr)).collect(),
        message,
        mend,
        witness,
    }
}

fn lapse() -> Text {
    Text::new("写明截止日期（`in force … until …`）", "Say until when it is in force (`in force … until …`)")
}

/// Two thresholds for one fact that exclude each other are mended by moving one to the other; otherwise one has to go.
fn mend(prover: &Prover<'_>, id: ItemId, core: &[ExprId]) -> Option<Text> {
    let body = &prover.program.item(id).body;
    let nobody = crate::prove::shape::Shape::of(prover.program, prover.day, wuwei_ir::EntityId(0), &[]);
    let world = crate::prove::world::World { shape: &nobody, point: &[] };
    let evaluator = wuwei_engine::Evaluator::new(prover.program, &world, prover.day);
    let threshold = |expr: ExprId| -> Option<(wuwei_ir::FactId, Number)> {
        let Expr::Compare(_, a, b) = body.get(expr).expr else { return None };
        Some((direct(body, a)?, constant(&evaluator, body, b)?))
    };
    match core {
        [] => None,
        [_] => Some(Text::new("删去或改正这个条件", "Strike or correct this condition")),
        [a, b] => {
            let [first, second] = [threshold(*a), threshold(*b)];
            if let (Some((fact, _)), Some((other, number))) = (first, second)
                && fact == other
            {
                return Some(prover.phrase.both(|lang| {
                    let clause = prover.phrase.condition(id, *a, lang);
                    let number = prover.phrase.number(prover.program.fact(fact).ty, number, lang);
                    match lang {
                        Lang::Zh => format!("改{clause}里的数，移到 {number}"),
                        Lang::En => format!("Move the number of {clause} to {number}"),
                    }
                }));
            }
            Some(one_has_to_go())
        }
        _ => Some(one_has_to_go()),
    }
}

fn one_has_to_go() -> Text {
    Text::new(
        "这些条件至少要放宽一个，或写成 `any { … }`",
        "One of them has to give way, or they belong in `any { … }`",
    )
}

/// A way or a line that nobody ever takes.
fn never(prover: &Prover<'_>, group: GroupId, id: ItemId, expr: ExprId, is_way: bool) -> TheoremFinding {
    let message = prover.phrase.both(|lang| {
        let (rule, clause) = (prover.phrase.rule(group, lang), prover.phrase.condition(id, expr, lang));
        match (is_way, lang) {
            (true, Lang::Zh) => format!("{rule}里的一条路走不通：{clause}不可能和其他条件同时成立"),
            (true, Lang::En) => {
                format!("One way in {rule} leads nowhere: {clause} can’t hold with the other conditions")
            }
            (false, Lang::Zh) => format!("{rule}的表里有一行永远用不到：凡符合{clause}的，前面的行已经说了"),
            (false, Lang::En) => {
                format!("A line of the table in {rule} is never used: whoever meets {clause} is taken by a line before")
            }
        }
    });
    let mend = match is_way {
        true => Text::new("删去这一条，或改正其中的数", "Strike it, or correct its number"),
        false => {
            Text::new("把要求高的行排在前面，或删去这一行", "Put the lines that ask for more first, or strike this one")
        }
    };
    TheoremFinding {
        kind: KIND,
        gravity: Gravity::Error,
        rules: vec![group],
        places: vec![place(prover, id, expr)],
        message,
        mend: Some(mend),
        witness: None,
    }
}
