//! `wuwei demo` and `wuwei serve`: the workbench as a program.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use crate::tool::Place;

/// A workbench that was started; it ends with the test.
struct Served {
    child: Child,
    address: String,
    /// What it said before it was ready.
    said: Vec<String>,
}

impl Served {
    /// Starts a command and waits until it names its address and says how it ends.
    fn start(place: &Place, arguments: &[&str]) -> Served {
        let mut child = place.command(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut said = Vec::new();
        for line in lines.by_ref() {
            let is_last = line.contains("Ctrl-C");
            said.push(line);
            if is_last {
                break;
            }
        }
        std::thread::spawn(move || lines.for_each(drop));
        let address = said.iter().find_map(|line| line.strip_prefix("http://"));
        let address = address.unwrap_or_else(|| panic!("no address: {said:?}")).to_string();
        Served { child, address, said }
    }

    /// A page's whole answer, its head included.
    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head =
            format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCookie: lang=en\r\n\r\n", self.address);
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Ends it with a signal and says how it ended.
    #[cfg(unix)]
    fn end(mut self, signal: &str) -> Option<i32> {
        Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
#[cfg(unix)]
fn the_demonstration_opens_the_workbench_and_ends_when_it_is_told() {
    let place = Place::new();
    let demo = ["demo", "--enterprises", "40", "--out", "made", "--port", "0", "--no-open", "--lang", "en"];
    let served = Served::start(&place, &demo);
    assert!(served.said.iter().any(|line| line.starts_with("Operator's token")), "{:?}", served.said);
    let page = served.get("/");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("Changchun"), "{page}");
    assert!(served.get("/healthz").ends_with("ok\n"));
    assert_eq!(served.end("-INT"), Some(0));
    // The second time it goes on with what it has.
    let served = Served::start(&place, &demo);
    assert!(served.said[0].contains("data of last time"), "{:?}", served.said);
    assert!(served.get("/").starts_with("HTTP/1.1 200"));
    assert_eq!(served.end("-TERM"), Some(0));
}

#[test]
fn others_reach_only_what_nobody_changes() {
    let place = Place::new();
    let open = ["serve", "changchun.action-plan-2025", "--bind", "0.0.0.0", "--port", "0", "--lang", "en"];
    place.wuwei(&open).ends(2).complains("--read-only").complains("--token-file");
    place.write("token", "short\n");
    place.wuwei(&[&open[..], &["--token-file", "token"]].concat()).ends(2).complains("16 characters");
    let served = Served::start(&place, &[&open[..], &["--read-only"]].concat());
    assert!(!served.said.iter().any(|line| line.contains("token")), "{:?}", served.said);
    place.write("token", "a token that is long enough\n");
    let served = Served::start(&place, &[&open[..], &["--token-file", "token"]].concat());
    assert!(!served.said.iter().any(|line| line.contains("a token")), "{:?}", served.said);
}

#[test]
fn two_servers_cannot_have_one_port() {
    let place = Place::new();
    let first = Served::start(&place, &["serve", "changchun.action-plan-2025", "--port", "0"]);
    let port = first.address.rsplit(':').next().unwrap().to_string();
    let second = ["serve", "changchun.action-plan-2025", "--port", &port, "--store", "other.db", "--lang", "en"];
    place.wuwei(&second).ends(2).complains("can't serve on");
}
