//! Documents, their editions and examples, the guide, the list's views, and what is shared out.

use axum::http::{StatusCode, header};

use crate::server::{PLAN, ask, page};

/// A document with rules.
const POLICY: &str = "changchun.policy-22";

#[test]
fn clauses_say_whom_they_reach_and_where_they_stand() {
    let zh = page(&format!("/documents/{POLICY}"), "zh");
    assert!(zh.contains("id=\"rule-专精特新认定奖励\"") && zh.contains("个符合") && zh.contains("要花"), "{zh}");
    assert!(zh.contains("合成数据"), "facts come with their notice");
    assert!(zh.contains("<span class=\"h-d\">benefit</span>"), "source is highlighted");
    assert!(zh.contains(">¶</a>") && zh.contains("/try?document=changchun.policy-22&amp;rule="), "{zh}");
    let en = page(&format!("/documents/{POLICY}?as_of=2020-01-01"), "en");
    assert!(en.contains("Not in force on this day") && !en.contains(" qualify"), "{en}");
}

#[test]
fn two_editions_are_held_against_each_other() {
    let en = page(&format!("/documents/{POLICY}/compare"), "en");
    assert!(en.contains("changchun.policy-2023") && en.contains("rewritten") && en.contains("ended"), "{en}");
    let zh = page(&format!("/documents/{PLAN}/compare?with=changchun.conference-2023"), "zh");
    assert!(zh.contains("两版比较") && zh.contains("target-1") && zh.contains("逐行比较"));
    // The earlier one stands first, whichever way round they are named.
    let turned = page(&format!("/documents/changchun.conference-2023/compare?with={PLAN}"), "zh");
    assert_eq!(zh.split("<main").nth(1), turned.split("<main").nth(1));
    for path in ["/documents/nothing/compare", &format!("/documents/{PLAN}/compare?with=%3Cb%3E")] {
        let answer = ask(path, &[]);
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.body.contains("<b>"));
    }
    assert_eq!(ask("/documents/china.regions/compare", &[]).status, StatusCode::NOT_FOUND);
}

#[test]
fn documents_say_how_they_compile() {
    let en = page("/documents", "en");
    assert!(en.contains("Everything compiles") && en.contains("href=\"/tests\"") && en.contains("Plans</h2>"), "{en}");
    let tests = page("/tests", "zh");
    assert!(tests.contains("全部成立") && tests.contains("关于科技创新推动长春高质量发展的若干政策"));
    let open = page("/mechanisms?open=yes", "en");
    let all = page("/mechanisms", "en");
    assert!(open.len() < all.len() && open.contains("nothing yet") && all.contains("Realised by"));
    assert!(page("/mechanisms?q=xyzzy", "zh").contains("没有符合的"));
    let odd = ask("/mechanisms?q=%3Cscript%3E&open=", &[]);
    assert!(odd.status == StatusCode::OK && !odd.body.contains("<script>"));
}

#[test]
fn the_guide_is_inside_in_both_languages() {
    let zh = page("/guide", "zh");
    assert!(zh.contains("/guide/tutorial") && zh.contains("/guide/reference-03-header") && zh.contains("文件头"));
    let en = page("/guide/reference-03-header", "en");
    assert!(en.contains("The document header") && en.contains("<span class=\"h-d\">document</span>"));
    assert!(en.contains("href=\"/guide/reference-05-scope\"") && !en.contains(".md\""), "links lead to pages");
    for path in ["/guide/tutorial", "/guide/book", "/guide/book-simulate", "/guide/reference", "/guide/diagnostics"] {
        for lang in ["zh", "en"] {
            let page = page(path, lang);
            assert!(!page.contains(" style=\"") && !page.contains("https://"), "{path}");
            assert_eq!(page.matches("<h1").count(), 1, "{path}");
        }
    }
    assert!(page("/guide/diagnostics", "en").contains("id=\"unknown-name\""));
    assert_eq!(ask("/guide/..%2f..%2fetc", &[]).status, StatusCode::NOT_FOUND);
}

#[test]
fn words_are_found_in_the_guide() {
    let zh = page("/guide?q=%E4%BF%AE%E6%94%B9%E7%A8%BF", "zh");
    assert!(zh.contains("/guide/reference-03-header#修改稿"), "{zh}");
    assert!(page("/guide?q=xyzzy", "en").contains("Nothing was found"));
    let odd = ask("/guide?q=%22%3E%3Cb%3E", &[]);
    assert!(odd.status == StatusCode::OK && !odd.body.contains("\"><b>"));
}

/// The names of targets, in the order of the page.
fn rows(page: &str) -> Vec<String> {
    let each = page.split("#target-").skip(1).filter_map(|rest| rest.split('>').nth(1));
    each.filter_map(|text| text.split('<').next()).map(str::to_string).collect()
}

#[test]
fn the_list_is_sorted_by_its_address_and_a_view_has_a_name() {
    let by_name = rows(&page(&format!("/list?document={PLAN}&group=none&sort=name"), "zh"));
    let turned = rows(&page(&format!("/list?document={PLAN}&group=none&sort=-name"), "zh"));
    assert!(by_name.len() > 20 && by_name.is_sorted());
    assert_eq!(by_name.iter().rev().collect::<Vec<_>>(), turned.iter().collect::<Vec<_>>());
    for sort in ["by", "-by", "verdict", "progress", "-progress", "chance", "-chance", "nonsense", "-"] {
        let mut sorted = rows(&page(&format!("/list?document={PLAN}&sort={sort}"), "en"));
        let mut all = rows(&page(&format!("/list?document={PLAN}"), "en"));
        sorted.sort();
        all.sort();
        assert_eq!(sorted, all, "{sort} leaves nothing out");
    }
    let named = page("/list?verdict=off-track&view=%E4%B8%83%E6%9C%88%3Cb%3E", "zh");
    assert!(named.contains("<h1>七月&lt;b&gt;</h1>"), "{named}");
    assert!(page("/list?sort=by", "en").contains("aria-sort=\"ascending\""));
}

#[test]
fn a_target_is_shared_out_and_adds_up() {
    let en = page("/cascade", "en");
    assert!(en.contains("Sharing a target out") && en.contains("id=\"allocation\""));
    for rule in ["stock", "trend", "equal-growth", "capacity", "%00"] {
        let answer = ask(&format!("/cascade?rule={rule}&target={PLAN}.1"), &[(header::COOKIE, "lang=zh")]);
        assert!(answer.status == StatusCode::OK && answer.body.contains("分解"), "{rule}");
    }
    let odd = ask("/cascade?target=%3Cb%3E&rule=capacity&capacity=%3Ci%3E", &[]);
    assert!(odd.status == StatusCode::OK && !odd.body.contains("<b>\"") && !odd.body.contains("<i>"));
}

#[test]
fn the_overview_shows_fields_changes_and_units() {
    let en = page("/?months=12", "en");
    for text in ["Fields", "Effective finance for technology", "What changed", "Promises", "Chaoyang District"] {
        assert!(en.contains(text), "{text}");
    }
    assert!(page("/?months=99999&map=77", "zh").contains("各个领域"));
}
