//! `wuwei next`

use std::fs::OpenOptions;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value as Json, json};
use wuwei_engine::{Evaluator, Gap};
use wuwei_facts::{Given, asked_unit, is_not_known, read_name, read_named, read_value, with_unit};
use wuwei_ir::{Date, FactId, Literal, Program, Type};
use wuwei_project::{ask, fill, open_facts, question_words, questions_json, show_range};
use wuwei_reason::questions::{Asked, Interview, Origin, Question, Stake};
use wuwei_source::{Lang, Text};

use crate::args::Global;
use crate::commands::ask::Paint;
use crate::failure::Failure;
use crate::session::{About, Facts, Found, day, near, read, sound_library};
use crate::table::{Align, Table};
use crate::terminal;

#[derive(Debug, Args)]
pub(crate) struct Next {
    #[command(flatten)]
    about: About,
    /// Answers given so far, one a line: 研发费用@2024 = 120万元 (? where it isn't known); or a JSON object
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Take nothing as known but the subject's code
    #[arg(long)]
    from_nothing: bool,
    /// Ask one by one, reading answers from the keyboard; with --answers they are added to the file
    #[arg(long)]
    interactive: bool,
    /// How many questions to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    first: usize,
}

impl Next {
    pub(crate) fn run(&self, global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let as_of = day(self.about.as_of.as_deref())?;
        let library = sound_library(global, lang)?;
        let program = library.program();
        let facts = Facts::open(program, &self.about.facts)?;
        let found = facts.subject(program, &self.about.id, self.about.kind.as_deref())?;
        let population = facts.population();
        let mut interview = match self.from_nothing {
            true => Interview::from_nothing(program, population, found.row, as_of),
            false => Interview::new(program, population, found.row, as_of),
        };
        if interview.answers().next().is_none() {
            let head = &program.entity(found.row.entity).head;
            let said = |lang: Lang| fill(question_words(lang).nobody_asks, &[("kind", &head.shown(lang))]);
            return Err(Failure::request(said(Lang::Zh), said(Lang::En)));
        }
        if let Some(file) = self.answers.as_deref().filter(|file| file.exists() || !self.interactive) {
            take_answers(program, &mut interview, file, as_of, lang)?;
        }
        let shown = Shown { program, lang, colour: terminal::colour(global.color) && !self.about.json };
        if self.interactive && !self.about.json {
            self.converse(&shown, &mut interview, as_of)?;
            let evaluator = Evaluator::new(program, interview.known(), as_of);
            let asked = ask(&evaluator, found.row, Some(found.key), found.called);
            let paint = Paint { colour: shown.colour, lang };
            outln!("");
            out!("{}", paint.asked(program, &asked, facts.notice(lang), false));
            return Ok(ExitCode::SUCCESS);
        }
        let questions = interview.questions();
        if self.about.json {
            let units = |fact: FactId| asked_unit(program.fact(fact));
            let mut json = questions_json(program, &interview, &questions, &units, lang);
            json["entity"] = json!(found.key.as_str());
            json["kind"] = json!(program.entity(found.row.entity).head.name.as_str());
            json["name"] = json!(found.called.map(|name| name.as_str()));
            json["as_of"] = json!(as_of.to_string());
            if let Some(notice) = facts.notice(lang) {
                json["notice"] = json!(notice);
            }
            outln!("{}", serde_json::to_string_pretty(&json).unwrap_or_default());
        } else {
            if let Some(notice) = facts.notice(lang) {
                outln!("⚠ {notice}");
            }
            out!("{}", shown.all(&interview, &questions, &found, as_of, self.first));
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Asks one by one until nothing further can change any answer, or nobody answers any more.
    fn converse(&self, shown: &Shown<'_>, interview: &mut Interview<'_>, as_of: Date) -> Result<(), Failure> {
        let words = question_words(shown.lang);
        outln!("{}", words.how);
        let mut lines = std::io::stdin().lock().lines();
        let mut asked = 0;
        let mut given: Vec<Given> = Vec::new();
        'questions: while let Some(question) = interview.next_question() {
            asked += 1;
            let unit = shown.unit(question.asked.fact);
            let name = question.gap.shown(shown.program, shown.lang);
            loop {
                let place: [(&str, &dyn std::fmt::Display); 3] = [("n", &asked), ("fact", &name), ("unit", &unit)];
                out!("{}{}", fill(words.prompt, &place), shown.choices(question.asked.fact));
                let _ = std::io::stdout().flush();
                let Some(Ok(line)) = lines.next() else { break 'questions };
                let line = line.trim();
                if line == "q" {
                    asked -= 1;
                    break 'questions;
                }
                if is_not_known(line) {
                    interview.refuse(question.asked);
                    given.push(Given { name: question.gap.name.clone(), value: "?".to_string() });
                    break;
                }
                match read_value(shown.program, question.asked.fact, line, as_of) {
                    Ok(value) => {
                        interview.tell(question.asked, value);
                        given.push(Given {
                            name: question.gap.name.clone(),
                            value: with_unit(shown.program, question.asked.fact, line),
                        });
                        break;
                    }
                    Err(why) => outln!("{}", why.get(shown.lang)),
                }
            }
        }
        outln!("");
        if interview.is_over() {
            out!("{}", shown.over(interview));
        } else {
            let open = interview.answers().filter(|answer| !answer.settled).count();
            outln!("{}", fill(words.stopped, &[("n", &open)]));
        }
        outln!("{}", fill(words.asked, &[("n", &asked)]));
        if let Some(file) = &self.answers {
            keep(file, &given)?;
            outln!("{}", fill(words.kept, &[("file", &file.display())]));
        }
        Ok(())
    }
}

fn keep(file: &Path, given: &[Given]) -> Result<(), Failure> {
    let lines: String = given.iter().map(|given| format!("{given}\n")).collect();
    let opened = OpenOptions::new().create(true).append(true).open(file);
    let written = opened.and_then(|mut out| out.write_all(lines.as_bytes()));
    written.map_err(|source| Failure::Facts(wuwei_facts::FactsError::Io { path: file.to_path_buf(), source }))
}

/// The answers of a file: a line each, or a JSON object.
fn given(file: &Path) -> Result<Vec<Given>, Failure> {
    let (shown, bytes) = read(file)?;
    let text = String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_string();
    let wrong = |at: String| {
        Failure::request(
            format!("{shown} {at}：写作“研发费用@2024 = 120万元”，一行一项"),
            format!("{shown} {at}: write 研发费用@2024 = 120万元, one a line"),
        )
    };
    if text.trim_start().starts_with('{') {
        let Ok(Json::Object(fields)) = serde_json::from_str(&text) else { return Err(wrong("JSON".to_string())) };
        let value = |value: &Json| match value {
            Json::Null => "?".to_string(),
            Json::Bool(true) => "是".to_string(),
            Json::Bool(false) => "否".to_string(),
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        return Ok(fields.iter().map(|(name, found)| Given { name: name.clone(), value: value(found) }).collect());
    }
    Given::lines(&text).map_err(|line| wrong(format!("({line})")))
}

/// Tells an interview what a file says: the subject's own facts by name, those of others once they are asked for.
fn take_answers(
    program: &Program,
    interview: &mut Interview<'_>,
    file: &Path,
    today: Date,
    lang: Lang,
) -> Result<(), Failure> {
    let subject = interview.subject();
    let said = |why: Text| {
        let name = file.display();
        Failure::request(format!("{name}：{}", why.zh), format!("{name}: {}", why.en))
    };
    let mut of_others: Vec<Given> = Vec::new();
    for given in given(file)? {
        // Those of another subject are called by the way that leads to them: `所在孵化器.孵化器级别`.
        if given.name.contains('.') {
            of_others.push(given);
            continue;
        }
        if is_not_known(&given.value) {
            let (fact, year) = read_name(program, subject.entity, &given.name).map_err(said)?;
            interview.refuse(Asked { subject, fact, year });
        } else {
            let read = read_named(program, subject.entity, &given.name, &given.value, today);
            let (fact, year, value) = read.map_err(said)?;
            interview.tell(Asked { subject, fact, year }, value);
        }
    }
    while let Some((at, asked)) = awaited(interview, &of_others) {
        let given = of_others.swap_remove(at);
        match is_not_known(&given.value) {
            true => interview.refuse(asked),
            false => {
                let value: Literal = read_value(program, asked.fact, &given.value, today).map_err(said)?;
                interview.tell(asked, value);
            }
        }
    }
    for given in of_others {
        let known = interview.answers().flat_map(|answer| &answer.waits).map(|gap| wuwei_source::Name::new(&gap.name));
        let hint = near(&given.name, known);
        let text = Text::new(
            format!("没有答案在等“{}”，跳过{}", given.name, hint.zh),
            format!("no answer waits for {}; passed over{}", given.name, hint.en),
        );
        eprintln!("{}", text.get(lang));
    }
    Ok(())
}

/// The first of some answers that something waits for.
fn awaited(interview: &Interview<'_>, given: &[Given]) -> Option<(usize, Asked)> {
    let gaps: Vec<&Gap> = interview.answers().flat_map(|answer| &answer.waits).collect();
    given.iter().enumerate().find_map(|(at, given)| {
        let gap = gaps.iter().find(|gap| gap.name == given.name)?;
        Some((at, Asked::of(gap)?))
    })
}

/// Shows questions on a terminal.
struct Shown<'a> {
    program: &'a Program,
    lang: Lang,
    colour: bool,
}

impl Shown<'_> {
    fn tint(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
    }

    /// The unit in which a fact is asked for, in brackets.
    fn unit(&self, fact: FactId) -> String {
        let unit = asked_unit(self.program.fact(fact));
        match self.lang {
            _ if unit.is_empty() => String::new(),
            Lang::Zh => format!("（{unit}）"),
            Lang::En => format!(" ({unit})"),
        }
    }

    /// What a fact may be, where that is a short list.
    fn choices(&self, fact: FactId) -> String {
        let definition = self.program.fact(fact);
        let names: Vec<&str> = match definition.ty {
            Type::Truth if self.lang == Lang::Zh => vec!["是", "否"],
            Type::Truth => vec!["yes", "no"],
            Type::Enum(id) => {
                let values = self.program.enumeration(id).values.iter().map(|value| value.as_str());
                values.chain(definition.or_none.then_some("无")).collect()
            }
            _ if definition.or_none && self.lang == Lang::Zh => vec!["没有就写 无"],
            _ if definition.or_none => vec!["无 if there is none"],
            _ => Vec::new(),
        };
        if names.is_empty() { String::new() } else { format!("[{}] ", names.join(" / ")) }
    }

    fn percent(chance: f64) -> String {
        match (chance * 100.0).round() {
            percent if percent < 1.0 && chance > 0.0 => "<1%".to_string(),
            percent if percent > 99.0 && chance < 1.0 => ">99%".to_string(),
            percent => format!("{percent:.0}%"),
        }
    }

    fn name(&self, group: wuwei_ir::GroupId) -> &'static str {
        self.program.item(self.program.group(group).versions[0]).head.shown(self.lang)
    }

