//! A year's spending and a number that was turned, as people read them.

use wuwei_ir::{Number, Type, quantity};
use wuwei_project::{fill, simulation_words};
use wuwei_simulate::{Fan, Span, Spending};
use wuwei_source::Lang;

use super::Asked;
use super::spending::{Result, Spent, Turned};
use crate::commands::ask::Paint;
use crate::table::{Align, Table as Sheet};

/// An amount that was drawn, to the nearest 万元: digits beyond would say more than is known.
pub(super) fn rough(fen: f64, lang: Lang) -> String {
    const TEN_THOUSAND: f64 = 1_000_000.0;
    let number = match fen.abs() < TEN_THOUSAND {
        true => Number::int((fen / 100.0).round() as i64 * 100),
        false => Number::int((fen / TEN_THOUSAND).round() as i64).mul(Number::int(1_000_000)).unwrap_or(Number::ZERO),
    };
    quantity(Type::MONEY, None, number, lang)
}

pub(crate) fn percent(share: f64) -> String {
    let share = (share * 1000.0).round() / 10.0;
    if share == share.round() { format!("{share:.0}%") } else { format!("{share:.1}%") }
}

fn span_shown(span: Span) -> String {
    if span.low == span.high { percent(span.low) } else { format!("{} – {}", percent(span.low), percent(span.high)) }
}

/// What came out, for people.
pub(super) fn view(paint: &Paint, asked: &Asked<'_, '_>, result: &Result) -> String {
    let lang = paint.lang;
    let said = simulation_words(lang);
    let title = fill(said.spending_title, &[("draws", &result.draws), ("seed", &result.seed)]);
    let mut out = paint.heading(&title) + &assumed(paint, asked, result);
    for spent in &result.spent {
        out += &year(paint, spent);
    }
    if let Some(turned) = &result.turned {
        out += &knob(paint, turned);
    }
    out
}

fn assumed(paint: &Paint, asked: &Asked<'_, '_>, result: &Result) -> String {
    let lang = paint.lang;
    let said = simulation_words(lang);
    let origin = |given: bool| if given { said.given } else { said.by_default };
    let mut table = Sheet::new(&[Align::Left, Align::Left, Align::Right, Align::Left]);
    for one in result.assumptions.listed() {
        let what = match one.what {
            "take-up" => said.take_up,
            "ceiling" => said.ceiling,
            _ => said.undecided,
        };
        let of = one.of.map_or("", |name| name.as_str());
        table.row([what, of, &span_shown(one.span), &paint.tint("2", origin(one.given))]);
    }
    for (fact, span) in &result.assumptions.growth {
        let of = fact.map_or(said.all_facts, |fact| asked.before.program.fact(fact).shown(lang));
        table.row([said.growth, of, &span_shown(*span), &paint.tint("2", said.given)]);
    }
    let months = result.assumptions.months;
    let even = months.iter().all(|share| (share - months[0]).abs() < 1e-9);
    let shown = if even { percent(months[0]) } else { months.map(|share| format!("{:.0}", share * 100.0)).join(" ") };
    table.row([said.months, "", &shown, &paint.tint("2", origin(result.assumptions.months_given))]);
    let mut out = format!("  {}\n{}", paint.tint("1", said.assumed_title), table.show());
    if !result.carried.is_empty() {
        let mut facts: Vec<String> = Vec::new();
        for (fact, year) in &result.carried {
            facts.push(asked.before.program.fact(*fact).column(Some(*year)));
        }
        let (shown, more) = (facts.iter().take(6).cloned().collect::<Vec<_>>(), facts.len().saturating_sub(6));
        let mut shown = shown.join(if lang == Lang::Zh { "、" } else { ", " });
        if more > 0 {
            shown += &format!(" +{more}");
        }
        out += &format!("  {}\n", fill(said.carried, &[("facts", &shown)]));
    }
    for (clause, n) in &result.open {
        out += &format!("  {}\n", paint.tint("33", &fill(said.open_claims, &[("clause", clause), ("n", n)])));
    }
    out
}

