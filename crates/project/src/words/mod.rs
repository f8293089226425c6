//! The words that people see, one file per language. What documents and diagnostics say comes with them; this is the rest.

mod advise;
mod bundle;
mod en;
mod explain;
mod plan;
mod questions;
mod simulation;
mod theorem;
mod zh;

use wuwei_engine::Verdict;
use wuwei_ir::Basis;
use wuwei_source::Lang;

pub use advise::{AdviseWords, advise_words};
pub use bundle::{BundleWords, bundle_words};
pub use explain::{ExplainWords, explain_words};
pub use plan::{PlanWords, plan_words};
pub use questions::{QuestionWords, question_words};
pub use simulation::{SimulationWords, simulation_words};
pub use theorem::{TheoremWords, theorem_words};

/// The words of a language. A field missing in one of them doesn't compile. `{name}` stands for what [`fill`] puts there.
#[derive(Debug)]
#[allow(missing_docs, reason = "each field is named for what it says")]
pub struct Words {
    pub yes: &'static str,
    pub no: &'static str,
    pub unknown: &'static str,
    pub not_applicable: &'static str,
    pub not_computable: &'static str,
    pub official: &'static str,
    pub secondary: &'static str,
    pub elsewhere: &'static str,
    pub assumed: &'static str,
    pub not_in_force: &'static str,
    pub amount: &'static str,
    pub not_known: &'static str,
    pub related: &'static str,
    pub related_open: &'static str,
    pub points_of: &'static str,
    pub basis_is: &'static str,
    pub deeper: &'static str,
    pub document: &'static str,
    pub article: &'static str,
    pub applies_when: &'static str,
    pub pays: &'static str,
    pub pays_at_most: &'static str,
    pub any_of: &'static str,
    pub at_least_of: &'static str,
    pub otherwise: &'static str,
    pub larger_of: &'static str,
    pub used_by: &'static str,
    pub target: &'static str,
    pub compiled: &'static str,
    pub no_findings: &'static str,
    pub findings: &'static str,
    pub tested: &'static str,
    pub laid_out: &'static str,
    pub not_laid_out: &'static str,
    pub rows: &'static str,
    pub mechanisms_open: &'static str,
    pub reading: &'static str,
    pub evaluating: &'static str,
    pub more_problems: &'static str,
    pub loaded: &'static str,
    pub rejected: &'static str,
    pub nothing_written: &'static str,
    pub template_written: &'static str,
    pub made_up: &'static str,
    pub rows_written: &'static str,
    pub wrong: &'static str,
    pub right: &'static str,
    pub on_day: &'static str,
    pub statuses: &'static str,
    pub scores: &'static str,
    pub out_of: &'static str,
    pub needs: &'static str,
    pub needs_more: &'static str,
    pub lane_automatic: &'static str,
    pub lane_apply: &'static str,
    pub lane_incomplete: &'static str,
    pub excluded: &'static str,
    pub in_all: &'static str,
    pub kind_counted: &'static str,
    pub eligible: &'static str,
    pub maybe_eligible: &'static str,
    pub by_district: &'static str,
    pub subjects: &'static str,
    pub and_more: &'static str,
    pub tour_library: &'static str,
    pub tour_targets: &'static str,
    pub tour_policy: &'static str,
    pub tour_one: &'static str,
    pub tour_why: &'static str,
    pub tour_next: &'static str,
    pub tour_city: &'static str,
    pub tour_sums: &'static str,
    pub met: &'static str,
    pub to_go: &'static str,
    pub no_value: &'static str,
    pub tour_unshown: &'static str,
    pub in_force: &'static str,
    pub in_force_until: &'static str,
    pub concerns: &'static str,
    pub from_budget: &'static str,
    pub payer: &'static str,
    pub handled_by: &'static str,
    pub papers: &'static str,
    pub automatic: &'static str,
    pub paid_yearly: &'static str,
    pub paid_once: &'static str,
    pub paid_once_per: &'static str,
    pub paid_monthly: &'static str,
    pub paid_months: &'static str,
    pub stacks_at_most_one: &'static str,
    pub stacks_highest: &'static str,
    pub stacks_limit: &'static str,
    pub at_most_one: &'static str,
    pub the_highest: &'static str,
    pub limit_per_year: &'static str,
    pub limit_in_total: &'static str,
    pub published: &'static str,
    pub computed_where: &'static str,
    pub computed_counts: &'static str,
    pub computed_sums: &'static str,
    pub each_year: &'static str,
    pub holder: &'static str,
    pub lead: &'static str,
    pub serves: &'static str,
    pub also_called: &'static str,
    pub open: &'static str,
    pub issuers: &'static str,
    pub implements: &'static str,
    pub replaces: &'static str,
    pub source: &'static str,
    pub each_year_fact: &'static str,
    pub from_expert: &'static str,
    pub may_be_none: &'static str,
    pub today: &'static str,
    pub from_to: &'static str,
    pub give_way: &'static str,
    pub in_all_stacked: &'static str,
    pub indicators_counted: &'static str,
    pub unplaced: &'static str,
    pub lane_excluded: &'static str,
    pub limited: &'static str,
    pub tour_unseen: &'static str,
    pub in_conflict: &'static str,
    pub tour_in_all: &'static str,
    pub no_rows: &'static str,
    pub nothing_written_whole: &'static str,
    pub and_others: &'static str,
    pub one_year: &'static str,
    pub up_to_means: &'static str,
    pub within: &'static str,
    pub contains: &'static str,
    pub values: &'static str,
    pub kinds: &'static [(&'static str, &'static str)],
    pub columns: &'static [(&'static str, &'static str)],
}

impl Words {
    /// The word for a verdict.
    pub fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Yes => self.yes,
            Verdict::No => self.no,
            Verdict::Unknown => self.unknown,
            Verdict::NotApplicable => self.not_applicable,
            Verdict::NotComputable => self.not_computable,
        }
    }

    /// The word for a kind of item, indicator, type or level, from the word that JSON has for it.
    pub fn kind<'a>(&self, word: &'a str) -> &'a str {
        self.kinds.iter().find(|(known, _)| *known == word).map_or(word, |(_, text)| text)
    }

    /// The title of a column.
    pub fn column(&self, name: &'static str) -> &'static str {
        self.columns.iter().find(|(known, _)| *known == name).map_or(name, |(_, title)| title)
    }

    /// The word for a basis.
    pub fn basis(&self, basis: Basis) -> &'static str {
        match basis {
            Basis::Official => self.official,
            Basis::Secondary => self.secondary,
            Basis::Elsewhere => self.elsewhere,
            Basis::Assumed => self.assumed,
        }
    }
}

/// The words of a language.
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Zh => &zh::WORDS,
        Lang::En => &en::WORDS,
    }
}

/// Puts values where a text has `{name}`, and a plural's ending where it has `{name|s}`.
pub fn fill(text: &str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
    values.iter().fold(text.to_string(), |text, (name, value)| {
        let value = value.to_string();
        let ending = if value == "1" { "" } else { "s" };
        text.replace(&format!("{{{name}|s}}"), ending).replace(&format!("{{{name}}}"), &value)
    })
}
