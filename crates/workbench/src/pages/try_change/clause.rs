//! What is edited: a whole document, or one clause of it with its exceptions and tests.

use std::ops::Range;

use wuwei_ir::{DocId, Document};
use wuwei_source::{FileId, Text};
use wuwei_syntax::ast::{Decl, DeclKind};
use wuwei_syntax::parse;

use crate::asking::Asking;
use crate::fault::Fault;
use crate::pages::Moment;

/// A stretch of a document that somebody edits.
pub(super) struct Clause<'a> {
    /// The document.
    pub(super) document: &'a Document,
    /// Its place among the documents.
    pub(super) doc: DocId,
    /// The clause; none for the whole document.
    pub(super) rule: Option<String>,
    whole: &'a str,
    range: Range<usize>,
    label: Option<String>,
}

impl<'a> Clause<'a> {
    pub(super) fn find(moment: &Moment<'a>, id: &str, rule: &str) -> Result<Clause<'a>, Fault> {
        let library = moment.snapshot.library();
        let program = library.program();
        let position = program.documents.iter().position(|document| document.id == id);
        let doc = position.map(DocId::from_index).ok_or_else(|| {
            Fault::not_found(Text::new(format!("没有文件 {id}"), format!("there is no document {id}")))
        })?;
        let document = program.document(doc);
        let whole = library.sources.get(document.file).text();
        if rule.is_empty() {
            return Ok(Clause { document, doc, rule: None, whole, range: 0..whole.len(), label: None });
        }
        let range = stretch(whole, rule).ok_or_else(|| {
            Fault::not_found(Text::new(format!("文件里没有条款 {rule}"), format!("the document has no clause {rule}")))
        })?;
        let item = program.items.iter().find(|item| item.head.doc == doc && item.head.name == rule);
        let label = item.map(|item| item.head.shown(moment.asking.lang).to_string());
        Ok(Clause { document, doc, rule: Some(rule.to_string()), whole, range, label })
    }

    /// What is edited, as it is.
    pub(super) fn text(&self) -> &'a str {
        self.whole.get(self.range.clone()).unwrap_or_default()
    }

    /// The whole document as it is.
    pub(super) fn whole(&self) -> &'a str {
        self.whole
    }

    /// The whole document with another text in its place.
    pub(super) fn with(&self, text: &str) -> String {
        let tail = self.whole.get(self.range.end..).unwrap_or_default();
        // A last line that was left open would swallow the fence behind it.
        let open = !text.is_empty() && !text.ends_with('\n') && !tail.is_empty() && !tail.starts_with('\n');
        let (head, line) = (self.whole.get(..self.range.start).unwrap_or_default(), if open { "\n" } else { "" });
        format!("{head}{text}{line}{tail}")
    }

    /// The number of its first line in the document.
    pub(super) fn first_line(&self) -> usize {
        self.whole.get(..self.range.start).unwrap_or_default().matches('\n').count() + 1
    }

    /// What it is called.
    pub(super) fn title(&self, asking: &Asking) -> String {
        let document = self.document.title.get(asking.lang).to_string();
        self.label.clone().or_else(|| self.rule.clone()).unwrap_or(document)
    }
}

/// A clause with what belongs to it: exceptions and tests that follow in the same block. Where it has several versions, the last.
fn stretch(text: &str, rule: &str) -> Option<Range<usize>> {
    let tree = parse(FileId(0), text);
    let is_meant = |decl: &&Decl| decl.kind.is_rule() && decl.name.is_some_and(|name| name.name == rule);
    let at = tree.decls.iter().rposition(|decl| is_meant(&decl))?;
    let decl = &tree.decls[at];
    let block = tree.outline.blocks.iter().find(|block| block.code.range().contains(&(decl.span.start as usize)))?;
    let belongs = |decl: &&Decl| {
        block.code.range().contains(&(decl.span.start as usize))
            && matches!(decl.kind, DeclKind::Test | DeclKind::Exception(_))
    };
    let last = tree.decls[at + 1..].iter().take_while(belongs).last().unwrap_or(decl);
    let end = (last.span.end as usize).max(decl.span.end as usize);
    // With the end of the line, and without the fence.
    let rest = text.get(end..)?;
    let end = end + rest.find('\n').map_or(rest.len(), |at| at + 1);
    Some(decl.span.start as usize..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_comes_with_its_tests() {
        let text = "# 甲\n\n```wuwei\nstatus 乙 of 企业 { 上市 }\n\ntest \"一\" {\n  given 企业 { }\n}\nstatus 丙 of 企业 { 上市 }\n```\n\n```wuwei\ntest \"二\" { }\n```\n";
        let range = stretch(text, "乙").unwrap();
        assert_eq!(&text[range], "status 乙 of 企业 { 上市 }\n\ntest \"一\" {\n  given 企业 { }\n}\n");
        assert_eq!(&text[stretch(text, "丙").unwrap()], "status 丙 of 企业 { 上市 }\n");
        assert_eq!(stretch(text, "丁"), None);
    }
}
