//! What is assumed about a year, each with a range.

use wuwei_ir::FactId;
use wuwei_source::Name;

use crate::growth::Growth;

/// A range of a share or a rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The least.
    pub low: f64,
    /// The most.
    pub high: f64,
}

impl Span {
    /// From the least to the most.
    pub fn new(low: f64, high: f64) -> Span {
        Span { low: low.min(high), high: low.max(high) }
    }

    /// Where a share between nought and one lies in it.
    pub fn at(self, share: f64) -> f64 {
        self.low + (self.high - self.low) * share
    }
}

/// A range for all, and other ones for some clauses.
#[derive(Clone, Debug, PartialEq)]
pub struct SpanOf {
    /// For all others.
    pub all: Span,
    /// For single clauses.
    pub of: Vec<(Name, Span)>,
    /// Whether somebody said so for all, rather than the program.
    pub given: bool,
}

impl SpanOf {
    fn assumed(low: f64, high: f64) -> SpanOf {
        SpanOf { all: Span { low, high }, of: Vec::new(), given: false }
    }

    /// The range for a clause.
    pub fn get(&self, clause: Name) -> Span {
        self.of.iter().find(|(name, _)| *name == clause).map_or(self.all, |(_, span)| *span)
    }
}

/// Everything that is assumed about a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumptions {
    /// The share of the eligible who apply.
    pub take_up: SpanOf,
    /// Where between its two ends an amount lies that the text only bounds: 0 % is the low end, 100 % the high end.
    pub ceiling: SpanOf,
    /// The share of the undecided who turn out to be eligible.
    pub undecided: SpanOf,
    /// The share of the applications that come in each month.
    pub months: [f64; 12],
    /// Whether somebody said so, rather than the program.
    pub months_given: bool,
    /// How yearly figures grow into years that aren't known yet; without a fact, all others. Without any, nothing is carried on.
    pub growth: Vec<(Option<FactId>, Span)>,
}

impl Default for Assumptions {
    fn default() -> Assumptions {
        Assumptions {
            take_up: SpanOf::assumed(0.6, 1.0),
            ceiling: SpanOf::assumed(0.5, 1.0),
            undecided: SpanOf::assumed(0.0, 0.5),
            months: [1.0 / 12.0; 12],
            months_given: false,
            growth: Vec::new(),
        }
    }
}

/// One assumption, to be shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assumed {
    /// `take-up`, `ceiling`, `undecided`.
    pub what: &'static str,
    /// The clause that it is about; all others where there is none.
    pub of: Option<Name>,
    /// The range.
    pub span: Span,
    /// Whether somebody said so, rather than the program.
    pub given: bool,
}

impl Assumptions {
    /// The ranges of shares, one by one. Whatever is computed with them shows them.
    pub fn listed(&self) -> Vec<Assumed> {
        let mut out = Vec::new();
        for (what, spans) in [("take-up", &self.take_up), ("ceiling", &self.ceiling), ("undecided", &self.undecided)] {
            out.push(Assumed { what, of: None, span: spans.all, given: spans.given });
            out.extend(spans.of.iter().map(|(of, span)| Assumed { what, of: Some(*of), span: *span, given: true }));
        }
        out
    }

    /// The growth where every range is at the same share of its width, turned a little from fact to fact so that several ranges
    /// are seen in many combinations.
    pub fn growth_at(&self, share: f64) -> Growth {
        const TURN: f64 = 0.618_033_988_749_894_9;
        let mut growth = Growth::default();
        for (n, (fact, span)) in self.growth.iter().enumerate() {
            let rate = span.at((share + TURN * n as f64).fract());
            match fact {
                Some(fact) => growth.of.push((*fact, rate)),
                None => growth.others = Some(rate),
            }
        }
        growth
    }
}
