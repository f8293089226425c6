//! What the compiler can complain about: one file per kind, with its facts, its words in both languages and its page.

mod about_in_condition;
mod action_without_owner;
mod ambiguous_month_arithmetic;
mod ambiguous_name;
mod bad_exponent;
mod band_gap;
mod band_order;
mod band_overlap;
mod benefit_pays_nothing;
mod benefit_without_condition;
mod benefit_without_payer;
mod conflicting_exceptions;
mod cyclic_definition;
mod cyclic_region;
mod deadline_outside_plan;
mod duplicate_member;
mod duplicate_name;
mod duplicate_owner;
mod effort_not_positive;
mod effort_on_given_fact;
mod empty_block;
mod empty_scale;
mod exception_elsewhere;
mod failing_test;
mod force_dates_reversed;
mod founding_unknown;
mod growth_over_related;
mod impossible_count;
mod indicator_without_kind;
mod invalid_code;
mod invalid_date;
mod invalid_region_code;
mod literal_out_of_range;
mod literal_without_unit;
mod missing_clause;
mod missing_document;
mod missing_else;
mod missing_heading;
mod missing_period;
mod money_against_ratio;
mod name_out_of_scope;
mod needless_month_end;
mod needless_period;
mod new_in_reform;
mod none_not_allowed;
mod not_a_condition;
mod not_a_reference;
mod not_an_expert_fact;
mod not_in_reformed;
mod overlapping_versions;
mod part_without_weight;
mod plan_without_period;
mod points_exceed_part;
mod reform_elsewhere;
mod reform_without_effect;
mod region_code_mismatch;
mod reversed_range;
mod score_parts_sum;
mod table_row_length;
mod target_unit;
mod target_without_date;
mod target_without_owner;
mod test_expects_nothing;
mod test_without_date;
mod test_without_subject;
mod too_many_choices;
mod type_mismatch;
mod unit_mismatch;
mod units_do_not_mix;
mod unknown_action;
mod unknown_basis;
mod unknown_choice;
mod unknown_document;
mod unknown_fact;
mod unknown_mechanism;
mod unknown_name;
mod unknown_part;
mod unknown_party;
mod unknown_region;
mod unknown_relation;
mod unknown_type;
mod unknown_unit;
mod unordered_comparison;
mod unreachable_case;
mod version_type_mismatch;
mod weight_without_part;
mod weights_need_choices;
mod weights_row_length;
mod weights_sum;
mod wrong_companion;
mod wrong_effort;
mod wrong_kind;
mod wrong_literal;
mod wrong_rule;
mod wrong_span_of_years;
mod wrong_subject;
mod wrong_years;

