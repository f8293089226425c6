//! `wuwei load`: what people write, in the formats they have.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int32Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use parquet::arrow::ArrowWriter;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use crate::tool::{A, B, Place};

const TABLE: &str = "\
统一社会信用代码,名称,注册地,人数@2024,研发费用@2024(万元)
91220104TEAT00001G,龘甲公司,西区,30,12.34
";

/// Loads a file that holds [`TABLE`] and looks at what came of it.
#[track_caller]
fn holds_the_table(place: &Place, file: &str) {
    place.mini(&["load", file, "--into", "facts", "--replace"]).ends(0).prints("企业：共 1 行");
    assert_eq!(place.reads("facts", A, "小企业", "人数@2024"), "30 人");
    assert_eq!(place.reads("facts", A, "高档奖励", "研发费用@2024"), "12.34 万元");
    place.mini(&["ask", A, "--facts", "facts"]).ends(0).prints("龘甲公司  91220104TEAT00001G");
}

#[test]
fn csv_comes_in_every_encoding() {
    let place = Place::new();
    place.write("utf8.csv", TABLE);
    holds_the_table(&place, "utf8.csv");
    place.write("marked.csv", format!("\u{feff}{TABLE}"));
    holds_the_table(&place, "marked.csv");
    let (gb, _, unmappable) = encoding_rs::GB18030.encode(TABLE);
    assert!(!unmappable);
    place.write("gb18030.csv", gb);
    holds_the_table(&place, "gb18030.csv");
    let wide: Vec<u8> = format!("\u{feff}{TABLE}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    place.write("utf16.csv", wide);
    holds_the_table(&place, "utf16.csv");
}

#[test]
fn csv_comes_with_every_line_end_and_separator() {
    let place = Place::new();
    place.write("windows.csv", TABLE.replace('\n', "\r\n"));
    holds_the_table(&place, "windows.csv");
    place.write("unfinished.csv", TABLE.trim_end());
    holds_the_table(&place, "unfinished.csv");
    place.write("tabs.txt", TABLE.replace(',', "\t"));
    holds_the_table(&place, "tabs.txt");
    place.write("semicolons.csv", TABLE.replace(',', ";"));
    holds_the_table(&place, "semicolons.csv");
    place.write("gaps.CSV", TABLE.replace('\n', "\n\n,,,,\n"));
    holds_the_table(&place, "gaps.CSV");
    place.write("spaces.csv", TABLE.replace(',', " , "));
    holds_the_table(&place, "spaces.csv");
}

#[test]
fn quoted_cells_hold_commas_quotes_and_line_breaks() {
    let place = Place::new();
    place.write("a.csv", format!("统一社会信用代码,名称,人数@2024\n{A},\"甲, \"\"一\"\"\n公司\",30\n{B},乙,20\n"));
    place.mini(&["load", "a.csv", "--into", "facts"]).ends(0).prints("企业：共 2 行");
    let name = place.mini(&["ask", A, "--facts", "facts", "--json"]).ends(0).json()["name"].clone();
    assert_eq!(name, "甲, \"一\"\n公司");
    assert_eq!(place.reads("facts", B, "小企业", "人数@2024"), "20 人");
}

#[test]
fn workbooks_hold_numbers_days_and_formulas() {
    let place = Place::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("企业").unwrap();
    let titles = ["统一社会信用代码", "名称", "注册地", "成立日期", "诚信", "人数@2024", "研发费用@2024(万元)"];
    for (at, title) in titles.iter().enumerate() {
        sheet.write(0, at as u16, *title).unwrap();
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write(1, 0, A).unwrap();
    sheet.write(1, 1, "龘甲公司").unwrap();
    sheet.write(1, 2, 220104).unwrap();
    sheet.write_with_format(1, 3, ExcelDateTime::from_ymd(2015, 1, 31).unwrap(), &day).unwrap();
    sheet.write(1, 4, true).unwrap();
    sheet.write(1, 5, Formula::new("=10+20").set_result("30")).unwrap();
    sheet.write(1, 6, 12.34).unwrap();
    book.save(place.path("企业.xlsx")).unwrap();
    holds_the_table(&place, "企业.xlsx");
    assert_eq!(place.reads("facts", A, "老企业", "成立日期"), "2015-01-31");
    assert_eq!(place.reads("facts", A, "小企业", "诚信"), "是");
}

#[test]
fn one_workbook_holds_two_kinds_and_notes() {
    let place = Place::new();
    let mut book = Workbook::new();
    let tables: [(&str, [[&str; 2]; 2]); 3] = [
        ("企业", [["统一社会信用代码", "名称"], [A, "甲"]]),
        ("园区", [["园区编号", "园区名称"], ["p1", "一园"]]),
        ("说明", [["怎么填", "不知道就留空"], ["", ""]]),
    ];
    for (name, rows) in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, cells) in rows.iter().enumerate() {
            for (at, cell) in cells.iter().enumerate() {
                sheet.write(row as u32, at as u16, *cell).unwrap();
            }
        }
    }
    book.save(place.path("报表.xlsx")).unwrap();
    place.mini(&["load", "报表.xlsx", "--into", "facts"]).ends(0).prints("企业：共 1 行").prints("园区：共 1 行");
    assert_eq!(
        place.files("facts"),
        ["facts.json", "企业.origin.parquet", "企业.parquet", "园区.origin.parquet", "园区.parquet"]
    );
    place.mini(&["ask", "p1", "--facts", "facts"]).ends(0).prints("一园");
}

