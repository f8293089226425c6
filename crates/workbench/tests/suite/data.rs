//! Data: files handed in, looked at, compared and accepted; what is refused, and with which words.

use std::io::Cursor;

use axum::Router;
use axum::http::{StatusCode, header};
use wuwei_facts::{Folder, Texts};
use wuwei_project::{Library, Memory};
use wuwei_workbench::router;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::server::{Answer, Browser, RUNTIME, bench, folder, on_both, page, serve};

on_both!(
    a_file_is_looked_at_mapped_compared_and_accepted,
    a_file_that_replaces_everybody_says_who_goes,
    figures_are_checked_and_laid_over_those_of_the_library,
);

/// The name of the key of enterprises, and the keys of some.
fn enterprises(name: &str) -> (String, Vec<String>) {
    let library = Library::open(&Memory::new(wuwei_ir::Date::MIN, []), None).unwrap();
    let program = library.program();
    let entity = program.entity_named("企业").unwrap();
    let table = Folder::open(&folder(name).join("city")).unwrap().table_of(program, entity).unwrap().unwrap();
    let texts = Texts::of(program, &table);
    let keys = (0..4).map(|row| texts.key(row).unwrap().to_string()).collect();
    (program.fact(program.entity(entity).key.unwrap()).name.to_string(), keys)
}

fn operator<'s>(server: &'s Router, lang: &str) -> Browser<'s> {
    let mut browser = Browser::operator(server, lang);
    browser.get("/data/new");
    browser
}

fn led_to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.headers[header::LOCATION].to_str().unwrap().to_string()
}

fn sent(browser: &mut Browser<'_>, what: &str, name: &str, text: &str) -> String {
    led_to(&browser.post_file("/data/files", what, name, text.as_bytes()))
}

#[test]
fn what_is_known_is_shown_in_both_languages() {
    let zh = page("/data", "zh");
    assert!(zh.contains("企业") && zh.contains("上传记录") && zh.contains("合成数据"));
    let en = page("/data", "en");
    assert!(en.contains("Uploads") && en.contains("Last learnt"));
    assert!(page("/data/kinds/%E4%BC%81%E4%B8%9A", "en").contains("Not known"));
    assert!(page("/data/quality", "zh").contains("先补什么"));
    assert!(page("/data/quality", "en").contains("What to find out first"));
    assert!(page("/data/uploads/1", "en").contains("SHA-256"));
}

#[test]
fn a_workbook_to_fill_in_is_given_for_each_kind() {
    let server = serve("template");
    let mut browser = Browser::new(&server, "zh");
    let answer = browser.get("/data/templates/%E4%BC%81%E4%B8%9A.xlsx");
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains("attachment"));
    assert!(answer.body.starts_with("PK"));
    assert_eq!(browser.get("/data/templates/nothing.xlsx").status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/data/kinds/nothing").status, StatusCode::NOT_FOUND);
    for number in ["0", "-1", "999", "x"] {
        assert_eq!(browser.get(&format!("/data/uploads/{number}")).status, StatusCode::NOT_FOUND);
    }
}

