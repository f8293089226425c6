//! A proof as a page that needs nothing else: no script, no font, no network. What decided the answer is open, the rest is
//! folded and opens at a touch.

use wuwei_engine::{Evaluator, Mark, Trace, TraceKind};
use wuwei_ir::Type;
use wuwei_reason::why::{Obstacle, obstacles};
use wuwei_source::Lang;

use super::fold::{self, Shown, body, deciding};
use super::tree::sign;
use super::{Explanation, distance, origin};
use crate::words::{ExplainWords, explain_words, fill, words};

/// The style of the page.
const STYLE: &str = include_str!("page.css");

/// A proof in parts, each as HTML, for a page that has a frame of its own.
#[derive(Clone, Debug)]
pub struct ExplanationParts {
    /// The name of the rule that was asked about, as text.
    pub question: String,
    /// The answer and where it stands.
    pub answer: String,
    /// Why not, or what would decide it; empty where there is nothing to say.
    pub why: String,
    /// The proof, step by step.
    pub tree: String,
}

/// A proof in parts; class names are those of [`explain_html`].
pub fn explain_parts(explanation: &Explanation<'_>, proof: &Trace) -> ExplanationParts {
    let evaluator = explanation.evaluator();
    let page = Page { explanation, evaluator: evaluator.as_ref(), words: explain_words(explanation.lang) };
    ExplanationParts {
        question: page.question(proof),
        answer: page.answer(proof),
        why: page.why(proof),
        tree: page.node(proof, &mut Shown::default(), true, proof.mark),
    }
}

/// The proof as a page. `subject` is how the subject is called, `code` its key, `notice` what must be said with its facts.
pub fn explain_html(
    explanation: &Explanation<'_>,
    proof: &Trace,
    subject: (&str, &str),
    notice: Option<&str>,
) -> String {
    let words = explain_words(explanation.lang);
    let ExplanationParts { question, answer, why, tree } = explain_parts(explanation, proof);
    let (called, code) = subject;
    let lang = if explanation.lang == Lang::Zh { "zh-CN" } else { "en" };
    let title = [called, &question].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    let notice = notice.map_or_else(String::new, |notice| format!("<p class=\"notice\">{}</p>\n", escape(notice)));
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n<main>\n<header>\n<p class=\"whose\"><b>{}</b> <span class=\"code\">{}</span> <span class=\"day\">{} {}</span></p>\n\
         <h1>{}</h1>\n{answer}{notice}</header>\n{why}<section>\n<h2>{}</h2>\n<p class=\"legend\">{}</p>\n<div class=\"tree\">\n{tree}</div>\n</section>\n\
         <footer>{}</footer>\n</main>\n</body>\n</html>\n",
        escape(&title),
        escape(called),
        escape(code),
        words.as_of,
        explanation.as_of,
        escape(&question),
        words.proof,
        words.legend,
        words.page_foot,
    )
}

struct Page<'p, 'e> {
    explanation: &'p Explanation<'e>,
    evaluator: Option<&'p Evaluator<'p>>,
    words: &'static ExplainWords,
}

impl Page<'_, '_> {
    /// The rule's name.
    fn question(&self, proof: &Trace) -> String {
        let program = self.explanation.library.program();
        match &proof.kind {
            TraceKind::Rule(item) => program.item(*item).head.shown(self.explanation.lang).to_string(),
            TraceKind::NotInForce(group) => {
                program.item(program.group(*group).versions[0]).head.shown(self.explanation.lang).to_string()
            }
            _ => self.explanation.sentence(proof),
        }
    }

    fn answer(&self, proof: &Trace) -> String {
        let explanation = self.explanation;
        let words = words(explanation.lang);
        let value =
            crate::values::show_value(explanation.library.program(), proof.ty, None, &proof.value, explanation.lang);
        let verdict = match proof.mark {
            Mark::Yes => words.yes,
            Mark::No => words.no,
            Mark::Unknown => words.unknown,
            Mark::NotApplicable => words.not_applicable,
            Mark::NotComputable => words.not_computable,
            Mark::Value => "",
        };
        let has_amount = proof.ty != Type::Truth && !matches!(proof.mark, Mark::No | Mark::NotApplicable);
        let amount =
            if has_amount { format!("<span class=\"amount\">{}</span>", escape(&value)) } else { String::new() };
        let verdict = match verdict {
            "" => String::new(),
            verdict => format!("<span class=\"verdict\">{} {}</span>", sign(proof.mark), escape(verdict)),
        };
        let citation = explanation.citation(proof);
        format!(
            "<div class=\"answer {}\">{verdict}{amount}</div>\n<p class=\"cite\">{}</p>\n",
            class(proof.mark),
            escape(&citation)
        )
    }

