//! A proof as JSON; `docs/json.md` says what each field means.

use serde_json::{Value as Json, json};
use wuwei_engine::{Evaluator, Mark, Trace, TraceKind};
use wuwei_reason::why::{Obstacle, obstacles};

use super::{Explanation, distance, fold, origin};
use crate::values::show_value;
use crate::words::words;

/// The proof as JSON: `{"what", "mark", "value", "place", "article", "basis", "children"}`, at its root what stands in the way
/// of a yes and which facts would decide.
pub fn explanation_json(explanation: &Explanation<'_>, trace: &Trace) -> Json {
    let evaluator = explanation.evaluator();
    let mut root = node(explanation, evaluator.as_ref(), trace, (true, true));
    if let Some(fields) = root.as_object_mut() {
        let children = fields.shift_remove("children");
        let waits_for = explanation.waits_for(evaluator.as_ref(), trace);
        let waits_for: Vec<String> = waits_for.into_iter().map(|gap| gap.name).collect();
        let obstacles = evaluator.as_ref().map_or_else(Vec::new, |evaluator| obstacles(evaluator, trace));
        fields.insert("obstacles".to_string(), all(explanation, &obstacles));
        fields.insert("waits_for".to_string(), json!(waits_for));
        fields.insert("children".to_string(), children.unwrap_or_default());
    }
    root
}

fn all(explanation: &Explanation<'_>, obstacles: &[Obstacle<'_>]) -> Json {
    obstacles.iter().map(|obstacle| one(explanation, obstacle)).collect()
}

fn one(explanation: &Explanation<'_>, obstacle: &Obstacle<'_>) -> Json {
    json!({
        "text": explanation.sentence(obstacle.trace),
        "mark": obstacle.trace.mark.word(),
        "distance": obstacle.distance.as_ref().map(|distance| distance::json(distance, explanation.lang)),
        "article": obstacle.trace.article.map(|article| article.get(explanation.lang)),
        "wanted": obstacle.wanted,
        "inside": all(explanation, &obstacle.inside),
    })
}

fn node(
    explanation: &Explanation<'_>,
    evaluator: Option<&Evaluator<'_>>,
    trace: &Trace,
    (is_root, decides): (bool, bool),
) -> Json {
    let program = explanation.library.program();
    let lang = explanation.lang;
    let mut node = json!({
        "kind": trace.kind_word(),
        "text": explanation.sentence(trace),
        "mark": trace.mark.word(),
        "value": match trace.mark {
            Mark::NotApplicable => words(lang).not_applicable.to_string(),
            Mark::NotComputable => words(lang).not_computable.to_string(),
            _ => show_value(program, trace.ty, None, &trace.value, lang),
        },
    });
    if let TraceKind::Rule(item) = &trace.kind {
        let head = &program.item(*item).head;
        let document = program.document(head.doc);
        node["name"] = json!(head.name.as_str());
        node["document"] = json!(document.id.as_str());
        node["title"] = json!(document.title.get(lang));
        node["number"] = json!(document.number.map(|number| number.get(lang)));
        node["article"] = json!(program.article(head));
    }
    if let TraceKind::Fact { fact, year, .. } = &trace.kind {
        node["fact"] = json!(program.fact(*fact).column(*year));
    }
    if let Some(article) = trace.article {
        node["article"] = json!(article.get(lang));
    }
    if let Some(basis) = trace.basis {
        node["basis"] = json!(basis.word());
    }
    if let Some(place) = trace.place {
        node["place"] = json!(explanation.library.sources.show(place));
    }
    if let Some(origin) = explanation.origin(trace) {
        node["origin"] = origin::json(origin);
    }
    if let Some(distance) = explanation.distance(evaluator, trace) {
        node["distance"] = distance::json(&distance, lang);
    }
    node["decides"] = json!(decides);
    let deciding = fold::deciding(program, trace, is_root);
    let children = trace.children.iter().zip(deciding);
    node["children"] = children
        .map(|(child, deciding)| self::node(explanation, evaluator, child, (false, decides && deciding)))
        .collect();
    node
}
