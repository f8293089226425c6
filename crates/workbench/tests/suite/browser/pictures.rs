//! Pictures of every page, for people to look at: `cargo xtask screenshots FOLDER`.

use std::path::PathBuf;

use super::driver::{SIZES, Window};
use super::pages;

#[test]
#[ignore = "it takes pictures for people; `cargo xtask screenshots` runs it"]
fn pictures_of_every_page() {
    let folder = PathBuf::from(std::env::var_os("WUWEI_SCREENSHOTS").unwrap());
    let pages = pages();
    for lang in ["zh", "en"] {
        let Some(window) = Window::open(lang) else { panic!("there is no browser to take pictures with") };
        for (size, width, height) in SIZES {
            window.size(width, height);
            for path in pages {
                window.go(path);
                std::fs::write(folder.join(format!("{}-{lang}-{size}.png", name(path))), window.picture()).unwrap();
            }
        }
        for path in pages {
            window.go(path);
            std::fs::write(folder.join(format!("{}-{lang}-a4.pdf", name(path))), window.paper()).unwrap();
        }
    }
}

/// A page's address as the name of a file.
fn name(path: &str) -> String {
    let plain: String =
        path.trim_matches('/').chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let short: String = plain.split('-').filter(|part| !part.is_empty()).take(4).collect::<Vec<_>>().join("-");
    if short.is_empty() { "overview".to_string() } else { short }
}
