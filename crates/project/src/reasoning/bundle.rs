//! The best lawful set of benefits, as JSON and with what it assumes.

use serde_json::{Value as Json, json};
use wuwei_engine::Range;
use wuwei_ir::{FactId, Frequency, GroupId, ItemKind, Number, Program};
use wuwei_reason::bundle::{Bundle, Claim, Loss};

use crate::values::yuan;

/// How often a benefit is paid, as a word of JSON; nothing where the text doesn't say.
fn frequency(program: &Program, claim: &Claim) -> Option<&'static str> {
    let ItemKind::Benefit(benefit) = &program.item(claim.item).kind else { return None };
    Some(match benefit.frequency? {
        Frequency::Yearly => "yearly",
        Frequency::Once => "once",
        Frequency::OncePer(_) => "once_per",
        Frequency::Monthly(_) => "monthly",
    })
}

/// The benefits taken of which the text doesn't say how often they are paid, each once.
pub fn counted_once(program: &Program, bundle: &Bundle) -> Vec<GroupId> {
    let mut out: Vec<GroupId> = Vec::new();
    for claim in bundle.taken.iter().map(|taken| &bundle.claims[taken.claim]) {
        if frequency(program, claim).is_none() && !out.contains(&claim.group) {
            out.push(claim.group);
        }
    }
    out
}

/// The figures that the claims taken read from an earlier year, each once, in the order of years.
pub fn carried(bundle: &Bundle) -> Vec<(FactId, i32)> {
    let mut out: Vec<(FactId, i32)> = Vec::new();
    let lost = bundle.lost.iter().map(|lost| lost.claim);
    for at in bundle.taken.iter().map(|taken| taken.claim).chain(lost) {
        out.extend(bundle.claims[at].carried.iter().map(|carried| (carried.fact, carried.year)));
    }
    out.sort_by_key(|(fact, year)| (*year, *fact));
    out.dedup();
    out
}

/// The stable JSON form; see `docs/json.md`.
pub fn bundle_json(program: &Program, bundle: &Bundle) -> Json {
    let names = program.group_names();
    let name = |group: GroupId| names[group.index()].as_str();
    let money = |number: Option<Number>| number.map_or(Json::Null, |number| json!(yuan(number)));
    let range = |range: Range| json!({ "low": money(range.low), "high": money(range.high) });
    let rule = |at: usize| program.stackings[at].head.name.as_str();
    let claim = |at: usize| {
        let claim = &bundle.claims[at];
        json!({
            "benefit": name(claim.group),
            "year": claim.year,
            "from": claim.day.to_string(),
            "frequency": frequency(program, claim),
            "months": claim.months,
            "alone": range(claim.money),
        })
    };
    let taken = bundle.taken.iter().map(|taken| {
        let mut out = claim(taken.claim);
        out["paid"] = range(taken.paid);
        out["cut_by"] = json!(taken.cut.map(rule));
        out
    });
    let lost = bundle.lost.iter().map(|lost| {
        let mut out = claim(lost.claim);
        let (why, winner, by) = match lost.to {
            Loss::Choice { rule, winner } => ("choice", Some(winner), Some(rule)),
            Loss::Once { winner } => ("once", Some(winner), None),
            Loss::NotStated { winner } => ("not_stated", Some(winner), None),
            Loss::Limit { rule } => ("limit", None, Some(rule)),
        };
        out["why"] = json!(why);
        out["lost_to"] = json!(winner.map(|at| name(bundle.claims[at].group)));
        out["lost_to_year"] = json!(winner.map(|at| bundle.claims[at].year));
        out["rule"] = json!(by.map(rule));
        out
    });
    let possible = bundle.possible.iter().map(|possible| {
        let years = possible.claims.iter().map(|at| bundle.claims[*at].year);
        json!({
            "benefit": name(bundle.claims[possible.claims[0]].group),
            "years": years.collect::<Vec<_>>(),
            "missing": possible.gaps.iter().map(|gap| gap.name.as_str()).collect::<Vec<_>>(),
            "adds": { "low": yuan(possible.adds), "high": money(possible.adds_at_most) },
        })
    });
    let by_year = bundle.by_year.iter().map(|(year, total)| json!({ "year": year, "total": range(*total) }));
    let carried = carried(bundle).into_iter().map(|(fact, year)| program.fact(fact).column(Some(year)));
    json!({
        "years": bundle.years,
        "taken": taken.collect::<Vec<_>>(),
        "lost": lost.collect::<Vec<_>>(),
        "possible": possible.collect::<Vec<_>>(),
        "by_year": by_year.collect::<Vec<_>>(),
        "total": range(bundle.total),
        "optimal": bundle.optimal,
        "bound": yuan(bundle.bound),
        "assumed": {
            "standing_still": carried.collect::<Vec<_>>(),
            "counted_once": counted_once(program, bundle).into_iter().map(name).collect::<Vec<_>>(),
        },
    })
}