    /// Why not, or what would decide it.
    fn why(&self, proof: &Trace) -> String {
        let found = self.evaluator.map_or_else(Vec::new, |evaluator| obstacles(evaluator, proof));
        if !found.is_empty() {
            let list = self.obstacles(&found);
            return format!("<section class=\"why no\">\n<h2>{}</h2>\n{list}</section>\n", self.words.why_not);
        }
        let waits_for = self.explanation.waits_for_shown(self.evaluator, proof);
        if waits_for.is_empty() {
            return String::new();
        }
        let items: String = waits_for.iter().map(|fact| format!("<li>{}</li>", escape(fact))).collect();
        let text = fill(self.words.waits_for, &[("facts", &"")]);
        let text = text.trim_end_matches([' ', '：', ':']);
        format!(
            "<section class=\"why unknown\">\n<h2>{}</h2>\n<p>{text}</p>\n<ul class=\"facts\">{items}</ul>\n</section>\n",
            self.words.why_unknown
        )
    }

    fn obstacles(&self, found: &[Obstacle<'_>]) -> String {
        let items: String = found.iter().map(|obstacle| self.obstacle(obstacle)).collect();
        format!("<ul>{items}</ul>\n")
    }

    fn obstacle(&self, obstacle: &Obstacle<'_>) -> String {
        let explanation = self.explanation;
        let is_block = fold::is_block(explanation.library.program(), obstacle.trace);
        if let (true, [only]) = (is_block, &obstacle.inside[..]) {
            return self.obstacle(only);
        }
        let how = match obstacle.wanted {
            n if n >= obstacle.inside.len() => String::new(),
            1 => self.words.any_of.to_string(),
            n => fill(self.words.some_of, &[("n", &n)]),
        };
        let distance = obstacle.distance.as_ref().map_or_else(String::new, |distance| {
            format!(" <em>{}</em>", escape(&distance::show(distance, explanation.lang)))
        });
        let article = obstacle.trace.article.map_or_else(String::new, |article| {
            format!(" <span class=\"cite\">{}</span>", escape(article.get(explanation.lang)))
        });
        // How many of a block are enough says what the block is; of a named one its name says it already.
        let says = match is_block && !how.is_empty() {
            true => how,
            false => escape(&explanation.sentence(obstacle.trace)),
        };
        let inside = if obstacle.inside.is_empty() { String::new() } else { self.obstacles(&obstacle.inside) };
        format!("<li>{says}{distance}{article}{inside}</li>")
    }

    /// A node with what it follows from. `in_question` says whether it stands in the rule that was asked about.
    fn node(&self, trace: &Trace, shown: &mut Shown, in_question: bool, mark: Mark) -> String {
        let program = self.explanation.library.program();
        let again = shown.again(trace);
        let line = self.line(trace, again, mark);
        if trace.children.is_empty() || again {
            return format!("<div class=\"leaf {}\">{line}</div>\n", class(mark));
        }
        let body = body(program, trace);
        let decides = deciding(program, body, in_question);
        let (mut open, mut rest, mut folded) = (String::new(), String::new(), 0);
        for (child, decides) in body.children.iter().zip(decides) {
            let in_question = in_question && !matches!(child.kind, TraceKind::Rule(_));
            let mark = fold::mark(program, body, child);
            if decides && !shown.said(child) {
                open += &self.node(child, shown, in_question, mark);
            } else {
                // What is folded doesn't count as seen.
                folded += 1;
                rest += &self.node(child, &mut Shown::default(), in_question, mark);
            }
        }
        let below = if folded == 0 {
            open
        } else if open.is_empty() {
            return format!("<details class=\"{}\"><summary>{line}</summary>\n{rest}</details>\n", class(trace.mark));
        } else {
            let text = fill(self.words.not_shown, &[("n", &folded)]);
            format!("{open}<details class=\"rest\"><summary>{text}</summary>\n{rest}</details>\n")
        };
        format!("<details class=\"{}\" open><summary>{line}</summary>\n{below}</details>\n", class(trace.mark))
    }

    fn line(&self, trace: &Trace, again: bool, mark: Mark) -> String {
        let explanation = self.explanation;
        let mut line = format!(
            "<i class=\"mark\">{}</i><span class=\"says\">{}",
            sign(mark),
            escape(&explanation.sentence(trace))
        );
        if let Some(distance) = explanation.distance(self.evaluator, trace) {
            line += &format!(" <em>{}</em>", escape(&distance::show(&distance, explanation.lang)));
        }
        if let Some(origin) = explanation.origin(trace) {
            line += &format!(" <small>{}</small>", escape(&origin::show_origin(origin, explanation.lang)));
        }
        let citation = match again {
            true if trace.children.is_empty() => String::new(),
            true => self.words.shown_before.to_string(),
            false => explanation.citation(trace),
        };
        if !citation.is_empty() {
            line += &format!(" <span class=\"cite\">{}</span>", escape(&citation));
        }
        line + "</span>"
    }
}

fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::Yes => "yes",
        Mark::No => "no",
        Mark::Unknown => "unknown",
        Mark::NotApplicable => "apart",
        Mark::NotComputable => "open-text",
        Mark::Value => "value",
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
