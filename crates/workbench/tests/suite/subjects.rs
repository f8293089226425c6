//! Subjects: found, shown, explained, advised, and as a statement to print.

use axum::http::{StatusCode, header};

use crate::server::{ask, escaped, page};

/// Addresses of the subjects on a page of the list.
fn listed(page: &str) -> Vec<String> {
    let rows = page.split("<th scope=\"row\"><a href=\"").skip(1);
    rows.filter_map(|rest| rest.split('"').next()).map(ToString::to_string).collect()
}

fn first() -> String {
    listed(&page("/subjects?kind=%E4%BC%81%E4%B8%9A", "zh")).into_iter().next().unwrap()
}

fn code(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_string()
}

/// Addresses on a page that begin so.
fn links(page: &str, with: &str) -> Vec<String> {
    let each = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    each.filter(|link| link.starts_with(with)).map(ToString::to_string).collect()
}

#[test]
fn somebody_is_found_by_part_of_a_code_or_name_of_any_kind() {
    let all = page("/subjects", "zh");
    assert!(listed(&all).len() == 25 && all.contains("合成数据") && all.contains("科技企业梯次培育"));
    let code = code(&first());
    let by_code = page(&format!("/subjects?kind=all&q={}", &code[4..]), "en");
    assert!(listed(&by_code).iter().any(|link| link.ends_with(&code)), "{code}");
    let nobody = page(&format!("/subjects?q={}", escaped("没有这样一家")), "zh");
    assert!(nobody.contains("没有找到") && nobody.contains("/check"));
    let odd = page("/subjects?kind=%3Cb%3E&district=x&page=-1&q=%3Cscript%3E", "zh");
    assert!(!odd.contains("<script>") && !odd.contains("<b>\""));
    assert_eq!(ask("/subjects?page=2", &[]).status, StatusCode::OK);
}

#[test]
fn a_profile_shows_lanes_ladders_scores_and_facts_with_the_notice() {
    let path = first();
    let zh = page(&path, "zh");
    for text in
        ["免申即享", "即申", "待补", "在哪一级", "能得到什么", "评分", "已知的事实", "合成数据", "年度数据", "基本信息"]
    {
        assert!(zh.contains(text), "{text}");
    }
    let en = page(&path, "en");
    for text in [
        "Without application",
        "On application",
        "Where it stands",
        "What it can get",
        "What is known",
        "Synthetic data",
    ] {
        assert!(en.contains(text), "{text}");
    }
    // A day that was chosen stays chosen.
    let dated = page(&format!("{path}?as_of=2025-06-30"), "zh");
    let whys = links(&dated, &format!("{path}/why/"));
    assert!(!whys.is_empty() && whys.iter().all(|link| link.ends_with("?as_of=2025-06-30")));
    assert!(zh.len() < 150_000, "{}", zh.len());
}

#[test]
fn every_answer_leads_to_its_proof_and_to_what_it_would_take() {
    let path = first();
    let profile = page(&path, "zh");
    let whys = links(&profile, &format!("{path}/why/"));
    assert!(whys.len() > 20, "{}", whys.len());
    for (n, why) in whys.iter().enumerate().step_by(7) {
        let proof = page(why, if n % 2 == 0 { "zh" } else { "en" });
        assert!(proof.contains("class=\"tree\"") && proof.contains("class=\"answer"), "{why}");
    }
    let ways = links(&profile, &format!("{path}/advise/"));
    assert!(!ways.is_empty());
    for way in ways.iter().step_by(11) {
        for lang in ["zh", "en"] {
            let shown = page(way, lang);
            assert!(shown.contains("class=\"now\"") || shown.contains("name=\"at_least\""), "{way}");
        }
    }
}

#[test]
fn a_score_is_asked_what_to_reach_and_nonsense_is_said_to_be_none() {
    let path = first();
    let profile = page(&path, "zh");
    let scores = profile.split("id=\"scores\"").nth(1).unwrap();
    let way = links(scores, &format!("{path}/advise/")).into_iter().next().unwrap();
    assert!(page(&way, "zh").contains("先说要达到多少"));
    let wrong = page(&format!("{way}?at_least={}", escaped("<b>很多")), "zh");
    assert!(wrong.contains("aria-invalid=\"true\"") && wrong.contains("这不是一个数") && !wrong.contains("<b>很多"));
    assert!(page(&format!("{way}?at_least=100000"), "en").contains("can’t be more"));
    assert!(page(&format!("{way}?at_least=1"), "en").contains("Now: "));
}

#[test]
fn questions_are_ordered_and_say_what_waits_for_them() {
    let path = first();
    let zh = page(&format!("{path}/questions"), "zh");
    assert!(zh.contains("等它的答案") || zh.contains("问完了"));
    assert!(page(&format!("{path}/questions"), "en").contains("What to ask next"));
}

#[test]
fn a_statement_is_dated_marked_and_cites_articles() {
    let path = first();
    let zh = page(&format!("{path}/statement"), "zh");
    for text in ["仅供参考", "政策适用情况告知单", "评价日", "出具日", "2026-03-01", "合成数据", "不是审批结论", "依据"]
    {
        assert!(zh.contains(text), "{text}");
    }
    let en = page(&format!("{path}/statement?as_of=2025-06-30"), "en");
    for text in ["Advisory", "2025-06-30", "2026-03-01", "It is no decision"] {
        assert!(en.contains(text), "{text}");
    }
}

#[test]
fn strangers_and_nonsense_are_nowhere() {
    let path = first();
    for wrong in [
        "/subjects/%E4%BC%81%E4%B8%9A/nobody".to_string(),
        "/subjects/nothing/nobody".to_string(),
        format!("{path}/why/%3Cscript%3E"),
        format!("{path}/advise/..%2f..%2f"),
        "/subjects/%E4%BC%81%E4%B8%9A/%3Cimg%20src=x%3E".to_string(),
    ] {
        let answer = ask(&wrong, &[(header::COOKIE, "lang=zh")]);
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
        assert!(!answer.body.contains("<script>") && !answer.body.contains("<img"), "{wrong}");
    }
}

#[test]
fn nothing_in_these_pages_needs_what_their_policy_forbids() {
    let path = first();
    let all = [
        "/policies".to_string(),
        "/subjects".to_string(),
        path.clone(),
        format!("{path}/statement"),
        format!("{path}/questions"),
        format!("/policies/{}", escaped("专精特新小巨人")),
    ];
    for path in all {
        let shown = page(&path, "en");
        for forbidden in [" style=\"", "<style", " onclick=", "javascript:", "https://"] {
            assert!(!shown.contains(forbidden), "{path} holds {forbidden}");
        }
        assert_eq!(shown.matches("<h1").count(), 1, "{path}");
    }
}
