//! Advice as lines of text.

use wuwei_engine::Verdict;
use wuwei_ir::Type;
use wuwei_reason::{ChangedFact, Hindrance, Obstacle, Proposal};
use wuwei_source::Lang;

use super::{Advised, shown_effort};
use crate::explain::lines;
use crate::values::show_literal;
use crate::words::{advise_words, fill, words};

impl Advised<'_> {
    /// The advice in sentences; with `proofs`, each proposal with its whole proof.
    pub fn text(&self, proofs: bool) -> String {
        let words = advise_words(self.lang);
        let colon = if self.lang == Lang::Zh { "：" } else { ": " };
        let mut out = format!("{} {}  {}\n", self.called.map_or("", |name| name.as_str()), self.key, self.today);
        out += &format!("{}{colon}{}\n", self.tint("1", &self.goal()), self.verdict());
        if self.advice.already() {
            out += &format!("{}\n", words.already);
            return out;
        }
        for (n, proposal) in self.advice.proposals.iter().enumerate() {
            out += &self.proposal(n + 1, proposal, proofs);
        }
        self.obstacles(&mut out);
        if !self.advice.unknown.is_empty() {
            let facts: Vec<String> = self.advice.unknown.iter().map(|(fact, year)| self.fact(*fact, *year)).collect();
            out += &format!("\n{}\n", fill(words.learn_first, &[("facts", &facts.join(words.join))]));
        }
        if !self.advice.complete && !self.advice.proposals.is_empty() {
            out += &format!("\n{}\n", words.incomplete);
        }
        if !self.advice.proposals.is_empty() {
            out += &format!("\n※ {}\n", words.efforts_are);
        }
        out
    }

    fn tint(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
    }

    fn verdict(&self) -> &'static str {
        let words = words(self.lang);
        match self.advice.verdict {
            Verdict::Yes => words.yes,
            Verdict::No => words.no,
            Verdict::Unknown => words.unknown,
            Verdict::NotApplicable => words.not_applicable,
            Verdict::NotComputable => words.not_computable,
        }
    }

    fn proposal(&self, n: usize, proposal: &Proposal, proofs: bool) -> String {
        let words = advise_words(self.lang);
        let program = self.library.program();
        let comma = if self.lang == Lang::Zh { "，" } else { ", " };
        let when = if proposal.day == self.today {
            words.from_today.to_string()
        } else {
            fill(words.from_day, &[("day", &proposal.day)])
        };
        let effort = fill(words.effort, &[("effort", &shown_effort(proposal.effort))]);
        let sure = if proposal.optimal { words.best } else { words.not_best };
        let title = fill(words.way, &[("n", &n)]);
        let mut out = format!("\n{}  {}\n", self.tint("1", &title), [&effort, &when, sure].join(comma));
        if proposal.steps.is_empty() {
            out += &format!("  {}\n", words.nothing_to_do);
        }
        for step in proposal.steps.iter().filter(|step| !step.follows) {
            let effort = fill(words.effort, &[("effort", &shown_effort(step.effort))]);
            out += &format!("  {}  {}\n", self.step(step), self.tint("2", &effort));
        }
        let follows: Vec<String> =
            proposal.steps.iter().filter(|step| step.follows).map(|step| self.step(step)).collect();
        if !follows.is_empty() {
            let joined = follows.join(if self.lang == Lang::Zh { "；" } else { "; " });
            out += &format!("  {}\n", self.tint("2", &fill(words.moves_with, &[("facts", &joined)])));
        }
        let turned = self.turned(proposal);
        if !turned.is_empty() {
            out += &format!("  {}\n", fill(words.then, &[("day", &proposal.day)]));
        }
        for turned in turned {
            let was = fill(words.was, &[("before", &turned.before)]);
            out += &format!("    {} {}{}\n", self.tint("32", "✓"), turned.text, self.tint("2", &format!("  [{was}]")));
        }
        let figures = self.figures(proposal.assumes.iter().map(|(_, fact, year)| (*fact, *year)));
        if !figures.is_empty() {
            let facts = fill(words.as_before, &[("figures", &figures)]);
            out += &format!("  {}\n", fill(words.assumed, &[("facts", &facts)]));
        }
        if proofs {
            out += &format!("  {}\n", words.proof);
            let changed = proposal.population(program, self.population, self.row, self.today);
            let (explanation, trace) = self.proof(proposal, &changed);
            for line in lines(&explanation, &trace) {
                out += &format!("    {line}\n");
            }
        }
        out
    }

    /// `研发费用（2025 年）：152万元 → 200万元（多 48万元）`
    pub fn step(&self, step: &ChangedFact) -> String {
        let words = advise_words(self.lang);
        let program = self.library.program();
        let fact = program.fact(step.fact);
        let show = |literal| show_literal(program, fact.ty, Some(fact.unit), literal, self.lang);
        let mut text =
            format!("{}{}{} → {}", self.fact(step.fact, step.year), self.colon(), show(step.from), show(step.to));
        if let (wuwei_ir::Literal::Number(from), wuwei_ir::Literal::Number(to)) = (step.from, step.to)
            && matches!(fact.ty, Type::Quantity(_) | Type::Ratio)
            && let Some(much) = to.sub(from)
        {
            let (much, word) =
                if much.signum() < 0 { (much.neg().unwrap_or(much), words.less) } else { (much, words.more) };
            let much = fill(word, &[("much", &show(wuwei_ir::Literal::Number(much)))]);
            text += &if self.lang == Lang::Zh { format!("（{much}）") } else { format!(" ({much})") };
        }
        text
    }

    fn colon(&self) -> &'static str {
        if self.lang == Lang::Zh { "：" } else { ": " }
    }

    fn obstacles(&self, out: &mut String) {
        let words = advise_words(self.lang);
        if self.advice.proposals.is_empty() {
            let none = fill(words.no_way, &[("until", &self.advice.until)]);
            let cut = self.advice.obstacles.iter().any(|obstacle| obstacle.kind == Hindrance::Cut);
            *out += &format!("\n{}\n", if cut { words.no_way_found } else { &none });
        }
        if self.advice.obstacles.is_empty() {
            return;
        }
        let head = match self.advice.earliest {
            Some(earliest) => fill(words.not_before, &[("day", &earliest)]),
            None => words.because.to_string(),
        };
        *out += &format!("{}{head}\n", if self.advice.proposals.is_empty() { "" } else { "\n" });
        for obstacle in &self.advice.obstacles {
            *out += &format!("  · {}\n", self.obstacle(obstacle));
        }
    }

    /// One obstacle as a sentence.
    pub fn obstacle(&self, obstacle: &Obstacle) -> String {
        let words = advise_words(self.lang);
        let condition = self.condition(obstacle);
        let name = self.library.program().item(obstacle.item).head.shown(self.lang);
        let mut text = match &obstacle.kind {
            Hindrance::NotInForce => fill(words.not_in_force, &[("day", &obstacle.day)]),
            Hindrance::NotConcerned => fill(words.not_concerned, &[("name", &name)]),
            Hindrance::Paid => fill(words.paid, &[("name", &name)]),
            Hindrance::Time if obstacle.expr.is_none() => fill(words.out_of_reach, &[("goal", &self.goal())]),
            Hindrance::Time => condition,
            Hindrance::Others => fill(words.others, &[("condition", &condition)]),
            Hindrance::Unknown(gaps) => {
                let facts: Vec<String> = gaps.iter().map(|gap| gap.shown(self.library.program(), self.lang)).collect();
                fill(words.unknown, &[("condition", &condition), ("facts", &facts.join(words.join))])
            }
            Hindrance::Limits => fill(words.limits, &[("condition", &condition)]),
            Hindrance::Given => fill(words.given, &[("condition", &condition)]),
            Hindrance::Together => words.together.to_string(),
            Hindrance::Cut => words.cut.to_string(),
        };
        if !obstacle.past.is_empty() && !matches!(obstacle.kind, Hindrance::Unknown(_)) {
            text += &fill(words.past, &[("figures", &self.figures(obstacle.past.iter().copied()))]);
        }
        text
    }
}
