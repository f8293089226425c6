//! Views of the list: each is an address, and whoever keeps the address keeps the view.

use maud::{Markup, html};
use wuwei_plan::progress::Verdict;

use super::sorting::Sorting;
use super::{Grouping, List};
use crate::parts::layout::encoded;

impl List<'_> {
    /// What it is called.
    pub(super) fn title(&self) -> &str {
        if self.view.is_empty() { self.asking.say("目标清单", "List of targets") } else { &self.view }
    }

    /// The address of this list with something else about it.
    pub(super) fn address(&self, change: &[(&str, &str)]) -> String {
        let document = match &self.documents[..] {
            [one] => self.program.document(*one).id.as_str(),
            _ => "",
        };
        let group = match self.grouping {
            Grouping::Action => "",
            Grouping::Unit => "unit",
            Grouping::Verdict => "verdict",
            Grouping::Nothing => "none",
        };
        let sort = self.sorting.and_then(|(sorting, turned)| {
            let word = Sorting::ALL.iter().find(|(one, _)| *one == sorting)?.1;
            Some(format!("{}{word}", if turned { "-" } else { "" }))
        });
        let as_of = self.asking.as_of.map(|day| day.to_string()).unwrap_or_default();
        let own = [
            ("document", document),
            ("verdict", self.verdict.map_or("", Verdict::word)),
            ("unit", self.unit.map_or("", |unit| self.program.party(unit).head.name.as_str())),
            ("group", group),
            ("sort", sort.as_deref().unwrap_or_default()),
            ("as_of", &as_of),
            ("view", &self.view),
        ];
        let value = |name: &str, own: &'_ str| {
            change.iter().find(|(known, _)| *known == name).map_or(own.to_string(), |(_, value)| (*value).to_string())
        };
        let pairs = own.iter().map(|(name, own)| (name, value(name, own))).filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", encoded(&value))).collect();
        if pairs.is_empty() { "/list".to_string() } else { format!("/list?{}", pairs.join("&")) }
    }

    /// Views that are asked for often; each is an address, and so is what somebody chooses and names.
    pub(super) fn views(&self) -> Markup {
        let asking = self.asking;
        let clear = [("document", ""), ("verdict", ""), ("unit", ""), ("group", ""), ("sort", ""), ("view", "")];
        let with = |name: &str, change: &[(&str, &str)]| {
            let view = [("view", name)];
            // What is asked for takes the place of what the view would leave out.
            let all: Vec<(&str, &str)> = change.iter().chain(&view).chain(&clear).copied().collect();
            self.address(&all)
        };
        let behind = asking.say("落后的，先看最差的", "Behind, the worst first");
        let risk = asking.say("有风险的", "At risk");
        let silent = asking.say("没有数据的", "Without data");
        let soon = asking.say("按期限先后", "By deadline");
        let units = asking.say("各单位的担子", "What each body answers for");
        let views = [
            (asking.say("全部", "All"), with("", &[])),
            (behind, with(behind, &[("verdict", Verdict::OffTrack.word()), ("sort", "chance"), ("group", "none")])),
            (risk, with(risk, &[("verdict", Verdict::AtRisk.word()), ("sort", "chance"), ("group", "none")])),
            (silent, with(silent, &[("verdict", Verdict::NoData.word())])),
            (soon, with(soon, &[("sort", "by"), ("group", "none")])),
            (units, with(units, &[("group", "unit")])),
        ];
        let here = self.address(&[]);
        html! {
            nav aria-label=(asking.say("常用视图", "Saved views")) {
                ul.views {
                    @for (name, to) in &views {
                        li { a href=(to) aria-current=[(*to == here).then_some("page")] { (name) } }
                    }
                }
            }
        }
    }

    /// The head of a column, which puts rows in its order, and the other way round when asked again.
    pub(super) fn column(&self, sorting: Option<Sorting>, name: &str, is_number: bool) -> Markup {
        let word = sorting.and_then(|sorting| Sorting::ALL.iter().find(|(one, _)| *one == sorting));
        let Some((sorting, word)) = word else {
            return html! { th scope="col" class=[is_number.then_some("num")] { (name) } };
        };
        let now = self.sorting.filter(|(one, _)| one == sorting).map(|(_, turned)| turned);
        let next = if now == Some(false) { format!("-{word}") } else { (*word).to_string() };
        let (aria, sign) = match now {
            Some(false) => (Some("ascending"), " ↑"),
            Some(true) => (Some("descending"), " ↓"),
            None => (None, ""),
        };
        html! {
            th scope="col" class=[is_number.then_some("num")] aria-sort=[aria] {
                a.sorted href=(self.address(&[("sort", &next)])) aria-current=[now.map(|_| "true")] { (name) (sign) }
            }
        }
    }
}
