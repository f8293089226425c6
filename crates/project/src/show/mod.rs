//! One name: what it says, its versions, where it is used.

mod fact;
mod plan;
mod rule;
mod standing;

use wuwei_ir::{Date, GroupId, Head, Printer, Program};
use wuwei_source::{Lang, Name};

use crate::library::Library;
use crate::words::{fill, words};

/// What a library says under a name, as text; nothing where the name is unknown.
pub fn show(library: &Library, name: &str, lang: Lang) -> Option<String> {
    let view = View { library, program: library.program(), lang };
    let program = view.program;
    let mut out = String::new();
    for n in 0..program.groups.len() {
        let id = GroupId::from_index(n);
        if program.is_called(id, name) {
            view.group(id, &mut out);
        }
    }
    let called = |head: &Head| view.is_called(head, name);
    program.indicators.iter().filter(|item| called(&item.head)).for_each(|item| view.indicator(item, &mut out));
    program.facts.iter().filter(|fact| fact.name == name).for_each(|fact| view.fact(fact, &mut out));
    program.entities.iter().filter(|item| called(&item.head)).for_each(|item| view.entity(item, &mut out));
    program.budgets.iter().filter(|item| called(&item.head)).for_each(|item| view.budget(item, &mut out));
    program.stackings.iter().filter(|item| called(&item.head)).for_each(|item| view.stacking(item, &mut out));
    program.actions.iter().filter(|item| called(&item.head)).for_each(|item| view.action(item, &mut out));
    program.parties.iter().filter(|item| called(&item.head)).for_each(|item| view.party(item, &mut out));
    program.mechanisms.iter().filter(|item| called(&item.head)).for_each(|item| view.mechanism(item, &mut out));
    program.weights.iter().filter(|item| called(&item.head)).for_each(|item| view.weights(item, &mut out));
    program.ladders.iter().filter(|item| called(&item.head)).for_each(|item| view.ladder(item, &mut out));
    program.lights.iter().filter(|item| called(&item.head)).for_each(|item| view.lights(item, &mut out));
    program.regions.iter().filter(|item| called(&item.head)).for_each(|item| view.region(item, &mut out));
    program.documents.iter().filter(|item| item.id == name).for_each(|item| view.document(item, &mut out));
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

    /// Whether a name, bare or behind its document's, means this item.
    fn is_called(&self, head: &Head, name: &str) -> bool {
        head.name == name
            || name
                .rsplit_once('.')
                .is_some_and(|(document, bare)| head.name == bare && self.program.document(head.doc).id == document)
    }

    /// Name, document, days in force, article, basis, meaning, notes.
    fn head(&self, head: &Head, kind: &'static str, out: &mut String) {
        let words = words(self.lang);
        let document = self.program.document(head.doc);
        self.title(head.name, head.label, words.kind(kind), out);
        let number = document.number.map_or_else(String::new, |number| format!("  {}", number.get(self.lang)));
        self.property(words.document, &format!("{}{number}  ({})", document.title.get(self.lang), document.id), out);
        let article = self.program.article(head);
        if !article.is_empty() {
            self.property(words.article, &article, out);
        }
        let days = match head.until {
            Some(until) => fill(words.in_force_until, &[("from", &head.from), ("until", &until)]),
            None => fill(words.in_force, &[("from", &head.from)]),
        };
        if head.from > Date::MIN {
            line(out, 1, &days);
        }
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

    fn title(&self, name: Name, label: Option<Name>, kind: &str, out: &mut String) {
        match (self.lang, label) {
            (Lang::Zh, Some(label)) => line(out, 0, &format!("{name}  {label}  （{kind}）")),
            (Lang::Zh, None) => line(out, 0, &format!("{name}  （{kind}）")),
            (Lang::En, Some(label)) => line(out, 0, &format!("{label}  {name}  ({kind})")),
            (Lang::En, None) => line(out, 0, &format!("{name}  ({kind})")),
        }
    }

    fn property(&self, name: &str, value: &str, out: &mut String) {
        line(out, 1, &format!("{name}{}{value}", if self.lang == Lang::Zh { "：" } else { ": " }));
    }

    /// A list of names or numbers in a line, if there are any.
    fn properties(&self, name: &str, values: &[String], out: &mut String) {
        if !values.is_empty() {
            self.property(name, &values.join(if self.lang == Lang::Zh { "、" } else { ", " }), out);
        }
    }
}

fn line(out: &mut String, depth: usize, text: &str) {
    out.push_str(&"  ".repeat(depth));
    out.push_str(text);
    out.push('\n');
}
