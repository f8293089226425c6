//! Check without an account, as somebody without a script walks it, and as strangers try it.

use axum::Router;
use axum::http::{Method, StatusCode, header};
use wuwei_workbench::Access;

use crate::server::{Answer, Browser, LATER, NOW, on_both, open, people, request, send, serve};

on_both!(a_link_holds_answers_and_ends);

/// Somebody before the check: sends the forms of the page that was read last, as they stand there.
struct Walk<'a> {
    browser: Browser<'a>,
    page: String,
}

/// The value of a field of a page that nobody sees.
fn hidden(page: &str, name: &str) -> String {
    let after = page.split(&format!("type=\"hidden\" name=\"{name}\" value=\"")).nth(1).unwrap_or_default();
    let value = after.split('"').next().unwrap_or_default();
    value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

impl<'a> Walk<'a> {
    fn new(server: &'a Router, lang: &str) -> Walk<'a> {
        let mut browser = Browser::new(server, lang);
        let page = browser.get("/check").body;
        Walk { browser, page }
    }

    /// The same, at the first question about an enterprise.
    fn begun(server: &'a Router, lang: &str) -> Walk<'a> {
        let mut walk = Walk::new(server, lang);
        walk.go(&[("kind", "企业")]);
        walk
    }

    /// Sends what the page carries, with these fields besides.
    fn send(&mut self, path: &str, more: &[(&str, &str)]) -> Answer {
        let carried: Vec<(&str, String)> = ["kind", "about", "answers", "page", "fact"]
            .into_iter()
            .filter(|name| more.iter().all(|(other, _)| other != name))
            .map(|name| (name, hidden(&self.page, name)))
            .collect();
        let fields: Vec<(&str, &str)> =
            carried.iter().map(|(name, value)| (*name, value.as_str())).chain(more.iter().copied()).collect();
        self.browser.post(path, &fields)
    }

    /// The same, to a page that must be there.
    fn go(&mut self, more: &[(&str, &str)]) {
        let answer = self.send("/check", more);
        assert_eq!(answer.status, StatusCode::OK, "{more:?}");
        self.page = answer.body;
    }

    /// A wrong answer: the page says what is wrong, and where.
    fn wrong(&mut self, more: &[(&str, &str)]) -> String {
        let answer = self.send("/check", more);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{more:?}");
        let field = answer.body.split("check-errors").nth(1).unwrap().split("href=\"#").nth(1).unwrap();
        let field = field.split('"').next().unwrap();
        assert!(answer.body.contains(&format!("id=\"{field}\"")), "no field {field}");
        assert!(answer.body.contains("id=\"wrong\""));
        answer.body
    }

    fn fact(&self) -> String {
        hidden(&self.page, "fact")
    }

    fn is_question(&self) -> bool {
        self.page.contains("value=\"unknown\"")
    }

    /// Answers as it comes: the first choice, or a number that fits, or that it isn't known.
    fn answer(&mut self) {
        let choice = self.page.split("type=\"radio\"").nth(1).and_then(|rest| rest.split("value=\"").nth(1));
        let choice = choice.and_then(|rest| rest.split('"').next()).map(str::to_string);
        let fields = match choice {
            Some(choice) => vec![("value", choice), ("step", "answer".to_string())],
            None if self.fact().contains('@') => vec![("value", "100".to_string()), ("step", "answer".to_string())],
            None => vec![("step", "unknown".to_string())],
        };
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = self.send("/check", &fields);
        self.page = match answer.status {
            StatusCode::OK => answer.body,
            _ => self.send("/check", &[("step", "unknown")]).body,
        };
    }
}

#[test]
fn a_check_ends_and_tells_of_nobody() {
    let server = serve("check-whole");
    let people = people("check-whole");
    assert!(people.len() > 100);
    for (kind, lang, done) in [("人才", "zh", "问完了"), ("平台", "en", "That was all"), ("企业", "en", "")] {
        let mut walk = Walk::new(&server, lang);
        walk.go(&[("kind", kind)]);
        let mut asked: Vec<String> = Vec::new();
        // An enterprise may be asked a hundred things; some of them will do.
        while walk.is_question() && (!done.is_empty() || asked.len() < 12) {
            let fact = walk.fact();
            assert!(!asked.contains(&fact), "{fact} is asked twice");
            assert!(
                !["统一社会信用代码", "名称", "人才编号", "姓名"].contains(&fact.as_str()),
                "{fact} says who it is"
            );
            let stranger = people.iter().find(|text| walk.page.contains(text.as_str()));
            assert_eq!(stranger, None, "a page tells of somebody");
            asked.push(fact);
            assert!(asked.len() < 200, "the check doesn't end");
            walk.answer();
        }
        assert!(asked.len() > 2, "{asked:?}");
        walk.go(&[("step", "result")]);
        let has_lists = walk.page.contains("id=\"lists\"");
        let (all, questions) = match lang {
            "zh" => ("能问到的，都改变不了", "题问完了"),
            _ => ("nothing else that can be asked", "all the questions"),
        };
        assert!(done.is_empty() || walk.page.contains(if has_lists { questions } else { all }), "{lang}");
        assert_eq!(people.iter().find(|text| walk.page.contains(text.as_str())), None);
    }
}

#[test]
fn the_first_page_wants_a_kind() {
    let server = serve("check-start");
    for (lang, said) in [("zh", "请选一类主体"), ("en", "Choose a kind of subject")] {
        let mut walk = Walk::new(&server, lang);
        assert!(walk.wrong(&[("kind", "")]).contains(said));
        assert!(walk.wrong(&[("kind", "<b>外星人</b>")]).contains(said));
    }
}

#[test]
fn wrong_answers_are_named_at_their_field() {
    let server = serve("check-wrong");
    let mut walk = Walk::begun(&server, "en");
    let on = |fact: &'static str, value: &'static str| vec![("fact", fact), ("value", value), ("step", "answer")];
    assert!(walk.wrong(&on("研发费用@2025", "abc")).contains("Not a number"));
    assert!(walk.wrong(&on("研发费用@2025", "")).contains("Give an answer"));
    assert!(walk.wrong(&on("研发费用@2025", "-5")).contains("Outside the range"));
    assert!(walk.wrong(&on("研发费用@2025", "5 人")).contains("Not a number"));
    assert!(walk.wrong(&on("成立日期", "2024-02-30")).contains("Not a date"));
    assert!(walk.wrong(&on("成立日期", "2199-01-01")).contains("Outside the range"));
    assert!(walk.wrong(&on("上市", "maybe")).contains("This must be yes or no"));
    let hostile = walk.wrong(&on("研发费用@2025", "<script>alert(1)</script>"));
    assert!(!hostile.contains("<script>alert") && hostile.contains("&lt;script&gt;"));
    let long: &'static str = Box::leak("9".repeat(61).into_boxed_str());
    assert!(walk.wrong(&on("研发费用@2025", long)).contains("Too long"));
    assert!(walk.wrong(&on("行业", "A = 1")).contains("can't hold ="));
    let both = [("fact", "专精特新认定年度"), ("value", "2024"), ("none", "1"), ("step", "answer")];
    assert!(walk.wrong(&both).contains("leave one of them"));
    // Whatever was wrong, nothing of it was taken.
    assert_eq!(hidden(&walk.wrong(&on("研发费用@2025", "abc")), "answers"), "");
}

#[test]
fn who_it_is_is_never_taken() {
    let server = serve("check-identity");
    let mut walk = Walk::begun(&server, "zh");
    let identity =
        "名称 = 某某公司\n统一社会信用代码 = 91220101MA0Y1ABC0X\n没有这一项 = 5\n所在孵化器 = 某某孵化器\n上市 = 否\n";
    walk.go(&[("answers", identity), ("step", "review")]);
    assert_eq!(hidden(&walk.page, "answers"), "上市 = 否\n");
    assert!(!walk.page.contains("某某"));
    walk.go(&[("fact", "名称"), ("value", "某某公司"), ("step", "answer")]);
    assert!(!walk.page.contains("某某"));
    let many = "上市 = 否\n".repeat(4000);
    assert_eq!(walk.send("/check", &[("answers", &many), ("step", "review")]).status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn an_answer_is_changed_and_the_others_stay() {
    let server = serve("check-change");
    let mut walk = Walk::begun(&server, "en");
    walk.go(&[("answers", "上市 = 否\n研发费用@2025 = 120万元\n"), ("step", "review")]);
    assert!(walk.page.contains("R&amp;D") && walk.page.contains("¥1,200,000"));
    walk.go(&[("step", "change:研发费用@2025")]);
    assert!(walk.page.contains("value=\"120万元\""));
    walk.wrong(&[("value", "a lot"), ("step", "answer")]);
    walk.go(&[("value", "3"), ("step", "answer")]);
    assert_eq!(hidden(&walk.page, "answers"), "上市 = 否\n研发费用@2025 = 3万元\n");
    assert!(walk.page.contains("¥30,000") && walk.page.contains("Check your answers"));
    // A step back leads to the answer before, with what was said there.
    walk.go(&[("step", "next")]);
    walk.go(&[("step", "back")]);
    assert_eq!(walk.fact(), "研发费用@2025");
    walk.go(&[("step", "back")]);
    assert_eq!(walk.fact(), "上市");
    assert!(walk.page.contains("value=\"否\" checked"));
    walk.go(&[("step", "back")]);
    assert!(walk.page.contains("Who is it for?"));
}

#[test]
fn answers_outlast_a_switch_of_language() {
    let server = serve("check-switch");
    let mut walk = Walk::begun(&server, "zh");
    walk.go(&[("answers", "上市 = 否\n"), ("fact", "研发费用@2025"), ("page", "question"), ("switch", "en")]);
    assert!(walk.page.contains("<html lang=\"en\""));
    assert_eq!((hidden(&walk.page, "answers").as_str(), walk.fact().as_str()), ("上市 = 否\n", "研发费用@2025"));
    walk.go(&[("switch", "large")]);
    assert!(walk.page.contains("class=\"large\"") && walk.page.contains("<html lang=\"en\""));
    walk.go(&[("step", "result")]);
    walk.go(&[("switch", "zh")]);
    assert!(walk.page.contains("自测结果") && hidden(&walk.page, "answers") == "上市 = 否\n");
}

#[test]
fn answers_narrow_while_somebody_types() {
    let server = serve("check-narrow");
    let mut walk = Walk::begun(&server, "en");
    let part = |walk: &mut Walk<'_>, value: &str| {
        let fields = [("fact", "注册地"), ("value", value)];
        let answer = walk.send("/check/answers", &fields);
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.starts_with("<h2>") && !answer.body.contains("<html"), "{}", answer.body);
        answer.body
    };
    let open = part(&mut walk, "");
    assert_eq!(open, part(&mut walk, "nowhere at all"));
    assert_ne!(open, part(&mut walk, "220200"));
}

#[test]
fn one_rule_asks_less_and_says_why() {
    let server = serve("check-one");
    let mut browser = Browser::new(&server, "zh");
    assert_eq!(browser.get("/check?about=%3Cb%3E").status, StatusCode::NOT_FOUND);
    let page = browser.get("/check?about=%E9%9B%8F%E9%B9%B0%E4%BC%81%E4%B8%9A").body;
    assert!(page.contains("雏鹰企业") && page.contains("高成长科技企业"));
    let mut walk = Walk { browser, page };
    walk.go(&[]);
    let mut asked = 0;
    while walk.is_question() {
        asked += 1;
        assert!(asked < 40);
        walk.go(&[("step", "unknown")]);
    }
    assert!(asked > 2);
    assert!(walk.page.contains("value=\"why:雏鹰企业\"") && !walk.page.contains("why:独角兽企业"));
    walk.go(&[("step", "why:雏鹰企业")]);
    assert!(walk.page.contains("class=\"proof\"") && walk.page.contains("class=\"tree\""));
    walk.go(&[("step", "why:没有这条")]);
    assert!(walk.page.contains("自测结果"));
}

#[test]
fn facts_stand_in_no_address_and_no_cookie() {
    let server = serve("check-trace");
    let mut walk = Walk::begun(&server, "zh");
    let answer = walk.send("/check", &[("fact", "研发费用@2025"), ("value", "123.4"), ("step", "answer")]);
    assert_eq!(answer.status, StatusCode::OK);
    let heads: Vec<&str> = answer.headers.values().filter_map(|value| value.to_str().ok()).collect();
    assert!(heads.iter().all(|value| !value.contains("123.4")), "{heads:?}");
    for form in answer.body.split("<form").skip(1) {
        assert!(form.contains("method=\"post\"") && form.contains("action=\"/check\""));
    }
    assert!(!answer.body.contains("?answers") && !answer.body.contains(" style=\"") && !answer.body.contains("http"));
}

fn a_link_holds_answers_and_ends(name: &str) {
    let server = serve(name);
    let mut walk = Walk::begun(&server, "zh");
    walk.go(&[("answers", "上市 = 否\n研发费用@2025 = 120万元\n"), ("step", "result")]);
    assert!(walk.page.contains("生成分享链接"));
    let made = walk.send("/check/share", &[]);
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    let link = made.headers[header::LOCATION].to_str().unwrap().to_string();
    assert!(link.starts_with("/check/shared/") && link.len() > 60);
    // Somebody else, without any cookie.
    let get = |server: &Router, path: &str| send(server, request(Method::GET, path, &[], ""));
    let seen = get(&server, &link);
    assert_eq!(seen.status, StatusCode::OK);
    assert_eq!(seen.headers["x-robots-tag"], "noindex");
    for text in ["120 万元", "2026-03-01", "2026-03-08", "仅供参考"] {
        assert!(seen.body.contains(text), "{text}");
    }
    for wrong in ["/check/shared/x", &format!("/check/shared/{}", "f".repeat(64)), "/check/shared/%00"] {
        assert_eq!(get(&server, wrong).status, StatusCode::NOT_FOUND, "{wrong}");
    }
    // The same store, seven days later.
    let later = open(name, Access::ReadOnly, LATER);
    assert_eq!(get(&later, &link).status, StatusCode::NOT_FOUND);
}

#[test]
fn a_server_for_reading_keeps_no_link() {
    let server = serve("check-reading");
    drop(server);
    let reading = open("check-reading", Access::ReadOnly, NOW);
    let mut walk = Walk::begun(&reading, "en");
    walk.go(&[("answers", "上市 = 否\n"), ("step", "result")]);
    assert!(!walk.page.contains("/check/share") && walk.page.contains("print"));
    assert_eq!(walk.send("/check/share", &[]).status, StatusCode::FORBIDDEN);
}

#[test]
fn strangers_make_only_so_many_links() {
    let server = serve("check-many");
    let mut walk = Walk::begun(&server, "en");
    let made = (0..130).map(|_| walk.send("/check/share", &[("answers", "上市 = 否\n")]).status);
    let made: Vec<StatusCode> = made.collect();
    assert_eq!(made.last(), Some(&StatusCode::TOO_MANY_REQUESTS));
}

/// How many answers a result counts as certain, still open and not met.
fn counts(page: &str) -> Vec<String> {
    let heaps = page.split("check-counts").nth(1).unwrap().split("</dl>").next().unwrap();
    heaps.split("<dd>").skip(1).map(|rest| rest.split('<').next().unwrap().to_string()).collect()
}

#[test]
fn nothing_in_a_list_decides() {
    let server = serve("check-lists");
    let said = [
        ("zh", "还有清单没有说明", "承担项目", "题问完了", "能问到的，都改变不了"),
        (
            "en",
            "Lists that haven&#39;t been described",
            "Projects undertaken",
            "all the questions",
            "nothing else that",
        ),
    ];
    for (lang, title, name, questions, all) in said {
        let mut walk = Walk::new(&server, lang);
        let rule = ("about", "揭榜挂帅发榜补助");
        // Nothing is left to ask but the list.
        walk.go(&[rule, ("kind", "企业"), ("answers", "注册地 = 220104\n")]);
        while walk.is_question() {
            walk.go(&[("step", "unknown")]);
        }
        let title = title.replace("&#39;", "'");
        assert!(
            walk.page.contains(&title) && walk.page.contains(questions) && !walk.page.contains(all),
            "{}",
            walk.page
        );
        assert!(walk.page.contains("value=\"none:承担项目\"") && walk.page.contains(name));
        assert_eq!(counts(&walk.page), ["0", "1", "0"]);
        let told = hidden(&walk.page, "answers");
        walk.go(&[("step", "none:承担项目")]);
        assert_eq!(counts(&walk.page), ["0", "0", "1"]);
        assert_eq!(hidden(&walk.page, "answers"), format!("{told}承担项目 = 无\n"));
        assert!(!walk.page.contains(&title) && walk.page.contains(all));
        // Saying it twice is saying it once, and the proof stands on it.
        walk.go(&[("step", "none:承担项目")]);
        assert_eq!(hidden(&walk.page, "answers"), format!("{told}承担项目 = 无\n"));
        walk.go(&[("step", "why:揭榜挂帅发榜补助")]);
        assert!(walk.page.contains("class=\"proof\"") && hidden(&walk.page, "answers").contains("承担项目 = 无"));
        // Taken back where answers are looked over.
        walk.go(&[("step", "review")]);
        assert!(walk.page.contains("value=\"reopen:承担项目\"") && walk.page.contains(name));
        walk.go(&[("step", "reopen:承担项目")]);
        assert_eq!(hidden(&walk.page, "page"), "review");
        assert_eq!(hidden(&walk.page, "answers"), told);
        walk.go(&[("step", "result")]);
        assert_eq!(counts(&walk.page), ["0", "1", "0"]);
        assert!(walk.page.contains(&title));
    }
}

#[test]
fn only_lists_of_the_kind_can_be_without_entries() {
    let server = serve("check-lists-hostile");
    let mut walk = Walk::begun(&server, "zh");
    // Another kind's list, no list at all, entries, and a list with a year; a fact that there is none of stays a fact.
    let lines = "机构项目 = 无\n没有这个清单 = 无\n获奖 = 国家级\n获奖@2024 = 无\n获奖 = \n获奖 = 无\n获奖=无\n所在孵化器 = 无\n";
    walk.go(&[("answers", lines), ("step", "review")]);
    assert_eq!(hidden(&walk.page, "answers"), "所在孵化器 = 无\n获奖 = 无\n");
    for step in ["none:机构项目", "none:所在孵化器", "none:<b>x</b>", "none:", "reopen:没有这个", "reopen:所在孵化器"]
    {
        walk.go(&[("step", step)]);
        assert_eq!(hidden(&walk.page, "answers"), "所在孵化器 = 无\n获奖 = 无\n", "{step}");
        assert!(!walk.page.contains("<b>x</b>"));
    }
    walk.go(&[("answers", lines), ("step", "result")]);
    assert!(walk.page.contains("有 5 项回答与现行文件对不上"));
}

#[test]
fn a_link_holds_that_a_list_is_empty() {
    let server = serve("check-lists-link");
    let mut walk = Walk::begun(&server, "zh");
    walk.go(&[("about", "揭榜挂帅发榜补助"), ("answers", "注册地 = 220104\n承担项目 = 无\n"), ("step", "result")]);
    let made = walk.send("/check/share", &[]);
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    let link = made.headers[header::LOCATION].to_str().unwrap().to_string();
    let seen = send(&server, request(Method::GET, &link, &[], "")).body;
    assert_eq!(counts(&seen), ["0", "0", "1"]);
    assert!(seen.contains("承担项目") && !seen.contains("reopen:") && !seen.contains("none:"));
    assert_eq!(hidden(&seen, "answers"), "注册地 = 220104\n承担项目 = 无\n");
}
