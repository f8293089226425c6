//! Numbers, days, names and lengths at which mistakes are made.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Int32Array, Int64Array, StringArray,
    new_null_array,
};
use wuwei_facts::{Column, ColumnData, Table};
use wuwei_ir::{Date, EntityId, Program};
use wuwei_project::Library;

use super::compare::{Share, first_difference};
use super::tables::part;

const DAY: &str = "2025-06-30";

/// A library of one document: one kind of subject with facts, and rules about it.
pub(super) fn library(facts: &str, rules: &str) -> Library {
    let text = format!(
        "# 例\n\n```wuwei\ndocument edge.case {{ title \"例\" \"Case\" region 中国 in force from 2020-01-01 basis official }}\n\
         region 中国 \"China\" code 100000\nregion 吉林省 \"Jilin\" code 220000 in 中国\n\
         party 财政局 \"Finance\" of 中国\n\
         entity 企业 \"Enterprise\" in 户 {{\n  key 代码 : text \"Code\"\n{facts}\n}}\n{rules}\n```\n"
    );
    let library = Library::from_texts([("edge.md".to_string(), text.clone())]);
    let said: Vec<String> = library.diagnostics.iter().map(|found| format!("{found:?}")).collect();
    assert!(library.diagnostics.is_empty(), "{}\n{text}", said.join("\n"));
    library
}

/// A table of columns, by the names of their facts: `收入@2024`. Every row has a key of its own.
pub(super) fn table(program: &Program, kind: &str, columns: &[(&str, ArrayRef)]) -> Table {
    let entity = program.entity_named(kind).unwrap();
    let rows = columns.first().map_or(0, |(_, array)| array.len());
    let keys: Vec<String> = (0..rows).map(|row| format!("码{row}")).collect();
    let key = program.entity(entity).key.unwrap();
    let mut out = Table { entity, columns: Vec::new(), arrays: Vec::new(), foreign: Vec::new(), rows };
    if columns.iter().all(|(name, _)| program.fact_named(entity, name) != Some(key)) {
        let mut data = ColumnData::new(program.fact(key).ty);
        for name in &keys {
            let name = wuwei_ir::Literal::Text(wuwei_source::Name::new(name));
            data.push(program, program.fact(key).ty, Some(name));
        }
        out.columns.push(Column { fact: key, year: None });
        out.arrays.push(data.finish());
    }
    for (name, array) in columns {
        let (name, year) = match name.split_once('@') {
            Some((name, year)) => (name, Some(year.parse().unwrap())),
            None => (*name, None),
        };
        assert_eq!(array.len(), rows, "{name}");
        out.columns.push(Column { fact: program.fact_named(entity, name).unwrap(), year });
        out.arrays.push(Arc::clone(array));
    }
    out
}

/// Everything asked of everybody, of all of them together and of each apart: where the numbers of one make columns wide or
/// leave them to the reference, those of the others alone don't. Gives the share of answers in columns when asked together.
pub(super) fn equal_apart(program: &Program, tables: &[Table]) -> f64 {
    equal_in(program, tables, true)
}

/// Everything asked of everybody, of all of them together.
pub(super) fn equal(program: &Program, tables: &[Table]) -> f64 {
    equal_in(program, tables, false)
}

fn equal_in(program: &Program, tables: &[Table], apart: bool) -> f64 {
    let as_of = Date::parse(DAY).unwrap();
    let mut share = Share::default();
    for table in tables {
        same(program, as_of, tables, table.entity, &mut share);
        if apart && table.rows > 1 {
            for row in 0..table.rows {
                let one: Vec<Table> = tables
                    .iter()
                    .map(|other| part(other, if other.entity == table.entity { row..row + 1 } else { 0..other.rows }))
                    .collect();
                same(program, as_of, &one, table.entity, &mut Share::default());
            }
        }
    }
    share.percent()
}

fn same(program: &Program, as_of: Date, tables: &[Table], kind: EntityId, share: &mut Share) {
    for alone in [false, true] {
        let share = if alone { &mut Share::default() } else { &mut *share };
        if let Some((row, said)) = first_difference(program, as_of, tables, kind, alone, share) {
            panic!("{} {row}, alone: {alone}\n{said}", program.entity(kind).head.name);
        }
    }
}

pub(super) fn whole(values: &[i64]) -> ArrayRef {
    Arc::new(Int64Array::from(values.to_vec()))
}

fn maybe(values: &[Option<i64>]) -> ArrayRef {
    Arc::new(Int64Array::from(values.to_vec()))
}

