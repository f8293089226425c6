//! Everybody of a region: how many hold what, what it would pay whom, by district.

use rustc_hash::FxHashMap;
use serde_json::{Value as Json, json};
use wuwei_engine::{Evaluator, Population, Range, Row, Truth, Verdict};
use wuwei_ir::{Date, EntityId, Expr, GroupId, ItemKind, Literal, Number, Program, RegionId};
use wuwei_source::Name;

use crate::ask::{decimal, text_fact};
use crate::values::yuan;

/// How many have which answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field counts what its name says")]
pub struct StatusCounts {
    pub yes: u64,
    pub no: u64,
    pub unknown: u64,
    pub not_applicable: u64,
    pub not_computable: u64,
}

impl StatusCounts {
    fn add(&mut self, verdict: Verdict) {
        *match verdict {
            Verdict::Yes => &mut self.yes,
            Verdict::No => &mut self.no,
            Verdict::Unknown => &mut self.unknown,
            Verdict::NotApplicable => &mut self.not_applicable,
            Verdict::NotComputable => &mut self.not_computable,
        } += 1;
    }

    fn json(self) -> Json {
        json!({
            "yes": self.yes,
            "no": self.no,
            "unknown": self.unknown,
            "not_applicable": self.not_applicable,
            "not_computable": self.not_computable,
        })
    }
}

/// What a benefit comes to.
#[derive(Clone, Copy, Debug)]
pub struct BenefitTotals {
    /// Who is eligible.
    pub counts: StatusCounts,
    /// What is paid in all; an end is open where no ceiling is known.
    pub total: Range,
    /// How many may get an amount without a known ceiling.
    pub unbounded: u64,
}

impl Default for BenefitTotals {
    fn default() -> BenefitTotals {
        BenefitTotals { counts: StatusCounts::default(), total: Range::exactly(Number::ZERO), unbounded: 0 }
    }
}

impl BenefitTotals {
    fn add(&mut self, verdict: Verdict, money: Range) {
        self.counts.add(verdict);
        if money.high.is_none() {
            self.unbounded += 1;
        }
        let sum = |a: Option<Number>, b: Option<Number>| a.zip(b).and_then(|(a, b)| a.add(b));
        self.total = Range { low: sum(self.total.low, money.low), high: sum(self.total.high, money.high) };
    }

    fn json(self) -> Json {
        let money = |number: Option<Number>| number.map_or(Json::Null, |number| json!(yuan(number)));
        let mut out = self.counts.json();
        out["low"] = money(self.total.low);
        out["high"] = money(self.total.high);
        out
    }
}

/// The answers of one subject, in the order of the survey's rules.
#[derive(Debug)]
pub struct SurveyRow {
    /// Its kind.
    pub entity: EntityId,
    /// Its key.
    pub key: Option<Name>,
    /// Where it is counted.
    pub district: Option<RegionId>,
    /// Statuses.
    pub statuses: Vec<Verdict>,
    /// Scores.
    pub scores: Vec<Option<Range>>,
    /// Benefits: eligibility and money.
    pub benefits: Vec<(Verdict, Range)>,
}

/// One kind of subject surveyed.
#[derive(Debug)]
pub struct Kind {
    /// The kind.
    pub entity: EntityId,
    /// How many there are in the region.
    pub subjects: u64,
    /// Statuses, scores and benefits asked, with their names.
    pub statuses: Vec<(GroupId, Name)>,
    /// Scores.
    pub scores: Vec<(GroupId, Name)>,
    /// Benefits.
    pub benefits: Vec<(GroupId, Name)>,
    /// Answers by district; the first entry, without a region, is all together.
    pub by_district: Vec<(Option<RegionId>, Vec<StatusCounts>, Vec<BenefitTotals>, u64)>,
}

/// A region surveyed.
#[derive(Debug)]
pub struct Survey {
    /// The region.
    pub region: RegionId,
    /// The evaluation date.
    pub as_of: Date,
    /// The kinds of subjects that live there.
    pub kinds: Vec<Kind>,
}