pub(crate) use about_in_condition::about_in_condition;
pub(crate) use action_without_owner::action_without_owner;
pub(crate) use ambiguous_month_arithmetic::ambiguous_month_arithmetic;
pub(crate) use ambiguous_name::ambiguous_name;
pub(crate) use bad_exponent::bad_exponent;
pub(crate) use band_gap::band_gap;
pub(crate) use band_order::band_order;
pub(crate) use band_overlap::band_overlap;
pub(crate) use benefit_pays_nothing::benefit_pays_nothing;
pub(crate) use benefit_without_condition::benefit_without_condition;
pub(crate) use benefit_without_payer::benefit_without_payer;
pub(crate) use conflicting_exceptions::conflicting_exceptions;
pub(crate) use cyclic_definition::cyclic_definition;
pub(crate) use cyclic_region::cyclic_region;
pub(crate) use deadline_outside_plan::deadline_outside_plan;
pub(crate) use duplicate_member::duplicate_member;
pub(crate) use duplicate_name::duplicate_name;
pub(crate) use duplicate_owner::duplicate_owner;
pub(crate) use effort_not_positive::effort_not_positive;
pub(crate) use effort_on_given_fact::effort_on_given_fact;
pub(crate) use empty_block::empty_block;
pub(crate) use empty_scale::empty_scale;
pub(crate) use exception_elsewhere::exception_elsewhere;
pub use failing_test::failing_test;
pub(crate) use force_dates_reversed::force_dates_reversed;
pub(crate) use founding_unknown::founding_unknown;
pub(crate) use growth_over_related::growth_over_related;
pub(crate) use impossible_count::impossible_count;
pub(crate) use indicator_without_kind::indicator_without_kind;
pub(crate) use invalid_code::invalid_code;
pub(crate) use invalid_date::invalid_date;
pub(crate) use invalid_region_code::invalid_region_code;
pub(crate) use literal_out_of_range::literal_out_of_range;
pub(crate) use literal_without_unit::literal_without_unit;
pub(crate) use missing_clause::missing_clause;
pub(crate) use missing_document::missing_document;
pub(crate) use missing_else::missing_else;
pub(crate) use missing_heading::missing_heading;
pub(crate) use missing_period::missing_period;
pub(crate) use money_against_ratio::money_against_ratio;
pub(crate) use name_out_of_scope::name_out_of_scope;
pub(crate) use needless_month_end::needless_month_end;
pub(crate) use needless_period::needless_period;
pub(crate) use new_in_reform::new_in_reform;
pub(crate) use none_not_allowed::none_not_allowed;
pub(crate) use not_a_condition::not_a_condition;
pub(crate) use not_a_reference::not_a_reference;
pub(crate) use not_an_expert_fact::not_an_expert_fact;
pub(crate) use not_in_reformed::not_in_reformed;
pub(crate) use overlapping_versions::overlapping_versions;
pub(crate) use part_without_weight::part_without_weight;
pub(crate) use plan_without_period::plan_without_period;
pub(crate) use points_exceed_part::points_exceed_part;
pub(crate) use reform_elsewhere::reform_elsewhere;
pub(crate) use reform_without_effect::reform_without_effect;
pub(crate) use region_code_mismatch::region_code_mismatch;
pub(crate) use reversed_range::reversed_range;
pub(crate) use score_parts_sum::score_parts_sum;
pub(crate) use table_row_length::table_row_length;
pub(crate) use target_unit::target_unit;
pub(crate) use target_without_date::target_without_date;
pub(crate) use target_without_owner::target_without_owner;
pub(crate) use test_expects_nothing::test_expects_nothing;
pub(crate) use test_without_date::test_without_date;
pub(crate) use test_without_subject::test_without_subject;
pub(crate) use too_many_choices::too_many_choices;
pub(crate) use type_mismatch::{of_another_fact, type_mismatch};
pub(crate) use unit_mismatch::unit_mismatch;
pub(crate) use units_do_not_mix::units_do_not_mix;
pub(crate) use unknown_action::unknown_action;
pub(crate) use unknown_basis::unknown_basis;
pub(crate) use unknown_choice::unknown_choice;
pub(crate) use unknown_document::unknown_document;
pub(crate) use unknown_fact::unknown_fact;
pub(crate) use unknown_mechanism::unknown_mechanism;
pub(crate) use unknown_name::{unknown_name, unknown_operand};
pub(crate) use unknown_part::unknown_part;
pub(crate) use unknown_party::unknown_party;
pub(crate) use unknown_region::unknown_region;
pub(crate) use unknown_relation::unknown_relation;
pub(crate) use unknown_type::unknown_type;
pub(crate) use unknown_unit::unknown_unit;
pub(crate) use unordered_comparison::unordered_comparison;
pub(crate) use unreachable_case::unreachable_case;
pub(crate) use version_type_mismatch::version_type_mismatch;
pub(crate) use weight_without_part::weight_without_part;
pub(crate) use weights_need_choices::weights_need_choices;
pub(crate) use weights_row_length::weights_row_length;
pub(crate) use weights_sum::weights_sum;
pub(crate) use wrong_companion::wrong_companion;
pub(crate) use wrong_effort::wrong_effort;
pub(crate) use wrong_kind::wrong_kind;
pub(crate) use wrong_literal::wrong_literal;
pub(crate) use wrong_rule::wrong_rule;
pub(crate) use wrong_span_of_years::wrong_span_of_years;
pub(crate) use wrong_subject::wrong_subject;
pub(crate) use wrong_years::wrong_years;

use wuwei_ir::Dim;
use wuwei_source::{Diagnostic, Name, Page, Text, did_you_mean, list_some};

/// The page beside a diagnostic's file.
macro_rules! page {
    ($id:literal) => {
        wuwei_source::Page { id: $id, text: include_str!(concat!($id, ".md")) }
    };
}
use page;

/// The kind that only says that a name is nowhere.
pub(crate) const UNKNOWN_NAME: &str = unknown_name::PAGE.id;
pub(crate) const UNKNOWN_REGION: &str = unknown_region::PAGE.id;

