//! The workbook, read back by somebody else's reader.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use wuwei_report::xlsx;

use crate::common::{LANGS, PLANS, hostile, report, shipped};

fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn text(data: Option<&Data>) -> String {
    data.map(ToString::to_string).unwrap_or_default()
}

#[test]
fn sheets_hold_the_report() {
    let library = shipped();
    for (lang, sheets) in
        LANGS.into_iter().zip([["Meta", "清单", "观测", "对照"], ["Meta", "List", "Observations", "Align"]])
    {
        for id in PLANS {
            let report = report(&library, id, lang);
            let mut book = open(xlsx(&report).unwrap());
            assert_eq!(book.sheet_names(), sheets);
            let meta = book.worksheet_range(sheets[0]).unwrap();
            assert!(meta.rows().any(|row| text(row.get(1)) == report.title));
            let list = book.worksheet_range(sheets[1]).unwrap();
            assert_eq!(list.height(), report.targets.len() + 1);
            for (row, target) in list.rows().skip(1).zip(&report.targets) {
                assert_eq!(text(row.get(1)), target.name);
                assert_eq!(text(row.get(4)), target.asked.text);
                let key = target.asked.notes.first().map(|note| report.notes[note - 1].key.to_string());
                assert_eq!(text(row.get(5)), key.unwrap_or_default());
            }
            let observations = book.worksheet_range(sheets[2]).unwrap();
            assert_eq!(observations.height(), report.observations.len() + 1);
            for (row, seen) in observations.rows().skip(1).zip(&report.observations) {
                assert_eq!(
                    row.get(3).and_then(|cell| match cell {
                        Data::Float(value) => Some(*value),
                        _ => None,
                    }),
                    seen.value
                );
                assert_eq!(text(row.get(7)), seen.source);
            }
            let align = book.worksheet_range(sheets[3]).unwrap();
            assert_eq!(align.height(), report.findings.len() + 1);
        }
    }
}

/// What begins like a formula stays text.
#[test]
fn no_cell_is_a_formula() {
    let report = report(&hostile(), "example.city", LANGS[1]);
    let mut book = open(xlsx(&report).unwrap());
    for sheet in book.sheet_names() {
        let formulas = book.worksheet_formula(&sheet).unwrap();
        assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "{sheet}");
    }
    let list = book.worksheet_range("List").unwrap();
    assert_eq!(text(list.rows().nth(1).and_then(|row| row.get(1))), "=cmd()<b onload='x'>");
    let seen = book.worksheet_range("Observations").unwrap();
    let sources: Vec<String> = seen.rows().skip(1).map(|row| text(row.get(7))).collect();
    assert!(sources.contains(&"@SUM(1)".to_string()) && sources.contains(&"+1".to_string()), "{sources:?}");
}
