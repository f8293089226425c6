//! Benefits that no budget funds, a document at a time.

use wuwei_engine::{Evaluator, Row};
use wuwei_ir::{DocId, GroupId, ItemKind, Number};
use wuwei_source::Lang;

use crate::prove::finding::{Gravity, TheoremFinding, TheoremKind, Witness};
use crate::prove::search::{Ask, Found, yes};
use crate::prove::world::World;
use crate::prove::{Prover, Report};

const KIND: TheoremKind = TheoremKind::Unfunded;

/// So many benefits are named; of the others only the number is.
const NAMED: usize = 4;

pub(crate) fn look(prover: &Prover<'_>, doc: DocId, out: &mut Report) {
    let program = prover.program;
    let mut unfunded: Vec<(GroupId, Witness, Option<Number>)> = Vec::new();
    for group in prover.in_force() {
        let item = program.item(prover.item(group));
        let ItemKind::Benefit(benefit) = &item.kind else { continue };
        if item.head.doc != doc {
            continue;
        }
        out.examined += 1;
        if benefit.budget.is_some() {
            continue;
        }
        // What can't be paid to anybody costs nothing.
        let shape = prover.search.shape(&[group]);
        let goals = [yes(Ask::Rule(group))];
        match prover.search.find(&shape, prover.search.home(group), &goals) {
            Found::Point(point) => {
                let witness =
                    |point: &[Option<wuwei_ir::Literal>]| Witness::of(&shape, &[point.to_vec()], None, &[group]);
                let money = |witness: &Witness| witness.steps[0].answers[0].money;
                let wanted = money(&witness(&point));
                let still = |bare: &[Option<wuwei_ir::Literal>]| {
                    prover.search.meets(&shape, bare, &goals) && money(&witness(bare)) == wanted
                };
                let witness = witness(&prover.search.bare(&shape, &point, &[], &still));
                if wanted.and_then(|range| range.high) != Some(Number::ZERO) {
                    // The most that anybody can get of it.
                    let nobody = World { shape: &shape, point: &vec![None; shape.vars.len()] };
                    let evaluator = Evaluator::new(program, &nobody, prover.day);
                    let high = evaluator.amount(item, Row::unknown(item.entity)).high;
                    unfunded.push((group, witness, high));
                }
            }
            Found::Nobody => {}
            Found::Open => {
                let what = prover.phrase.both(|lang| {
                    let rule = prover.phrase.rule(group, lang);
                    match lang {
                        Lang::Zh => format!("{rule}会不会付给谁"),
                        Lang::En => format!("whether {rule} is ever paid"),
                    }
                });
                out.open(KIND, group, what);
            }
        }
    }
    // The dearest first.
    unfunded.sort_by_key(|(_, _, high)| std::cmp::Reverse(*high));
    let Some((_, witness, _)) = unfunded.first() else { return };
    let said = unfunded.iter().find_map(|(group, ..)| match &program.item(prover.item(*group)).kind {
        ItemKind::Benefit(benefit) => benefit.payer_not_stated,
        _ => None,
    });
    let message = prover.phrase.both(|lang| {
        let title = program.document(doc).title.get(lang).trim_matches(['《', '》']);
        let name = |(group, _, high): &(GroupId, Witness, Option<Number>)| {
            let rule = prover.phrase.rule(*group, lang);
            let high = high.map(|high| prover.phrase.number(wuwei_ir::Type::MONEY, high, lang));
            match (high, lang) {
                (Some(high), Lang::Zh) => format!("{rule}（最高 {high}）"),
                (Some(high), Lang::En) => format!("{rule} (up to {high})"),
                (None, _) => rule,
            }
        };
        let named: Vec<String> = unfunded.iter().take(NAMED).map(name).collect();
        let more = unfunded.len().saturating_sub(NAMED);
        let n = unfunded.len();
        match lang {
            Lang::Zh => {
                let more = if more > 0 { format!("等 {n} 项") } else { String::new() };
                let named = named.join("、");
                let said = said.map_or(String::new(), |said| format!("。文件里注明：{}", said.get(lang)));
                format!("《{title}》的{named}{more}没有写明由哪一笔预算支付{said}")
            }
            Lang::En => {
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                let named = named.join(", ");
                let said = said.map_or(String::new(), |said| format!(". The document remarks: {}", said.get(lang)));
                format!("“{title}” names no budget for {named}{more}{said}")
            }
        }
    });
    let region = program.document(doc).region;
    let budgets = program.budgets.iter().filter(|budget| budget.region == region && budget.head.in_force(prover.day));
    let budgets: Vec<_> = budgets.map(|budget| &budget.head).collect();
    let mend = prover.phrase.both(|lang| {
        let known: Vec<&str> = budgets.iter().map(|head| head.shown(lang)).collect();
        match (known.is_empty(), lang) {
            (true, Lang::Zh) => "声明一笔预算（`budget`），在待遇里写 `from 预算名`".to_string(),
            (true, Lang::En) => "Declare a `budget`, and say `from …` in the benefits".to_string(),
            (false, Lang::Zh) => format!("在待遇里写 `from 预算名`；本区域已声明的有{}", known.join("、")),
            (false, Lang::En) => {
                format!("Say `from …` in the benefits; declared for the region are {}", known.join(", "))
            }
        }
    });
    out.findings.push(TheoremFinding {
        kind: KIND,
        gravity: if said.is_some() { Gravity::Info } else { Gravity::Warning },
        rules: vec![unfunded[0].0],
        places: unfunded.iter().map(|(group, ..)| program.item(prover.item(*group)).head.place).collect(),
        message,
        mend: Some(mend),
        witness: Some(witness.clone()),
    });
}
