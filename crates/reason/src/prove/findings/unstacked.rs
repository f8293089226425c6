//! Benefits for one matter of which nobody says whether both are paid.
//!
//! Two benefits are *for one matter* when they are asked of the same kind of subject, both hang on the same named
//! circumstance of it (a level, a kind, a yes or no), and either realise the same mechanism, or one asks for everything
//! that the other asks for, or two levels of government pay for one and the same kind; or when they bear the same name.

use wuwei_engine::Evaluator;
use wuwei_ir::{EntityId, FactId, GroupId, Item, ItemKind, MechanismId, Number};
use wuwei_source::{Lang, Text};

use crate::prove::finding::{Gravity, TheoremFinding, TheoremKind, Witness};
use crate::prove::formula::Abstract;
use crate::prove::search::{Ask, Found, yes};
use crate::prove::shape::Shape;
use crate::prove::world::World;
use crate::prove::{Prover, Report};

const KIND: TheoremKind = TheoremKind::Unstacked;

/// A mechanism that more benefits realise than this is a heading and no matter.
const SPECIFIC: usize = 6;

/// A circumstance on which more benefits hang than this is no matter of its own.
const COMMON: usize = 3;

/// What a benefit hangs on: circumstances, and everything that it asks for.
struct Hangs {
    group: GroupId,
    circumstances: Vec<(String, u128, FactId)>,
    /// How many possibilities each circumstance leaves.
    single: Vec<bool>,
    all: Vec<(String, u128)>,
}

/// The pairs for one matter that no stacking rule has an eye on.
pub(crate) fn pairs(prover: &Prover<'_>, own: &[GroupId]) -> Vec<(GroupId, GroupId)> {
    let program = prover.program;
    let item = |group: GroupId| program.item(prover.item(group));
    let is_benefit = |group: &GroupId| matches!(item(*group).kind, ItemKind::Benefit(_));
    let all: Vec<Hangs> = prover.in_force().filter(is_benefit).map(|group| hangs(prover, group)).collect();
    let groups: Vec<GroupId> = all.iter().map(|one| one.group).collect();
    let count =
        |mechanism: MechanismId| groups.iter().filter(|group| item(**group).head.realises.contains(&mechanism)).count();
    let is_ruled = |a: GroupId, b: GroupId| {
        let rules = program.stackings.iter().filter(|rule| rule.head.in_force(prover.day));
        rules.into_iter().any(|rule| rule.members.contains(&a) && rule.members.contains(&b))
    };
    // On what most benefits hang, such as that somebody approved, is no matter of its own.
    let mut all = all;
    let common: Vec<(String, u128)> =
        all.iter().flat_map(|one| one.circumstances.iter().map(|(key, set, _)| (key.clone(), *set))).collect();
    for one in &mut all {
        let is_common = |key: &str, set: u128| common.iter().filter(|(k, s)| k == key && *s == set).count() > COMMON;
        let keep: Vec<bool> = one.circumstances.iter().map(|(key, set, _)| !is_common(key, *set)).collect();
        let mut at = keep.iter();
        one.circumstances.retain(|_| *at.next().unwrap_or(&true));
        let mut at = keep.iter();
        one.single.retain(|_| *at.next().unwrap_or(&true));
    }
    let mut out = Vec::new();
    for (n, a) in all.iter().enumerate() {
        for b in &all[n + 1..] {
            let (one, other): (&Item, &Item) = (item(a.group), item(b.group));
            if one.entity != other.entity || !(own.contains(&a.group) || own.contains(&b.group)) {
                continue;
            }
            let shared = shared(a, b);
            let mechanism = one.head.realises.iter().any(|m| other.head.realises.contains(m) && count(*m) <= SPECIFIC);
            let holds = |more: &Hangs, less: &Hangs| {
                !less.all.is_empty()
                    && less
                        .all
                        .iter()
                        .all(|(key, set)| more.all.iter().any(|(other, theirs)| key == other && theirs & !set == 0))
            };
            let region = |item: &Item| program.document(item.head.doc).region;
            let levels = region(one) != region(other) && shared.is_some_and(|(_, single)| single);
            let matter = one.head.name == other.head.name
                || (shared.is_some() && (mechanism || holds(a, b) || holds(b, a) || levels));
            if matter && !is_ruled(a.group, b.group) {
                out.push((a.group, b.group));
            }
        }
    }
    out
}

