//! Answers as people ask for them.

use wuwei_ir::{Basis, GroupId, Item, ItemId, ItemKind};

use crate::evaluator::Evaluator;
use crate::missing::Gaps;
use crate::population::Row;
use crate::value::{Range, Truth, Value};

/// The answer to a question of yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Yes.
    Yes,
    /// No.
    No,
    /// It depends on missing facts.
    Unknown,
    /// The question makes no sense for this subject, or no version of the rule is in force.
    NotApplicable,
    /// All facts that matter are there, and the text still can't be decided.
    NotComputable,
}

impl Verdict {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Yes => "yes",
            Verdict::No => "no",
            Verdict::Unknown => "unknown",
            Verdict::NotApplicable => "not_applicable",
            Verdict::NotComputable => "not_computable",
        }
    }
}

/// Whether and why a rule concerns a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// It does.
    Applies,
    /// It depends on missing facts.
    Unknown,
    /// It doesn't: the subject is at home elsewhere, or the rule says so.
    Not,
    /// No version is in force on the day.
    NotInForce,
}

/// The answer of a status.
#[derive(Clone, Debug)]
pub struct StatusAnswer {
    /// The version asked.
    pub item: Option<ItemId>,
    /// The answer.
    pub verdict: Verdict,
    /// What it waits for.
    pub gaps: Gaps,
    /// What it leans on.
    pub basis: Basis,
}

/// How a benefit can be paid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// 免申即享: certain, exact, and no papers are needed.
    Automatic,
    /// 即申: certain, but papers are needed or the amount is settled on application.
    Apply,
    /// 待补: facts are missing.
    Incomplete,
}

impl Lane {
    /// The official term.
    pub fn term(self) -> &'static str {
        match self {
            Lane::Automatic => "免申即享",
            Lane::Apply => "即申",
            Lane::Incomplete => "待补",
        }
    }
}

/// The answer of a benefit.
#[derive(Clone, Debug)]
pub struct BenefitAnswer {
    /// The version asked.
    pub item: Option<ItemId>,
    /// Whether the subject is eligible.
    pub eligible: Verdict,
    /// What it gets, eligibility included, before stacking.
    pub money: Range,
    /// How it can be paid out; nothing where the subject isn't eligible.
    pub lane: Option<Lane>,
    /// What it waits for.
    pub gaps: Gaps,
    /// What it leans on.
    pub basis: Basis,
}

/// What a benefit comes to for a subject, before stacking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Whether the benefit concerns the subject.
    pub concerned: Truth,
    /// Whether it is the subject's due.
    pub eligible: Truth,
    /// What it pays, eligibility included.
    pub money: Range,
}

impl Evaluator<'_> {
    /// Whether a rule concerns a subject; one of which no version is in force concerns nobody.
    pub fn concerns(&self, group: GroupId, subject: Row) -> Truth {
        match self.program.version(group, self.as_of()) {
            Some(item) => self.applies(self.program.item(item), subject),
            None => Truth::No,
        }
    }

    /// What a benefit comes to for a subject, before stacking, without what it waits for.
    pub fn due(&self, group: GroupId, subject: Row) -> Due {
        let nothing = Range::exactly(wuwei_ir::Number::ZERO);
        let Some(item) = self.program.version(group, self.as_of()) else {
            return Due { concerned: Truth::No, eligible: Truth::No, money: nothing };
        };
        let item = self.program.item(item);
        let concerned = self.applies(item, subject);
        let eligible = self.eligible(item, subject).and(concerned);
        let money = match eligible {
            Truth::No => nothing,
            Truth::Yes => self.amount(item, subject),
            Truth::Unknown => self.amount(item, subject).hull(nothing),
        };
        Due { concerned, eligible, money }
    }

    /// The version of a rule in force, and whether it concerns a subject.
    pub fn applicability(&self, group: GroupId, subject: Row) -> (Option<ItemId>, Applicability) {
        let Some(id) = self.program.version(group, self.as_of()) else {
            return (None, Applicability::NotInForce);
        };
        let applicability = match self.applies(self.program.item(id), subject) {
            Truth::Yes => Applicability::Applies,
            Truth::No => Applicability::Not,
            Truth::Unknown => Applicability::Unknown,
        };
        (Some(id), applicability)
    }

    /// The answer of a status for a subject.
    pub fn status(&self, group: GroupId, subject: Row) -> StatusAnswer {
        let (item, applicability) = self.applicability(group, subject);
        let truth = self.value(group, None, subject, None).truth();
        let (verdict, gaps) = self.verdict(group, subject, applicability, truth);
        StatusAnswer { item, verdict, gaps, basis: self.basis(group, subject) }
    }

    fn verdict(&self, group: GroupId, subject: Row, applicability: Applicability, truth: Truth) -> (Verdict, Gaps) {
        if matches!(applicability, Applicability::Not | Applicability::NotInForce) {
            return (Verdict::NotApplicable, Gaps::default());
        }
        match truth {
            Truth::Yes => (Verdict::Yes, Gaps::default()),
            Truth::No => (Verdict::No, Gaps::default()),
            Truth::Unknown => {
                let gaps = self.gaps(group, None, subject);
                let undecidable = gaps.facts.is_empty() && !gaps.not_computable.is_empty();
                (if undecidable { Verdict::NotComputable } else { Verdict::Unknown }, gaps)
            }
        }
    }

    /// The range of a score or value for a subject; nothing where the rule doesn't concern it.
    pub fn points(&self, group: GroupId, subject: Row) -> Option<Range> {
        match self.applicability(group, subject).1 {
            Applicability::Not | Applicability::NotInForce => None,
            _ => match self.value(group, None, subject, None) {
                Value::Number(range, _) => Some(range),
                _ => None,
            },
        }
    }

    /// The answer of a benefit for a subject, before stacking.
    pub fn benefit(&self, group: GroupId, subject: Row) -> BenefitAnswer {
        let (item, applicability) = self.applicability(group, subject);
        let nothing = Range::exactly(wuwei_ir::Number::ZERO);
        let Some(id) = item.filter(|_| applicability != Applicability::Not) else {
            return BenefitAnswer {
                item,
                eligible: Verdict::NotApplicable,
                money: nothing,
                lane: None,
                gaps: Gaps::default(),
                basis: self.basis(group, subject),
            };
        };
        let rule = self.program.item(id);
        let Due { eligible, money, .. } = self.due(group, subject);
        let (verdict, gaps) = match eligible {
            Truth::Yes if money.exact().is_none() => (Verdict::Yes, self.gaps(group, None, subject)),
            truth => self.verdict(group, subject, applicability, truth),
        };
        BenefitAnswer {
            item,
            eligible: verdict,
            money,
            lane: lane(rule, verdict, money),
            gaps,
            basis: self.basis(group, subject),
        }
    }
}

fn lane(item: &Item, eligible: Verdict, money: Range) -> Option<Lane> {
    let ItemKind::Benefit(benefit) = &item.kind else {
        return None;
    };
    match eligible {
        Verdict::No | Verdict::NotApplicable => None,
        Verdict::Unknown | Verdict::NotComputable => Some(Lane::Incomplete),
        Verdict::Yes if money.exact().is_some() && (benefit.automatic || benefit.documents.is_empty()) => {
            Some(Lane::Automatic)
        }
        Verdict::Yes => Some(Lane::Apply),
    }
}