/// Surveys everybody who is at home in a region. `visit` sees each subject's answers, `progress` hears of each.
pub fn survey(
    program: &Program,
    population: &dyn Population,
    region: RegionId,
    as_of: Date,
    visit: &mut dyn FnMut(&Kind, &SurveyRow),
    progress: &mut dyn FnMut(u64),
) -> Survey {
    let evaluator = Evaluator::new(program, population, as_of);
    let names = program.group_names();
    let undecidable: Vec<bool> =
        (0..program.groups.len()).map(|n| may_be_undecidable(program, GroupId::from_index(n))).collect();
    let mut kinds = Vec::new();
    for n in 0..program.entities.len() {
        let entity = EntityId::from_index(n);
        let mut kind = kind_of(program, entity, &names, as_of);
        if population.len(entity) == 0
            || (kind.statuses.is_empty() && kind.scores.is_empty() && kind.benefits.is_empty())
        {
            continue;
        }
        let mut at: FxHashMap<Option<RegionId>, usize> = FxHashMap::default();
        at.insert(None, 0);
        for index in 0..population.len(entity) {
            let row = Row { entity, index };
            progress(1);
            let home = home_of(program, population, row);
            if home.is_some_and(|home| !program.is_within(home, region)) {
                continue;
            }
            evaluator.forget();
            let answers =
                answers_of(&evaluator, population, &kind, row, district_of(program, home, region), &undecidable);
            kind.subjects += 1;
            let mut places = vec![0];
            if let Some(district) = answers.district {
                let next = kind.by_district.len();
                let place = *at.entry(Some(district)).or_insert(next);
                if place == next {
                    kind.by_district.push(empty(&kind, Some(district)));
                }
                places.push(place);
            }
            for place in places {
                let (_, statuses, benefits, subjects) = &mut kind.by_district[place];
                *subjects += 1;
                statuses.iter_mut().zip(&answers.statuses).for_each(|(counts, verdict)| counts.add(*verdict));
                benefits
                    .iter_mut()
                    .zip(&answers.benefits)
                    .for_each(|(totals, (verdict, money))| totals.add(*verdict, *money));
            }
            visit(&kind, &answers);
        }
        if kind.subjects > 0 {
            kind.by_district[1..].sort_by_key(|(region, ..)| *region);
            kinds.push(kind);
        }
    }
    Survey { region, as_of, kinds }
}

fn kind_of(program: &Program, entity: EntityId, names: &[Name], as_of: Date) -> Kind {
    let mut kind = Kind {
        entity,
        subjects: 0,
        statuses: Vec::new(),
        scores: Vec::new(),
        benefits: Vec::new(),
        by_district: Vec::new(),
    };
    for (n, group) in program.groups.iter().enumerate() {
        let id = GroupId::from_index(n);
        let Some(item) = program.version(id, as_of).filter(|_| group.entity == entity) else { continue };
        match &program.item(item).kind {
            ItemKind::Status { .. } => kind.statuses.push((id, names[n])),
            ItemKind::Score(_) => kind.scores.push((id, names[n])),
            ItemKind::Benefit(_) => kind.benefits.push((id, names[n])),
            ItemKind::Value { .. } => {}
        }
    }
    kind.by_district.push(empty(&kind, None));
    kind
}

fn empty(kind: &Kind, region: Option<RegionId>) -> (Option<RegionId>, Vec<StatusCounts>, Vec<BenefitTotals>, u64) {
    let statuses = vec![StatusCounts::default(); kind.statuses.len()];
    (region, statuses, vec![BenefitTotals::default(); kind.benefits.len()], 0)
}

fn home_of(program: &Program, population: &dyn Population, row: Row) -> Option<RegionId> {
    match population.fact(row, program.entity(row.entity).home?, None)? {
        Literal::Region(region) => Some(region),
        _ => None,
    }
}

/// The part of the surveyed region that a home lies in: the child region around it, or the home itself.
fn district_of(program: &Program, home: Option<RegionId>, region: RegionId) -> Option<RegionId> {
    let home = home?;
    if home == region {
        return None;
    }
    program.region_chain(home).find(|at| program.region(*at).parent == Some(region))
}

fn answers_of(
    evaluator: &Evaluator<'_>,
    population: &dyn Population,
    kind: &Kind,
    row: Row,
    district: Option<RegionId>,
    undecidable: &[bool],
) -> SurveyRow {
    let program = evaluator.program();
    let verdict = |group: GroupId, truth: Truth, concerns: Truth| match (concerns, truth) {
        (Truth::No, _) => Verdict::NotApplicable,
        (_, Truth::Yes) => Verdict::Yes,
        (_, Truth::No) => Verdict::No,
        (_, Truth::Unknown) if undecidable[group.index()] => {
            let gaps = evaluator.gaps(group, None, row);
            if gaps.facts.is_empty() { Verdict::NotComputable } else { Verdict::Unknown }
        }
        (_, Truth::Unknown) => Verdict::Unknown,
    };
    let concerns = |group: GroupId| match program.version(group, evaluator.as_of()) {
        Some(item) => evaluator.applies(program.item(item), row),
        None => Truth::No,
    };
    SurveyRow {
        entity: row.entity,
        key: text_fact(population, row, program.entity(row.entity).key),
        district,
        statuses: kind
            .statuses
            .iter()
            .map(|(group, _)| verdict(*group, evaluator.value(*group, None, row, None).truth(), concerns(*group)))
            .collect(),
        scores: kind.scores.iter().map(|(group, _)| evaluator.points(*group, row)).collect(),
        benefits: kind
            .benefits
            .iter()
            .map(|(group, _)| {
                let nought = Range::exactly(Number::ZERO);
                let Some(item) = program.version(*group, evaluator.as_of()) else {
                    return (Verdict::NotApplicable, nought);
                };
                let item = program.item(item);
                let concerns = evaluator.applies(item, row);
                let eligible = evaluator.eligible(item, row).and(concerns);
                let money = match eligible {
                    Truth::No => nought,
                    Truth::Yes => evaluator.amount(item, row),
                    Truth::Unknown => evaluator.amount(item, row).hull(nought),
                };
                (verdict(*group, eligible, concerns), money)
            })
            .collect(),
    }
}

