//! What it would take, in sentences and as JSON.

mod district;
mod effort;
mod json;
mod text;

use wuwei_engine::{Evaluator, Mark, Population, Row, Trace, TraceKind};
use wuwei_ir::{Date, Dim, FactId, ItemId, Number, Printer, Program, Type, Unit, When};
use wuwei_reason::{Advice, Goal, Obstacle, Proposal, Supposed};
use wuwei_source::{Lang, Name};

use crate::explain::Explanation;
use crate::library::Library;
use crate::values::show_value;
use crate::words::{advise_words, fill};

pub use district::{Candidate, District, district_csv};
pub(crate) use effort::efforts;

/// Advice, and what saying it needs.
pub struct Advised<'a> {
    /// The documents.
    pub library: &'a Library,
    /// The facts as they are.
    pub population: &'a dyn Population,
    /// Whom it is for.
    pub row: Row,
    /// Its key.
    pub key: Name,
    /// Its name.
    pub called: Option<Name>,
    /// The day of the question.
    pub today: Date,
    /// The advice.
    pub advice: &'a Advice,
    /// The language.
    pub lang: Lang,
    /// Whether colours may be used.
    pub colour: bool,
}

/// A condition that holds with a proposal and didn't before, or points that changed.
#[derive(Clone, Debug)]
pub struct Turned {
    /// What it says, with its new value.
    pub text: String,
    /// The value before.
    pub before: String,
}

impl Advised<'_> {
    /// The goal as people call it.
    pub fn goal(&self) -> String {
        goal_name(self.library.program(), self.advice.goal, self.lang)
    }

    fn printer(&self) -> Printer<'_> {
        Printer::on(self.library.program(), self.lang, self.today)
    }

    /// A fact with its year.
    pub fn fact(&self, fact: FactId, year: Option<i32>) -> String {
        self.printer().fact(fact, year.map_or(When::Single, When::In), None)
    }

    /// The condition of an obstacle in words; that of a rule as a whole is its name.
    fn condition(&self, obstacle: &Obstacle) -> String {
        let program = self.library.program();
        let item = program.item(obstacle.item);
        let Some(expr) = obstacle.expr else { return item.head.shown(self.lang).to_string() };
        let clause = clause_name(item, expr, self.lang);
        let text = Printer::on(program, self.lang, obstacle.day).expr(&item.body, expr, obstacle.year);
        clause.map_or_else(
            || text.clone(),
            |name| match self.lang {
                Lang::Zh => format!("{name}：{text}"),
                Lang::En => format!("{name}: {text}"),
            },
        )
    }

    /// Figures by their years: `2025 年的研发费用、职工总数`.
    pub fn figures(&self, figures: impl IntoIterator<Item = (FactId, i32)>) -> String {
        let words = advise_words(self.lang);
        let mut years: Vec<(i32, Vec<&str>)> = Vec::new();
        for (fact, year) in figures {
            let name = self.library.program().fact(fact).shown(self.lang);
            match years.iter_mut().find(|(known, _)| *known == year) {
                Some((_, names)) if names.contains(&name) => {}
                Some((_, names)) => names.push(name),
                None => years.push((year, vec![name])),
            }
        }
        years.sort_by_key(|(year, _)| *year);
        let each = |(year, names): &(i32, Vec<&str>)| {
            fill(words.in_year, &[("year", year), ("facts", &names.join(words.join))])
        };
        years.iter().map(each).collect::<Vec<_>>().join(if self.lang == Lang::Zh { "，" } else { "; " })
    }

    /// The proof of the goal with a proposal.
    fn proof<'p>(&self, proposal: &Proposal, population: &'p dyn Population) -> (Explanation<'p>, Trace)
    where
        Self: 'p,
    {
        let library: &Library = self.library;
        // The library outlives the advice that is said here.
        let evaluator = Evaluator::new(library.program(), population, proposal.day);
        let trace = evaluator.trace(self.advice.goal.group, self.row);
        let (lang, as_of, colour) = (self.lang, proposal.day, self.colour);
        (Explanation { library, population: Some(population), lang, as_of, colour }, trace)
    }

    /// Conditions that hold with a proposal and don't without it, and parts of scores with other points.
    pub fn turned(&self, proposal: &Proposal) -> Vec<Turned> {
        let program = self.library.program();
        let as_it_is = Supposed::new(program, self.population).standing_still_from(self.today.year());
        let changed = proposal.population(program, self.population, self.row, self.today);
        let (_, before) = self.proof(proposal, &as_it_is);
        let (explanation, after) = self.proof(proposal, &changed);
        let (mut old, mut new) = (Vec::new(), Vec::new());
        flatten(&before, &mut old);
        flatten(&after, &mut new);
        let mut turned: Vec<Turned> = Vec::new();
        let colon = if self.lang == Lang::Zh { "：" } else { ": " };
        for node in new.into_iter().skip(1) {
            let Some(was) = old.iter().find(|was| was.kind == node.kind) else { continue };
            let text = match &node.kind {
                // A part of parts says what its parts say, and conditions together what each says.
                TraceKind::Part { .. } if node.value == was.value || has_parts(node) => continue,
                TraceKind::Part { .. } => explanation.sentence(node),
                _ if node.mark != Mark::Yes || was.mark == Mark::Yes => continue,
                TraceKind::Named { .. } => match node.children.first().filter(|inner| !has_conditions(inner)) {
                    Some(inner) => format!("{}{colon}{}", explanation.sentence(node), explanation.sentence(inner)),
                    None => explanation.sentence(node),
                },
                TraceKind::Expression { .. } if has_conditions(node) => continue,
                _ => explanation.sentence(node),
            };
            if turned.iter().any(|known| known.text.ends_with(&text)) {
                continue;
            }
            turned.push(Turned { text, before: show_value(program, was.ty, None, &was.value, self.lang) });
        }
        turned
    }
}

