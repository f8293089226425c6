//! A simulation as JSON; `docs/json.md` says what the fields mean.

use serde_json::{Value as Json, json};
use wuwei_engine::Range;
use wuwei_ir::{GroupId, Number, Program, TargetValue, Type};
use wuwei_project::yuan;
use wuwei_simulate::{
    By, Cliff, Counts, Crossing, Fan, GroupChange, Grouping, IndicatorChange, KindChange, Money, People, Person, Rule,
    RuleKind, Spending, Transitions,
};
use wuwei_source::Lang;

use super::spending::{Result, Spent, Turned};
use super::view::kind_name;
use super::{Asked, who};

/// So many people who gain or lose most are listed; `--csv` has them all.
const PEOPLE: usize = 20;

pub(super) fn simulation(asked: &Asked<'_, '_>, spent: Option<&Result>, lang: Lang) -> Json {
    let compared = asked.compared;
    let mut out = json!({
        "reform": reform_id(asked),
        "title": asked.title.get(lang),
        "region": asked.before.program.region(asked.before.region).head.name.as_str(),
        "as_of": asked.before.as_of.to_string(),
        "rules": compared.rules.iter().map(|rule| rule_json(asked, rule)).collect::<Vec<_>>(),
        "kinds": compared.kinds.iter().map(|kind| kind_json(asked, kind, lang)).collect::<Vec<_>>(),
        "indicators": compared.indicators.iter().map(|change| indicator(asked, change)).collect::<Vec<_>>(),
        "spending": spent.map(|spent| spending(asked, spent, lang)),
    });
    if let (Some(notice), Some(object)) = (&asked.notice, out.as_object_mut()) {
        object.insert("notice".to_string(), json!(notice));
    }
    out
}

fn reform_id(asked: &Asked<'_, '_>) -> Json {
    let program = asked.reform.program();
    let own = program.documents.iter().find(|document| asked.reform.is_own(document.file));
    json!(own.map(|document| document.id.as_str()))
}

fn rule_json(asked: &Asked<'_, '_>, rule: &Rule) -> Json {
    let kind = match rule.kind {
        RuleKind::Status => "status",
        RuleKind::Score => "score",
        RuleKind::Benefit => "benefit",
        RuleKind::Value => "value",
    };
    let change = match (rule.rewritten, rule.before, rule.after) {
        (false, ..) => "follows",
        (_, None, _) => "new",
        (_, _, None) => "ended",
        _ => "rewritten",
    };
    let document = |program: &Program, group: Option<GroupId>| {
        let item = group.and_then(|group| program.version(group, asked.before.as_of))?;
        Some(program.document(program.item(item).head.doc).id.as_str())
    };
    json!({
        "name": rule.name.as_str(),
        "kind": kind,
        "change": change,
        "document_before": document(asked.before.program, rule.before),
        "document_after": document(asked.after.program, rule.after),
    })
}

fn fen(amount: i128) -> String {
    yuan(Number::ratio(amount, 1).unwrap_or(Number::ZERO))
}

fn money(money: Money) -> Json {
    json!({ "low": fen(money.low), "high": money.most().map(fen), "unbounded": money.open })
}

fn counts(counts: Counts) -> Json {
    json!({ "yes": counts.yes, "no": counts.no, "unknown": counts.unknown, "not_applicable": counts.not_applicable })
}

