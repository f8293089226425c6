//! Rules that lean on what a text leaves undecided, and the facts that they lean on besides.

use wuwei_ir::{Body, Date, Expr, ExprId, FactId, Frequency, GroupId, ItemKind, PartBody, Program, When};

/// Whether a rule leans on anything that the text leaves undecided.
pub fn may_be_undecidable(program: &Program, group: GroupId) -> bool {
    let mut open = vec![group];
    let mut seen = Vec::new();
    while let Some(next) = open.pop() {
        if seen.contains(&next) {
            continue;
        }
        seen.push(next);
        for item in &program.group(next).versions {
            for (_, node) in program.item(*item).body.iter() {
                match &node.expr {
                    Expr::NotComputable(_) => return true,
                    Expr::Item(group, ..) => open.push(*group),
                    _ => {}
                }
            }
        }
    }
    false
}

/// The facts, with their years, that a rule reads of its subject; nothing where it reads of other subjects as well. Who has all
/// of them lacks none that the rule could wait for.
pub fn facts_read(program: &Program, group: GroupId, as_of: Date) -> Option<Vec<(FactId, Option<i32>)>> {
    let founded = program.entity(program.group(group).entity).founded;
    let mut walk = Walk { program, as_of, founded, facts: Vec::new(), seen: Vec::new() };
    walk.group(group, None)?;
    Some(walk.facts)
}

struct Walk<'a> {
    program: &'a Program,
    as_of: Date,
    /// The fact that says since when a subject of the rule's kind exists.
    founded: Option<FactId>,
    facts: Vec<(FactId, Option<i32>)>,
    seen: Vec<(GroupId, Option<i32>)>,
}

impl Walk<'_> {
    fn year(&self, when: When, context: Option<i32>) -> Option<i32> {
        match when {
            When::Single => None,
            When::Ago(years) => Some(self.as_of.year() - years as i32),
            When::In(year) => Some(year),
            When::Context => context,
        }
    }

    fn fact(&mut self, fact: FactId, year: Option<i32>) {
        if !self.facts.contains(&(fact, year)) {
            self.facts.push((fact, year));
        }
    }

    fn group(&mut self, group: GroupId, year: Option<i32>) -> Option<()> {
        if self.seen.contains(&(group, year)) {
            return Some(());
        }
        self.seen.push((group, year));
        let program = self.program;
        let Some(item) = program.version(group, self.as_of) else { return Some(()) };
        let item = program.item(item);
        if let Some(home) = program.entity(item.entity).home {
            self.fact(home, None);
        }
        let mut roots: Vec<ExprId> = item.applies.into_iter().collect();
        match &item.kind {
            ItemKind::Value { formula, .. } => roots.push(*formula),
            ItemKind::Status { condition } => roots.push(*condition),
            ItemKind::Benefit(benefit) => {
                // What was paid before stands in other records.
                if benefit.frequency.is_some_and(|frequency| !matches!(frequency, Frequency::Monthly(_))) {
                    return None;
                }
                roots.extend([benefit.when, benefit.amount]);
            }
            ItemKind::Score(score) => roots.extend(score.parts.iter().filter_map(|part| match part.body {
                PartBody::Formula(formula) => Some(formula),
                PartBody::Parts(_) => None,
            })),
        }
        roots.into_iter().try_for_each(|root| self.expr(&item.body, root, year))
    }

    fn expr(&mut self, body: &Body, id: ExprId, year: Option<i32>) -> Option<()> {
        match &body.get(id).expr {
            Expr::Fact(fact, when) => {
                let year = self.year(*when, year);
                self.fact(*fact, year);
                Some(())
            }
            Expr::Item(group, _, when) => {
                let year = self.year(*when, year);
                self.group(*group, year)
            }
            Expr::Weight(table, _) => self.group(self.program.weight_table(*table).by, year),
            Expr::Follow(..) | Expr::OverRelated { .. } | Expr::Outer(_) => None,
            Expr::Expert(fact, within) => {
                self.fact(*fact, None);
                self.expr(body, *within, year)
            }
            Expr::OverYears { body: inner, years, actual, .. } => {
                if let Some(founded) = self.founded.filter(|_| *actual) {
                    self.fact(founded, None);
                }
                let this_year = self.as_of.year();
                (this_year - *years as i32..this_year).try_for_each(|year| self.expr(body, *inner, Some(year)))
            }
            expr => {
                let mut operands = Vec::new();
                expr.operands(&mut |operand| operands.push(operand));
                operands.into_iter().try_for_each(|operand| self.expr(body, operand, year))
            }
        }
    }
}
