//! Everything about one subject.

use serde_json::{Map, Value as Json, json};
use wuwei_engine::{BenefitAnswer, Evaluator, Exclusion, GroupTotal, Lane, Range, Row, StatusAnswer, Verdict};
use wuwei_ir::{Base, Date, GroupId, ItemId, ItemKind, Literal, Number, Program, StackingRule, Type};
use wuwei_source::{Lang, Name};

use crate::values::yuan;

/// A status and its answer.
#[derive(Debug)]
pub struct AskedStatus {
    /// The rule.
    pub group: GroupId,
    /// Its name, with the document where the bare name is not enough.
    pub name: Name,
    /// The answer.
    pub answer: StatusAnswer,
}

/// A score or value and its range.
#[derive(Debug)]
pub struct AskedScore {
    /// The rule.
    pub group: GroupId,
    /// Its name.
    pub name: Name,
    /// The version in force.
    pub item: ItemId,
    /// Its range.
    pub range: Range,
    /// The most points; nothing for values.
    pub out_of: Option<Number>,
}

/// A benefit and its answer.
#[derive(Debug)]
pub struct AskedBenefit {
    /// The rule.
    pub group: GroupId,
    /// Its name.
    pub name: Name,
    /// The answer, before stacking.
    pub answer: BenefitAnswer,
    /// The benefit it certainly loses to.
    pub excluded_by: Option<GroupId>,
}

/// Everything about one subject.
#[derive(Debug)]
pub struct Asked {
    /// The subject.
    pub subject: Row,
    /// Its key.
    pub key: Name,
    /// What people call it.
    pub called: Option<Name>,
    /// The evaluation date.
    pub as_of: Date,
    /// Statuses that concern it.
    pub statuses: Vec<AskedStatus>,
    /// Scores that concern it.
    pub scores: Vec<AskedScore>,
    /// Values that concern it.
    pub values: Vec<AskedScore>,
    /// Benefits that concern it.
    pub benefits: Vec<AskedBenefit>,
    /// What groups of benefits pay together.
    pub groups: Vec<GroupTotal>,
    /// What it gets in all, stacking applied.
    pub total: Range,
    /// What each rule is called.
    names: Vec<Name>,
}

/// Asks every rule about one subject. Rules that don't concern it are left out.
pub fn ask(evaluator: &Evaluator<'_>, subject: Row, key: Name, called: Option<Name>) -> Asked {
    let program = evaluator.program();
    let mut asked = Asked {
        names: program.group_names(),
        subject,
        key,
        called,
        as_of: evaluator.as_of(),
        statuses: Vec::new(),
        scores: Vec::new(),
        values: Vec::new(),
        benefits: Vec::new(),
        groups: Vec::new(),
        total: Range::exactly(Number::ZERO),
    };
    for (n, group) in program.groups.iter().enumerate() {
        if group.entity != subject.entity {
            continue;
        }
        let (id, name) = (GroupId::from_index(n), asked.names[n]);
        let Some(item) = program.version(id, evaluator.as_of()) else { continue };
        match &program.item(item).kind {
            ItemKind::Status { .. } => {
                let answer = evaluator.status(id, subject);
                asked.statuses.push(AskedStatus { group: id, name, answer });
            }
            ItemKind::Score(score) => {
                if let Some(range) = evaluator.points(id, subject) {
                    asked.scores.push(AskedScore { group: id, name, item, range, out_of: Some(score.out_of) });
                }
            }
            ItemKind::Value { yearly: false, .. } if group.ty.dim().is_some() => {
                if let Some(range) = evaluator.points(id, subject) {
                    asked.values.push(AskedScore { group: id, name, item, range, out_of: None });
                }
            }
            ItemKind::Value { .. } => {}
            ItemKind::Benefit(_) => {
                let answer = evaluator.benefit(id, subject);
                asked.benefits.push(AskedBenefit { group: id, name, answer, excluded_by: None });
            }
        }
    }
    let amounts: Vec<(GroupId, Range)> =
        asked.benefits.iter().map(|benefit| (benefit.group, benefit.answer.money)).collect();
    let stacked = evaluator.stack(subject, &amounts);
    for Exclusion { loser, winner, .. } in stacked.exclusions {
        if let Some(benefit) = asked.benefits.iter_mut().find(|benefit| benefit.group == loser) {
            benefit.excluded_by = Some(winner);
        }
    }
    (asked.groups, asked.total) = (stacked.groups, stacked.total);
    asked
}

impl Asked {
    /// Limits on several benefits together that cut what is paid.
    pub fn limits(&self, program: &Program) -> impl Iterator<Item = &GroupTotal> {
        self.groups.iter().filter(|group| {
            let rule = &program.stackings[group.rule];
            let members =
                self.benefits.iter().filter(|it| rule.members.contains(&it.group) && it.excluded_by.is_none());
            let alone =
                members.map(|benefit| benefit.answer.money.high).try_fold(Number::ZERO, |sum, high| sum.add(high?));
            matches!(rule.rule, StackingRule::Limit { .. }) && (alone.is_none() || alone > group.total.high)
        })
    }

