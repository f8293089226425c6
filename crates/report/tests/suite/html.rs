//! The page: whole, closed, readable without colours, without a script and without a network.

use std::collections::HashSet;

use wuwei_report::html;

use crate::common::{HARM, LANGS, PLANS, hostile, report, report_between, shipped};

/// A tag of a page: its name, its attributes, whether it opens, closes or stands alone.
#[derive(Debug, PartialEq, Eq)]
enum Tag {
    Open(String, Vec<(String, String)>),
    Close(String),
}

const VOID: [&str; 3] = ["meta", "br", "img"];

/// The tags of a page. Panics where an angle bracket or an attribute isn't what the page's own markup writes.
fn tags(page: &str) -> Vec<Tag> {
    let mut out = Vec::new();
    let style = page.split_once("<style>").unwrap();
    let (sheet, rest) = style.1.split_once("</style>").unwrap();
    assert!(!sheet.contains('<'), "markup in the style sheet");
    let text = format!("{}{rest}", style.0.replacen("<!DOCTYPE html>", "", 1));
    for piece in text.split('<').skip(1) {
        let (tag, after) = piece.split_once('>').unwrap_or_else(|| panic!("no end: {piece}"));
        assert!(!after.contains('>'), "a bracket outside a tag: {after}");
        if let Some(name) = tag.strip_prefix('/') {
            out.push(Tag::Close(name.to_string()));
            continue;
        }
        let alone = tag.ends_with('/');
        let tag = tag.trim_end_matches('/');
        let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = Vec::new();
        while !rest.trim().is_empty() {
            let (key, value) = rest.trim_start().split_once("=\"").unwrap_or_else(|| panic!("attribute: {rest}"));
            let (value, after) = value.split_once('"').unwrap_or_else(|| panic!("quote: {value}"));
            attributes.push((key.to_string(), value.to_string()));
            rest = after;
        }
        let name = name.to_string();
        let alone = alone || VOID.contains(&name.as_str());
        out.push(Tag::Open(name.clone(), attributes));
        if alone {
            out.push(Tag::Close(name));
        }
    }
    out
}

fn pages() -> Vec<(String, String)> {
    let library = shipped();
    let mut pages = Vec::new();
    for id in PLANS {
        for lang in LANGS {
            pages.push((format!("{id} {lang}"), html(&report(&library, id, lang))));
        }
    }
    for lang in LANGS {
        pages.push((format!("hostile {lang}"), html(&report(&hostile(), "example.city", lang))));
    }
    pages
}

#[test]
fn tags_are_balanced_and_places_in_the_page_exist() {
    for (name, page) in pages() {
        let mut open: Vec<String> = Vec::new();
        let (mut ids, mut links) = (HashSet::new(), Vec::new());
        for tag in tags(&page) {
            match tag {
                Tag::Open(tag, attributes) => {
                    for (key, value) in attributes {
                        match key.as_str() {
                            "id" => assert!(ids.insert(value.clone()), "{name}: {value} twice"),
                            "href" => links.push(value),
                            _ => {}
                        }
                    }
                    open.push(tag);
                }
                Tag::Close(tag) => assert_eq!(open.pop(), Some(tag), "{name}"),
            }
        }
        assert!(open.is_empty(), "{name}: {open:?}");
        for link in links {
            let place = link.strip_prefix('#').unwrap_or_else(|| panic!("{name}: a link out of the page: {link}"));
            assert!(ids.contains(place), "{name}: no place {place}");
        }
    }
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    for (name, page) in pages() {
        for wrong in ["<script", "<link", "<img", "<iframe", "@import", "src=", "javascript:", "<object", "<embed"] {
            assert!(!page.contains(wrong), "{name}: {wrong}");
        }
        let sheet = page.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).unwrap();
        assert!(!sheet.contains("http"), "{name}");
        assert!(sheet.match_indices("url(").all(|(at, _)| sheet[at..].starts_with("url(#")), "{name}");
    }
}

#[test]
fn hostile_names_are_text() {
    let library = hostile();
    for lang in LANGS {
        let report = report(&library, "example.city", lang);
        assert!(report.title.contains(HARM));
        let page = html(&report);
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        assert!(!page.contains("<script"), "{lang}");
        assert!(!page.contains("onload='x'"), "{lang}");
    }
}

#[test]
fn made_up_values_and_second_hand_texts_are_marked() {
    let page = html(&report(&hostile(), "example.city", LANGS[0]));
    assert!(page.contains("class=\"remark synthetic\"><b>合成数据</b>"));
    assert!(page.contains("class=\"remark advisory\"><b>仅供参考</b>文件依据二手材料"));
    let shipped = shipped();
    let page = html(&report(&shipped, PLANS[2], LANGS[0]));
    assert!(!page.contains("class=\"remark synthetic\""));
    assert!(page.contains("判定规则仅供参考"));
}

