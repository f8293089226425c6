//! Conditions that others imply: they can go without changing any answer.

use wuwei_ir::{Clause, Expr, ExprId, GroupId, ItemId};
use wuwei_source::{Lang, Text};

use super::{blocks, condition, place};
use crate::prove::finding::{Gravity, TheoremFinding, TheoremKind, Witness};
use crate::prove::phrase::word;
use crate::prove::search::{Ask, Found, Goal, no, yes};
use crate::prove::{Prover, Report};

const KIND: TheoremKind = TheoremKind::Redundant;

pub(crate) fn look(prover: &Prover<'_>, group: GroupId, out: &mut Report) {
    let id = prover.item(group);
    let item = prover.program.item(id);
    let Some(root) = condition(item) else { return };
    let shape = prover.search.shape(&[group]);
    let home = prover.search.home(group);
    let around: Vec<ExprId> = match &item.body.get(root).expr {
        Expr::All(clauses) => clauses.iter().map(|clause| clause.expr).collect(),
        _ => Vec::new(),
    };
    let holds = |clause: &Clause, wanted: bool| Goal { ask: Ask::Condition(id, clause.expr), wanted };
    for block in blocks(&item.body, root) {
        let (clauses, is_all) = match &item.body.get(block).expr {
            Expr::All(clauses) => (clauses, true),
            Expr::Any(clauses) => (clauses, false),
            _ => continue,
        };
        // Inside the outermost block its other conditions hold too.
        let outer = around.iter().filter(|expr| **expr != block && !clauses.iter().any(|c| c.expr == **expr));
        let outer: Vec<Goal> = match block == root {
            true => Vec::new(),
            false => {
                outer.filter(|expr| !reaches(&item.body, **expr, block)).map(|e| yes(Ask::Condition(id, *e))).collect()
            }
        };
        for (n, clause) in clauses.iter().enumerate().filter(|_| clauses.len() > 1) {
            out.examined += 1;
            let mut goals = vec![yes(Ask::Concerned(group))];
            goals.extend(outer.iter().copied());
            goals.extend(clauses.iter().enumerate().filter(|(at, _)| *at != n).map(|(_, other)| holds(other, is_all)));
            // That the others can be as they are asked to be at all is another finding's matter.
            let mut with = goals.clone();
            goals.push(if is_all { no(Ask::Condition(id, clause.expr)) } else { yes(Ask::Condition(id, clause.expr)) });
            match prover.search.find(&shape, home, &goals) {
                Found::Nobody => {}
                Found::Point(_) => continue,
                Found::Open => {
                    let what = prover.phrase.both(|lang| {
                        let rule = prover.phrase.rule(group, lang);
                        let clause = prover.phrase.condition(id, clause.expr, lang);
                        match lang {
                            Lang::Zh => format!("{rule}的{clause}是不是多余的"),
                            Lang::En => format!("whether {clause} of {rule} is redundant"),
                        }
                    });
                    out.open(KIND, group, what);
                    continue;
                }
            }
            with.push(if is_all { yes(Ask::Condition(id, clause.expr)) } else { no(Ask::Condition(id, clause.expr)) });
            let Found::Point(point) = prover.search.find(&shape, home, &with) else { continue };
            let bare = prover.search.bare(&shape, &point, &[], &|point| prover.search.meets(&shape, point, &with));
            let because = because(prover, id, group, clauses, n, is_all, &outer);
            let mut conditions = vec![(id, clause.expr)];
            conditions.extend(because.iter().map(|expr| (id, *expr)));
            let witness = Witness::of(&shape, std::slice::from_ref(&bare), None, &[group]);
            let witness = witness.with_conditions(&shape, &bare, group, &conditions);
            out.findings.push(finding(prover, group, id, clause.expr, &because, is_all, witness));
        }
    }
}

/// Whether an expression contains another.
fn reaches(body: &wuwei_ir::Body, from: ExprId, to: ExprId) -> bool {
    let mut found = from == to;
    body.get(from).expr.operands(&mut |operand| found |= reaches(body, operand, to));
    found
}

/// The fewest of the other conditions that imply it.
fn because(
    prover: &Prover<'_>,
    id: ItemId,
    group: GroupId,
    clauses: &[Clause],
    n: usize,
    is_all: bool,
    outer: &[Goal],
) -> Vec<ExprId> {
    let shape = prover.search.shape(&[group]);
    let home = prover.search.home(group);
    let mut kept: Vec<ExprId> = clauses.iter().enumerate().filter(|(at, _)| *at != n).map(|(_, c)| c.expr).collect();
    let mut at = 0;
    while at < kept.len() {
        let mut fewer = kept.clone();
        fewer.remove(at);
        let mut goals = vec![yes(Ask::Concerned(group))];
        goals.extend(outer.iter().copied());
        goals.extend(fewer.iter().map(|expr| Goal { ask: Ask::Condition(id, *expr), wanted: is_all }));
        goals.push(Goal { ask: Ask::Condition(id, clauses[n].expr), wanted: !is_all });
        match prover.search.find(&shape, home, &goals) {
            Found::Nobody => kept = fewer,
            _ => at += 1,
        }
    }
    kept
}

fn finding(
    prover: &Prover<'_>,
    group: GroupId,
    id: ItemId,
    clause: ExprId,
    because: &[ExprId],
    is_all: bool,
    witness: Witness,
) -> TheoremFinding {
    let message = prover.phrase.both(|lang| {
        let (rule, clause) = (prover.phrase.rule(group, lang), prover.phrase.condition(id, clause, lang));
        let others: Vec<String> = because.iter().map(|expr| prover.phrase.condition(id, *expr, lang)).collect();
        let others = others.join(word(lang, "、", " and "));
        match (is_all, because.is_empty(), lang) {
            (true, true, Lang::Zh) => format!("{rule}的条件{clause}总是成立，等于没有写"),
            (true, true, Lang::En) => format!("The condition {clause} of {rule} always holds and asks for nothing"),
            (true, false, Lang::Zh) => format!("{rule}的条件{clause}是多余的：符合{others}的必然符合它"),
            (true, false, Lang::En) => {
                format!("The condition {clause} of {rule} asks for nothing more: whoever meets {others} meets it")
            }
            (false, true, Lang::Zh) => format!("{rule}里的{clause}不可能成立"),
            (false, true, Lang::En) => format!("{clause} in {rule} can’t hold"),
            (false, false, Lang::Zh) => format!("{rule}里的{clause}没有放宽什么：符合它的必然已经符合{others}"),
            (false, false, Lang::En) => {
                format!("{clause} in {rule} lets nobody else in: whoever meets it already meets {others}")
            }
        }
    });
    let mut places = vec![place(prover, id, clause)];
    places.extend(because.iter().map(|expr| place(prover, id, *expr)));
    TheoremFinding {
        kind: KIND,
        gravity: Gravity::Warning,
        rules: vec![group],
        places,
        message,
        mend: Some(Text::new(
            "删去它，答案不变；如果本意更严，改正其中的数",
            "Strike it, no answer changes; or, if more was meant, correct its number",
        )),
        witness: Some(witness),
    }
}
