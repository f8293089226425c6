//! `wuwei report`

use std::io::Cursor;

use calamine::{Reader, Xlsx};

use crate::tool::Place;

const CITY: &str = "changchun/action-plan-2025";
const ON: &str = "2026-03-01";

#[test]
fn a_page_is_written_and_its_keys_are_traced() {
    let place = Place::new();
    place.wuwei(&["report", CITY, "--out", "report.html", "--as-of", ON]).ends(0);
    let page = place.read("report.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
    // Nothing else lies beside it.
    assert_eq!(place.files("."), ["report.html"]);
    let note = page.split("<span>最新值 7,000 户</span><code>").nth(1).unwrap();
    let key = note.split("</code>").next().unwrap();
    place.wuwei(&["trace", key]).ends(0).prints("7,000 户").prints("人民网2025-11-19报道");
}

#[test]
fn both_languages_and_all_forms() {
    let place = Place::new();
    place.wuwei(&["report", "chaoyang.plan-2025", "--out", "a.docx", "--as-of", ON]).ends(0);
    assert!(place.bytes("a.docx").starts_with(b"PK"));
    place.wuwei(&["report", CITY, "--out", "a.xlsx", "--as-of", ON, "--lang", "en"]).ends(0);
    let book = Xlsx::new(Cursor::new(place.bytes("a.xlsx"))).unwrap();
    assert_eq!(book.sheet_names(), ["Meta", "List", "Observations", "Align"]);
    place.wuwei(&["report", CITY, "--out", "a.html", "--as-of", ON, "--lang", "en"]).ends(0);
    assert!(place.read("a.html").contains("<html lang=\"en\">"));
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_is_written() {
    let place = Place::new();
    place.wuwei(&["report", CITY, "--out", "a.pdf"]).ends(2).complains("以 .html、.docx 或 .xlsx 结尾");
    place.wuwei(&["report", "changchun/plan", "--out", "a.html"]).ends(2).complains("没有文件或区域");
    place.wuwei(&["report", "长春市", "--out", "a.html"]).ends(2).complains("changchun.action-plan-2025");
    place.wuwei(&["report", "china.tech-sme", "--out", "a.html"]).ends(2).complains("没有目标");
    let late = ["report", CITY, "--out", "a.html", "--as-of", ON, "--since", "2026-04-01"];
    place.wuwei(&late).ends(2).complains("晚于本期");
    place.wuwei(&["report", CITY, "--out", "nowhere/a.html", "--as-of", ON]).ends(2);
    assert!(place.files(".").is_empty());
}

/// Values of one's own count as those of the library do, and made-up ones say so at the head.
#[test]
fn values_of_ones_own_are_reported() {
    let place = Place::new();
    let table =
        "indicator,region,period,value,unit,status,source,note\n高新技术企业数,朝阳区,2025,260,户,reported,合成数据,\n";
    place.write("own.csv", table);
    let arguments = ["report", "chaoyang.plan-2025", "--out", "a.html", "--as-of", ON, "--observations", "own.csv"];
    place.wuwei(&arguments).ends(0);
    let page = place.read("a.html");
    assert!(page.contains("260 户") && page.contains("含合成数据"));
}
