//! What a change would do: the rules as they would be beside what is in force, over everybody.

use maud::{Markup, html};
use wuwei_engine::Range;
use wuwei_ir::{DocId, Program, RegionId, TargetValue, Type, quantity};
use wuwei_project::{Library, fill, show_range, simulation_words};
use wuwei_simulate::{
    By, Cliff, Comparison, Crossing, GroupChange, Grouping, KindChange, Money, Rule, Transitions, World, compare,
    default_groupings,
};
use wuwei_source::Lang;
use wuwei_survey::all_threads;

use super::clause::Clause;
use super::people;
use crate::asking::Asking;
use crate::pages::Moment;
use crate::parts::table::{Column, head, numbers, wide};

/// Both sides with what became different.
pub(super) struct Effect<'a, 'p, 'q> {
    pub(super) before: &'a World<'p>,
    pub(super) after: &'a World<'q>,
    pub(super) compared: &'a Comparison,
    pub(super) asking: &'a Asking,
}

/// The change beside what is in force. What it comes to is seen best where nothing else of the document is counted, so the
/// draft is compared where there is one that can be used, and else the whole document.
pub(super) fn show(moment: &Moment<'_>, clause: &Clause<'_>, edited: &Library, draft: Option<&Library>) -> Markup {
    let Moment { snapshot, asking, as_of, .. } = *moment;
    let old = snapshot.library().program();
    let draft = draft.and_then(|library| Some((library, library.draft()?)));
    let draft = draft.filter(|(library, _)| library.is_sound() && World::fits(old, library.program()));
    let (new, changed) = match draft {
        Some((library, doc)) => (library.program(), library.program().document(doc).id),
        None => (edited.program(), clause.document.id),
    };
    if !World::fits(old, new) {
        return html! {
            h3 { (asking.say("不能比较", "It can't be compared")) }
            p {
                (asking.say(
                    "这次改动了事实、选项或区域的定义，现有数据是按原来的定义读的。下载修改稿，用命令 wuwei simulate 比较。",
                    "This changes what facts, choices or regions there are, and the facts at hand were read by the old ones. Download the draft and compare it with the command wuwei simulate.",
                ))
            }
        };
    }
    let tables = snapshot.tables().iter().map(wuwei_facts::Table::share).collect();
    let before = World::new(old, tables, as_of, whose(old, clause.doc, moment.bench.setting.region));
    let after = before.under(new);
    let groupings = |entity| default_groupings(&before, entity);
    let Ok(compared) = compare(&before, &after, &[changed], &groupings, all_threads()) else {
        return html! { p { (asking.say("现有数据与规则对不上，不能比较。", "The facts at hand don't fit the rules, so it can't be compared.")) } };
    };
    let effect = Effect { before: &before, after: &after, compared: &compared, asking };
    html! {
        div.effect {
            h3 { (asking.say("与现行规定比较", "Beside what is in force")) }
            p.aside {
                (old.region(before.region).head.shown(asking.lang)) " · " (asking.say("截至 ", "as of ")) (as_of)
                @if let Some(notice) = snapshot.notice(asking.lang) { " · " b { (notice) } }
            }
            (effect.show())
        }
    }
}

/// Whose people are looked at: those of this server's region where the document holds there, else those of its own.
fn whose(program: &Program, doc: DocId, home: RegionId) -> RegionId {
    let region = program.document(doc).region;
    if program.is_within(home, region) { home } else { region }
}

/// A sum as people read it.
pub(super) fn amount(money: Money, lang: Lang) -> String {
    show_range(Type::MONEY, None, money.range(), lang)
}

