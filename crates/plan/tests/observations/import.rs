//! Tables as people send them: what is read, what is refused, and where.

use rust_xlsxwriter::Workbook;
use wuwei_ir::Number;
use wuwei_plan::{Accept, Importer, Observations};
use wuwei_source::Lang;

use crate::world::{day, faults, findings, good, options, program, read, region, table};

#[test]
fn headers_of_both_languages_and_units_of_every_size() {
    let (all, imported) = read(
        "指标,区域,时期,数值,单位,状态,来源,说明,得知日期\n\
         人才总量,长春市,2024,158,万人,公布,报纸,,2025-01-06\n\
         人才总量,长春市,2023,\"1,500,000\",人,修订,,,2025/1/7\n\
         人才总量,220100,2022,140.5万人,,,,,\n\
         高技术占比,长春市,2024,0.14,,,,,\n",
        Accept::Sound,
    );
    assert_eq!((imported.added, imported.loaded), (4, true), "{:#?}", imported.faults);
    let values: Vec<String> = all.all().iter().map(|row| row.value().unwrap().to_decimal(4)).collect();
    assert_eq!(values, ["1580000", "1500000", "1405000", "0.14"]);
    assert_eq!(all.all()[1].learnt, day("2025-01-07"));
    assert_eq!(all.all()[0].figure.unwrap().written, Number::int(158));
}

#[test]
fn every_fault_of_every_row_is_named() {
    let text = table(
        "高新技术企业,长春市,2024,1,户,,,,\n\
         高新技术企业数,长春,2024年底,一,户,,,,\n\
         人才总量,长春市,2024,158,,,,,\n\
         人才总量,长春市,2024,158,户,,,,\n\
         人才总量,长春市,2024,158万人,万人,,,,\n\
         人才总量,朝阳区,2024,1,万人,,,,\n\
         人才总量,长春市,2024,1,万人,final,,,2027-01-01\n\
         人才总量,长春市,2024,,万人,,,,2025-02-30\n\
         人才总量,长春市,2024,3,万人,,,,,多\n",
    );
    let (all, imported) = read(&text, Accept::Sound);
    assert_eq!(all.all().len(), 0);
    assert!(!imported.loaded);
    assert_eq!((imported.rows, imported.left_out), (9, 9));
    assert_eq!(
        faults(&imported),
        [
            "unknown-indicator 2 indicator",
            "unknown-region 3 region",
            "no-such-period 3 period",
            "not-a-number 3 value",
            "wrong-unit 4 unit",
            "wrong-unit 5 unit",
            "wrong-unit 6 unit",
            "unknown-region 7 region",
            "unknown-status 8 status",
            "no-such-day 8 learnt",
            "not-a-number 9 value",
            "no-such-day 9 learnt",
            "stray-cell 10 -",
        ]
    );
    let shown = imported.faults[0].problem.show(Lang::Zh);
    assert_eq!(shown, "表.csv 第 2 行 “indicator”列：“高新技术企业”：没有指标“高新技术企业”。是不是 高新技术企业数？");
    assert!(imported.faults[7].problem.show(Lang::En).contains("长春市.朝阳区"), "{:?}", imported.faults[7]);
    for fault in &imported.faults {
        assert!(!fault.problem.why.zh.is_empty() && !fault.problem.why.en.is_empty(), "{fault:?}");
    }
    let ids: Vec<String> = findings(&imported);
    assert!(ids.contains(&"wrong-unit 3".to_string()), "{ids:?}");
}

#[test]
fn the_good_rows_are_loaded_when_they_are_asked_for() {
    let text = table(
        "人才总量,长春市,2022,150,万人,,甲,,\n\
         人才总量,长春市,2023,155,户,,甲,,\n\
         高技术占比,长春市,2024,140,%,,甲,,\n\
         人才总量,长春市,2024,158,万人,,甲,,\n",
    );
    let loaded = |accept| {
        let (all, imported) = read(&text, accept);
        assert_eq!(imported.rows, imported.added + imported.known + imported.left_out);
        (all.all().len(), imported.loaded)
    };
    assert_eq!(loaded(Accept::Sound), (0, false));
    assert_eq!(loaded(Accept::GoodRows), (2, true));
    assert_eq!(loaded(Accept::Readable), (3, true));
}

