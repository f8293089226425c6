//! Pictures of every page of the workbench, at three sizes of screen and on paper, in both languages.

use std::path::Path;

use crate::{install, process};

pub(crate) fn run(folder: &str) -> Result<(), String> {
    if !install::browser() {
        return Err("pictures need a browser: apt-get install chromium chromium-driver".to_string());
    }
    std::fs::create_dir_all(folder).map_err(|error| format!("{folder}: {error}"))?;
    let whole = Path::new(folder).canonicalize().map_err(|error| format!("{folder}: {error}"))?;
    let test = ["test", "--package", "wuwei-workbench", "--test", "suite", "--", "--ignored", "pictures_of_every_page"];
    process::run("cargo", &test, &[("WUWEI_SCREENSHOTS", &whole.to_string_lossy())])?;
    println!("pictures are in {folder}");
    Ok(())
}