/// Every pair of some values, as two columns.
fn pairs(values: &[i64]) -> [ArrayRef; 2] {
    let all = || values.iter().flat_map(|a| values.iter().map(move |b| (*a, *b)));
    [whole(&all().map(|(a, _)| a).collect::<Vec<_>>()), whole(&all().map(|(_, b)| b).collect::<Vec<_>>())]
}

const TWO: &str = "  甲 : 元 \"A\"\n  乙 : 元 \"B\"";

const ARITHMETIC: &str = r#"
value 和 "Sum" of 企业 is 甲 + 乙
value 差 "Difference" of 企业 is 甲 - 乙
value 商 "Quotient" of 企业 is 甲 / 乙
value 积 "Product" of 企业 is 甲 * (乙 / 100 元)
value 份 "Share" of 企业 is (甲 - 乙) / (甲 + 乙)
value 舍 "Rounded" of 企业 is (甲 / 3 rounded to 万元 half up)
value 大 "Larger" of 企业 is the larger of { 甲
 乙 }
value 级 "Steps" of 企业 is by 甲 / 乙 { >= 300% : 3 分  >= 100% : 2 分  > 0% : 1 分  else : 0 分 }
status 高 "High" of 企业 { 甲 / 乙 >= 50%   甲 > 乙 * 3 }
benefit 补 "Grant" to 企业 { when 甲 >= 乙   pays 甲 * 15% capped at 1000 万元   payer 财政局 }
"#;

#[test]
fn numbers_at_the_ends_of_what_a_column_holds() {
    let library = library(TWO, ARITHMETIC);
    let program = library.program();
    let far = [i64::MIN, i64::MIN + 1, i64::MAX, i64::MAX - 1, 0, 1, -1, 1 << 53, 1 << 62, -(1 << 62)];
    let [a, b] = pairs(&far);
    equal_apart(program, &[table(program, "企业", &[("甲", a), ("乙", b)])]);
}

#[test]
fn a_billion_yuan_and_ninety_trillion() {
    let library = library(TWO, ARITHMETIC);
    let program = library.program();
    let yuan = |yuan: i64| yuan * 100;
    let small = [0, 1, yuan(1), yuan(10_000), yuan(1_000_000_000), yuan(1_000_000_000) - 1];
    let [a, b] = pairs(&small);
    let share = equal_apart(program, &[table(program, "企业", &[("甲", a), ("乙", b)])]);
    assert!(share > 90.0, "a billion yuan is nothing special: {share}");
    let large = [0, yuan(1), yuan(90_000_000_000_000), yuan(90_000_000_000_000) + 1, -yuan(90_000_000_000_000)];
    let [a, b] = pairs(&large);
    equal_apart(program, &[table(program, "企业", &[("甲", a), ("乙", b)])]);
}

#[test]
fn divisions_by_nought_and_growth_from_it() {
    let rules = r#"
value 率 "Ratio" of 企业 is 甲 / 乙
value 倍 "Times" of 企业 is 甲 / (乙 - 甲)
value 长 "Growth" of 企业 is (growth of 收 over last 3 years)
value 均 "Mean" of 企业 is (average of 收 over last 3 years)
value 实 "Actual" of 企业 is (growth of 收 over last 2 years, actual time if younger)
value 分 "Points" of 企业 is by 长 { >= 35% : 20 分   >= 0% : 10 分   else : 0 分 }
value 比 "Scaled" of 企业 is scaled 甲 from 0 元 to 乙
status 快 "Fast" of 企业 { (growth of 收 over last 2 years) > 20%   甲 / 乙 < 300% }
score 评 "Score" of 企业 out of 40 {
  part 一 "One" out of 20 scaled (growth of 收 over last 3 years) from 0% to 100%
  part 二 "Two" out of 20 is by 甲 / 乙 { >= 50% : 20 分   else : 5 分 }
}
"#;
    let facts = "  甲 : 元 \"A\"\n  乙 : 元 \"B\"\n  founded 成立 : date \"Founded\"\n  yearly 收 : 元 \"Revenue\"";
    let library = library(facts, rules);
    let program = library.program();
    let values = [Some(0), Some(100), Some(-100), None];
    let all: Vec<[Option<i64>; 3]> =
        (0..64).map(|n: usize| [values[n % 4], values[n / 4 % 4], values[n / 16]]).collect();
    let column = |at: usize| maybe(&all.iter().map(|row| row[at]).collect::<Vec<_>>());
    let founded = Arc::new(Date32Array::from_iter((0..64).map(|n| (n % 5 != 0).then_some(19_000 + n * 20))));
    let columns: [(&str, ArrayRef); 6] = [
        ("甲", column(0)),
        ("乙", column(1)),
        ("收@2022", column(0)),
        ("收@2023", column(1)),
        ("收@2024", column(2)),
        ("成立", founded),
    ];
    equal(program, &[table(program, "企业", &columns)]);
    // Without any of them everything is nought or unknown.
    let zero = whole(&[0, 0, 0]);
    let columns: Vec<(&str, ArrayRef)> =
        ["甲", "乙", "收@2022", "收@2023", "收@2024"].map(|name| (name, Arc::clone(&zero))).to_vec();
    equal(program, &[table(program, "企业", &columns)]);
}

