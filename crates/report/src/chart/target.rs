//! The chart of one target: what was observed, the path it should follow, where it is likely to go, and the target.

use wuwei_source::Lang;

use super::axis::{Days, Values};
use super::svg::{Svg, width};
use crate::model::{Curve, Dot, Shape, TargetRow};
use crate::words::pick;

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 268.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 36.0;

/// Where things of a chart lie.
struct Plot {
    days: Days,
    values: Values,
    rank: bool,
    /// Where the numbers of the axis end; they are larger on a phone.
    left: f64,
}

impl Plot {
    fn new(curve: &Curve) -> Plot {
        let dots = || curve.seen.iter().chain(&curve.path).chain(&curve.goal);
        let days = dots().map(|dot| dot.day).chain(curve.fan.iter().map(|slice| slice.day)).chain([curve.today]);
        let ends = curve.fan.iter().flat_map(|slice| [slice.outer.0, slice.outer.1]);
        let factor = curve.scale.factor();
        let values = dots().map(|dot| dot.value).chain(ends).map(move |value| value / factor);
        let rank = curve.scale.is_rank();
        let values = Values::new(values, rank);
        let widest = values.ticks.iter().map(|tick| width(&curve.scale.tick(tick * factor), 16.0)).fold(0.0, f64::max);
        Plot { days: Days::new(days), values, rank, left: widest.max(34.0) + 14.0 }
    }

    fn x(&self, part: f64) -> f64 {
        self.left + part.clamp(0.0, 1.0) * (WIDTH - self.left - RIGHT)
    }

    /// The first rank stands at the top.
    fn y(&self, value: f64) -> f64 {
        let part = self.values.part(value).clamp(-0.05, 1.05);
        let part = if self.rank { part } else { 1.0 - part };
        TOP + part * (HEIGHT - TOP - BOTTOM)
    }

    fn spot(&self, curve: &Curve, dot: &Dot) -> (f64, f64) {
        (self.x(self.days.part(dot.day)), self.y(dot.value / curve.scale.factor()))
    }
}

/// The chart of a target.
pub fn target_chart(row: &TargetRow, curve: &Curve, lang: Lang) -> String {
    let plot = Plot::new(curve);
    let mut svg = Svg::new("chart", WIDTH, HEIGHT, &said(row, curve, lang));
    let factor = curve.scale.factor();
    // The frame first, so that everything else lies on it.
    for tick in &plot.values.ticks {
        let y = plot.y(*tick);
        let class = if *tick == 0.0 { "base" } else { "grid" };
        svg.line(class, (plot.left, y), (WIDTH - RIGHT, y));
        svg.text("tick end", (plot.left - 8.0, y + 4.5), &curve.scale.tick(tick * factor));
    }
    for (at, year) in &plot.days.years {
        let x = plot.x(plot.days.part_of_years(*at));
        svg.line("notch", (x, HEIGHT - BOTTOM), (x, HEIGHT - BOTTOM + 5.0));
        svg.text("tick mid", (x, HEIGHT - BOTTOM + 21.0), &year.to_string());
    }
    let unit = curve.scale.unit();
    let broken = if plot.rank || plot.values.begins_with_nought() {
        ""
    } else {
        pick(lang, "纵轴不从零起", "axis not from zero")
    };
    let head = [unit.as_str(), broken].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    svg.text("unit", (6.0, 14.0), &head.join(pick(lang, "，", ", ")));
    fan(&mut svg, &plot, curve);
    let today = plot.x(plot.days.part(curve.today));
    svg.line("today", (today, TOP - 6.0), (today, HEIGHT - BOTTOM));
    svg.text("tiny mid", (today.min(WIDTH - 40.0), TOP - 11.0), pick(lang, "报告日", "report day"));
    let path: Vec<(f64, f64)> = curve.path.iter().map(|dot| plot.spot(curve, dot)).collect();
    if path.len() > 1 {
        svg.polyline("path", &path);
    }
    if let Some(goal) = &curve.goal {
        let (x, y) = plot.spot(curve, goal);
        svg.line("goal", (plot.left, y), (WIDTH - RIGHT, y));
        svg.shape("goal-end", Shape::Ring.word(), (x - 6.0, y - 6.0), 12.0);
        let text = format!("{} {}", pick(lang, "目标", "target"), goal.figure.text);
        // Above the line, or below it where there is no room above; at the end where the latest value isn't.
        let above = if y < TOP + 16.0 { y + 17.0 } else { y - 7.0 };
        let latest = curve.seen.last().map_or(0.0, |dot| plot.spot(curve, dot).0);
        match latest > plot.left + (WIDTH - plot.left - RIGHT) * 0.45 {
            true => svg.text("label goal-word", (plot.left + 6.0, above), &text),
            false => svg.text("label goal-word end", (x - 12.0, above), &text),
        }
    }
    let seen: Vec<(f64, f64)> = curve.seen.iter().map(|dot| plot.spot(curve, dot)).collect();
    if seen.len() > 1 {
        svg.polyline("seen", &seen);
    }
    for (dot, spot) in curve.seen.iter().zip(&seen) {
        svg.circle(if dot.is_derived { "dot derived" } else { "dot" }, *spot, 4.2);
        if dot.in_conflict {
            svg.text("label doubt", (spot.0 + 6.0, spot.1 + 18.0), "!");
        }
    }
    if let (Some(dot), Some((x, y))) = (curve.seen.last(), seen.last()) {
        let text = &dot.figure.text;
        // Above and to the left of the dot, where the past is; a first dot has none, and the target's line has to stay free.
        let room = width(text, 15.0);
        let crossed = curve.goal.as_ref().is_some_and(|goal| {
            let above = y - plot.spot(curve, goal).1;
            (0.0..28.0).contains(&above)
        });
        match (crossed && *y < HEIGHT - BOTTOM - 26.0, *x - room > plot.left + 4.0) {
            (true, _) => svg.text("label", ((x + 3.0).min(WIDTH - room - 2.0), y + 21.0), text),
            (false, true) => svg.text("label end", (x - 6.0, y - 9.0), text),
            (false, false) => svg.text("label", (x + 4.0, y - 10.0), text),
        }
    }
    svg.finish()
}

