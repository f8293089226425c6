//! `wuwei bundle`

use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use wuwei_engine::Range;
use wuwei_ir::{GroupId, Number, Program, Type};
use wuwei_project::{BundleWords, bundle_json, bundle_words, carried, counted_once, fill, show_range};
use wuwei_reason::bundle::{Bundle as Set, Future, Loss, Lost, Possible, SEARCHED, bundle};
use wuwei_source::Lang;

use crate::args::Global;
use crate::failure::Failure;
use crate::session::{About, Facts, Found, day, sound_library};
use crate::table::{Align, Table, cut};
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Bundle {
    #[command(flatten)]
    about: About,
    /// Take figures of later years as not known, instead of as in the last year known
    #[arg(long)]
    later_unknown: bool,
}

impl Bundle {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let as_of = day(self.about.as_of.as_deref())?;
        let library = sound_library(global, lang)?;
        let program = library.program();
        let facts = Facts::open(program, &self.about.facts)?;
        let found = facts.subject(program, &self.about.id, self.about.kind.as_deref())?;
        let future = if self.later_unknown { Future::Unknown } else { Future::StandsStill };
        let set = bundle(program, facts.population(), found.row, as_of, future, SEARCHED);
        if self.about.json {
            let mut json = bundle_json(program, &set);
            json["entity"] = json!(found.key.as_str());
            json["kind"] = json!(program.entity(found.row.entity).head.name.as_str());
            json["name"] = json!(found.called.map(|name| name.as_str()));
            json["as_of"] = json!(as_of.to_string());
            if let Some(notice) = facts.notice(lang) {
                json["notice"] = json!(notice);
            }
            outln!("{}", serde_json::to_string_pretty(&json).unwrap_or_default());
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(notice) = facts.notice(lang) {
            outln!("⚠ {notice}");
        }
        let shown = Shown { program, lang, words: bundle_words(lang), colour: terminal::colour(global.color) };
        out!("{}", shown.all(&set, &found, future, &as_of.to_string()));
        Ok(ExitCode::SUCCESS)
    }
}

struct Shown<'a> {
    program: &'a Program,
    lang: Lang,
    words: &'static BundleWords,
    colour: bool,
}

