//! Plans: indicators, targets, actions, lights, mechanisms.

use wuwei_source::{Name, Place};

use crate::{
    Base, Body, CompareOp, Date, Dim, DocId, EntityId, ExprId, Head, Number, PartyId, RegionId, SubjectId, Type, Unit,
    Words,
};

id!(
    /// An indicator.
    IndicatorId
);
id!(
    /// A target.
    TargetId
);
id!(
    /// A programme of a plan.
    ProgrammeId
);
id!(
    /// An action of a plan.
    ActionId
);
id!(
    /// A mechanism that documents describe.
    MechanismId
);

/// An indicator.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Name, document, meaning.
    pub head: Head,
    /// The unit people give it in.
    pub unit: Unit,
    /// What kind of number it is.
    pub kind: IndicatorKind,
    /// How it is computed from subjects or other indicators.
    pub computed: Option<Computation>,
    /// The expressions of the computation.
    pub body: Body,
    /// Whether a lower value is better.
    pub lower_is_better: bool,
}

/// Kinds of indicators; each has its own arithmetic of progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndicatorKind {
    /// How many there are at the end of a year.
    Stock,
    /// How many within a year.
    Flow,
    /// How many since the plan began, perhaps of a yearly flow.
    Cumulative(Option<IndicatorId>),
    /// A share of a whole.
    Share,
    /// A rate of growth.
    Growth,
    /// A rank; lower is better.
    Rank,
    /// Done or not done.
    Milestone,
    /// The text doesn't say.
    Unstated(Words),
}

impl IndicatorKind {
    /// The word for it in documents and JSON.
    pub fn word(self) -> &'static str {
        match self {
            IndicatorKind::Stock => "stock",
            IndicatorKind::Flow => "flow",
            IndicatorKind::Cumulative(_) => "cumulative",
            IndicatorKind::Share => "share",
            IndicatorKind::Growth => "growth",
            IndicatorKind::Rank => "rank",
            IndicatorKind::Milestone => "milestone",
            IndicatorKind::Unstated(_) => "unstated",
        }
    }
}

/// How an indicator is computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Computation {
    /// The number of subjects.
    Counts {
        /// What is counted.
        entity: EntityId,
        /// Which of them.
        filter: Option<ExprId>,
    },
    /// The sum of a value over subjects.
    Sums {
        /// What is summed.
        value: ExprId,
        /// Over which kind.
        entity: EntityId,
        /// Which of them.
        filter: Option<ExprId>,
    },
    /// The sum of other indicators.
    Adds(Vec<IndicatorId>),
    /// The quotient of two indicators.
    Divides(IndicatorId, IndicatorId),
}

/// What a target says about its indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The value itself.
    Value,
    /// The average yearly growth rate over the plan.
    Growth,
    /// The increase over the present.
    Increase,
}

/// Whose value a target is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A region's.
    Region(RegionId),
    /// A responsible body's.
    Party(PartyId),
    /// A single subject's.
    Subject(SubjectId),
}

/// The value of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetValue {
    /// A number, as written and in base units.
    Number {
        /// As written: 1.3 in `1.3 万项`.
        written: Number,
        /// The unit as written.
        unit: Unit,
        /// In base units.
        base: Number,
    },
    /// The value of another indicator, perhaps of another region.
    Indicator(IndicatorId, Option<RegionId>),
}

/// When a target is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// By the end of a year that the text names.
    Year(i32),
    /// By a day.
    Day(Date),
    /// By the end of the plan, because the text names no year.
    PlanEnd(i32),
    /// In each of these years.
    EachYear(i32, i32),
    /// So many years after the document came into force.
    Within(u32, Date),
}

impl Deadline {
    /// The last day on which it can be met.
    pub fn day(self) -> Date {
        match self {
            Deadline::Day(day) | Deadline::Within(_, day) => day,
            Deadline::Year(year) | Deadline::PlanEnd(year) | Deadline::EachYear(_, year) => {
                Date::from_ymd(year, 12, 31).unwrap_or(Date::MAX)
            }
        }
    }

    /// The year in which it is due.
    pub fn year(self) -> i32 {
        self.day().year()
    }
}

/// One responsible body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The body.
    pub party: PartyId,
    /// Whether the text says that it leads.
    pub lead: bool,
}

/// Who is responsible.
#[derive(Clone, Debug)]
pub enum Owners {
    /// Bodies in the text's order.
    Named(Vec<Owner>),
    /// The text names none.
    NotStated(Option<Words>),
    /// Nothing is said in the document about it.
    Missing,
}

