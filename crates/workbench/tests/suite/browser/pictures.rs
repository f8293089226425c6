//! Pictures of every page, for people to look at: `cargo xtask screenshots FOLDER`.

use std::path::{Path, PathBuf};

use super::driver::{SIZES, Window};
use super::pages;
use super::states::{Look, states};

#[test]
#[ignore = "it takes pictures for people; `cargo xtask screenshots` runs it"]
fn pictures_of_every_page() {
    let folder = PathBuf::from(std::env::var_os("WUWEI_SCREENSHOTS").unwrap());
    std::fs::create_dir_all(&folder).unwrap();
    let mut names: Vec<String> = Vec::new();
    for path in pages() {
        let short = name(path);
        // Two pages may be shortened to the same name.
        let same = names.iter().filter(|known| known.trim_end_matches(char::is_numeric) == short).count();
        names.push(if same == 0 { short } else { format!("{short}{}", same + 1) });
    }
    for lang in ["zh", "en"] {
        let Some(window) = Window::open(lang) else { panic!("there is no browser to take pictures with") };
        for (path, name) in pages().iter().zip(&names) {
            window.go(path);
            take(&window, &folder, name, lang);
        }
        states(&window, lang, &Look { take: &|name| take(&window, &folder, name, lang) });
    }
}

/// What is shown, in every size and on paper. It isn't loaded again: what was sent to it would be lost.
fn take(window: &Window, folder: &Path, name: &str, lang: &str) {
    for (size, width, height) in SIZES {
        window.size(width, height);
        std::fs::write(folder.join(format!("{name}-{lang}-{size}.png")), window.picture()).unwrap();
    }
    std::fs::write(folder.join(format!("{name}-{lang}-a4.pdf")), window.paper()).unwrap();
    window.size(SIZES[0].1, SIZES[0].2);
}

/// A page's address as the name of a file: its words, without what is named in other letters and without codes.
fn name(path: &str) -> String {
    let is_word = |part: &&str| !part.is_empty() && !part.contains('%') && !part.contains("FAKE") && part.len() < 40;
    let words: Vec<String> = path
        .split('/')
        .filter(is_word)
        .map(|part| part.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect())
        .collect();
    if words.is_empty() { "overview".to_string() } else { words.join("-") }
}