/// Whether a rule leans on anything that the text leaves undecided.
fn may_be_undecidable(program: &Program, group: GroupId) -> bool {
    let mut open = vec![group];
    let mut seen = Vec::new();
    while let Some(next) = open.pop() {
        if seen.contains(&next) {
            continue;
        }
        seen.push(next);
        for item in &program.group(next).versions {
            for (_, node) in program.item(*item).body.iter() {
                match &node.expr {
                    Expr::NotComputable(_) => return true,
                    Expr::Item(group, ..) => open.push(*group),
                    _ => {}
                }
            }
        }
    }
    false
}

impl Survey {
    /// The stable JSON form; see `docs/json.md`.
    pub fn json(&self, program: &Program, notice: Option<&str>) -> Json {
        let region = |id: RegionId| {
            let region = program.region(id);
            json!({ "code": region.code.as_str(), "name": region.head.name.as_str() })
        };
        let kinds: Vec<Json> = self
            .kinds
            .iter()
            .map(|kind| {
                let part = |(at, statuses, benefits, subjects): &(
                    Option<RegionId>,
                    Vec<StatusCounts>,
                    Vec<BenefitTotals>,
                    u64,
                )| {
                    let statuses: serde_json::Map<String, Json> = kind
                        .statuses
                        .iter()
                        .zip(statuses)
                        .map(|((_, name), counts)| (name.to_string(), counts.json()))
                        .collect();
                    let benefits: serde_json::Map<String, Json> = kind
                        .benefits
                        .iter()
                        .zip(benefits)
                        .map(|((_, name), totals)| (name.to_string(), totals.json()))
                        .collect();
                    let mut out = json!({ "subjects": subjects, "statuses": statuses, "benefits": benefits });
                    if let Some(at) = at {
                        out["region"] = region(*at);
                    }
                    out
                };
                let mut out = part(&kind.by_district[0]);
                out["kind"] = json!(program.entity(kind.entity).head.name.as_str());
                out["districts"] = kind.by_district[1..].iter().map(part).collect();
                out
            })
            .collect();
        let mut out = json!({ "region": region(self.region), "as_of": self.as_of.to_string(), "kinds": kinds });
        if let Some(notice) = notice {
            out["notice"] = json!(notice);
        }
        out
    }
}

/// The cells of a row for tables: verdicts as words, ends of ranges as decimals, money in yuan.
impl SurveyRow {
    /// Header and cells.
    pub fn cells(&self, program: &Program, kind: &Kind) -> Vec<(String, String)> {
        let mut cells = vec![
            ("kind".to_string(), program.entity(self.entity).head.name.to_string()),
            ("entity".to_string(), self.key.map_or_else(String::new, |key| key.to_string())),
            (
                "district".to_string(),
                self.district.map_or_else(String::new, |district| program.region(district).head.name.to_string()),
            ),
        ];
        for ((_, name), verdict) in kind.statuses.iter().zip(&self.statuses) {
            cells.push((name.to_string(), verdict.word().to_string()));
        }
        let points = |number: Option<Number>| number.map_or_else(String::new, |number| decimal(number).to_string());
        for ((_, name), range) in kind.scores.iter().zip(&self.scores) {
            cells.push((format!("{name}.low"), points(range.and_then(|range| range.low))));
            cells.push((format!("{name}.high"), points(range.and_then(|range| range.high))));
        }
        for ((_, name), (verdict, money)) in kind.benefits.iter().zip(&self.benefits) {
            cells.push((format!("{name}.eligible"), verdict.word().to_string()));
            cells.push((format!("{name}.low"), money.low.map_or_else(String::new, yuan)));
            cells.push((format!("{name}.high"), money.high.map_or_else(String::new, yuan)));
        }
        cells
    }
}