fn year(paint: &Paint, spent: &Spent) -> String {
    let lang = paint.lang;
    let said = simulation_words(lang);
    let budget = match spent.budget {
        Some(amount) => fill(said.budget, &[("amount", &quantity(Type::MONEY, None, amount, lang))]),
        None => said.no_budget.to_string(),
    };
    let mut out = paint.heading(&format!("{}  {budget}", spent.name.get(lang)));
    let right = Align::Right;
    let mut table = Sheet::new(&[Align::Left, right, right, right, right, right, right, right, right]);
    let head = ["", said.before, "", "", "", said.after, "", "", ""];
    table.cells(head.iter().map(|text| paint.tint("2", text)).collect());
    let columns = [said.p5, said.p50, said.p95, said.runs_dry];
    let mut head = vec![said.month.to_string()];
    head.extend(columns.iter().chain(&columns).map(|text| paint.tint("2", text)));
    table.cells(head);
    for month in 0..12 {
        let mut row = vec![(month + 1).to_string()];
        for year in &spent.years {
            let demand = &year.demand[month];
            row.extend([demand.p5, demand.p50, demand.p95].map(|fen| rough(fen, lang)));
            row.push(if year.dry_in[month] > 0.0 { percent(year.dry_in[month]) } else { String::new() });
        }
        table.cells(row);
    }
    out += &table.show();
    if spent.budget.is_none() {
        return out;
    }
    for (label, year) in [said.before, said.after].iter().zip(&spent.years) {
        let risk = paint.tint(if year.dry > 0.0 { "33" } else { "32" }, &percent(year.dry));
        out += &format!("  {label}  {}", fill(said.risk, &[("risk", &risk)]));
        let likely = (0..12).max_by(|a, b| year.dry_in[*a].total_cmp(&year.dry_in[*b]));
        if let (true, Some(month)) = (year.dry > 0.0, likely) {
            out += if lang == Lang::Zh { "，" } else { ", " };
            out += &fill(said.most_likely, &[("month", &(month + 1))]);
        }
        out += "\n";
        if year.dry > 0.0 {
            out += &orders(paint, year);
        }
    }
    out
}

/// What each way of giving out the money comes to.
fn orders(paint: &Paint, year: &Spending) -> String {
    let lang = paint.lang;
    let said = simulation_words(lang);
    let mut table = Sheet::new(&[Align::Left, Align::Left]);
    let first = [
        ("n", &format!("{:.0}", year.unserved.p50) as &dyn std::fmt::Display),
        ("missing", &rough(year.missing.p50, lang)),
    ];
    table.row([&format!("  {}", said.first_come), &fill(said.first_come_says, &first)]);
    let Fan { p5, p50, p95, .. } = year.share;
    let share = [("share", &percent(p50) as &dyn std::fmt::Display), ("low", &percent(p5)), ("high", &percent(p95))];
    table.row([&format!("  {}", said.proportional), &fill(said.proportional_says, &share)]);
    let points = match &year.cut_off {
        Some((points, full)) => {
            let says =
                [("points", &format!("{:.1}", points.p50) as &dyn std::fmt::Display), ("share", &percent(full.p50))];
            fill(said.priority_says, &says)
        }
        None => said.no_points.to_string(),
    };
    table.row([&format!("  {}", said.priority), &points]);
    table.show()
}

fn knob(paint: &Paint, turned: &Turned) -> String {
    let lang = paint.lang;
    let said = simulation_words(lang);
    let shown = |value: Number| quantity(turned.knob.literal.ty, None, value, lang);
    let mut out = paint.heading(&fill(said.knob_title, &[("knob", &turned.name)]));
    let wanted = percent(turned.wanted);
    match &turned.search.found {
        Some(found) => {
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("value", &paint.tint("1", &shown(found.value))), ("risk", &percent(found.risk)), ("wanted", &wanted)];
            out += &format!("  {}\n", fill(said.knob_found, &values));
            out += &match &turned.search.next {
                Some(next) => {
                    let next: [(&str, &dyn std::fmt::Display); 2] =
                        [("value", &shown(next.value)), ("risk", &percent(next.risk))];
                    format!("  {}\n", fill(said.knob_next, &next))
                }
                None => format!("  {}\n", fill(said.knob_all, &[("wanted", &wanted)])),
            };
        }
        None => {
            if let Some(least) = turned.search.probes.iter().min_by(|a, b| a.risk.total_cmp(&b.risk)) {
                let (low, high) = turned.ends;
                let values: [(&str, &dyn std::fmt::Display); 5] = [
                    ("low", &shown(low)),
                    ("high", &shown(high)),
                    ("wanted", &wanted),
                    ("value", &shown(least.value)),
                    ("risk", &percent(least.risk)),
                ];
                out += &format!("  {}\n", paint.tint("33", &fill(said.knob_none, &values)));
            }
        }
    }
    out += &format!("  {}\n", fill(said.knob_now, &[("value", &shown(turned.knob.literal.value))]));
    if let (Some(remark), false) = (turned.search.remark(), turned.search.monotone) {
        out += &format!("  {}\n", paint.tint("33", remark.get(lang)));
    }
    let mut table = Sheet::new(&[Align::Right, Align::Right]);
    table.row([said.value, said.chance]);
    for probe in &turned.search.probes {
        table.row([&shown(probe.value), &percent(probe.risk)]);
    }
    out + &table.show()
}
