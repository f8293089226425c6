//! Declarations.

use super::name::literal;
use super::tree::{Tree, row};
use super::vocabulary::{Kind, NUMERIC, Ty};
use super::{Maker, Place};

impl Maker {
    /// All declarations, in any order.
    pub(super) fn rules(&mut self) -> Tree {
        let mut out = Vec::new();
        for kind in Kind::ALL {
            if kind == Kind::Firm {
                continue;
            }
            for _ in 0..self.random.below(3) {
                out.push(self.value(kind));
                out.push(self.status(kind));
            }
        }
        for _ in 0..self.random.between(3, 8) {
            out.push(match self.random.below(10) {
                0..=2 => self.value(Kind::Firm),
                3..=5 => self.status(Kind::Firm),
                6 => self.level(),
                7 => self.weighted(),
                _ => self.score(),
            });
        }
        for _ in 0..self.random.below(3) {
            out.extend(self.exceptions());
        }
        for _ in 0..self.random.between(1, 5) {
            out.push(self.benefit());
        }
        for _ in 0..self.random.below(4) {
            out.extend(self.stacking());
        }
        for _ in 0..self.random.below(3) {
            out.push(self.indicator());
        }
        Tree::Any("\n\n", out)
    }

    /// An indicator computed from facts, alone or with a sum or share of it.
    fn indicator(&mut self) -> Tree {
        let (first, second) = (self.name("指标"), self.name("指标"));
        let kind = *self.random.pick(&[Kind::Firm, Kind::Park]);
        let place = Place::of(kind);
        let filter = row![format!(" of {} where {{\n", kind.name()), self.conditions(1, 2, 1, place), "\n}\n}\n\n"];
        if self.random.one_in(2) {
            let formula = self.number(Ty::Money, 1, place);
            let more = format!("indicator {second} \"Sum\" in 亿元 {{ flow per year   adds {first}, {first} }}");
            return row![
                format!("indicator {first} \"Money\" in 亿元 {{ flow per year   sums "),
                formula,
                filter,
                more
            ];
        }
        let counts = row![" where {\n", self.conditions(1, 2, 1, place), "\n}\n}\n\n"];
        let unit = if kind == Kind::Firm { "户" } else { "家" };
        let all = format!("indicator {second} \"All\" in {unit} {{ stock at year end   counts {} }}\n\n", kind.name());
        let share = self.name("指标");
        let share = format!("indicator {share} \"Share\" in % {{ share   divides {first} by {second} }}");
        let opening = format!("indicator {first} \"Some\" in {unit} {{ stock at year end   counts {}", kind.name());
        row![opening, counts, all, share]
    }

    fn name(&mut self, stem: &str) -> String {
        self.named += 1;
        format!("{stem}{}", self.named)
    }

    fn value(&mut self, kind: Kind) -> Tree {
        let name = self.name("数值");
        let ty = *self.random.pick(&NUMERIC);
        let yearly = matches!(kind, Kind::Firm | Kind::Park) && self.random.one_in(4);
        let place = Place { year: yearly, ..Place::of(kind) };
        let depth = self.random.between(1, 3) as usize;
        let formula = self.number(ty, depth, place);
        let word = if yearly { " yearly" } else { "" };
        let tree = row![format!("value {name} \"Value\" of {}{word} is ", kind.name()), formula];
        self.add_rule(kind, &name, ty, yearly, &tree);
        tree
    }

    /// A value that is a choice: of the level, or a day.
    fn level(&mut self) -> Tree {
        let place = Place::of(Kind::Firm);
        let name = self.name("档次");
        if self.random.one_in(4) {
            let months = self.random.between(1, 40);
            let tree = row![format!("value {name} \"Day\" of 企业 is 成立日期 + {months} 个月 or end of month")];
            self.add_rule(Kind::Firm, &name, Ty::Date, false, &tree);
            return tree;
        }
        let mut first = true;
        let mut lines = Vec::new();
        for condition in self.distinct(place) {
            // The first line says of which type the value is.
            let choice = if first { "级别" } else { *self.random.pick(&["市级", "省级", "国家级", "级别"]) };
            first = false;
            lines.push(row![condition, format!(" : {choice}\n")]);
        }
        let last = *self.random.pick(&["市级", "省级", "国家级"]);
        let tree = row![
            format!("value {name} \"Level\" of 企业 is by cases {{\n"),
            Tree::Row(lines),
            format!("else : {last}\n}}")
        ];
        self.add_rule(Kind::Firm, &name, Ty::Level, false, &tree);
        tree
    }

