//! Everything that CI runs.

use crate::{install, process};

/// Mutated documents that the parser must survive in the full run.
const MUTATIONS: &str = "1000000";

pub(crate) fn run() -> Result<(), String> {
    let cargo = |arguments: &[&str], variables: &[(&str, &str)]| process::run("cargo", arguments, variables);
    // Where there is a server or a browser, a test that can't use it fails.
    let postgres = if install::postgres() { "required" } else { "" };
    let browser = if install::browser() { "required" } else { "" };
    cargo(&["fmt", "--all", "--check"], &[])?;
    cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"], &[])?;
    let variables = [("WUWEI_MUTATIONS", MUTATIONS), ("WUWEI_POSTGRES", postgres), ("WUWEI_BROWSER", browser)];
    cargo(&["test", "--workspace", "--quiet"], &variables)?;
    // The library as users get it, with the command as users run it.
    cargo(&["run", "--quiet", "--", "check", "library"], &[])?;
    cargo(&["run", "--quiet", "--", "fmt", "--check", "library"], &[])?;
    cargo(&["run", "--quiet", "--", "test", "library"], &[])?;
    println!("all passed");
    Ok(())
}
