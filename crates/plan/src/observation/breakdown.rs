//! Which part of the whole a figure is about.

use std::sync::Arc;

/// Dimensions and their values, such as 行业 = 生物医药, in the order of the dimensions' names; empty for the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Breakdowns(Option<Arc<[Part]>>);

/// One dimension and its value.
pub(crate) type Part = (Arc<str>, Arc<str>);

impl Breakdowns {
    /// The whole.
    pub const TOTAL: Breakdowns = Breakdowns(None);

    /// A part of the whole. A dimension without a value is the whole of that dimension and isn't kept; of a dimension named
    /// twice the first value counts.
    pub fn new(parts: impl IntoIterator<Item = (Arc<str>, Arc<str>)>) -> Breakdowns {
        let mut parts: Vec<Part> = parts.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        parts.sort_by(|a, b| a.0.cmp(&b.0));
        parts.dedup_by(|later, first| later.0 == first.0);
        Breakdowns((!parts.is_empty()).then(|| parts.into()))
    }

    /// Whether it is the whole.
    pub fn is_total(&self) -> bool {
        self.0.is_none()
    }

    /// Dimensions and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|parts| parts.iter()).map(|(name, value)| (&**name, &**value))
    }

    /// The value in a dimension; empty for the whole of it.
    pub fn get(&self, dimension: &str) -> &str {
        self.iter().find(|(name, _)| *name == dimension).map_or("", |(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, value: &str) -> Part {
        (name.into(), value.into())
    }

    #[test]
    fn the_order_of_columns_makes_no_difference() {
        let one = Breakdowns::new([part("性别", "女"), part("行业", "汽车"), part("年龄", "")]);
        let other = Breakdowns::new([part("行业", "汽车"), part("性别", "女")]);
        assert_eq!(one, other);
        assert_eq!((one.get("性别"), one.get("年龄")), ("女", ""));
        assert_eq!(Breakdowns::new([part("性别", "")]), Breakdowns::TOTAL);
    }
}
