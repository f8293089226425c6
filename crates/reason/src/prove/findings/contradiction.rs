//! Rules of one standing that contradict each other, and standings that exclude each other though one leads to the other.

use wuwei_ir::{GroupId, ItemKind};
use wuwei_source::{Lang, Text};

use crate::prove::finding::{Gravity, TheoremFinding, TheoremKind, Witness};
use crate::prove::search::{Ask, Found, Goal, no, yes};
use crate::prove::{Prover, Report};

const KIND: TheoremKind = TheoremKind::Contradiction;

/// Two rules that have to agree, and in what.
#[derive(Clone, Copy)]
pub(crate) enum Pair {
    /// Rules of the same name in a region and one around it: both concern whoever is in the inner one.
    SameName(GroupId, GroupId),
    /// Steps of a ladder: somebody must be able to stand on both.
    Steps(GroupId, GroupId),
}

/// The pairs in which at least one of some rules stands.
pub(crate) fn pairs(prover: &Prover<'_>, own: &[GroupId]) -> Vec<Pair> {
    let program = prover.program;
    let all: Vec<GroupId> = prover.in_force().collect();
    let region = |group: GroupId| program.document(program.item(prover.item(group)).head.doc).region;
    let is_status = |group: GroupId| matches!(program.item(prover.item(group)).kind, ItemKind::Status { .. });
    let mut out = Vec::new();
    for (n, a) in all.iter().enumerate().filter(|(_, group)| is_status(**group)) {
        for b in all[n + 1..].iter().filter(|group| is_status(**group)) {
            let (first, second) = (program.group(*a), program.group(*b));
            let nested = program.is_within(region(*a), region(*b)) || program.is_within(region(*b), region(*a));
            let is_own = own.contains(a) || own.contains(b);
            if first.name == second.name && first.entity == second.entity && nested && is_own {
                out.push(Pair::SameName(*a, *b));
            }
        }
    }
    for ladder in program.ladders.iter().filter(|ladder| ladder.head.in_force(prover.day)) {
        for pair in ladder.steps.windows(2) {
            let (a, b) = (pair[0].to, pair[1].to);
            if all.contains(&a) && all.contains(&b) && (own.contains(&a) || own.contains(&b)) {
                out.push(Pair::Steps(a, b));
            }
        }
    }
    out
}

pub(crate) fn look(prover: &Prover<'_>, pair: Pair, out: &mut Report) {
    out.examined += 1;
    let (a, b) = match pair {
        Pair::SameName(a, b) | Pair::Steps(a, b) => (a, b),
    };
    let shape = prover.search.shape(&[a, b]);
    let region = |group: GroupId| prover.program.document(prover.program.item(prover.item(group)).head.doc).region;
    let inner = if prover.program.is_within(region(a), region(b)) { a } else { b };
    let home = prover.search.home(inner);
    let places = [a, b].map(|group| prover.program.item(prover.item(group)).head.place).to_vec();
    let finding = |message: Text, mend: Text, witness: Option<Witness>| TheoremFinding {
        kind: KIND,
        gravity: Gravity::Error,
        rules: vec![a, b],
        places: places.clone(),
        message,
        mend: Some(mend),
        witness,
    };
    match pair {
        Pair::SameName(..) => {
            for (first, second) in [(a, b), (b, a)] {
                let concerned = [yes(Ask::Concerned(a)), yes(Ask::Concerned(b))];
                let mut goals: Vec<Goal> = concerned.to_vec();
                goals.extend([yes(Ask::Rule(first)), no(Ask::Rule(second))]);
                match prover.search.find(&shape, home, &goals) {
                    Found::Point(point) => {
                        let still = |point: &[Option<wuwei_ir::Literal>]| prover.search.meets(&shape, point, &goals);
                        let bare = prover.search.bare(&shape, &point, &[], &still);
                        let witness = Witness::of(&shape, &[bare], None, &[a, b]);
                        let document = |group: GroupId, lang: Lang| {
                            let doc = prover.program.item(prover.item(group)).head.doc;
                            prover.program.document(doc).title.get(lang).trim_matches(['《', '》'])
                        };
                        let message = prover.phrase.both(|lang| {
                            let rule = prover.phrase.rule(first, lang);
                            let (yes, no) = (document(first, lang), document(second, lang));
                            match lang {
                                Lang::Zh => format!("{rule}有两个答案：同一主体按《{yes}》是，按《{no}》不是"),
                                Lang::En => format!(
                                    "{rule} has two answers: one subject has it under “{yes}” and hasn’t under “{no}”"
                                ),
                            }
                        });
                        let mend = Text::new(
                            "改名区分，或让一份引用另一份的规定",
                            "Give them different names, or let one refer to the other",
                        );
                        return out.findings.push(finding(message, mend, Some(witness)));
                    }
                    Found::Open => out.open(KIND, a, both_words(prover, a, b)),
                    Found::Nobody => {}
                }
            }
        }
        Pair::Steps(..) => match prover.search.find(&shape, home, &[yes(Ask::Rule(a)), yes(Ask::Rule(b))]) {
            Found::Nobody => {
                let each = |group| !matches!(prover.search.find(&shape, home, &[yes(Ask::Rule(group))]), Found::Nobody);
                // A step that nobody can reach is another finding's matter.
                if !each(a) || !each(b) {
                    return;
                }
                let message = prover.phrase.both(|lang| {
                    let (low, high) = (prover.phrase.rule(a, lang), prover.phrase.rule(b, lang));
                    match lang {
                        Lang::Zh => format!("{low}和{high}是同一梯次的相邻两级，却没有人能同时符合"),
                        Lang::En => {
                            format!("{low} and {high} are neighbouring steps of a ladder, and nobody can be both")
                        }
                    }
                });
                let mend = Text::new(
                    "放宽下一级的上限，或上一级的下限",
                    "Raise the ceiling of the lower step, or lower the floor of the upper one",
                );
                out.findings.push(finding(message, mend, None));
            }
            Found::Open => out.open(KIND, a, both_words(prover, a, b)),
            Found::Point(_) => {}
        },
    }
}

fn both_words(prover: &Prover<'_>, a: GroupId, b: GroupId) -> Text {
    prover.phrase.both(|lang| {
        let (a, b) = (prover.phrase.rule(a, lang), prover.phrase.rule(b, lang));
        match lang {
            Lang::Zh => format!("{a}和{b}会不会矛盾"),
            Lang::En => format!("whether {a} and {b} contradict each other"),
        }
    })
}
