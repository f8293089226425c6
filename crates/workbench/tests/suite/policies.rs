//! The search over all clauses, and the page of a clause.

use axum::http::{StatusCode, header};

use wuwei_ir::Date;
use wuwei_project::{Library, Memory};

use crate::server::{ask, escaped, page};

/// How many clauses a page says it found.
fn count(page: &str) -> usize {
    let counted = page.split("id=\"count\"").nth(1).and_then(|rest| rest.split("<b class=\"n\">").nth(1));
    counted.and_then(|rest| rest.split('<').next()).unwrap_or_default().replace(',', "").parse().unwrap()
}

fn search(query: &[(&str, &str)], lang: &str) -> String {
    let pairs: Vec<String> = query.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
    page(&format!("/policies?{}", pairs.join("&")), lang)
}

#[test]
fn words_are_found_inside_longer_words_in_names_conditions_and_prose() {
    let all = count(&page("/policies", "zh"));
    assert!(all > 100, "{all}");
    let found = search(&[("q", "小巨人")], "zh");
    assert!(count(&found) > 0 && count(&found) < all);
    assert!(found.contains("<mark>小巨人</mark>"));
    // English labels, initials of syllables, and the width of letters make no difference to what is found.
    assert!(search(&[("q", "little giant")], "en").to_lowercase().contains("<mark>little</mark> <mark>giant</mark>"));
    assert!(search(&[("q", "zjtxxjr")], "zh").contains("专精特新小巨人"));
    assert_eq!(
        count(&search(&[("q", "ＬＩＴＴＬＥ　ｇｉａｎｔ")], "zh")),
        count(&search(&[("q", "little giant")], "zh"))
    );
    // Each word must be there.
    assert_eq!(count(&search(&[("q", "小巨人 没有这样的词")], "zh")), 0);
    assert!(search(&[("q", "没有这样的词")], "zh").contains("没有找到这样的条款"));
}

#[test]
fn filters_leave_out_what_isnt_asked_for() {
    let all = count(&page("/policies", "zh"));
    let benefits = search(&[("kind", "benefit")], "zh");
    assert!(count(&benefits) < all && !benefits.contains("<p class=\"kind\">资格身份"));
    let levels: usize = (0..4).map(|level| count(&search(&[("level", &level.to_string())], "zh"))).sum();
    assert_eq!(levels, all);
    let lanes = ["automatic", "apply"].map(|lane| count(&search(&[("lane", lane)], "zh")));
    assert_eq!(lanes[0] + lanes[1], count(&benefits));
    let cheap = count(&search(&[("max", "50")], "zh"));
    let dear = count(&search(&[("min", "50.000001")], "zh"));
    assert!(cheap > 0 && dear > 0 && cheap + dear <= count(&benefits) + 1, "{cheap} {dear}");
    let who = search(&[("who", "企业"), ("kind", "status")], "zh");
    assert!(count(&who) > 0 && !who.contains("资格身份 · 人才"));
    let document = search(&[("document", "changchun.policy-2023"), ("force", "all")], "zh");
    assert!(count(&document) > 0);
    let by_amount = search(&[("sort", "amount"), ("kind", "benefit")], "en");
    assert!(by_amount.contains("up to"));
    assert!(page("/policies?page=2", "zh").contains("aria-current=\"page\">2<"));
}

#[test]
fn what_cant_be_understood_leaves_nothing_out_and_nothing_through() {
    let all = count(&page("/policies", "zh"));
    let odd = "/policies?kind=%3Cb%3E&level=99&min=-5&max=x&who=..&document=%00&page=99999999999999999999&sort=%FF&field=action%3Ax";
    assert_eq!(count(&page(odd, "zh")), all);
    let script = search(&[("q", "<script>alert(1)</script>\"'")], "zh");
    assert!(!script.contains("<script>alert") && script.contains("&lt;script&gt;"));
    let long = "很".repeat(4000);
    assert_eq!(ask(&format!("/policies?q={}", escaped(&long)), &[]).status, StatusCode::OK);
    // Once more the same name is too much: a form sends each once.
    assert!(ask("/policies?q=a&q=b", &[]).status.is_client_error());
}

