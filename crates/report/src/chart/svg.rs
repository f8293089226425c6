//! Elements of a picture, one string long.

use std::fmt::Write;

/// A picture as it is drawn.
pub(crate) struct Svg(String);

impl Svg {
    /// A picture of so many units, with what it shows in words for whoever can't see it.
    pub(crate) fn new(class: &str, width: f64, height: f64, label: &str) -> Svg {
        let mut out = String::new();
        let _ = write!(
            out,
            "<svg class=\"{class}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
            at(width),
            at(height),
            escape(label)
        );
        Svg(out)
    }

    pub(crate) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let (x1, y1, x2, y2) = (at(x1), at(y1), at(x2), at(y2));
        let _ = write!(self.0, "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>");
    }

    /// Lines from point to point.
    pub(crate) fn polyline(&mut self, class: &str, points: &[(f64, f64)]) {
        let _ = write!(self.0, "<polyline class=\"{class}\" points=\"{}\"/>", listed(points));
    }

    pub(crate) fn polygon(&mut self, class: &str, points: &[(f64, f64)]) {
        let _ = write!(self.0, "<polygon class=\"{class}\" points=\"{}\"/>", listed(points));
    }

    pub(crate) fn circle(&mut self, class: &str, (x, y): (f64, f64), radius: f64) {
        let (x, y, radius) = (at(x), at(y), at(radius));
        let _ = write!(self.0, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>");
    }

    pub(crate) fn rect(&mut self, class: &str, (x, y): (f64, f64), width: f64, height: f64) {
        let (x, y, width, height) = (at(x), at(y), at(width), at(height));
        let _ = write!(self.0, "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>");
    }

    /// A path in the notation of SVG, with a stroke of some width.
    pub(crate) fn curve(&mut self, class: &str, path: &str, width: f64) {
        let width = at(width);
        let _ = write!(self.0, "<path class=\"{class}\" d=\"{path}\" stroke-width=\"{width}\"/>");
    }

    pub(crate) fn text(&mut self, class: &str, (x, y): (f64, f64), text: &str) {
        let (x, y) = (at(x), at(y));
        let _ = write!(self.0, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", escape(text));
    }

    /// A shape of [`super::shape`], in a class for its colour.
    pub(crate) fn shape(&mut self, class: &str, shape: &str, (x, y): (f64, f64), size: f64) {
        let (x, y, size) = (at(x), at(y), at(size));
        let _ = write!(
            self.0,
            "<use class=\"{class}\" href=\"#v-{shape}\" x=\"{x}\" y=\"{y}\" width=\"{size}\" height=\"{size}\"/>"
        );
    }

    pub(crate) fn finish(mut self) -> String {
        self.0 += "</svg>";
        self.0
    }
}

/// A coordinate: a tenth of a unit is finer than any screen.
pub(crate) fn at(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_string() } else { text.to_string() }
}

fn listed(points: &[(f64, f64)]) -> String {
    points.iter().map(|(x, y)| format!("{},{}", at(*x), at(*y))).collect::<Vec<_>>().join(" ")
}

/// Text as it may stand in a page, also inside quotes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            // XML has no word for these, so neither has anybody who reads it.
            '\t' | '\n' | '\r' => out.push(' '),
            letter if letter.is_control() => {}
            '\u{fffe}' | '\u{ffff}' => {}
            letter => out.push(letter),
        }
    }
    out
}

/// How many units a text takes at a size: signs of East Asia are as wide as they are high.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    let one = |letter: char| match letter {
        '\u{1100}'.. => 1.0,
        'i' | 'l' | 'j' | '.' | ',' | ' ' | '\'' => 0.3,
        'm' | 'w' | 'M' | 'W' | '%' => 0.88,
        'A'..='Z' => 0.68,
        _ => 0.56,
    };
    text.chars().map(one).sum::<f64>() * size
}

/// A text cut to a width, with a sign that it was.
pub(crate) fn cut(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_string();
    }
    let mut out = String::new();
    for letter in text.chars() {
        out.push(letter);
        if width(&out, size) > room - size {
            out.pop();
            break;
        }
    }
    out.trim_end().to_string() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_text() {
        assert_eq!(escape("<a href='x'>&\"\u{0}\n"), "&lt;a href=&#39;x&#39;&gt;&amp;&quot; ");
        assert_eq!(cut("科技型中小企业数", 10.0, 45.0), "科技型…");
        assert_eq!(at(-0.01), "0");
    }
}
