//! The facts of a subject, each with its unit, where it comes from and when it was learnt.

use maud::{Markup, html};
use wuwei_engine::{Origin, Population as _};
use wuwei_facts::{Population, Table};
use wuwei_ir::{DocId, Fact, FactId, Literal, Program};
use wuwei_project::{show_literal, show_origin};

use super::Subject;
use crate::asking::Asking;
use crate::pages::Moment;
use crate::parts::table::wide;

/// What is known of a subject, in groups: who it is, figures by year, and the rest by the document that asks for it.
pub(crate) fn facts(moment: &Moment<'_>, subject: &Subject) -> Markup {
    let view = View::new(moment, subject);
    let asking = moment.asking;
    let groups = view.groups();
    let unknown = view.unknown();
    html! {
        section.known aria-labelledby="facts" {
            h2 #facts { (asking.say("已知的事实", "What is known")) }
            @for (n, (title, facts)) in groups.iter().enumerate() {
                (view.group(title, facts))
                @if n == 0 { (view.figures()) }
            }
            @if !unknown.is_empty() {
                details.unknown {
                    summary { (asking.say("没有填报的 ", "Not known: ")) (asking.count(unknown.len(), "项事实", "fact", "facts")) }
                    ul.columns { @for id in &unknown { @let fact = view.program.fact(*id); li { (fact.shown(asking.lang)) } } }
                }
            }
        }
    }
}

struct View<'a> {
    program: &'a Program,
    population: &'a Population<'a>,
    asking: &'a Asking,
    subject: &'a Subject,
    /// Years of which a figure is known of anybody of its kind, the latest first.
    years: Vec<i32>,
    is_noticed: bool,
}

