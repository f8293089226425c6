//! How many of those who are known a clause says yes to, and what that costs.

use maud::{Markup, html};
use wuwei_engine::Range;
use wuwei_ir::{GroupId, Program, RegionId, Type};
use wuwei_project::{Place, StatusCounts, Survey, show_range};
use wuwei_source::Lang;

use crate::asking::Asking;
use crate::parts::number::grouped;

/// What a clause comes to in a region.
pub(crate) struct Eligible<'s> {
    pub(crate) subjects: u64,
    pub(crate) counts: StatusCounts,
    /// What it costs in all; nothing for what pays nothing.
    pub(crate) cost: Option<Range>,
    /// How many may get an amount without a known ceiling.
    pub(crate) unbounded: u64,
    /// How many give it up for another benefit.
    pub(crate) excluded: u64,
    /// The word that its kind is counted in.
    counted_in: String,
    places: &'s [Place],
    at: At,
}

#[derive(Clone, Copy)]
enum At {
    Status(usize),
    Benefit(usize),
}

impl<'s> Eligible<'s> {
    /// What a clause comes to; nothing for scores and quantities, and where nobody is known.
    pub(crate) fn of(survey: &'s Survey, program: &Program, group: GroupId) -> Option<Eligible<'s>> {
        let entity = program.group(group).entity;
        let kind = survey.kinds.iter().find(|kind| kind.entity == entity)?;
        let position = |all: &[(GroupId, wuwei_source::Name)]| all.iter().position(|(id, _)| *id == group);
        let at = position(&kind.statuses).map(At::Status).or_else(|| position(&kind.benefits).map(At::Benefit))?;
        let all = kind.places.first()?;
        let benefit = match at {
            At::Benefit(at) => all.benefits.get(at),
            At::Status(_) => None,
        };
        Some(Eligible {
            subjects: all.subjects,
            counts: at.counts(all),
            cost: benefit.map(|benefit| benefit.total),
            unbounded: benefit.map_or(0, |benefit| benefit.unbounded),
            excluded: benefit.map_or(0, |benefit| benefit.excluded),
            counted_in: program.entity(entity).counted_in.text(),
            places: &kind.places[1..],
            at,
        })
    }

    /// How many may get it: those for whom facts are missing, and those of whom the text leaves it open.
    pub(crate) fn maybe(&self) -> u64 {
        maybe(&self.counts)
    }

    /// The parts of the region in which anybody is concerned, with how many surely and how many perhaps.
    pub(crate) fn districts(&self) -> Vec<(RegionId, u64, u64)> {
        let each = |place: &Place| {
            let counts = self.at.counts(place);
            Some((place.region?, counts.yes, maybe(&counts)))
        };
        self.places.iter().filter_map(each).filter(|(_, yes, maybe)| yes + maybe > 0).collect()
    }

    /// What it costs, in words.
    pub(crate) fn cost_shown(&self, asking: &Asking) -> Option<String> {
        self.cost.map(|cost| show_range(Type::MONEY, None, cost, asking.lang))
    }

    /// Whether its cost is a sum of ceilings.
    pub(crate) fn is_ceiling(&self) -> bool {
        self.cost.is_some_and(|cost| cost.exact().is_none())
    }

    /// A number of its kind, in Chinese with the word that it is counted in.
    pub(crate) fn many(&self, n: u64, asking: &Asking) -> String {
        match asking.lang {
            Lang::Zh => format!("{} {}", grouped(n), self.counted_in),
            Lang::En => grouped(n),
        }
    }

    /// In a few words, for lists.
    pub(crate) fn brief(&self, asking: &Asking) -> Markup {
        html! {
            span.yes { (self.many(self.counts.yes, asking)) (asking.say("符合", " eligible")) }
            @if self.maybe() > 0 {
                small { (asking.say("另 ", "")) (self.many(self.maybe(), asking)) (asking.say("缺事实", " with facts missing")) }
            }
        }
    }

    /// The counts as a bar: each part has its pattern, and its number stands beside it.
    pub(crate) fn bar(&self, asking: &Asking) -> Markup {
        let counts = &self.counts;
        let concerned = counts.yes + counts.no + self.maybe();
        let parts = [
            ("yes", counts.yes, asking.say("符合", "eligible")),
            ("unknown", self.maybe(), asking.say("缺事实，待定", "facts missing, undecided")),
            ("no", counts.no, asking.say("不符合", "not eligible")),
        ];
        let said: Vec<String> = parts.iter().map(|(_, n, name)| format!("{name} {}", grouped(*n))).collect();
        let mut from = 0.0;
        let scale = |n: u64| if concerned == 0 { 0.0 } else { n as f64 * 1000.0 / concerned as f64 };
        html! {
            svg.share viewBox="0 0 1000 24" preserveAspectRatio="none" role="img"
                aria-label=(said.join(asking.say("，", ", "))) {
                @for (class, n, _) in &parts {
                    @let wide = scale(*n);
                    @let left = from;
                    @let () = from += wide;
                    @if *n > 0 {
                        rect class=(class) x=(format!("{left:.1}")) y="0" width=(format!("{wide:.1}")) height="24" {}
                    }
                }
            }
            ul.shares {
                @for (class, n, name) in &parts {
                    li { span class=(format!("swatch {class}")) aria-hidden="true" {} b.n { (grouped(*n)) } " " (name) }
                }
                @if counts.not_applicable > 0 {
                    li.apart { b.n { (grouped(counts.not_applicable)) } " " (asking.say("不适用（所在地或适用范围之外）", "not concerned (elsewhere, or outside its scope)")) }
                }
            }
        }
    }
}

impl At {
    fn counts(self, place: &Place) -> StatusCounts {
        match self {
            At::Status(at) => place.statuses.get(at).copied().unwrap_or_default(),
            At::Benefit(at) => place.benefits.get(at).map(|totals| totals.counts).unwrap_or_default(),
        }
    }
}

fn maybe(counts: &StatusCounts) -> u64 {
    counts.unknown + counts.not_computable
}
