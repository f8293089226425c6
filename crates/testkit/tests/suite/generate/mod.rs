//! Documents made at random: well typed, over a small vocabulary, holding every construct that answers are computed from.

mod condition;
mod name;
mod number;
mod rule;
pub(crate) mod tree;
pub(crate) mod vocabulary;

use wuwei_project::Library;

use crate::random::Random;
use tree::Tree;
use vocabulary::{Kind, Ty, VOCABULARY};

/// A document, and what the facts made for it should know.
pub(crate) struct Made {
    tree: Tree,
    /// Numbers that its rules compare with: facts on and beside them are where mistakes are.
    pub(crate) constants: Vec<(Ty, i64)>,
    /// Names of its benefits.
    pub(crate) benefits: Vec<String>,
}

impl Maker {
    /// Keeps a rule for those that come after it.
    fn add_rule(&mut self, kind: Kind, name: &str, ty: Ty, yearly: bool, tree: &Tree) {
        let text = tree.print();
        let divides = [" / ", "scaled", "growth", "^", "binary64"].iter().any(|sign| text.contains(sign));
        let plain = !divides && self.rules.iter().all(|rule| rule.plain || !text.contains(&rule.name));
        self.rules.push(Rule { kind, name: name.to_string(), ty, yearly, plain });
    }
}

impl Made {
    pub(crate) fn text(&self) -> String {
        document(&self.tree)
    }

    /// The same document with everything in another order that may stand in any.
    pub(crate) fn permuted(&self, random: &mut Random) -> String {
        document(&self.tree.permuted(random))
    }
}

fn document(tree: &Tree) -> String {
    let header =
        "document made.rules { title \"规则\" \"Rules\" region 朝阳区 in force from 2020-01-01 basis official }";
    format!("# 规则\n\n```wuwei\n{header}\n\n{}\n```\n", tree.print())
}

/// Compiles a made document; anything that the compiler says about it is a fault of the generator or the compiler.
pub(crate) fn compile(text: &str) -> Library {
    let files = [("vocabulary.md", VOCABULARY), ("made.md", text)];
    let library = Library::from_texts(files.map(|(path, text)| (path.to_string(), text.to_string())));
    if !library.diagnostics.is_empty() {
        let said: Vec<String> = library
            .diagnostics
            .iter()
            .map(|found| {
                let at = library.sources.get(found.place().file).line_column(found.place().span.start);
                let line = text.lines().nth(at.line as usize - 1).unwrap_or("");
                format!("{}:{} {}: {}\n    {line}", at.line, at.column, found.id, found.headline.en)
            })
            .collect();
        panic!("a made document is faulty:\n{}\n{text}", said.join("\n"));
    }
    library
}

/// A rule that later ones may refer to.
#[derive(Clone, Debug)]
struct Rule {
    kind: Kind,
    /// Its name, or score and part.
    name: String,
    ty: Ty,
    yearly: bool,
    /// Whether it divides nothing.
    plain: bool,
}

/// Where an expression stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Whose facts bare names are.
    kind: Kind,
    /// Whose facts names with a prefix are.
    outer: Option<Kind>,
    /// Whether a year is known from the surroundings.
    year: bool,
    /// Whether nothing may be divided here: numbers are exact fractions of a fixed size, and quotients of quotients of
    /// amounts of money don't fit.
    plain: bool,
}

impl Place {
    fn of(kind: Kind) -> Place {
        Place { kind, outer: None, year: false, plain: false }
    }

    fn plain(self) -> Place {
        Place { plain: true, ..self }
    }
}

/// Makes one document.
struct Maker {
    random: Random,
    constants: Vec<(Ty, i64)>,
    rules: Vec<Rule>,
    benefits: Vec<String>,
    statuses: Vec<(Kind, String)>,
    /// Names given so far.
    named: usize,
}

/// Makes a document.
pub(crate) fn make(seed: u64) -> Made {
    let mut maker = Maker {
        random: Random::new(seed),
        constants: Vec::new(),
        rules: Vec::new(),
        benefits: Vec::new(),
        statuses: Vec::new(),
        named: 0,
    };
    let tree = maker.rules();
    Made { tree, constants: maker.constants, benefits: maker.benefits }
}
