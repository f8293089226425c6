//! Numbers worked out again: every number that a list or a report prints has a key, and from the key come the value, how it
//! is worked out, the observations it rests on, and the sentence of the plan.
//!
//! [`key`] and [`tally_key`] name a number; [`trace`] finds it again in a program and its observations. A key from a report
//! printed long ago finds its number as it was known on that day, because observations are only ever added.

mod derive;
mod key;
mod quantity;
mod used;

use wuwei_ir::{Deadline, DocId, Form, Program, TargetId, TargetValue, Whose};
use wuwei_source::{Place, Text};

use crate::Observations;
use crate::progress::{Settings, TargetProgress, Verdict, progress_of};
use derive::{Derived, derive, tally};
use key::Hash;

pub use key::TraceKey;
pub use quantity::Quantity;

/// The key of a number of a target; none where the number isn't known.
pub fn key(
    program: &Program,
    observations: &Observations,
    found: &TargetProgress,
    quantity: Quantity,
) -> Option<TraceKey> {
    let derived = derive(program, observations, found, quantity)?;
    let grounds = grounds(program, observations, Some(found.target), &derived);
    Some(TraceKey::new(identity(&of_target(program, found.target), quantity), found.day, grounds))
}

/// The key of the number of a document's targets, or of those with a verdict. `all` are the targets of the document on one
/// day; none for no target at all.
pub fn tally_key(program: &Program, doc: DocId, verdict: Option<Verdict>, all: &[TargetProgress]) -> Option<TraceKey> {
    let quantity = verdict.map_or(Quantity::Targets, Quantity::Tally);
    let day = all.first()?.day;
    let derived = tally(program, doc, quantity, all);
    let grounds = grounds(program, &Observations::default(), None, &derived);
    Some(TraceKey::new(identity(&of_document(program, doc), quantity), day, grounds))
}

/// A number worked out again.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Its key.
    pub key: TraceKey,
    /// The document that it is about.
    pub document: DocId,
    /// The target; none where it counts targets.
    pub target: Option<TargetId>,
    /// What it says.
    pub quantity: Quantity,
    /// The number as it comes out now, as known on the key's day, with its unit.
    pub value: Text,
    /// How it is worked out, with the numbers put in.
    pub formula: Text,
    /// The observations that it rests on, by their positions in [`Observations::all`], the oldest first.
    pub observations: Vec<usize>,
    /// Where the plan says what is asked for.
    pub place: Option<Place>,
    /// The headings above, or the article.
    pub article: String,
    /// Whether everything is as it was when the key was printed. Otherwise the text of the target or a figure that was known
    /// on that day has been changed since.
    pub is_unchanged: bool,
}

/// Works a number out again from its key; none where no number of this program has it.
pub fn trace(program: &Program, observations: &Observations, key: TraceKey, settings: &Settings<'_>) -> Option<Trace> {
    let finder = Finder { program, observations, key, settings };
    let candidates = (0..program.targets.len()).map(TargetId::from_index).flat_map(|id| finder.of_target(id));
    let mut found: Vec<Trace> = candidates.collect();
    found.extend((0..program.documents.len()).map(DocId::from_index).flat_map(|doc| finder.of_document(doc)));
    // Two numbers may happen to share the bits that say which number it is; then what they rest on decides.
    let best = found.iter().position(|one| one.is_unchanged).unwrap_or(0);
    (best < found.len()).then(|| found.swap_remove(best))
}

struct Finder<'a> {
    program: &'a Program,
    observations: &'a Observations,
    key: TraceKey,
    settings: &'a Settings<'a>,
}

