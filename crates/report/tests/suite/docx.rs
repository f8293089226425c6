//! The official document: a package whose parts are well formed, with the page of GB/T 9704-2012.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use wuwei_report::docx;

use crate::common::{HARM, LANGS, PLANS, hostile, report, shipped};

fn parts(bytes: Vec<u8>) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = (0..zip.len()).map(|n| zip.by_index(n).unwrap().name().unwrap().into_owned()).collect();
    let mut parts = BTreeMap::new();
    for name in names {
        let mut text = String::new();
        zip.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        parts.insert(name, text);
    }
    parts
}

/// The texts of a part; panics where it isn't well formed.
fn texts(name: &str, part: &str) -> String {
    let mut reader = Reader::from_str(part);
    let (mut depth, mut out) = (0usize, String::new());
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Text(text) => out += &text,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{name}");
    out
}

#[test]
fn parts_are_well_formed_and_the_page_is_the_standards() {
    let library = shipped();
    for id in PLANS {
        for lang in LANGS {
            let report = report(&library, id, lang);
            let parts = parts(docx(&report).unwrap());
            for name in
                ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml", "word/fontTable.xml"]
            {
                assert!(parts.contains_key(name), "{name}");
            }
            parts.iter().for_each(|(name, part)| drop(texts(name, part)));
            let body = &parts["word/document.xml"];
            // 37 mm above, 28 mm at the binding, and a type area of 156 by 225 mm, in twentieths of a point.
            let millimetres = |twips: f64| twips / 1440.0 * 25.4;
            let length = |of: &str| -> f64 {
                let rest = body.split(&format!("w:{of}=\"")).last().unwrap();
                rest.split('"').next().unwrap().parse().unwrap()
            };
            let margins = body.split("<w:pgMar").nth(1).unwrap();
            let margin = |of: &str| -> f64 {
                let rest = margins.split(&format!("w:{of}=\"")).nth(1).unwrap();
                millimetres(rest.split('"').next().unwrap().parse().unwrap())
            };
            assert!((margin("top") - 37.0).abs() < 1.0);
            assert!((margin("left") - 28.0).abs() < 1.0);
            assert!((210.0 - margin("left") - margin("right") - 156.0).abs() < 1.0);
            assert!((297.0 - margin("top") - margin("bottom") - 225.0).abs() < 1.0);
            assert!(length("linePitch") > 0.0);
            let styles = &parts["word/styles.xml"];
            assert!(styles.contains("w:line=\"560\" w:lineRule=\"exact\""), "lines of 28 points");
            assert!(parts["word/fontTable.xml"].contains("方正小标宋简体"));
            assert!(parts["word/settings.xml"].contains("evenAndOddHeaders"));
            assert!(parts["word/footer1.xml"].contains("w:jc w:val=\"right\""));
            assert!(parts["word/footer2.xml"].contains("w:jc w:val=\"left\""));
        }
    }
}

#[test]
fn every_key_stands_in_the_document() {
    let report = report(&shipped(), PLANS[1], LANGS[0]);
    let parts = parts(docx(&report).unwrap());
    let text = texts("document", &parts["word/document.xml"]);
    for note in &report.notes {
        assert!(text.contains(&note.key.to_string()), "{note:?}");
    }
    assert!(text.contains("关于《长春市科技创新引领新质生产力发展行动计划"));
    for heading in ["一、总体情况", "（一）", "附件：1．目标清单"] {
        assert!(text.contains(heading), "{heading}");
    }
}

#[test]
fn hostile_names_are_text() {
    let report = report(&hostile(), "example.city", LANGS[0]);
    let parts = parts(docx(&report).unwrap());
    assert!(!parts["word/document.xml"].contains(HARM));
    assert!(texts("document", &parts["word/document.xml"]).contains("alert(1)"));
}