#[test]
fn a_refused_file_leaves_nothing_behind() {
    let mut all = good("人才总量,长春市,2023,155,万人,,甲,,\n");
    let before = (all.all().to_vec(), all.tables().to_vec(), all.indicators_of(region("110000")).to_vec());
    let text = table("人才总量,长春市,2023,154,万人,,乙,,\n人才总量,北京市,2023,1,户,,甲,,\n");
    let imported = Importer::new(program()).import(&mut all, text.as_bytes(), &options(Accept::Sound));
    assert!(!imported.loaded);
    let after = (all.all().to_vec(), all.tables().to_vec(), all.indicators_of(region("110000")).to_vec());
    assert_eq!(before, after);
    let imported = Importer::new(program()).import(&mut all, text.as_bytes(), &options(Accept::GoodRows));
    assert_eq!((imported.added, all.all().len()), (1, 2));
    assert!(all.all().iter().all(|row| row.in_conflict));
    assert_eq!(all.tables()[all.all()[1].origin.table as usize].file.as_ref(), "表.csv");
}

#[test]
fn a_table_without_a_needed_column_is_refused_whole() {
    for accept in [Accept::Sound, Accept::GoodRows, Accept::Readable] {
        let (_, imported) = read("指标,区域,数值\n人才总量,长春市,1\n", accept);
        assert_eq!(faults(&imported), ["unreadable-table 1 -"]);
        let (_, imported) = read("", accept);
        assert_eq!(faults(&imported), ["unreadable-table - -"]);
        let (_, imported) = read("甲,乙\n1,2\n", accept);
        assert_eq!(faults(&imported), ["unreadable-table - -"]);
        let (_, imported) = read("指标,区域,时期,数值,数值\n", accept);
        assert_eq!(faults(&imported), ["unreadable-table 1 -"]);
        let (_, imported) = read("indicator,region,period,value,notes\n", accept);
        assert_eq!(faults(&imported), ["unreadable-table 1 -"]);
    }
}

#[test]
fn a_quote_without_its_partner_swallows_nothing_in_silence() {
    let header = "indicator,region,period,value,unit,note\n";
    for (rows, expected) in [
        ("人才总量,长春市,2023,1,万人,\"甲\n人才总量,长春市,2024,1,万人,乙\n", "unreadable-table 2 -"),
        ("人才总量,长春市,2023,1,万人,\"甲\n人才总量,长春市,2024,1,万人,\"乙\"\n", "unreadable-table 2 -"),
        ("人才总量,长春市,2023,1,万人,\"甲\n人才总量,长春市,2024,1,万人,乙\"\n", "stray-cell 2 note"),
        ("人才总量,\"长春\n市\",2023,1,万人,甲\n", "stray-cell 2 region"),
    ] {
        let (all, imported) = read(format!("{header}{rows}"), Accept::Readable);
        assert_eq!(faults(&imported)[0], expected, "{rows}");
        assert_eq!(all.all().len(), 0);
    }
}

#[test]
fn lines_are_counted_as_people_count_them() {
    let text = "指标,区域,时期,数值,单位,说明\r\n\r\n人才总量,长春市,2023,1,万人,\"一\r\n二\"\r\n\r\n\r\n人才总量,长春市,2024,x,万人,\r\n";
    let (all, imported) = read(text, Accept::GoodRows);
    assert_eq!(faults(&imported), ["not-a-number 7 数值"]);
    assert_eq!((all.all()[0].note.as_ref(), all.all()[0].origin.row), ("一\n二", 3));
}

#[test]
fn other_encodings_and_separators() {
    let text = "指标;区域;时期;数值;单位\n人才总量;长春市;2023;155;万人\n";
    let (gb, ..) = encoding_rs::GB18030.encode(text);
    for bytes in [text.as_bytes(), format!("\u{feff}{text}").as_bytes(), &gb] {
        let (all, imported) = read(bytes, Accept::Sound);
        assert_eq!(all.all().len(), 1, "{:#?}", imported.faults);
    }
    // Here the comma may be a decimal point.
    let (_, imported) = read(text.replace("155", "1,555"), Accept::Sound);
    assert_eq!(faults(&imported), ["not-a-number 2 数值"]);
    let (_, imported) = read([0xd0, 0xcf, 0x11, 0xe0, 1, 2], Accept::Sound);
    assert!(imported.faults[0].problem.why.en.contains("xls"));
}

