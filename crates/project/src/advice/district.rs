//! Who of a region is closest to a goal.

use serde_json::{Value as Json, json};
use wuwei_engine::{Population, Row};
use wuwei_ir::{Date, RegionId};
use wuwei_reason::{Advice, Hindrance};
use wuwei_source::{Lang, Name};

use super::{Advised, goal_name, shown_effort};
use crate::library::Library;
use crate::words::{advise_words, fill};

/// One subject of a region with its advice.
pub struct Candidate {
    /// Who.
    pub row: Row,
    /// Its key.
    pub key: Name,
    /// Its name.
    pub called: Option<Name>,
    /// What it would take.
    pub advice: Advice,
}

/// The subjects of a region, and how close they are.
pub struct District<'a> {
    /// The documents.
    pub library: &'a Library,
    /// The facts.
    pub population: &'a dyn Population,
    /// The region.
    pub region: RegionId,
    /// The goal, or the ladder, as it was asked for.
    pub goal: String,
    /// The day.
    pub today: Date,
    /// The language.
    pub lang: Lang,
    /// Everybody asked.
    pub candidates: Vec<Candidate>,
    /// How many are at the goal already, or on the highest rung.
    pub already: usize,
}

impl District<'_> {
    /// Those with a way first, the one with the least effort first of all.
    pub fn sort(&mut self) {
        let rank = |candidate: &Candidate| {
            let best = candidate.advice.proposals.first();
            (best.is_none(), best.map(|best| (best.effort, best.day)), candidate.key.as_str())
        };
        self.candidates.sort_by(|a, b| rank(a).cmp(&rank(b)));
    }

    /// Those with a way.
    pub fn with_a_way(&self) -> impl Iterator<Item = &Candidate> {
        self.candidates.iter().filter(|candidate| !candidate.advice.proposals.is_empty())
    }

    fn advised<'s>(&'s self, candidate: &'s Candidate) -> Advised<'s> {
        Advised {
            library: self.library,
            population: self.population,
            row: candidate.row,
            key: candidate.key,
            called: candidate.called,
            today: self.today,
            advice: &candidate.advice,
            lang: self.lang,
            colour: false,
        }
    }

    /// The title, and how many are where.
    pub fn head(&self) -> [String; 2] {
        let words = advise_words(self.lang);
        let region = self.library.program().region(self.region).head.shown(self.lang);
        let found = self.with_a_way().count();
        let lacks = |candidate: &&Candidate| {
            let unknown = |kind: &Hindrance| matches!(kind, Hindrance::Unknown(_));
            candidate.advice.proposals.is_empty() && candidate.advice.obstacles.iter().any(|it| unknown(&it.kind))
        };
        let unknown = self.candidates.iter().filter(lacks).count();
        let cut = self.candidates.iter().filter(|candidate| !candidate.advice.complete).count();
        let without = self.candidates.len() - found;
        [
            fill(words.district, &[("region", &region), ("goal", &self.goal), ("day", &self.today)]),
            fill(
                words.district_tally,
                &[
                    ("all", &(self.candidates.len() + self.already)),
                    ("already", &self.already),
                    ("found", &found),
                    ("none", &(without - unknown)),
                    ("unknown", &unknown),
                    ("cut", &cut),
                ],
            ),
        ]
    }

    /// The cells of those with a way: rank, key, name, goal, effort, earliest day, changes.
    pub fn rows(&self) -> Vec<[String; 7]> {
        let words = advise_words(self.lang);
        let row = |(n, candidate): (usize, &Candidate)| {
            let advised = self.advised(candidate);
            let best = candidate.advice.proposals.first()?;
            let steps = best.steps.iter().filter(|step| !step.follows).map(|step| advised.step(step));
            let mut changes = steps.collect::<Vec<_>>().join(if self.lang == Lang::Zh { "；" } else { "; " });
            if changes.is_empty() {
                changes += words.nothing_to_do;
            }
            if !best.optimal {
                changes += words.cut_mark;
            }
            Some([
                (n + 1).to_string(),
                candidate.key.to_string(),
                candidate.called.map_or_else(String::new, |name| name.to_string()),
                goal_name(self.library.program(), candidate.advice.goal, self.lang),
                shown_effort(best.effort),
                best.day.to_string(),
                changes,
            ])
        };
        self.with_a_way().enumerate().filter_map(row).collect()
    }

    /// The stable JSON form.
    pub fn json(&self, notice: Option<&str>) -> Json {
        let program = self.library.program();
        let names = program.group_names();
        let candidates: Vec<Json> = self
            .with_a_way()
            .filter_map(|candidate| {
                let best = candidate.advice.proposals.first()?;
                let advised = self.advised(candidate);
                Some(json!({
                    "entity": candidate.key.as_str(),
                    "name": candidate.called.map(Name::as_str),
                    "goal": names[candidate.advice.goal.group.index()].as_str(),
                    "day": best.day.to_string(),
                    "changes": best.steps.iter().map(|step| advised.step_json(step)).collect::<Vec<_>>(),
                    "effort": crate::ask::decimal(best.effort),
                    "verified": best.verified,
                    "optimal": best.optimal,
                }))
            })
            .collect();
        let region = program.region(self.region);
        let mut out = json!({
            "region": { "code": region.code.as_str(), "name": region.head.name.as_str() },
            "as_of": self.today.to_string(),
            "goal": self.goal,
            "asked": self.candidates.len() + self.already,
            "already": self.already,
            "without": self.candidates.len() - candidates.len(),
            "candidates": candidates,
        });
        if let Some(notice) = notice {
            out["notice"] = json!(notice);
        }
        out
    }
}

/// Those with a way as comma-separated text, with the mark by which spreadsheet programs take it for UTF-8.
pub fn district_csv(district: &District<'_>) -> String {
    let head = match district.lang {
        Lang::Zh => ["名次", "代码", "名称", "目标", "工作量", "最早", "要改变的"],
        Lang::En => ["rank", "code", "name", "goal", "effort", "earliest", "changes"],
    };
    let mut text = format!("\u{feff}{}\n", csv_line(&head));
    for row in district.rows() {
        text += &csv_line(&row);
        text.push('\n');
    }
    text
}

/// A line of cells, those that a spreadsheet program would run made safe.
fn csv_line<T: AsRef<str>>(cells: &[T]) -> String {
    let quoted = |cell: &T| {
        let cell = wuwei_table::defused(cell.as_ref());
        match cell.contains([',', '"', '\n', '\r']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell.into_owned(),
        }
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_that_are_formulas_stay_text() {
        assert_eq!(super::csv_line(&["=1+1", "a,b", "-2", "@x\""]), "'=1+1,\"a,b\",-2,\"'@x\"\"\"");
    }
}
