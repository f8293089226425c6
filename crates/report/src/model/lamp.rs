//! The light of a target: its word, its shape and its colour, as the city declares them.

use wuwei_ir::Program;
use wuwei_plan::progress::{Judgement, Verdict};
use wuwei_source::Lang;

/// Shapes of lights; each can be told from the others in black and white.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A tick in a circle.
    Check,
    /// A full circle.
    Circle,
    /// A triangle that stands.
    Triangle,
    /// A square.
    Square,
    /// A dash.
    Dash,
    /// An empty circle.
    Ring,
}

/// Colours of lights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Colour {
    /// Blue.
    Blue,
    /// Green.
    Green,
    /// Amber.
    Amber,
    /// Red.
    Red,
    /// Grey.
    Grey,
}

impl Shape {
    /// All shapes.
    pub const ALL: [Shape; 6] = [Shape::Check, Shape::Circle, Shape::Triangle, Shape::Square, Shape::Dash, Shape::Ring];

    /// The word for it in style sheets.
    pub fn word(self) -> &'static str {
        match self {
            Shape::Check => "check",
            Shape::Circle => "circle",
            Shape::Triangle => "triangle",
            Shape::Square => "square",
            Shape::Dash => "dash",
            Shape::Ring => "ring",
        }
    }

    /// A sign of text that looks like it, where nothing can be drawn.
    pub fn sign(self) -> &'static str {
        match self {
            Shape::Check => "✓",
            Shape::Circle => "●",
            Shape::Triangle => "▲",
            Shape::Square => "■",
            Shape::Dash => "—",
            Shape::Ring => "○",
        }
    }
}

impl Colour {
    /// The word for it in style sheets.
    pub fn word(self) -> &'static str {
        match self {
            Colour::Blue => "blue",
            Colour::Green => "green",
            Colour::Amber => "amber",
            Colour::Red => "red",
            Colour::Grey => "grey",
        }
    }

    /// The colour for text on white, dark enough for WCAG AA.
    pub fn hex(self) -> &'static str {
        match self {
            Colour::Blue => "1D5A94",
            Colour::Green => "22683F",
            Colour::Amber => "8A5200",
            Colour::Red => "A3261C",
            Colour::Grey => "5A6069",
        }
    }
}

/// A light as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lamp {
    /// The class.
    pub verdict: Verdict,
    /// The city's own word, or that of the class.
    pub word: String,
    /// Its shape.
    pub shape: Shape,
    /// Its colour.
    pub colour: Colour,
}

impl Lamp {
    /// The light of a class where no city has a word for it.
    pub fn of(verdict: Verdict, lang: Lang) -> Lamp {
        let (shape, colour) = match verdict {
            Verdict::Achieved => (Shape::Check, Colour::Blue),
            Verdict::OnTrack => (Shape::Circle, Colour::Green),
            Verdict::AtRisk => (Shape::Triangle, Colour::Amber),
            Verdict::OffTrack => (Shape::Square, Colour::Red),
            Verdict::NoData => (Shape::Dash, Colour::Grey),
            Verdict::NotDue => (Shape::Ring, Colour::Grey),
        };
        Lamp { verdict, word: verdict.name().get(lang).to_string(), shape, colour }
    }

    /// The light that a judgement shows.
    pub(super) fn shown(program: &Program, judgement: &Judgement, lang: Lang) -> Lamp {
        let class = Lamp::of(judgement.verdict, lang);
        // What isn't due yet shows no light, whatever the rules would say of it.
        let light = judgement.light(program).filter(|_| judgement.verdict != Verdict::NotDue);
        light.map_or(class.clone(), |light| Lamp::declared(light, &class, lang))
    }

    /// A light as it is declared; a shape or colour that nobody can draw is that of its class.
    pub(super) fn declared(light: &wuwei_ir::Light, class: &Lamp, lang: Lang) -> Lamp {
        let word = light.label.filter(|_| lang == Lang::En).unwrap_or(light.name);
        let shape = Shape::ALL.into_iter().find(|shape| light.shape == shape.word());
        let colours = [Colour::Blue, Colour::Green, Colour::Amber, Colour::Red, Colour::Grey];
        let colour = colours.into_iter().find(|colour| light.colour == colour.word());
        Lamp {
            verdict: class.verdict,
            word: word.to_string(),
            shape: shape.unwrap_or(class.shape),
            colour: colour.unwrap_or(class.colour),
        }
    }
}
