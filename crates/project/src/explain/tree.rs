//! A proof as a tree of lines.

use wuwei_engine::{Evaluator, Mark, Trace, TraceKind};
use wuwei_source::Lang;

use super::fold::{self, Shown, body, deciding, size};
use super::{Explanation, distance, origin};
use crate::words::{explain_words, fill};

/// The proof as lines of text, folded to what decided the answer.
pub fn explain(explanation: &Explanation<'_>, proof: &Trace) -> String {
    let evaluator = explanation.evaluator();
    let mut tree = Tree::new(explanation, evaluator.as_ref(), false);
    tree.node(proof, "", "", true);
    let words = explain_words(explanation.lang);
    let waits_for = explanation.waits_for_shown(evaluator.as_ref(), proof);
    let mut out = tree.lines;
    if !waits_for.is_empty() {
        let comma = if explanation.lang == Lang::Zh { "、" } else { ", " };
        out.push(fill(words.waits_for, &[("facts", &waits_for.join(comma))]));
    }
    if tree.folded > 0 {
        let text = fill(words.folded, &[("n", &tree.folded)]);
        out.push(explanation.faint(&text));
    }
    out.join("\n") + "\n"
}

/// The whole proof as lines of text.
pub fn explain_whole(explanation: &Explanation<'_>, proof: &Trace) -> String {
    lines(explanation, proof).join("\n") + "\n"
}

/// The lines of the whole proof.
pub(crate) fn lines(explanation: &Explanation<'_>, proof: &Trace) -> Vec<String> {
    let evaluator = explanation.evaluator();
    let mut tree = Tree::new(explanation, evaluator.as_ref(), true);
    tree.node(proof, "", "", true);
    tree.lines
}

struct Tree<'t, 'e> {
    explanation: &'t Explanation<'e>,
    evaluator: Option<&'t Evaluator<'t>>,
    whole: bool,
    shown: Shown,
    lines: Vec<String>,
    /// Lines that were left out.
    folded: usize,
}

impl<'t, 'e> Tree<'t, 'e> {
    fn new(explanation: &'t Explanation<'e>, evaluator: Option<&'t Evaluator<'t>>, whole: bool) -> Tree<'t, 'e> {
        Tree { explanation, evaluator, whole, shown: Shown::default(), lines: Vec::new(), folded: 0 }
    }

    /// `in_question` says whether the node stands in the rule that was asked about.
    fn node(&mut self, trace: &Trace, first: &str, rest: &str, in_question: bool) {
        self.below(trace, first, rest, in_question, trace.mark);
    }

    fn below(&mut self, trace: &Trace, first: &str, rest: &str, in_question: bool, mark: Mark) {
        let explanation = self.explanation;
        let program = explanation.library.program();
        let again = !self.whole && self.shown.again(trace);
        self.line(trace, first, again, mark);
        let body = body(program, trace);
        let mut children: Vec<&Trace> = body.children.iter().collect();
        if again {
            children.clear();
            self.folded += trace.children.iter().map(size).sum::<usize>();
        } else if !self.whole {
            let decides = deciding(program, body, in_question);
            let (shown, folded): (Vec<_>, Vec<_>) =
                children.into_iter().zip(decides).partition(|(child, decides)| *decides && !self.shown.said(child));
            self.folded += folded.into_iter().map(|(child, _)| size(child)).sum::<usize>();
            children = shown.into_iter().map(|(child, _)| child).collect();
        }
        for (at, child) in children.iter().enumerate() {
            let (branch, below) = if at + 1 == children.len() { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            let in_question = in_question && !matches!(child.kind, TraceKind::Rule(_));
            let mark = fold::mark(program, body, child);
            self.below(child, &format!("{rest}{branch}"), &format!("{rest}{below}"), in_question, mark);
        }
    }

    fn line(&mut self, trace: &Trace, first: &str, again: bool, mark: Mark) {
        let explanation = self.explanation;
        let zh = explanation.lang == Lang::Zh;
        let mut line = format!("{first}{} {}", explanation.mark(mark), explanation.sentence(trace));
        if let Some(distance) = explanation.distance(self.evaluator, trace) {
            line += "  ";
            line += &explanation.strong(&distance::show(&distance, explanation.lang));
        }
        if let Some(origin) = explanation.origin(trace) {
            let text = origin::show_origin(origin, explanation.lang);
            line += &explanation.faint(&if zh { format!("  （{text}）") } else { format!("  ({text})") });
        }
        let citation = if again { String::new() } else { explanation.citation(trace) };
        if !citation.is_empty() {
            line += &explanation.faint(&format!("  [{citation}]"));
        } else if again && !trace.children.is_empty() {
            line += &explanation.faint(&format!("  … {}", explain_words(explanation.lang).shown_before));
        }
        self.lines.push(line);
    }
}

impl Explanation<'_> {
    fn mark(&self, mark: Mark) -> String {
        let code = match mark {
            Mark::Yes => "32",
            Mark::No => "31",
            Mark::Unknown => "33",
            Mark::NotComputable => "35",
            Mark::NotApplicable | Mark::Value => "2",
        };
        self.tint(code, sign(mark))
    }

    fn faint(&self, text: &str) -> String {
        self.tint("2", text)
    }

    fn strong(&self, text: &str) -> String {
        self.tint("1", text)
    }

    fn tint(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
    }
}

/// The sign of a mark.
pub(super) fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Yes => "✓",
        Mark::No => "✗",
        Mark::Unknown => "?",
        Mark::NotApplicable => "–",
        Mark::NotComputable => "∅",
        Mark::Value => "·",
    }
}