fn a_file_is_looked_at_mapped_compared_and_accepted(name: &str) {
    let bench = bench(name);
    let server = router(bench.clone());
    let (key, keys) = enterprises(name);
    let mut browser = operator(&server, "zh");
    // A header that nobody knows, a row that can't be read, and an enterprise said twice.
    let text = format!(
        "{key},职工数,去年研发(万元),备注\n{},101,12.5,甲\n{},102,abc,乙\n{},103,,丙\n",
        keys[0], keys[1], keys[2]
    );
    let columns = sent(&mut browser, "facts", "企业 <b>x.csv", &text);
    let seen = browser.get(&columns);
    assert!(seen.body.contains("已认出") && seen.body.contains("职工数") && seen.body.contains("不认识"));
    assert!(seen.body.contains("企业 &lt;b&gt;x.csv") && !seen.body.contains("<b>x"));
    let form = |fact: &'static str, year: &'static str| {
        [
            ("k0", "企业"),
            ("for0", "企业"),
            ("c0-1", fact),
            ("y0-1", year),
            ("c0-2", "研发费用"),
            ("y0-2", "2024"),
            ("u0-2", "万元"),
        ]
    };
    let with_key = |fields: &[(&'static str, &'static str)]| {
        let mut fields: Vec<(String, String)> =
            fields.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        fields.push(("c0-0".to_string(), key.clone()));
        fields
    };
    let post = |browser: &mut Browser<'_>, path: &str, fields: &[(String, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.post(path, &fields)
    };
    // Without its year a yearly fact means nothing, and a fact that isn't there is said with the field it stands in.
    let wrong = post(&mut browser, &columns, &with_key(&form("职工总数", "")));
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("href=\"#c0-1\"") && wrong.body.contains("aria-invalid"));
    let none = browser.post(&columns, &[("k0", "企业"), ("for0", "企业"), ("c0-1", "职工总数"), ("y0-1", "2024")]);
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.body.contains("靠它识别"));
    let rows = led_to(&post(&mut browser, &columns, &with_key(&form("职工总数", "2024"))));
    let seen = browser.get(&rows);
    assert!(seen.body.contains("第 3 行") && seen.body.contains("不是数字") && seen.body.contains("abc"));
    let rejected = browser.get(&format!("{}/rejected/1.csv", rows.trim_end_matches("/rows")));
    assert!(rejected.body.contains("abc") && !rejected.body.contains(&keys[0]));
    // A day that isn't one is said beside its field; nothing goes on.
    let wrong = browser.post(&rows, &[("learnt", "someday")]);
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("href=\"#learnt\""));
    let changes = led_to(&browser.post(&rows, &[("learnt", ""), ("actor", "张三")]));
    let seen = browser.get(&changes);
    assert!(seen.body.contains("101") && seen.body.contains("125000") && seen.body.contains(&keys[2]));
    assert!(!seen.body.contains(&keys[1]));
    let check = changes.replace("/changes", "/check");
    assert!(browser.get(&check).body.contains("张三"));
    let accept = changes.replace("/changes", "/accept");
    let done = led_to(&browser.post(&accept, &[]));
    assert_eq!(done, "/data/uploads/2");
    // A second click accepts nothing more.
    assert_eq!(led_to(&browser.post(&accept, &[])), done);
    RUNTIME.block_on(bench.settled());
    let seen = browser.get(&done);
    assert!(seen.body.contains("张三") && seen.body.contains(&keys[0]) && !seen.body.contains("正在更新"));
    let program = bench.snapshot();
    let table = program
        .tables()
        .iter()
        .find(|table| program.library().program().entity(table.entity).head.name.as_str() == "企业")
        .unwrap();
    let texts = Texts::of(program.library().program(), table);
    let at = (0..texts.rows()).find(|row| texts.key(*row).unwrap().as_str() == keys[0]).unwrap();
    let cells: Vec<String> = texts.cells(at).map(|cell| format!("{}={}", cell.name, cell.text)).collect();
    assert!(cells.contains(&"职工总数@2024=101".to_string()) && cells.contains(&"研发费用@2024=125000".to_string()));
    // Before the day on which it was learnt nothing of it is known.
    assert!(!browser.get("/data?as_of=2025-01-01").body.contains("/data/uploads/2"));
    assert!(browser.get("/data").body.contains("/data/uploads/2"));
    // The same file once more is said to be so, and changes nothing.
    let columns = sent(&mut browser, "facts", "企业.csv", &text);
    browser.get(&columns);
    let rows = led_to(&post(&mut browser, &columns, &with_key(&form("职工总数", "2024"))));
    let changes = led_to(&browser.post(&rows, &[]));
    let seen = browser.get(&changes);
    assert!(seen.body.contains("同一文件") && seen.body.contains("没有任何改变"));
    let discard = changes.replace("/changes", "/discard");
    assert_eq!(led_to(&browser.post(&discard, &[])), "/data");
    assert_eq!(browser.get(&changes).status, StatusCode::NOT_FOUND);
}

fn a_file_that_replaces_everybody_says_who_goes(name: &str) {
    let bench = bench(name);
    let server = router(bench.clone());
    let (key, keys) = enterprises(name);
    let mut browser = operator(&server, "en");
    let columns = sent(&mut browser, "facts", "企业.csv", &format!("{key},职工总数@2024\n{},7\n", keys[0]));
    browser.get(&columns);
    let fields = [("k0", "企业"), ("for0", "企业"), ("c0-0", key.as_str()), ("c0-1", "职工总数"), ("y0-1", "2024")];
    let rows = led_to(&browser.post(&columns, &fields));
    let changes = led_to(&browser.post(&rows, &[("replaces", "yes")]));
    let seen = browser.get(&changes);
    assert!(seen.body.contains("Subjects that count no longer") && seen.body.contains(&keys[1]));
    browser.get(&changes.replace("/changes", "/check"));
    led_to(&browser.post(&changes.replace("/changes", "/accept"), &[]));
    RUNTIME.block_on(bench.settled());
    let snapshot = bench.snapshot();
    let entity = snapshot.library().program().entity_named("企业").unwrap();
    let rows = snapshot.tables().iter().find(|table| table.entity == entity).unwrap().rows;
    assert_eq!(rows, 1);
}

