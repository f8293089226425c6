//! What the names in columns stand for, apart from the program that says so.

use std::cell::OnceCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use wuwei_ir::{FactId, Program, Type};

use crate::column::Shape;

/// A region: its code or own id, its name and other names, and the region around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    code: String,
    names: Vec<String>,
    parent: Option<u32>,
}

/// The program's regions, found by their names and codes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Place>", into = "Vec<Place>")]
pub(crate) struct Regions {
    places: Vec<Place>,
    by_name: FxHashMap<String, Vec<u32>>,
    by_code: FxHashMap<String, Vec<u32>>,
    by_number: FxHashMap<i64, i32>,
}

impl From<Vec<Place>> for Regions {
    fn from(places: Vec<Place>) -> Regions {
        let mut out = Regions { places, ..Regions::default() };
        for (n, place) in out.places.iter().enumerate() {
            out.by_code.entry(place.code.clone()).or_default().push(n as u32);
            for name in &place.names {
                out.by_name.entry(name.clone()).or_default().push(n as u32);
            }
            if let Ok(code) = place.code.parse() {
                out.by_number.entry(code).or_insert(n as i32);
            }
        }
        out
    }
}

impl From<Regions> for Vec<Place> {
    fn from(regions: Regions) -> Vec<Place> {
        regions.places
    }
}

impl Regions {
    pub(crate) fn of(program: &Program) -> Regions {
        let text = |name: &wuwei_source::Name| name.as_str().to_string();
        let place = |region: &wuwei_ir::Region| Place {
            code: text(&region.code),
            names: std::iter::once(&region.head.name).chain(&region.aka).map(text).collect(),
            parent: region.parent.map(|parent| parent.0),
        };
        Regions::from(program.regions.iter().map(place).collect::<Vec<_>>())
    }

    /// The region with this code, own id, name or other name, or with such a path, as [`Program::region_named`] finds it:
    /// nothing where there are several.
    fn named(&self, text: &str) -> Option<u32> {
        let last = text.rsplit('.').next().unwrap_or(text);
        let named = self.by_name.get(last).into_iter().flatten().copied();
        let named = named.filter(|at| last == text || self.path_matches(*at, text));
        let coded = self.by_code.get(text).into_iter().flatten().copied();
        let mut found = named.chain(coded);
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    fn path_matches(&self, region: u32, text: &str) -> bool {
        let parent = |at: &u32| self.places.get(*at as usize).and_then(|place| place.parent);
        // No chain is longer than there are regions; one that was read from a damaged file might be.
        let mut around = std::iter::successors(Some(region), parent).skip(1).take(self.places.len());
        let is_called = |at: u32, name: &str| {
            self.places.get(at as usize).and_then(|place| place.names.first()).is_some_and(|own| own == name)
        };
        text.rsplit('.').skip(1).all(|name| around.any(|outer| is_called(outer, name)))
    }

    /// The region whose code is this number.
    pub(crate) fn numbered(&self, code: i64) -> Option<i32> {
        self.by_number.get(&code).copied()
    }
}

/// How the values of a column are read.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) shape: Shape,
    /// Whether the name 无 says that there is none.
    pub(crate) none: bool,
    /// The values of an enumeration.
    pub(crate) choices: Vec<String>,
    /// The regions, for columns of them.
    pub(crate) regions: Arc<Regions>,
}

impl Reading {
    /// The position of a name in the enumeration or the regions.
    pub(crate) fn position(&self, text: &str) -> Option<usize> {
        match self.shape {
            Shape::Choice => self.choices.iter().position(|choice| choice == text),
            Shape::Region => self.regions.named(text).map(|at| at as usize),
            _ => None,
        }
    }
}

/// How the facts of a program are read; regions are tabulated when a column first needs them.
pub(crate) struct KnownNames<'p> {
    program: &'p Program,
    regions: OnceCell<Arc<Regions>>,
}

impl<'p> KnownNames<'p> {
    pub(crate) fn new(program: &'p Program) -> KnownNames<'p> {
        KnownNames { program, regions: OnceCell::new() }
    }

    pub(crate) fn reading(&self, fact: FactId) -> Reading {
        let fact = self.program.fact(fact);
        let choices = match fact.ty {
            Type::Enum(id) => {
                self.program.enumeration(id).values.iter().map(|value| value.as_str().to_string()).collect()
            }
            _ => Vec::new(),
        };
        let regions = match fact.ty {
            Type::Region => self.regions.get_or_init(|| Arc::new(Regions::of(self.program))).clone(),
            _ => Arc::default(),
        };
        Reading { shape: Shape::of(fact), none: !matches!(fact.ty, Type::Text | Type::Code(_)), choices, regions }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regions() -> Regions {
        let place = |code: &str, names: &[&str], parent| Place {
            code: code.to_string(),
            names: names.iter().map(ToString::to_string).collect(),
            parent,
        };
        Regions::from(vec![
            place("220000", &["吉林省"], None),
            place("220100", &["长春市"], Some(0)),
            place("220104", &["朝阳区"], Some(1)),
            place("110105", &["朝阳区"], None),
            place("cc-hi", &["长春高新区", "高新区"], Some(1)),
        ])
    }

    #[test]
    fn names_codes_and_paths() {
        let regions = regions();
        let all = ["220104", "长春市.朝阳区", "吉林省.朝阳区", "吉林省.长春市.朝阳区"];
        all.into_iter().for_each(|text| assert_eq!(regions.named(text), Some(2), "{text}"));
        ["朝阳区", "长春市.吉林省.朝阳区", "北京市", "", ".", "长春市."].into_iter().for_each(|text| {
            assert_eq!(regions.named(text), None, "{text}");
        });
        assert_eq!((regions.named("高新区"), regions.named("cc-hi")), (Some(4), Some(4)));
        assert_eq!((regions.numbered(110105), regions.numbered(1)), (Some(3), None));
    }

    #[test]
    fn damaged_parents_end() {
        let mut places = regions().places;
        (places[1].parent, places[2].parent) = (Some(2), Some(77));
        assert_eq!(Regions::from(places).named("吉林省.朝阳区"), None);
    }

    #[test]
    fn written_and_read() {
        let text = serde_json::to_string(&regions()).unwrap();
        let again: Regions = serde_json::from_str(&text).unwrap();
        assert_eq!(again.places, regions().places);
        assert_eq!(again.named("长春市.朝阳区"), Some(2));
    }
}
