//! A reform beside what is in force, for people.

use std::fmt::Display;

use wuwei_engine::Range;
use wuwei_ir::{EntityId, GroupId, Number, TargetValue, Type, quantity};
use wuwei_project::{fill, show_range, simulation_words};
use wuwei_simulate::{By, Cliff, Crossing, GroupChange, Grouping, KindChange, Money, Person, Rule, Transitions};
use wuwei_source::Lang;

use super::{Asked, shown, who};
use crate::commands::ask::Paint;
use crate::table::{Align, Table, cut};

/// Lines of people that are shown; a file has them all.
const PEOPLE: usize = 3;

pub(crate) fn amount(money: Money, lang: Lang) -> String {
    show_range(Type::MONEY, None, money.range(), lang)
}

fn fen(amount: i128, lang: Lang) -> String {
    quantity(Type::MONEY, None, Number::ratio(amount, 1).unwrap_or(Number::ZERO), lang)
}

/// Two ends of a change, the one that is certain first.
fn ends(ends: [i128; 2], lang: Lang) -> String {
    let [low, high] = [ends[0].min(ends[1]), ends[0].max(ends[1])];
    match (Number::ratio(low, 1), Number::ratio(high, 1)) {
        (Some(low), Some(high)) => show_range(Type::MONEY, None, Range::between(low, high), lang),
        _ => String::new(),
    }
}

pub(super) fn simulation(paint: &Paint, asked: &Asked<'_, '_>) -> String {
    let lang = paint.lang;
    let said = simulation_words(lang);
    let program = asked.before.program;
    let mut out = String::new();
    if let Some(notice) = &asked.notice {
        out += &format!("{}\n", paint.tint("33", &format!("⚠ {notice}")));
    }
    out += &format!("{}\n", paint.tint("1", &fill(said.title, &[("reform", &asked.title.get(lang))])));
    let place: [(&str, &dyn Display); 2] =
        [("region", &program.region(asked.before.region).head.shown(lang)), ("day", &asked.before.as_of)];
    out += &format!("{}\n", fill(said.where_when, &place));
    out += &rules(paint, asked);
    let changed = |kind: &&KindChange| !kind.statuses.is_empty() || !kind.clauses.is_empty();
    let kinds: Vec<&KindChange> = asked.compared.kinds.iter().filter(changed).collect();
    let anybody = kinds.iter().any(|kind| {
        let statuses = kind.statuses.iter().any(|status| status.transitions.any());
        statuses || kind.clauses.iter().any(|clause| clause.transitions.any() || clause.before != clause.after)
    });
    if !anybody {
        out += &format!("\n{}\n", said.nobody);
    }
    for kind in kinds {
        out += &kind_shown(paint, asked, kind);
    }
    out + &indicators(paint, asked)
}

fn rules(paint: &Paint, asked: &Asked<'_, '_>) -> String {
    let lang = paint.lang;
    let said = simulation_words(lang);
    let mut out = paint.heading(said.rules_title);
    let mut table = Table::new(&[Align::Left, Align::Left, Align::Left]);
    for rule in &asked.compared.rules {
        let what = match (rule.rewritten, rule.before, rule.after) {
            (false, ..) => said.follows,
            (_, None, _) => said.new,
            (_, _, None) => said.ended,
            _ => said.rewritten,
        };
        table.row([
            &paint.tint(if rule.rewritten { "1" } else { "2" }, what),
            shown(asked, rule, lang),
            &document(asked, rule),
        ]);
    }
    out += &table.show();
    out
}

fn document(asked: &Asked<'_, '_>, rule: &Rule) -> String {
    let of = |program: &wuwei_ir::Program, group: GroupId| {
        let item = program.version(group, asked.before.as_of).unwrap_or(program.group(group).versions[0]);
        program.document(program.item(item).head.doc).id.to_string()
    };
    match (rule.before, rule.after) {
        (Some(group), _) => of(asked.before.program, group),
        (None, Some(group)) => of(asked.after.program, group),
        (None, None) => String::new(),
    }
}

fn signed(before: u64, after: u64) -> String {
    match after.cmp(&before) {
        std::cmp::Ordering::Less => format!("−{}", before - after),
        std::cmp::Ordering::Equal => "0".to_string(),
        std::cmp::Ordering::Greater => format!("+{}", after - before),
    }
}

fn counted(transitions: &Transitions) -> [String; 6] {
    let (before, after) = (transitions.before(), transitions.after());
    let with_open = |yes: u64, unknown: u64| if unknown == 0 { yes.to_string() } else { format!("{yes} (+{unknown})") };
    [
        with_open(before.yes, before.unknown),
        with_open(after.yes, after.unknown),
        signed(before.yes, after.yes),
        transitions.newly_in().to_string(),
        transitions.newly_out().to_string(),
        transitions.otherwise_changed().to_string(),
    ]
}

