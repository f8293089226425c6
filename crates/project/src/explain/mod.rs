//! A proof in plain sentences: as a tree folded to what decided, whole, as a page, and as JSON.

mod distance;
mod fold;
mod html;
mod json;
mod origin;
mod tree;

use wuwei_engine::{Evaluator, Gap, Mark, Origin, Population, Row, Trace, TraceKind, Value};
use wuwei_ir::{Basis, Date, Expr, Literal, Printer, Type};
use wuwei_reason::why::Distance;
use wuwei_source::Lang;

use crate::library::Library;
use crate::values::show_value;
use crate::words::{explain_words, fill, words};

pub use html::{ExplanationParts, explain_html, explain_parts};
pub use json::explanation_json;
pub use origin::show_origin;
pub(crate) use tree::lines;
pub use tree::{explain, explain_whole};

/// What explaining needs besides the proof.
pub struct Explanation<'a> {
    /// The documents.
    pub library: &'a Library,
    /// The facts, to name other subjects.
    pub population: Option<&'a dyn Population>,
    /// The language.
    pub lang: Lang,
    /// The evaluation date.
    pub as_of: Date,
    /// Whether colours may be used.
    pub colour: bool,
}

impl Explanation<'_> {
    /// An evaluator of the answer that is explained, where the facts are there.
    fn evaluator(&self) -> Option<Evaluator<'_>> {
        Some(Evaluator::new(self.library.program(), self.population?, self.as_of))
    }

    /// Whether a node is a list of conditions of which some are enough.
    fn is_choice(&self, trace: &Trace) -> bool {
        let TraceKind::Expression { item, expr, .. } = trace.kind else { return false };
        matches!(self.library.program().item(item).body.get(expr).expr, Expr::Any(_) | Expr::AtLeast(..))
    }

    /// How far a condition is from holding.
    fn distance(&self, evaluator: Option<&Evaluator<'_>>, trace: &Trace) -> Option<Distance> {
        wuwei_reason::why::distance(evaluator?, trace)
    }

    /// Facts that would decide an answer which waits for them.
    fn waits_for(&self, evaluator: Option<&Evaluator<'_>>, proof: &Trace) -> Vec<Gap> {
        let (Some(evaluator), TraceKind::Rule(item)) = (evaluator, &proof.kind) else { return Vec::new() };
        let is_decided = match proof.mark {
            Mark::No | Mark::NotApplicable => true,
            Mark::Yes => proof.ty == Type::Truth,
            _ => false,
        };
        if is_decided {
            return Vec::new();
        }
        evaluator.gaps(self.library.program().item(*item).group, None, proof.subject).facts
    }

    /// The same as people call them.
    fn waits_for_shown(&self, evaluator: Option<&Evaluator<'_>>, proof: &Trace) -> Vec<String> {
        let program = self.library.program();
        self.waits_for(evaluator, proof).iter().map(|gap| gap.shown(program, self.lang)).collect()
    }

    /// Where a known fact comes from; nothing for what isn't known or is no fact.
    fn origin(&self, trace: &Trace) -> Option<Option<Origin>> {
        let (TraceKind::Fact { subject, fact, year }, Some(population)) = (&trace.kind, self.population) else {
            return None;
        };
        population.fact(*subject, *fact, *year).map(|_| population.origin(*subject, *fact, *year))
    }

    /// What a node says, with its value.
    pub(crate) fn sentence(&self, trace: &Trace) -> String {
        let program = self.library.program();
        let words = words(self.lang);
        let printer = Printer::on(program, self.lang, self.as_of);
        let value = || show_value(program, trace.ty, None, &trace.value, self.lang);
        let with_value = |what: String| {
            let join = if self.lang == Lang::Zh { "：" } else { ": " };
            format!("{what}{join}{}", value())
        };
        match &trace.kind {
            TraceKind::Rule(item) => {
                let shown = program.item(*item).head.shown(self.lang).to_string();
                match trace.mark {
                    Mark::NotApplicable => format!("{shown} ({})", words.not_applicable),
                    Mark::NotComputable => format!("{shown} ({})", words.not_computable),
                    _ => with_value(shown),
                }
            }
            TraceKind::NotInForce(group) => {
                let name = program.item(program.group(*group).versions[0]).head.shown(self.lang);
                format!("{name} ({})", words.not_in_force)
            }
            TraceKind::Part { name, label, out_of } => {
                let name = match (self.lang, label) {
                    (Lang::En, Some(label)) => label.as_str(),
                    _ => name.as_str(),
                };
                let points = fill(words.points_of, &[("points", &value()), ("out_of", &out_of.to_decimal(2))]);
                if self.lang == Lang::Zh { format!("{name}：{points}") } else { format!("{name}: {points}") }
            }
            TraceKind::Named { name, label } => {
                let name = if self.lang == Lang::En { label.unwrap_or(*name) } else { *name };
                // The block that it names isn't shown again, unless all of it is asked for.
                match &trace.children[..] {
                    [inner] if self.is_choice(inner) => {
                        let (open, close) = if self.lang == Lang::Zh { ("（", "）") } else { (" (", ")") };
                        format!("{name}{open}{}{close}", self.sentence(inner))
                    }
                    _ => name.to_string(),
                }
            }
            TraceKind::Expression { item, expr, year } => {
                let body = &program.item(*item).body;
                // What stands below one by one isn't said twice.
                let below = explain_words(self.lang);
                match &body.get(*expr).expr {
                    Expr::All(_) if !trace.children.is_empty() => return below.all_of.to_string(),
                    Expr::Any(_) if !trace.children.is_empty() => return below.one_of.to_string(),
                    Expr::AtLeast(n, _) if !trace.children.is_empty() => return fill(below.so_many_of, &[("n", n)]),
                    _ => {}
                }
                let text = printer.expr(body, *expr, *year);
                if trace.ty == Type::Truth { text } else { with_value(text) }
            }
            TraceKind::Fact { subject, fact, year } => self.fact(*subject, *fact, *year, trace),
            TraceKind::Related { relation, certain, complete } => {
                let relation = program.relation(*relation);
                let name = match (self.lang, relation.label) {
                    (Lang::En, Some(label)) => label.as_str(),
                    _ => relation.name.as_str(),
                };
                let text = if *complete { words.related } else { words.related_open };
                fill(text, &[("name", &name), ("n", certain)])
            }
            TraceKind::Member { subject, key } => {
                let entity = &program.entity(subject.entity).head;
                let key = key.map_or_else(|| (subject.index + 1).to_string(), |key| key.to_string());
                format!("{} {key}", entity.shown(self.lang))
            }
            TraceKind::Amount => with_value(words.amount.to_string()),
            TraceKind::Home(region) => {
                let home =
                    program.entity(trace.subject.entity).home.map_or("", |home| program.fact(home).shown(self.lang));
                let region = program.region(*region).head.shown(self.lang);
                fill(explain_words(self.lang).at_home, &[("home", &home), ("region", &region)])
            }
            TraceKind::NotYetPaid => explain_words(self.lang).not_yet_paid.to_string(),
        }
    }

    fn fact(&self, subject: Row, fact: wuwei_ir::FactId, year: Option<i32>, trace: &Trace) -> String {
        let program = self.library.program();
        let printer = Printer::on(program, self.lang, self.as_of);
        let when = year.map_or(wuwei_ir::When::Single, wuwei_ir::When::In);
        let name = printer.fact(fact, when, None);
        let unit = Some(program.fact(fact).unit);
        let known = trace.value.is_exact()
            && self.population.is_none_or(|population| population.fact(subject, fact, year).is_some());
        let shown = if known {
            match trace.value {
                Value::Atom(Some(Literal::Subject(key)), _) => key.to_string(),
                _ => show_value(program, trace.ty, unit, &trace.value, self.lang),
            }
        } else {
            words(self.lang).not_known.to_string()
        };
        if self.lang == Lang::Zh { format!("{name}：{shown}") } else { format!("{name}: {shown}") }
    }

    /// Document, article and basis of a rule; article and basis of a condition that has its own.
    fn citation(&self, trace: &Trace) -> String {
        let program = self.library.program();
        let words = words(self.lang);
        let mut parts = Vec::new();
        if let TraceKind::Rule(item) = &trace.kind {
            let head = &program.item(*item).head;
            let document = program.document(head.doc);
            parts.push(if self.lang == Lang::Zh {
                format!("《{}》", document.title.get(self.lang).trim_matches(['《', '》']))
            } else {
                document.title.get(self.lang).to_string()
            });
            parts.extend(document.number.map(|number| number.get(self.lang).to_string()));
            let article = program.article(head);
            if trace.article.is_none() && !article.is_empty() {
                parts.push(article);
            }
        }
        parts.extend(trace.article.map(|article| article.get(self.lang).to_string()));
        let shown = trace.basis.filter(|basis| *basis != Basis::Official || !matches!(trace.kind, TraceKind::Rule(_)));
        if let Some(basis) = shown {
            let basis = words.basis(basis);
            let why = trace.basis_why.map_or_else(String::new, |why| match self.lang {
                Lang::Zh => format!("（{}）", why.get(self.lang).trim_end_matches('。')),
                Lang::En => format!(" ({})", why.get(self.lang).trim_end_matches('.')),
            });
            parts.push(fill(words.basis_is, &[("basis", &format!("{basis}{why}"))]));
        }
        if parts.is_empty() {
            return String::new();
        }
        parts.join(if self.lang == Lang::Zh { "，" } else { ", " })
    }
}
