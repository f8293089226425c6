//! The pages of the guide as they are carried in the binary: each has an address that is the same in both languages.

use std::sync::LazyLock;

use wuwei_source::Lang;

include!(concat!(env!("OUT_DIR"), "/guide.rs"));

/// A page of the guide.
pub(super) struct Leaf {
    /// Its address below `/guide/`.
    pub(super) slug: String,
    /// Its language.
    pub(super) lang: Lang,
    /// Its file below the folder of documents.
    pub(super) path: &'static str,
    /// Its text.
    pub(super) text: &'static str,
}

impl Leaf {
    /// Its first heading.
    pub(super) fn title(&self) -> &'static str {
        let first = self.text.lines().find_map(|line| line.strip_prefix("# "));
        first.unwrap_or(self.path).trim()
    }
}

/// All pages, in the order of their files.
static LEAVES: LazyLock<Vec<Leaf>> = LazyLock::new(|| {
    let leaf = |(path, text): &(&'static str, &'static str)| {
        let (slug, lang) = address(path);
        Leaf { slug, lang, path, text }
    };
    FILES.iter().map(leaf).collect()
});

/// The address and the language of a file.
fn address(path: &str) -> (String, Lang) {
    let bare = path.trim_end_matches(".md");
    let (bare, mut lang) = match bare.strip_suffix(".zh-CN") {
        Some(bare) => (bare, Lang::Zh),
        None => (bare, Lang::En),
    };
    let mut parts: Vec<&str> = bare.split('/').collect();
    if parts.contains(&"zh") {
        lang = Lang::Zh;
    }
    parts.retain(|part| !["zh", "en", "README"].contains(part));
    (parts.join("-"), lang)
}

/// The pages in a language.
pub(super) fn leaves(lang: Lang) -> impl Iterator<Item = &'static Leaf> {
    LEAVES.iter().filter(move |leaf| leaf.lang == lang)
}

/// The page at an address.
pub(super) fn leaf(slug: &str, lang: Lang) -> Option<&'static Leaf> {
    leaves(lang).find(|leaf| leaf.slug == slug)
}

/// The pages that belong together under a first word: the chapters of the book, the pages of the reference, in the order in
/// which the first of them names them.
pub(super) fn chapters(of: &str, lang: Lang) -> Vec<&'static Leaf> {
    let prefix = format!("{of}-");
    let mut all: Vec<&Leaf> = leaves(lang).filter(|leaf| leaf.slug.starts_with(&prefix)).collect();
    let index = leaf(of, lang).map_or("", |leaf| leaf.text);
    let file = |leaf: &Leaf| leaf.path.rsplit('/').next().unwrap_or_default();
    all.sort_by_key(|leaf| index.find(&format!("]({})", file(leaf))).unwrap_or(usize::MAX));
    all
}

/// Where a link of a page leads: to another page of the guide, or nowhere.
pub(super) fn link(from: &Leaf, to: &str) -> Option<String> {
    let (file, anchor) = to.split_once('#').map_or((to, None), |(file, anchor)| (file, Some(anchor)));
    let target = match file {
        "" => from,
        file => {
            let mut parts: Vec<&str> = from.path.split('/').collect();
            parts.pop();
            for part in file.split('/') {
                match part {
                    "." | "" => {}
                    ".." => drop(parts.pop()?),
                    part => parts.push(part),
                }
            }
            let path = parts.join("/");
            let index = format!("{path}/{}/README.md", if from.lang == Lang::Zh { "zh" } else { "en" });
            LEAVES.iter().find(|leaf| leaf.path == path || leaf.path == index)?
        }
    };
    let anchor = match anchor {
        Some(anchor) => format!("#{}", heading(target, anchor)?),
        None => String::new(),
    };
    Some(if std::ptr::eq(target, from) && !anchor.is_empty() {
        anchor
    } else {
        format!("/guide/{}{anchor}", target.slug)
    })
}

/// The heading that an anchor means: its words, whatever stands between them.
fn heading(leaf: &Leaf, anchor: &str) -> Option<String> {
    let bare =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    crate::parts::markdown::parts(leaf.text).into_iter().find_map(|part| match part {
        crate::parts::markdown::Part::Heading { id, text, .. } if bare(&text) == bare(anchor) => Some(id),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_there_in_both_languages() {
        let slugs = |lang| leaves(lang).map(|leaf| leaf.slug.as_str()).collect::<std::collections::BTreeSet<_>>();
        assert_eq!(slugs(Lang::Zh), slugs(Lang::En));
        assert!(slugs(Lang::En).contains("reference-03-header") && slugs(Lang::En).contains("book-simulate"));
        assert_eq!(chapters("reference", Lang::Zh).len(), 35);
        assert_eq!(chapters("book", Lang::En)[0].slug, "book-explain");
    }

    #[test]
    fn links_between_pages_lead_to_pages() {
        let book = leaf("book", Lang::En).unwrap();
        assert_eq!(link(book, "explain.md").as_deref(), Some("/guide/book-explain"));
        assert_eq!(link(book, "../tutorial.md").as_deref(), Some("/guide/tutorial"));
        assert_eq!(link(book, "../reference/").as_deref(), Some("/guide/reference"));
        let header = leaf("reference-03-header", Lang::Zh).unwrap();
        assert_eq!(link(header, "#修改稿").as_deref(), Some("#修改稿"));
        let names = link(leaf("reference-03-header", Lang::En).unwrap(), "README.md#names-in-the-examples");
        assert_eq!(names.as_deref(), Some("/guide/reference#Names-in-the-examples"));
        assert_eq!(link(book, "../../../etc/passwd"), None);
        assert_eq!(link(book, "https://example.org"), None);
        // Every link of every page leads somewhere.
        for leaf in LEAVES.iter() {
            for to in leaf.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                if to.ends_with(".md") || to.contains(".md#") || to.starts_with('#') {
                    assert!(link(leaf, to).is_some(), "{}: {to}", leaf.path);
                }
            }
        }
    }
}