#[test]
fn workbooks_with_a_title_and_other_sheets() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("填报说明").unwrap().write(0, 0, "怎样填").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("数据").unwrap().write(0, 0, "某市观测值").unwrap();
    for (at, header) in ["指标", "区域", "时期", "数值", "单位", "得知日期"].iter().enumerate() {
        sheet.write(1, at as u16, *header).unwrap();
    }
    sheet.write(2, 0, "人才总量").unwrap();
    sheet.write(2, 1, "长春市").unwrap();
    sheet.write(2, 2, 2024).unwrap();
    sheet.write(2, 3, 158.3).unwrap();
    sheet.write(2, 4, "万人").unwrap();
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_with_format(2, 5, rust_xlsxwriter::ExcelDateTime::from_ymd(2025, 1, 6).unwrap(), &format).unwrap();
    sheet.write(3, 0, "人才总量").unwrap();
    sheet.write(3, 1, "长春市").unwrap();
    sheet.write(3, 2, 202_413).unwrap();
    sheet.write(3, 3, 1).unwrap();
    sheet.write(3, 4, "万人").unwrap();
    let (all, imported) = read(book.save_to_buffer().unwrap(), Accept::GoodRows);
    assert_eq!(faults(&imported), ["no-such-period 4 时期"]);
    assert_eq!(imported.faults[0].problem.sheet.as_deref(), Some("数据"));
    assert_eq!(imported.passed_over, ["填报说明"]);
    let row = &all.all()[0];
    assert_eq!((row.value().unwrap(), row.learnt, row.origin.row), (Number::int(1_583_000), day("2025-01-06"), 3));
    assert_eq!(all.tables()[row.origin.table as usize].sheet.as_deref(), Some("数据"));
}

#[test]
fn merged_cells_are_refused() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, header) in ["指标", "区域", "时期", "数值", "单位"].iter().enumerate() {
        sheet.write(0, at as u16, *header).unwrap();
    }
    sheet.merge_range(1, 0, 2, 0, "人才总量", &rust_xlsxwriter::Format::new()).unwrap();
    let (_, imported) = read(book.save_to_buffer().unwrap(), Accept::Readable);
    assert!(faults(&imported).contains(&"unreadable-table 2 -".to_string()), "{:?}", faults(&imported));
}

/// Of indicators with the same name the one declared nearest around the region is meant; another is named in full.
#[test]
fn names_mean_what_is_nearest() {
    let all = good(
        "高新技术企业数,长春市.朝阳区,2024,1,户,,,,\n\
         高新技术企业数,吉林省,2024,2,户,,,,\n\
         trial.nation.高新技术企业数,长春市,2024,3,户,,,,\n\
         科技成果数,吉林省,2024,4,项,,,,\n",
    );
    let documents = all.all().iter().map(|row| program().document(program().indicator(row.indicator).head.doc).id);
    assert_eq!(
        documents.map(|id| id.to_string()).collect::<Vec<_>>(),
        ["trial.city", "trial.nation", "trial.nation", "trial.city"]
    );
    for text in [
        "220104",
        "长春市.朝阳区",
        "吉林省.朝阳区",
        "北京市朝阳区",
        "110105",
        "北京市.朝阳区",
        "朝阳区",
        "中国",
        "长春",
    ] {
        let (all, _) = read(table(&format!("人才总量,{text},2024,1,万人,,,,\n")), Accept::Readable);
        assert_eq!(all.all().first().map(|row| row.region), program().region_named(text), "{text}");
    }
}

#[test]
fn rows_that_are_there_already_are_not_added_again() {
    let mut all = Observations::default();
    let mut importer = Importer::new(program());
    let text = table(
        "人才总量,长春市,2023,155,万人,,甲,,\n人才总量,长春市,2023,155,万人,,甲,,\n人才总量,长春市,2023,155,万人,,乙,,\n",
    );
    let first = importer.import(&mut all, text.as_bytes(), &options(Accept::Sound));
    assert_eq!((first.added, first.known), (2, 1));
    assert!(findings(&first).contains(&"duplicate-row 1".to_string()), "{:?}", findings(&first));
    let second = importer.import(&mut all, text.as_bytes(), &options(Accept::Sound));
    assert_eq!((second.added, second.known), (0, 3));
}

#[test]
fn ten_thousand_faults_are_listed_and_the_rest_is_counted() {
    let rows = "人才,长春市,2023,155,万人,,甲,,\n".repeat(12_000);
    let (_, imported) = read(table(&rows), Accept::GoodRows);
    assert_eq!((imported.faults.len(), imported.unlisted, imported.left_out), (10_000, 2_000, 12_000));
}
