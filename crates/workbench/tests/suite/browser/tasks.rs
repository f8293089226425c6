//! What people come for, done from beginning to end.

use super::driver::Window;
use crate::server::{TOKEN, people};

#[test]
fn a_reader_changes_language_and_size_without_scripts() {
    let Some(window) = Window::open("zh") else { return };
    window.scripts(false);
    window.go("/list?verdict=off-track");
    window.click("a[hreflang=en]");
    assert_eq!(window.here(), "/list?verdict=off-track");
    assert!(window.text("h1").contains("List of targets"));
    window.click("a[href^='/type/large']");
    assert!(window.has("html.large"));
    window.scripts(true);
}

#[test]
fn a_planner_filters_the_list_by_keyboard() {
    for scripts in [true, false] {
        let Some(window) = Window::open("en") else { return };
        window.scripts(scripts);
        window.go("/list");
        window.choose("select[name=verdict]", "off-track");
        window.find("form.filters button");
        window.press("\u{e007}");
        window.click("form.filters button");
        window.wait_for("main", "Results converted locally");
        assert!(window.here().contains("verdict=off-track"), "{}", window.here());
        window.scripts(true);
    }
}

#[test]
fn an_enterprise_is_found_and_asks_why_and_what_it_would_take() {
    for (lang, scripts) in [("zh", true), ("en", false)] {
        let Some(window) = Window::open(lang) else { return };
        window.scripts(scripts);
        window.go("/subjects");
        window.fill("input[type=search], input[name=q]", "合成企业00012");
        window.press("\u{e007}");
        window.wait_for("main", "合成企业00012");
        window.click("main a[href^='/subjects/'][href*='FAKE']");
        window.wait_for("h1", "合成企业00012");
        let profile = window.here();
        assert!(window.has("main a[href*='/why/']") && window.has("a[href*='/statement']"), "{profile}");
        window.click("main a[href*='/why/']");
        assert!(window.here().contains("/why/") && window.has("main h1"));
        window.go(&profile);
        window.click("a[href*='/statement']");
        window.find("main h1");
        let (notice, advisory) =
            if lang == "zh" { ("合成数据", "仅供参考") } else { ("Synthetic data", "dvisory") };
        window.wait_for("main", notice);
        window.wait_for("body", advisory);
        window.scripts(true);
    }
}

#[test]
fn a_clause_is_found_by_a_word_inside_its_name() {
    for scripts in [true, false] {
        let Some(window) = Window::open("zh") else { return };
        window.scripts(scripts);
        window.go("/policies");
        window.fill("input[name=q]", "小巨人");
        window.press("\u{e007}");
        window.wait_for("main mark", "小巨人");
        window.click("main h2 a[href^='/policies/']");
        window.wait_for("h1", "小巨人");
        assert!(window.here().starts_with("/policies/"), "{}", window.here());
        window.scripts(true);
    }
}

#[test]
fn a_stranger_checks_what_it_can_get() {
    for (lang, scripts) in [("zh", true), ("en", false)] {
        let Some(window) = Window::open(lang) else { return };
        window.scripts(scripts);
        window.go("/check?kind=企业");
        if window.has("input[type=radio][value='企业']") {
            window.click("input[type=radio][value='企业']");
            window.click("main form button");
        }
        for _ in 0..3 {
            window.find("button[value=unknown]");
            window.click("button[value=unknown]");
        }
        // Answers stand in no address.
        assert!(!window.here().contains("answers"), "{}", window.here());
        window.find("button[value=review], button[value=result]");
        window.click("button[value=review], button[value=result]");
        if window.has("button[value=result]") {
            window.click("button[value=result]");
        }
        window.find("main h1");
        window.scripts(true);
    }
}

#[test]
fn a_writer_tries_a_change() {
    for (lang, scripts) in [("zh", true), ("en", false)] {
        let Some(window) = Window::open(lang) else { return };
        window.scripts(scripts);
        window.go("/try?document=changchun.policy-22&rule=专精特新认定奖励");
        let whole = window.run("return document.querySelector('textarea').value", Vec::new());
        let changed = whole.as_str().unwrap().replacen("20 万元", "30 万元", 1);
        assert_ne!(changed, whole.as_str().unwrap());
        // What is wrong is said while it is typed, or once the button is pressed.
        window.fill("textarea[name=text]", "benefit {");
        if !scripts {
            window.click("button[value=check]");
        }
        window.wait_for("#outcome", if lang == "zh" { "处错误" } else { "error" });
        window.fill("textarea[name=text]", &changed);
        if scripts {
            // What is typed is checked first.
            window.wait_for("#outcome", if lang == "zh" { "写法没有问题" } else { "compiles" });
        }
        window.click("button[value=compare]");
        window.wait_for("#outcome", if lang == "zh" { "与现行规定比较" } else { "Beside what is in force" });
        assert!(window.has("#outcome table"));
        window.scripts(true);
    }
}