fn kind_shown(paint: &Paint, asked: &Asked<'_, '_>, kind: &KindChange) -> String {
    let lang = paint.lang;
    let said = simulation_words(lang);
    let head = &asked.before.program.entity(kind.entity).head;
    let mut out = paint.heading(&fill(said.kind_title, &[("kind", &head.shown(lang)), ("n", &kind.subjects)]));
    let right = Align::Right;
    let heading = |first: &str| {
        let all = [first, said.before, said.after, said.change, said.newly_in, said.newly_out, said.open];
        all.map(|text| paint.tint("2", text)).to_vec()
    };
    if !kind.statuses.is_empty() {
        let mut table = Table::new(&[Align::Left, right, right, right, right, right, right]);
        table.cells(heading(said.status));
        for status in &kind.statuses {
            let mut row = vec![cut(shown(asked, &status.rule, lang), 40)];
            row.extend(counted(&status.transitions));
            table.cells(row);
        }
        out += &table.show();
    }
    if kind.clauses.is_empty() {
        return out;
    }
    if !kind.statuses.is_empty() {
        out += "\n";
    }
    let mut table = Table::new(&[Align::Left, right, right, right, right, right, right]);
    table.cells(heading(&format!("{} ({})", said.clause, said.eligible)));
    for clause in &kind.clauses {
        let mut row = vec![cut(shown(asked, &clause.rule, lang), 40)];
        row.extend(counted(&clause.transitions));
        table.cells(row);
    }
    out += &table.show();
    let mut table = Table::new(&[Align::Left, right, right]);
    table.cells([said.amount, said.before, said.after].map(|text| paint.tint("2", text)).to_vec());
    for clause in &kind.clauses {
        table.row([
            &cut(shown(asked, &clause.rule, lang), 40),
            &amount(clause.before, lang),
            &amount(clause.after, lang),
        ]);
    }
    let sums = [amount(kind.before, lang), amount(kind.after, lang)].map(|sum| paint.tint("1", &sum));
    table.row([said.together, &sums[0], &sums[1]]);
    out += "\n";
    out += &table.show();
    out += &people(paint, asked, kind);
    for (grouping, groups) in &kind.groupings {
        out += &group(paint, asked, grouping, groups);
    }
    out + &cliffs(paint, asked, kind)
}

