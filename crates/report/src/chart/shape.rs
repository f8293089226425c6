//! Marks of lights: a shape for each, so that none is told by its colour alone.

use crate::model::{Lamp, Shape};

use super::svg::escape;

/// The shapes, drawn once in a page and used wherever a light is shown.
pub fn symbols() -> String {
    let one = |shape: Shape| {
        let drawn = match shape {
            Shape::Check => {
                "<circle cx=\"8\" cy=\"8\" r=\"7.5\" fill=\"currentColor\"/>\
                 <path d=\"M4.2 8.4l2.6 2.6 5-5.6\" fill=\"none\" stroke=\"#fff\" stroke-width=\"1.9\"/>"
            }
            Shape::Circle => "<circle cx=\"8\" cy=\"8\" r=\"6.5\" fill=\"currentColor\"/>",
            Shape::Triangle => "<path d=\"M8 1.2L15.4 14.4H.6z\" fill=\"currentColor\"/>",
            Shape::Square => "<rect x=\"1.8\" y=\"1.8\" width=\"12.4\" height=\"12.4\" fill=\"currentColor\"/>",
            Shape::Dash => "<rect x=\"1.5\" y=\"6.4\" width=\"13\" height=\"3.2\" fill=\"currentColor\"/>",
            Shape::Ring => {
                "<circle cx=\"8\" cy=\"8\" r=\"5.9\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.9\"/>"
            }
        };
        format!("<symbol id=\"v-{}\" viewBox=\"0 0 16 16\">{drawn}</symbol>", shape.word())
    };
    let all: String = Shape::ALL.into_iter().map(one).collect();
    format!("<svg class=\"defs\" aria-hidden=\"true\" width=\"0\" height=\"0\">{all}</svg>")
}

/// A light: its shape in its colour, and its word.
pub fn mark(lamp: &Lamp) -> String {
    format!(
        "<span class=\"lamp c-{}\"><svg aria-hidden=\"true\"><use href=\"#v-{}\"/></svg><b>{}</b></span>",
        lamp.colour.word(),
        lamp.shape.word(),
        escape(&lamp.word)
    )
}
