//! What a name in an expression means.
//!
//! In this order: a quantity of the place, a fact of the subject at hand, a rule about it; an enumeration's value, a region
//! or a subject where such a thing is expected; then, for names with dots, a part of a score, the facts of the subject
//! referred to, the subject outside an aggregate, or a rule named with its document.

use wuwei_ir::{EntityId, Expr, ExprId, FactId, GroupId, ItemKind, PROGRESS, PartName, Type, When};
use wuwei_source::{Name, Span, Text};
use wuwei_syntax::ast::{Ident, Path};

use super::{Inherited, Lowerer};
use crate::diagnostics as diag;
use crate::lookup::{lookup, qualified};
use crate::scope::{Found, Space};

impl Lowerer<'_> {
    pub(super) fn path(&mut self, path: &Path, expected: Option<Type>, inherited: Inherited) -> ExprId {
        let span = path.span();
        let segments: Vec<Ident> = path.segments.to_vec();
        let subject = self.subjects.last().copied();
        match self.names(&segments, subject, expected, inherited, span) {
            Some(id) => id,
            None => {
                self.unresolved(path, expected);
                self.fault(span)
            }
        }
    }

    /// Resolves names for a subject; `None` when nothing fits and nothing has been reported.
    fn names(
        &mut self,
        segments: &[Ident],
        subject: Option<EntityId>,
        expected: Option<Type>,
        inherited: Inherited,
        span: Span,
    ) -> Option<ExprId> {
        let (first, rest) = segments.split_first()?;
        if self.over_progress
            && rest.is_empty()
            && let Some(n) = PROGRESS.iter().position(|quantity| first.name == quantity.word)
        {
            return Some(self.push(Expr::Progress(n as u8), PROGRESS[n].ty, span));
        }
        if let Some(id) = self.expected_name(segments, expected, span) {
            return Some(id);
        }
        let entity = subject?;
        if let Some(fact) = self.cx.scopes.fact(&self.cx.program, entity, self.region(), first.name) {
            return self.fact(fact, *first, rest, expected, inherited, span);
        }
        if let Some(id) = self.rule(first.name, rest, entity, inherited, span) {
            return Some(id);
        }
        if rest.is_empty() {
            return None;
        }
        self.outer(*first, rest, expected, inherited, span)
            .or_else(|| self.qualified_rule(segments, entity, inherited, span))
    }

    /// A value of the enumeration, the region or the subject that is expected here.
    fn expected_name(&mut self, segments: &[Ident], expected: Option<Type>, span: Span) -> Option<ExprId> {
        match expected? {
            Type::Enum(id) => {
                let [Ident { name, .. }] = segments else {
                    return None;
                };
                let at = self.cx.program.enumeration(id).values.iter().position(|value| value == name)?;
                Some(self.push(Expr::Choice(id, at as u8), Type::Enum(id), span))
            }
            Type::Region => {
                let names: Vec<Name> = segments.iter().map(|segment| segment.name).collect();
                match self.cx.scopes.region_in(&self.cx.program, Some(self.doc), &names).as_slice() {
                    [] => None,
                    [region] => Some(self.push(Expr::Region(*region), Type::Region, span)),
                    several => {
                        let paths: Vec<Name> =
                            several.iter().map(|region| crate::regions::region_path(self.cx, *region)).collect();
                        let text: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
                        let place = self.place(span);
                        self.report(diag::ambiguous_name(place, &text.join("."), &paths));
                        Some(self.fault(span))
                    }
                }
            }
            _ => None,
        }
    }

    fn fact(
        &mut self,
        fact: FactId,
        name: Ident,
        rest: &[Ident],
        expected: Option<Type>,
        inherited: Inherited,
        span: Span,
    ) -> Option<ExprId> {
        let ty = self.cx.program.fact(fact).ty;
        if rest.is_empty() {
            let when = self.when(self.cx.program.fact(fact).yearly, inherited, name.name, name.span)?;
            return Some(self.push(Expr::Fact(fact, when), ty, span));
        }
        let Type::Entity(to) = ty else {
            let place = self.place(rest[0].span);
            let found = crate::words::type_words(&self.cx.program, ty);
            self.report(diag::not_a_reference(place, name.name.as_str(), &found));
            return Some(self.fault(span));
        };
        // What follows the dot is about the subject referred to.
        self.subjects.push(to);
        let inner = self.names(rest, Some(to), expected, inherited, span);
        self.subjects.pop();
        let inner = match inner {
            Some(inner) => inner,
            None => {
                let place = self.place(rest[0].span);
                let owner = self.cx.program.entity(to).head.name;
                let known = self.cx.scopes.fact_names(&self.cx.program, to);
                self.report(diag::unknown_fact(place, rest[0].name.as_str(), owner.as_str(), known));
                return Some(self.fault(span));
            }
        };
        let ty = self.ty(inner);
        Some(self.push(Expr::Follow(fact, inner), ty, span))
    }

    /// The year that a yearly fact or value is read for.
    fn when(&mut self, yearly: bool, inherited: Inherited, name: Name, span: Span) -> Option<When> {
        if !yearly {
            return Some(When::Single);
        }
        if inherited.is_some() {
            return inherited;
        }
        if !self.in_year {
            let place = self.place(span);
            self.report(diag::missing_period(place, name.as_str()));
        }
        Some(When::Context)
    }

    /// A rule of the subject at hand, perhaps with a part of a score behind it.
    fn rule(
        &mut self,
        name: Name,
        rest: &[Ident],
        entity: EntityId,
        inherited: Inherited,
        span: Span,
    ) -> Option<ExprId> {
        let group = match self.cx.scopes.find(&self.cx.program, Space::Rule, self.doc, name) {
            Found::One(index) => GroupId(index),
            Found::Nothing => return None,
            Found::Several(docs) => {
                let names = qualified(self.cx, &docs, name);
                let place = self.place(span);
                self.report(diag::ambiguous_name(place, name.as_str(), &names));
                return Some(self.fault(span));
            }
        };
        self.group(group, rest, entity, inherited, span)
    }

    fn group(
        &mut self,
        group: GroupId,
        rest: &[Ident],
        entity: EntityId,
        inherited: Inherited,
        span: Span,
    ) -> Option<ExprId> {
        let (owner, ty, yearly, name) = {
            let group = self.cx.program.group(group);
            (group.entity, group.ty, group.yearly, group.name)
        };
        if [owner, entity].iter().any(|one| Some(*one) == self.cx.nobody) {
            return Some(self.fault(span));
        }
        if owner != entity {
            let place = self.place(span);
            let (owner, entity) = (self.cx.program.entity(owner).head.name, self.cx.program.entity(entity).head.name);
            let via = self.references_to(self.cx.program.group(group).entity);
            self.report(diag::wrong_subject(place, name.as_str(), owner.as_str(), entity.as_str(), &via));
            return Some(self.fault(span));
        }
        let when = self.when(yearly, inherited, name, span)?;
        let Some((part, more)) = rest.split_first() else {
            return Some(self.push(Expr::Item(group, None, when), ty, span));
        };
        let known = self.part_names(group);
        let names_a_part = more.is_empty() && known.contains(&part.name);
        if !names_a_part {
            let place = self.place(part.span);
            self.report(diag::unknown_part(place, part.name.as_str(), name.as_str(), known));
            return Some(self.fault(span));
        }
        Some(self.push(Expr::Item(group, Some(PartName(part.name)), when), Type::POINTS, span))
    }

    /// The facts of the subject at hand that refer to a kind of subject.
    fn references_to(&self, to: EntityId) -> Vec<Name> {
        let Some(entity) = self.subjects.last() else {
            return Vec::new();
        };
        let facts = self.cx.program.entity(*entity).facts.iter().map(|fact| self.cx.program.fact(*fact));
        facts.filter(|fact| fact.ty == Type::Entity(to)).map(|fact| fact.name).collect()
    }

    /// Names of the parts that every version of a score has.
    fn part_names(&self, group: GroupId) -> Vec<Name> {
        let mut versions = self.cx.program.group(group).versions.iter().map(|item| {
            let parts: Vec<Name> = match &self.cx.program.item(*item).kind {
                ItemKind::Score(score) => score.parts.iter().map(|part| part.name).collect(),
                _ => Vec::new(),
            };
            parts
        });
        let first = versions.next().unwrap_or_default();
        versions.fold(first, |names, version| names.into_iter().filter(|name| version.contains(name)).collect())
    }

    /// `企业.注册地` inside an aggregate over related subjects.
    fn outer(
        &mut self,
        first: Ident,
        rest: &[Ident],
        expected: Option<Type>,
        inherited: Inherited,
        span: Span,
    ) -> Option<ExprId> {
        let steps =
            self.subjects.iter().rev().position(|entity| self.cx.program.entity(*entity).head.name == first.name)?;
        if steps == 0 {
            let subject = self.subjects.last().copied();
            return self.names(rest, subject, expected, inherited, span);
        }
        let inside = self.subjects.split_off(self.subjects.len() - steps);
        let subject = self.subjects.last().copied();
        let inner = self.names(rest, subject, expected, inherited, span);
        self.subjects.extend(inside);
        let mut id = inner?;
        for _ in 0..steps {
            let ty = self.ty(id);
            id = self.push(Expr::Outer(id), ty, span);
        }
        Some(id)
    }

    /// `china.hnte.高新技术企业`, perhaps with a part behind it.
    fn qualified_rule(
        &mut self,
        segments: &[Ident],
        entity: EntityId,
        inherited: Inherited,
        span: Span,
    ) -> Option<ExprId> {
        for length in (1..segments.len()).rev() {
            let id: Vec<&str> = segments[..length].iter().map(|segment| segment.name.as_str()).collect();
            let Some(doc) = self.cx.scopes.document(Name::new(&id.join("."))) else {
                continue;
            };
            let group = self.cx.scopes.find_in(&self.cx.program, Space::Rule, doc, segments[length].name)?;
            return self.group(GroupId(group), &segments[length + 1..], entity, inherited, span);
        }
        None
    }

    /// Says why a name means nothing here.
    fn unresolved(&mut self, path: &Path, expected: Option<Type>) {
        let place = self.place(path.span());
        let text = path.text();
        if let Some(Type::Enum(id)) = expected {
            let known = self.cx.program.enumeration(id).values.clone();
            self.report(diag::unknown_choice(place, &text, known));
            return;
        }
        if let Some(Type::Region) = expected {
            let known = self.cx.program.regions.iter().map(|region| region.head.name).collect();
            self.report(diag::unknown_region(place, &text, known));
            return;
        }
        if let Some(hint) = self.hint(path) {
            self.report(diag::unknown_operand(place, &text, Vec::new(), Some(hint)));
            return;
        }
        // A name that exists as something else says more than a list of similar names.
        if let Err(why) = lookup(self.cx, self.doc, Space::Rule, path) {
            let found = why.diagnostic(self.cx, self.doc, Space::Rule, path);
            if found.id != diag::UNKNOWN_NAME {
                self.report(found);
                return;
            }
        }
        let mut known: Vec<Name> = self.cx.scopes.visible(&self.cx.program, Space::Rule, self.doc);
        if let Some(entity) = self.subjects.last() {
            known.extend(self.cx.scopes.fact_names(&self.cx.program, *entity));
        }
        if self.over_progress {
            known.extend(PROGRESS.iter().map(|quantity| Name::new(quantity.word)));
        }
        self.report(diag::unknown_operand(place, &text, known, None));
    }

    /// What was plainly meant by a name that means nothing here.
    fn hint(&self, path: &Path) -> Option<Text> {
        let program = &self.cx.program;
        let first = path.segments.first()?.name;
        let (inner, outer) = self.subjects.split_last()?;
        if let [_, second] = &*path.segments
            && self.cx.scopes.relation(program, *inner, self.region(), first).is_some()
        {
            let second = second.name;
            return Some(Text::new(
                format!("`{first}` 有许多个，写作 `sum of {second} over {first}`、`count of {first} where …`"),
                format!("there are many `{first}`: write `sum of {second} over {first}`, `count of {first} where …`"),
            ));
        }
        let around = outer.iter().rev().find(|entity| {
            path.segments.len() == 1 && self.cx.scopes.fact(program, **entity, self.region(), first).is_some()
        })?;
        let owner = program.entity(*around).head.name;
        Some(Text::new(
            format!("外面{owner}的事实写作 `{owner}.{first}`"),
            format!("the outer subject's: `{owner}.{first}`"),
        ))
    }
}