    fn applies(&mut self, place: Place) -> Tree {
        match self.random.below(4) {
            0 => row!["applies when ", self.condition(1, place), "\n"],
            _ => "".into(),
        }
    }

    fn status(&mut self, kind: Kind) -> Tree {
        let name = self.name("身份");
        let place = Place::of(kind);
        let depth = self.random.between(1, 3) as usize;
        let body = row![self.applies(place), self.conditions(1, 3, depth, place)];
        let tree = row![format!("status {name} \"Status\" of {} {{\n", kind.name()), body, "\n}"];
        self.add_rule(kind, &name, Ty::Truth, false, &tree);
        self.statuses.push((kind, name));
        tree
    }

    /// One or two exceptions to a status that has none yet.
    fn exceptions(&mut self) -> Vec<Tree> {
        if self.statuses.is_empty() {
            return Vec::new();
        }
        let (kind, status) = self.statuses.swap_remove(self.random.below(self.statuses.len()));
        // Rules that came after the status may rest on it, and an exception that read them would close a circle.
        let known = self.rules.iter().position(|rule| rule.name == status).unwrap_or(0);
        let later = self.rules.split_off(known);
        let place = Place::of(kind);
        let mut out = Vec::new();
        let mut over = String::new();
        for _ in 0..self.random.between(1, 2) {
            let name = self.name("例外");
            let opening = format!("exception {name} \"Exception\" to {status} when ");
            let tree = row![opening, self.condition(1, place), over, " {\n", self.conditions(1, 2, 1, place), "\n}"];
            out.push(tree);
            over = format!(" over {name}");
        }
        self.rules.extend(later);
        out
    }

    fn score(&mut self) -> Tree {
        let name = self.name("评分");
        let place = Place::of(Kind::Firm);
        let mut parts = Vec::new();
        let mut total = 0;
        let mut names = Vec::new();
        for n in 0..self.random.between(1, 4) {
            let most = *self.random.pick(&[10, 20, 25]);
            total += most;
            let part = format!("部分{n}");
            parts.push(self.part(&part, most, place));
            names.push(part);
        }
        let capped = total > 20 && self.random.one_in(4);
        let (most, word) = if capped { (total - 10, " capped") } else { (total, "") };
        let applies = self.applies(place);
        let opening = format!("score {name} \"Score\" of 企业 out of {most}{word} {{\n");
        let tree = row![opening, applies, Tree::Any("\n", parts), "\n}"];
        self.add_rule(Kind::Firm, &name, Ty::Points, false, &tree);
        let part = format!("{name}.{}", self.random.pick(&names));
        self.add_rule(Kind::Firm, &part, Ty::Points, false, &tree);
        tree
    }

    fn part(&mut self, name: &str, most: i64, place: Place) -> Tree {
        let opening = format!("part {name} \"Part\" out of {most} ");
        let points = |maker: &mut Maker| Tree::text(maker.random.between(0, most).to_string());
        let judged = |maker: &mut Maker| {
            let low = maker.random.between(0, most);
            Tree::text(format!("{low} to {}", maker.random.between(low, most)))
        };
        match self.random.below(8) {
            0 | 1 => row![opening, "is ", self.bands_giving(2, place, &points)],
            2 => row![opening, self.cases_giving(place, &points)],
            3 => row![opening, "is ", self.bands_giving(1, place, &judged)],
            4 => {
                let choices = (0..2).map(|_| self.bands_giving(1, place, &points)).collect();
                row![opening, "is the larger of { ", Tree::Any("\n", choices), " }"]
            }
            5 if self.random.one_in(2) => row![opening, "is expert 评审分 within ", judged(self)],
            5 => row![opening, "is expert 评审分 within ", self.bands_giving(1, place, &judged)],
            6 => {
                let of = *self.random.pick(&NUMERIC);
                let (low, high) = (literal(of, 0), literal(of, of.most()));
                row![opening, "scaled ", self.number(of, 1, place), format!(" from {low} to {high}")]
            }
            _ => {
                let half = (most * 3 + 4) / 5;
                let parts = (0..2).map(|n| self.part(&format!("{name}之{n}"), half, place)).collect();
                row![opening, "capped {\n", Tree::Any("\n", parts), "\n}"]
            }
        }
    }