    fn all(
        &self,
        interview: &Interview<'_>,
        questions: &[Question],
        found: &Found,
        as_of: Date,
        first: usize,
    ) -> String {
        let words = question_words(self.lang);
        let called = found.called.map_or("", |name| name.as_str());
        let mut out = format!("{}  {}  {as_of}\n", self.tint("1", called), found.key);
        let all = interview.answers().count();
        let settled = interview.answers().filter(|answer| answer.settled).count();
        let (open, facts) = (all - settled, open_facts(interview));
        let values: [(&str, &dyn std::fmt::Display); 4] =
            [("all", &all), ("settled", &settled), ("open", &open), ("facts", &facts)];
        out += &format!("{}\n", fill(words.state, &values));
        if questions.is_empty() {
            return out + &self.over(interview);
        }
        out += &format!("\n{}\n", self.tint("1", words.ask_first));
        let mut table = Table::new(&[Align::Right, Align::Left, Align::Right, Align::Left, Align::Left]);
        for (n, question) in questions.iter().take(first).enumerate() {
            let fact = format!("{}{}", question.gap.shown(self.program, self.lang), self.unit(question.asked.fact));
            let fact = if question.own { fact } else { format!("{fact} · {}", words.held_by_others) };
            let waiting = fill(words.waiting, &[("n", &question.waiting)]);
            let percent = match question.likelihood > 0.0 {
                true => fill(words.settles, &[("percent", &Self::percent(question.likelihood))]),
                false => words.step.to_string(),
            };
            table.row([&(n + 1).to_string(), &fact, &waiting, &self.stake(question), &percent]);
            let settles = self.settles(question);
            if !settles.is_empty() {
                table.line(format!("     {}", self.tint("2", &settles)));
            }
        }
        out += &table.show();
        if questions.len() > first {
            out += &format!("  … {}\n", fill(words.more, &[("n", &questions.len())]));
        }
        let chances = match questions.iter().map(|question| question.origin).find(|it| *it != Origin::Uniform) {
            Some(Origin::Peers(n)) => fill(words.chances_peers, &[("n", &n)]),
            _ => words.chances_uniform.to_string(),
        };
        out + &format!("\n{}\n", self.tint("2", &chances))
    }

