//! What people meet on the way and no link leads to: a question answered, a change tried, a file handed in, nothing found.

use serde_json::json;

use super::driver::Window;
use crate::server::{TOKEN, people};

/// Somebody who looks at what is shown, and calls it by a name.
pub(super) struct Look<'a> {
    pub(super) take: &'a dyn Fn(&str),
}

impl Look<'_> {
    fn at(&self, name: &str) {
        (self.take)(name);
    }
}

/// Shows each state in turn.
pub(super) fn states(window: &Window, lang: &str, look: &Look<'_>) {
    for (name, path) in [
        ("found", "/policies?q=小巨人"),
        ("nothing-found", "/policies?q=zzzz"),
        ("guide-found", if lang == "zh" { "/guide?q=单位" } else { "/guide?q=unit" }),
        ("list-off-track", "/list?verdict=off-track"),
        ("a-year-of-changes", "/?months=12"),
        ("no-such-page", "/nothing-here"),
    ] {
        window.go(path);
        look.at(name);
    }
    checking(window, look);
    trying(window, look);
    handing_in(window, lang, look);
    window.go("/type/large?to=/");
    for (name, path) in [("large-overview", "/"), ("large-list", "/list"), ("large-check", "/check")] {
        window.go(path);
        look.at(name);
    }
    window.go("/type/normal?to=/");
}

fn checking(window: &Window, look: &Look<'_>) {
    window.go("/check");
    window.click("input[type=radio][value='企业']");
    window.click("main form button");
    window.find("button[value=unknown]");
    look.at("check-question");
    for _ in 0..2 {
        window.click("button[value=unknown]");
        window.find("button[value=review]");
    }
    window.click("button[value=review]");
    window.find("dl.check-told");
    look.at("check-answers");
    window.click("button[value=result]");
    window.find(".check-result");
    look.at("check-result");
}

fn trying(window: &Window, look: &Look<'_>) {
    window.go("/try?document=changchun.policy-22&rule=专精特新认定奖励");
    look.at("try-editor");
    let whole = window.run("return document.querySelector('textarea').value", Vec::new());
    let whole = whole.as_str().unwrap();
    let write = |text: String| window.run("document.querySelector('textarea').value = arguments[0]", vec![json!(text)]);
    write(whole.replacen("20 万元", "20 万无", 1));
    window.click("button[value=check]");
    window.find("#outcome .finding");
    look.at("try-wrong");
    write(whole.replacen("20 万元", "30 万元", 1));
    window.click("button[value=compare]");
    window.find("#outcome .effect table");
    look.at("try-compared");
}

fn handing_in(window: &Window, lang: &str, look: &Look<'_>) {
    window.go("/operator");
    window.fill("#token", TOKEN);
    window.follow("main form button");
    let mut codes = people("live").into_iter().filter(|code| code.contains("FAKE"));
    let (one, other) = (codes.next().unwrap(), codes.next().unwrap());
    // A row that is well, one with a word for a number, one about nobody, and a column that no rule reads.
    let rows = format!("统一社会信用代码,职工总数@2024,联系人\n{one},41,王\n{other},四十,李\n,12,赵\n");
    let file = std::env::temp_dir().join(format!("样表-{lang}-{}.csv", std::process::id()));
    std::fs::write(&file, rows).unwrap();
    window.go("/data/new");
    look.at("upload-file");
    window.attach("input[type=file]", &file);
    window.follow("main form button");
    look.at("upload-columns");
    for name in ["upload-rows", "upload-changes", "upload-check"] {
        let last = "main a.button[href$='/check']";
        let next = "main form:not([action$='/discard']) button:not([name])";
        window.follow(if window.has(last) { last } else { next });
        look.at(name);
    }
    // Nothing of it stays with the server.
    window.follow("form[action$='/discard'] button");
    std::fs::remove_file(&file).unwrap();
}
