//! The list on a terminal, document by document: targets under their action, or under each body that answers for them.

use wuwei_ir::{ActionId, Owner, PartyId, Program};
use wuwei_plan::progress::{TargetProgress, Verdict};
use wuwei_project::{Library, PlanQuestion, PlanWords, fill, plan_words, words};
use wuwei_source::Lang;

use crate::commands::ask::Paint;
use crate::table::{Align, Table, cut, wrapped};

pub(super) struct View<'a> {
    pub(super) library: &'a Library,
    pub(super) paint: &'a Paint,
    pub(super) width: usize,
    pub(super) keys: bool,
}

/// A document as it is shown: what holds of all its targets is said once above them.
pub(super) struct Shown<'a> {
    pub(super) view: &'a View<'a>,
    /// The year by whose end most targets are due.
    pub(super) due: Option<i32>,
    /// Whether no target has a responsible body.
    ownerless: bool,
}

/// Names of indicators are cut where the row is too wide, but not below this.
const NAME: usize = 18;

impl View<'_> {
    pub(super) fn show(&self, found: &[TargetProgress], question: &PlanQuestion, by_unit: bool) -> String {
        let said = self.said();
        if found.is_empty() {
            return format!("{}\n", said.no_targets);
        }
        let mut out = String::new();
        for doc in &question.documents {
            let is_mine = |found: &&TargetProgress| self.program().target(found.target).doc == *doc;
            let mine: Vec<&TargetProgress> = found.iter().filter(is_mine).collect();
            if mine.is_empty() {
                continue;
            }
            let title = self.program().document(*doc).title.get(self.paint.lang);
            let known = fill(said.known_on, &[("day", &question.as_of)]);
            let title = cut(title.trim_matches(['《', '》']), self.width.saturating_sub(known.len() + 2));
            let shown = self.document(&mine);
            out += &format!("{}  {known}\n{}\n{}\n", self.paint.tint("1", &title), self.tally(&mine), shown.about());
            let (left, right) = (Align::Left, Align::Right);
            let mut table = Table::new(&[left, left, left, right, right, right]);
            table.fit(1, self.width, NAME);
            let column = |name| words(self.paint.lang).column(name);
            let head = [said.light, column("indicator"), column("value"), column("latest"), column("gap"), said.chance];
            table.line(String::new());
            table.cells(head.iter().map(|text| self.paint.tint("2", text)).collect());
            if by_unit {
                shown.units(&mine, question, &mut table)
            } else {
                shown.actions(&mine, &mut table)
            }
            out += &table.show();
            out.push('\n');
        }
        let is_forecast = found.iter().any(|found| found.forecast.is_ok());
        let in_conflict = found.iter().any(|found| found.latest.is_some_and(|seen| seen.in_conflict));
        let notes = [(in_conflict, said.conflicts_are), (is_forecast, said.forecasts_are), (!self.keys, said.keys_are)];
        for (_, note) in notes.iter().filter(|(is_said, _)| *is_said) {
            for line in wrapped(note, self.width) {
                out += &format!("{}\n", self.paint.tint("2", &line));
            }
        }
        out
    }

    fn document<'a>(&'a self, found: &[&TargetProgress]) -> Shown<'a> {
        let targets = || found.iter().map(|found| self.program().target(found.target));
        let years: Vec<i32> = targets().filter_map(|target| Some(target.deadline?.year())).collect();
        let count = |year: &i32| (years.iter().filter(|other| *other == year).count(), *year);
        Shown {
            view: self,
            due: years.iter().copied().max_by_key(count),
            ownerless: targets().all(|target| self.program().owners(target).named().is_empty()),
        }
    }

    pub(super) fn program(&self) -> &Program {
        self.library.program()
    }

    pub(super) fn said(&self) -> &'static PlanWords {
        plan_words(self.paint.lang)
    }

    /// The Chinese or the English of two signs between words.
    pub(super) fn either<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        if self.paint.lang == Lang::Zh { zh } else { en }
    }

    /// How many targets there are of each verdict.
    fn tally(&self, found: &[&TargetProgress]) -> String {
        let parts = Verdict::ALL.iter().filter_map(|verdict| {
            let mut those = found.iter().filter(|found| found.judgement.verdict == *verdict);
            let (code, shape, _) = self.light(those.next()?);
            let name = verdict.name();
            let shown = self.paint.tint(code, &format!("{shape} {}", name.get(self.paint.lang)));
            Some(format!("{shown} {}", 1 + those.count()))
        });
        let verdicts = parts.collect::<Vec<String>>().join(self.either("，", ", "));
        fill(self.said().tally, &[("n", &found.len()), ("verdicts", &verdicts)])
    }

    /// Colour, shape and word of a verdict: those of the light that is shown, which each place declares for itself.
    pub(super) fn light(&self, found: &TargetProgress) -> (&'static str, &'static str, String) {
        let judgement = &found.judgement;
        let Some(light) = judgement.light(self.program()).filter(|light| Verdict::of(light) == judgement.verdict)
        else {
            let name = judgement.verdict.name().get(self.paint.lang).to_string();
            return match judgement.verdict {
                Verdict::NotDue => ("2", "○", name),
                // Several lights are possible and don't agree.
                Verdict::NoData => ("2", "?", self.said().not_decided.to_string()),
                _ => ("2", "?", name),
            };
        };
        let code = match light.colour.as_str() {
            "green" => "32",
            "amber" => "33",
            "red" => "31",
            "blue" => "34",
            _ => "2",
        };
        let shape = match light.shape.as_str() {
            "check" => "✓",
            "circle" => "●",
            "triangle" => "▲",
            "square" => "■",
            "diamond" => "◆",
            _ => "–",
        };
        let english = light.label.filter(|_| self.paint.lang == Lang::En);
        (code, shape, english.unwrap_or(light.name).to_string())
    }
}