fn figures_are_checked_and_laid_over_those_of_the_library(name: &str) {
    let bench = bench(name);
    let server = router(bench.clone());
    let before = bench.snapshot().observations().all().len();
    let library = bench.snapshot();
    let seen = library.observations().all().first().unwrap().clone();
    let row = library.observations().rows(library.library().program(), 0..1).remove(0);
    let (header, mut cells): (Vec<String>, Vec<String>) = row.cells.into_iter().unzip();
    let period = cells.iter().position(|cell| *cell == seen.period.to_string()).unwrap();
    cells[period] = "2019".to_string();
    let learnt = header.iter().position(|name| name == "得知日期").unwrap_or(header.len() - 1);
    cells[learnt] = "2020-03-01".to_string();
    let mut browser = operator(&server, "zh");
    let figures =
        sent(&mut browser, "observations", "figures.csv", &format!("{}\n{}\n", header.join(","), cells.join(",")));
    let found = browser.get(&figures);
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.body.contains("数据行"), "{}", found.body);
    let done = led_to(&browser.post(&figures, &[("accept", "all"), ("actor", "统计局")]));
    RUNTIME.block_on(bench.settled());
    let after = bench.snapshot();
    assert_eq!(after.observations().all().len(), before + 1);
    let place = after.observations().place(before).unwrap();
    assert_eq!(place, "figures.csv:2");
    assert!(browser.get(&done).body.contains("统计局"));
    // The same figures are known now.
    let again =
        sent(&mut browser, "observations", "figures.csv", &format!("{}\n{}\n", header.join(","), cells.join(",")));
    assert!(browser.get(&again).body.contains("没有新的观测值"));
    // What is no table of figures is refused row by row.
    let wrong = sent(&mut browser, "observations", "x.csv", "指标,区域,时期,数值\n没有的指标,长春市,2024,1\n");
    assert!(browser.get(&wrong).body.contains("没有的指标"));
}

fn packed(name: &str, content: &dyn Fn(&mut dyn std::io::Write)) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    content(&mut zip);
    zip.finish().unwrap().into_inner()
}

#[test]
fn hostile_and_broken_files_are_refused_with_clear_words() {
    let server = serve("hostile-files");
    let mut browser = operator(&server, "en");
    let blank = vec![b' '; 1 << 20];
    let bomb = packed("xl/sharedStrings.xml", &|zip| (0..140).for_each(|_| zip.write_all(&blank).unwrap()));
    let entities = packed("xl/workbook.xml", &|zip| {
        zip.write_all(b"<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><x>&b;</x>").unwrap();
    });
    for (name, bytes, said) in [
        ("a.xlsx", bomb.as_slice(), "unpacked it is larger than"),
        ("a.xlsx", &entities, "declares XML entities"),
        ("a.xlsx", b"PK\x03\x04 not really", "no sound xlsx"),
        ("a.csv", &[0xff, 0x80, 0x80, b','], "neither UTF-8 nor GB18030"),
        ("a.csv", b"a,b\n\"open,1\n", "quote"),
        ("a.exe", b"MZ", "unknown extension"),
        ("a.csv", b"", "no file was chosen"),
        ("a.csv", b"\n\n", "no row of data"),
    ] {
        let answer = browser.post_file("/data/files", "facts", name, bytes);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
        assert!(!answer.body.contains("wuwei-upload-"));
    }
    // 300 MB are refused before they are read, and more than was declared while it is read.
    let large = vec![b'x'; (64 << 20) + 100_000];
    let answer = browser.post_file("/data/files", "facts", "large.csv", &large);
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("larger than 64 MB"));
    // Folders in a name mean nothing.
    let columns = sent(&mut browser, "facts", "../../etc/企业.csv", "统一社会信用代码\nx\n");
    let seen = browser.get(&columns);
    assert!(seen.body.contains("企业.csv") && !seen.body.contains("../../etc"));
    // Half a form, no form at all, and a field that is none.
    for (kind, body) in [
        ("multipart/form-data; boundary=edge", &b"--edge\r\nContent-Disposition: form-data; name=\"file\""[..]),
        ("multipart/form-data", b"x"),
        ("text/plain", b"x"),
    ] {
        let answer = browser.post_body("/data/files", kind, body.to_vec());
        assert!(answer.status.is_client_error(), "{kind}: {}", answer.status);
    }
}

#[test]
fn only_the_operator_hands_in_and_only_by_our_own_form() {
    let server = serve("data-access");
    let mut stranger = Browser::new(&server, "en");
    assert!(stranger.get("/data/new").body.contains("Sign in as operator"));
    assert_eq!(stranger.post_file("/data/files", "facts", "a.csv", b"a,b\n").status, StatusCode::FORBIDDEN);
    let mut browser = operator(&server, "en");
    let columns = sent(&mut browser, "facts", "企业.csv", "统一社会信用代码,职工总数@2024\nx,1\n");
    for path in [columns.clone(), columns.replace("/columns", "/rows"), columns.replace("/columns", "/changes")] {
        assert_eq!(stranger.get(&path).status, StatusCode::FORBIDDEN);
    }
    browser.forget_key();
    assert_eq!(browser.post_file("/data/files", "facts", "a.csv", b"a,b\n").status, StatusCode::FORBIDDEN);
    assert_eq!(browser.post(&columns.replace("/columns", "/accept"), &[]).status, StatusCode::FORBIDDEN);
}
