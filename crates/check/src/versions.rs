//! Versions of a rule: one name in one region, days in force that don't overlap, answers of one type.

use wuwei_ir::{GroupId, ItemId, ItemKind};

use wuwei_source::Text;

use crate::context::Context;
use crate::diagnostics as diag;

/// Orders the versions of every rule and reports those that get in each other's way.
pub(crate) fn check(cx: &mut Context) {
    for n in 0..cx.program.groups.len() {
        let id = GroupId::from_index(n);
        let mut versions = cx.program.group(id).versions.clone();
        versions.sort_by_key(|item| (cx.program.item(*item).head.from, *item));
        for pair in versions.windows(2) {
            check_pair(cx, pair[0], pair[1]);
        }
        cx.program.groups[n].versions = versions;
    }
}

fn check_pair(cx: &mut Context, earlier: ItemId, later: ItemId) {
    let (a, b) = (cx.program.item(earlier), cx.program.item(later));
    let (first, place) = (a.head.place, b.head.place);
    let name = b.head.name;
    let same_document = a.head.doc == b.head.doc;
    let overlap = a.head.until.is_none_or(|until| until >= b.head.from);
    if overlap {
        let starts = b.head.from;
        let diagnostic = if same_document && a.head.from == b.head.from {
            diag::duplicate_name(place, first, name.as_str())
        } else {
            diag::overlapping_versions(place, first, name.as_str(), starts)
        };
        cx.report(diagnostic);
        return;
    }
    let same_kind = std::mem::discriminant(&a.kind) == std::mem::discriminant(&b.kind);
    let same_type = match (&a.kind, &b.kind) {
        (ItemKind::Value { ty: x, yearly: p, .. }, ItemKind::Value { ty: y, yearly: q, .. }) => {
            crate::expr::fits(*x, *y) && p == q
        }
        _ => true,
    };
    if !same_kind || !same_type || a.entity != b.entity {
        let words = |kind: &ItemKind| match kind {
            ItemKind::Value { ty, .. } if same_kind => crate::words::type_words(&cx.program, *ty),
            kind => Text::new(kind.word(), kind.word()),
        };
        let (was, is) = (words(&a.kind), words(&b.kind));
        cx.report(diag::version_type_mismatch(place, first, name.as_str(), &was, &is));
    }
}
