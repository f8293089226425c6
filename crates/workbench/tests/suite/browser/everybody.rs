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

/// Whether something on the page hangs over the edge of what is looked at, and what.
const WIDER: &str = "const edge = document.documentElement.clientWidth; \
     const shown = e => e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}) && !e.closest('.hear, svg'); \
     const over = [...document.querySelectorAll('main *')].find(e => !e.parentElement.closest('.wide, pre, textarea') && shown(e) && e.getBoundingClientRect().right > edge + 1); \
     if (over) return 'over the edge: ' + over.outerHTML.slice(0, 200); \
     return document.scrollingElement.scrollWidth > edge ? 'wider than a telephone: ' + document.scrollingElement.scrollWidth : null;";

/// What was loaded from another host.
const ELSEWHERE: &str = "const other = performance.getEntriesByType('resource').map(e => e.name) \
     .filter(n => !n.startsWith(location.origin) && !n.startsWith('data:')); return other.length ? 'from elsewhere: ' + other : null;";

/// Controls that the keyboard doesn't reach, or that don't show that it did.
const UNSEEN: &str = "const bad = []; \
     for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) { \
         if (e.disabled || !e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})) continue; \
         e.focus({preventScroll: true}); const s = getComputedStyle(e); \
         if (document.activeElement !== e) bad.push('unreachable: ' + e.outerHTML.slice(0, 120)); \
         else if (e.matches(':focus-visible') && s.outlineStyle === 'none' && s.boxShadow === 'none') bad.push('no focus: ' + e.outerHTML.slice(0, 120)); \
     } return bad.length ? bad.slice(0, 3).join(' | ') : null;";

#[test]
fn every_page_is_for_everybody() {
    for lang in ["zh", "en"] {
        let Some(window) = Window::open(lang) else { return };
        let mut found: Vec<String> = Vec::new();
        for path in pages() {
            let (_, width, height) = SIZES[2];
            window.size(width, height);
            window.go(path);
            let mut say = |what: Json| found.extend(what.as_str().map(|what| format!("{path}: {what}")));
            say(window.run(WIDER, Vec::new()));
            let (_, width, height) = SIZES[0];
            window.size(width, height);
            say(window.run(ELSEWHERE, Vec::new()));
            say(window.run(UNSEEN, Vec::new()));
            found.extend(violations(&window).into_iter().map(|violation| format!("{path}: {violation}")));
        }
        assert!(found.is_empty(), "{lang}\n{}", found.join("\n"));
    }
}

#[test]
fn the_first_key_leads_past_the_navigation() {
    let Some(window) = Window::open("en") else { return };
    window.go("/documents");
    window.press("\u{e004}");
    assert_eq!(window.run("return document.activeElement.getAttribute('href')", Vec::new()), json!("#main"));
}