fn transitions(change: &Transitions) -> [(&'static str, Json); 5] {
    [
        ("before", counts(change.before())),
        ("after", counts(change.after())),
        ("newly_in", json!(change.newly_in())),
        ("newly_out", json!(change.newly_out())),
        ("otherwise_changed", json!(change.otherwise_changed())),
    ]
}

fn object(fields: impl IntoIterator<Item = (&'static str, Json)>) -> Json {
    Json::Object(fields.into_iter().map(|(name, value)| (name.to_string(), value)).collect())
}

fn kind_json(asked: &Asked<'_, '_>, kind: &KindChange, lang: Lang) -> Json {
    let status = |change: &wuwei_simulate::StatusChange| {
        let name = [("name", json!(change.rule.name.as_str()))];
        object(name.into_iter().chain(transitions(&change.transitions)))
    };
    let clause = |change: &wuwei_simulate::ClauseChange| {
        let name = [("name", json!(change.rule.name.as_str()))];
        let own = [
            ("cost_before", money(change.before)),
            ("cost_after", money(change.after)),
            ("people", people(asked, kind, &change.people)),
        ];
        object(name.into_iter().chain(transitions(&change.transitions)).chain(own))
    };
    json!({
        "kind": kind_name(asked, kind.entity),
        "subjects": kind.subjects,
        "standings": kind.statuses.iter().map(status).collect::<Vec<_>>(),
        "clauses": kind.clauses.iter().map(clause).collect::<Vec<_>>(),
        "cost_before": money(kind.before),
        "cost_after": money(kind.after),
        "people": people(asked, kind, &kind.people),
        "groupings": kind.groupings.iter().map(|(grouping, groups)| group(asked, grouping, groups, lang)).collect::<Vec<_>>(),
        "thresholds": kind.cliffs.iter().map(|one| cliff(asked, kind, one)).collect::<Vec<_>>(),
    })
}

fn people(asked: &Asked<'_, '_>, kind: &KindChange, people: &People) -> Json {
    let end = |end: i64| (end != i64::MAX).then(|| fen(end.into()));
    let ends = |ends: [i64; 2]| json!({ "low": end(ends[0]), "high": end(ends[1]) });
    let one = |person: &Person| {
        json!({
            "key": who(asked, kind.entity, person.row).0,
            "before": ends(person.before),
            "after": ends(person.after),
        })
    };
    let some = |people: &[Person]| people.iter().take(PEOPLE).map(one).collect::<Vec<_>>();
    let sum = |ends: [i128; 2]| json!({ "low": fen(ends[0].min(ends[1])), "high": fen(ends[0].max(ends[1])) });
    json!({
        "winners": people.winners.len(),
        "losers": people.losers.len(),
        "undecided": people.undecided.len(),
        "gained": sum(people.gained),
        "lost": sum(people.lost),
        "most_gained": some(&people.winners),
        "most_lost": some(&people.losers),
    })
}

fn group(asked: &Asked<'_, '_>, grouping: &Grouping, groups: &[GroupChange], lang: Lang) -> Json {
    let by = match &grouping.by {
        By::District => None,
        By::Fact(column, _) => Some(asked.before.program.fact(column.fact).column(column.year)),
    };
    let one = |group: &GroupChange| {
        json!({
            "label": grouping.labels[group.label].get(lang),
            "subjects": group.subjects,
            "cost_before": money(group.before),
            "cost_after": money(group.after),
            "winners": group.winners,
            "losers": group.losers,
            "newly_in": group.newly_in,
            "newly_out": group.newly_out,
        })
    };
    json!({ "by": by, "groups": groups.iter().map(one).collect::<Vec<_>>() })
}

fn number(number: Number, ty: Type) -> Json {
    match ty {
        Type::MONEY => json!(yuan(number)),
        _ => number.to_decimal(6).parse::<f64>().map_or(Json::Null, |value| json!(value)),
    }
}

fn range(range: Range, ty: Type) -> Json {
    json!({ "low": range.low.map(|low| number(low, ty)), "high": range.high.map(|high| number(high, ty)) })
}

fn cliff(asked: &Asked<'_, '_>, kind: &KindChange, cliff: &Cliff) -> Json {
    let fact = asked.before.program.fact(cliff.threshold.fact.fact);
    let crossing = |crossing: Option<Crossing>| {
        crossing.map(|crossing| {
            json!({
                "key": who(asked, kind.entity, crossing.row).0,
                "below": range(crossing.below, Type::MONEY),
                "above": range(crossing.above, Type::MONEY),
                "falls": crossing.falls(),
            })
        })
    };
    json!({
        "fact": fact.column(cliff.threshold.fact.year),
        "bound": number(cliff.threshold.bound, fact.ty),
        "in_before": cliff.threshold.before,
        "in_after": cliff.threshold.after,
        "near": cliff.near,
        "before": crossing(cliff.before),
        "after": crossing(cliff.after),
        "cliff": match (cliff.is_made(), cliff.is_mended()) {
            (true, _) => Some("made"),
            (_, true) => Some("mended"),
            _ => None,
        },
    })
}

fn indicator(asked: &Asked<'_, '_>, change: &IndicatorChange) -> Json {
    let program = asked.before.program;
    let declared = program.indicator(change.indicator);
    let shown = |value: Range| {
        let unit = |end: Option<Number>| end.and_then(|end| end.div(declared.unit.factor));
        range(Range { low: unit(value.low), high: unit(value.high) }, Type::NUMBER)
    };
    let reached = |[sure, maybe]: [bool; 2]| match (sure, maybe) {
        (true, _) => "yes",
        (_, true) => "unknown",
        _ => "no",
    };
    let target = |change: &wuwei_simulate::TargetChange| {
        let target = program.target(change.target);
        let written = match target.value {
            TargetValue::Number { written, .. } => number(written, Type::NUMBER),
            TargetValue::Indicator(..) => Json::Null,
        };
        let unit = match target.value {
            TargetValue::Number { unit, .. } => unit.text(),
            TargetValue::Indicator(..) => String::new(),
        };
        json!({
            "op": target.op.sign(),
            "value": written,
            "unit": unit,
            "year": target.deadline.map(|deadline| deadline.year()),
            "reached_before": reached(change.before),
            "reached_after": reached(change.after),
        })
    };
    json!({
        "name": declared.head.name.as_str(),
        "unit": declared.unit.text(),
        "before": shown(change.before),
        "after": shown(change.after),
        "targets": change.targets.iter().map(target).collect::<Vec<_>>(),
    })
}

fn rounded(value: f64) -> Json {
    json!((value * 1e6).round() / 1e6)
}

/// The quantiles of an amount, to the 元: 5, 25, 50, 75 and 95 per cent of the years lie below.
fn fan(fan: &Fan) -> Json {
    let amount = |fen: f64| yuan(Number::int((fen / 100.0).round() as i64 * 100));
    json!([fan.p5, fan.p25, fan.p50, fan.p75, fan.p95].map(amount))
}

/// The same of a plain number.
fn plain(fan: &Fan) -> Json {
    json!([fan.p5, fan.p25, fan.p50, fan.p75, fan.p95].map(rounded))
}

fn spending(asked: &Asked<'_, '_>, result: &Result, lang: Lang) -> Json {
    let program = asked.before.program;
    let assumed = result.assumptions.listed().into_iter().map(|one| {
        json!({
            "what": one.what,
            "of": one.of.map(|name| name.as_str()),
            "low": rounded(one.span.low),
            "high": rounded(one.span.high),
            "given": one.given,
        })
    });
    let growth = result.assumptions.growth.iter().map(|(fact, span)| {
        let of = fact.map(|fact| program.fact(fact).name.as_str());
        json!({ "what": "growth", "of": of, "low": rounded(span.low), "high": rounded(span.high), "given": true })
    });
    let carried = |(fact, year): &(wuwei_ir::FactId, i32)| program.fact(*fact).column(Some(*year));
    json!({
        "draws": result.draws,
        "seed": result.seed,
        "assumptions": assumed.chain(growth).collect::<Vec<_>>(),
        "months": result.assumptions.months.iter().map(|share| rounded(*share)).collect::<Vec<_>>(),
        "carried": result.carried.iter().map(carried).collect::<Vec<_>>(),
        "without_upper_end": result.open.iter().map(|(name, n)| json!({ "clause": name.as_str(), "claims": n })).collect::<Vec<_>>(),
        "budgets": result.spent.iter().map(|spent| budget(spent, lang)).collect::<Vec<_>>(),
        "knob": result.turned.as_ref().map(knob),
    })
}

fn budget(spent: &Spent, lang: Lang) -> Json {
    json!({
        "budget": spent.name.get(lang),
        "amount": spent.budget.map(yuan),
        "clauses": spent.clauses.iter().map(|name| name.as_str()).collect::<Vec<_>>(),
        "before": year(&spent.years[0]),
        "after": year(&spent.years[1]),
    })
}

fn year(year: &Spending) -> Json {
    let cut_off =
        year.cut_off.as_ref().map(|(points, full)| json!({ "points": plain(points), "paid_in_full": plain(full) }));
    json!({
        "claims": plain(&year.claims),
        "claimed_by_month": year.demand.iter().map(fan).collect::<Vec<_>>(),
        "paid_by_month": year.paid.iter().map(fan).collect::<Vec<_>>(),
        "runs_dry": rounded(year.dry),
        "runs_dry_in_month": year.dry_in.iter().map(|share| rounded(*share)).collect::<Vec<_>>(),
        "missing": fan(&year.missing),
        "first_come": { "unserved": plain(&year.unserved) },
        "proportional": { "share": plain(&year.share) },
        "priority": cut_off,
    })
}

fn knob(turned: &Turned) -> Json {
    let ty = turned.knob.literal.ty;
    let probe =
        |probe: &wuwei_simulate::Probe| json!({ "value": number(probe.value, ty), "risk": rounded(probe.risk) });
    json!({
        "path": turned.name,
        "now": number(turned.knob.literal.value, ty),
        "low": number(turned.ends.0, ty),
        "high": number(turned.ends.1, ty),
        "risk": rounded(turned.wanted),
        "found": turned.search.found.as_ref().map(probe),
        "next": turned.search.next.as_ref().map(probe),
        "monotone": turned.search.monotone,
        "step": number(turned.search.step, ty),
        "probes": turned.search.probes.iter().map(probe).collect::<Vec<_>>(),
    })
}