    /// A score whose weights depend on a stage.
    fn weighted(&mut self) -> Tree {
        let (stage, table, score) = (self.name("阶段"), self.name("权重"), self.name("积分"));
        let place = Place::of(Kind::Firm);
        let stages = ["初创", "成长", "稳定"];
        let mut lines = Vec::new();
        for condition in self.distinct(place) {
            lines.push(row![condition, format!(" : {}\n", self.random.pick(&stages))]);
        }
        let choices = "初创 \"early\" < 成长 \"growing\" < 稳定 \"mature\"";
        let stage_tree = row![
            format!("value {stage} \"Stage\" of 企业 : one of {choices} is by cases {{\n"),
            Tree::Row(lines),
            "else : 稳定\n}\n\n"
        ];
        let first: Vec<i64> = (0..3).map(|_| self.random.between(0, 60)).collect();
        let row_of = |weights: Vec<i64>| weights.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        let rest: Vec<i64> = first.iter().map(|weight| 100 - weight).collect();
        let rows = format!("columns 初创, 成长, 稳定\n甲 : {}\n乙 : {}\n", row_of(first), row_of(rest));
        let weights = format!("weights {table} \"Weights\" by {stage} {{\n{rows}}}\n\n");
        let parts: Vec<Tree> = ["甲", "乙"]
            .into_iter()
            .map(|part| {
                let of = *self.random.pick(&NUMERIC);
                let (low, high) = (literal(of, 0), literal(of, of.most()));
                row![
                    format!("part {part} \"Part\" scaled "),
                    self.number(of, 1, place),
                    format!(" from {low} to {high}")
                ]
            })
            .collect();
        let opening = format!("score {score} \"Points\" of 企业 out of 100 weighted by {table} {{\n");
        let tree = row![stage_tree, weights, opening, Tree::Any("\n", parts), "\n}"];
        self.add_rule(Kind::Firm, &score, Ty::Points, false, &tree);
        tree
    }

    fn benefit(&mut self) -> Tree {
        let name = self.name("补助");
        let place = Place::of(Kind::Firm);
        let when: Vec<Tree> = (0..self.random.between(1, 2)).map(|_| row!["when ", self.condition(2, place)]).collect();
        let pays = match self.random.below(5) {
            0 => row!["pays at most ", self.number(Ty::Money, 1, place)],
            1 => {
                let low = self.constant(Ty::Money);
                let high = low + self.constant(Ty::Money);
                row![format!("pays {} to {}", literal(Ty::Money, low), literal(Ty::Money, high))]
            }
            2 => row!["pays ", self.constant_text(Ty::Money)],
            _ => row!["pays ", self.number(Ty::Money, 2, place)],
        };
        let often =
            ["", "", "once\n", "yearly\n", "once per 级别\n", "once per 认定年度\n", "monthly, at most 24 months\n"];
        let papers = ["", "automatic\n", "documents \"材料\" \"Papers\"\n"];
        let rest = format!("{}{}payer 区财政局", self.random.pick(&often), self.random.pick(&papers));
        let opening = format!("benefit {name} \"Grant\" to 企业 {{\n");
        let tree = row![opening, self.applies(place), Tree::Any("\n", when), "\n", pays, "\n", rest, "\n}"];
        if self.random.one_in(2) {
            self.add_rule(Kind::Firm, &name, Ty::Money, false, &tree);
        }
        self.benefits.push(name);
        tree
    }

    /// Benefits that exclude or limit each other.
    fn stacking(&mut self) -> Option<Tree> {
        let mut members = self.benefits.clone();
        self.random.shuffle(&mut members);
        members.truncate(self.random.between(1, 4) as usize);
        let members = members.join(", ");
        let name = self.name("叠加");
        Some(match self.random.below(4) {
            0 => format!("at most one of {name} \"One\" {{ members {members} }}").into(),
            1 => format!("the highest of {name} \"Highest\" {{ members {members} }}").into(),
            _ => {
                let most = self.constant_text(Ty::Money);
                format!("limit {name} \"Limit\" {{ members {members}\nat most {most} per year }}").into()
            }
        })
    }
}
