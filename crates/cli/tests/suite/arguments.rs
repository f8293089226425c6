//! What is asked for, in which language, and what goes down a pipe.

use std::io::Read;
use std::process::Stdio;

use crate::tool::{DAY, Place, Ran, city};

const COMMANDS: [&str; 24] = [
    "serve",
    "backup",
    "restore",
    "check",
    "fmt",
    "test",
    "list",
    "show",
    "plan",
    "align",
    "allocate",
    "trace",
    "observe",
    "run",
    "ask",
    "explain",
    "verify",
    "key",
    "load",
    "template",
    "synth",
    "demo",
    "tour",
    "explain-error",
];

#[test]
fn the_language_is_asked_for_or_the_locales_or_chinese() {
    let place = Place::new();
    let says = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = place.command(arguments);
        command.envs(variables.iter().copied());
        Ran::of(&mut command, arguments).ends(2).err
    };
    let fails = ["check", "nowhere.md"];
    assert!(says(&fails, &[]).starts_with("错误："));
    assert!(says(&fails, &[("LANG", "en_US.UTF-8")]).starts_with("error: "));
    assert!(says(&fails, &[("LANG", "zh_CN.UTF-8")]).starts_with("错误："));
    assert!(says(&fails, &[("LANG", "C.UTF-8")]).starts_with("错误："));
    assert!(says(&fails, &[("LANG", "")]).starts_with("错误："));
    assert!(says(&fails, &[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "en_GB.UTF-8")]).starts_with("error: "));
    assert!(says(&fails, &[("LANG", "en_US.UTF-8"), ("LC_MESSAGES", "zh_CN.UTF-8")]).starts_with("错误："));
    let asks = ["--lang", "en", "check", "nowhere.md"];
    assert!(says(&asks, &[("LC_ALL", "zh_CN.UTF-8")]).starts_with("error: "));
    let asks = ["check", "nowhere.md", "--lang=zh"];
    assert!(says(&asks, &[("LC_ALL", "en_US.UTF-8")]).starts_with("错误："));
}

#[test]
fn help_speaks_both_languages() {
    let place = Place::new();
    let zh = place.wuwei(&["--help"]).ends(0).prints("用法：wuwei");
    let en = place.wuwei(&["--help", "--lang", "en"]).ends(0).prints("Usage: wuwei");
    for command in COMMANDS {
        assert!(zh.out.contains(&format!("  {command} ")), "{command}");
        assert!(en.out.contains(&format!("  {command} ")), "{command}");
        place.wuwei(&[command, "--help"]).ends(0).prints("用法：").prints("--lang");
        place.wuwei(&[command, "--help", "--lang", "en"]).ends(0).prints("Usage: ").prints("--lang");
    }
    place.wuwei(&["--version"]).ends(0).prints("wuwei ");
}

#[test]
fn a_wrong_argument_is_named_and_mended() {
    let place = Place::new();
    place.wuwei(&[]).ends(2).complains("没有写命令");
    place.wuwei(&["chek"]).ends(2).complains("`chek`").complains("`check`");
    place.wuwei(&["chek", "--lang", "en"]).ends(2).complains("chek").complains("'check'");
    place.wuwei(&["check", "--formt", "json"]).ends(2).complains("--formt").complains("--format");
    place.wuwei(&["check", "--format", "xml"]).ends(2).complains("xml").complains("human、short、json");
    place.wuwei(&["check", "--lang", "fr"]).ends(2).complains("fr").complains("zh、en");
    place.wuwei(&["load"]).ends(2).complains("--into");
    place.wuwei(&["load", "--lang", "en"]).ends(2).complains("--into");
    place.wuwei(&["run", "--region", "220100"]).ends(2).complains("--facts");
    place.wuwei(&["ask", "--facts", "x"]).ends(2).complains("<ID>");
    place.wuwei(&["synth", "--region", "220100", "--enterprises", "many", "--out", "x"]).ends(2).complains("many");
    place.wuwei(&["list", "things"]).ends(2).complains("things").complains("entities、statuses");
    assert!(place.files("").is_empty());
}

#[test]
fn nothing_is_drawn_when_piped() {
    let place = Place::new();
    place.write("企业.csv", "统一社会信用代码,名称\n91220104TEAT00001G,甲\n");
    let commands: [&[&str]; 14] = [
        &["plan"],
        &["align", "--severity", "warning", "chaoyang/plan-2025"],
        &["allocate", "changchun/action-plan-2025", "高新技术企业数"],
        &["observe", "check"],
        &["observe", "export"],
        &["check"],
        &["test"],
        &["list", "targets"],
        &["show", "科技型中小企业"],
        &["run", "--facts", city(), "--region", "220100", "--as-of", DAY],
        &["ask", "合成企业00001", "--facts", city(), "--as-of", DAY],
        &["load", "企业.csv", "--into", "facts"],
        &["synth", "--region", "220100", "--enterprises", "10", "--out", "made"],
        &["tour", "--enterprises", "20", "--out", "tour"],
    ];
    for command in commands {
        let ran = place.wuwei(command).ends(0);
        assert!(!ran.out.contains(['\x1b', '\r']), "{ran}");
        assert_eq!(ran.err, "", "{ran}");
    }
}

#[test]
fn colours_come_when_they_are_asked_for() {
    let place = Place::new();
    place.write("faulty.md", "# 甲\n\n```wuwei\nscore {\n```\n");
    let shown = |colour: &str| place.wuwei(&["check", "faulty.md", "--color", colour]).ends(1).out;
    assert!(shown("always").contains("\x1b["));
    assert!(!shown("never").contains('\x1b'));
    assert!(!shown("auto").contains('\x1b'));
    let ask = |colour: &str| place.wuwei(&["ask", "合成企业00001", "--facts", city(), "--color", colour]).ends(0).out;
    assert!(ask("always").contains("\x1b["));
    assert!(!ask("auto").contains('\x1b'));
}

/// `wuwei list targets | head -1`
#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let place = Place::new();
    let mut command = place.command(&["list", "targets", "--json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(complaint, "", "ended with {:?}", output.status);
}