fn hangs(prover: &Prover<'_>, group: GroupId) -> Hangs {
    let nobody = Shape::of(prover.program, prover.day, EntityId(0), &[]);
    let world = World { shape: &nobody, point: &[] };
    let evaluator = Evaluator::new(prover.program, &world, prover.day);
    let region = prover.program.document(prover.program.item(prover.item(group)).head.doc).region;
    let mut formulas = Abstract::new(prover.program, &evaluator, region);
    let formula = formulas.rule(group);
    formulas.divide();
    let required = formulas.required(&formula);
    let named = |(q, set): &(usize, u128)| (formulas.quantities[*q].key.clone(), *set);
    let circumstances = required.iter().filter(|(q, _)| formulas.is_circumstance(*q));
    let fact = |q: usize| formulas.quantities[q].direct.as_ref().map(|(_, fact, _)| *fact);
    Hangs {
        group,
        circumstances: circumstances
            .clone()
            .filter_map(|(q, set)| Some((formulas.quantities[*q].key.clone(), *set, fact(*q)?)))
            .collect(),
        single: circumstances.map(|(_, set)| set.count_ones() == 1).collect(),
        all: required.iter().map(named).collect(),
    }
}

/// The circumstance on which both hang, and whether both ask for one and the same.
fn shared(a: &Hangs, b: &Hangs) -> Option<(FactId, bool)> {
    let mut found: Option<(FactId, bool)> = None;
    for ((key, set, fact), single) in a.circumstances.iter().zip(&a.single) {
        let other =
            b.circumstances.iter().zip(&b.single).find(|((other, theirs, _), _)| key == other && set & theirs != 0);
        if let Some(((_, theirs, _), other)) = other {
            let same = *single && *other && set == theirs;
            if found.is_none_or(|(_, known)| same && !known) {
                found = Some((*fact, same));
            }
        }
    }
    found
}

pub(crate) fn look(prover: &Prover<'_>, a: GroupId, b: GroupId, out: &mut Report) {
    out.examined += 1;
    let shape = prover.search.shape(&[a, b]);
    let region = |group: GroupId| prover.program.document(prover.program.item(prover.item(group)).head.doc).region;
    let inner = if prover.program.is_within(region(a), region(b)) { a } else { b };
    let goals = [yes(Ask::Rule(a)), yes(Ask::Rule(b))];
    let point = match prover.search.find(&shape, prover.search.home(inner), &goals) {
        Found::Point(point) => point,
        Found::Nobody => return,
        Found::Open => {
            let what = prover.phrase.both(|lang| {
                let (a, b) = (prover.phrase.rule(a, lang), prover.phrase.rule(b, lang));
                match lang {
                    Lang::Zh => format!("{a}和{b}会不会同时给一个主体"),
                    Lang::En => format!("whether one subject can get both {a} and {b}"),
                }
            });
            return out.open(KIND, a, what);
        }
    };
    // The facts that set the amounts stay, so that both amounts are as exact as the rules allow.
    let whole = Witness::of(&shape, std::slice::from_ref(&point), None, &[a, b]);
    let amounts =
        |witness: &Witness| -> Vec<_> { witness.steps[0].answers.iter().map(|answer| answer.money).collect() };
    let still = |bare: &[Option<wuwei_ir::Literal>]| {
        prover.search.meets(&shape, bare, &goals)
            && amounts(&Witness::of(&shape, &[bare.to_vec()], None, &[a, b])) == amounts(&whole)
    };
    let bare = prover.search.bare(&shape, &point, &[], &still);
    let witness = Witness::of(&shape, &[bare], None, &[a, b]);
    let moneys: Vec<_> = witness.steps[0].answers.iter().filter_map(|answer| answer.money).collect();
    let [first, second] = moneys.as_slice() else { return };
    if [first, second].iter().any(|money| money.high == Some(Number::ZERO)) {
        return;
    }
    let on = shared(&hangs(prover, a), &hangs(prover, b)).map(|(fact, _)| fact);
    let message = prover.phrase.both(|lang| {
        let on = on.map_or(String::new(), |fact| {
            let fact = prover.phrase.fact(fact, None, lang);
            match lang {
                Lang::Zh => format!("都看“{fact}”，"),
                Lang::En => format!(" both hang on “{fact}” and"),
            }
        });
        let (one, other) = (prover.phrase.rule(a, lang), prover.phrase.rule(b, lang));
        let (x, y) = (prover.phrase.money(*first, lang), prover.phrase.money(*second, lang));
        match lang {
            Lang::Zh => format!("{one}（{x}）和{other}（{y}）{on}同一主体可以都符合，没有规则说能不能都拿"),
            Lang::En => {
                format!("{one} ({x}) and {other} ({y}){on} can be one subject’s; no rule says whether both are paid")
            }
        }
    });
    let names = [a, b].map(|group| prover.program.group(group).name);
    let mend = Text::new(
        format!("写明能不能都拿；不能的，加 `at most one of … {{ members {}, {} }}`", names[0], names[1]),
        format!("Say whether both are paid; if not, add `at most one of … {{ members {}, {} }}`", names[0], names[1]),
    );
    out.findings.push(TheoremFinding {
        kind: KIND,
        gravity: Gravity::Warning,
        rules: vec![a, b],
        places: [a, b].map(|group| prover.program.item(prover.item(group)).head.place).to_vec(),
        message,
        mend: Some(mend),
        witness: Some(witness),
    });
}