#[test]
fn a_writer_who_types_and_asks_at_once_keeps_the_comparison() {
    let Some(window) = Window::open("en") else { return };
    window.go("/try?document=changchun.policy-22&rule=专精特新认定奖励");
    window.find("#text");
    // The check of what was typed is still to come when the button is pressed.
    let type_and_press = "
        window.checked = false;
        document.body.addEventListener('htmx:afterRequest', e => { window.checked ||= e.detail.elt.id === 'text' });
        const field = document.getElementById('text');
        field.value = field.value.replace('20 万元', '30 万元');
        field.dispatchEvent(new Event('input', {bubbles: true}));
        document.querySelector('button[value=compare]').click();";
    window.run(type_and_press, Vec::new());
    window.wait_for("#outcome", "Beside what is in force");
    window.wait_until("return window.checked");
    assert!(window.text("#outcome").contains("Beside what is in force"));
    // Another text is checked, and the comparison, which isn't of it, goes.
    let type_on = "
        const field = document.getElementById('text');
        field.value = field.value.replace('30 万元', '31 万元');
        field.dispatchEvent(new Event('input', {bubbles: true}));";
    window.run(type_on, Vec::new());
    window.wait_until("return !document.getElementById('outcome').textContent.includes('Beside what is in force')");
}

#[test]
fn a_writer_switches_the_language_and_keeps_the_text() {
    for scripts in [true, false] {
        let Some(window) = Window::open("zh") else { return };
        window.scripts(scripts);
        window.go("/try?document=changchun.policy-22&rule=专精特新认定奖励");
        let whole = window.run("return document.querySelector('textarea').value", Vec::new());
        let changed = whole.as_str().unwrap().replacen("20 万元", "30 万元", 1);
        window.fill("textarea[name=text]", &changed);
        window.click("button[name=switch][value=en]");
        window.wait_for("h1", "Award");
        let kept = window.run("return document.querySelector('textarea').value", Vec::new());
        assert_eq!(kept.as_str().unwrap(), changed);
        window.scripts(true);
    }
}

#[test]
fn an_operator_hands_a_file_in() {
    for (lang, scripts) in [("zh", true), ("en", false)] {
        let Some(window) = Window::open(lang) else { return };
        window.scripts(scripts);
        window.go("/operator");
        window.fill("#token", TOKEN);
        window.follow("main form button");
        window.wait_for("h1", if lang == "zh" { "数据" } else { "Data" });
        let file = std::env::temp_dir().join(format!("企业-{lang}-{}.csv", std::process::id()));
        let row = format!(
            "统一社会信用代码,职工总数@2024\n{},{}\n",
            people("live").into_iter().find(|code| code.contains("FAKE")).unwrap(),
            if lang == "zh" { 41 } else { 42 }
        );
        std::fs::write(&file, row).unwrap();
        window.go("/data/new");
        window.attach("input[type=file]", &file);
        window.follow("main form button");
        // Columns, rows, changes, check: each step leads to the next.
        for _ in 0..6 {
            if window.here().ends_with("/check") {
                break;
            }
            let last = "main a.button[href$='/check']";
            let next = "main form:not([action$='/discard']) button:not([name])";
            window.follow(if window.has(last) { last } else { next });
        }
        assert!(window.here().ends_with("/check"), "{} {}", window.here(), window.text("main"));
        window.follow("form[action$='/accept'] button");
        // What was accepted is seen a moment later.
        let name = file.file_name().unwrap().to_str().unwrap();
        let is_there = || {
            window.go("/data");
            window.text("main").contains(name)
        };
        assert!((0..40).any(|_| is_there()), "{name}");
        std::fs::remove_file(&file).unwrap();
        window.scripts(true);
    }
}
