//! `wuwei ask`

use std::process::ExitCode;

use clap::Args;
use wuwei_engine::{Evaluator, Gaps, Lane, Verdict};
use wuwei_ir::{Basis, GroupId, ItemKind, Program, Type};
use wuwei_project::{Asked, AskedBenefit, AskedStatus, ask, fill, ladder_step, show_range, words};
use wuwei_source::Lang;

use crate::args::Global;
use crate::failure::Failure;
use crate::session::{About, Facts, day, sound_library};
use crate::table::{Align, Table, cut};
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Ask {
    #[command(flatten)]
    about: About,
}

impl Ask {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let as_of = day(self.about.as_of.as_deref())?;
        let library = sound_library(global, lang)?;
        let program = library.program();
        let facts = Facts::open(program, &self.about.facts)?;
        let found = facts.subject(program, &self.about.id, self.about.kind.as_deref())?;
        let evaluator = Evaluator::new(program, facts.population(), as_of);
        let asked = ask(&evaluator, found.row, Some(found.key), found.called);
        if self.about.json {
            let json = asked.json(program, facts.notice(lang));
            outln!("{}", serde_json::to_string_pretty(&json).unwrap_or_default());
        } else {
            let paint = Paint { colour: terminal::colour(global.color), lang };
            out!("{}", paint.asked(program, &asked, facts.notice(lang), false));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Shows answers on a terminal.
pub(crate) struct Paint {
    pub(crate) colour: bool,
    pub(crate) lang: Lang,
}

impl Paint {
    pub(crate) fn tint(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
    }

    pub(crate) fn heading(&self, text: &str) -> String {
        format!("\n{}\n", self.tint("1", text))
    }

    fn mark(&self, verdict: Verdict) -> String {
        match verdict {
            Verdict::Yes => self.tint("32", "✓"),
            Verdict::No => self.tint("31", "✗"),
            Verdict::Unknown => self.tint("33", "?"),
            Verdict::NotApplicable => self.tint("2", "–"),
            Verdict::NotComputable => self.tint("35", "∅"),
        }
    }

    /// What an answer leans on, where that isn't the official text.
    fn basis(&self, basis: Basis) -> String {
        if basis == Basis::Official {
            return String::new();
        }
        self.tint("2", &fill(words(self.lang).basis_is, &[("basis", &words(self.lang).basis(basis))]))
    }

    pub(crate) fn name<'a>(&self, program: &'a Program, group: GroupId, bare: &'a str) -> &'a str {
        match self.lang {
            Lang::Zh => bare,
            Lang::En => program.item(program.group(group).versions[0]).head.shown(Lang::En),
        }
    }

    /// The missing facts, a few of them named.
    fn missing(&self, program: &Program, gaps: &Gaps) -> String {
        const SHOWN: usize = 3;
        if gaps.facts.is_empty() {
            return String::new();
        }
        let (join, words) = (if self.lang == Lang::Zh { "、" } else { ", " }, words(self.lang));
        let more = gaps.facts.len().saturating_sub(SHOWN);
        let names: Vec<String> = gaps.facts.iter().take(SHOWN).map(|gap| gap.shown(program, self.lang)).collect();
        let text = if more == 0 { words.needs } else { words.needs_more };
        self.tint("2", &fill(text, &[("facts", &names.join(join)), ("more", &more)]))
    }

    /// Everything about a subject; `brief` leaves out the statuses that are only steps of others.
    pub(crate) fn asked(&self, program: &Program, asked: &Asked, notice: Option<&str>, brief: bool) -> String {
        let words = words(self.lang);
        let mut out = String::new();
        if let Some(notice) = notice {
            out += &format!("{}\n", self.tint("33", &format!("⚠ {notice}")));
        }
        let called = asked.called.map_or_else(String::new, |name| name.to_string());
        out += &format!(
            "{}  {}  {}\n",
            self.tint("1", &called),
            asked.key.map_or("", |key| key.as_str()),
            fill(words.on_day, &[("day", &asked.as_of)])
        );

        let mut table = Table::new(&[Align::Left, Align::Left, Align::Left, Align::Left]);
        let mut statuses: Vec<&AskedStatus> =
            asked.statuses.iter().filter(|status| status.answer.verdict != Verdict::NotApplicable).collect();
        statuses.sort_by_key(|status| ladder_step(program, status.group));
        if brief {
            statuses.retain(|status| ladder_step(program, status.group).0 < usize::MAX);
        }
        for status in statuses {
            let verdict = status.answer.verdict;
            let mark = format!("{} {}", self.mark(verdict), words.verdict(verdict));
            let name = self.name(program, status.group, status.name.as_str());
            table.row([&mark, name, &self.basis(status.answer.basis), &self.missing(program, &status.answer.gaps)]);
        }
        out += &self.section(words.statuses, &table);

        let mut table = Table::new(&[Align::Left, Align::Right, Align::Left]);
        for score in &asked.scores {
            let range = show_range(Type::POINTS, None, score.range, self.lang);
            let out_of =
                score.out_of.map_or_else(String::new, |most| fill(words.out_of, &[("n", &most.to_decimal(2))]));
            table.row([self.name(program, score.group, score.name.as_str()), &range, &out_of]);
        }
        out += &self.section(words.scores, &table);

        if !brief {
            let mut table = Table::new(&[Align::Left, Align::Right]);
            for value in &asked.values {
                let unit = match program.item(value.item).kind {
                    ItemKind::Value { unit, .. } => Some(unit),
                    _ => None,
                };
                let range = show_range(program.group(value.group).ty, unit, value.range, self.lang);
                table.row([self.name(program, value.group, value.name.as_str()), &range]);
            }
            out += &self.section(words.values, &table);
        }

        for lane in [Lane::Automatic, Lane::Apply, Lane::Incomplete] {
            out += &self.lane(program, asked, lane);
        }
        let excluded: Vec<(&AskedBenefit, GroupId)> =
            asked.benefits.iter().filter_map(|benefit| Some((benefit, benefit.excluded_by?))).collect();
        if !excluded.is_empty() {
            out += &self.heading(words.lane_excluded);
        }
        for (benefit, winner) in excluded {
            let loser = self.name(program, benefit.group, benefit.name.as_str());
            let winner = self.name(program, winner, program.group(winner).name.as_str());
            let money = show_range(Type::MONEY, None, benefit.answer.money, self.lang);
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("loser", &loser), ("winner", &winner), ("money", &money)];
            out += &format!("  {}\n", fill(words.excluded, &values));
        }
        for limit in asked.limits(program) {
            let head = &program.stackings[limit.rule].head;
            let total = show_range(Type::MONEY, None, limit.total, self.lang);
            let values: [(&str, &dyn std::fmt::Display); 2] = [("name", &head.shown(self.lang)), ("total", &total)];
            out += &format!("\n{}\n", fill(words.limited, &values));
        }
        let no = asked.benefits.iter().filter(|benefit| benefit.answer.eligible == Verdict::No).count();
        let total = show_range(Type::MONEY, None, asked.total, self.lang);
        out += &format!("\n{}\n", fill(words.in_all, &[("total", &self.tint("1", &total)), ("no", &no)]));
        out
    }

    /// A table under its heading; nothing where it has no row.
    fn section(&self, heading: &str, table: &Table) -> String {
        if table.is_empty() { String::new() } else { self.heading(heading) + &table.show() }
    }

    fn lane(&self, program: &Program, asked: &Asked, lane: Lane) -> String {
        let words = words(self.lang);
        let mine: Vec<&AskedBenefit> =
            asked.benefits.iter().filter(|it| it.answer.lane == Some(lane) && it.excluded_by.is_none()).collect();
        if mine.is_empty() {
            return String::new();
        }
        let title = match lane {
            Lane::Automatic => words.lane_automatic,
            Lane::Apply => words.lane_apply,
            Lane::Incomplete => words.lane_incomplete,
        };
        let mut out = self.heading(title);
        let mut table = Table::new(&[Align::Left, Align::Right, Align::Left, Align::Left]);
        for benefit in mine {
            let money = show_range(Type::MONEY, None, benefit.answer.money, self.lang);
            let name = cut(self.name(program, benefit.group, benefit.name.as_str()), 52);
            table.row([&name, &money, &self.basis(benefit.answer.basis), &self.missing(program, &benefit.answer.gaps)]);
        }
        out += &table.show();
        out
    }
}