#[test]
fn nobody_and_columns_of_nothing() {
    let library = library(TWO, ARITHMETIC);
    let program = library.program();
    equal(program, &[table(program, "企业", &[("甲", whole(&[])), ("乙", whole(&[]))])]);
    equal(program, &[table(program, "企业", &[("甲", maybe(&[None; 5])), ("乙", whole(&[1, 0, -1, 100, 5]))])]);
    let null = new_null_array(&arrow_schema::DataType::Null, 5);
    let columns = [("甲", Arc::clone(&null)), ("乙", null)];
    equal(program, &[table(program, "企业", &columns)]);
}

const DAYS: &str = r#"
value 年 "Year" of 企业 is year of 日
value 久 "Days" of 企业 is days since 日
value 月 "Months" of 企业 is months since 日
value 岁 "Years" of 企业 is years since 日
value 后 "Later" of 企业 is 日 + 18 个月 or end of month
value 前 "Earlier" of 企业 is 日 + 13 个月 or start of next month
value 移 "Moved" of 企业 is 日 + 40 日
status 新 "New" of 企业 { 日 within last 3 years   日 <= today   年份 within last 5 years }
status 旧 "Old" of 企业 { years since 日 >= 5 年   日 < 2021-01-01   日 + 6 个月 or end of month < today }
"#;

#[test]
fn days_at_the_ends_of_the_calendar() {
    let facts =
        "  日 : date or none \"Day\" { range 2000-01-01 .. 2030-12-31 }\n  年份 : year \"Year\" { range 2000 .. 2030 }";
    let library = library(facts, DAYS);
    let program = library.program();
    let (first, last) = (Date::MIN.days(), Date::MAX.days());
    let today = Date::parse(DAY).unwrap().days();
    let mut days = vec![first, first + 1, first + 400, last, last - 1, last - 400, last + 1, first - 1, i32::MIN];
    days.extend([i32::MIN + 1, i32::MAX, 0, -1, today, today - 1, today + 1, today - 1826, today - 1827]);
    // The ends of months, and the day that not every year has.
    days.extend((0..40).map(|n| today - 31 * n));
    days.extend([19_782, 19_782 + 366, 19_781]);
    let rows = days.len();
    let years = [0, 1, -1, 9999, 10_000, i32::MAX, i32::MIN, 2020, 2025, 2026];
    let years = Arc::new(Int32Array::from_iter((0..rows).map(|n| Some(years[n % years.len()]))));
    let with_nulls =
        Arc::new(Date32Array::from_iter(days.iter().enumerate().map(|(n, day)| (n % 7 != 3).then_some(*day))));
    let days: ArrayRef = Arc::new(Date32Array::from(days));
    for days in [days, with_nulls] {
        equal_apart(program, &[table(program, "企业", &[("日", days), ("年份", Arc::clone(&years) as ArrayRef)])]);
    }
}

fn names(keys: &[Option<i32>], values: &[&str]) -> ArrayRef {
    let values = Arc::new(StringArray::from(values.to_vec()));
    Arc::new(DictionaryArray::new(Int32Array::from(keys.to_vec()), values))
}