impl Effect<'_, '_, '_> {
    fn lang(&self) -> Lang {
        self.asking.lang
    }

    pub(super) fn name(&self, rule: &Rule) -> &'static str {
        rule.shown(self.before, self.after, self.lang())
    }

    fn show(&self) -> Markup {
        let kinds: Vec<&KindChange> = self.compared.kinds.iter().filter(|kind| is_touched(kind)).collect();
        html! {
            @if kinds.is_empty() && self.compared.indicators.is_empty() {
                p { (simulation_words(self.lang()).nobody) }
            }
            @for kind in kinds { (self.kind(kind)) }
            (self.indicators())
        }
    }

    fn kind(&self, kind: &KindChange) -> Markup {
        let (asking, lang) = (self.asking, self.lang());
        let said = simulation_words(lang);
        let head = &self.before.program.entity(kind.entity).head;
        html! {
            section.kind-change {
                h4 {
                    (head.shown(lang)) " "
                    small { (kind.subjects) (asking.say(" 个", " in all")) }
                }
                dl.sums {
                    div {
                        dt { (asking.say("合计", "Together")) }
                        dd { span.was { (amount(kind.before, lang)) } " → " b { (amount(kind.after, lang)) } }
                    }
                    div { dt { (asking.say("受益", "Gain")) } dd.good { (kind.people.winners.len()) } }
                    div { dt { (asking.say("受损", "Lose")) } dd.bad { (kind.people.losers.len()) } }
                    @if !kind.people.undecided.is_empty() {
                        div { dt { (asking.say("取决于缺的事实", "Depends on what isn't known")) } dd { (kind.people.undecided.len()) } }
                    }
                }
                (self.counted(kind))
                (people::show(self, kind))
                @for (grouping, groups) in &kind.groupings { (self.group(grouping, groups)) }
                @if !kind.cliffs.is_empty() {
                    (table(said.cliffs_title, &[(said.threshold, false), (said.near, true), (said.before, false), (said.after, false), ("", false)], html! {
                        @for cliff in &kind.cliffs { (self.cliff(cliff)) }
                    }))
                    p.aside { (said.cliffs_note) }
                }
            }
        }
    }

    /// Who is eligible, and what it pays.
    fn counted(&self, kind: &KindChange) -> Markup {
        let (asking, lang) = (self.asking, self.lang());
        let said = simulation_words(lang);
        let head = numbers([said.clause, said.before, said.after, said.newly_in, said.newly_out, said.open]);
        let statuses = kind.statuses.iter().filter(|status| status.transitions.any());
        let clauses = || kind.clauses.iter().filter(|clause| clause.transitions.any() || clause.before != clause.after);
        let counts = |rule: &Rule, transitions: &Transitions| {
            let (before, after) = (transitions.before(), transitions.after());
            let open =
                |yes: u64, unknown: u64| if unknown == 0 { yes.to_string() } else { format!("{yes} (+{unknown})") };
            html! {
                tr {
                    th scope="row" { (self.name(rule)) }
                    td.num { (open(before.yes, before.unknown)) }
                    td.num { (open(after.yes, after.unknown)) }
                    td.num { (transitions.newly_in()) }
                    td.num { (transitions.newly_out()) }
                    td.num { (transitions.otherwise_changed()) }
                }
            }
        };
        html! {
            (table(asking.say("谁符合条件", "Who is eligible"), &head, html! {
                @for status in statuses { (counts(&status.rule, &status.transitions)) }
                @for clause in clauses() { (counts(&clause.rule, &clause.transitions)) }
            }))
            p.aside { (asking.say("(+n) 是还不知道的。", "(+n) are those of whom it isn't known.")) }
            @if clauses().next().is_some() {
                (table(asking.say("要花多少钱", "What it costs"), &numbers([said.amount, said.before, said.after]), html! {
                    @for clause in clauses() {
                        tr {
                            th scope="row" { (self.name(&clause.rule)) }
                            td.num { (amount(clause.before, lang)) }
                            td.num { (amount(clause.after, lang)) }
                        }
                    }
                    tr.sum {
                        th scope="row" { (said.together) }
                        td.num { (amount(kind.before, lang)) }
                        td.num { (amount(kind.after, lang)) }
                    }
                }))
            }
        }
    }

    fn group(&self, grouping: &Grouping, groups: &[GroupChange]) -> Markup {
        let lang = self.lang();
        let said = simulation_words(lang);
        let title = match &grouping.by {
            By::District => said.by_district.to_string(),
            By::Fact(column, _) => {
                let fact = self.before.program.fact(column.fact);
                let year = column.year.map_or_else(String::new, |year| format!(" {year}"));
                fill(said.by_fact, &[("fact", &format!("{}{year}", fact.shown(lang)))])
            }
        };
        let touched = |group: &&GroupChange| group.subjects > 0;
        let head = numbers(["", said.before, said.after, said.gain, said.lose, said.newly_in, said.newly_out]);
        html! {
            details.grouping open[grouping.by == By::District] {
                summary { (title) }
                (table(&title, &head, html! {
                    @for group in groups.iter().filter(touched) {
                        tr {
                            th scope="row" { (grouping.labels[group.label].get(lang)) " " small { (group.subjects) } }
                            td.num { (amount(group.before, lang)) }
                            td.num { (amount(group.after, lang)) }
                            td.num { (group.winners) }
                            td.num { (group.losers) }
                            td.num { (group.newly_in) }
                            td.num { (group.newly_out) }
                        }
                    }
                }))
            }
        }
    }

    fn cliff(&self, cliff: &Cliff) -> Markup {
        let lang = self.lang();
        let said = simulation_words(lang);
        let fact = self.before.program.fact(cliff.threshold.fact.fact);
        let year = cliff.threshold.fact.year.map_or_else(String::new, |year| format!(" {year}"));
        let bound = quantity(fact.ty, Some(fact.unit), cliff.threshold.bound, lang);
        let crossing = |crossing: &Option<Crossing>, written: bool| match crossing {
            Some(crossing) => {
                let side = |range: Range| show_range(Type::MONEY, None, range, lang);
                let sides: [(&str, &dyn std::fmt::Display); 2] =
                    [("below", &side(crossing.below)), ("above", &side(crossing.above))];
                fill(said.crossing, &sides)
            }
            None if written => said.no_difference.to_string(),
            None => "–".to_string(),
        };
        let stays = cliff.after.is_some_and(|after| after.falls());
        html! {
            tr {
                th scope="row" { (fact.shown(lang)) (year) " " (bound) }
                td.num { (cliff.near) }
                td { (crossing(&cliff.before, cliff.threshold.before)) }
                td { (crossing(&cliff.after, cliff.threshold.after)) }
                td {
                    @if cliff.is_made() { b.bad { "▼ " (said.cliff_made) } }
                    @else if cliff.is_mended() { b.good { "▲ " (said.cliff_mended) } }
                    @else if stays { span.doubt { (said.cliff_stays) } }
                }
            }
        }
    }

    fn indicators(&self) -> Markup {
        let lang = self.lang();
        let said = simulation_words(lang);
        let changed = |change: &&wuwei_simulate::IndicatorChange| change.before != change.after;
        let all: Vec<_> = self.compared.indicators.iter().filter(changed).collect();
        if all.is_empty() {
            return html! {};
        }
        let program = self.before.program;
        let reached = |[sure, maybe]: [bool; 2]| match (sure, maybe) {
            (true, _) => said.reached,
            (_, true) => said.maybe_reached,
            _ => said.not_reached,
        };
        let head = [(said.indicator, false), (said.before, true), (said.after, true), (said.targets, false)];
        table(
            said.indicators_title,
            &head,
            html! {
                @for change in all {
                    @let indicator = program.indicator(change.indicator);
                    @let ty = if indicator.unit.word == "%" { Type::Ratio } else { Type::Quantity(indicator.unit.dim()) };
                    tr {
                        th scope="row" { (indicator.head.shown(lang)) }
                        td.num { (show_range(ty, Some(indicator.unit), change.before, lang)) }
                        td.num { (show_range(ty, Some(indicator.unit), change.after, lang)) }
                        td {
                            @for change in &change.targets {
                                @let target = program.target(change.target);
                                @if let TargetValue::Number { written, unit, .. } = target.value {
                                    span.stacked {
                                        (target.op.sign()) " " (written.to_decimal(4)) (unit.text())
                                        @if let Some(by) = target.deadline { " (" (by.year()) ")" }
                                        " " (reached(change.before)) " → " (reached(change.after))
                                    }
                                }
                            }
                        }
                    }
                }
            },
        )
    }
}

/// Whether anybody of a kind is answered otherwise.
fn is_touched(kind: &KindChange) -> bool {
    let clause = |clause: &wuwei_simulate::ClauseChange| clause.transitions.any() || clause.before != clause.after;
    kind.statuses.iter().any(|status| status.transitions.any()) || kind.clauses.iter().any(clause)
}

/// A table with its title, which may be wider than the page.
pub(super) fn table(title: &str, columns: &[Column<'_>], rows: Markup) -> Markup {
    wide(
        title,
        html! {
            table.keep {
                caption { (title) }
                (head(columns))
                tbody { (rows) }
            }
        },
    )
}
