//! Pages are for everybody: the rules of WCAG 2.2 AA that a machine can check, telephones, and readers without scripts.

use serde_json::{Value as Json, json};

use super::driver::{SIZES, Window};
use super::pages;

/// axe-core as published; see `tests/axe/LICENSE`.
const AXE: &str = include_str!("../../axe/axe-4.14.1.min.js");

/// What axe finds on the page that is shown, in words.
fn violations(window: &Window) -> Vec<String> {
    let ask = "const done = arguments[arguments.length - 1]; \
         axe.run(document, {runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}}) \
            .then(found => done(found.violations), error => done([{id: String(error), nodes: []}]));";
    window.run(AXE, Vec::new());
    let found = window.run_until_done(ask);
    let nodes = |violation: &Json| -> String {
        let nodes = violation["nodes"].as_array().cloned().unwrap_or_default();
        nodes.iter().take(3).map(|node| format!("\n    {}", node["html"].as_str().unwrap_or_default())).collect()
    };
    let all = found.as_array().cloned().unwrap_or_default();
    all.iter().map(|violation| format!("{}{}", violation["id"], nodes(violation))).collect()
}

#[test]
fn no_page_breaks_the_rules_for_everybody() {
    let pages = pages();
    for lang in ["zh", "en"] {
        let Some(window) = Window::open(lang) else { return };
        let mut found = Vec::new();
        for path in &pages {
            window.go(path);
            found.extend(violations(&window).into_iter().map(|violation| format!("{path}: {violation}")));
        }
        assert!(found.is_empty(), "{lang}\n{}", found.join("\n"));
    }
}

#[test]
fn nothing_hangs_over_the_edge_of_a_telephone() {
    let Some(window) = Window::open("zh") else { return };
    let wider = "const edge = document.documentElement.clientWidth; \
         if (document.scrollingElement.scrollWidth <= edge) return null; \
         const over = [...document.querySelectorAll('main *')].find(e => e.getBoundingClientRect().right > edge + 1); \
         return [document.scrollingElement.scrollWidth, over ? over.outerHTML.slice(0, 200) : ''];";
    let (_, width, height) = SIZES[2];
    window.size(width, height);
    let mut found = Vec::new();
    for lang in ["zh", "en"] {
        for path in pages() {
            window.go(&format!("/language/{lang}?to=/"));
            window.go(&path);
            let over = window.run(wider, Vec::new());
            if over != Json::Null {
                found.push(format!("{lang} {path}: {over}"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn nothing_is_fetched_from_elsewhere() {
    let Some(window) = Window::open("en") else { return };
    for path in pages() {
        window.go(&path);
        let loaded = "return performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith(location.origin) && !n.startsWith('data:'))";
        assert_eq!(window.run(loaded, Vec::new()), json!([]), "{path}");
    }
}

#[test]
fn every_control_can_be_reached_by_keyboard_and_is_seen() {
    let Some(window) = Window::open("en") else { return };
    for path in pages() {
        window.go(&path);
        let unseen = "const seen = []; for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) { \
             if (!e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})) continue; e.focus({preventScroll: true}); const s = getComputedStyle(e); \
             if (document.activeElement !== e) seen.push('unreachable: ' + e.outerHTML.slice(0, 120)); \
             else if (e.matches(':focus-visible') && s.outlineStyle === 'none' && s.boxShadow === 'none') seen.push('no focus: ' + e.outerHTML.slice(0, 120)); } return seen.slice(0, 3);";
        assert_eq!(window.run(unseen, Vec::new()), json!([]), "{path}");
    }
    // The first key of a reader who has no mouse leads past the navigation.
    window.go("/documents");
    window.press("\u{e004}");
    assert_eq!(window.run("return document.activeElement.getAttribute('href')", Vec::new()), json!("#main"));
}
