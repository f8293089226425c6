//! Which clause is to be changed.

use maud::{Markup, html};
use wuwei_ir::{DocId, Item};

use crate::pages::Moment;
use crate::pages::document::kind;
use crate::parts::layout::encoded;

/// Documents with rules, each with its clauses.
pub(super) fn page(moment: &Moment<'_>) -> Markup {
    let asking = moment.asking;
    let program = moment.snapshot.library().program();
    let of = |doc: DocId| -> Vec<&Item> {
        let mut names: Vec<&Item> = Vec::new();
        for item in program.items.iter().filter(|item| item.head.doc == doc) {
            if names.iter().all(|known| known.head.name != item.head.name) {
                names.push(item);
            }
        }
        names
    };
    let mut all: Vec<(DocId, Vec<&Item>)> =
        (0..program.documents.len()).map(DocId::from_index).map(|doc| (doc, of(doc))).collect();
    all.retain(|(_, items)| !items.is_empty());
    // From the region of this server outwards: people change what is theirs.
    let own: Vec<_> = program.region_chain(moment.bench.setting.region).collect();
    all.sort_by_key(|(doc, items)| {
        let document = program.document(*doc);
        let near = own.iter().position(|region| *region == document.region).unwrap_or(usize::MAX);
        let has_benefits = items.iter().any(|item| item.kind.word() == "benefit");
        (near, !has_benefits, std::cmp::Reverse(document.from))
    });
    html! {
        h1 { (asking.say("试改", "Try a change")) }
        p.lead {
            (asking.say(
                "改一条政策，马上看到：写得对不对，原有的例子还成不成立，要花多少钱，谁受益、谁受损。",
                "Change a clause and see at once whether it is sound, whether its examples still hold, what it costs, who gains and who loses.",
            ))
        }
        p.aside {
            (asking.say(
                "什么都不保存。改好以后可以把修改稿下载下来。",
                "Nothing is stored. When you are done you can download the change as a draft.",
            ))
        }
        section aria-labelledby="choose" {
            h2 #choose { (asking.say("先选一条", "First choose a clause")) }
            @for (n, (doc, items)) in all.iter().enumerate() {
                @let document = program.document(*doc);
                details.choice open[n == 0] {
                    summary {
                        span.name { (document.title.get(asking.lang)) }
                        span.aside {
                            (program.region(document.region).head.shown(asking.lang)) " · "
                            (asking.count(items.len(), "条", "clause", "clauses"))
                        }
                    }
                    ul.clauses {
                        @for item in items {
                            li {
                                a href=(address(document.id.as_str(), Some(item.head.name.as_str()))) { (item.head.shown(asking.lang)) }
                                span.kind { (kind(item.kind.word(), asking)) }
                            }
                        }
                    }
                    p { a href=(address(document.id.as_str(), None)) { (asking.say("改整份文件", "Edit the whole document")) } }
                }
            }
        }
    }
}

/// Where a clause, or a whole document, is edited.
pub(crate) fn address(document: &str, rule: Option<&str>) -> String {
    match rule {
        Some(rule) => format!("/try?document={}&rule={}", encoded(document), encoded(rule)),
        None => format!("/try?document={}", encoded(document)),
    }
}
