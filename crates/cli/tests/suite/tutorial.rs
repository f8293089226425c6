//! The tutorials and the chapters of the book, followed to the letter: every file they give is written, every command run, every output compared.
//!
//! A fence marked `markdown FILE` or `csv FILE` holds a whole file. In a fence marked `console`, a line that begins with
//! `$ ` is a command, and the lines below it are what it prints. There `…` alone on a line stands for any number of lines
//! and `…` inside a line for any text; two or more spaces stand for two or more, because columns grow with the library.
//! A word between single quotes may hold any sign; otherwise there is no shell. `(exit 1)` as the last line says that the command must fail. Any other fence is refused, so nothing goes unchecked.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A tutorial with fewer commands has lost some.
const COMMANDS: usize = 15;

#[test]
fn the_english_tutorial_works_as_written() {
    follow("tutorial.md", "en_US.UTF-8");
}

#[test]
fn the_chinese_tutorial_works_as_written() {
    follow("tutorial.zh-CN.md", "zh_CN.UTF-8");
}

#[test]
fn both_tutorials_take_the_same_steps() {
    same_steps("tutorial.md", "tutorial.zh-CN.md");
}

#[test]
fn every_chapter_of_the_book_works_as_written() {
    let chapters = chapters();
    assert!(!chapters.is_empty(), "docs/book has no chapter");
    let mut faults = Vec::new();
    for chapter in &chapters {
        for (end, locale) in [(".md", "en_US.UTF-8"), (".zh-CN.md", "zh_CN.UTF-8")] {
            let (commands, mut found) = faults_of(&format!("book/{chapter}{end}"), locale);
            faults.append(&mut found);
            if commands == 0 {
                faults.push(format!("docs/book/{chapter}{end} has no command"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn chapters_take_the_same_steps_in_both_languages() {
    for chapter in chapters() {
        same_steps(&format!("book/{chapter}.md"), &format!("book/{chapter}.zh-CN.md"));
    }
}

#[test]
fn the_book_lists_its_chapters() {
    for end in [".md", ".zh-CN.md"] {
        let page = text(&format!("book/README{end}"));
        let listed = page.lines().filter_map(|line| line.split_once("](")?.1.split_once(')').map(|(file, _)| file));
        let mut listed: Vec<String> = listed
            .filter_map(|file| file.strip_suffix(end))
            .filter(|name| !name.contains('/') && !name.starts_with("README"))
            .map(str::to_string)
            .collect();
        listed.sort();
        assert_eq!(listed, chapters(), "docs/book/README{end}");
    }
}

/// The chapters of the book, without the list of them.
fn chapters() -> Vec<String> {
    let folder = docs().join("book");
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut chapters: Vec<String> = names
        .filter_map(|name| name.strip_suffix(".md").map(|name| name.strip_suffix(".zh-CN").unwrap_or(name).to_string()))
        .filter(|name| name != "README")
        .collect();
    chapters.sort();
    chapters.dedup();
    chapters
}

fn same_steps(one: &str, other: &str) {
    let does = |step: &Step| match step {
        Step::File { path, text, .. } => format!("{path}\n{text}"),
        Step::Run { args, exit, .. } => format!("{} ({exit})", args.join(" ")),
    };
    let all = |name: &str| -> Vec<String> { tutorial(name).iter().map(does).collect() };
    assert_eq!(all(one), all(other));
}

#[test]
fn what_would_go_unchecked_is_refused() {
    let refused = |text: &str| steps(text).expect_err("this must be refused");
    assert_eq!(refused("```console\n$ wuwei check\n"), "line 1: the fence is never closed");
    assert_eq!(refused("```\nwuwei check\n```\n"), "line 1: nothing checks a fence marked ``");
    assert_eq!(refused("```sh\nwuwei check\n```\n"), "line 1: nothing checks a fence marked `sh`");
    assert_eq!(refused("```console\n```\n"), "line 1: no command");
    assert_eq!(refused("```console\nok\n$ wuwei check\n```\n"), "line 2: output above the first command");
    assert_eq!(refused("```console\n$ ls\n```\n"), "line 2: only `wuwei` can be run, not `ls`");
    assert_eq!(refused("```console\n$ wuwei list > x\n```\n"), "line 2: there is no shell here for `>`");
    assert_eq!(refused("```console\n$ wuwei list 'x\n```\n"), "line 2: there is no shell here for `'`");
    assert_eq!(refused("```csv a.csv\na\n```\n"), "line 1: no command runs behind `a.csv`");
    assert_eq!(refused("```csv ../a.csv\na\n```\n"), "line 1: `../a.csv` lies outside the folder");
}

#[test]
fn a_fence_of_four_holds_fences_of_three() {
    let text = "````markdown a.md\n# A\n```wuwei\nx\n```\n````\n```console\n$ wuwei check a.md\nno\n(exit 1)\n```\n";
    let steps = steps(text).expect("a well-formed tutorial");
    assert_eq!(steps[0], Step::File { line: 1, path: "a.md".into(), text: "# A\n```wuwei\nx\n```\n".into() });
    let args = vec!["check".into(), "a.md".into()];
    assert_eq!(steps[1], Step::Run { line: 8, args, wanted: vec!["no".into()], exit: 1 });
}

#[test]
fn dots_stand_for_what_is_left_out() {
    type Lines = &'static [&'static str];
    let cases: [(Lines, Lines, Result<(), usize>); 10] = [
        (&["a", "b"], &["a", "b"], Ok(())),
        (&["a", "b"], &["a", "c"], Err(1)),
        (&["a"], &["a", "b"], Err(1)),
        (&["a", "…"], &["a"], Ok(())),
        (&["…", "c", "…"], &["a", "c", "b", "c", "d"], Ok(())),
        (&["…", "c"], &["a", "c", "b", "c"], Ok(())),
        (&["in … ms; done."], &["in 12 ms; done."], Ok(())),
        (&["in … ms; done."], &["in 12 ms; wrong."], Err(0)),
        (&["a … a"], &["a a"], Err(0)),
        (&["a  b"], &["a      b   "], Ok(())),
    ];
    for (wanted, found, expected) in cases {
        assert_eq!(fits(wanted, found), expected, "{wanted:?} {found:?}");
    }
}

/// One thing that a tutorial tells its reader to do.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// Write a file.
    File { line: usize, path: String, text: String },
    /// Run the command.
    Run { line: usize, args: Vec<String>, wanted: Vec<String>, exit: i32 },
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn text(name: &str) -> String {
    let path = docs().join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn tutorial(name: &str) -> Vec<Step> {
    steps(&text(name)).unwrap_or_else(|fault| panic!("docs/{name}, {fault}"))
}

/// Does what a tutorial says, in an empty folder.
fn follow(name: &str, locale: &str) {
    let (commands, faults) = faults_of(name, locale);
    assert!(faults.is_empty(), "{} of {commands} commands differ\n\n{}", faults.len(), faults.join("\n"));
    assert!(commands >= COMMANDS, "docs/{name} has {commands} commands, at least {COMMANDS} are expected");
}

/// How many commands a text gives, and what came out otherwise than it says.
fn faults_of(name: &str, locale: &str) -> (usize, Vec<String>) {
    let folder = Folder::new(&name.replace('/', "-"));
    let mut commands = 0;
    let mut faults = Vec::new();
    for step in tutorial(name) {
        match step {
            Step::File { path, text, .. } => folder.write(&path, &text),
            Step::Run { line, args, wanted, exit } => {
                commands += 1;
                if let Err(fault) = folder.run(&args, locale, &wanted, exit) {
                    faults.push(format!("docs/{name}:{line}: wuwei {}\n{fault}", args.join(" ")));
                }
            }
        }
    }
    (commands, faults)
}

/// A folder of its own, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("wuwei-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Folder(path)
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.0.join(path);
        let parent = file.parent().map_or(Ok(()), std::fs::create_dir_all);
        parent.and_then(|()| std::fs::write(&file, text)).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    fn run(&self, args: &[String], locale: &str, wanted: &[String], exit: i32) -> Result<(), String> {
        let output = Command::new(env!("CARGO_BIN_EXE_wuwei"))
            .args(args)
            .current_dir(&self.0)
            .env_remove("LC_ALL")
            .env_remove("LC_MESSAGES")
            .env("LANG", locale)
            .env("NO_COLOR", "1")
            .env("COLUMNS", "100")
            .output()
            .map_err(|error| error.to_string())?;
        let printed = [output.stdout, output.stderr].concat();
        let printed = String::from_utf8_lossy(&printed);
        let found: Vec<&str> = printed.trim_end().lines().collect();
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        let ended = output.status.code();
        match fits(&wanted, &found) {
            Ok(()) if ended == Some(exit) => Ok(()),
            Ok(()) => {
                Err(format!("  ended with {ended:?} and should with {exit}; it printed\n{}", marked(&found, "+")))
            }
            Err(at) => {
                let (before, after) = wanted.split_at(at);
                let missing = match after.split_first() {
                    Some((first, rest)) => format!("! {first}\n{}", marked(rest, "-")),
                    None => "! (the end)\n".to_string(),
                };
                let diff = format!("{}{missing}", marked(before, " "));
                Err(format!("  wanted, up to the line that isn't there:\n{diff}  found:\n{}", marked(&found, "+")))
            }
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn marked(lines: &[&str], mark: &str) -> String {
    lines.iter().map(|line| format!("{mark} {line}\n")).collect()
}

/// Whether lines are as wanted; if not, the first wanted line that can't be found where it belongs.
fn fits(wanted: &[&str], found: &[&str]) -> Result<(), usize> {
    // Where in what was found the lines read so far can end.
    let mut ends = vec![false; found.len() + 1];
    ends[0] = true;
    for (at, line) in wanted.iter().enumerate() {
        let mut next = vec![false; found.len() + 1];
        for end in (0..ends.len()).filter(|end| ends[*end]) {
            if *line == "…" {
                next[end..].fill(true);
            } else if found.get(end).is_some_and(|found| line_fits(line, found)) {
                next[end + 1] = true;
            }
        }
        if !next.contains(&true) {
            return Err(at);
        }
        ends = next;
    }
    if ends[found.len()] { Ok(()) } else { Err(wanted.len()) }
}

fn line_fits(wanted: &str, found: &str) -> bool {
    let (wanted, found) = (squeezed(wanted), squeezed(found));
    let parts: Vec<&str> = wanted.split('…').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return wanted == found };
    let Some(mut rest) = found.strip_prefix(first) else { return false };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// A line without spaces at its end, and with never more than two in a row.
fn squeezed(line: &str) -> String {
    let mut out = String::new();
    for c in line.trim_end().chars() {
        if !(c == ' ' && out.ends_with("  ")) {
            out.push(c);
        }
    }
    out
}

/// What a tutorial says to do, in order.
fn steps(text: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut lines = text.lines().enumerate().map(|(n, line)| (n + 1, line));
    while let Some((start, line)) = lines.next() {
        let length = line.bytes().take_while(|byte| *byte == b'`').count();
        if length < 3 {
            continue;
        }
        let mut inside = Vec::new();
        loop {
            let Some((n, line)) = lines.next() else { return Err(format!("line {start}: the fence is never closed")) };
            let end = line.trim_end();
            if end.len() >= length && end.bytes().all(|byte| byte == b'`') {
                break;
            }
            inside.push((n, line));
        }
        let info = line[length..].trim();
        match info.split_once(' ') {
            Some(("markdown" | "csv", path)) => steps.push(file(start, path.trim(), &inside)?),
            None if info == "console" => steps.extend(runs(start, &inside)?),
            _ => return Err(format!("line {start}: nothing checks a fence marked `{info}`")),
        }
    }
    match steps.last() {
        Some(Step::File { line, path, .. }) => Err(format!("line {line}: no command runs behind `{path}`")),
        _ => Ok(steps),
    }
}

fn file(line: usize, path: &str, inside: &[(usize, &str)]) -> Result<Step, String> {
    let plain = |part| matches!(part, std::path::Component::Normal(_));
    if !Path::new(path).components().all(plain) {
        return Err(format!("line {line}: `{path}` lies outside the folder"));
    }
    let text = inside.iter().map(|(_, line)| format!("{line}\n")).collect();
    Ok(Step::File { line, path: path.to_string(), text })
}

/// A word as the command gets it: every shell takes what stands between single quotes as it is.
fn argument(word: &str) -> Result<String, char> {
    let quoted = word.strip_prefix('\'').and_then(|word| word.strip_suffix('\'')).filter(|word| !word.contains('\''));
    match (quoted, word.chars().find(|c| "|<>&;$`'\"\\*".contains(*c))) {
        (Some(quoted), _) => Ok(quoted.to_string()),
        (None, Some(sign)) => Err(sign),
        (None, None) => Ok(word.to_string()),
    }
}

fn runs(start: usize, inside: &[(usize, &str)]) -> Result<Vec<Step>, String> {
    let mut steps: Vec<Step> = Vec::new();
    for (n, line) in inside {
        if let Some(command) = line.strip_prefix("$ ") {
            let mut words = command.split_whitespace();
            let program = words.next().unwrap_or_default();
            if program != "wuwei" {
                return Err(format!("line {n}: only `wuwei` can be run, not `{program}`"));
            }
            let args = words.map(argument).collect::<Result<_, char>>();
            let args = args.map_err(|sign| format!("line {n}: there is no shell here for `{sign}`"))?;
            steps.push(Step::Run { line: *n, args, wanted: Vec::new(), exit: 0 });
        } else if let Some(Step::Run { wanted, .. }) = steps.last_mut() {
            wanted.push(line.trim_end().to_string());
        } else {
            return Err(format!("line {n}: output above the first command"));
        }
    }
    for step in &mut steps {
        let Step::Run { wanted, exit, .. } = step else { continue };
        let code = wanted.last().and_then(|last| last.strip_prefix("(exit ")?.strip_suffix(')')?.parse().ok());
        if let Some(code) = code {
            *exit = code;
            wanted.pop();
        }
        while wanted.last().is_some_and(String::is_empty) {
            wanted.pop();
        }
    }
    if steps.is_empty() { Err(format!("line {start}: no command")) } else { Ok(steps) }
}
