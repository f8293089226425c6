//! What each responsible body carries.

use wuwei_plan::cascade::{Limits, loads};

use super::small::{Case, action, day, document, plan};

fn actions(counts: [usize; 5], lead: &str) -> String {
    let bodies = ["甲局", "乙局", "丙局", "丁局", "戊局"];
    let most = counts.iter().copied().max().unwrap();
    let named = |n: usize| {
        bodies.iter().zip(counts).filter(move |(_, count)| *count > n).map(|(body, _)| format!("{body}{lead}"))
    };
    let owners = |n: usize| format!("owners {}", named(n).collect::<Vec<_>>().join(", "));
    (0..most).map(|n| action(&format!("行动{}", char::from(b'A' + n as u8)), &owners(n))).collect()
}

#[test]
fn one_that_carries_far_more_than_its_like_is_named() {
    let with = |counts: [usize; 5]| {
        let text = actions(counts, "");
        Case::new(&[plan("a", "朝阳区", "", &text)], "").found("party-overloaded")
    };
    assert_eq!(
        with([9, 2, 1, 1, 1]),
        [
            "warning 100%: 甲局负责（原文没有标牵头） 9 项行动、0 个目标，一年内到期 0 个；同级 5 个单位的常见上限是 5 项"
        ]
    );
    assert!(with([3, 2, 1, 1, 1]).is_empty());
    assert!(with([9, 9, 9, 9, 9]).is_empty(), "where all carry much, nobody stands out");
    assert!(with([9, 1, 1, 0, 0]).is_empty(), "three bodies have no distribution");
}

#[test]
fn leads_count_where_the_text_marks_them_and_the_limit_can_be_given() {
    let text = actions([9, 2, 1, 1, 1], " (lead)");
    let case = Case::new(&[plan("a", "朝阳区", "", &text)], "");
    assert!(case.found("party-overloaded")[0].starts_with("warning 100%: 甲局牵头 9 项行动"));
    let limited = case.align_with(&Limits { load: Some(1), ..Limits::default() });
    assert_eq!(limited.iter().filter(|one| one.id == "party-overloaded").count(), 2);
}

#[test]
fn the_table_counts_leads_support_targets_and_what_is_due() {
    let text =
        action("一行动", "owners 甲局 (lead), 乙局\ntarget 企业数 >= 5 户 by 2026\ntarget 产值 >= 5 亿元 by 2027")
            + &action("二行动", "owners 乙局\ntarget 概念中心数 >= 5 个 by 2026 { owners 丙局 }");
    let case = Case::new(&[plan("a", "朝阳区", "", &text)], "");
    let table = loads(case.program(), &[document(case.program(), "small.a")], day("2026-06-30"));
    let rows: Vec<_> = table
        .iter()
        .map(|row| {
            let name = case.program().party(row.party).head.name.as_str();
            (name, row.level.word(), row.leads, row.supports, row.targets.len(), row.due_within_a_year)
        })
        .collect();
    assert_eq!(
        rows,
        [("乙局", "district", 0, 2, 2, 1), ("甲局", "district", 1, 0, 2, 1), ("丙局", "district", 0, 0, 1, 1)]
    );
}
