//! A proof as a tree in plain sentences, and as JSON.

use serde_json::{Value as Json, json};
use wuwei_engine::{Mark, Population, Row, Trace, TraceKind, Value};
use wuwei_ir::{Basis, Date, Literal, Printer, Type};
use wuwei_source::Lang;

use crate::library::Library;
use crate::values::show_value;
use crate::words::{fill, words};

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

/// The proof as lines of text.
pub fn explain(explanation: &Explanation<'_>, trace: &Trace) -> String {
    let mut out = lines(explanation, trace).join("\n");
    out.push('\n');
    out
}

pub(crate) fn lines(explanation: &Explanation<'_>, trace: &Trace) -> Vec<String> {
    let mut out = Vec::new();
    explanation.node(trace, "", "", &mut out);
    out
}

impl Explanation<'_> {
    fn node(&self, trace: &Trace, first: &str, rest: &str, out: &mut Vec<String>) {
        let mark = self.mark(trace.mark);
        out.push(format!("{first}{mark} {}{}", self.sentence(trace), self.citation(trace)));
        let n = trace.children.len();
        for (at, child) in trace.children.iter().enumerate() {
            let (branch, below) = if at + 1 == n { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            self.node(child, &format!("{rest}{branch}"), &format!("{rest}{below}"), out);
        }
    }

    fn mark(&self, mark: Mark) -> String {
        let (sign, code) = match mark {
            Mark::Yes => ("✓", "32"),
            Mark::No => ("✗", "31"),
            Mark::Unknown => ("?", "33"),
            Mark::NotApplicable => ("–", "2"),
            Mark::NotComputable => ("∅", "35"),
            Mark::Value => ("·", "2"),
        };
        if self.colour { format!("\x1b[{code}m{sign}\x1b[0m") } else { sign.to_string() }
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
            TraceKind::Named { name, label } => match (self.lang, label) {
                (Lang::En, Some(label)) => label.to_string(),
                _ => name.to_string(),
            },
            TraceKind::Expression { item, expr, year } => {
                let body = &program.item(*item).body;
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
        let text = format!("  [{}]", parts.join(if self.lang == Lang::Zh { "，" } else { ", " }));
        if self.colour { format!("\x1b[2m{text}\x1b[0m") } else { text }
    }
}

/// The proof as JSON: `{"what", "mark", "value", "place", "article", "basis", "children"}`.
pub fn explanation_json(explanation: &Explanation<'_>, trace: &Trace) -> Json {
    let program = explanation.library.program();
    let lang = explanation.lang;
    let kind = match &trace.kind {
        TraceKind::Rule(_) | TraceKind::NotInForce(_) => "rule",
        TraceKind::Part { .. } => "part",
        TraceKind::Named { .. } => "condition",
        TraceKind::Expression { .. } if trace.ty == Type::Truth => "condition",
        TraceKind::Expression { .. } => "value",
        TraceKind::Fact { .. } => "fact",
        TraceKind::Related { .. } => "relation",
        TraceKind::Member { .. } => "member",
        TraceKind::Amount => "amount",
    };
    let mark = match trace.mark {
        Mark::Yes => "yes",
        Mark::No => "no",
        Mark::Unknown => "unknown",
        Mark::NotApplicable => "not_applicable",
        Mark::NotComputable => "not_computable",
        Mark::Value => "value",
    };
    let mut node = json!({
        "kind": kind,
        "text": explanation.sentence(trace),
        "mark": mark,
        "value": match trace.mark {
            Mark::NotApplicable => words(lang).not_applicable.to_string(),
            Mark::NotComputable => words(lang).not_computable.to_string(),
            _ => show_value(program, trace.ty, None, &trace.value, lang),
        },
    });
    if let TraceKind::Rule(item) = &trace.kind {
        let head = &program.item(*item).head;
        let document = program.document(head.doc);
        node["name"] = json!(head.name.as_str());
        node["document"] = json!(document.id.as_str());
        node["title"] = json!(document.title.get(lang));
        node["number"] = json!(document.number.map(|number| number.get(lang)));
        node["article"] = json!(program.article(head));
    }
    if let TraceKind::Fact { fact, year, .. } = &trace.kind {
        node["fact"] = json!(program.fact(*fact).column(*year));
    }
    if let Some(article) = trace.article {
        node["article"] = json!(article.get(lang));
    }
    if let Some(basis) = trace.basis {
        node["basis"] = json!(basis.word());
    }
    if let Some(place) = trace.place {
        node["place"] = json!(explanation.library.sources.show(place));
    }
    node["children"] = trace.children.iter().map(|child| explanation_json(explanation, child)).collect();
    node
}
