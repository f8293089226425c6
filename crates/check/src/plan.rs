//! Indicators, programmes, actions, lights and mechanisms.

use wuwei_ir::{
    Action, ActionId, Computation, Dim, DocId, ExprId, Indicator, IndicatorId, IndicatorKind, Level, Light, Owner,
    Owners, ProgrammeId, Type, Unit,
};
use wuwei_source::{Name, Place};
use wuwei_syntax::ast::{self, DeclKind};

use crate::context::{Context, words};
use crate::diagnostics as diag;
use crate::expr::Lowerer;
use crate::lookup::{find_document, find_entity, find_in_space, find_party, find_unit};
use crate::scope::Space;
use crate::target;
use crate::vocabulary::each;
/// Lowers all plans of all documents: indicators before targets, actions before what serves them.
pub(crate) fn lower(cx: &mut Context, documents: &[ast::Document]) {
    each(cx, documents, |cx, doc, decl| {
        if let DeclKind::Indicator(indicator) = &decl.kind {
            lower_indicator(cx, doc, decl, indicator);
        }
    });
    each(cx, documents, |cx, doc, decl| match &decl.kind {
        DeclKind::Action(action) => lower_action(cx, doc, decl, action),
        DeclKind::Target(goal) => {
            target::lower(cx, doc, decl.heading.map(|heading| heading.0), None, goal);
        }
        DeclKind::Lights(lights) => lower_lights(cx, doc, decl, lights),
        DeclKind::Mechanism(mechanism) => lower_mechanism(cx, doc, decl, mechanism),
        _ => {}
    });
    cyclic_sums(cx);
}

fn lower_indicator(cx: &mut Context, doc: DocId, decl: &ast::Decl, indicator: &ast::IndicatorDecl) {
    let file = cx.program.document(doc).file;
    let Some(index) = cx.entry(file, decl) else {
        return;
    };
    let place = cx.program.indicators[index].head.place;
    let name = cx.program.indicators[index].head.name;
    let unit = indicator.unit.and_then(|unit| find_unit(cx, doc, unit));
    if indicator.unit.is_none() && !matches!(indicator.kind, Some(ast::IndicatorKindDecl::Milestone)) {
        cx.report(diag::missing_clause(place, "in", name.as_str()));
    }
    let is_ratio = matches!(indicator.kind, Some(ast::IndicatorKindDecl::Share | ast::IndicatorKindDecl::Growth));
    if let (true, Some(unit), Some(word)) = (is_ratio, unit, indicator.unit)
        && unit.dim() != Dim::NONE
    {
        cx.report(diag::unit_mismatch(Place { file, span: word.span }, unit.dim(), Dim::NONE));
    }
    let unit = unit.unwrap_or(Unit::NUMBER);
    let kind = match &indicator.kind {
        Some(ast::IndicatorKindDecl::Stock) => IndicatorKind::Stock,
        Some(ast::IndicatorKindDecl::Flow) => IndicatorKind::Flow,
        Some(ast::IndicatorKindDecl::Cumulative(of)) => {
            let of = of.as_ref().and_then(|of| find_in_space(cx, doc, Space::Indicator, of));
            IndicatorKind::Cumulative(of.map(IndicatorId))
        }
        Some(ast::IndicatorKindDecl::Share) => IndicatorKind::Share,
        Some(ast::IndicatorKindDecl::Growth) => IndicatorKind::Growth,
        Some(ast::IndicatorKindDecl::Rank) => IndicatorKind::Rank,
        Some(ast::IndicatorKindDecl::Milestone) => IndicatorKind::Milestone,
        Some(ast::IndicatorKindDecl::Unstated(why)) => IndicatorKind::Unstated(words(*why)),
        None => {
            cx.report(diag::indicator_without_kind(place, name.as_str()));
            IndicatorKind::Stock
        }
    };
    let (computed, body) = match &indicator.computed {
        Some(computation) => lower_computation(cx, doc, computation, unit, place),
        None => (None, wuwei_ir::Body::default()),
    };
    let slot: &mut Indicator = &mut cx.program.indicators[index];
    (slot.unit, slot.kind, slot.computed, slot.body) = (unit, kind, computed, body);
    slot.lower_is_better = indicator.lower_is_better || kind == IndicatorKind::Rank;
}