impl Shown<'_> {
    fn owners_of(&self, found: &TargetProgress) -> Vec<Owner> {
        let program = self.view.program();
        program.owners(program.target(found.target)).named().to_vec()
    }

    /// What holds of all targets.
    fn about(&self) -> String {
        let said = self.view.said();
        let mut about: Vec<String> = self.due.map(|year| fill(said.due, &[("year", &year)])).into_iter().collect();
        about.extend(self.ownerless.then(|| said.no_owner_at_all.to_string()));
        self.view.paint.tint("2", &about.join(self.view.either("；", "; ")))
    }

    /// The targets under their actions, in the order of the text.
    fn actions(&self, found: &[&TargetProgress], table: &mut Table) {
        let program = self.view.program();
        let action = |found: &TargetProgress| program.target(found.target).action;
        for group in found.chunk_by(|a, b| action(a) == action(b)) {
            let heading = match action(group[0]) {
                Some(id) => self.action(id),
                None => self.view.said().whole_plan.to_string(),
            };
            table.line(String::new());
            table.line(self.view.paint.tint("1", &heading));
            let shared = self.owners_of(group[0]);
            let is_shared = group.iter().all(|found| self.owners_of(found) == shared);
            if is_shared && !self.ownerless {
                self.lines(&self.owners(&shared), 2, table);
            }
            for found in group {
                self.row(found, None, table);
                if !is_shared {
                    self.lines(&self.owners(&self.owners_of(found)), super::row::INDENT, table);
                }
            }
        }
    }

    /// The targets under each body that answers for them; those without one come last.
    fn units(&self, found: &[&TargetProgress], question: &PlanQuestion, table: &mut Table) {
        let program = self.view.program();
        let mut parties: Vec<PartyId> = Vec::new();
        for owner in found.iter().flat_map(|found| self.owners_of(found)) {
            if !parties.contains(&owner.party) && question.unit.is_none_or(|unit| unit == owner.party) {
                parties.push(owner.party);
            }
        }
        for party in parties.into_iter().map(Some).chain([None]) {
            let is_of = |found: &&&TargetProgress| match party {
                Some(party) => self.owners_of(found).iter().any(|owner| owner.party == party),
                None => self.owners_of(found).is_empty(),
            };
            let mine: Vec<&TargetProgress> = found.iter().filter(is_of).copied().collect();
            if mine.is_empty() {
                continue;
            }
            let lang = self.view.paint.lang;
            let name = party.map_or(self.view.said().no_owner, |party| program.party(party).head.shown(lang));
            table.line(String::new());
            table.line(format!("{}  {}", self.view.paint.tint("1", name), self.view.tally(&mine)));
            for found in mine {
                let action = program.target(found.target).action.map(|id| self.action(id));
                let role = party.and_then(|party| self.role(&self.owners_of(found), party));
                let about: Vec<String> = action.into_iter().chain(role.map(str::to_string)).collect();
                self.row(found, Some(about.join(self.view.either("，", ", "))), table);
            }
        }
    }

    fn action(&self, id: ActionId) -> String {
        let action = self.view.program().action(id);
        format!("{} {}", action.number, action.head.shown(self.view.paint.lang)).trim().to_string()
    }

    /// What a body does for a target, where the text tells leading from supporting.
    fn role(&self, owners: &[Owner], party: PartyId) -> Option<&'static str> {
        let own = owners.iter().find(|owner| owner.party == party)?;
        let is_told = owners.iter().any(|owner| owner.lead);
        is_told.then(|| if own.lead { self.view.said().leads } else { self.view.said().supports })
    }

    /// Who leads and who supports; where the text names nobody as leading, all are responsible together.
    fn owners(&self, owners: &[Owner]) -> String {
        let said = self.view.said();
        if owners.is_empty() {
            return said.no_owner.to_string();
        }
        let names = |lead: bool| {
            let those = owners.iter().filter(|owner| owner.lead == lead);
            let names = those.map(|owner| self.view.program().party(owner.party).head.shown(self.view.paint.lang));
            names.collect::<Vec<&str>>().join(self.view.either("、", "; "))
        };
        let (lead, others) = (names(true), names(false));
        match (lead.is_empty(), others.is_empty()) {
            (true, _) => fill(said.responsible, &[("names", &others)]),
            (false, true) => fill(said.lead, &[("names", &lead)]),
            (false, false) => {
                let parts = [fill(said.lead, &[("names", &lead)]), fill(said.supporting, &[("names", &others)])];
                parts.join(self.view.either("；", "; "))
            }
        }
    }

    /// Further lines below a row, in the shade of what is read second.
    pub(super) fn lines(&self, text: &str, indent: usize, table: &mut Table) {
        for line in wrapped(text, self.view.width.saturating_sub(indent)) {
            table.line(format!("{}{}", " ".repeat(indent), self.view.paint.tint("2", &line)));
        }
    }
}