impl Owners {
    /// The named bodies.
    pub fn named(&self) -> &[Owner] {
        match self {
            Owners::Named(owners) => owners,
            Owners::NotStated(_) | Owners::Missing => &[],
        }
    }
}

/// A target.
#[derive(Clone, Debug)]
pub struct Target {
    /// The document.
    pub doc: DocId,
    /// Where.
    pub place: Place,
    /// Position of the heading above.
    pub heading: Option<u32>,
    /// The action it belongs to.
    pub action: Option<ActionId>,
    /// What is said about the indicator.
    pub form: Form,
    /// The indicator.
    pub indicator: IndicatorId,
    /// Whose value.
    pub whose: Whose,
    /// The comparison as printed.
    pub op: CompareOp,
    /// The value.
    pub value: TargetValue,
    /// When.
    pub deadline: Option<Deadline>,
    /// The word of the text, where it matters: 突破, 力争.
    pub wording: Option<Name>,
    /// Who is responsible, where it isn't the action's owners.
    pub owners: Owners,
    /// The mechanisms it realises.
    pub realises: Vec<MechanismId>,
    /// The article, where the heading doesn't say it.
    pub article: Option<Words>,
    /// What it rests on.
    pub basis: crate::Basis,
    /// Remarks.
    pub notes: Vec<Words>,
}

/// A programme: a heading that groups actions.
#[derive(Clone, Debug)]
pub struct Programme {
    /// The heading's name, English name, document.
    pub head: Head,
    /// The printed number.
    pub number: Name,
}

/// An action.
#[derive(Clone, Debug)]
pub struct Action {
    /// The heading's name, English name, document.
    pub head: Head,
    /// The printed number.
    pub number: Name,
    /// The programme it belongs to.
    pub programme: Option<ProgrammeId>,
    /// Actions of plans above that it carries out.
    pub serves: Vec<ActionId>,
    /// Who is responsible.
    pub owners: Owners,
    /// Its targets.
    pub targets: Vec<TargetId>,
    /// Duties without a number.
    pub measures: Vec<Words>,
}

/// A quantity of a target's progress, which the conditions of lights read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgressQuantity {
    /// Its word in documents.
    pub word: &'static str,
    /// What it is called in Chinese.
    pub zh: &'static str,
    /// Its type.
    pub ty: Type,
}

const fn quantity(word: &'static str, zh: &'static str, ty: Type) -> ProgressQuantity {
    ProgressQuantity { word, zh, ty }
}

/// What lights know of a target.
pub const PROGRESS: &[ProgressQuantity] = &[
    quantity("observed", "有观测值", Type::Truth),
    quantity("met", "已达到目标", Type::Truth),
    quantity("due", "期限已到", Type::Truth),
    quantity("progress", "完成进度", Type::Ratio),
    quantity("expected", "应有进度", Type::Ratio),
    quantity("pace", "进度与应有进度之比", Type::Ratio),
    quantity("age", "观测值距今天数", Type::Quantity(Dim::of(Base::Day))),
];

/// A set of lights: the first whose condition holds is shown.
#[derive(Clone, Debug)]
pub struct Lights {
    /// Name, document.
    pub head: Head,
    /// The expressions of the conditions, over the quantities of progress.
    pub body: Body,
    /// In order.
    pub lights: Vec<Light>,
}

/// One light: never told by colour alone.
#[derive(Clone, Debug)]
pub struct Light {
    /// Its word.
    pub name: Name,
    /// Its English word.
    pub label: Option<Name>,
    /// Its colour.
    pub colour: Name,
    /// Its shape.
    pub shape: Name,
    /// When it is shown; `None` is otherwise.
    pub when: Option<ExprId>,
}

/// A level of government.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 国家
    Nation,
    /// 省
    Province,
    /// 市
    City,
    /// 区县
    District,
}

impl Level {
    /// The level that a word of a document names.
    pub fn parse(word: &str) -> Option<Level> {
        Some(match word {
            "nation" => Level::Nation,
            "province" => Level::Province,
            "city" => Level::City,
            "district" => Level::District,
            _ => return None,
        })
    }

    /// The word for it in documents and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Level::Nation => "nation",
            Level::Province => "province",
            Level::City => "city",
            Level::District => "district",
        }
    }
}

/// A named instrument that documents describe and items realise.
#[derive(Clone, Debug)]
pub struct Mechanism {
    /// Its slug, English name, document.
    pub head: Head,
    /// The official term.
    pub term: Name,
    /// The levels that use it.
    pub levels: Vec<Level>,
    /// Documents that describe it.
    pub documents: Vec<DocId>,
}
