//! One name: what it says, its versions, where it is used.

use wuwei_ir::{Body, Clause, Expr, ExprId, GroupId, Head, ItemKind, PartBody, PartId, Printer, Program, Score};
use wuwei_source::Lang;

use crate::library::Library;
use crate::words::{fill, words};

/// What a library says under a name, as text; nothing where the name is unknown.
pub fn show(library: &Library, name: &str, lang: Lang) -> Option<String> {
    let view = View { library, program: library.program(), lang };
    let mut out = String::new();
    let (document, bare) = name.rsplit_once('.').map_or((None, name), |(document, bare)| (Some(document), bare));
    let in_document =
        |head: &Head| document.is_none_or(|document| view.program.document(head.doc).id.as_str() == document);
    for (n, group) in view.program.groups.iter().enumerate() {
        let first = &view.program.item(group.versions[0]).head;
        if group.name.as_str() == bare && in_document(first) {
            view.group(GroupId::from_index(n), &mut out);
        }
    }
    for indicator in &view.program.indicators {
        if indicator.head.name.as_str() == bare && in_document(&indicator.head) {
            view.indicator(indicator, &mut out);
        }
    }
    for fact in view.program.facts.iter().filter(|fact| fact.name.as_str() == bare && document.is_none()) {
        view.fact(fact, &mut out);
    }
    (!out.is_empty()).then_some(out)
}

struct View<'a> {
    library: &'a Library,
    program: &'a Program,
    lang: Lang,
}