const OWN_PAGES: &[Page] = &[
    about_in_condition::PAGE,
    action_without_owner::PAGE,
    ambiguous_month_arithmetic::PAGE,
    ambiguous_name::PAGE,
    bad_exponent::PAGE,
    band_gap::PAGE,
    band_order::PAGE,
    band_overlap::PAGE,
    benefit_pays_nothing::PAGE,
    benefit_without_condition::PAGE,
    benefit_without_payer::PAGE,
    conflicting_exceptions::PAGE,
    cyclic_definition::PAGE,
    cyclic_region::PAGE,
    deadline_outside_plan::PAGE,
    duplicate_member::PAGE,
    duplicate_name::PAGE,
    duplicate_owner::PAGE,
    effort_not_positive::PAGE,
    effort_on_given_fact::PAGE,
    empty_block::PAGE,
    empty_scale::PAGE,
    exception_elsewhere::PAGE,
    failing_test::PAGE,
    force_dates_reversed::PAGE,
    founding_unknown::PAGE,
    growth_over_related::PAGE,
    impossible_count::PAGE,
    indicator_without_kind::PAGE,
    invalid_code::PAGE,
    invalid_date::PAGE,
    invalid_region_code::PAGE,
    literal_out_of_range::PAGE,
    literal_without_unit::PAGE,
    missing_clause::PAGE,
    missing_document::PAGE,
    missing_else::PAGE,
    missing_heading::PAGE,
    missing_period::PAGE,
    money_against_ratio::PAGE,
    name_out_of_scope::PAGE,
    needless_month_end::PAGE,
    needless_period::PAGE,
    new_in_reform::PAGE,
    none_not_allowed::PAGE,
    not_a_condition::PAGE,
    not_a_reference::PAGE,
    not_an_expert_fact::PAGE,
    not_in_reformed::PAGE,
    overlapping_versions::PAGE,
    part_without_weight::PAGE,
    plan_without_period::PAGE,
    points_exceed_part::PAGE,
    reform_elsewhere::PAGE,
    reform_without_effect::PAGE,
    region_code_mismatch::PAGE,
    reversed_range::PAGE,
    score_parts_sum::PAGE,
    table_row_length::PAGE,
    target_unit::PAGE,
    target_without_date::PAGE,
    target_without_owner::PAGE,
    test_expects_nothing::PAGE,
    test_without_date::PAGE,
    test_without_subject::PAGE,
    too_many_choices::PAGE,
    type_mismatch::PAGE,
    unit_mismatch::PAGE,
    units_do_not_mix::PAGE,
    unknown_action::PAGE,
    unknown_basis::PAGE,
    unknown_choice::PAGE,
    unknown_document::PAGE,
    unknown_fact::PAGE,
    unknown_mechanism::PAGE,
    unknown_name::PAGE,
    unknown_part::PAGE,
    unknown_party::PAGE,
    unknown_region::PAGE,
    unknown_relation::PAGE,
    unknown_type::PAGE,
    unknown_unit::PAGE,
    unordered_comparison::PAGE,
    unreachable_case::PAGE,
    version_type_mismatch::PAGE,
    weight_without_part::PAGE,
    weights_need_choices::PAGE,
    weights_row_length::PAGE,
    weights_sum::PAGE,
    wrong_companion::PAGE,
    wrong_effort::PAGE,
    wrong_kind::PAGE,
    wrong_literal::PAGE,
    wrong_rule::PAGE,
    wrong_span_of_years::PAGE,
    wrong_subject::PAGE,
    wrong_years::PAGE,
];

/// The pages of all kinds, those of the reader included, by id.
pub fn pages() -> Vec<Page> {
    let mut pages: Vec<Page> = OWN_PAGES.iter().chain(wuwei_syntax::diagnostics::PAGES).copied().collect();
    pages.sort_by_key(|page| page.id);
    pages
}

/// Adds the names somebody may have meant, or else the valid choices.
fn suggest(diagnostic: Diagnostic, word: &str, known: Vec<Name>) -> Diagnostic {
    let last = word.rsplit('.').next().unwrap_or(word);
    let near = did_you_mean(last, known.iter().copied());
    if !near.is_empty() {
        let names: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
        return diagnostic.help(Text::new(
            format!("是不是要写 {}？", names.join("、")),
            format!("did you mean {}?", names.join(" or ")),
        ));
    }
    let (shown, more) = list_some(known);
    match (shown.is_empty(), more) {
        (true, _) => diagnostic,
        (false, 0) => diagnostic.help(Text::new(format!("可以写：{shown}"), format!("valid choices: {shown}"))),
        (false, more) => diagnostic.help(Text::new(
            format!("可以写：{shown}，以及另外 {more} 个"),
            format!("valid choices: {shown}, and {more} more"),
        )),
    }
}

/// What a dimension is called.
fn dim_words(dim: Dim) -> String {
    if dim == Dim::NONE {
        return "%".to_string();
    }
    dim.to_string()
}
