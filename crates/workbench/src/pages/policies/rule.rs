//! A rule as people read it: conditions one by one, tables as tables, parts of scores with their points.

use maud::{Markup, html};
use wuwei_ir::{
    Basis, Body, Clause, Expr, ExprId, Item, ItemKind, PartBody, PartId, Printer, Program, Score, Type, When,
};
use wuwei_project::words;
use wuwei_source::{Lang, Name};

use super::address;
use crate::asking::Asking;
use crate::clauses::Clauses;
use crate::parts::table::wide;

/// Writes one version of a rule.
pub(crate) struct Reading<'a> {
    pub(crate) program: &'a Program,
    pub(crate) clauses: &'a Clauses,
    pub(crate) asking: &'a Asking,
}

impl Reading<'_> {
    /// The whole of a rule.
    pub(crate) fn rule(&self, item: &Item) -> Markup {
        let (asking, body) = (self.asking, &item.body);
        html! {
            @if let Some(applies) = item.applies {
                h3 { (asking.say("只适用于", "Concerns only")) }
                (self.conditions(body, applies))
            }
            @match &item.kind {
                ItemKind::Value { formula, .. } => {
                    h3 { (asking.say("怎么算", "How it is computed")) }
                    (self.expr(body, *formula))
                }
                ItemKind::Status { condition } => {
                    h3 { (asking.say("条件", "Conditions")) }
                    (self.conditions(body, *condition))
                }
                ItemKind::Score(score) => {
                    h3 { (asking.say("满分 ", "Out of ")) (score.out_of.to_decimal(2)) (asking.say(" 分", " points")) }
                    @for part in &score.top { (self.part(body, score, *part)) }
                }
                ItemKind::Benefit(benefit) => {
                    h3 { (asking.say("条件", "Conditions")) }
                    (self.conditions(body, benefit.when))
                    h3 {
                        @if benefit.at_most { (asking.say("给多少（最高）", "What it pays, at most")) }
                        @else { (asking.say("给多少", "What it pays")) }
                    }
                    (self.expr(body, benefit.amount))
                }
            }
        }
    }

    fn printer(&self) -> Printer<'_> {
        Printer::new(self.program, self.asking.lang)
    }

    fn text(&self, body: &Body, id: ExprId) -> String {
        self.printer().expr(body, id, None)
    }

    /// Conditions, all of which must hold, or one.
    fn conditions(&self, body: &Body, id: ExprId) -> Markup {
        let asking = self.asking;
        match &body.get(id).expr {
            Expr::Truth(true) => html! { p { (asking.say("没有条件。", "No conditions.")) } },
            Expr::All(clauses) if clauses.len() > 1 => html! {
                p.how { (asking.say("须同时满足：", "All of these:")) }
                (self.clauses(body, clauses))
            },
            Expr::Any(_) | Expr::AtLeast(..) => self.expr(body, id),
            Expr::All(clauses) => self.clauses(body, clauses),
            _ => html! { ul.conditions { li { (self.leaf(body, id)) } } },
        }
    }

    fn expr(&self, body: &Body, id: ExprId) -> Markup {
        let asking = self.asking;
        match &body.get(id).expr {
            Expr::All(clauses) => html! {
                p.how { (asking.say("须同时满足：", "All of these:")) }
                (self.clauses(body, clauses))
            },
            Expr::Any(clauses) => html! {
                p.how { (asking.say("满足其中一项即可：", "Any one of these:")) }
                (self.clauses(body, clauses))
            },
            Expr::AtLeast(number, clauses) => html! {
                p.how { (asking.say("至少满足其中 ", "At least ")) (number) (asking.say(" 项：", " of these:")) }
                (self.clauses(body, clauses))
            },
            Expr::Bands(value, ..) => html! {
                (self.table(body, id, &self.text(body, *value)))
            },
            Expr::Cases(..) => self.table(body, id, asking.say("情形", "Where")),
            Expr::Larger(all) => self.several(body, all, asking.say("取其中最大的：", "The largest of:")),
            Expr::Smaller(all) => self.several(body, all, asking.say("取其中最小的：", "The smallest of:")),
            Expr::Cap(inner, most) if self.is_long(body, *inner) => html! {
                (self.expr(body, *inner))
                p.how { (asking.say("最高 ", "At most ")) b.n { (self.text(body, *most)) } }
            },
            Expr::Expert(_, within) if self.is_long(body, *within) => html! {
                p.formula { (self.leaf(body, id)) }
                p.how { (asking.say("须在这个范围里：", "Within this range:")) }
                (self.expr(body, *within))
            },
            Expr::NotComputable(why) => html! {
                p.remark { b { (asking.say("条文未明", "The text leaves it open")) } (why.get(asking.lang)) }
            },
            _ => html! { p.formula { (self.leaf(body, id)) } },
        }
    }

    fn several(&self, body: &Body, all: &[ExprId], how: &str) -> Markup {
        html! {
            p.how { (how) }
            ul.conditions { @for id in all { li { (self.inside(body, *id)) } } }
        }
    }

    /// Whether an expression takes more than a line.
    fn is_long(&self, body: &Body, id: ExprId) -> bool {
        use Expr::{All, Any, AtLeast, Bands, Cap, Cases, Larger, Smaller};
        match &body.get(id).expr {
            Cap(inner, _) | Expr::Expert(_, inner) => self.is_long(body, *inner),
            other => matches!(other, All(_) | Any(_) | AtLeast(..) | Bands(..) | Cases(..) | Larger(_) | Smaller(_)),
        }
    }

    fn inside(&self, body: &Body, id: ExprId) -> Markup {
        if self.is_long(body, id) { self.expr(body, id) } else { self.leaf(body, id) }
    }

    /// One line; where it is another rule, the way to it.
    fn leaf(&self, body: &Body, id: ExprId) -> Markup {
        let text = self.text(body, id);
        match &body.get(id).expr {
            Expr::Item(group, None, When::Single) => {
                html! { a href=(address(self.clauses.name(*group))) { (text) } }
            }
            Expr::Not(inner) if matches!(body.get(*inner).expr, Expr::Item(_, None, When::Single)) => {
                let Expr::Item(group, ..) = body.get(*inner).expr else { return html! { (text) } };
                html! { a href=(address(self.clauses.name(group))) { (text) } }
            }
            Expr::NotComputable(why) => html! { span.open-text { (why.get(self.asking.lang)) } },
            _ => html! { (text) },
        }
    }

    fn clauses(&self, body: &Body, clauses: &[Clause]) -> Markup {
        html! {
            ul.conditions { @for clause in clauses { li { (self.clause(body, clause)) } } }
        }
    }

    fn clause(&self, body: &Body, clause: &Clause) -> Markup {
        let lang = self.asking.lang;
        let name = named(lang, clause.name, clause.label);
        html! {
            @if let Some(name) = name { b { (name) } (self.asking.say("：", ": ")) }
            (self.inside(body, clause.expr))
            @if let Some(article) = clause.article { " " span.cite { (article.get(lang)) } }
            @if let Some(basis) = clause.basis { (basis_mark(basis, clause.basis_why.map(|why| why.get(lang)), self.asking)) }
            @for note in &clause.notes { p.note { (note.get(lang)) } }
        }
    }

    /// The rows of a table.
    fn table(&self, body: &Body, id: ExprId, head: &str) -> Markup {
        let asking = self.asking;
        let is_choice = |value: ExprId| matches!(body.get(value).ty, Type::Enum(_));
        let (rows, otherwise): (Vec<(Markup, ExprId)>, Option<ExprId>) = match &body.get(id).expr {
            Expr::Bands(value, bands, otherwise) => {
                let row = |band: &wuwei_ir::Band| {
                    let sign = if is_choice(*value) { "" } else { band.op.sign() };
                    (html! { (sign) " " (self.text(body, band.bound)) }, band.result)
                };
                (bands.iter().map(row).collect(), *otherwise)
            }
            Expr::Cases(cases, otherwise) => {
                let row = |case: &wuwei_ir::Case| {
                    let name = case.exception;
                    let shown = html! {
                        @if let Some(name) = name { b { (name) } (asking.say("：", ": ")) }
                        (self.inside(body, case.condition))
                    };
                    (shown, case.result)
                };
                (cases.iter().map(row).collect(), *otherwise)
            }
            _ => return html! {},
        };
        html! {
            (wide(head, html! {
                table.keep.bands {
                    thead { tr { th scope="col" { (head) } th scope="col" { (asking.say("结果", "Result")) } } }
                    tbody {
                        @for (when, result) in rows { tr { th scope="row" { (when) } td { (self.inside(body, result)) } } }
                        @if let Some(otherwise) = otherwise {
                            tr { th scope="row" { (words(asking.lang).otherwise) } td { (self.inside(body, otherwise)) } }
                        }
                    }
                }
            }))
        }
    }

    fn part(&self, body: &Body, score: &Score, part: PartId) -> Markup {
        let (asking, part) = (self.asking, &score.parts[part.index()]);
        let name = named(asking.lang, Some(part.name), part.label).unwrap_or_default();
        html! {
            details.part open {
                summary {
                    b { (name) } " "
                    span.n { (part.out_of.to_decimal(2)) (asking.say(" 分", " points")) }
                    @if let Some(article) = part.article { " " span.cite { (article.get(asking.lang)) } }
                }
                @match &part.body {
                    PartBody::Formula(formula) => (self.expr(body, *formula)),
                    PartBody::Parts(parts) => { @for part in parts { (self.part(body, score, *part)) } },
                }
                @for note in &part.notes { p.note { (note.get(asking.lang)) } }
            }
        }
    }
}

/// A name, or its English label in English.
fn named(lang: Lang, name: Option<Name>, label: Option<Name>) -> Option<&'static str> {
    let name = if lang == Lang::En { label.or(name) } else { name };
    name.map(Name::as_str)
}

/// What a statement rests on, where that isn't the official text.
pub(crate) fn basis_mark(basis: Basis, why: Option<&str>, asking: &Asking) -> Markup {
    if basis == Basis::Official {
        return html! {};
    }
    html! {
        " " span.basis title=[why] { (asking.say("依据：", "basis: ")) (words(asking.lang).basis(basis)) }
        @if let Some(why) = why { p.note { (why) } }
    }
}
