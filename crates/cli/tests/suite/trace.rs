//! `wuwei trace`

use crate::tool::Place;

fn key(place: &Place, field: &str) -> String {
    let arguments = ["plan", "changchun/action-plan-2025", "--as-of", "2026-03-01", "--json", "--verdict", "off-track"];
    let json = place.wuwei(&arguments).ends(0).json();
    assert_eq!(json.as_array().unwrap().len(), 1);
    json[0]["keys"][field].as_str().unwrap().to_string()
}

#[test]
fn a_key_leads_to_value_formula_observations_and_text() {
    let place = Place::new();
    let gap = key(&place, "gap");
    let ran = place.wuwei(&["trace", &gap]).ends(0).prints("截至 2026-03-01").prints("差距：2,000 项");
    let ran = ran.prints("6,000 项 － 4,000 项").prints("library/observations/observations.csv:8");
    ran.prints("人民网2025-11-19报道").prints("library/changchun/action-plan-2025.md:").prints("与编号印出时一致");
    let ran = place.wuwei(&["trace", &gap.to_uppercase(), "--lang", "en"]).ends(0);
    ran.prints("gap: 2,000 items").prints("6,000 items - 4,000 items").prints("As it was when the key was printed.");
    let json = place.wuwei(&["trace", &key(&place, "probability"), "--json"]).ends(0).json();
    assert_eq!((&json["quantity"], &json["unchanged"]), (&"probability".into(), &true.into()));
    assert_eq!(json["observations"].as_array().unwrap().len(), 5);
}

/// The same number on the same day has the same key, whoever asks; the list shows it on request.
#[test]
fn keys_are_stable_and_shown_on_request() {
    let place = Place::new();
    let gap = key(&place, "gap");
    assert_eq!(key(&Place::new(), "gap"), gap);
    let list = |more: &[&str]| {
        let mut all = vec!["plan", "changchun/action-plan-2025", "--as-of", "2026-03-01"];
        all.extend(more);
        place.wuwei(&all).ends(0)
    };
    list(&["--keys"]).prints(&gap);
    list(&[]).prints_not("t-").prints("--keys");
}

#[test]
fn a_number_that_was_changed_afterwards_says_so() {
    let place = Place::new();
    let gap = key(&place, "gap");
    let header = "indicator,region,period,value,unit,status,source,note,learnt\n";
    place
        .write("later.csv", format!("{header}科技成果本地转化数,长春市,2025,4100,项,revised,an example,,2026-06-30\n"));
    place.wuwei(&["trace", &gap, "--observations", "later.csv"]).ends(0).prints("2,000 项").prints("与编号印出时一致");
    place.write(
        "earlier.csv",
        format!("{header}科技成果本地转化数,长春市,2025,4100,项,revised,an example,,2026-02-01\n"),
    );
    place.wuwei(&["trace", &gap, "--observations", "earlier.csv"]).ends(0).prints("1,900 项").prints("注意");
}

#[test]
fn what_is_no_key_is_refused() {
    let place = Place::new();
    place.wuwei(&["trace", "t-3f9a"]).ends(2).complains("`t-3f9a` 不是编号");
    place.wuwei(&["trace", "t-0000-0000-0000", "--lang", "en"]).ends(2).complains("no number has the key");
}