impl View<'_> {
    fn printer(&self) -> Printer<'_> {
        Printer::new(self.program, self.lang)
    }

    /// Name, document, days in force, article, basis, meaning, notes.
    fn head(&self, head: &Head, kind: &str, out: &mut String) {
        let words = words(self.lang);
        let document = self.program.document(head.doc);
        let label = match (self.lang, head.label) {
            (Lang::Zh, Some(label)) => format!("  {label}"),
            (Lang::En, Some(_)) => format!("  {}", head.name),
            _ => String::new(),
        };
        line(out, 0, &format!("{}{label}  ({kind})", head.shown(self.lang)));
        let number = document.number.map_or_else(String::new, |number| format!("  {}", number.get(self.lang)));
        line(out, 1, &format!("{}: {}{number}", words.document, document.title.get(self.lang)));
        let article = self.program.article(head);
        if !article.is_empty() {
            line(out, 1, &format!("{}: {article}", words.article));
        }
        let until = head.until.map_or_else(String::new, |until| until.to_string());
        line(out, 1, &fill(words.in_force, &[("from", &head.from), ("until", &until)]));
        let why =
            head.basis_why.or(document.basis_why).map_or_else(String::new, |why| format!("  {}", why.get(self.lang)));
        line(out, 1, &format!("{}{why}", fill(words.basis_is, &[("basis", &words.basis(head.basis))])));
        if let Some(about) = head.about {
            line(out, 1, about.get(self.lang));
        }
        for note in &head.notes {
            line(out, 1, &format!("※ {}", note.get(self.lang)));
        }
        line(out, 1, &self.library.sources.show(head.place));
    }

    fn group(&self, id: GroupId, out: &mut String) {
        let group = self.program.group(id);
        for item in &group.versions {
            let item = self.program.item(*item);
            self.head(&item.head, item.kind.word(), out);
            if let Some(applies) = item.applies {
                let text = self.printer().expr(&item.body, applies, None);
                line(out, 1, &fill(words(self.lang).applies_when, &[("condition", &text)]));
            }
            match &item.kind {
                ItemKind::Value { formula, .. } => self.expr(&item.body, *formula, 1, out),
                ItemKind::Status { condition } => self.expr(&item.body, *condition, 1, out),
                ItemKind::Score(score) => {
                    for part in &score.top {
                        self.part(&item.body, score, *part, 1, out);
                    }
                }
                ItemKind::Benefit(benefit) => {
                    self.expr(&item.body, benefit.when, 1, out);
                    let amount = self.printer().expr(&item.body, benefit.amount, None);
                    let words = words(self.lang);
                    let text = if benefit.at_most { words.pays_at_most } else { words.pays };
                    line(out, 1, &fill(text, &[("amount", &amount)]));
                    if matches!(item.body.get(benefit.amount).expr, Expr::Bands(..) | Expr::Cases(..)) {
                        self.expr(&item.body, benefit.amount, 2, out);
                    }
                }
            }
            out.push('\n');
        }
        self.uses(id, out);
    }

    fn expr(&self, body: &Body, id: ExprId, depth: usize, out: &mut String) {
        let words = words(self.lang);
        match &body.get(id).expr {
            Expr::All(clauses) => self.clauses(body, clauses, depth, out),
            Expr::Any(clauses) => {
                line(out, depth, words.any_of);
                self.clauses(body, clauses, depth + 1, out);
            }
            Expr::AtLeast(number, clauses) => {
                line(out, depth, &fill(words.at_least_of, &[("n", number)]));
                self.clauses(body, clauses, depth + 1, out);
            }
            Expr::Bands(value, bands, otherwise) => {
                let printer = self.printer();
                line(out, depth, &printer.expr(body, id, None));
                let is_choice = matches!(body.get(*value).ty, wuwei_ir::Type::Enum(_));
                for band in bands {
                    let sign = if is_choice { "" } else { band.op.sign() };
                    let bound = printer.expr(body, band.bound, None);
                    let result = printer.expr(body, band.result, None);
                    line(out, depth + 1, format!("{sign} {bound} → {result}").trim_start());
                }
                if let Some(otherwise) = otherwise {
                    line(out, depth + 1, &format!("{} → {}", words.otherwise, printer.expr(body, *otherwise, None)));
                }
            }
            Expr::Cases(cases, otherwise) => {
                let printer = self.printer();
                for case in cases {
                    let name = case.exception.map_or_else(String::new, |name| format!("{name}: "));
                    let condition = printer.expr(body, case.condition, None);
                    line(out, depth, &format!("{name}{condition} → {}", printer.expr(body, case.result, None)));
                }
                if let Some(otherwise) = otherwise {
                    line(out, depth, &format!("{} → {}", words.otherwise, printer.expr(body, *otherwise, None)));
                }
            }
            Expr::Larger(all) => {
                line(out, depth, words.larger_of);
                all.iter().for_each(|id| self.expr(body, *id, depth + 1, out));
            }
            _ => line(out, depth, &self.printer().expr(body, id, None)),
        }
    }

    fn clauses(&self, body: &Body, clauses: &[Clause], depth: usize, out: &mut String) {
        for clause in clauses {
            let nested = matches!(body.get(clause.expr).expr, Expr::Any(_) | Expr::All(_) | Expr::AtLeast(..));
            let mut marks = Vec::new();
            marks.extend(clause.article.map(|article| article.get(self.lang).to_string()));
            marks.extend(clause.basis.map(|basis| words(self.lang).basis(basis).to_string()));
            let marks = if marks.is_empty() { String::new() } else { format!("  [{}]", marks.join(", ")) };
            let name = match (self.lang, clause.label, clause.name) {
                (Lang::En, Some(label), _) => Some(label),
                (_, _, name) => name,
            };
            match (name, nested) {
                (Some(name), _) => {
                    line(out, depth, &format!("· {name}{marks}"));
                    self.expr(body, clause.expr, depth + 1, out);
                }
                (None, true) => self.expr(body, clause.expr, depth, out),
                (None, false) => {
                    line(out, depth, &format!("· {}{marks}", self.printer().expr(body, clause.expr, None)))
                }
            }
        }
    }

    fn part(&self, body: &Body, score: &Score, part: PartId, depth: usize, out: &mut String) {
        let part = &score.parts[part.index()];
        let name = match (self.lang, part.label) {
            (Lang::En, Some(label)) => label,
            _ => part.name,
        };
        line(out, depth, &format!("{name} ({})", part.out_of.to_decimal(2)));
        match &part.body {
            PartBody::Formula(formula) => self.expr(body, *formula, depth + 1, out),
            PartBody::Parts(parts) => parts.iter().for_each(|part| self.part(body, score, *part, depth + 1, out)),
        }
    }

    /// The rules that read this one.
    fn uses(&self, id: GroupId, out: &mut String) {
        let reads =
            |body: &Body| body.iter().any(|(_, node)| matches!(node.expr, Expr::Item(group, ..) if group == id));
        let rules = self.program.items.iter().filter(|item| reads(&item.body)).map(|item| &item.head);
        let indicators =
            self.program.indicators.iter().filter(|indicator| reads(&indicator.body)).map(|item| &item.head);
        let mut used: Vec<String> = rules
            .chain(indicators)
            .map(|head| format!("{}.{}", self.program.document(head.doc).id, head.name))
            .collect();
        used.dedup();
        if !used.is_empty() {
            line(out, 0, &format!("{}: {}", words(self.lang).used_by, used.join(", ")));
            out.push('\n');
        }
    }

    fn indicator(&self, indicator: &wuwei_ir::Indicator, out: &mut String) {
        let words = words(self.lang);
        self.head(&indicator.head, "indicator", out);
        line(out, 1, &format!("{} · {}", indicator.unit.text(), indicator.kind.word()));
        let targets = self
            .program
            .targets
            .iter()
            .filter(|target| self.program.indicator(target.indicator).head.name == indicator.head.name);
        for target in targets {
            if let wuwei_ir::TargetValue::Number { written, unit, .. } = target.value {
                let year = target.deadline.map_or_else(String::new, |deadline| deadline.year().to_string());
                let document = self.program.document(target.doc).id;
                let sign = target.op.sign();
                line(
                    out,
                    1,
                    &format!("{}: {document} {sign} {} {} {year}", words.target, written.to_decimal(4), unit.text()),
                );
            }
        }
        out.push('\n');
    }

    fn fact(&self, fact: &wuwei_ir::Fact, out: &mut String) {
        let entity = self.program.entity(fact.entity).head.shown(self.lang);
        let label = fact.label.map_or_else(String::new, |label| format!("  {label}"));
        line(out, 0, &format!("{}{label}  ({entity})", fact.name));
        if let Some(about) = fact.about {
            line(out, 1, about.get(self.lang));
        }
        line(out, 1, &self.library.sources.show(fact.place));
        out.push('\n');
    }
}

fn line(out: &mut String, depth: usize, text: &str) {
    out.push_str(&"  ".repeat(depth));
    out.push_str(text);
    out.push('\n');
}
