//! `wuwei load` into a folder that holds something, and rows left out to be mended.

use rust_xlsxwriter::{Format, Workbook};

use crate::tool::{A, B, C, Place, city};

const GOOD_AND_BAD: &str = "\
统一社会信用代码,名称,成立日期,人数@2024
91220104TEAT00001G,\"甲, \"\"一\"\"\",2015-01-01,30
91220104TEAT00002K,乙,2015-02-30,20
91220104TEAT00003N,丙,2016-01-01,许多
";

#[test]
fn loading_twice_changes_nothing() {
    let place = Place::with_five();
    let ask = ["ask", A, "--facts", "facts", "--as-of", "2025-06-30", "--json"];
    let before = place.mini(&ask).ends(0).out;
    place.mini(&["load", "企业.csv", "--into", "facts"]).ends(0).prints("企业：共 5 行，其中新增 0 行");
    assert_eq!(place.mini(&ask).ends(0).out, before);
    place.mini(&["load", "企业.csv", "企业.csv", "--into", "facts"]).ends(0).prints("企业：共 5 行，其中新增 0 行");
    assert_eq!(place.mini(&ask).ends(0).out, before);
}

#[test]
fn new_values_win_and_empty_cells_take_nothing_away() {
    let place = Place::with_five();
    place.write("更新.csv", format!("统一社会信用代码,名称,人数@2024,人数@2023\n{A},,45,40\n"));
    place.mini(&["load", "更新.csv", "--into", "facts"]).ends(0).prints("企业：共 5 行，其中新增 0 行");
    assert_eq!(place.reads("facts", A, "小企业", "人数@2024"), "45 人");
    assert_eq!(place.reads("facts", A, "高档奖励", "研发费用@2024"), "12.34 万元");
    assert_eq!(place.reads("facts", B, "小企业", "人数@2024"), "120 人");
    place.mini(&["ask", A, "--facts", "facts"]).ends(0).prints("甲公司");
    place.write("园区.csv", "园区编号,面积\np1,120\n");
    place.mini(&["load", "园区.csv", "--into", "facts"]).ends(0).prints("园区：共 1 行");
    assert_eq!(place.reads("facts", A, "小企业", "人数@2024"), "45 人");
}

#[test]
fn replacing_forgets_the_same_kind_only() {
    let place = Place::with_five();
    place.write("园区.csv", "园区编号,面积\np1,120\n");
    place.mini(&["load", "园区.csv", "--into", "facts"]).ends(0);
    place.write("企业.csv", format!("统一社会信用代码,人数@2024\n{B},7\n"));
    place.mini(&["load", "企业.csv", "--into", "facts", "--replace"]).ends(0).prints("企业：共 1 行，其中新增 1 行");
    place.mini(&["ask", A, "--facts", "facts"]).ends(2);
    place.mini(&["ask", "p1", "--facts", "facts"]).ends(0);
}

#[test]
fn a_refused_file_leaves_the_folder_as_it_was() {
    let place = Place::with_five();
    let before = place.bytes("facts/企业.parquet");
    place.write("企业.csv", GOOD_AND_BAD);
    place.mini(&["load", "企业.csv", "--into", "facts"]).ends(1);
    place.mini(&["load", "企业.csv", "--into", "facts", "--replace"]).ends(1);
    assert_eq!(place.bytes("facts/企业.parquet"), before);
    assert_eq!(place.files("facts"), ["facts.json", "企业.origin.parquet", "企业.parquet"]);
}

#[test]
fn rows_left_out_are_mended_and_loaded() {
    let place = Place::new();
    place.write("企业.csv", GOOD_AND_BAD);
    let ran = place.mini(&["load", "企业.csv", "--into", "facts", "--skip-bad-rows"]);
    let ran = ran.prints("第 3 行 “成立日期”列").prints("第 4 行 “人数@2024”列");
    ran.prints("企业：共 1 行").prints("跳过 2 行，写入 facts/rejected/企业.csv");
    let rejected = place.read("facts/rejected/企业.csv");
    let expected = "\u{feff}统一社会信用代码,名称,成立日期,人数@2024\n\
                    91220104TEAT00002K,乙,2015-02-30,20\n\
                    91220104TEAT00003N,丙,2016-01-01,许多\n";
    assert_eq!(rejected, expected);
    place.mini(&["ask", B, "--facts", "facts"]).ends(2);
    place.write("facts/rejected/企业.csv", rejected.replace("02-30", "02-03").replace("许多", "7"));
    place.mini(&["load", "facts/rejected/企业.csv", "--into", "facts"]).ends(0).prints("企业：共 3 行，其中新增 2 行");
    assert_eq!(place.reads("facts", B, "老企业", "成立日期"), "2015-02-03");
    assert_eq!(place.reads("facts", C, "小企业", "人数@2024"), "7 人");
    let name = place.mini(&["ask", A, "--facts", "facts", "--json"]).ends(0).json()["name"].clone();
    assert_eq!(name, "甲, \"一\"");
}

