//! `wuwei load`: what is wrong, and that nothing is written then.

use rust_xlsxwriter::{Format, Formula, Workbook};

use crate::tool::{A, B, C, Place, Ran};

/// Loads text that must be refused whole.
#[track_caller]
fn refused(place: &Place, text: &str) -> Ran {
    place.write("表.csv", text);
    let ran = place.mini(&["load", "表.csv", "--as", "企业", "--into", "facts"]).ends(1);
    assert_eq!(place.files("facts"), Vec::<String>::new(), "something was written");
    ran
}

#[test]
fn every_wrong_cell_is_reported_with_its_place() {
    let place = Place::new();
    let text = format!(
        "统一社会信用代码,名称,注册地,成立日期,诚信,级别,人数@2024,研发费用@2024(万元)\n\
         {A},甲,西区,2015-02-30,也许,部级,abc,1e3\n\
         {B},乙,火星,2019-01-01,是,市级,-3,1000000000\n\
         ,丙,,,,,,\n"
    );
    let ran = refused(&place, &text);
    let ran = ran.prints("表.csv 第 2 行 “成立日期”列：“2015-02-30”：不是日期。");
    let ran = ran.prints("表.csv 第 2 行 “诚信”列：“也许”：这一项只能填“是”或“否”。");
    let ran = ran.prints("表.csv 第 2 行 “级别”列：“部级”：不在选项里。");
    let ran = ran.prints("表.csv 第 2 行 “人数@2024”列：“abc”：不是数字。");
    let ran = ran.prints("表.csv 第 2 行 “研发费用@2024(万元)”列：“1e3”：不是数字。");
    let ran = ran.prints("表.csv 第 3 行 “注册地”列：“火星”：没有这个区域。");
    let ran = ran.prints("表.csv 第 3 行 “人数@2024”列：“-3”：超出范围 0 人");
    let ran = ran.prints("表.csv 第 3 行 “研发费用@2024(万元)”列：“1000000000”：超出范围 0 元");
    let ran = ran.prints("表.csv 第 4 行 “统一社会信用代码”列：没有填“统一社会信用代码”。");
    ran.prints("有 9 个问题，什么都没有写入").prints("--skip-bad-rows");
}

#[test]
fn every_report_has_a_hint_in_both_languages() {
    let place = Place::new();
    place.write("表.csv", format!("统一社会信用代码,成立日期,人数@2024\n{A},昨天,三十\n"));
    let arguments = ["load", "表.csv", "--as", "企业", "--into", "facts", "--lang", "en"];
    let ran = place.mini(&arguments).ends(1);
    let ran = ran.prints("表.csv row 2 column “成立日期”: “昨天”: not a date. write 2024-01-31");
    let ran = ran.prints("表.csv row 2 column “人数@2024”: “三十”: not a number. write digits only, the unit is 人");
    ran.prints("2 problems; nothing was written.");
    assert_eq!(place.files("facts"), Vec::<String>::new());
}

#[test]
fn a_wrong_check_digit_is_worked_out() {
    let place = Place::new();
    refused(&place, "统一社会信用代码\n91220104TEAT000010\n").prints("不是有效的统一社会信用代码").prints("校验码是 G");
    refused(&place, "统一社会信用代码\n91220104TEAT0001\n").prints("十八位");
    refused(&place, "统一社会信用代码\n91220104TEST00001G\n").prints("不含 I、O、S、V、Z");
}

