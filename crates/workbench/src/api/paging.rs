//! Searches: filters, order, pages, and what comes back of them.

use std::cmp::Ordering;

use serde_json::{Value as Json, json};

use super::schema::{Field, array, closed, day, field, may, object, one_of, said, whole};

/// The most items of a page.
const MOST: u64 = 500;
/// Items of a page where nobody says how many.
const USUAL: u64 = 50;

/// Which page is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paging {
    page: u64,
    size: u64,
}

impl Paging {
    /// What the body of a search says of pages.
    pub(crate) fn of_body(body: &Json) -> Paging {
        Paging::of(&body["pagination"]["page"], &body["pagination"]["pageSize"])
    }

    /// What parameters say.
    pub(crate) fn of(page: &Json, size: &Json) -> Paging {
        let whole = |number: &Json, otherwise: u64| {
            number.as_u64().or_else(|| number.as_f64().map(|number| number as u64)).unwrap_or(otherwise)
        };
        Paging { page: whole(page, 1).max(1), size: whole(size, USUAL).clamp(1, MOST) }
    }

    /// The items of this page, of all of them.
    pub(crate) fn cut<T>(&self, all: Vec<T>) -> Vec<T> {
        let skipped = (self.page - 1).saturating_mul(self.size);
        let skipped = usize::try_from(skipped).unwrap_or(usize::MAX);
        all.into_iter().skip(skipped).take(self.size as usize).collect()
    }

    /// An answer with this page's items.
    pub(crate) fn answer(&self, items: Vec<Json>, total: usize, notice: Option<&str>) -> Json {
        let total = total as u64;
        let mut answer = json!({
            "items": items,
            "paginationInfo": {
                "page": self.page,
                "pageSize": self.size,
                "totalItems": total,
                "totalPages": total.div_ceil(self.size),
            },
        });
        if let Some(notice) = notice {
            answer["notice"] = json!(notice);
        }
        answer
    }

    /// Cuts the page out of all items and answers with it.
    pub(crate) fn page(&self, all: Vec<Json>, notice: Option<&str>) -> Json {
        let total = all.len();
        self.answer(self.cut(all), total, notice)
    }
}

/// Orders rows by the field that the body of a search names.
pub(crate) fn sort(rows: &mut [Json], body: &Json, usually: &str) {
    let by = body["sorting"]["sortBy"].as_str().unwrap_or(usually).to_string();
    let descending = body["sorting"]["sortOrder"] == "descending";
    rows.sort_by(|one, other| {
        let order = compare(&one[&by], &other[&by]);
        if descending { order.reverse() } else { order }
    });
}

fn compare(one: &Json, other: &Json) -> Ordering {
    match (one, other) {
        (Json::String(one), Json::String(other)) => one.cmp(other),
        (Json::Number(one), Json::Number(other)) => {
            one.as_f64().partial_cmp(&other.as_f64()).unwrap_or(Ordering::Equal)
        }
        // What isn't known comes last.
        (Json::Null, Json::Null) => Ordering::Equal,
        (Json::Null, _) => Ordering::Greater,
        (_, Json::Null) => Ordering::Less,
        (one, other) => one.to_string().cmp(&other.to_string()),
    }
}

/// A page's number, as it is asked for.
pub(crate) fn page_number() -> Json {
    json!({ "type": "integer", "minimum": 1, "default": 1 })
}

/// A page's size, as it is asked for.
pub(crate) fn page_size() -> Json {
    json!({ "type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL })
}

/// The body of a search.
pub(crate) fn search(
    filters: impl IntoIterator<Item = Field>,
    sorted_by: &[&'static str],
    more: impl IntoIterator<Item = Field>,
) -> Json {
    let sorting = closed([
        field("sortBy", one_of(sorted_by.iter().copied())),
        may("sortOrder", one_of(["ascending", "descending"])),
    ]);
    let pagination = closed([may("page", page_number()), may("pageSize", page_size())]);
    let usual = [
        may("filters", closed(filters)),
        may("sorting", sorting),
        may("pagination", pagination),
        may("as_of", said(day(), "The day that is asked about; today where none is named.")),
    ];
    closed(usual.into_iter().chain(more))
}

/// A page of items.
pub(crate) fn page_of(item: Json) -> Json {
    let info = object([
        field("page", whole()),
        field("pageSize", whole()),
        field("totalItems", whole()),
        field("totalPages", whole()),
    ]);
    let notice = said(super::schema::string(), "That the facts are synthetic; absent where they aren't.");
    object([field("items", array(item)), field("paginationInfo", info), may("notice", notice)])
}
