//! Running the command in a folder of its own.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::Value;

/// Enterprises of the synthetic city.
pub(crate) const ENTERPRISES: usize = 250;

/// The day at which the synthetic city stands.
pub(crate) const DAY: &str = "2025-12-31";

/// Well-formed codes that belong to nobody.
pub(crate) const A: &str = "91220104TEAT00001G";
pub(crate) const B: &str = "91220104TEAT00002K";
pub(crate) const C: &str = "91220104TEAT00003N";
pub(crate) const D: &str = "91220104TEAT00004R";
pub(crate) const E: &str = "91220104TEAT00005W";

/// Five enterprises of the example city, a fact missing here and there.
pub(crate) const FIVE: &str = "\
统一社会信用代码,名称,注册地,成立日期,诚信,级别,人数@2024,研发费用@2024(万元)
91220104TEAT00001G,甲公司,西区,2015-01-01,是,省级,30,12.34
91220104TEAT00002K,乙公司,东区,2018-06-30,是,无,120,
91220104TEAT00003N,丙公司,西区,,否,市级,,500
91220104TEAT00004R,丁公司,示例市,,是,,301,1
91220104TEAT00005W,戊公司,,,,,,
";

/// A folder, gone at the end.
pub(crate) struct Place(PathBuf);

impl Place {
    pub(crate) fn new() -> Place {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("place-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Place(path)
    }

    /// A folder with the five enterprises loaded into `facts`.
    pub(crate) fn with_five() -> Place {
        let place = Place::new();
        place.write("企业.csv", FIVE);
        place.mini(&["load", "企业.csv", "--into", "facts", "--learnt", "2025-03-01"]).ends(0);
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn read(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }

    /// Every file below a folder, hidden ones too; nothing where there is no such folder.
    pub(crate) fn files(&self, name: &str) -> Vec<String> {
        let root = self.path(name);
        let mut found = Vec::new();
        gather(&root, &root, &mut found);
        found.sort();
        found
    }

    pub(crate) fn copy(&self, from: &Path, name: &str) {
        let mut found = Vec::new();
        gather(from, from, &mut found);
        for file in found {
            self.write(&format!("{name}/{file}"), std::fs::read(from.join(&file)).unwrap());
        }
    }

    /// The command, in this folder, piped, without a locale.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wuwei"));
        command.args(arguments).current_dir(&self.0).stdin(Stdio::null());
        for variable in ["LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "NO_COLOR", "RUST_BACKTRACE"] {
            command.env_remove(variable);
        }
        command
    }

    #[track_caller]
    pub(crate) fn wuwei(&self, arguments: &[&str]) -> Ran {
        Ran::of(&mut self.command(arguments), arguments)
    }

    /// The same over the small library beside these tests.
    #[track_caller]
    pub(crate) fn mini(&self, arguments: &[&str]) -> Ran {
        let library = mini();
        let mut all = arguments.to_vec();
        all.extend(["--library", library.to_str().unwrap()]);
        self.wuwei(&all)
    }

    /// What a rule of the small library reads for a fact of an enterprise.
    #[track_caller]
    pub(crate) fn reads(&self, facts: &str, id: &str, rule: &str, fact: &str) -> String {
        let json =
            self.mini(&["explain", id, rule, "--facts", facts, "--as-of", "2025-06-30", "--json"]).ends(0).json();
        let mut open = vec![&json["proof"]];
        while let Some(node) = open.pop() {
            if node["fact"] == fact {
                let text = node["text"].as_str().unwrap();
                return text.rsplit('：').next().unwrap().to_string();
            }
            open.extend(node["children"].as_array().unwrap());
        }
        panic!("{rule} doesn't read {fact}")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn gather(root: &Path, folder: &Path, found: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(root, &path, found);
        } else {
            found.push(path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"));
        }
    }
}

/// What a command did.
pub(crate) struct Ran {
    asked: String,
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    #[track_caller]
    pub(crate) fn of(command: &mut Command, arguments: &[&str]) -> Ran {
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        let ran = Ran {
            asked: arguments.join(" "),
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        assert!(!ran.err.contains("panicked"), "a panic is a bug\n{ran}");
        ran
    }

    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Ran {
        assert_eq!(self.code, Some(code), "\n{self}");
        self
    }

    /// Both languages' words differ, so every test says which text it expects.
    #[track_caller]
    pub(crate) fn prints(self, text: &str) -> Ran {
        assert!(self.out.contains(text), "standard output lacks `{text}`\n{self}");
        self
    }

    #[track_caller]
    pub(crate) fn prints_not(self, text: &str) -> Ran {
        assert!(!self.out.contains(text), "standard output has `{text}`\n{self}");
        self
    }

    #[track_caller]
    pub(crate) fn complains(self, text: &str) -> Ran {
        assert!(self.err.contains(text), "standard error lacks `{text}`\n{self}");
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }
}

impl fmt::Display for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ran { asked, code, out, err } = self;
        write!(f, "$ wuwei {asked}\n{out}{err}({code:?})")
    }
}

/// The small library beside these tests.
pub(crate) fn mini() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/mini")
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A folder with the facts of a synthetic city, made once.
pub(crate) fn city() -> &'static str {
    static CITY: OnceLock<String> = OnceLock::new();
    CITY.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        forget_old_cities(folder);
        let path = folder.join(format!("city-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        let path = path.to_str().unwrap().to_string();
        let enterprises = ENTERPRISES.to_string();
        Place::new().wuwei(&["synth", "--region", "220100", "--enterprises", &enterprises, "--out", &path]).ends(0);
        path
    })
}

/// Nothing removes the city of a finished process; the next one does.
fn forget_old_cities(folder: &Path) {
    const OLD: Duration = Duration::from_secs(3600);
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_city = entry.file_name().to_string_lossy().starts_with("city-");
        let age = entry.metadata().and_then(|data| data.modified()).ok().and_then(|time| time.elapsed().ok());
        if is_city && age.is_some_and(|age| age > OLD) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// The code of an enterprise of the synthetic city, by its number from 1.
pub(crate) fn made_up(n: usize) -> String {
    with_check_digit(&format!("91220100FAKE{}", base_31(n)))
}

/// A well-formed code that belongs to nobody.
pub(crate) fn code(n: usize) -> String {
    with_check_digit(&format!("91220104TEAT{}", base_31(n)))
}

/// The signs of GB 32100.
const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

fn base_31(mut n: usize) -> String {
    let mut digits = [b'0'; 5];
    for digit in digits.iter_mut().rev() {
        *digit = SIGNS[n % 31];
        n /= 31;
    }
    String::from_utf8(digits.to_vec()).unwrap()
}

/// A code with the check digit of GB 32100, worked out here a second time.
pub(crate) fn with_check_digit(first: &str) -> String {
    let mut weight = 1;
    let mut sum = 0;
    for sign in first.bytes() {
        sum += weight * SIGNS.iter().position(|known| *known == sign).unwrap();
        weight = weight * 3 % 31;
    }
    format!("{first}{}", SIGNS[(31 - sum % 31) % 31] as char)
}

/// The columns that a text takes on a terminal.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{1100}' { 2 } else { 1 }).sum()
}