/// Rules, named conditions and parts of scores of a proof.
fn flatten<'t>(trace: &'t Trace, out: &mut Vec<&'t Trace>) {
    if is_condition(trace) || matches!(trace.kind, TraceKind::Rule(_) | TraceKind::Part { .. }) {
        out.push(trace);
    }
    trace.children.iter().for_each(|child| flatten(child, out));
}

fn has_parts(trace: &Trace) -> bool {
    trace.children.iter().any(|child| matches!(child.kind, TraceKind::Part { .. }))
}

/// Whether a condition consists of conditions.
fn has_conditions(trace: &Trace) -> bool {
    let is_asked = |child: &Trace| !matches!(child.kind, TraceKind::Fact { .. }) && is_condition(child);
    trace.children.iter().any(is_asked)
}

fn is_condition(trace: &Trace) -> bool {
    use TraceKind::{Expression, Fact, Named, Rule};
    trace.ty == Type::Truth && matches!(trace.kind, Rule(_) | Named { .. } | Expression { .. } | Fact { .. })
}

/// The name of the clause that a condition is.
fn clause_name(item: &wuwei_ir::Item, expr: wuwei_ir::ExprId, lang: Lang) -> Option<Name> {
    use wuwei_ir::Expr::{All, Any, AtLeast};
    item.body.iter().find_map(|(_, node)| match &node.expr {
        All(clauses) | Any(clauses) | AtLeast(_, clauses) => {
            let clause = clauses.iter().find(|clause| clause.expr == expr)?;
            if lang == Lang::En { clause.label.or(clause.name) } else { clause.name }
        }
        _ => None,
    })
}

/// A goal as people call it.
pub fn goal_name(program: &Program, goal: Goal, lang: Lang) -> String {
    let versions = &program.group(goal.group).versions;
    let name = versions.first().map_or("", |item: &ItemId| program.item(*item).head.shown(lang));
    match goal.at_least {
        None => name.to_string(),
        Some(number) => {
            let shown = wuwei_ir::quantity(program.group(goal.group).ty, None, number, lang);
            fill(advise_words(lang).reaches, &[("name", &name), ("number", &shown)])
        }
    }
}

/// The number of a goal with its unit, in base units; points and plain numbers need none.
pub fn goal_number(ty: Type, text: &str) -> Option<Number> {
    let at = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(text.len());
    let (number, unit) = (Number::parse(text[..at].trim())?, text[at..].trim());
    if unit.is_empty() {
        let plain = ty.dim().is_some_and(|dim| dim == Dim::NONE || dim == Dim::POINTS);
        return plain.then_some(number);
    }
    let unit = Unit::parse(unit)?;
    (ty.dim() == Some(unit.dim())).then(|| number.mul(unit.factor)).flatten()
}

/// An effort, with no more places than it needs.
pub fn shown_effort(effort: Number) -> String {
    effort.to_decimal(2)
}