fn lower_computation(
    cx: &mut Context,
    doc: DocId,
    computation: &ast::Computation,
    unit: Unit,
    place: Place,
) -> (Option<Computation>, wuwei_ir::Body) {
    let nothing = wuwei_ir::Body::default();
    let indicator =
        |cx: &mut Context, path: &ast::Path| find_in_space(cx, doc, Space::Indicator, path).map(IndicatorId);
    match computation {
        ast::Computation::Adds(paths) => {
            let all: Vec<IndicatorId> = paths.iter().filter_map(|path| indicator(cx, path)).collect();
            for (id, path) in all.iter().zip(paths) {
                let other = cx.program.indicator(*id).unit;
                if other != Unit::NUMBER && other.dim() != unit.dim() {
                    let place = Place { span: path.span(), ..place };
                    cx.report(diag::unit_mismatch(place, other.dim(), unit.dim()));
                }
            }
            (Some(Computation::Adds(all)), nothing)
        }
        ast::Computation::Divides(above, below) => {
            let place = Place { span: above.span(), ..place };
            let (Some(above), Some(below)) = (indicator(cx, above), indicator(cx, below)) else {
                return (None, nothing);
            };
            let found = cx.program.indicator(above).unit.dim().div(cx.program.indicator(below).unit.dim());
            if let Some(found) = found
                && found != unit.dim()
            {
                cx.report(diag::unit_mismatch(place, found, unit.dim()));
            }
            (Some(Computation::Divides(above, below)), nothing)
        }
        ast::Computation::Counts { entity, filter } => {
            let Some(entity_id) = find_entity(cx, doc, entity) else {
                return (None, nothing);
            };
            let counted = cx.program.entity(entity_id).counted_in;
            if counted.dim() != unit.dim() {
                let place = Place { span: entity.span(), ..place };
                cx.report(diag::unit_mismatch(place, counted.dim(), unit.dim()));
            }
            let mut lowerer = Lowerer::new(cx, doc, Some(entity_id), false);
            let filter = filter.as_ref().map(|filter| lowerer.condition(filter));
            let (body, diagnostics) = lowerer.finish();
            cx.report_all(diagnostics);
            let entity = entity_id;
            (Some(Computation::Counts { entity, filter }), body)
        }
        ast::Computation::Sums { body, entity, filter } => {
            let Some(entity) = find_entity(cx, doc, entity) else {
                return (None, nothing);
            };
            let mut lowerer = Lowerer::new(cx, doc, Some(entity), false);
            let value: ExprId = lowerer.value(body, Type::Quantity(unit.dim()));
            let filter = filter.as_ref().map(|filter| lowerer.condition(filter));
            let (body, diagnostics) = lowerer.finish();
            cx.report_all(diagnostics);
            (Some(Computation::Sums { value, entity, filter }), body)
        }
    }
}

fn lower_action(cx: &mut Context, doc: DocId, decl: &ast::Decl, action: &ast::ActionDecl) {
    let file = cx.program.document(doc).file;
    let Some(index) = cx.entry(file, decl) else {
        return;
    };
    let heading = decl.heading.map(|heading| heading.0);
    let programme = programme_above(cx, doc, heading);
    let owners = match &action.owners {
        Some(owners) => lower_owners(cx, doc, owners),
        None => match cx.owners_silent.get(&doc) {
            Some(why) => Owners::NotStated(Some(*why)),
            None if decl.common().faulty => Owners::NotStated(None),
            None => {
                let place = Place { file, span: decl.span };
                let name = cx.program.actions[index].head.name;
                cx.report(diag::action_without_owner(place, name.as_str()));
                Owners::NotStated(None)
            }
        },
    };
    let mut serves = Vec::new();
    for (path, name) in &action.serves {
        let Some(of) = find_document(cx, doc, path) else {
            continue;
        };
        match cx.scopes.action(of, name.name) {
            Some(id) => serves.push(id),
            None => {
                let place = Place { file, span: name.span };
                let known = cx.scopes.action_names(of);
                cx.report(diag::unknown_action(place, name.name.as_str(), path.text().as_str(), known));
            }
        }
    }
    let id = ActionId::from_index(index);
    let targets = action.targets.iter().filter_map(|goal| target::lower(cx, doc, heading, Some(id), goal)).collect();
    let slot: &mut Action = &mut cx.program.actions[index];
    (slot.programme, slot.owners, slot.serves, slot.targets) = (programme, owners, serves, targets);
    slot.measures = action.measures.iter().copied().map(words).collect();
}

/// The programme whose heading is above this one.
fn programme_above(cx: &Context, doc: DocId, heading: Option<u32>) -> Option<ProgrammeId> {
    let headings = &cx.program.document(doc).headings;
    let above = |n: &u32| headings.get(*n as usize).and_then(|heading| heading.parent);
    // Programmes stand in the order of their documents.
    let first = cx.program.programmes.partition_point(|programme| programme.head.doc < doc);
    let here = || cx.program.programmes[first..].iter().take_while(|programme| programme.head.doc == doc);
    std::iter::successors(heading, above).find_map(|at| {
        let found = here().position(|programme| programme.head.heading == Some(at))?;
        Some(ProgrammeId::from_index(first + found))
    })
}

