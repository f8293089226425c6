//! Programs of the system that some tests want, installed where that is possible and allowed.

use std::path::Path;
use std::process::Command;

use crate::process;

/// Set to `no`, nothing is installed.
const ALLOWED: &str = "WUWEI_INSTALL";

/// PostgreSQL's server, which the tests of the store start for themselves. Without it they say that they skip its half.
/// Says whether it is there.
pub(crate) fn postgres() -> bool {
    let is_there = || {
        let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        versions.into_iter().any(|version| version.path().join("bin/initdb").exists())
    };
    ensure("postgresql", is_there, "the PostgreSQL half of the store's tests is skipped")
}

/// Chromium and its driver, with a font for Chinese, for the tests of the workbench in a browser. Without them these tests
/// say that they are skipped. Says whether they are there.
pub(crate) fn browser() -> bool {
    let on_path = |name: &str| {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&folders).any(|folder| folder.join(name).is_file())
    };
    let is_there = || on_path("chromedriver") && on_path("chromium");
    let is_there = ensure("chromium-driver", is_there, "the tests of the workbench in a browser are skipped");
    if is_there {
        // Chromium shows boxes for Chinese without one, and no test would notice; people who look at pictures would.
        let fonts = || {
            Path::new("/usr/share/fonts/opentype/noto").exists() || Path::new("/usr/share/fonts/truetype/wqy").exists()
        };
        ensure("fonts-noto-cjk", fonts, "pictures show boxes for Chinese");
    }
    is_there
}

/// Installs a package of Debian unless what it brings is there, or says what is done without it.
fn ensure(package: &str, is_there: impl Fn() -> bool, without: &str) -> bool {
    if is_there() {
        return true;
    }
    if let Err(why) = install(package) {
        println!("{package} isn't installed ({why}): {without}.");
    } else if !is_there() {
        println!("{package} was installed, and what the tests want isn't there: {without}.");
    }
    is_there()
}

fn install(package: &str) -> Result<(), String> {
    if std::env::var_os(ALLOWED).is_some_and(|allowed| allowed == "no") {
        return Err(format!("{ALLOWED}=no"));
    }
    if !Path::new("/usr/bin/apt-get").exists() {
        return Err("there is no apt-get; install it by hand".to_string());
    }
    let user = Command::new("id").arg("-u").output().map_err(|error| format!("id: {error}"))?;
    if user.stdout.trim_ascii() != b"0" {
        return Err(format!("only root may: sudo apt-get install {package}"));
    }
    let quiet = [("DEBIAN_FRONTEND", "noninteractive")];
    process::run("apt-get", &["update"], &quiet)?;
    process::run("apt-get", &["install", "--yes", "--no-install-recommends", package], &quiet)
}