/// Rows with every kind of cell come back as they were written.
#[test]
fn rows_left_out_of_a_workbook_keep_their_cells() {
    let place = Place::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("企业").unwrap();
    for (at, title) in ["统一社会信用代码", "名称", "诚信", "研发费用@2024(万元)", "人数@2024"].iter().enumerate()
    {
        sheet.write(0, at as u16, *title).unwrap();
    }
    sheet.write(1, 0, A).unwrap();
    sheet.write(1, 1, "甲, \"一\"").unwrap();
    sheet.write(1, 2, true).unwrap();
    sheet.write(1, 3, 12.5).unwrap();
    sheet.write(1, 4, "许多").unwrap();
    book.save(place.path("报表.xlsx")).unwrap();
    place.mini(&["load", "报表.xlsx", "--into", "facts", "--skip-bad-rows"]).prints("跳过 1 行");
    let rejected = place.read("facts/rejected/企业.csv");
    let expected = format!(
        "\u{feff}统一社会信用代码,名称,诚信,研发费用@2024(万元),人数@2024\n{A},\"甲, \"\"一\"\"\",是,12.5,许多\n"
    );
    assert_eq!(rejected, expected);
}

/// Two files, each with a bad row, one after the other.
#[test]
fn a_second_load_keeps_what_the_first_left_out() {
    let place = Place::new();
    place.write("一月.csv", format!("统一社会信用代码,人数@2024\n{A},许多\n"));
    place.write("二月.csv", format!("统一社会信用代码,人数@2024\n{B},不少\n"));
    for file in ["一月.csv", "二月.csv"] {
        place.mini(&["load", file, "--as", "企业", "--into", "facts", "--skip-bad-rows"]).prints("跳过 1 行");
    }
    let left: Vec<String> = place.files("facts/rejected");
    let all: String = left.iter().map(|file| place.read(&format!("facts/rejected/{file}"))).collect();
    assert!(all.contains("许多") && all.contains("不少"), "{left:?}\n{all}");
}

/// The value of a merged cell belongs to its first row only; the others would be loaded with a hole.
#[test]
fn rows_with_merged_cells_are_left_out() {
    let place = Place::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("企业").unwrap();
    sheet.write(0, 0, "统一社会信用代码").unwrap();
    sheet.write(0, 1, "注册地").unwrap();
    for (row, id) in [A, B, C].iter().enumerate() {
        sheet.write(row as u32 + 1, 0, *id).unwrap();
    }
    sheet.merge_range(1, 1, 2, 1, "西区", &Format::new()).unwrap();
    sheet.write(3, 1, "东区").unwrap();
    book.save(place.path("报表.xlsx")).unwrap();
    place.mini(&["load", "报表.xlsx", "--into", "facts", "--skip-bad-rows"]).prints("有合并单元格");
    place.mini(&["ask", C, "--facts", "facts"]).ends(0);
    place.mini(&["ask", B, "--facts", "facts"]).ends(2);
    assert!(place.read("facts/rejected/企业.csv").contains(B));
}

/// Without its key no row of the table can be told from another: there is nothing to skip.
#[test]
fn a_table_without_keys_cannot_be_skipped_over() {
    let place = Place::new();
    place.write("企业.csv", "名称,人数@2024\n甲,1\n乙,2\n");
    let ran = place.mini(&["load", "企业.csv", "--into", "facts", "--skip-bad-rows"]);
    assert!(ran.code == Some(1) || ran.out.contains("跳过 2 行"), "{ran}");
}

#[test]
fn what_an_interrupted_load_left_behind_does_no_harm() {
    let place = Place::with_five();
    place.write("facts/.企业.parquet.4711.tmp", "half");
    place.write("facts/.facts.json.4711.tmp", "{");
    place.mini(&["ask", A, "--facts", "facts"]).ends(0).prints("甲公司");
    place.mini(&["load", "企业.csv", "--into", "facts"]).ends(0).prints("企业：共 5 行，其中新增 0 行");
}

/// Real facts among made-up ones don't make the made-up ones real.
#[test]
fn a_synthetic_folder_stays_marked() {
    let place = Place::new();
    place.copy(city().as_ref(), "mixed");
    place.write("企业.csv", format!("统一社会信用代码,名称,注册地\n{A},甲,朝阳区\n"));
    place.wuwei(&["load", "企业.csv", "--into", "mixed"]).ends(0).prints("其中新增 1 行");
    place.wuwei(&["ask", A, "--facts", "mixed"]).ends(0).prints("合成数据");
}