#[test]
fn names_that_repeat_and_names_of_nothing() {
    let facts = "  home 地 : region \"Home\"\n  级 : one of 甲 < 乙 < 丙 or none \"Level\"\n  类 : one of 天, 地物 \"Kind\"\n  行业 : code industry \"Industry\"";
    let rules = r#"
value 值 "Value" of 企业 is by 级 { 甲 : 1   丙 : 3   else : 0 }
status 高 "High" of 企业 { 级 >= 乙   级 is one of 乙, 丙   级 != none   not 类 = 天   地 within 吉林省   行业 within "C36" }
value 选 "Choice" of 企业 is by cases { 类 = 天 : 级   else : 甲 }
"#;
    let library = library(facts, rules);
    let program = library.program();
    let keys: Vec<Option<i32>> = (0..64).map(|n| (n % 9 != 8).then_some(n % 8)).collect();
    let levels = names(&keys, &["甲", "乙", "甲", "没有的", "无", "丙", "乙", ""]);
    let kinds = names(&keys, &["天", "天", "无", "地物", "没有的", "天", "地物", "天"]);
    let homes = names(&keys, &["220000", "吉林省", "100000", "999999", "无", "中国", "220000", "吉林省"]);
    let industries = names(&keys, &["C3670", "C36", "C", "", "无", "D3600", "C3670", "X"]);
    let columns = [("级", levels), ("类", kinds), ("地", homes), ("行业", industries)];
    equal_apart(program, &[table(program, "企业", &columns)]);
}

#[test]
fn an_enumeration_of_sixty_four() {
    let all: Vec<String> = (0..64).map(|n| format!("第{n}")).collect();
    let facts =
        format!("  级 : one of {} or none \"Level\"\n  乙级 : one of {} \"Other\"", all.join(" < "), all.join(" < "));
    let some: Vec<&str> = all.iter().map(String::as_str).step_by(3).collect();
    let rules = format!(
        "status 高 \"High\" of 企业 {{ 级 >= 第32   级 <= 第63   级 is one of {}   not 级 = 第63 }}\n\
         value 值 \"Value\" of 企业 is by 级 {{ 第0 : 1   第31 : 2   第32 : 3   第63 : 4   else : 0 }}\n\
         status 同 \"Same\" of 企业 {{ 级 != 第0   级 > 第62 }}\n",
        some.join(", ")
    );
    let library = library(&facts, &rules);
    let program = library.program();
    let values: Vec<&str> = all.iter().map(String::as_str).chain(["无", "没有的"]).collect();
    let keys: Vec<Option<i32>> = (0..67).map(|n| (n < 66).then_some(n)).collect();
    let levels = names(&keys, &values);
    equal(program, &[table(program, "企业", &[("级", Arc::clone(&levels)), ("乙级", levels)])]);
}

#[test]
fn as_many_rows_as_borders_have() {
    let facts = "  甲 : 元 \"A\"\n  乙 : 元 \"B\"\n  是 : yes/no \"Yes\"\n  率 : ratio \"Rate\"";
    let rules = format!("{ARITHMETIC}\nstatus 全 \"All\" of 企业 {{ 是   率 >= 50%   甲 * 率 > 乙 }}");
    let library = library(facts, &rules);
    let program = library.program();
    for rows in [1, 63, 64, 65, 1023, 1024, 1025, 3000] {
        let value = |n: usize, by: usize| (n % by != 0).then_some((n as i64 * 7919) % 100_003 - 5000);
        let a = Arc::new(Int64Array::from_iter((0..rows).map(|n| value(n, 11))));
        let b = Arc::new(Int64Array::from_iter((0..rows).map(|n| value(n + 5, 13))));
        let yes = Arc::new(BooleanArray::from_iter((0..rows).map(|n| (n % 5 != 0).then_some(n % 3 == 0))));
        let rate = (0..rows).map(|n| (n % 17 != 0).then_some(n as i128 * 1_234_567 % 1_000_000_000));
        let rate = Decimal128Array::from_iter(rate).with_precision_and_scale(38, 9).unwrap();
        let columns: [(&str, ArrayRef); 4] = [("甲", a), ("乙", b), ("是", yes), ("率", Arc::new(rate))];
        equal(program, &[table(program, "企业", &columns)]);
    }
}

#[test]
fn more_conditions_than_bits() {
    for conditions in [1, 62, 63, 64, 65, 127, 200] {
        let lines: Vec<String> = (0..conditions).map(|n| format!("  甲 >= {n} 元")).collect();
        let any =
            format!("status 任 \"Any\" of 企业 {{ at least {} of {{\n{}\n}} }}", conditions / 2 + 1, lines.join("\n"));
        let rules = format!("status 全 \"All\" of 企业 {{\n{}\n}}\n{any}", lines.join("\n"));
        let library = library("  甲 : 元 \"A\"", &rules);
        let program = library.program();
        let yuan: Vec<Option<i64>> = (0..70).map(|n| (n != 50).then_some(n * 300)).collect();
        equal(program, &[table(program, "企业", &[("甲", maybe(&yuan))])]);
    }
}