#[test]
fn the_kind_is_told_by_file_sheet_header_or_option() {
    let place = Place::new();
    place.write("园区.csv", "园区编号,面积\np1,120\n");
    place.mini(&["load", "园区.csv", "--into", "by-file"]).ends(0).prints("园区：共 1 行");
    place.write("data.csv", "园区编号,面积\np1,120\n");
    place.mini(&["load", "data.csv", "--into", "by-header"]).ends(0).prints("园区：共 1 行");
    place.mini(&["load", "data.csv", "--as", "园区", "--into", "by-option"]).ends(0).prints("园区：共 1 行");
    place.mini(&["load", "data.csv", "--as", "企业", "--into", "wrong"]).ends(1);
    place.mini(&["load", "data.csv", "--as", "园曲", "--into", "wrong"]).ends(2).complains("企业、园区");
    assert!(place.files("wrong").is_empty());
}

#[test]
fn titles_may_stand_above_the_header() {
    let place = Place::new();
    place.write("企业.csv", format!("企业情况表,,,,\n填报单位：西区,,,,\n{TABLE}"));
    holds_the_table(&place, "企业.csv");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 4, "企业情况表", &Format::new()).unwrap();
    for (row, line) in TABLE.lines().enumerate() {
        for (at, cell) in line.split(',').enumerate() {
            sheet.write(row as u32 + 1, at as u16, cell).unwrap();
        }
    }
    book.save(place.path("企业.xlsx")).unwrap();
    holds_the_table(&place, "企业.xlsx");
}

#[test]
fn units_stand_in_headers_and_cells() {
    let place = Place::new();
    let reads = |header: &str, cell: &str| {
        place.write("a.csv", format!("统一社会信用代码,{header}\n{A},\"{cell}\"\n"));
        place.mini(&["load", "a.csv", "--into", "facts", "--replace"]).ends(0);
        let (rule, fact) = if header.starts_with("人数") {
            ("小企业", "人数@2024")
        } else {
            ("高档奖励", "研发费用@2024")
        };
        place.reads("facts", A, rule, fact)
    };
    assert_eq!(reads("研发费用@2024", "1234.5"), "1234.5 元");
    assert_eq!(reads("研发费用@2024(元)", "0.1"), "0.1 元");
    assert_eq!(reads("研发费用@2024(万元)", "1,234.5"), "1234.5 万元");
    assert_eq!(reads("研发费用@2024（万元）", "１２"), "12 万元");
    assert_eq!(reads("研发费用@2024(亿元)", "0.5"), "5000 万元");
    assert_eq!(reads("研发费用@2024(万元)", "2亿元"), "2 亿元");
    assert_eq!(reads("研发费用 @ 2024 (万元)", "3"), "3 万元");
    assert_eq!(reads("人数@2024(百人)", "2"), "200 人");
    assert_eq!(reads("人数@2024", "35人"), "35 人");
    assert_eq!(reads("人数@2024", "0"), "0 人");
}

#[test]
fn days_are_read_as_people_write_them() {
    let place = Place::new();
    for written in ["2015-01-31", "2015/1/31", "2015.1.31", "2015年1月31日", "20150131", "2015-01-31 00:00:00"] {
        place.write("a.csv", format!("统一社会信用代码,成立日期\n{A},{written}\n"));
        place.mini(&["load", "a.csv", "--into", "facts", "--replace"]).ends(0);
        assert_eq!(place.reads("facts", A, "老企业", "成立日期"), "2015-01-31", "{written}");
    }
}

#[test]
fn yes_no_regions_and_choices_are_read_as_people_write_them() {
    let place = Place::new();
    let loads = |header: &str, cell: &str| {
        place.write("a.csv", format!("统一社会信用代码,{header}\n{A},{cell}\n"));
        place.mini(&["load", "a.csv", "--into", "facts", "--replace"]).ends(0);
    };
    for (cell, read) in [("是", "是"), ("否", "否"), ("yes", "是"), ("FALSE", "否"), ("1", "是"), ("√", "是")]
    {
        loads("诚信", cell);
        assert_eq!(place.reads("facts", A, "小企业", "诚信"), read, "{cell}");
    }
    for (cell, read) in [("省级", "省级"), ("provincial", "省级"), ("无", "无")] {
        loads("级别", cell);
        assert_eq!(place.reads("facts", A, "高档奖励", "级别"), read, "{cell}");
    }
    for cell in ["西区", "220104", "示例市.西区", "示例国示例市西区", "２２０１０４"] {
        loads("注册地", cell);
        let ran = place.mini(&["run", "--facts", "facts", "--region", "西区", "--json"]).ends(0);
        assert_eq!(ran.json()["kinds"][0]["subjects"], 1, "{cell}");
        let ran = place.mini(&["run", "--facts", "facts", "--region", "东区", "--json"]).ends(0);
        assert_eq!(ran.json()["kinds"].as_array().unwrap().len(), 0, "{cell}");
    }
}

