//! From trees to the typed program.
//!
//! Passes in order, each a module: [`collect`] gives every declared name a place in the program's tables, and
//! `reform` puts what a draft changes in the place of what it was; [`regions`] and
//! [`vocabulary`] resolve where and what; [`rules`] and [`plan`] lower the bodies with [`expr`]; [`versions`] and
//! [`cycles`] check what concerns several rules; [`test`] reads the documents' tests. A fault never stops the next pass:
//! one run reports all.
//!
//! Every kind of diagnostic has its own file in [`diagnostics`].

mod collect;
mod context;
mod cycles;
pub mod diagnostics;
mod effort;
mod expr;
mod literal;
mod lookup;
mod plan;
mod reform;
mod regions;
mod rules;
mod scope;
mod target;
mod test;
mod versions;
mod vocabulary;
mod words;

use wuwei_ir::Program;
use wuwei_source::{Diagnostic, FileId, Source, SourceMap, parallel};
use wuwei_syntax::ast::{self, DeclKind};

pub use context::Context;
pub use scope::{Found, Scopes, Space};
pub use test::{Answer, Expectation, TestCase, TestSubject};

/// A compiled library: the program, the names it can be asked by, and what was found wrong.
#[derive(Debug)]
pub struct Checked {
    /// Program and scopes.
    pub context: Context,
    /// Findings in order of file and place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// The program.
    pub fn program(&self) -> &Program {
        &self.context.program
    }
}

/// Drops declarations that are in the program now: those of a nation's documents would fill the memory.
fn forget(documents: &mut [ast::Document], is_done: impl Fn(&DeclKind) -> bool + Sync) {
    parallel::each_mut(documents, |document| document.decls.retain(|decl| !is_done(&decl.kind)));
}

/// Compiles all files together.
pub fn check(sources: &SourceMap) -> Checked {
    check_without(sources, &[])
}

/// Compiles all files but some together, as if nothing stood in those. Drafts are left out so: a document that reforms others
/// changes the program that it is compiled with.
pub fn check_without(sources: &SourceMap, left_out: &[FileId]) -> Checked {
    let files: Vec<(FileId, &Source)> = sources.iter().collect();
    let mut documents = parallel::map(&files, |(id, source)| match left_out.contains(id) {
        true => wuwei_syntax::parse(*id, ""),
        false => wuwei_syntax::parse(*id, source.text()),
    });
    let mut context = Context::default();
    collect::documents(&mut context, &documents);
    regions::resolve(&mut context, &documents);
    collect::names(&mut context, &documents);
    vocabulary::resolve(&mut context, &documents);
    forget(&mut documents, |kind| matches!(kind, DeclKind::Entity(_) | DeclKind::Extend(_)));
    rules::lower(&mut context, &documents);
    forget(&mut documents, DeclKind::is_rule);
    plan::lower(&mut context, &documents);
    forget(&mut documents, |_| true);
    versions::check(&mut context);
    cycles::check(&mut context);
    test::check(&context, sources);
    let diagnostics = context.finish(documents);
    Checked { context, diagnostics }
}
