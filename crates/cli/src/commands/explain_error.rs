//! `wuwei explain-error`

use std::process::ExitCode;

use clap::Args;
use wuwei_project::{pages, words};
use wuwei_source::{Lang, Name, did_you_mean};

use crate::args::Global;
use crate::failure::Failure;

#[derive(Debug, Args)]
pub(crate) struct ExplainError {
    /// The kind, for example unknown-name; without it all are listed
    #[arg(id = "error_id", value_name = "ID")]
    id: Option<String>,
}

impl ExplainError {
    pub(crate) fn run(&self, _: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let pages = pages();
        let Some(id) = &self.id else {
            for page in pages {
                let first = page.explanation(lang).lines().next().unwrap_or("");
                let end = first.find(['。', '.']).map_or(first.len(), |at| at);
                outln!("{:<30}{}", page.id, &first[..end]);
            }
            return Ok(ExitCode::SUCCESS);
        };
        let Some(page) = pages.iter().find(|page| page.id == id) else {
            let near = did_you_mean(id, pages.iter().map(|page| Name::new(page.id)));
            let hint = near.first().map_or("", |name| name.as_str());
            return Err(Failure::request(
                format!(
                    "没有编号为 `{id}` 的问题。{}",
                    if hint.is_empty() { String::new() } else { format!("是不是 `{hint}`？") }
                ),
                format!(
                    "no diagnostic is called `{id}`. {}",
                    if hint.is_empty() { String::new() } else { format!("Did you mean `{hint}`?") }
                ),
            ));
        };
        let words = words(lang);
        outln!("# {}\n\n{}\n", page.id, page.explanation(lang));
        outln!("## {}\n\n{}\n", words.wrong, page.section("Wrong"));
        outln!("## {}\n\n{}", words.right, page.section("Right"));
        Ok(ExitCode::SUCCESS)
    }
}