impl Finder<'_> {
    fn of_target(&self, id: TargetId) -> Vec<Trace> {
        let subject = of_target(self.program, id);
        let wanted = |quantity: &Quantity| self.key.is_of(identity(&subject, *quantity));
        let quantities: Vec<Quantity> = self.quantities(id).into_iter().filter(wanted).collect();
        if quantities.is_empty() {
            return Vec::new();
        }
        let found = progress_of(self.program, self.observations, self.key.day(), self.settings, &[id]);
        let traces = found.iter().flat_map(|found| {
            quantities.iter().filter_map(|quantity| {
                let derived = derive(self.program, self.observations, found, *quantity)?;
                let grounds = grounds(self.program, self.observations, Some(id), &derived);
                let target = self.program.target(id);
                let again = TraceKey::new(identity(&subject, *quantity), found.day, grounds);
                Some(Trace {
                    key: self.key,
                    document: target.doc,
                    target: Some(id),
                    quantity: *quantity,
                    value: derived.value,
                    formula: derived.formula,
                    observations: derived.used,
                    place: Some(target.place),
                    article: article(self.program, id),
                    is_unchanged: again == self.key,
                })
            })
        });
        traces.collect()
    }

    /// What may be said of a target: what every one may have, and a number for each period, year end and deadline.
    fn quantities(&self, id: TargetId) -> Vec<Quantity> {
        let mut all = Quantity::OF_TARGETS.to_vec();
        let target = self.program.target(id);
        if let Whose::Region(region) = target.whose {
            let mut indicators = vec![target.indicator];
            if let wuwei_ir::IndicatorKind::Cumulative(Some(flow)) = self.program.indicator(target.indicator).kind {
                indicators.push(flow);
            }
            for indicator in indicators {
                all.extend(
                    self.observations.of(indicator, region).filter(|(_, seen)| seen.breakdowns.is_total()).flat_map(
                        |(_, seen)| {
                            let year = crate::Period::year(seen.period.last_day().year());
                            [Some(seen.period), year].into_iter().flatten().map(Quantity::Observed)
                        },
                    ),
                );
            }
        }
        // Paths begin on the eve of the plan or with the base's period, have a point at each year's end, and end with the
        // deadline.
        let document = self.program.document(target.doc);
        let eve = crate::progress::time::day_before(document.from);
        let observed = all.iter().filter_map(|quantity| match quantity {
            Quantity::Observed(period) => Some(period.last_day()),
            _ => None,
        });
        let mut days: Vec<wuwei_ir::Date> = observed.chain([eve, self.key.day()]).collect();
        if let Some(end) = target.deadline.map(Deadline::day) {
            let begun = document.period.map_or(eve.year(), |(first, _)| first - 1);
            let first = days.iter().map(|day| day.year()).chain([begun]).min().unwrap_or(begun);
            days.extend((first..=end.year()).filter_map(crate::progress::time::year_end));
            days.push(end);
        }
        for day in days {
            all.extend([Quantity::PathAt(day), Quantity::FanLow(day), Quantity::FanHigh(day)]);
        }
        let mut seen = rustc_hash::FxHashSet::default();
        all.retain(|quantity| seen.insert(*quantity));
        all
    }

    fn of_document(&self, doc: DocId) -> Vec<Trace> {
        let subject = of_document(self.program, doc);
        let all = Verdict::ALL.map(Quantity::Tally).into_iter().chain([Quantity::Targets]);
        let quantities: Vec<Quantity> = all.filter(|quantity| self.key.is_of(identity(&subject, *quantity))).collect();
        if quantities.is_empty() {
            return Vec::new();
        }
        let targets: Vec<TargetId> = (0..self.program.targets.len())
            .map(TargetId::from_index)
            .filter(|id| self.program.target(*id).doc == doc)
            .collect();
        let found = progress_of(self.program, self.observations, self.key.day(), self.settings, &targets);
        let traces = quantities.into_iter().map(|quantity| {
            let derived = tally(self.program, doc, quantity, &found);
            let grounds = grounds(self.program, &Observations::default(), None, &derived);
            let again = TraceKey::new(identity(&subject, quantity), self.key.day(), grounds);
            Trace {
                key: self.key,
                document: doc,
                target: None,
                quantity,
                value: derived.value,
                formula: derived.formula,
                observations: derived.used,
                place: None,
                article: String::new(),
                is_unchanged: again == self.key,
            }
        });
        traces.collect()
    }
}

/// The article of a target, or the headings above it.
fn article(program: &Program, id: TargetId) -> String {
    let target = program.target(id);
    match target.article {
        Some(article) => article.zh.to_string(),
        None => {
            let trail = program.document(target.doc).trail(target.heading);
            trail.iter().skip(1).map(|heading| heading.text.as_str()).collect::<Vec<_>>().join(" / ")
        }
    }
}

fn identity(subject: &Hash, quantity: Quantity) -> Hash {
    subject.with(quantity.word()).with(&quantity.of())
}

fn of_document(program: &Program, doc: DocId) -> Hash {
    Hash::new().with("document").with(program.document(doc).id.as_str())
}

/// What a target is called among those of its document, without its number, which an edition may change: whose, of what, in
/// which form, by when; and where several are alike in all of this, which of them.
fn of_target(program: &Program, id: TargetId) -> Hash {
    let target = program.target(id);
    let alike = |other: &&wuwei_ir::Target| {
        (other.indicator, other.whose, other.form, other.deadline)
            == (target.indicator, target.whose, target.form, target.deadline)
    };
    let before = program.targets[..id.index()].iter().rev().take_while(|other| other.doc == target.doc);
    let before = before.filter(alike).count();
    let whose = match target.whose {
        Whose::Region(region) => program.region(region).head.name,
        Whose::Party(party) => program.party(party).head.name,
        Whose::Subject(subject) => program.subject(subject).head.name,
    };
    let form = match target.form {
        Form::Value => "value",
        Form::Growth => "growth",
        Form::Increase => "increase",
    };
    let due = match target.deadline {
        Some(Deadline::EachYear(first, last)) => format!("{first}..{last}"),
        Some(deadline) => deadline.day().to_string(),
        None => String::new(),
    };
    let hash = Hash::new().with("target").with(program.document(target.doc).id.as_str());
    let hash = hash.with(whose.as_str()).with(program.indicator(target.indicator).head.name.as_str());
    hash.with(form).with(&due).with(&before.to_string())
}

/// What a number rests on: the target's own number, the observations, and the number that comes out.
fn grounds(program: &Program, observations: &Observations, target: Option<TargetId>, derived: &Derived) -> Hash {
    let mut hash = Hash::new().with(&derived.exact);
    if let Some(id) = target {
        let target = program.target(id);
        hash = hash.with(target.op.sign());
        if let TargetValue::Number { base, .. } = target.value {
            hash = hash.with(&number(base));
        }
    }
    for at in &derived.used {
        let Some(seen) = observations.all().get(*at) else { continue };
        let value = seen.value().map(number).unwrap_or_default();
        hash = hash.with(program.indicator(seen.indicator).head.name.as_str());
        hash = hash.with(program.region(seen.region).code.as_str()).with(&seen.period.to_string());
        hash = hash.with(&value).with(seen.status.word()).with(&seen.source).with(&seen.learnt.to_string());
    }
    hash
}

/// A number, exactly.
fn number(number: wuwei_ir::Number) -> String {
    format!("{}/{}", number.numerator(), number.denominator())
}
