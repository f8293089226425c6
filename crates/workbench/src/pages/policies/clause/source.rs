//! Where a clause stands: the article, on what it rests, and what is remarked on it.

use maud::{Markup, PreEscaped, html};
use wuwei_ir::Item;
use wuwei_project::words;
use wuwei_source::{Lang, Span};
use wuwei_syntax::parse;

use super::View;
use crate::parts::layout::encoded;

impl View<'_> {
    /// The article that it comes from, as it reads.
    pub(super) fn source(&self) -> Markup {
        let (asking, program, head) = (self.asking, self.program, &self.item.head);
        let document = program.document(head.doc);
        let article = head.article.map(|article| article.get(asking.lang).to_string());
        let article = article.unwrap_or_else(|| program.article(head));
        let why = head.basis_why.or(document.basis_why);
        let said = words(asking.lang);
        html! {
            section.origin aria-labelledby="origin" {
                h2 #origin { (asking.say("出处", "Where it stands")) }
                p {
                    a href=(self.article_address()) {
                        (document.title.get(asking.lang)) @if !article.is_empty() { (asking.say("，", ", ")) (article) }
                    }
                }
                @if !self.clause.prose_html.trim().is_empty() {
                    details.prose open[self.clause.prose.chars().count() < 600] {
                        summary { (asking.say("文件这一节的文字", "What this section of the document says")) }
                        blockquote lang="zh-CN" { (PreEscaped(&self.clause.prose_html)) }
                    }
                }
                dl.plain {
                    div { dt { (asking.say("依据", "Basis")) } dd { (said.basis(head.basis)) @if let Some(why) = why { small { (why.get(asking.lang)) } } } }
                    @if !document.issuers.is_empty() {
                        div { dt { (asking.say("发文", "Issued by")) } dd {
                            (document.issuers.iter().map(|id| program.party(*id).head.shown(asking.lang)).collect::<Vec<_>>().join(asking.say("、", ", ")))
                        } }
                    }
                    @if !document.sources.is_empty() {
                        div { dt { (asking.say("来源", "Sources")) } dd { ul.bare { @for source in &document.sources { li { (source.get(asking.lang)) } } } } }
                    }
                    @if !head.realises.is_empty() {
                        div { dt { (asking.say("落实的机制", "Realises")) } dd {
                            ul.tags { @for id in &head.realises {
                                @let mechanism = program.mechanism(*id);
                                li { a href=(format!("/policies?mechanism={}", encoded(mechanism.head.name.as_str()))) {
                                    (if asking.lang == Lang::Zh { mechanism.term.as_str() } else { mechanism.head.shown(asking.lang) })
                                } }
                            } }
                        } }
                    }
                }
                details.source { summary { (asking.say("规则原文", "Source")) } pre { code { (self.written(self.item)) } } }
            }
        }
    }

    pub(super) fn notes(&self) -> Markup {
        let head = &self.item.head;
        html! {
            @if !head.notes.is_empty() {
                section aria-labelledby="notes" {
                    h2 #notes { (self.asking.say("说明", "Remarks")) }
                    ul { @for note in &head.notes { li { (note.get(self.asking.lang)) } } }
                }
            }
        }
    }

    /// A version as it is written. What the program keeps is the place of its name; the text knows where it begins and ends.
    pub(super) fn written(&self, item: &Item) -> &str {
        let place = item.head.place;
        let file = self.library.sources.get(place.file);
        let tree = parse(place.file, file.text());
        let holds = |span: &Span| span.start <= place.span.start && place.span.end <= span.end;
        let whole = tree.decls.iter().map(|decl| decl.span).find(holds).unwrap_or(place.span);
        file.slice(whole).trim_end()
    }
}
