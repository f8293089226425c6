//! The list of crates in `docs/ARCHITECTURE.md` is what cargo builds, and the compiler stays free of heavy company.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;
use wuwei_testkit::root;

/// Crates that must build without a runtime, Arrow or C.
const COMPILER: [&str; 4] = ["wuwei-source", "wuwei-syntax", "wuwei-ir", "wuwei-check"];

fn cargo(arguments: &[&str]) -> Vec<u8> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_string());
    let output = Command::new(cargo).args(arguments).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "cargo {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// What cargo knows of the workspace, as far as it concerns this machine: crates of other systems were never downloaded.
fn metadata(arguments: &[&str]) -> Value {
    let version = String::from_utf8(cargo(&["-vV"])).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo says where it runs");
    let common = ["metadata", "--format-version", "1", "--offline", "--filter-platform", host];
    serde_json::from_slice(&cargo(&[&common, arguments].concat())).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

/// Names as the page has them: without the prefix that all share, but for the command.
fn short(name: &str) -> String {
    match name {
        "wuwei-cli" => "wuwei".to_string(),
        name => name.strip_prefix("wuwei-").unwrap_or(name).to_string(),
    }
}

/// Crates of the workspace and the normal dependencies among them.
fn built() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = metadata(&["--no-deps"]);
    let packages = list(&metadata["packages"]);
    let members: BTreeSet<&str> = packages.iter().map(|package| text(&package["name"])).collect();
    packages
        .iter()
        .map(|package| {
            let normal = list(&package["dependencies"]).iter().filter(|dependency| dependency["kind"].is_null());
            let own = normal.map(|dependency| text(&dependency["name"])).filter(|name| members.contains(name));
            (short(text(&package["name"])), own.map(short).collect())
        })
        .collect()
}

/// The same from the page: lines such as ``- `name` → `other`, `another`: what it is``.
fn described() -> BTreeMap<String, BTreeSet<String>> {
    let path = root().join("docs/ARCHITECTURE.md");
    let page = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let section = page.split("\n## Crates\n").nth(1).expect("a section `## Crates`");
    let section = section.split("\n## ").next().unwrap_or(section);
    let in_ticks = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_string).collect::<Vec<String>>();
    let mut out = BTreeMap::new();
    for line in section.lines().filter(|line| line.starts_with("- ")) {
        let (name, rest) = line.split_once(" → ").unwrap_or_else(|| panic!("no arrow: {line}"));
        let (edges, about) = rest.split_once(": ").unwrap_or_else(|| panic!("not said what it is: {line}"));
        let edges = in_ticks(edges);
        assert!(!edges.is_empty() || rest.starts_with("nothing: "), "no edges: {line}");
        assert!(!about.trim().is_empty(), "not said what it is: {line}");
        let name = in_ticks(name).pop().unwrap_or_else(|| panic!("no name: {line}"));
        assert!(out.insert(name, edges.into_iter().collect()).is_none(), "twice: {line}");
    }
    out
}

#[test]
fn the_page_lists_the_crates_and_their_edges() {
    assert_eq!(described(), built());
}

#[test]
fn the_compiler_is_free_of_runtimes_arrow_and_c() {
    let metadata = metadata(&[]);
    let packages: BTreeMap<&str, &Value> =
        list(&metadata["packages"]).iter().map(|package| (text(&package["id"]), package)).collect();
    let nodes: BTreeMap<&str, &Value> =
        list(&metadata["resolve"]["nodes"]).iter().map(|node| (text(&node["id"]), node)).collect();
    for name in COMPILER {
        let start = packages.iter().find(|(_, package)| text(&package["name"]) == name).map(|(id, _)| *id);
        let mut open = vec![start.unwrap_or_else(|| panic!("no crate {name}"))];
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let is_normal = |edge: &&Value| list(&edge["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
            open.extend(list(&nodes[id]["deps"]).iter().filter(is_normal).map(|edge| text(&edge["pkg"])));
        }
        let found: Vec<&str> = seen.iter().map(|id| text(&packages[id]["name"])).collect();
        assert!(found.len() > 1 || name == "wuwei-source", "{name} has no dependencies at all: {found:?}");
        for id in &seen {
            let package = packages[id];
            let other = text(&package["name"]);
            let heavy = other == "tokio" || other.starts_with("arrow") || other.ends_with("-sys");
            assert!(!heavy, "{name} needs {other}");
            assert!(package["links"].is_null(), "{name} needs {other}, which links to {}", package["links"]);
        }
    }
}
