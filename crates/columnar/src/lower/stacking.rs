//! What a subject gets when benefits exclude or limit each other.

use wuwei_engine::{SEARCHED, entangled};
use wuwei_ir::{GroupId, StackingRule};

use super::Lower;
use crate::column::Request;
use crate::value::{Number, Reason, Result, Unsupported, Value};

/// Everything that a subject gets, and which rules may make a member give way.
pub(crate) struct Stacked {
    pub(crate) total: Number,
}

struct Rule {
    members: Vec<usize>,
    /// What a limit leaves after earlier payments; nothing for rules that choose one member.
    rest: Option<Number>,
}

impl Lower<'_> {
    /// Combines benefits, given with what each would pay alone.
    pub(crate) fn stack(&mut self, benefits: &[(GroupId, Number)]) -> Result<Stacked> {
        let rules = self.rules_in_force(benefits)?;
        let mut total = self.graph.constant_number(wuwei_ir::Number::ZERO);
        for component in entangled(benefits.len(), rules.iter().map(|rule| rule.members.as_slice())) {
            let of: Vec<&Rule> =
                rules.iter().filter(|rule| rule.members.iter().any(|at| component.contains(at))).collect();
            if !of.is_empty() && component.len() > SEARCHED {
                return Err(Unsupported(Reason::new(
                    "相互排斥或限额的待遇超过十六项",
                    "more than sixteen benefits that exclude or limit each other",
                )));
            }
            let laminar = of.iter().enumerate().all(|(n, a)| of[..n].iter().all(|b| apart(&a.members, &b.members)));
            if !laminar {
                return Err(Unsupported(Reason::new(
                    "限额或择一规则相互交叉",
                    "limits or choices that cross each other",
                )));
            }
            let mut best = self.best(benefits, &of, &component, false)?;
            // Of an amount without an end the reference says nothing further, limits or not.
            for at in &component {
                best.high.open = self.graph.or(best.high.open, benefits[*at].1.high.open);
            }
            total = self.graph.add_numbers(&total, &best)?;
        }
        Ok(Stacked { total })
    }

    fn rules_in_force(&mut self, benefits: &[(GroupId, Number)]) -> Result<Vec<Rule>> {
        let program = self.program;
        let mut out = Vec::new();
        let day = self.as_of;
        for (n, rule) in program.stackings.iter().enumerate().filter(|(_, rule)| rule.head.in_force(day)) {
            let position = |member: &GroupId| benefits.iter().position(|(group, _)| group == member);
            let members: Vec<usize> = rule.members.iter().filter_map(position).collect();
            if members.is_empty() {
                continue;
            }
            let rest = match rule.rule {
                StackingRule::Limit { amount, .. } => {
                    let most = self.graph.constant_number(amount);
                    Some(match self.inputs.derive(&Request::PaidBefore(n))? {
                        None => self.clip(&most, amount)?,
                        Some(derived) => {
                            let paid = self.derived(&format!("{}: paid before", rule.head.name), &derived);
                            let Value::Number(paid) = paid else {
                                return Err(Unsupported(Reason::new(
                                    "已付金额不是数",
                                    "earlier payments that are no number",
                                )));
                            };
                            let rest = self.graph.apply(wuwei_ir::ArithOp::Sub, &most, &paid)?;
                            self.clip(&rest, amount)?
                        }
                    })
                }
                StackingRule::AtMostOne | StackingRule::Highest => None,
            };
            out.push(Rule { members, rest });
        }
        Ok(out)
    }

    /// What the best lawful set of some benefits pays, under the rules among them. Rules lie inside or beside each other, so
    /// the widest divide the benefits, and what is inside each comes first. Below a choice only one member counts.
    fn best(&mut self, benefits: &[(GroupId, Number)], rules: &[&Rule], among: &[usize], one: bool) -> Result<Number> {
        let mut open: Vec<usize> = among.to_vec();
        let mut parts: Vec<Number> = Vec::new();
        let mut rest: Vec<&Rule> = rules.to_vec();
        while let Some(at) = (0..rest.len()).max_by_key(|at| rest[*at].members.len()) {
            let rule = rest.remove(at);
            let inside: Vec<&Rule> =
                rest.iter().filter(|other| other.members.iter().all(|m| rule.members.contains(m))).copied().collect();
            rest.retain(|other| !other.members.iter().all(|m| rule.members.contains(m)));
            let members: Vec<usize> = open.iter().copied().filter(|m| rule.members.contains(m)).collect();
            open.retain(|m| !rule.members.contains(m));
            parts.push(match rule.rest {
                Some(limit) => {
                    let sum = self.best(benefits, &inside, &members, one)?;
                    self.clip_numbers(&sum, &limit, false)?
                }
                None => self.best(benefits, &inside, &members, true)?,
            });
        }
        parts.extend(open.iter().map(|at| benefits[*at].1));
        let mut parts = parts.into_iter();
        let Some(mut out) = parts.next() else { return Ok(self.graph.constant_number(wuwei_ir::Number::ZERO)) };
        for part in parts {
            out = match one {
                true => self.clip_numbers(&out, &part, true)?,
                false => self.graph.add_numbers(&out, &part)?,
            };
        }
        Ok(out)
    }
}

fn apart(a: &[usize], b: &[usize]) -> bool {
    let both = a.iter().filter(|at| b.contains(at)).count();
    both == 0 || both == a.len() || both == b.len()
}
