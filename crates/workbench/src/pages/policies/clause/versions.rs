//! Versions of a clause, and what differs between any two of them, line by line.

use maud::{Markup, html};
use serde::Deserialize;
use wuwei_ir::{Item, ItemId};

use super::super::{address, money, same_day};
use super::{View, days};
use crate::pages::document::diff::{diff, shown};
use crate::parts::table;

/// The versions that are held against each other, counted from the first.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Pair {
    old: Option<String>,
    new: Option<String>,
}

impl Pair {
    /// Their places among so many; the version that is shown and the one before it, where the address doesn't name others.
    fn places(&self, count: usize, shown: usize) -> (usize, usize) {
        let place = |named: &Option<String>| {
            named.as_deref().and_then(|number| number.parse::<usize>().ok()?.checked_sub(1)).filter(|at| *at < count)
        };
        let new = place(&self.new).unwrap_or(shown.max(1));
        (place(&self.old).unwrap_or(new.saturating_sub(1)), new)
    }
}

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
                (self.compared(versions))
            }
        }
    }

    /// Two versions line by line, and which two.
    fn compared(&self, versions: &[ItemId]) -> Markup {
        let (asking, program) = (self.asking, self.program);
        let at = versions.iter().position(|id| std::ptr::eq(program.item(*id), self.item)).unwrap_or_default();
        let (old, new) = self.pair.places(versions.len(), at);
        let choose = |name: &str, label: &str, chosen: usize| {
            html! {
                label { (label)
                    select name=(name) {
                        @for (n, id) in versions.iter().enumerate() {
                            option value=(n + 1) selected[n == chosen] { (self.called(program.item(*id))) }
                        }
                    }
                }
            }
        };
        let text = |at: usize| self.written(program.item(versions[at]));
        html! {
            h3 #compared { (asking.say("比较两个版本", "Compare two versions")) }
            form.filters method="get" action={(address(self.clauses.name(self.group))) "#compared"} {
                (same_day(asking))
                (choose("old", asking.say("前", "Earlier"), old))
                (choose("new", asking.say("后", "Later"), new))
                button { (asking.say("比较", "Compare")) }
            }
            @if text(old) == text(new) {
                p { (asking.say("两个版本的规则原文一样。", "Both versions are written alike.")) }
            } @else {
                (table::wide(asking.say("逐行比较", "Line by line"), shown(&diff(text(old), text(new)))))
            }
        }
    }

    /// A version by its days and its document.
    fn called(&self, item: &Item) -> String {
        let document = self.program.document(item.head.doc).title.get(self.asking.lang);
        format!("{} · {document}", days(&item.head, self.asking))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_versions_are_chosen_whatever_the_address_says() {
        let pair = |old: &str, new: &str| {
            let named = |text: &str| Some(text.to_string()).filter(|text| !text.is_empty());
            Pair { old: named(old), new: named(new) }
        };
        // The version that is shown and the one before it; the first is shown beside the second.
        assert_eq!(pair("", "").places(3, 2), (1, 2));
        assert_eq!(pair("", "").places(3, 0), (0, 1));
        assert_eq!(pair("1", "3").places(3, 1), (0, 2));
        assert_eq!(pair("3", "1").places(3, 1), (2, 0));
        for wrong in ["0", "4", "-1", "x", "99999999999999999999"] {
            assert_eq!(pair(wrong, wrong).places(3, 2), (1, 2), "{wrong}");
        }
    }
}