    /// The stable JSON form; see `docs/json.md`.
    pub fn json(&self, program: &Program, notice: Option<&str>) -> Json {
        let mut statuses = Map::new();
        for status in &self.statuses {
            let gaps = &status.answer.gaps;
            let mut entry = json!({
                "answer": status.answer.verdict.word(),
                "missing": gaps.facts.iter().map(|gap| gap.name.as_str()).collect::<Vec<_>>(),
                "basis": status.answer.basis.word(),
            });
            if !gaps.not_computable.is_empty() {
                entry["not_computable"] = gaps.not_computable.iter().map(|why| json!(why.get(Lang::Zh))).collect();
            }
            statuses.insert(status.name.to_string(), entry);
        }
        let ranged = |all: &[AskedScore], shown: &dyn Fn(&AskedScore, Option<Number>) -> Json| {
            let entries = all.iter().map(|score| {
                let mut entry = json!({ "low": shown(score, score.range.low), "high": shown(score, score.range.high) });
                if let Some(out_of) = score.out_of {
                    entry["out_of"] = decimal(out_of);
                }
                (score.name.to_string(), entry)
            });
            entries.collect::<Map<String, Json>>()
        };
        let scores = ranged(&self.scores, &|_, number| number.map_or(Json::Null, decimal));
        let values = ranged(&self.values, &|score, number| {
            let ty = program.group(score.group).ty;
            match number {
                Some(number) if ty == Type::MONEY => json!(yuan(number)),
                Some(number) => decimal(in_yuan(ty, number)),
                None => Json::Null,
            }
        });
        let mut benefits = Map::new();
        for benefit in &self.benefits {
            let answer = &benefit.answer;
            let money = |number: Option<Number>| number.map_or(Json::Null, |number| json!(yuan(number)));
            benefits.insert(
                benefit.name.to_string(),
                json!({
                    "eligible": answer.eligible.word(),
                    "low": money(answer.money.low),
                    "high": money(answer.money.high),
                    "lane": answer.lane.map(Lane::term),
                    "basis": answer.basis.word(),
                    "excluded_by": benefit.excluded_by.map(|winner| self.names[winner.index()].as_str()),
                    "missing": answer.gaps.facts.iter().map(|gap| gap.name.as_str()).collect::<Vec<_>>(),
                }),
            );
        }
        let money = |number: Option<Number>| number.map_or(Json::Null, |number| json!(yuan(number)));
        let mut out = json!({
            "entity": self.key.as_str(),
            "kind": program.entity(self.subject.entity).head.name.as_str(),
            "name": self.called.map(Name::as_str),
            "as_of": self.as_of.to_string(),
            "statuses": statuses,
            "scores": scores,
            "values": values,
            "benefits": benefits,
            "total": { "low": money(self.total.low), "high": money(self.total.high) },
        });
        if let Some(notice) = notice {
            out["notice"] = json!(notice);
        }
        out
    }

    /// How many statuses have an answer.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.statuses.iter().filter(|status| status.answer.verdict == verdict).count()
    }
}

/// A number as JSON carries it: whole numbers whole, others with up to six places.
pub fn decimal(number: Number) -> Json {
    match number.to_i64() {
        Some(whole) => json!(whole),
        None => number.to_decimal(6).parse::<f64>().map_or(Json::Null, |number| json!(number)),
    }
}

/// A number in the units of JSON, which counts money in yuan and not in fen, for each person as well.
pub(crate) fn in_yuan(ty: Type, number: Number) -> Number {
    let power = ty.dim().map_or(0, |dim| dim.power(Base::Money));
    let hundred = Number::int(100).pow(power.unsigned_abs().into());
    let scaled = hundred.and_then(|hundred| if power < 0 { number.mul(hundred) } else { number.div(hundred) });
    scaled.unwrap_or(number)
}

/// Where a status stands on the ladders: those on none come last, each kind in its order.
pub fn ladder_step(program: &Program, group: GroupId) -> (usize, usize) {
    let steps = program
        .ladders
        .iter()
        .enumerate()
        .filter_map(|(n, ladder)| Some((n, ladder.steps.iter().position(|step| step.to == group)?)));
    steps.min().unwrap_or((usize::MAX, 0))
}

/// The text of a fact that names a subject.
pub fn text_fact(population: &dyn wuwei_engine::Population, row: Row, fact: Option<wuwei_ir::FactId>) -> Option<Name> {
    match population.fact(row, fact?, None)? {
        Literal::Text(text) => Some(text),
        _ => None,
    }
}
