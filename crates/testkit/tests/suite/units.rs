//! The parser's words of measure and the program's units are one list.

use wuwei_ir::Unit;
use wuwei_syntax::{is_measure, measures};

const PREFIXES: [&str; 8] = ["", "千", "百", "万", "亿", "万亿", "百万", "千万"];

#[test]
fn every_word_of_measure_is_a_unit() {
    assert!(measures().len() > 20);
    for measure in measures() {
        let unit = Unit::parse(measure).unwrap_or_else(|| panic!("{measure} is a measure and no unit"));
        assert_eq!(unit.word, *measure);
        for prefix in PREFIXES {
            let word = format!("{prefix}{measure}");
            let unit = Unit::parse(&word);
            assert_eq!(is_measure(&word), unit.is_some(), "{word}");
            if let Some(unit) = unit {
                assert_eq!(unit.text(), word);
            }
        }
    }
}

#[test]
fn every_unit_is_a_word_of_measure() {
    // Units aren't listed anywhere; every base has a usual word, and words that are none must be none to both.
    for measure in measures() {
        let base = Unit::parse(measure).and_then(|unit| unit.base).unwrap();
        assert!(is_measure(base.word()), "{} is the usual word and no measure", base.word());
    }
    for word in ["", "万", "亿", "百", "百强", "元人", "元元", "公里", "职工总数", "%%", "万亿", "亿万元", "十元"]
    {
        assert_eq!(is_measure(word), Unit::parse(word).is_some(), "{word}");
    }
}
