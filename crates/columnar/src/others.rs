//! Subjects of other kinds: what lists of them come to, and what is known of the one that a fact refers to.
//!
//! A condition over related subjects is evaluated once over their own table, in columns, and folded by the key of the subject
//! that they point at. What remains for each owner is to look up its key. What can't be folded so is asked of the reference,
//! owner by owner.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use arrow_buffer::BooleanBuffer;
use rustc_hash::{FxHashMap, FxHashSet};
use wuwei_engine::{Absence, Evaluator, Population as _, Row, Truth, Value};
use wuwei_facts::Table;
use wuwei_ir::{Aggregate, Body, Date, EntityId, Expr, ExprId, FactId, GroupId, Literal, Program, RelationId, Type};

use crate::bind::Bound;
use crate::canonical;
use crate::column::{Derived, Request};
use crate::derived;
use crate::fold::{Folded, fold};
use crate::frame::{Frame, RequestKey};
use crate::names::KnownNames;
use crate::value::{Reason, Result, Unsupported};

type Columns = (Derived, Vec<Bound>);

/// The subjects of all kinds.
pub struct Others<'a> {
    pub(crate) program: &'a Program,
    pub(crate) as_of: Date,
    pub(crate) tables: Vec<Table>,
    reference: OnceLock<wuwei_facts::Population<'a>>,
    folded: Mutex<FxHashMap<RequestKey, Arc<Result<Folded>>>>,
    followed: Mutex<FxHashMap<RequestKey, Arc<Vec<Value>>>>,
    keys: Mutex<FxHashMap<EntityId, Arc<FxHashMap<String, u32>>>>,
}

impl<'a> Others<'a> {
    /// The subjects of these tables.
    pub fn new(program: &'a Program, as_of: Date, tables: &[Table]) -> Others<'a> {
        Others {
            program,
            as_of,
            tables: tables.iter().map(Table::share).collect(),
            reference: OnceLock::new(),
            folded: Mutex::default(),
            followed: Mutex::default(),
            keys: Mutex::default(),
        }
    }

    /// The table of a kind.
    pub fn table(&self, entity: EntityId) -> Option<&Table> {
        self.tables.iter().find(|table| table.entity == entity)
    }

    pub(crate) fn reference(&self) -> &wuwei_facts::Population<'a> {
        self.reference.get_or_init(|| {
            let tables: Vec<Table> =
                self.tables.iter().map(|table| canonical::canonical(self.program, table)).collect();
            wuwei_facts::Population::new(self.program, &tables)
        })
    }

    /// The columns of a request, numbered from nought.
    pub(crate) fn derive(&self, frame: &Frame<'_, '_>, request: &Request<'_>) -> Result<Option<Columns>> {
        match request {
            Request::Expression { body, id, year, .. } => match &body.get(*id).expr {
                Expr::OverRelated { aggregate, body: inner, relation, filter } => {
                    let to = self.program.relation(*relation).to;
                    if self.table(to).is_none() {
                        return Ok(None);
                    }
                    let simple = matches!(aggregate, Aggregate::Count | Aggregate::Exists | Aggregate::Sum);
                    if simple {
                        let key = RequestKey::of(request);
                        let folded = self.folded(key, body, *relation, *inner, *filter, *year);
                        if let Ok(folded) = folded.as_ref() {
                            let columns =
                                self.join(frame, *aggregate, folded, |row| by_reference(frame, body, *id, row, *year));
                            if columns.is_ok() {
                                return columns.map(Some);
                            }
                        }
                    }
                    self.each(frame, |evaluator, row| evaluator.expression(body, *id, row, *year)).map(Some)
                }
                Expr::Follow(reference, inner) => {
                    self.follow(frame, RequestKey::of(request), body, *reference, *inner, *year)
                }
                _ => Err(Unsupported(Reason::new(
                    "既不是列表也不是引用",
                    "a request that is neither a list nor a reference",
                ))),
            },
            Request::NotYetPaid(group) => self.not_yet_paid(frame, *group),
            Request::PaidBefore(rule) => self.paid_before(frame, *rule),
        }
    }