/// Responsible bodies, or that there are none.
pub(crate) fn lower_owners(cx: &mut Context, doc: DocId, owners: &ast::Owners) -> Owners {
    match owners {
        ast::Owners::NotStated(why) => Owners::NotStated(Some(words(*why)).filter(|why| !why.zh.is_empty())),
        ast::Owners::Named(owners) => {
            let mut named: Vec<Owner> = Vec::new();
            for owner in owners {
                let Some(party) = find_party(cx, doc, owner.party) else {
                    continue;
                };
                if named.iter().any(|known| known.party == party) {
                    let place = Place { file: cx.program.document(doc).file, span: owner.party.span };
                    cx.report(diag::duplicate_owner(place, owner.party.name.as_str()));
                    continue;
                }
                let lead = owner.lead;
                named.push(Owner { party, lead });
            }
            Owners::Named(named)
        }
    }
}

const COLOURS: &[&str] = &["blue", "green", "amber", "red", "grey"];
const SHAPES: &[&str] = &["check", "circle", "triangle", "square", "dash", "diamond"];

fn lower_lights(cx: &mut Context, doc: DocId, decl: &ast::Decl, lights: &ast::LightsDecl) {
    let file = cx.program.document(doc).file;
    let Some(index) = cx.entry(file, decl) else {
        return;
    };
    let mut lowerer = Lowerer::new(cx, doc, None, false).over_progress();
    let mut out = Vec::new();
    for (n, light) in lights.lights.iter().enumerate() {
        for (word, known) in [(light.colour, COLOURS), (light.shape, SHAPES)] {
            if !known.contains(&word.name.as_str()) {
                let place = Place { file, span: word.span };
                let known = known.iter().map(|word| Name::new(word)).collect();
                lowerer.report(diag::unknown_choice(place, word.name.as_str(), known));
            }
        }
        if light.when.is_none()
            && let Some(next) = lights.lights.get(n + 1)
        {
            let (place, first) = (Place { file, span: next.name.span }, Place { file, span: light.name.span });
            lowerer.report(diag::unreachable_case(place, first));
        }
        out.push(Light {
            name: light.name.name,
            label: light.label.map(|label| label.name),
            colour: light.colour.name,
            shape: light.shape.name,
            when: light.when.as_ref().map(|when| lowerer.condition(when)),
        });
    }
    if out.last().is_none_or(|light| light.when.is_some()) {
        let place = lowerer.place(decl.name.map_or(decl.span, |name| name.span));
        lowerer.report(diag::missing_else(place));
    }
    let (body, diagnostics) = lowerer.finish();
    cx.report_all(diagnostics);
    let slot = &mut cx.program.lights[index];
    (slot.body, slot.lights) = (body, out);
}

fn lower_mechanism(cx: &mut Context, doc: DocId, decl: &ast::Decl, mechanism: &ast::MechanismDecl) {
    let file = cx.program.document(doc).file;
    let Some(index) = cx.entry(file, decl) else {
        return;
    };
    let mut levels = Vec::new();
    for word in &mechanism.levels {
        match Level::parse(word.name.as_str()) {
            Some(level) => levels.push(level),
            None => {
                let place = Place { file, span: word.span };
                let known = ["nation", "province", "city", "district"].map(Name::new).to_vec();
                cx.report(diag::unknown_choice(place, word.name.as_str(), known));
            }
        }
    }
    let documents = mechanism.documents.iter().filter_map(|path| find_document(cx, doc, path)).collect();
    let slot = &mut cx.program.mechanisms[index];
    if let Some(term) = mechanism.term {
        slot.term = term.name;
    }
    (slot.levels, slot.documents) = (levels, documents);
}

/// An indicator must not be a sum of itself.
fn cyclic_sums(cx: &mut Context) {
    let parts = |cx: &Context, id: IndicatorId| -> Vec<IndicatorId> {
        let indicator = cx.program.indicator(id);
        let mut parts = match &indicator.computed {
            Some(Computation::Adds(all)) => all.clone(),
            Some(Computation::Divides(a, b)) => vec![*a, *b],
            _ => Vec::new(),
        };
        if let IndicatorKind::Cumulative(Some(of)) = indicator.kind {
            parts.push(of);
        }
        parts
    };
    for n in 0..cx.program.indicators.len() {
        let start = IndicatorId::from_index(n);
        let mut open: Vec<(IndicatorId, Vec<IndicatorId>)> =
            parts(cx, start).into_iter().map(|part| (part, vec![start])).collect();
        let mut seen = Vec::new();
        while let Some((next, path)) = open.pop() {
            if next == start {
                let ring = path.iter().chain([&start]);
                let names: Vec<Name> = ring.map(|id| cx.program.indicator(*id).head.name).collect();
                cx.report(diag::cyclic_definition(cx.program.indicator(start).head.place, &names));
                cx.program.indicators[n].computed = None;
                cx.program.indicators[n].kind = match cx.program.indicators[n].kind {
                    IndicatorKind::Cumulative(_) => IndicatorKind::Cumulative(None),
                    kind => kind,
                };
                break;
            }
            if !seen.contains(&next) {
                seen.push(next);
                let path: Vec<IndicatorId> = path.into_iter().chain([next]).collect();
                open.extend(parts(cx, next).into_iter().map(|part| (part, path.clone())));
            }
        }
    }
}
