//! What rules stand on or lead to: weights, ladders, lights, regions.

use wuwei_ir::{Ladder, Lights, Region, Weights};
use wuwei_source::Lang;

use super::{View, line};
use crate::words::words;

impl View<'_> {
    pub(super) fn weights(&self, weights: &Weights, out: &mut String) {
        self.head(&weights.head, "weights", out);
        let chosen: Vec<usize> = (0..weights.columns.len()).filter(|at| weights.columns[*at].is_some()).collect();
        let names: Vec<String> =
            chosen.iter().map(|at| self.printer().choice(weights.columns_of, *at).to_string()).collect();
        self.property(&self.rule_name(weights.by), &names.join(" / "), out);
        for (name, points) in &weights.rows {
            let at = |at: &usize| weights.columns[*at].and_then(|column| points.get(usize::from(column)));
            let points: Vec<String> = chosen.iter().filter_map(at).map(|points| points.to_decimal(4)).collect();
            line(out, 2, &format!("· {name}  {}", points.join(" / ")));
        }
        out.push('\n');
    }

    pub(super) fn ladder(&self, ladder: &Ladder, out: &mut String) {
        self.head(&ladder.head, "ladder", out);
        self.property(words(self.lang).concerns, self.program.entity(ladder.entity).head.shown(self.lang), out);
        for step in &ladder.steps {
            let name = if self.lang == Lang::En { step.label.unwrap_or(step.name) } else { step.name };
            line(out, 2, &format!("· {name} → {}", self.rule_name(step.to)));
        }
        self.mechanisms(&ladder.head.realises, out);
        out.push('\n');
    }

    pub(super) fn lights(&self, lights: &Lights, out: &mut String) {
        let words = words(self.lang);
        self.head(&lights.head, "lights", out);
        for light in &lights.lights {
            let name = if self.lang == Lang::En { light.label.unwrap_or(light.name) } else { light.name };
            let when = match light.when {
                Some(when) => self.printer().expr(&lights.body, when, None),
                None => words.otherwise.to_string(),
            };
            let (colour, shape) = (words.kind(light.colour.as_str()), words.kind(light.shape.as_str()));
            line(out, 2, &format!("· {name} [{colour} {shape}] {when}"));
        }
        self.mechanisms(&lights.head.realises, out);
        out.push('\n');
    }

    pub(super) fn region(&self, region: &Region, out: &mut String) {
        let words = words(self.lang);
        self.title(region.head.name, region.head.label, words.column("region"), out);
        line(out, 1, region.code.as_str());
        if let Some(parent) = region.parent {
            self.property(words.within, self.program.region(parent).head.shown(self.lang), out);
        }
        let also: Vec<String> = region.aka.iter().map(ToString::to_string).collect();
        self.properties(words.also_called, &also, out);
        let is_here = |parent: wuwei_ir::RegionId| std::ptr::eq(self.program.region(parent), region);
        let inside = self.program.regions.iter().filter(|inner| inner.parent.is_some_and(is_here));
        let inside: Vec<String> = inside.map(|inner| inner.head.shown(self.lang).to_string()).collect();
        self.properties(words.contains, &inside, out);
        for document in self.program.documents.iter().filter(|document| is_here(document.region)) {
            self.property(words.document, &format!("{}  {}", document.id, document.title.get(self.lang)), out);
        }
        line(out, 1, &self.library.sources.show(region.head.place));
        out.push('\n');
    }
}
