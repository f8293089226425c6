//! What rules are compiled to, as text.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array};
use wuwei_columnar::{Frame, Question, Run};
use wuwei_ir::{Date, Program};

use super::edges::{library, table, whole};

fn plan(program: &Program, columns: &[(&str, ArrayRef)], statuses: &[&str], scores: &[&str]) -> String {
    let table = table(program, "企业", columns);
    let frame = Frame::new(program, Date::parse("2025-06-30").unwrap(), table, None).unwrap();
    let group = |name: &&str| {
        let at = program.groups.iter().position(|group| group.name.as_str() == *name).unwrap();
        wuwei_ir::GroupId::from_index(at)
    };
    let question = Question {
        statuses: statuses.iter().map(group).collect(),
        scores: scores.iter().map(group).collect(),
        ..Question::default()
    };
    let run = Run::new(&frame, &question, &[]);
    assert_eq!(run.by_rows(), []);
    numbered(&run.plan())
}

/// Nodes numbered from one, so that what was built on the way and isn't needed doesn't show.
fn numbered(plan: &str) -> String {
    let mut known: Vec<&str> = Vec::new();
    let mut out = String::new();
    let mut rest = plan;
    while let Some(at) = rest.find('%') {
        let (before, name) = rest.split_at(at);
        let end = name[1..].find(|c: char| !c.is_ascii_digit()).map_or(name.len(), |end| end + 1);
        let (name, after) = name.split_at(end);
        let number = known.iter().position(|known| *known == name).unwrap_or_else(|| {
            known.push(name);
            known.len() - 1
        });
        out.push_str(&format!("{before}%{}", number + 1));
        rest = after;
    }
    out + rest
}

const FACTS: &str = "  甲 : 元 \"A\" { range 0 元 .. 1 亿元 }\n  乙 : 元 \"B\" { range 1 元 .. 1 亿元 }";

fn columns() -> [(&'static str, ArrayRef); 2] {
    [("甲", whole(&[0, 500, 100])), ("乙", whole(&[100, 100, 200]))]
}

#[test]
fn a_table_of_bands_on_a_ratio_is_one_ladder() {
    let rules = "value 级 \"Steps\" of 企业 is by 甲 / 乙 { >= 300% : 3 分  >= 100% : 2 分  > 0% : 1 分  else : 0 分 }";
    let library = library(FACTS, rules);
    let found = plan(library.program(), &columns(), &[], &["级"]);
    let expected = "\
%1 = column 甲   [0, 32767]
%2 = column 乙   [1, 32767]
%3 = ladder %1 %2 from 0 { 1x >= 1: +1, 1x >= 1y + 0: +1, 1x >= 3y + 0: +1 }   [0, 3]
";
    assert_eq!(found, expected);
}

#[test]
fn an_exact_value_has_one_node_for_both_ends() {
    let library = library(FACTS, "value 和 \"Sum\" of 企业 is 甲 + 乙");
    let found = plan(library.program(), &columns(), &[], &["和"]);
    let expected = "\
%1 = column 甲   [0, 32767]
%2 = column 乙   [1, 32767]
%3 = add %1 %2   [1, 65534]
";
    assert_eq!(found, expected);
    let some: ArrayRef = Arc::new(Int64Array::from(vec![Some(1), None, Some(3)]));
    let found = plan(library.program(), &[("甲", some), ("乙", whole(&[1, 1, 1]))], &[], &["和"]);
    // Where one of the two isn't known each end is computed.
    let expected = "\
%1 = known 甲
%2 = column 甲   [1, 127]
%3 = select %1 %2 0   [0, 127]
%4 = select %1 %2 10000000000   [1, 10000000000]
%5 = column 乙   [1, 127]
%6 = add %3 %5   [1, 254]
%7 = add %4 %5   [2, 10000000127]
";
    assert_eq!(found, expected);
}

#[test]
fn what_bounds_settle_is_not_computed() {
    let library = library(FACTS, "status 富 \"Rich\" of 企业 { 甲 >= 0 元   乙 <= 1 亿元 }");
    assert_eq!(plan(library.program(), &columns(), &["富"], &[]), "%1 = pack true   [0, 1]\n");
}

#[test]
fn what_two_rules_share_is_computed_once() {
    let rules =
        "status 一 \"One\" of 企业 { 甲 + 乙 >= 5 元 }\nstatus 二 \"Two\" of 企业 { 甲 + 乙 >= 5 元   甲 > 3 元 }";
    let library = library(FACTS, rules);
    let expected = "\
%1 = column 甲   [0, 32767]
%2 = column 乙   [1, 32767]
%3 = add %1 %2   [1, 65534]
%4 = %3 < 500
%5 = not %4
%6 = pack %5   [0, 1]
%7 = %1 < 301
%8 = not %7
%9 = and %5 %8
%10 = pack %9   [0, 1]
%11 = pack %5 false %9   [0, 7]
";
    assert_eq!(plan(library.program(), &columns(), &["一", "二"], &[]), expected);
}
