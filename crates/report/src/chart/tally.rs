//! The bar of verdicts: how the targets are divided, in one line.

use wuwei_source::Lang;

use super::svg::Svg;
use crate::model::Tally;
use crate::words::pick;

const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 22.0;

/// The bar.
pub fn tally_bar(tally: &Tally, lang: Lang) -> String {
    let parts: Vec<String> = tally
        .counts
        .iter()
        .map(|count| {
            pick(lang, format!("{}{}项", count.lamp.word, count.count), format!("{} {}", count.count, count.lamp.word))
        })
        .collect();
    let label = parts.join(pick(lang, "，", ", "));
    let mut svg = Svg::new("bar", WIDTH, HEIGHT, &label);
    let mut x = 0.0;
    for count in tally.counts.iter().filter(|count| count.count > 0) {
        let width = WIDTH * count.count as f64 / tally.total.max(1) as f64;
        let class = format!("seg s-{}", count.lamp.verdict.word());
        svg.rect(&class, (x, 0.0), (width - 3.0).max(1.0), HEIGHT);
        // The shape tells the part where colours don't.
        if width > 30.0 {
            svg.shape("seg-mark", count.lamp.shape.word(), (x + 8.0, 4.0), 14.0);
        }
        x += width;
    }
    svg.finish()
}