fn people(paint: &Paint, asked: &Asked<'_, '_>, kind: &KindChange) -> String {
    let lang = paint.lang;
    let said = simulation_words(lang);
    let people = &kind.people;
    let mut lines = Vec::new();
    let count = |n: usize, gained: [i128; 2]| -> [(&'static str, String); 2] {
        [("n", n.to_string()), ("amount", ends(gained, lang))]
    };
    let filled = |text: &str, values: [(&'static str, String); 2]| {
        let values: Vec<(&str, &dyn Display)> =
            values.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
        fill(text, &values)
    };
    if !people.winners.is_empty() {
        lines.push(paint.tint("32", &filled(said.winners, count(people.winners.len(), people.gained))));
    }
    if !people.losers.is_empty() {
        lines.push(paint.tint("31", &filled(said.losers, count(people.losers.len(), people.lost))));
    }
    if !people.undecided.is_empty() {
        lines.push(paint.tint("33", &fill(said.depends, &[("n", &people.undecided.len())])));
    }
    let join = if lang == Lang::Zh { "；" } else { "; " };
    let mut out = if lines.is_empty() { String::new() } else { format!("  {}\n", lines.join(join)) };
    let mut table = Table::new(&[Align::Left, Align::Left, Align::Right, Align::Right]);
    for (title, people) in [(said.most_gained, &people.winners), (said.most_lost, &people.losers)] {
        for (n, person) in people.iter().take(PEOPLE).enumerate() {
            let (key, name) = who(asked, kind.entity, person.row);
            let title = if n == 0 { title } else { "" };
            let called = name.map_or(key.clone(), |name| format!("{key} {name}"));
            table.row([&paint.tint("2", title), &cut(&called, 46), &of_person(person, lang), &changed(person, lang)]);
        }
    }
    if !table.is_empty() {
        out += &table.show();
    }
    out
}

fn of_person(person: &Person, lang: Lang) -> String {
    format!("{} → {}", amount(Money::of(person.before), lang), amount(Money::of(person.after), lang))
}

fn changed(person: &Person, lang: Lang) -> String {
    let change = person.most_changed();
    if change < 0 { format!("−{}", fen(-change, lang)) } else { format!("+{}", fen(change, lang)) }
}

fn group(paint: &Paint, asked: &Asked<'_, '_>, grouping: &Grouping, groups: &[GroupChange]) -> String {
    let lang = paint.lang;
    let said = simulation_words(lang);
    let title = match &grouping.by {
        By::District => said.by_district.to_string(),
        By::Fact(column, _) => {
            let fact = asked.before.program.fact(column.fact);
            let year = column.year.map_or_else(String::new, |year| format!(" {year}"));
            fill(said.by_fact, &[("fact", &format!("{}{year}", fact.shown(lang)))])
        }
    };
    let right = Align::Right;
    let mut table = Table::new(&[Align::Left, right, right, right, right, right, right, right]);
    let head =
        [title.as_str(), said.subjects, said.before, said.after, said.gain, said.lose, said.newly_in, said.newly_out];
    table.cells(head.iter().enumerate().map(|(n, text)| paint.tint(if n == 0 { "1" } else { "2" }, text)).collect());
    for group in groups {
        table.cells(vec![
            cut(grouping.labels[group.label].get(lang), 36),
            group.subjects.to_string(),
            amount(group.before, lang),
            amount(group.after, lang),
            group.winners.to_string(),
            group.losers.to_string(),
            group.newly_in.to_string(),
            group.newly_out.to_string(),
        ]);
    }
    format!("\n{}", table.show())
}

fn cliffs(paint: &Paint, asked: &Asked<'_, '_>, kind: &KindChange) -> String {
    let lang = paint.lang;
    let said = simulation_words(lang);
    if kind.cliffs.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&[Align::Left, Align::Right, Align::Left, Align::Left, Align::Left]);
    let head = [said.threshold, said.near, said.before, said.after, ""];
    table.cells(head.iter().map(|text| paint.tint("2", text)).collect());
    for cliff in &kind.cliffs {
        let program = asked.before.program;
        let fact = program.fact(cliff.threshold.fact.fact);
        let year = cliff.threshold.fact.year.map_or_else(String::new, |year| format!(" {year}"));
        let bound = quantity(fact.ty, Some(fact.unit), cliff.threshold.bound, lang);
        let crossing = |crossing: &Option<Crossing>, written: bool| match crossing {
            Some(crossing) => {
                let side = |range: Range| show_range(Type::MONEY, None, range, lang);
                let sides: [(&str, &dyn Display); 2] =
                    [("below", &side(crossing.below)), ("above", &side(crossing.above))];
                fill(said.crossing, &sides)
            }
            None if written => said.no_difference.to_string(),
            None => "–".to_string(),
        };
        table.row([
            &format!("{}{year} {bound}", fact.shown(lang)),
            &cliff.near.to_string(),
            &crossing(&cliff.before, cliff.threshold.before),
            &crossing(&cliff.after, cliff.threshold.after),
            &mark(paint, cliff),
        ]);
    }
    let any = kind.cliffs.iter().any(|cliff| [cliff.before, cliff.after].iter().flatten().any(Crossing::falls));
    let note = if any { format!("  {}\n", paint.tint("2", said.cliffs_note)) } else { String::new() };
    paint.heading(said.cliffs_title) + &table.show() + &note
}

fn mark(paint: &Paint, cliff: &Cliff) -> String {
    let said = simulation_words(paint.lang);
    match (cliff.is_made(), cliff.is_mended(), cliff.after.is_some_and(|after| after.falls())) {
        (true, ..) => paint.tint("31", &format!("▼ {}", said.cliff_made)),
        (_, true, _) => paint.tint("32", &format!("▲ {}", said.cliff_mended)),
        (.., true) => paint.tint("33", said.cliff_stays),
        _ => String::new(),
    }
}

fn indicators(paint: &Paint, asked: &Asked<'_, '_>) -> String {
    let lang = paint.lang;
    let said = simulation_words(lang);
    if asked.compared.indicators.is_empty() {
        return String::new();
    }
    let program = asked.before.program;
    let mut table = Table::new(&[Align::Left, Align::Right, Align::Right, Align::Left]);
    let head = [said.indicator, said.before, said.after, said.targets];
    table.cells(head.iter().map(|text| paint.tint("2", text)).collect());
    for change in &asked.compared.indicators {
        let indicator = program.indicator(change.indicator);
        let ty = if indicator.unit.word == "%" { Type::Ratio } else { Type::Quantity(indicator.unit.dim()) };
        let value = |range: Range| show_range(ty, Some(indicator.unit), range, lang);
        let targets: Vec<String> = change
            .targets
            .iter()
            .filter_map(|change| {
                let target = program.target(change.target);
                let TargetValue::Number { written, unit, .. } = target.value else { return None };
                let reached = |[sure, maybe]: [bool; 2]| match (sure, maybe) {
                    (true, _) => said.reached,
                    (_, true) => said.maybe_reached,
                    _ => said.not_reached,
                };
                let year = target.deadline.map_or_else(String::new, |deadline| format!(" ({})", deadline.year()));
                let value = format!("{} {}{}{year}", target.op.sign(), written.to_decimal(4), unit.text());
                Some(format!("{value} {} → {}", reached(change.before), reached(change.after)))
            })
            .collect();
        table.row([indicator.head.shown(lang), &value(change.before), &value(change.after), &targets.join("; ")]);
    }
    paint.heading(said.indicators_title) + &table.show()
}

/// The kind of subject by its name, for what is shown of it elsewhere.
pub(super) fn kind_name(asked: &Asked<'_, '_>, entity: EntityId) -> &'static str {
    asked.before.program.entity(entity).head.name.as_str()
}
