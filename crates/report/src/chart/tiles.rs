//! The map of squares.

use wuwei_source::Lang;

use super::svg::{Svg, width};
use crate::model::{Tile, TileMap};
use crate::words::pick;

const SIDE: f64 = 100.0;
const GAP: f64 = 6.0;

/// Shares from which on a square is darker.
const STEPS: [f64; 3] = [0.05, 0.15, 0.3];

/// The hatching of squares of which nothing is known, drawn once in a page.
pub fn patterns() -> &'static str {
    "<svg class=\"defs\" aria-hidden=\"true\" width=\"0\" height=\"0\"><pattern id=\"hatch\" width=\"7\" height=\"7\" \
     patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect class=\"hatch-ground\" width=\"7\" \
     height=\"7\"/><line class=\"hatch-line\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"7\"/></pattern></svg>"
}

fn class(tile: &Tile) -> String {
    let colour = match (&tile.asked, &tile.share) {
        (None, _) => "none".to_string(),
        (Some(_), None) => "t0".to_string(),
        (Some(_), Some(_)) => format!("t{}", 1 + STEPS.iter().filter(|step| tile.part >= **step).count()),
    };
    if tile.is_own { format!("tile {colour} own") } else { format!("tile {colour}") }
}

/// The map.
pub fn tile_map(map: &TileMap, lang: Lang) -> String {
    let known = map.tiles.iter().filter(|tile| tile.asked.is_some()).count();
    let label = pick(
        lang,
        format!(
            "{}各单位承诺的{}：{}个单位中{}个有数，数字见下表。",
            map.region,
            map.indicator,
            map.tiles.len(),
            known
        ),
        format!(
            "What the units of {} promise of {}: known for {} of {}; the numbers are in the table.",
            map.region,
            map.indicator,
            known,
            map.tiles.len()
        ),
    );
    let (wide, high) = (map.columns as f64 * SIDE, map.rows as f64 * SIDE);
    let mut svg = Svg::new("tiles", wide, high, &label);
    for tile in &map.tiles {
        let (x, y) = (tile.column as f64 * SIDE, tile.row as f64 * SIDE);
        svg.rect(&class(tile), (x + GAP / 2.0, y + GAP / 2.0), SIDE - GAP, SIDE - GAP);
        let ink = if tile.part >= STEPS[1] { "light" } else { "dark" };
        let middle = x + SIDE / 2.0;
        let size = if width(&tile.short, 19.0) > SIDE - 16.0 { "small" } else { "" };
        let top = if tile.asked.is_some() { y + 34.0 } else { y + 56.0 };
        svg.text(&format!("mid name {size} {ink}"), (middle, top), &tile.short);
        if let Some(asked) = &tile.asked {
            // The unit stands in the heading; the square has room for the number.
            let number = asked.text.split(' ').next().unwrap_or_default().to_string();
            svg.text(&format!("mid value {ink}"), (middle, y + 59.0), &number);
            let share = tile.share.as_ref().map(|share| share.text.as_str()).unwrap_or_default();
            svg.text(&format!("mid part {ink}"), (middle, y + 81.0), share);
        }
    }
    svg.finish()
}

/// What the colours mean.
pub fn legend(lang: Lang) -> String {
    let one = |class: &str, label: &str| {
        let mut svg = Svg::new("key square", 18.0, 18.0, label);
        svg.rect(&format!("tile {class}"), (1.0, 1.0), 16.0, 16.0);
        format!("<li>{}<span>{label}</span></li>", svg.finish())
    };
    let items = [
        one("none", pick(lang, "没有查到该单位的目标", "no target of the unit is known")),
        one("t0", pick(lang, "有目标，不能折算为份额", "a target, but no share")),
        one("t1", pick(lang, "占全市目标不到5%", "under 5% of the city's target")),
        one("t2", "5%–15%"),
        one("t3", "15%–30%"),
        one("t4", pick(lang, "30%及以上", "30% or more")),
    ];
    format!("<ul class=\"keys\">{}</ul>", items.concat())
}