impl Shown<'_> {
    fn tint(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
    }

    fn name(&self, group: GroupId) -> &'static str {
        self.program.item(self.program.group(group).versions[0]).head.shown(self.lang)
    }

    fn money(&self, range: Range) -> String {
        show_range(Type::MONEY, None, range, self.lang)
    }

    fn exactly(&self, number: Number) -> String {
        self.money(Range::exactly(number))
    }

    fn rule(&self, at: usize) -> &'static str {
        self.program.stackings[at].head.shown(self.lang)
    }

    fn joined(&self, names: &[String]) -> String {
        names.join(if self.lang == Lang::Zh { "、" } else { ", " })
    }

    fn all(&self, set: &Set, found: &Found, future: Future, as_of: &str) -> String {
        let words = self.words;
        let called = found.called.map_or("", |name| name.as_str());
        let mut out = format!("{}  {}  {as_of}\n", self.tint("1", called), found.key);
        let (first, last) = (set.years[0], set.years[set.years.len() - 1]);
        out += &format!("{}\n", fill(words.heading, &[("first", &first), ("last", &last)]));
        for (year, total) in &set.by_year {
            out += &self.year(set, *year, *total);
        }
        out += &self.lost(set);
        out += &self.possible(set);
        out += &format!("\n{}\n", self.tint("1", &fill(words.total, &[("money", &self.money(set.total))])));
        out += &match set.optimal {
            _ if set.taken.is_empty() => format!("{}\n", words.nothing),
            true => format!("{}\n", words.optimal),
            false => format!("{}\n", fill(words.not_optimal, &[("money", &self.exactly(set.bound))])),
        };
        out + &self.assumed(set, future)
    }

    fn year(&self, set: &Set, year: i32, total: Range) -> String {
        let own: Vec<_> = set.taken.iter().filter(|taken| set.claims[taken.claim].year == year).collect();
        let total = if own.is_empty() { self.words.nothing_in.to_string() } else { self.money(total) };
        let heading = fill(self.words.year, &[("year", &year), ("money", &total)]);
        let mut out = format!("\n{}\n", self.tint("1", &heading));
        let mut table = Table::new(&[Align::Left, Align::Right, Align::Left, Align::Left]);
        for taken in own {
            let claim = &set.claims[taken.claim];
            let day = fill(self.words.from_day, &[("day", &claim.day)]);
            let mut remark = claim.months.map_or_else(String::new, |n| fill(self.words.months, &[("n", &n)]));
            if let Some(rule) = taken.cut {
                let alone = self.money(claim.money);
                let values: [(&str, &dyn std::fmt::Display); 2] = [("rule", &self.rule(rule)), ("money", &alone)];
                remark = fill(self.words.cut, &values);
            }
            let name = cut(self.name(claim.group), 52);
            table.row([&name, &self.money(taken.paid), &day, &self.tint("2", &remark)]);
        }
        if !table.is_empty() {
            out += &table.show();
        }
        out
    }

    fn lost(&self, set: &Set) -> String {
        if set.lost.is_empty() {
            return String::new();
        }
        let mut out = format!("\n{}\n", self.tint("1", self.words.lost));
        let mut table = Table::new(&[Align::Left, Align::Left, Align::Right, Align::Left]);
        // What is given up in several years for one reason is one line.
        let reason = |lost: &Lost| (set.claims[lost.claim].group, self.why(set, lost.to));
        let mut known: Vec<(GroupId, String)> = Vec::new();
        for lost in &set.lost {
            let group = set.claims[lost.claim].group;
            if known.contains(&reason(lost)) {
                continue;
            }
            known.push(reason(lost));
            let same = set.lost.iter().filter(|it| reason(it) == reason(lost));
            let years: Vec<String> = same.map(|it| set.claims[it.claim].year.to_string()).collect();
            let years = fill(self.words.in_years, &[("years", &self.joined(&years))]);
            let why = self.why(set, lost.to);
            let name = cut(self.name(group), 52);
            table.row([&name, &years, &self.money(set.claims[lost.claim].money), &why]);
        }
        out += &table.show();
        out
    }

    fn why(&self, set: &Set, loss: Loss) -> String {
        let words = self.words;
        match loss {
            Loss::Choice { rule, winner } => {
                let winner = self.name(set.claims[winner].group);
                fill(words.lost_choice, &[("winner", &winner), ("rule", &self.rule(rule))])
            }
            Loss::Once { winner } => fill(words.lost_once, &[("year", &set.claims[winner].year)]),
            Loss::NotStated { winner } => fill(words.lost_not_stated, &[("year", &set.claims[winner].year)]),
            Loss::Limit { rule } => fill(words.lost_limit, &[("rule", &self.rule(rule))]),
        }
    }

    fn possible(&self, set: &Set) -> String {
        if set.possible.is_empty() {
            return String::new();
        }
        let mut out = format!("\n{}\n", self.tint("1", self.words.possible));
        let mut table = Table::new(&[Align::Left, Align::Left, Align::Right, Align::Left]);
        for possible in &set.possible {
            let years: Vec<String> = possible.claims.iter().map(|at| set.claims[*at].year.to_string()).collect();
            let years = fill(self.words.in_years, &[("years", &self.joined(&years))]);
            let name = cut(self.name(set.claims[possible.claims[0]].group), 40);
            table.row([&name, &years, &self.adds(possible), &self.tint("2", &self.to_know(possible))]);
        }
        out += &table.show();
        out
    }

    fn adds(&self, possible: &Possible) -> String {
        match possible.adds_at_most {
            Some(more) if more == Number::ZERO => self.words.adds_nothing.to_string(),
            Some(more) => fill(self.words.adds, &[("money", &self.exactly(more))]),
            None => self.words.adds_open.to_string(),
        }
    }

    fn to_know(&self, possible: &Possible) -> String {
        const SHOWN: usize = 3;
        if possible.gaps.is_empty() {
            return self.words.not_computable.to_string();
        }
        let names: Vec<String> =
            possible.gaps.iter().take(SHOWN).map(|gap| gap.shown(self.program, self.lang)).collect();
        let n = possible.gaps.len();
        let text = if n > SHOWN { self.words.to_know_more } else { self.words.to_know };
        fill(text, &[("facts", &self.joined(&names)), ("n", &n)])
    }

    fn assumed(&self, set: &Set, future: Future) -> String {
        if set.claims.is_empty() {
            return String::new();
        }
        let words = self.words;
        let mut lines = vec![words.single.to_string()];
        let still: Vec<String> = carried(set)
            .into_iter()
            .map(|(fact, year)| match self.lang {
                Lang::Zh => self.program.fact(fact).column(Some(year)),
                Lang::En => format!("{} ({year})", self.program.fact(fact).shown(self.lang)),
            })
            .collect();
        if future == Future::Unknown {
            lines.push(words.not_known.to_string());
        } else if !still.is_empty() {
            lines.push(fill(words.carried, &[("facts", &self.joined(&still))]));
        }
        let once: Vec<String> =
            counted_once(self.program, set).into_iter().map(|group| self.name(group).to_string()).collect();
        if !once.is_empty() {
            lines.push(fill(words.once_only, &[("names", &self.joined(&once))]));
        }
        if set.lost.iter().any(|lost| matches!(lost.to, Loss::Choice { .. })) {
            lines.push(words.within_a_year.to_string());
        }
        let lines: String = lines.iter().map(|line| format!("  {line}\n")).collect();
        format!("\n{}\n{lines}", self.tint("1", words.assumed))
    }
}
