//! Versions of a clause, and what differs between them.

use maud::{Markup, html};

use super::super::{address, money};
use super::{View, days};
use crate::parts::table;

impl View<'_> {
    pub(super) fn versions(&self) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let versions = &program.group(self.group).versions;
        if versions.len() < 2 {
            return html! {};
        }
        html! {
            section aria-labelledby="versions" {
                h2 #versions { (asking.say("历次版本", "Versions")) }
                table {
                    (table::head(&[(asking.say("生效", "In force"), false), (asking.say("文件", "Document"), false), (asking.say("给多少", "Pays"), false)]))
                    tbody {
                        @for id in versions.iter().rev() {
                            @let item = program.item(*id);
                            @let is_shown = std::ptr::eq(item, self.item);
                            tr aria-current=[is_shown.then_some("true")] {
                                th scope="row" {
                                    @if is_shown { b { (days(&item.head, asking)) } small { (asking.say("本页所示", "shown here")) } }
                                    @else { a href=(format!("{}?as_of={}", address(self.clauses.name(self.group)), item.head.from)) { (days(&item.head, asking)) } }
                                }
                                td { (program.document(item.head.doc).title.get(asking.lang)) }
                                td { @if let Some(amount) = money::amount(program, item, self.clauses.get(*id).most, asking) { (amount) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
