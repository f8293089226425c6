//! A library folder opened: compiled documents, diagnostics to show, tests to run, questions to answer.
//!
//! The command and every other front end use this crate and nothing below it. It sees the outside through the one small
//! trait [`World`].

mod advice;
mod ask;
mod diagnostics;
mod draft;
mod embedded;
mod explain;
mod files;
mod library;
mod list;
mod observations;
mod plan;
mod progress;
mod reasoning;
mod render;
mod show;
mod survey;
mod testing;
mod theorems;
mod values;
mod words;
mod world;

pub use advice::{Advised, Candidate, District, Turned, district_csv, goal_name, goal_number, shown_effort};
pub use ask::{Asked, AskedBenefit, AskedJson, AskedScore, AskedStatus, ask, decimal, ladder_step, text_fact};
pub use diagnostics::pages;
pub use draft::reform_text;
pub use explain::{
    Explanation, ExplanationParts, explain, explain_html, explain_parts, explain_whole, explanation_json, origin_json,
    show_origin,
};
pub use library::{Library, LibraryError};
pub use list::{Listing, Realised, list, realised};
pub use plan::{
    PlanQuestion, allocation_head, allocation_rule, allocation_undecided, observation_json, plan, plan_csv,
    plan_documents, plan_json, plan_xlsx, share_shown, trace_json,
};
pub use progress::{Published, progress, published};
pub use reasoning::{bundle_json, carried, counted_once, money_at_stake, open_facts, questions_json};
pub use render::{Format, render};
pub use show::show;
pub use survey::{
    BenefitTotals, Computed, Keyed, Kind, Links, Place, Side, StatusCounts, Survey, SurveyBenefit, SurveyCell,
    SurveyRow, Touched, district_of, facts_read, may_be_undecidable, renewed, shown_points, shown_yuan, survey,
    touched, visible_indicators,
};
pub use testing::{TestRun, run_test, run_tests, run_tests_in};
pub use theorems::{FindingLines, finding_lines, theorems, theorems_json, theorems_page};
pub use values::{show_literal, show_range, show_value, yuan};
pub use words::{
    AdviseWords, BundleWords, ExplainWords, PlanWords, QuestionWords, SimulationWords, TheoremWords, Words,
    advise_words, bundle_words, explain_words, fill, plan_words, question_words, simulation_words, theorem_words,
    words,
};
pub use world::{Memory, World};
pub use wuwei_plan::{Observation, Observations};
