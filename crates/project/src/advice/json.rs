//! Advice as JSON; see `docs/json.md`.

use serde_json::{Value as Json, json};
use wuwei_ir::{FactId, Literal, Printer, Type};
use wuwei_reason::{ChangedFact, Hindrance, Obstacle, Proposal};
use wuwei_source::Lang;

use super::Advised;
use crate::ask::{decimal, in_yuan};
use crate::explain::explanation_json;

impl Advised<'_> {
    /// The stable JSON form.
    pub fn json(&self, notice: Option<&str>) -> Json {
        let program = self.library.program();
        let advice = self.advice;
        let goal = program.group_names()[advice.goal.group.index()];
        let ty = program.group(advice.goal.group).ty;
        let mut out = json!({
            "entity": self.key.as_str(),
            "kind": program.entity(self.row.entity).head.name.as_str(),
            "name": self.called.map(|name| name.as_str()),
            "as_of": self.today.to_string(),
            "goal": goal.as_str(),
            "at_least": advice.goal.at_least.map(|number| decimal(in_yuan(ty, number))),
            "answer": advice.verdict.word(),
            "already": advice.already(),
            "earliest": advice.earliest.map(|day| day.to_string()),
            "until": advice.until.to_string(),
            "complete": advice.complete,
            "proposals": advice.proposals.iter().map(|proposal| self.proposal_json(proposal)).collect::<Vec<_>>(),
            "obstacles": advice.obstacles.iter().map(|obstacle| self.obstacle_json(obstacle)).collect::<Vec<_>>(),
            "unknown": advice.unknown.iter().map(|(fact, year)| self.column(*fact, *year)).collect::<Vec<_>>(),
        });
        if let Some(notice) = notice {
            out["notice"] = json!(notice);
        }
        out
    }

    fn column(&self, fact: FactId, year: Option<i32>) -> String {
        self.library.program().fact(fact).column(year)
    }

    fn proposal_json(&self, proposal: &Proposal) -> Json {
        let changed = proposal.population(self.library.program(), self.population, self.row, self.today);
        let (explanation, trace) = self.proof(proposal, &changed);
        json!({
            "day": proposal.day.to_string(),
            "changes": proposal.steps.iter().map(|step| self.step_json(step)).collect::<Vec<_>>(),
            "effort": decimal(proposal.effort),
            "verified": proposal.verified,
            "optimal": proposal.optimal,
            "assumes": proposal.assumes.iter().map(|(_, fact, year)| self.column(*fact, Some(*year))).collect::<Vec<_>>(),
            "proof": explanation_json(&explanation, &trace),
        })
    }

    /// A changed fact.
    pub(super) fn step_json(&self, step: &ChangedFact) -> Json {
        json!({
            "fact": self.column(step.fact, step.year),
            "from": self.literal_json(step.fact, step.from),
            "to": self.literal_json(step.fact, step.to),
            "effort": decimal(step.effort),
            "follows": step.follows,
        })
    }

    fn literal_json(&self, fact: FactId, literal: Literal) -> Json {
        let program = self.library.program();
        let ty = program.fact(fact).ty;
        match (literal, ty) {
            (Literal::Number(number), _) => decimal(in_yuan(ty, number)),
            (Literal::Truth(truth), _) => json!(truth),
            (Literal::Choice(at), Type::Enum(id)) => {
                json!(Printer::new(program, Lang::Zh).choice(id, usize::from(at)).as_str())
            }
            (Literal::None, _) => json!("none"),
            _ => Json::Null,
        }
    }

    fn obstacle_json(&self, obstacle: &Obstacle) -> Json {
        let program = self.library.program();
        let (kind, facts) = match &obstacle.kind {
            Hindrance::NotInForce => ("not_in_force", Vec::new()),
            Hindrance::NotConcerned => ("not_concerned", Vec::new()),
            Hindrance::Paid => ("paid", Vec::new()),
            Hindrance::Time => ("time", Vec::new()),
            Hindrance::Others => ("others", Vec::new()),
            Hindrance::Unknown(gaps) => ("unknown", gaps.iter().map(|gap| gap.name.clone()).collect()),
            Hindrance::Limits => ("limits", Vec::new()),
            Hindrance::Given => ("given", Vec::new()),
            Hindrance::Together => ("together", Vec::new()),
            Hindrance::Cut => ("cut", Vec::new()),
        };
        let item = program.item(obstacle.item);
        let place = obstacle.expr.map_or(item.head.place, |expr| wuwei_source::Place {
            file: item.head.place.file,
            span: item.body.get(expr).span,
        });
        json!({
            "kind": kind,
            "day": obstacle.day.to_string(),
            "rule": item.head.name.as_str(),
            "condition": self.condition(obstacle),
            "text": self.obstacle(obstacle),
            "facts": facts,
            "place": self.library.sources.show(place),
        })
    }
}