/// The ranges of the forecast, opening from the latest value.
fn fan(svg: &mut Svg, plot: &Plot, curve: &Curve) {
    let Some(last) = curve.seen.last().filter(|_| curve.has_fan()) else { return };
    let start = plot.spot(curve, last);
    let factor = curve.scale.factor();
    for (class, outer) in [("fan", true), ("fan-inner", false)] {
        let range = |slice: &crate::model::Slice| if outer { slice.outer } else { slice.inner };
        let mut points = vec![start];
        for slice in &curve.fan {
            points.push((plot.x(plot.days.part(slice.day)), plot.y(range(slice).1 / factor)));
        }
        for slice in curve.fan.iter().rev() {
            points.push((plot.x(plot.days.part(slice.day)), plot.y(range(slice).0 / factor)));
        }
        svg.polygon(class, &points);
    }
}

/// The chart in words.
fn said(row: &TargetRow, curve: &Curve, lang: Lang) -> String {
    let mut parts = vec![row.name.clone()];
    if let (Some(first), Some(last)) = (curve.seen.first(), curve.seen.last()) {
        let value = |dot: &Dot| match dot.period.as_str() {
            "" => format!("{} {}", dot.day, dot.figure.text),
            period => format!("{period} {}", dot.figure.text),
        };
        parts.push(match curve.seen.len() {
            1 => pick(lang, format!("观测值：{}", value(last)), format!("observed: {}", value(last))),
            _ => pick(
                lang,
                format!("观测值由{}到{}", value(first), value(last)),
                format!("observed from {} to {}", value(first), value(last)),
            ),
        });
    }
    parts.push(pick(
        lang,
        format!("目标{}，期限{}", row.asked.text, row.by),
        format!("target {}, due {}", row.asked.text, row.by),
    ));
    if let Ok(told) = &row.forecast {
        let (low, high) = (&told.low.text, &told.high.text);
        parts.push(pick(lang, format!("到期预测{low}至{high}"), format!("forecast {low} to {high}")));
    }
    parts.push(row.lamp.word.clone());
    parts.join(pick(lang, "；", "; "))
}

/// What the lines of the charts mean, as a list with small drawings.
pub fn legend(lang: Lang) -> String {
    let drawn = |label: &str, draw: &dyn Fn(&mut Svg)| {
        let mut svg = Svg::new("key", 44.0, 16.0, label);
        draw(&mut svg);
        format!("<li>{}<span>{label}</span></li>", svg.finish())
    };
    let items = [
        drawn(pick(lang, "观测值", "observed"), &|svg| {
            svg.line("seen", (2.0, 8.0), (42.0, 8.0));
            svg.circle("dot", (22.0, 8.0), 4.2);
        }),
        drawn(pick(lang, "推算的观测值", "worked out by somebody"), &|svg| {
            svg.line("seen", (2.0, 8.0), (42.0, 8.0));
            svg.circle("dot derived", (22.0, 8.0), 4.2);
        }),
        drawn(pick(lang, "同期另有不同数", "contradicted by another figure"), &|svg| {
            svg.circle("dot", (16.0, 8.0), 4.2);
            svg.text("label doubt", (24.0, 13.0), "!");
        }),
        drawn(pick(lang, "应走的路径", "path it should follow"), &|svg| {
            svg.line("path", (2.0, 8.0), (42.0, 8.0));
        }),
        drawn(pick(lang, "目标与期限", "target and deadline"), &|svg| {
            svg.line("goal", (2.0, 8.0), (36.0, 8.0));
            svg.shape("goal-end", Shape::Ring.word(), (30.0, 2.0), 12.0);
        }),
        drawn(
            pick(
                lang,
                "预测：五次有四次在浅色内，两次有一次在深色内",
                "forecast: four in five inside, one in two in the darker",
            ),
            &|svg| {
                svg.polygon("fan", &[(2.0, 8.0), (42.0, 1.0), (42.0, 15.0)]);
                svg.polygon("fan-inner", &[(2.0, 8.0), (42.0, 4.5), (42.0, 11.5)]);
            },
        ),
    ];
    format!("<ul class=\"keys\">{}</ul>", items.concat())
}