impl<'a> View<'a> {
    fn new(moment: &'a Moment<'a>, subject: &'a Subject) -> View<'a> {
        let table = moment.snapshot.tables().iter().find(|table: &&Table| table.entity == subject.row.entity);
        let columns = table.into_iter().flat_map(|table| &table.columns);
        let mut years: Vec<i32> = columns.filter_map(|column| column.year).collect();
        years.sort_unstable_by_key(|year| std::cmp::Reverse(*year));
        years.dedup();
        View {
            program: moment.snapshot.library().program(),
            population: moment.snapshot.population(),
            asking: moment.asking,
            subject,
            years,
            is_noticed: moment.snapshot.notice(moment.asking.lang).is_some(),
        }
    }

    fn all(&self) -> impl Iterator<Item = (FactId, &'a Fact)> {
        let program = self.program;
        program.entity(self.subject.row.entity).facts.iter().map(move |id| (*id, program.fact(*id)))
    }

    fn value(&self, id: FactId, year: Option<i32>) -> Option<Literal> {
        self.population.fact(self.subject.row, id, year)
    }

    fn shown(&self, id: FactId, literal: Literal) -> String {
        let fact = self.program.fact(id);
        show_literal(self.program, fact.ty, Some(fact.unit), literal, self.asking.lang)
    }

    fn is_known(&self, id: FactId) -> bool {
        match self.program.fact(id).yearly {
            true => self.years.iter().any(|year| self.value(id, Some(*year)).is_some()),
            false => self.value(id, None).is_some(),
        }
    }

    fn unknown(&self) -> Vec<FactId> {
        self.all().map(|(id, _)| id).filter(|id| !self.is_known(*id)).collect()
    }

    /// Facts that hold for no year in particular, by the document that declares them; who it is comes first.
    fn groups(&self) -> Vec<(&'static str, Vec<FactId>)> {
        let entity = self.program.entity(self.subject.row.entity);
        let identity = [entity.name, entity.key, entity.home, entity.founded];
        let own: Vec<FactId> = identity.into_iter().flatten().filter(|id| self.is_known(*id)).collect();
        let mut groups = vec![(self.asking.say("基本信息", "Who it is"), own.clone())];
        let mut docs: Vec<(DocId, Vec<FactId>)> = Vec::new();
        for (id, fact) in self.all().filter(|(id, fact)| !fact.yearly && !own.contains(id) && self.is_known(*id)) {
            match docs.iter_mut().find(|(doc, _)| *doc == fact.doc) {
                Some((_, facts)) => facts.push(id),
                None => docs.push((fact.doc, vec![id])),
            }
        }
        let title = |doc: DocId| self.program.document(doc).title.get(self.asking.lang);
        groups.extend(docs.into_iter().map(|(doc, facts)| (title(doc), facts)));
        groups.retain(|(_, facts)| !facts.is_empty());
        groups
    }

    fn origin(&self, id: FactId, year: Option<i32>) -> Option<Origin> {
        self.population.origin(self.subject.row, id, year)
    }

    /// Where the values of a group come from, where all come from one row of one table.
    fn common(&self, all: &[(FactId, Option<i32>)]) -> Option<Option<Origin>> {
        let mut origins = all.iter().map(|(id, year)| self.origin(*id, *year));
        let first = origins.next()?;
        origins.all(|origin| origin == first).then_some(first)
    }

    /// The common origin, in words; that data are made up was said before.
    fn source(&self, origin: Option<Origin>) -> Markup {
        let asking = self.asking;
        html! {
            @if !(self.is_noticed && matches!(origin, None | Some(Origin::Synthetic))) {
                p.aside.source-of { (asking.say("来源：", "Source: ")) (show_origin(origin, asking.lang)) }
            }
        }
    }

    fn group(&self, title: &str, facts: &[FactId]) -> Markup {
        let of: Vec<(FactId, Option<i32>)> = facts.iter().map(|id| (*id, None)).collect();
        let common = self.common(&of);
        html! {
            div.facts-group {
                h3 { (title) }
                dl.facts-list {
                    @for id in facts {
                        @if let Some(value) = self.value(*id, None) {
                            div {
                                dt { (self.program.fact(*id).shown(self.asking.lang)) }
                                dd { (self.shown(*id, value))
                                    @if common.is_none() { small { (show_origin(self.origin(*id, None), self.asking.lang)) } } }
                            }
                        }
                    }
                }
                @if let Some(origin) = common { (self.source(origin)) }
            }
        }
    }

    /// Figures by year.
    fn figures(&self) -> Markup {
        let asking = self.asking;
        let facts: Vec<FactId> =
            self.all().filter(|(id, fact)| fact.yearly && self.is_known(*id)).map(|(id, _)| id).collect();
        if facts.is_empty() {
            return html! {};
        }
        let is_used = |year: &&i32| facts.iter().any(|id| self.value(*id, Some(**year)).is_some());
        let years: Vec<i32> = self.years.iter().filter(is_used).copied().collect();
        let cells = facts.iter().flat_map(|id| years.iter().map(move |year| (*id, Some(*year))));
        let known: Vec<(FactId, Option<i32>)> = cells.filter(|(id, year)| self.value(*id, *year).is_some()).collect();
        let common = self.common(&known);
        let label = asking.say("年度数据", "Figures by year");
        html! {
            div.facts-group {
                h3 { (label) }
                (wide(label, html! {
                    table.keep.figures {
                        thead { tr { th scope="col" { (asking.say("事实", "Fact")) } @for year in &years { th.num scope="col" { (year) } } } }
                        tbody {
                            @for id in &facts {
                                tr {
                                    th scope="row" { (self.program.fact(*id).shown(asking.lang)) }
                                    @for year in &years {
                                        td.num {
                                            @match self.value(*id, Some(*year)) {
                                                Some(value) => {
                                                    (self.shown(*id, value))
                                                    @if common.is_none() { small { (show_origin(self.origin(*id, Some(*year)), asking.lang)) } }
                                                },
                                                None => span.soft { (asking.say("未填报", "not known")) },
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }))
                @if let Some(origin) = common { (self.source(origin)) }
            }
        }
    }
}
