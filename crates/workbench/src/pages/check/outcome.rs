//! What follows from the answers, sorted by how certain it is.

use wuwei_engine::{Gap, Gaps, Lane, Verdict};
use wuwei_ir::{DocId, GroupId, Number, Program, Type};
use wuwei_project::{Asked, show_range};
use wuwei_source::Lang;

use super::sheet::called;
use super::start::rule_shown;

/// One status or benefit.
pub(super) struct Line {
    pub(super) group: GroupId,
    pub(super) name: &'static str,
    /// The money; nothing for a status.
    pub(super) money: Option<String>,
    /// The most that it can be, to sort by; a status counts as nothing, what has no end as most.
    most: Option<Number>,
    /// How it is paid; nothing for a status.
    pub(super) lane: Option<Lane>,
    /// What it waits for.
    pub(super) waits: Vec<String>,
    /// What the text leaves open.
    pub(super) not_computable: bool,
    /// The document that it stands in.
    pub(super) document: Option<DocId>,
    /// The benefit it gives way to.
    pub(super) gives_way_to: Option<&'static str>,
}

/// What follows, in three heaps.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) certain: Vec<Line>,
    pub(super) open: Vec<Line>,
    pub(super) no: Vec<Line>,
}

impl Outcome {
    pub(super) fn new(program: &Program, asked: &Asked, lang: Lang) -> Outcome {
        let mut out = Outcome::default();
        let document = |item: Option<wuwei_ir::ItemId>| item.map(|item| program.item(item).head.doc);
        for benefit in &asked.benefits {
            let answer = &benefit.answer;
            let line = Line {
                group: benefit.group,
                name: rule_shown(program, benefit.group, lang),
                money: Some(show_range(Type::MONEY, None, answer.money, lang)),
                most: answer.money.high,
                lane: answer.lane,
                waits: waits(program, &answer.gaps, lang),
                not_computable: !answer.gaps.not_computable.is_empty(),
                document: document(answer.item),
                gives_way_to: benefit.excluded_by.map(|winner| rule_shown(program, winner, lang)),
            };
            match (answer.eligible, answer.lane) {
                (Verdict::NotApplicable, _) => {}
                (Verdict::No, _) => out.no.push(Line { money: None, ..line }),
                (Verdict::Yes, Some(Lane::Automatic | Lane::Apply)) => out.certain.push(line),
                _ => out.open.push(line),
            }
        }
        out.certain.sort_by(by_money);
        out.open.sort_by(by_money);
        let mut statuses = [Vec::new(), Vec::new()];
        for status in &asked.statuses {
            let answer = &status.answer;
            let line = Line {
                group: status.group,
                name: rule_shown(program, status.group, lang),
                money: None,
                most: Some(Number::ZERO),
                lane: None,
                waits: waits(program, &answer.gaps, lang),
                not_computable: !answer.gaps.not_computable.is_empty(),
                document: document(answer.item),
                gives_way_to: None,
            };
            match answer.verdict {
                Verdict::Yes => statuses[0].push(line),
                Verdict::No => out.no.push(line),
                Verdict::Unknown | Verdict::NotComputable => statuses[1].push(line),
                Verdict::NotApplicable => {}
            }
        }
        let [certain, open] = statuses;
        out.certain.splice(0..0, certain);
        out.open.extend(open);
        out
    }
}

/// What an answer waits for, as the questions call it.
fn waits(program: &Program, gaps: &Gaps, lang: Lang) -> Vec<String> {
    let shown = |gap: &Gap| match gap.fact.filter(|_| !gap.name.contains('.')) {
        Some(fact) => called(program, fact, gap.year, lang),
        None => gap.shown(program, lang),
    };
    gaps.facts.iter().map(shown).collect()
}

/// What may be most comes first, and what has no end before all.
fn by_money(a: &Line, b: &Line) -> std::cmp::Ordering {
    match (a.most, b.most) {
        (None, None) => std::cmp::Ordering::Equal,
        (None, Some(_)) => std::cmp::Ordering::Less,
        (Some(_), None) => std::cmp::Ordering::Greater,
        (Some(a), Some(b)) => b.cmp(&a),
    }
}
