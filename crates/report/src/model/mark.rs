//! What has to be known before anything is read: that a text is second-hand, rules are proposed, values made up.

use wuwei_ir::Basis;

use super::Material;
use super::source::ObservationRow;
use crate::words::pick;

/// A remark at the head of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What kind.
    pub kind: MarkKind,
    /// One sentence.
    pub text: String,
}

/// Kinds of remarks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// Values were made up for a demonstration.
    Synthetic,
    /// The document or the rules don't rest on an official text.
    Advisory,
}

pub(super) fn marks(material: &Material<'_>, rules_basis: Option<&str>, observations: &[ObservationRow]) -> Vec<Mark> {
    let lang = material.lang;
    let mut marks = Vec::new();
    let made_up = |text: &str| text.contains("合成") || text.to_lowercase().contains("synthetic");
    if observations.iter().any(|row| made_up(&row.source) || made_up(&row.note)) {
        let text = pick(
            lang,
            "含合成数据：部分数值为演示而造，不是任何单位的统计。",
            "Contains synthetic data: some values were made up for demonstration and are nobody's statistics.",
        );
        marks.push(Mark { kind: MarkKind::Synthetic, text: text.to_string() });
    }
    let document = material.program.document(material.document);
    let why = document.basis_why.map(|why| why.get(lang)).unwrap_or_default();
    let said = match document.basis {
        Basis::Official => None,
        Basis::Secondary => Some(pick(lang, "文件依据二手材料。", "The document rests on reports of its text. ")),
        Basis::Elsewhere => Some(pick(lang, "文件借用外地规定。", "The document borrows another place's rules. ")),
        Basis::Assumed => Some(pick(lang, "文件含假设。", "The document is assumed. ")),
    };
    if let Some(said) = said {
        marks.push(Mark { kind: MarkKind::Advisory, text: format!("{said}{why}") });
    }
    if let Some(why) = rules_basis {
        let said = pick(lang, "判定规则仅供参考。", "The rules of the verdicts are advisory. ");
        marks.push(Mark { kind: MarkKind::Advisory, text: format!("{said}{why}") });
    }
    marks
}
