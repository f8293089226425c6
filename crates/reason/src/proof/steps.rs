//! The steps of a proof: each stands behind those and the facts that it follows from, and each rule is proven once.

use rustc_hash::FxHashMap;
use wuwei_engine::{Evaluator, Row, Trace, TraceKind};
use wuwei_ir::{FactId, GroupId, Program};
use wuwei_source::{Place, SourceMap};

use super::json::{self, Object};
use super::literal;

/// The number of a fact among those read.
pub(super) type FactNumber<'n> = dyn Fn(Row, FactId, Option<i32>) -> Option<u32> + 'n;

/// Steps as they stand in a proof.
pub(super) struct Steps {
    /// All of them, one behind the other, with nothing between.
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Steps {
    pub(super) fn empty() -> Steps {
        Steps { text: String::new(), ends: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, n: usize) -> Option<&str> {
        let start = if n == 0 { 0 } else { *self.ends.get(n - 1)? };
        self.text.get(start..*self.ends.get(n)?)
    }

    /// Appends the steps as a list.
    pub(super) fn write(&self, out: &mut String) {
        json::list(out, (0..self.len()).filter_map(|n| self.get(n)), |out, step| out.push_str(step));
    }
}

/// Writes the steps of answers.
pub(super) struct Prover<'e> {
    evaluator: &'e Evaluator<'e>,
    program: &'e Program,
    sources: &'e SourceMap,
    number: &'e FactNumber<'e>,
    steps: Steps,
    done: FxHashMap<(GroupId, Row, Option<i32>), u32>,
    open: Vec<(GroupId, Row, Option<i32>)>,
}

/// What a step follows from.
#[derive(Default)]
struct From {
    facts: Vec<u32>,
    steps: Vec<u32>,
}

impl<'e> Prover<'e> {
    pub(super) fn new(evaluator: &'e Evaluator<'e>, sources: &'e SourceMap, number: &'e FactNumber<'e>) -> Prover<'e> {
        let steps = Steps::empty();
        let program = evaluator.program();
        Prover { evaluator, program, sources, number, steps, done: FxHashMap::default(), open: Vec::new() }
    }

    pub(super) fn steps(self) -> Steps {
        self.steps
    }

    /// The step that gives a rule's answer, behind all that it needs; nothing where the rule rests on itself.
    pub(super) fn rule(&mut self, group: GroupId, row: Row, year: Option<i32>) -> Option<u32> {
        let asked = (group, row, year);
        if let Some(step) = self.done.get(&asked) {
            return Some(*step);
        }
        if self.open.contains(&asked) {
            return None;
        }
        self.open.push(asked);
        let trace = self.evaluator.trace_alone(group, row, year);
        let from = self.children(&trace);
        self.open.pop();
        let step = self.push(&trace, from);
        self.done.insert(asked, step);
        Some(step)
    }

    fn children(&mut self, trace: &Trace) -> From {
        let mut from = From::default();
        for child in &trace.children {
            match &child.kind {
                TraceKind::Fact { subject, fact, year } => {
                    from.facts.extend((self.number)(*subject, *fact, *year));
                }
                TraceKind::Rule(item) => {
                    let group = self.program.item(*item).group;
                    from.steps.extend(self.rule(group, child.subject, child.year));
                }
                TraceKind::NotInForce(group) => from.steps.extend(self.rule(*group, child.subject, child.year)),
                _ => {
                    let inner = self.children(child);
                    from.steps.push(self.push(child, inner));
                }
            }
        }
        from
    }

    fn push(&mut self, trace: &Trace, mut from: From) -> u32 {
        let program = self.program;
        let out = &mut self.steps.text;
        let mut step = Object::new(out);
        if let Some(article) = trace.article {
            step.text("article", article.zh.as_str());
        }
        if let Some(place) = trace.place {
            at(step.field("at"), program, place);
        }
        if let Some(basis) = trace.basis {
            step.text("basis", basis.word());
        }
        if !from.facts.is_empty() {
            from.facts.dedup();
            json::list(step.field("facts"), from.facts, json::whole);
        }
        if !from.steps.is_empty() {
            json::list(step.field("from"), from.steps, json::whole);
        }
        literal::write_value(step.field("is"), program, trace.ty, &trace.value);
        step.text("kind", trace.kind_word());
        step.text("mark", trace.mark.word());
        if !trace.subject.is_unknown() {
            json::whole(step.field("of"), trace.subject.index);
        }
        says(step.field("says"), program, self.sources, trace);
        if let Some(year) = trace.year {
            json::whole(step.field("year"), year);
        }
        step.end();
        self.steps.ends.push(self.steps.text.len());
        self.steps.ends.len() as u32 - 1
    }
}

/// `china.hnte:512-560`: the document, and the bytes of its file from the first to the one behind the last.
fn at(out: &mut String, program: &Program, place: Place) {
    // A file may hold several documents; all of them have its checksum.
    let document = program.documents.iter().find(|document| document.file == place.file);
    let id = document.map_or("", |document| document.id.as_str());
    json::text(out, &format!("{id}:{}-{}", place.span.start, place.span.end));
}

/// The sentence of the document, as far as it stands on one line, or the name of what has one.
fn says(out: &mut String, program: &Program, sources: &SourceMap, trace: &Trace) {
    match &trace.kind {
        TraceKind::Rule(item) => json::text(out, program.item(*item).head.name.as_str()),
        TraceKind::NotInForce(group) => json::text(out, program.group(*group).name.as_str()),
        TraceKind::Part { name, .. } | TraceKind::Named { name, .. } => json::text(out, name.as_str()),
        TraceKind::Related { relation, .. } => json::text(out, program.relation(*relation).name.as_str()),
        TraceKind::Member { subject, .. } => json::text(out, program.entity(subject.entity).head.name.as_str()),
        TraceKind::Home(region) => json::text(out, program.region(*region).head.name.as_str()),
        TraceKind::Fact { fact, year, .. } => json::text(out, &program.fact(*fact).column(*year)),
        TraceKind::Amount | TraceKind::NotYetPaid => json::text(out, ""),
        TraceKind::Expression { .. } => {
            let text = trace.place.map_or("", |place| sources.get(place.file).slice(place.span));
            match text.split_once('\n') {
                Some((first, _)) => json::text(out, &format!("{} …", first.trim_end())),
                None => json::text(out, text),
            }
        }
    }
}