/// Empty is not known. It is never nought.
#[test]
fn empty_is_not_known() {
    let place = Place::new();
    place.write("企业.csv", format!("统一社会信用代码,人数@2024,诚信\n{A},,是\n{B},0,是\n"));
    place.mini(&["load", "企业.csv", "--into", "facts"]).ends(0);
    assert_eq!(place.reads("facts", A, "小企业", "人数@2024"), "没有填报");
    assert_eq!(place.reads("facts", B, "小企业", "人数@2024"), "0 人");
    let asked = |id: &str| {
        let arguments = ["ask", id, "--facts", "facts", "--as-of", "2025-06-30", "--json"];
        place.mini(&arguments).ends(0).json()["statuses"]["小企业"].clone()
    };
    assert_eq!(asked(A)["answer"], "unknown");
    assert!(asked(A)["missing"].as_array().unwrap().contains(&"人数@2024".into()));
    assert!(!asked(B)["missing"].as_array().unwrap().contains(&"人数@2024".into()));
}

/// Binary fractions of a spreadsheet are the decimals that were typed.
#[test]
fn amounts_are_exact() {
    let place = Place::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "统一社会信用代码").unwrap();
    sheet.write(0, 1, "研发费用@2024(万元)").unwrap();
    sheet.write(1, 0, A).unwrap();
    sheet.write(1, 1, 0.1 + 0.2).unwrap();
    sheet.write(2, 0, B).unwrap();
    sheet.write(2, 1, 1_234.000_1).unwrap();
    book.save(place.path("企业.xlsx")).unwrap();
    place.mini(&["load", "企业.xlsx", "--into", "facts"]).ends(0);
    assert_eq!(place.reads("facts", A, "高档奖励", "研发费用@2024"), "3000 元");
    assert_eq!(place.reads("facts", B, "高档奖励", "研发费用@2024"), "1234.0001 万元");
}

fn column(array: impl Array + 'static) -> ArrayRef {
    Arc::new(array)
}

fn write_parquet(place: &Place, file: &str, columns: Vec<(&str, ArrayRef)>) {
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)));
    let batch = batch.unwrap();
    let handle = std::fs::File::create(place.path(file)).unwrap();
    let mut writer = ArrowWriter::try_new(handle, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

#[test]
fn parquet_comes_typed() {
    let place = Place::new();
    let research = Decimal128Array::from(vec![Some(1234), None]).with_precision_and_scale(18, 2).unwrap();
    let columns = vec![
        ("统一社会信用代码", column(StringArray::from(vec![A, B]))),
        ("名称", column(StringArray::from(vec![Some("龘甲公司"), None]))),
        ("注册地", column(StringArray::from(vec!["西区", "220102"]))),
        ("成立日期", column(Date32Array::from(vec![Some(16_466), None]))),
        ("诚信", column(BooleanArray::from(vec![Some(true), None]))),
        ("人数@2024", column(Int32Array::from(vec![Some(30), None]))),
        ("人数@2023", column(Float64Array::from(vec![Some(20.0), None]))),
        ("研发费用@2024(万元)", column(research)),
    ];
    write_parquet(&place, "企业.parquet", columns);
    place.mini(&["load", "企业.parquet", "--into", "facts"]).ends(0).prints("企业：共 2 行");
    assert_eq!(place.reads("facts", A, "小企业", "人数@2024"), "30 人");
    assert_eq!(place.reads("facts", B, "小企业", "人数@2024"), "没有填报");
    assert_eq!(place.reads("facts", A, "高档奖励", "研发费用@2024"), "12.34 万元");
    assert_eq!(place.reads("facts", A, "老企业", "成立日期"), "2015-01-31");
    assert_eq!(place.reads("facts", A, "小企业", "诚信"), "是");
}

/// Most programs that write days to Parquet write points in time.
#[test]
fn a_point_in_time_is_a_day() {
    let place = Place::new();
    let midnight = 16_466 * 86_400 * 1_000_000;
    let columns = vec![
        ("统一社会信用代码", column(StringArray::from(vec![A]))),
        ("成立日期", column(TimestampMicrosecondArray::from(vec![midnight]))),
    ];
    write_parquet(&place, "企业.parquet", columns);
    place.mini(&["load", "企业.parquet", "--into", "facts"]).ends(0);
    assert_eq!(place.reads("facts", A, "老企业", "成立日期"), "2015-01-31");
}

/// A folder's own table says what it said before.
#[test]
fn a_table_of_facts_loads_into_another_folder() {
    let place = Place::with_five();
    place.mini(&["load", "facts/企业.parquet", "--into", "again"]).ends(0).prints("企业：共 5 行");
    let ask = |facts: &str| place.mini(&["ask", A, "--facts", facts, "--as-of", "2025-06-30", "--json"]).ends(0).out;
    assert_eq!(ask("again"), ask("facts"));
    assert_eq!(place.reads("again", B, "高档奖励", "级别"), "无");
}
