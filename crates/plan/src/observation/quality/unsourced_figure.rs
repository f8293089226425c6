//! A figure that nobody is named for.

use wuwei_source::Text;

use super::{Check, Class, Doubts, Scope};

pub(super) const CHECK: Check = Check {
    id: "unsourced-figure",
    class: Class::Usefulness,
    heading: ["没有写来源的数", "Figures without a source"],
    mend: [
        "来源写发布单位和文件或日期，别人才能核对。",
        "Name who published it, with the document or the day, so that others can check it.",
    ],
    find,
};

fn find(scope: &Scope<'_>, doubts: &mut Doubts) {
    for (at, _) in scope.each().filter(|(_, seen)| seen.source.is_empty()) {
        doubts.add(at, Text::new("没有写来源", "no source is given"), Text::default());
    }
}
