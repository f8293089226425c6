//! What a row does: it records a figure, updates one, or withdraws one.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use wuwei_ir::{Date, IndicatorId, RegionId};

use super::concept::{CODES, Concept};
use super::time::{is_frequency, period};
use super::{Message, Written};
use crate::observation::import::Refusal;
use crate::observation::import::row::{Value, learnt};
use crate::observation::quality::refuse;
use crate::observation::{Breakdowns, Figure, Observation, Status, unit};
use crate::period::Period;

/// What a figure is about.
pub(super) type Key = (IndicatorId, RegionId, Period, Breakdowns);

/// Where the figure stands that a row may take the place of.
#[derive(Clone, Copy)]
pub(super) enum Prior {
    Before(usize),
    Here(usize),
}

impl Message<'_, '_, '_> {
    /// What a row says, or nothing where `refused` says why not.
    pub(super) fn observation(
        &mut self,
        number: u32,
        written: &Written<'_>,
        refused: &mut Vec<(Concept, Refusal)>,
    ) -> Option<Observation> {
        let cell = |concept: Concept| written.cell(concept);
        let mut note = |concept: Concept, refusal: Refusal| refused.push((concept, refusal));
        let action = cell(Concept::Action);
        if !matches!(action, "" | "I" | "A" | "M" | "R" | "D") {
            note(Concept::Action, refuse::action(action));
        }
        let reader = &mut *self.gather.reader;
        let region = reader.region(cell(Concept::Area)).map_err(|refusal| note(Concept::Area, refusal)).ok();
        let indicator = reader.indicator(cell(Concept::Indicator), region);
        let indicator = indicator.map_err(|refusal| note(Concept::Indicator, refusal)).ok();
        let period = period(cell(Concept::Time));
        match period {
            None => note(Concept::Time, refuse::period(cell(Concept::Time))),
            Some(period) if !is_frequency(cell(Concept::Frequency), period) => {
                note(Concept::Frequency, refuse::frequency(cell(Concept::Frequency), cell(Concept::Time)));
            }
            Some(_) => {}
        }
        let today = self.gather.options.today;
        let learnt = learnt(cell(Concept::Learnt), today);
        let learnt = learnt.map_err(|refusal| note(Concept::Learnt, refusal)).ok().flatten();
        let key = (indicator?, region?, period?, self.gather.reader.breakdowns(written.parts.clone()));
        let row = self.gather.row(number);
        let told = row.learnt(learnt, key.2);
        if action == "D" {
            return self.withdrawn(written, key, told, refused, row.origin);
        }
        let prior = if learnt.is_none() { self.prior(&key).cloned() } else { None };
        let merged = prior.as_ref().filter(|_| action != "R");
        let figure = self.figure(written, key.0, merged, refused)?;
        let status = self.status(written, merged, figure, refused)?;
        let replaces = prior.as_ref().is_some_and(|prior| prior.value() != figure.map(|figure| figure.value));
        let text = |concept: Concept, prior: Option<&Arc<str>>| match (cell(concept), prior) {
            ("", Some(prior)) => prior.clone(),
            (text, _) => text.into(),
        };
        let source = text(Concept::Source, merged.map(|prior| &prior.source));
        let note = text(Concept::Note, merged.map(|prior| &prior.note));
        let (indicator, region, period, breakdowns) = key;
        let status = if replaces { Status::Revised } else { status };
        // An update that changes nothing is the row that was there already.
        let same = prior.as_ref().filter(|prior| {
            (prior.figure, prior.status, &prior.source, &prior.note) == (figure, status, &source, &note)
        });
        let learnt = match (same, &prior) {
            (Some(same), _) => same.learnt,
            (None, prior) => prior.as_ref().map_or(told, |prior| told.max(prior.learnt)),
        };
        Some(Observation {
            indicator,
            region,
            period,
            breakdowns,
            figure,
            status,
            source: self.gather.reader.text(&source),
            note: self.gather.reader.text(&note),
            learnt,
            origin: row.origin,
            in_conflict: false,
        })
    }

    /// The figure of a row; of an update that gives none, the one it updates.
    fn figure(
        &mut self,
        written: &Written<'_>,
        indicator: IndicatorId,
        prior: Option<&Observation>,
        refused: &mut Vec<(Concept, Refusal)>,
    ) -> Option<Option<Figure>> {
        let mut no = |concept: Concept, refusal: Refusal| {
            refused.push((concept, refusal));
            None
        };
        let text = written.cell(Concept::Value);
        let value = match text {
            // What the standard writes for texts and numbers that are missing on purpose.
            "#N/A" => Value::Missing,
            text => match self.gather.reader.value(text, self.gather.commas) {
                Ok(value) => value,
                Err(refusal) => return no(Concept::Value, refusal),
            },
        };
        let number = match (value, prior) {
            (Value::Missing, _) => return Some(None),
            (Value::Blank, Some(prior)) => return Some(prior.figure),
            (Value::Blank, None) => return no(Concept::Value, refuse::number("")),
            (Value::Number(number, None), _) => number,
            (Value::Number(_, Some(_)), _) => return no(Concept::Value, refuse::number(text)),
        };
        let measure = written.cell(Concept::Measure);
        let power = match written.cell(Concept::Multiplier) {
            "" => 0,
            power => match power.parse::<i32>().ok().filter(|power| (-18..=18).contains(power)) {
                Some(power) => power,
                None => return no(Concept::Multiplier, refuse::multiplier(power)),
            },
        };
        let wanted = self.gather.reader.program.indicator(indicator).unit;
        let said = match (measure, prior.and_then(|prior| prior.figure)) {
            ("", Some(prior)) if written.cell(Concept::Multiplier).is_empty() => Some((prior.unit, 0)),
            _ => unit::from_sdmx(measure, power),
        };
        let Some((unit, power)) = said.filter(|(unit, _)| unit.dim() == wanted.dim()) else {
            return no(Concept::Measure, refuse::unit(measure, wanted));
        };
        match unit::times_ten(number, power).and_then(|number| Figure::new(number, unit)) {
            Some(figure) => Some(Some(figure)),
            None => no(Concept::Value, refuse::too_large(text)),
        }
    }

    fn status(
        &mut self,
        written: &Written<'_>,
        prior: Option<&Observation>,
        figure: Option<Figure>,
        refused: &mut Vec<(Concept, Refusal)>,
    ) -> Option<Status> {
        let word = written.cell(Concept::Status);
        let status = match word {
            "" => Some(prior.map_or(Status::Reported, |prior| prior.status)),
            "F" => {
                refused.push((Concept::Status, refuse::forecast(word)));
                return None;
            }
            // Codes for different reasons why a figure is missing.
            "H" | "L" | "M" | "O" | "Q" if figure.is_none() => Some(Status::Reported),
            word => {
                CODES.iter().find(|(code, _)| *code == word).map(|(_, status)| *status).or_else(|| Status::parse(word))
            }
        };
        if status.is_none() {
            refused.push((Concept::Status, refuse::status(word)));
        }
        status
    }

    /// A row that withdraws a figure.
    fn withdrawn(
        &mut self,
        written: &Written<'_>,
        key: Key,
        told: Date,
        refused: &mut Vec<(Concept, Refusal)>,
        origin: crate::observation::Origin,
    ) -> Option<Observation> {
        let said = [Concept::Measure, Concept::Multiplier, Concept::Status, Concept::Source, Concept::Note];
        if written.cell(Concept::Value).is_empty() && said.iter().any(|concept| !written.cell(*concept).is_empty()) {
            refused.push((Concept::Action, refuse::partial()));
            return None;
        }
        let Some(prior) = self.prior(&key).filter(|prior| prior.figure.is_some()).cloned() else {
            refused.push((Concept::Action, refuse::nothing_there()));
            return None;
        };
        let note: Arc<str> = "".into();
        let learnt = told.max(prior.learnt);
        Some(Observation { figure: None, status: Status::Revised, note, learnt, origin, in_conflict: false, ..prior })
    }

    /// Takes note of a row that later rows may update.
    pub(super) fn remember(&mut self, row: &Observation) {
        let at = self.gather.told.observations.len();
        let key = key(row);
        let is_later = self.prior_known(&key).is_none_or(|prior| prior.learnt <= row.learnt);
        if let Some(known) = self.known.as_mut().filter(|_| is_later) {
            known.insert(key, Prior::Here(at));
        }
    }

    /// The last figure of a key, where anybody has asked for one yet.
    fn prior_known(&self, key: &Key) -> Option<&Observation> {
        Some(match self.known.as_ref()?.get(key)? {
            Prior::Before(at) => &self.gather.before.all()[*at],
            Prior::Here(at) => &self.gather.told.observations[*at],
        })
    }

    /// The last figure known for what a row is about.
    fn prior(&mut self, of: &Key) -> Option<&Observation> {
        let (before, here) = (self.gather.before.all(), &self.gather.told.observations);
        self.known.get_or_insert_with(|| {
            let mut known: FxHashMap<Key, Prior> = FxHashMap::default();
            for (at, row) in before.iter().enumerate() {
                let place = known.entry(key(row)).or_insert(Prior::Before(at));
                if let Prior::Before(other) = place
                    && before[*other].learnt <= row.learnt
                {
                    *place = Prior::Before(at);
                }
            }
            for (at, row) in here.iter().enumerate() {
                let place = known.entry(key(row)).or_insert(Prior::Here(at));
                let other = match *place {
                    Prior::Before(other) => &before[other],
                    Prior::Here(other) => &here[other],
                };
                if other.learnt <= row.learnt {
                    *place = Prior::Here(at);
                }
            }
            known
        });
        self.prior_known(of)
    }
}

fn key(row: &Observation) -> Key {
    (row.indicator, row.region, row.period, row.breakdowns.clone())
}
