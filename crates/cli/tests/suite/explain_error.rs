//! `wuwei explain-error`

use crate::tool::Place;

fn ids(place: &Place) -> Vec<String> {
    let ran = place.wuwei(&["explain-error"]).ends(0);
    ran.out.lines().map(|line| line.split_whitespace().next().unwrap().to_string()).collect()
}

#[test]
fn every_kind_is_listed_with_a_sentence() {
    let place = Place::new();
    let ids = ids(&place);
    assert!(ids.len() >= 40, "{} kinds", ids.len());
    for lang in ["zh", "en"] {
        let ran = place.wuwei(&["explain-error", "--lang", lang]).ends(0);
        assert_eq!(ran.out.lines().count(), ids.len());
        for (id, line) in ids.iter().zip(ran.out.lines()) {
            let sentence = line.strip_prefix(id.as_str()).unwrap();
            assert!(sentence.starts_with(' ') && sentence.trim().chars().count() > 5, "{line}");
        }
    }
}

#[test]
fn every_kind_is_explained_with_a_wrong_and_a_right_example() {
    let place = Place::new();
    for id in ids(&place) {
        for (lang, wrong, right) in [("zh", "错误的写法", "正确的写法"), ("en", "Wrong", "Right")] {
            let ran = place.wuwei(&["explain-error", &id, "--lang", lang]).ends(0);
            let (_, rest) = ran.out.split_once(wrong).unwrap_or_else(|| panic!("{ran}"));
            let (wrong, right) = rest.split_once(right).unwrap_or_else(|| panic!("{ran}"));
            // Faults of tables beside the documents are shown on tables.
            let block = if wrong.contains("```csv") { "```csv" } else { "```wuwei" };
            assert!(wrong.contains(block) && right.contains(block), "{ran}");
            assert!(ran.out.starts_with(&format!("# {id}\n")), "{ran}");
        }
    }
}

#[test]
fn an_unknown_kind_gets_a_suggestion() {
    let place = Place::new();
    place.wuwei(&["explain-error", "unknown-nam"]).ends(2).complains("`unknown-nam`").complains("`unknown-name`");
    place.wuwei(&["explain-error", "unknown-nam", "--lang", "en"]).ends(2).complains("Did you mean `unknown-name`?");
    place.wuwei(&["explain-error", "E0308"]).ends(2).complains("E0308");
}