#[test]
fn a_clause_says_what_its_document_says_and_whom_it_concerns() {
    let name = escaped("专精特新小巨人");
    let zh = page(&format!("/policies/{name}"), "zh");
    for text in ["须同时满足", "出处", "规则原文", "核对用例", "现在有多少符合", "合成数据", "/documents/"]
    {
        assert!(zh.contains(text), "{text}");
    }
    let en = page(&format!("/policies/{name}"), "en");
    for text in ["All of these", "Where it stands", "Source", "Tests", "how many now"] {
        assert!(en.contains(text), "{text}");
    }
    let held = page(&format!("/policies/{}", escaped("高新技术企业")), "zh");
    assert!(held.contains("分区县") && held.contains("swatch yes"));
    // A benefit says who pays and what it can't be had together with.
    let listed = search(&[("kind", "benefit")], "zh");
    let link = listed.split("<h2><a href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let benefit = page(link, "zh");
    for text in ["怎么兑现", "给多少", "共需资金", "/try?document=", "/check?kind="] {
        assert!(benefit.contains(text), "{text}");
    }
}

#[test]
fn every_clause_has_a_page_in_both_languages() {
    let mut seen = 0;
    for at in 1.. {
        let list = page(&format!("/policies?force=all&page={at}"), "zh");
        let links: Vec<&str> = list.split("<h2><a href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        for link in &links {
            seen += 1;
            let lang = if seen % 2 == 0 { "zh" } else { "en" };
            assert!(page(link, lang).contains("id=\"rule\""), "{link}");
        }
        if !list.contains("rel=\"next\"") {
            break;
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn a_name_that_several_documents_use_is_chosen_from_and_an_unknown_one_is_nowhere() {
    let answer = ask("/policies/%3Cscript%3E", &[(header::COOKIE, "lang=en")]);
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(!answer.body.contains("<script>") || answer.body.contains("&lt;script&gt;"));
    for path in ["/policies/..%2f..%2fetc", "/policies/%00", "/policies/%FF"] {
        assert!(ask(path, &[]).status.is_client_error(), "{path}");
    }
}

#[test]
fn only_the_results_are_sent_where_only_they_are_wanted() {
    let partial = ask("/policies?q=a", &[(header::HeaderName::from_static("hx-request"), "true")]);
    assert!(!partial.body.contains("<!DOCTYPE") && partial.body.contains("id=\"results\""));
}

#[test]
fn tests_of_a_clause_are_run() {
    for (lang, said) in [("zh", "✓ 成立"), ("en", "✓ holds")] {
        let page = page(&format!("/policies/{}", escaped("专精特新认定奖励")), lang);
        assert!(page.contains(said) && !page.contains("✗"), "{page}");
    }
}

#[test]
fn versions_of_a_clause_are_compared() {
    let library = Library::open(&Memory::new(Date::MIN, []), None).unwrap();
    let program = library.program();
    let several = program.groups.iter().filter(|group| group.versions.len() > 1).collect::<Vec<_>>();
    assert!(!several.is_empty(), "no clause has two versions");
    for group in several {
        let path = format!("/policies/{}", escaped(group.name.as_str()));
        let count = group.versions.len();
        let zh = page(&path, "zh");
        assert!(zh.contains("比较两个版本") && zh.contains("name=\"old\""), "{path}");
        let both = page(&format!("{path}?old=1&new={count}"), "en");
        // Rules that are in force at different times say something else, and whole rules are shown, not their names alone.
        assert!(both.contains("class=\"row gone\"") || both.contains("class=\"row new\""), "{path}");
        let source = both.split("class=\"source\"").nth(1).unwrap().split("</code>").next().unwrap();
        assert!(source.contains('{') && source.ends_with('}'), "{source}");
        assert!(both.contains(&format!("value=\"{count}\" selected")), "{path}");
        // A version is written like itself, and numbers that are none mean nothing.
        assert!(page(&format!("{path}?old=1&new=1"), "en").contains("Both versions are written alike"));
        let main = |page: &str| page.split("<main").nth(1).unwrap().to_string();
        assert_eq!(main(&page(&format!("{path}?old=-1&new=%3Cb%3E"), "zh")), main(&zh));
    }
}