#[test]
fn columns_that_mean_nothing_are_reported() {
    let place = Place::new();
    let with = |title: &str| refused(&place, &format!("统一社会信用代码,名称,{title}\n{A},甲,1\n"));
    with("人数量@2024").prints("第 1 行 “人数量@2024”列：企业没有名为“人数量”的事实。是不是“人数”？");
    with("电话").prints("企业没有名为“电话”的事实");
    with("人数").prints("每年一个值，列名没有写年份。写作 人数@2024");
    with("诚信@2024").prints("没有年度之分。写作 诚信");
    with("人数@24").prints("“@”后面不是年份");
    with("人数@去年").prints("“@”后面不是年份");
    with("人数@2024(万元)").prints("单位“万元”不适用于这个事实。单位是人");
    with("研发费用@2024(人)").prints("单位“人”不适用于这个事实。单位是元");
    with("名称").prints("与“名称”列是同一个事实");
    let twice = format!("统一社会信用代码,研发费用@2024,研发费用@2024(万元)\n{A},1,2\n");
    refused(&place, &twice).prints("“研发费用@2024(万元)”列：与“研发费用@2024”列是同一个事实");
    refused(&place, "名称,人数@2024\n甲,1\n").prints("没有“统一社会信用代码”列");
    refused(&place, &format!("统一社会信用代码,名称\n{A},甲,多的\n")).prints("“多的”：这一格上面没有列名");
}

#[test]
fn the_same_subject_twice_is_reported() {
    let place = Place::new();
    let text = format!("统一社会信用代码,人数@2024\n{A},1\n{B},2\n{A},3\n");
    refused(&place, &text).prints(&format!("第 4 行：“{A}”：与前面的一行重复"));
    let lower = format!("统一社会信用代码,人数@2024\n{A},1\n{},3\n", A.to_lowercase());
    refused(&place, &lower).prints("与前面的一行重复");
}

/// Two tables pasted together.
#[test]
fn a_header_in_the_middle_is_reported() {
    let place = Place::new();
    let text = format!("统一社会信用代码,人数@2024\n{A},1\n统一社会信用代码,人数@2024\n{B},2\n");
    refused(&place, &text).prints("第 3 行 “统一社会信用代码”列：“统一社会信用代码”：");
}

#[test]
fn values_out_of_range_are_reported() {
    let place = Place::new();
    let with = |title: &str, cell: &str| refused(&place, &format!("统一社会信用代码,{title}\n{A},{cell}\n"));
    with("成立日期", "2999-01-01").prints("超出范围 1900-01-01");
    with("成立日期", "1899-12-31").prints("超出范围 1900-01-01");
    with("人数@2024", "30.5").prints("只能是整数");
    with("人数@2024", "100001").prints("超出范围");
    with("研发费用@2024", "99999999999999999999999999").prints("超出范围").prints("元、万元填混");
    with("诚信", "无所谓").prints("“是”或“否”");
    with("研发费用@2024", "无").prints("数量为零写 0");
    with("研发费用@2024", "5%").prints("不是数字");
}

