//! Rules compiled for some subjects, ready to run over them as often as one likes.

use std::thread;
use std::time::Duration;

use crate::answers::Answers;
use crate::frame::Frame;
use crate::machine::{LANES, Level, Machine};
use crate::rows::{RowAnswers, Rows};
use crate::rules::{GroupBy, Question, Rules};
use crate::run::{Binding, run_rows};
use crate::totals::{GroupTotals, Totals};
use crate::value::Reason;

/// Rules compiled for a frame: for its columns as they are, with what they never lack known beforehand.
pub struct Run<'f, 'a, 'p> {
    frame: &'f Frame<'a, 'p>,
    question: Question,
    groups: Vec<GroupBy>,
    pub(crate) rules: Rules,
    binding: Binding,
    level: Level,
}

impl<'f, 'a, 'p> Run<'f, 'a, 'p> {
    /// Compiles what is asked. Totals are counted by groups.
    pub fn new(frame: &'f Frame<'a, 'p>, question: &Question, groups: &[GroupBy]) -> Run<'f, 'a, 'p> {
        let rules = Rules::compile(frame.program, frame.entity(), frame.as_of, question, Some(groups), frame);
        let binding = Binding::new(frame, &rules.columns, &rules.code);
        Run { frame, question: question.clone(), groups: groups.to_vec(), rules, binding, level: Level::best() }
    }

    /// Splits the rows between threads, at the borders of slices.
    fn parts(&self, threads: usize) -> Vec<std::ops::Range<usize>> {
        let rows = self.frame.rows();
        let slices = rows.div_ceil(LANES).max(1);
        let each = slices.div_ceil(threads.clamp(1, slices));
        let starts = (0..slices).step_by(each);
        starts.map(|slice| slice * LANES..((slice + each) * LANES).min(rows)).collect()
    }

    /// Counts and sums by group.
    pub fn totals(&self, threads: usize) -> Vec<GroupTotals> {
        self.totals_and_unknown(threads, &[], &[]).0
    }

    /// The answers of every subject.
    pub fn answers(&self, threads: usize) -> Answers {
        let one = |part: std::ops::Range<usize>| {
            let mut answers = Answers::new(&self.rules, &self.question, part.start, part.len(), self.level);
            run_rows(&self.rules, self.frame, &self.binding, self.level, part, &mut answers);
            answers
        };
        let mut parts = self.each(threads, one).into_iter();
        match parts.next() {
            Some(mut all) => {
                parts.for_each(|part| all.append(part));
                all
            }
            None => Answers::new(&self.rules, &self.question, 0, 0, self.level),
        }
    }

    /// The answers of every subject, and counts and sums by group, into room that an earlier run left.
    pub fn both_into(&self, answers: &mut Answers) -> Vec<GroupTotals> {
        struct Both<'b>(&'b mut Answers, Totals);
        impl crate::run::Sink for Both<'_> {
            fn take(&mut self, view: &crate::run::View<'_>) {
                self.0.take(view);
                self.1.take(view);
            }
        }
        answers.again();
        let mut both = Both(answers, Totals::new(&self.rules));
        run_rows(&self.rules, self.frame, &self.binding, self.level, 0..self.frame.rows(), &mut both);
        both.1.finish()
    }

    /// The answers of some subjects, one after the other, exact.
    pub fn each_row(&self, rows: std::ops::Range<usize>, visit: &mut dyn FnMut(usize, &RowAnswers)) {
        let asked = [self.rules.statuses.len(), self.rules.scores.len(), self.rules.benefits.len()];
        let mut sink = Rows { visit, asked, reasons: self.question.reasons, answers: RowAnswers::default() };
        run_rows(&self.rules, self.frame, &self.binding, self.level, rows, &mut sink);
    }

    /// Which subjects have all of these facts; nobody where a fact of their kind has no column.
    pub fn have_all(&self, facts: &[(wuwei_ir::FactId, Option<i32>)]) -> Vec<bool> {
        let rows = self.frame.rows();
        let mut out = vec![true; rows];
        for (fact, year) in facts {
            match self.frame.fact(*fact, *year) {
                Some(column) => out.iter_mut().enumerate().for_each(|(row, has)| *has &= column.is_known(row)),
                None => return vec![false; rows],
            }
        }
        out
    }

    /// Counts and sums by group, and with them which subjects have the verdict "unknown" on some of the statuses, and on some
    /// of the benefits, by their positions.
    pub fn totals_and_unknown(
        &self,
        threads: usize,
        statuses: &[usize],
        benefits: &[usize],
    ) -> (Vec<GroupTotals>, Vec<Vec<u32>>) {
        struct Both<'w> {
            totals: Totals,
            statuses: &'w [usize],
            benefits: &'w [usize],
            unknown: Vec<Vec<u32>>,
        }
        impl crate::run::Sink for Both<'_> {
            fn take(&mut self, view: &crate::run::View<'_>) {
                self.totals.take(view);
                let statuses = self.statuses.iter().map(|at| view.status(*at));
                let all = statuses.chain(self.benefits.iter().map(|at| view.benefit(*at).0));
                for (out, [concerned, yes, maybe]) in self.unknown.iter_mut().zip(all) {
                    let open = |row: &usize| concerned.get(*row) && maybe.get(*row) && !yes.get(*row);
                    out.extend((0..view.rows).filter(open).map(|row| (view.first + row) as u32));
                }
            }
        }
        let asked = statuses.len() + benefits.len();
        let one = |part: std::ops::Range<usize>| {
            let totals = Totals::new(&self.rules);
            let mut both = Both { totals, statuses, benefits, unknown: vec![Vec::new(); asked] };
            run_rows(&self.rules, self.frame, &self.binding, self.level, part, &mut both);
            (both.totals, both.unknown)
        };
        let mut parts = self.each(threads, one).into_iter();
        let Some((mut totals, mut unknown)) = parts.next() else {
            return (Totals::new(&self.rules).finish(), vec![Vec::new(); asked]);
        };
        // Parts come in the order of their rows.
        for (part, more) in parts {
            totals.merge(part);
            unknown.iter_mut().zip(more).for_each(|(own, more)| own.extend(more));
        }
        (totals.finish(), unknown)
    }

    fn each<T: Send>(&self, threads: usize, one: impl Fn(std::ops::Range<usize>) -> T + Sync) -> Vec<T> {
        let parts = self.parts(threads);
        match parts.len() {
            0 => Vec::new(),
            1 => parts.into_iter().map(one).collect(),
            _ => {
                let one = &one;
                thread::scope(|scope| {
                    let running: Vec<_> = parts.into_iter().map(|part| scope.spawn(move || one(part))).collect();
                    running
                        .into_iter()
                        .map(|thread| match thread.join() {
                            Ok(result) => result,
                            Err(panic) => std::panic::resume_unwind(panic),
                        })
                        .collect()
                })
            }
        }
    }

    /// What each operation takes for a row, in nanoseconds by a clock, measured on the first slice: in the order of operations.
    pub(crate) fn costs_by(&self, clock: &dyn Fn() -> Duration) -> Vec<f64> {
        const TIMES: u32 = 200;
        let rows = self.frame.rows().min(LANES);
        let mut machine = Machine::new(&self.rules.code);
        self.binding.run(self.level, &self.rules.code, &mut machine, 0, rows);
        let time = |op: &crate::code::Op, machine: &mut Machine| {
            let code = crate::code::Code { ops: vec![op.clone()], ..crate::code::Code::default() };
            let started = clock();
            for _ in 0..TIMES {
                self.binding.run(self.level, &code, machine, 0, rows);
            }
            (clock() - started).as_secs_f64() * 1e9 / f64::from(TIMES) / rows.max(1) as f64
        };
        self.rules.code.ops.iter().map(|op| time(op, &mut machine)).collect()
    }

    /// Why the reference computes row by row what all benefits pay together, if it does.
    pub fn total_by_rows(&self) -> Option<Reason> {
        self.rules.total.as_ref().and_then(|way| way.why())
    }

    /// The instruction sets that this processor has code for, by name, the plainest first.
    pub fn levels() -> Vec<&'static str> {
        Level::all().into_iter().map(Level::name).collect()
    }

    /// The same run with the code for another instruction set; nothing where this processor has no such set. Which set runs
    /// never changes an answer.
    #[must_use]
    pub fn with_level(self, name: &str) -> Option<Run<'f, 'a, 'p>> {
        let level = Level::all().into_iter().find(|level| level.name() == name)?;
        Some(Run { level, ..self })
    }

    /// The same run, computing everything for every slice. What is passed over never changes an answer.
    #[must_use]
    pub fn without_gates(mut self) -> Run<'f, 'a, 'p> {
        self.rules.code.without_gates();
        self
    }

    pub(crate) fn program(&self) -> &'p wuwei_ir::Program {
        self.frame.program
    }

    /// The subjects as the reference sees them, with everybody whom they refer to or who refers to them.
    pub fn population(&self) -> &dyn wuwei_engine::Population {
        self.frame.reference()
    }

    /// The subject of a row, in that population.
    pub fn subject(&self, row: usize) -> wuwei_engine::Row {
        self.frame.reference().subject(row)
    }

    /// The kind of subject.
    pub fn entity(&self) -> wuwei_ir::EntityId {
        self.frame.entity()
    }

    /// How many subjects there are.
    pub fn rows(&self) -> usize {
        self.frame.rows()
    }

    /// The group of a subject, where totals are counted by one fact.
    pub fn group(&self, row: usize) -> u32 {
        let [by] = &self.groups[..] else { return 0 };
        let position = self.frame.fact(by.fact, None).and_then(|column| column.group_key(row));
        let at = position.and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| by.table.get(at)).or(by.table.last()).copied().unwrap_or(0)
    }

    /// How many registers the operations need: of 32, 64 and 128 bits, of doubles, and of truths.
    pub fn registers(&self) -> [u16; 5] {
        self.rules.code.registers
    }

    /// Answers that the reference gives row by row, with why.
    pub fn by_rows(&self) -> Vec<(wuwei_ir::GroupId, Reason)> {
        let mut out = Vec::new();
        out.extend(self.rules.statuses.iter().filter_map(|plan| Some((plan.group, plan.way.why()?))));
        out.extend(self.rules.scores.iter().filter_map(|plan| Some((plan.group, plan.way.why()?))));
        out.extend(self.rules.benefits.iter().filter_map(|plan| Some((plan.group, plan.way.why()?))));
        out
    }

    /// The compiled operations as text.
    pub fn plan(&self) -> String {
        let names = self.rules.column_names(self.frame.program);
        let needed = self.rules.graph.needed(self.rules.outputs.iter().copied());
        self.rules.graph.print(&needed, &names)
    }
}