    fn folded(
        &self,
        key: RequestKey,
        body: &Body,
        relation: RelationId,
        inner: Option<ExprId>,
        filter: Option<ExprId>,
        year: Option<i32>,
    ) -> Arc<Result<Folded>> {
        let known = self.folded.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(known) = known {
            return known;
        }
        let made = Arc::new(fold(self, body, relation, inner, filter, year));
        self.folded.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&made));
        made
    }

    /// What a list comes to for each owner.
    fn join(
        &self,
        frame: &Frame<'_, '_>,
        kind: Aggregate,
        folded: &Folded,
        ask: impl Fn(u32) -> Value,
    ) -> Result<Columns> {
        let keys = frame.owner_keys(folded);
        let rows = frame.rows();
        let nobody = folded.nobody();
        let group = |row: usize| match keys[row] {
            Some(Some(at)) => &folded.groups[at as usize],
            _ => &nobody,
        };
        match kind {
            Aggregate::Exists => {
                let asked: FxHashMap<usize, Truth> =
                    (0..rows).filter(|row| keys[*row].is_none()).map(|row| (row, ask(row as u32).truth())).collect();
                let is = |row: usize, certain: bool| match asked.get(&row) {
                    Some(truth) => *truth == Truth::Yes || (!certain && *truth == Truth::Unknown),
                    None if certain => group(row).certain > 0,
                    None => group(row).possible + folded.pool.possible > 0,
                };
                let yes = BooleanBuffer::collect_bool(rows, |row| is(row, true));
                let maybe = BooleanBuffer::collect_bool(rows, |row| is(row, false));
                let columns = vec![Bound::derived(None, Some(yes)), Bound::derived(None, Some(maybe))];
                Ok((Derived::Truth { yes: 0, maybe: 1 }, columns))
            }
            _ => {
                let (mut low, mut high) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
                let mut open = vec![[false; 2]; rows];
                let whole = |value: i128| {
                    i64::try_from(value)
                        .map_err(|_| Unsupported(Reason::new("列表之和太大", "a sum over a list that is too large")))
                };
                for (row, open) in open.iter_mut().enumerate() {
                    if keys[row].is_none() {
                        let Value::Number(range, Absence::Never) = ask(row as u32) else {
                            return Err(Unsupported(Reason::new("列表的结果不是数", "a list that is no number")));
                        };
                        *open = [range.low.is_none(), range.high.is_none()];
                        for (end, out) in [(range.low, &mut low), (range.high, &mut high)] {
                            let scaled = end.map_or(Some(0), |end| scaled(end, folded.below(kind)));
                            out.push(
                                scaled.ok_or(Unsupported(Reason::new(
                                    "列表的结果不是小数",
                                    "a list that is no decimal",
                                )))?,
                            );
                        }
                        continue;
                    }
                    let (own, pool) = (group(row), &folded.pool);
                    let ends = match kind {
                        Aggregate::Count => (i128::from(own.certain), i128::from(own.possible + pool.possible)),
                        _ => {
                            *open = [own.open[0] | pool.open[0], own.open[1] | pool.open[1]];
                            (own.sum[0] + pool.sum[0], own.sum[1] + pool.sum[1])
                        }
                    };
                    low.push(whole(ends.0)?);
                    high.push(whole(ends.1)?);
                }
                let flags = |side: usize| BooleanBuffer::collect_bool(rows, |row| open[row][side]);
                Ok(derived::present_numbers(low, high, flags(0), flags(1), folded.below(kind)))
            }
        }
    }

    /// What the reference says for each subject.
    fn each(&self, frame: &Frame<'_, '_>, ask: impl Fn(&Evaluator<'_>, Row) -> Value) -> Result<Columns> {
        let evaluator = Evaluator::new(self.program, frame.reference(), self.as_of);
        let values: Vec<Value> = (0..frame.rows())
            .map(|row| {
                evaluator.forget();
                ask(&evaluator, frame.reference().subject(row))
            })
            .collect();
        derived::columns(&values.iter().collect::<Vec<_>>())
    }

    fn follow(
        &self,
        frame: &Frame<'_, '_>,
        key: RequestKey,
        body: &Body,
        reference: FactId,
        inner: ExprId,
        year: Option<i32>,
    ) -> Result<Option<Columns>> {
        let fact = self.program.fact(reference);
        let Type::Entity(to) = fact.ty else {
            return Err(Unsupported(Reason::new("引用不指向任何主体", "a reference to nobody")));
        };
        let (Some(table), Some(column)) = (self.table(to), frame.fact(reference, None)) else { return Ok(None) };
        let known = self.followed.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let values = match known {
            Some(values) => values,
            None => {
                // What is known of each that may be followed to, and of one of whom nothing is known.
                let there = Frame::new(self.program, self.as_of, table.share(), Some(self))
                    .map_err(|_| Unsupported(Reason::new("表读不了", "a table that can't be read")))?;
                let mut made = crate::values::values(&there, body, inner, year)?;
                let nobody = wuwei_engine::Memory::new(self.program);
                let evaluator = Evaluator::new(self.program, &nobody, self.as_of);
                made.push(evaluator.expression(body, inner, Row::unknown(to), year));
                let made = Arc::new(made);
                self.followed.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&made));
                made
            }
        };
        let (all, unknown) = match values.split_last() {
            Some((unknown, all)) => (all, unknown.clone()),
            None => return Ok(None),
        };
        let by_key = self.rows_by_key(to, table);
        let nobody = match body.get(inner).ty {
            Type::Truth => Value::Truth(Truth::No),
            _ => Value::Absent,
        };
        // Whom nobody knows may also be nobody, where that is a value.
        let anybody = unknown.clone().or_absent(if fact.or_none { Absence::Possible } else { Absence::Never });
        let mut found: FxHashMap<i64, Option<u32>> = FxHashMap::default();
        let rows = frame.rows();
        let mut chosen: Vec<&Value> = Vec::with_capacity(rows);
        for row in 0..rows {
            chosen.push(match column.name_of(row) {
                None => &anybody,
                Some((_, true)) => &nobody,
                Some((at, false)) => {
                    let index = *found.entry(at).or_insert_with(|| by_key.get(column.text(at)?).copied());
                    index.and_then(|index| all.get(index as usize)).unwrap_or(&unknown)
                }
            });
        }
        derived::columns(&chosen).map(Some)
    }

    /// The rows of a kind by their keys.
    fn rows_by_key(&self, entity: EntityId, table: &Table) -> Arc<FxHashMap<String, u32>> {
        let mut known = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(&entity) {
            return Arc::clone(known);
        }
        let mut out = FxHashMap::default();
        let key = self.program.entity(entity).key;
        let array = key.and_then(|key| {
            let at = table.columns.iter().position(|column| column.fact == key)?;
            Bound::of(&KnownNames::new(self.program).reading(key), &table.arrays[at]).ok()
        });
        if let Some(column) = array {
            for row in 0..table.rows {
                if let Some(text) = column.name_of(row).and_then(|(at, _)| column.text(at)) {
                    out.insert(text.to_string(), row as u32);
                }
            }
        }
        let out = Arc::new(out);
        known.insert(entity, Arc::clone(&out));
        out
    }

    /// The keys of those to whom something was paid; nothing where a record leaves it open.
    fn payees(&self) -> Option<FxHashSet<&'static str>> {
        let mut out = FxHashSet::default();
        let population = self.reference();
        for (n, entity) in self.program.entities.iter().enumerate() {
            let Some(ledger) = entity.ledger else { continue };
            let entity = EntityId::from_index(n);
            for index in 0..population.len(entity) {
                let row = Row { entity, index };
                match (population.fact(row, ledger.payee, None), population.fact(row, ledger.item, None)) {
                    (Some(Literal::Text(payee)), Some(Literal::Text(_))) => out.insert(payee.as_str()),
                    _ => return None,
                };
            }
        }
        Some(out)
    }

    /// Whether anything is on record as paid at all.
    fn has_payments(&self) -> bool {
        let ledgers = self.program.entities.iter().enumerate().filter(|(_, entity)| entity.ledger.is_some());
        ledgers
            .map(|(n, _)| EntityId::from_index(n))
            .any(|entity| self.table(entity).is_some_and(|table| table.rows > 0))
    }

    /// Asks the reference about those who were paid something, and takes for granted what holds for the others.
    fn about_payments(
        &self,
        frame: &Frame<'_, '_>,
        otherwise: Value,
        ask: impl Fn(&Evaluator<'_>, Row) -> Value,
    ) -> Result<Option<Columns>> {
        if !self.has_payments() {
            return Ok(None);
        }
        let payees = self.payees();
        let key = self.program.entity(frame.entity()).key.and_then(|key| frame.fact(key, None));
        let (Some(payees), Some(key)) = (payees, key) else { return self.each(frame, ask).map(Some) };
        let mut evaluator: Option<Evaluator<'_>> = None;
        let mut values: Vec<Option<Value>> = Vec::with_capacity(frame.rows());
        for row in 0..frame.rows() {
            let concerned = match key.name_of(row) {
                None => true,
                Some((at, _)) => key.text(at).is_some_and(|text| payees.contains(text)),
            };
            values.push(concerned.then(|| {
                let evaluator =
                    evaluator.get_or_insert_with(|| Evaluator::new(self.program, frame.reference(), self.as_of));
                evaluator.forget();
                ask(evaluator, frame.reference().subject(row))
            }));
        }
        let chosen: Vec<&Value> = values.iter().map(|value| value.as_ref().unwrap_or(&otherwise)).collect();
        derived::columns(&chosen).map(Some)
    }

    fn not_yet_paid(&self, frame: &Frame<'_, '_>, group: GroupId) -> Result<Option<Columns>> {
        let Some(item) = self.program.version(group, self.as_of) else { return Ok(None) };
        let item = self.program.item(item);
        let wuwei_ir::ItemKind::Benefit(benefit) = &item.kind else { return Ok(None) };
        self.about_payments(frame, Value::Truth(Truth::Yes), |evaluator, row| {
            Value::Truth(evaluator.not_yet_paid(item, benefit.frequency, row))
        })
    }

    fn paid_before(&self, frame: &Frame<'_, '_>, rule: usize) -> Result<Option<Columns>> {
        let rule = &self.program.stackings[rule];
        let wuwei_ir::StackingRule::Limit { per_year, .. } = rule.rule else { return Ok(None) };
        let nought = Value::Number(wuwei_engine::Range::exactly(wuwei_ir::Number::ZERO), Absence::Never);
        self.about_payments(frame, nought, |evaluator, row| {
            Value::Number(evaluator.paid_before(row, &rule.members, per_year), Absence::Never)
        })
    }
}

fn by_reference(frame: &Frame<'_, '_>, body: &Body, id: ExprId, row: u32, year: Option<i32>) -> Value {
    let evaluator = Evaluator::new(frame.program, frame.reference(), frame.as_of);
    evaluator.expression(body, id, frame.reference().subject(row as usize), year)
}

fn scaled(number: wuwei_ir::Number, below: i128) -> Option<i64> {
    number.mul(wuwei_ir::Number::ratio(below, 1)?)?.to_i64()
}
