//! Subjects that refer to others of their own kind, and to payments.

use std::sync::Arc;

use arrow_array::{ArrayRef, DictionaryArray, Int32Array, Int64Array, StringArray};
use wuwei_columnar::{Frame, Others, Run};
use wuwei_engine::{Evaluator, Row};
use wuwei_facts::{Population, Table};
use wuwei_ir::Date;

use super::compare::{difference, expected, question};
use super::edges::{equal, library, table, whole};
use super::tables::part;

const FACTS: &str = r#"  甲 : 元 "A"
  级 : one of 一 < 二 < 三 or none "Level"
  母 : 企业 or none "Parent"
  has 子 "Children" : list of 企业 by 母
  has 钱 "Awards" : list of 奖 by 谁
}
entity 奖 "Award" in 项 {
  key 奖号 : text "Number"
  额 : 元 "Amount" { range 0 元 .. 1 亿元 }
  谁 : 企业 or none "Whose"
}
entity 账 "Payment" in 项 ledger {
  key 账号 : text "Number"
  payee 收方 : text "Beneficiary"
  item 事项 : text "Benefit"
  reason 依据 : text or none "Reason"
  paid 年度 : year "Year"
  amount 付 : 元 "Amount" { range 0 元 .. 1 亿元 }"#;

const RULES: &str = r#"
status 有 "Some" of 企业 { exists 子 where { 甲 > 100 元 } }
status 多 "Many" of 企业 { (count of 子 where { 级 >= 二 }) >= 2 户 }
value 和 "Sum" of 企业 is sum of 甲 over 子
value 均 "Mean" of 企业 is average of 甲 over 子
value 大 "Largest" of 企业 is largest of 甲 over 子
value 母甲 "Parent's" of 企业 is 母.甲
value 母级 "Level" of 企业 is 母.级
value 母和 "Sum of the parent's" of 企业 is 母.和
value 母均 "Mean of the parent's" of 企业 is 母.均
status 母有 "Parent has" of 企业 { 母.有   母.级 >= 二 }
value 奖和 "Awards" of 企业 is sum of 额 over 钱
benefit 次 "Once" to 企业 { when 甲 >= 1 元   pays 100 元   once   payer 财政局 }
benefit 年 "Yearly" to 企业 { when 甲 >= 1 元   pays 甲 capped at 1 万元   yearly   payer 财政局 }
benefit 级奖 "Per level" to 企业 { when 甲 >= 1 元   pays 50 元   once per 级   payer 财政局 }
limit 共 "Limit" { members 次, 年, 级奖   at most 1000 元 per year }
"#;

fn names(all: &[Option<String>]) -> ArrayRef {
    let keys = Int32Array::from_iter((0..all.len()).map(|n| all[n].is_some().then_some(n as i32)));
    let values = StringArray::from_iter_values(all.iter().map(|name| name.as_deref().unwrap_or("")));
    Arc::new(DictionaryArray::new(keys, Arc::new(values)))
}

fn tables(program: &wuwei_ir::Program, rows: usize) -> Vec<Table> {
    let amounts = Int64Array::from_iter((0..rows).map(|n| (n % 7 != 0).then_some((n as i64 * 37) % 400 * 100)));
    let level = |n: usize| ["一", "二", "三", "无"].get(n % 5).map(|name| (*name).to_string());
    let levels = names(&(0..rows).map(level).collect::<Vec<_>>());
    let parent = |n: usize| match n % 11 {
        0 => None,
        1 => Some("无".to_string()),
        2 => Some("码无人".to_string()),
        _ => Some(format!("码{}", n * n % rows.max(1))),
    };
    let parents = names(&(0..rows).map(parent).collect::<Vec<_>>());
    let firms = table(program, "企业", &[("甲", Arc::new(amounts)), ("级", levels), ("母", parents)]);
    let whose = names(&(0..30).map(|n| (n % 9 != 0).then(|| format!("码{}", n % 8))).collect::<Vec<_>>());
    let awards = table(program, "奖", &[("额", whole(&(0..30).map(|n| n * 1000).collect::<Vec<_>>())), ("谁", whose)]);
    let said = |n: usize| (n % 13 != 12).then(|| format!("码{}", n % 9));
    let to = names(&(0..40).map(said).collect::<Vec<_>>());
    let of = names(&(0..40).map(|n: usize| Some(["次", "年", "级奖"][n % 3].to_string())).collect::<Vec<_>>());
    let why = names(&(0..40).map(|n: usize| Some(["一", "二", "无"][n / 3 % 3].to_string())).collect::<Vec<_>>());
    let years: ArrayRef = Arc::new(Int32Array::from_iter((0..40).map(|n| (n % 10 != 9).then_some(2023 + n % 3))));
    let paid = whole(&(0..40).map(|n| n * 700).collect::<Vec<_>>());
    let payments = table(program, "账", &[("收方", to), ("事项", of), ("依据", why), ("年度", years), ("付", paid)]);
    vec![firms, awards, payments]
}

#[test]
fn subjects_of_the_same_kind() {
    let library = library(FACTS, RULES);
    let program = library.program();
    for rows in [1, 9, 65] {
        equal(program, &tables(program, rows));
    }
    let all = tables(program, 40);
    // Without a table of awards, and without a record of payments.
    equal(program, &[part(&all[0], 0..40), part(&all[2], 0..40)]);
    equal(program, &[part(&all[0], 0..40), part(&all[1], 0..30), part(&all[2], 0..0)]);
}

/// A batch of subjects beside everybody: references and lists lead to everybody, not only to the batch.
#[test]
fn a_batch_beside_everybody() {
    let library = library(FACTS, RULES);
    let program = library.program();
    let as_of = Date::parse("2025-06-30").unwrap();
    let tables = tables(program, 40);
    let kind = tables[0].entity;
    let question = question(program, kind, as_of);
    let others = Others::new(program, as_of, &tables);
    let population = Population::new(program, &tables);
    let evaluator = Evaluator::new(program, &population, as_of);
    for (from, to) in [(0, 40), (0, 7), (5, 23), (39, 40)] {
        let frame = Frame::new(program, as_of, part(&tables[0], from..to), Some(&others)).unwrap();
        Run::new(&frame, &question, &[]).each_row(0..to - from, &mut |row, found| {
            let expected = expected(&evaluator, &question, Row { entity: kind, index: (from + row) as u32 });
            if let Some(said) = difference(program, &question, &expected, found) {
                panic!("{from}..{to}, row {row}\n{said}");
            }
        });
    }
}