#[test]
fn formulas_with_errors_and_merged_cells_are_reported() {
    let place = Place::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("企业").unwrap();
    for (at, title) in ["统一社会信用代码", "名称", "注册地", "人数@2024"].iter().enumerate() {
        sheet.write(0, at as u16, *title).unwrap();
    }
    sheet.write(1, 0, A).unwrap();
    sheet.write(1, 3, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write(2, 0, B).unwrap();
    sheet.write(2, 3, Formula::new("=NA()").set_result("#N/A")).unwrap();
    sheet.write(3, 0, C).unwrap();
    sheet.merge_range(1, 2, 3, 2, "西区", &Format::new()).unwrap();
    book.save(place.path("报表.xlsx")).unwrap();
    let ran = place.mini(&["load", "报表.xlsx", "--into", "facts"]).ends(1);
    let ran = ran.prints("报表.xlsx 工作表“企业” 第 2 行 “人数@2024”列：“#DIV/0!”：公式出错");
    let ran = ran.prints("报表.xlsx 工作表“企业” 第 3 行 “人数@2024”列：“#N/A”：公式出错");
    ran.prints("工作表“企业” 第 2 行：第 2—4 行有合并单元格。取消合并");
    assert_eq!(place.files("facts"), Vec::<String>::new());
    refused(&place, &format!("统一社会信用代码,人数@2024\n{A},#DIV/0!\n")).prints("公式出错（#DIV/0!）");
}

#[test]
fn one_wrong_file_keeps_the_others_out() {
    let place = Place::new();
    place.write("企业-1.csv", format!("统一社会信用代码,人数@2024\n{A},1\n"));
    place.write("企业-2.csv", format!("统一社会信用代码,人数@2024\n{B},许多\n"));
    place.write("园区.csv", "园区编号,面积\np1,很大\n");
    let ran = place.mini(&["load", "企业-1.csv", "企业-2.csv", "园区.csv", "--into", "facts"]).ends(1);
    ran.prints("企业-2.csv 第 2 行").prints("园区.csv 第 2 行").prints("有 2 个问题");
    assert_eq!(place.files("facts"), Vec::<String>::new());
    place.mini(&["load", "企业-1.csv", "nowhere.csv", "--into", "facts"]).ends(2).complains("nowhere.csv");
    assert_eq!(place.files("facts"), Vec::<String>::new());
}

#[test]
fn what_is_no_table_is_refused() {
    let place = Place::new();
    refused(&place, "公司,电话\n甲,1\n").prints("没有找到列名").prints("wuwei template");
    refused(&place, "随便写的一句话。\n").prints("没有找到列名");
    let garbage: Vec<u8> = (0..3000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for file in ["企业.xlsx", "企业.parquet", "企业.csv", "企业.xls", "企业"] {
        place.write(file, &garbage);
        let ran = place.mini(&["load", file, "--into", "facts"]);
        assert_ne!(ran.code, Some(0), "{ran}");
        assert!(format!("{}{}", ran.out, ran.err).contains(file), "{ran}");
        assert_eq!(place.files("facts"), Vec::<String>::new());
    }
    place.write("企业.xls", &garbage);
    place.mini(&["load", "企业.xls", "--into", "facts"]).ends(1).prints("请另存为 xlsx");
    place.write("bytes.csv", b"\xff\x80\x80,a\n");
    place.mini(&["load", "bytes.csv", "--into", "facts"]).ends(1).prints("编码不是 UTF-8，也不是 GB18030");
}

/// A quote without its partner would swallow the rest of the table.
#[test]
fn a_quote_without_a_partner_swallows_nothing() {
    let place = Place::new();
    let text = format!("统一社会信用代码,名称,人数@2024\n{A},\"甲公司,1\n{B},乙公司,2\n{C},丙公司,3\n");
    refused(&place, &text).prints("第 2 行").prints("引号");
}

/// Whoever loads nothing should hear so.
#[test]
fn tables_without_rows_are_mentioned() {
    let place = Place::new();
    place.write("企业.csv", "");
    let empty = place.mini(&["load", "企业.csv", "--into", "facts"]);
    assert!(empty.out.contains("企业.csv") || empty.err.contains("企业.csv"), "{empty}");
    place.write("企业.csv", "统一社会信用代码,名称\n");
    let titles = place.mini(&["load", "企业.csv", "--into", "facts"]);
    assert!(titles.out.contains("企业") || titles.err.contains("企业"), "{titles}");
}

#[test]
fn one_column_and_one_row_are_enough() {
    let place = Place::new();
    place.write("a.csv", format!("统一社会信用代码\n{A}\n"));
    place.mini(&["load", "a.csv", "--into", "facts"]).ends(0).prints("企业：共 1 行，其中新增 1 行");
}

#[test]
fn a_very_long_cell_makes_no_long_message() {
    let place = Place::new();
    let long = "长".repeat(200_000);
    let ran = refused(&place, &format!("统一社会信用代码,人数@2024\n{A},{long}\n")).prints("不是数字");
    assert!(ran.out.chars().count() < 1000, "{} characters", ran.out.chars().count());
    place.write("a.csv", format!("统一社会信用代码,名称\n{A},{long}\n"));
    let ran = place.mini(&["load", "a.csv", "--into", "facts"]);
    assert!(ran.code == Some(0) || ran.code == Some(1), "{:?}", ran.code);
}