/// Pictures are told in words, and their numbers stand in a table beside them.
#[test]
fn every_picture_has_words_and_a_table() {
    for (name, page) in pages() {
        for tag in tags(&page) {
            let Tag::Open(tag, attributes) = tag else { continue };
            if tag != "svg" {
                continue;
            }
            let get = |wanted: &str| attributes.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.as_str());
            let is_hidden = get("aria-hidden") == Some("true");
            let is_told = get("role") == Some("img") && get("aria-label").is_some_and(|label| !label.is_empty());
            assert!(is_hidden || is_told, "{name}: {attributes:?}");
        }
        for figure in page.split("<figure").skip(1) {
            let figure = figure.split("</figure>").next().unwrap();
            let is_map = figure.contains("class=\"tiles\"");
            assert!(
                is_map || figure.contains("<details class=\"twin\">"),
                "{name}: {}",
                &figure[..200.min(figure.len())]
            );
            assert!(is_map || figure.contains("<table"), "{name}");
        }
        if page.contains("class=\"tiles\"") {
            // The maps share one table, which stands behind them.
            let after = page.split("<div class=\"maps\">").nth(1).unwrap();
            assert!(after.split("</section>").next().unwrap().contains("<details class=\"twin\">"), "{name}");
        }
    }
}

#[test]
fn a_verdict_is_a_shape_a_colour_and_a_word() {
    for (name, page) in pages() {
        let mut lamps = 0;
        for lamp in page.split("<span class=\"lamp c-").skip(1) {
            let lamp = lamp.split("</span>").next().unwrap();
            let (colour, rest) = lamp.split_once('"').unwrap();
            assert!(["blue", "green", "amber", "red", "grey"].contains(&colour), "{name}: {colour}");
            assert!(rest.contains("<use href=\"#v-"), "{name}: {rest}");
            let word = rest.split("<b>").nth(1).and_then(|rest| rest.split("</b>").next()).unwrap();
            assert!(!word.is_empty(), "{name}");
            lamps += 1;
        }
        assert!(lamps >= 6, "{name}");
    }
}

#[test]
fn numbers_of_cells_have_footnotes() {
    for (name, page) in pages() {
        for cell in page.split("<td class=\"num").skip(1) {
            let cell = cell.split("</td>").next().unwrap();
            let body = cell.split_once('>').unwrap().1;
            // Periods and deadlines stand small below; what is left are numbers and their names.
            let mut plain = String::new();
            for (n, piece) in body.split("<small>").enumerate() {
                plain += if n == 0 { piece } else { piece.split_once("</small>").map_or("", |(_, rest)| rest) };
            }
            let figures = plain.split("<span class=\"n").skip(1).filter(|piece| !piece.starts_with("il"));
            let has_number = figures.into_iter().any(|piece| {
                let text = piece.split_once('>').unwrap().1.split('<').next().unwrap();
                text.chars().any(|letter| letter.is_ascii_digit())
            });
            assert!(!has_number || plain.contains("<sup>"), "{name}: {body}");
        }
    }
}

/// What the report says is what was known: on an earlier day the technology firms hadn't been counted.
#[test]
fn a_past_report_can_be_made_again() {
    let library = shipped();
    let [now, before] = ["2026-03-01", "2025-10-01"]
        .map(|day| report_between(&library, PLANS[1], LANGS[0], "2025-09-01", day))
        .map(|report| html(&report));
    assert!(now.contains("7,000 户") && !before.contains("7,000 户"));
    assert!(before.contains("4,598 户"));
}

#[test]
fn ink_on_its_ground_can_be_read() {
    let page = html(&report(&shipped(), PLANS[2], LANGS[0]));
    let token = |name: &str| {
        let at = page.split(&format!("--{name}: #")).nth(1).unwrap_or_else(|| panic!("no token {name}"));
        u32::from_str_radix(&at[..6], 16).unwrap()
    };
    let light = |colour: u32| {
        let part = |shift: u32| {
            let value = f64::from((colour >> shift) & 255) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    };
    let contrast = |a: u32, b: u32| {
        let (a, b) = (light(a).max(light(b)), light(a).min(light(b)));
        (a + 0.05) / (b + 0.05)
    };
    for ground in ["paper", "wash"] {
        for ink in ["ink", "soft", "seal", "deep", "blue", "green", "amber", "red", "grey"] {
            let found = contrast(token(ink), token(ground));
            assert!(found >= 4.5, "{ink} on {ground}: {found:.2}");
        }
    }
}