    /// The money that waits for a question.
    fn stake(&self, question: &Question) -> String {
        let words = question_words(self.lang);
        let range = |money| show_range(Type::MONEY, None, wuwei_engine::Range::exactly(money), self.lang);
        match question.money {
            Some(money) if money.signum() == 0 => String::new(),
            Some(money) => fill(words.money, &[("money", &range(money))]),
            None => words.money_open.to_string(),
        }
    }

    /// What a question may settle by itself, the likeliest of it by name.
    fn settles(&self, question: &Question) -> String {
        const SHOWN: usize = 3;
        let words = question_words(self.lang);
        let is_named = |stake: Stake| stake != Stake::Quantity;
        let named = question.decides.iter().filter(|decides| is_named(decides.stake)).take(SHOWN);
        let each = |name: &str, chance: f64| {
            let percent = Self::percent(chance);
            fill(words.each, &[("name", &name), ("percent", &percent)])
        };
        let shown: Vec<String> = named.map(|decides| each(self.name(decides.group), decides.likelihood)).collect();
        let joined = shown.join(if self.lang == Lang::Zh { "、" } else { ", " });
        match question.decides.len() > shown.len() && !shown.is_empty() {
            true if self.lang == Lang::Zh => {
                format!("{joined} {}", fill(words.more, &[("n", &question.decides.len())]))
            }
            true => format!("{joined}; {}", fill(words.more, &[("n", &question.decides.len())])),
            false => joined,
        }
    }

    /// That the interview is over, and what still waits for what can't be asked.
    fn over(&self, interview: &Interview<'_>) -> String {
        let words = question_words(self.lang);
        let open = |answer: &&wuwei_reason::questions::OpenAnswer| {
            !answer.out_of_reach.is_empty() || (!answer.not_computable.is_empty() && !answer.standing.is_exact())
        };
        let open: Vec<_> = interview.answers().filter(open).collect();
        if open.is_empty() {
            return format!("{}\n", words.over);
        }
        let mut out = format!("{}\n", fill(words.over_but, &[("n", &open.len())]));
        for answer in open {
            const SHOWN: usize = 3;
            let gaps = answer.out_of_reach.iter().map(|gap| gap.shown(self.program, self.lang));
            let mut facts: Vec<String> = gaps.take(SHOWN).collect();
            if facts.is_empty() {
                facts.push(words.undecidable.to_string());
            }
            let facts = facts.join(if self.lang == Lang::Zh { "、" } else { ", " });
            let values: [(&str, &dyn std::fmt::Display); 2] = [("name", &self.name(answer.group)), ("facts", &facts)];
            out += &format!("  {}\n", fill(words.waits_for, &values));
        }
        out
    }
}
