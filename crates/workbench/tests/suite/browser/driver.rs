//! A real browser: Debian's Chromium, told what to do by its driver.
//!
//! Where there is none the tests say so and pass; `WUWEI_BROWSER=required` makes that a failure. Pictures are taken and scripts
//! are turned off through the browser's own protocol, because a window can't be as narrow as a telephone.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value as Json, json};

use crate::server::{RUNTIME, live};

/// Browsers are large; there is one at a time.
static TURN: Mutex<()> = Mutex::new(());

/// The sizes that people have: a desk, a tablet, a telephone.
pub(crate) const SIZES: [(&str, u32, u32); 3] = [("desk", 1280, 800), ("tablet", 768, 1024), ("phone", 360, 740)];

/// A browser at a server of the tests.
pub(crate) struct Window {
    client: Client,
    driver: Child,
    /// The address of the server.
    at: String,
    _turn: MutexGuard<'static, ()>,
}

impl Window {
    /// A browser, in a language; `None` where there is none and none is required.
    pub(crate) fn open(lang: &str) -> Option<Window> {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let found = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let Ok(mut driver) = found else {
            let is_required = std::env::var_os("WUWEI_BROWSER").is_some_and(|value| value == "required");
            assert!(!is_required, "chromedriver isn't there: apt-get install chromium chromium-driver");
            eprintln!("skipped: chromedriver isn't there (apt-get install chromium chromium-driver)");
            return None;
        };
        let port = port(&mut driver);
        let options = json!({
            "goog:chromeOptions": {
                "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"],
            },
        });
        let connector = hyper_util::client::legacy::connect::HttpConnector::new();
        let mut builder = ClientBuilder::new(connector);
        builder.capabilities(options.as_object().unwrap().clone());
        let client = RUNTIME.block_on(builder.connect(&format!("http://127.0.0.1:{port}"))).unwrap();
        let window = Window { client, driver, at: live(), _turn: turn };
        window.size(SIZES[0].1, SIZES[0].2);
        window.go(&format!("/language/{lang}?to=/"));
        Some(window)
    }

    /// Goes to a page of the server.
    pub(crate) fn go(&self, path: &str) {
        RUNTIME.block_on(self.client.goto(&format!("{}{path}", self.at))).unwrap();
    }

    /// The path of the page that is shown, with what follows it.
    pub(crate) fn here(&self) -> String {
        let url = RUNTIME.block_on(self.client.current_url()).unwrap();
        url.as_str().strip_prefix(&self.at).unwrap_or_default().to_string()
    }

    /// The first element that a selector finds; waits for it, because a page may still be on its way.
    pub(crate) fn find(&self, selector: &str) -> Element {
        let found = RUNTIME.block_on(self.client.wait().for_element(Locator::Css(selector)));
        found.unwrap_or_else(|error| panic!("{selector} on {}: {error}", self.here()))
    }

    /// Whether a selector finds anything at this moment.
    pub(crate) fn has(&self, selector: &str) -> bool {
        !RUNTIME.block_on(self.client.find_all(Locator::Css(selector))).unwrap().is_empty()
    }

    /// Clicks on the first element that a selector finds.
    pub(crate) fn click(&self, selector: &str) {
        // The driver scrolls no further than it must, and something may lie above it there.
        self.find(selector);
        let middle = "document.querySelector(arguments[0]).scrollIntoView({block: 'center', behavior: 'instant'})";
        self.run(middle, vec![json!(selector)]);
        RUNTIME.block_on(self.find(selector).click()).unwrap();
    }

    /// Clicks on what leads to another page, and waits until that is there.
    pub(crate) fn follow(&self, selector: &str) {
        let before = self.here();
        self.click(selector);
        for _ in 0..200 {
            let loaded = self.run("return document.readyState", Vec::new()) == json!("complete");
            if loaded && self.here() != before {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("{selector} led nowhere from {before}: {}", self.text("main"));
    }

    /// Types into a field, in place of what stood there.
    pub(crate) fn fill(&self, selector: &str, text: &str) {
        let field = self.find(selector);
        RUNTIME.block_on(field.clear()).unwrap();
        RUNTIME.block_on(field.send_keys(text)).unwrap();
    }

    /// Chooses a file to hand in.
    pub(crate) fn attach(&self, selector: &str, file: &Path) {
        RUNTIME.block_on(self.find(selector).send_keys(file.to_str().unwrap())).unwrap();
    }

    /// Chooses an option by its value.
    pub(crate) fn choose(&self, selector: &str, value: &str) {
        RUNTIME.block_on(self.find(selector).select_by_value(value)).unwrap();
    }

    /// What stands in the first element that a selector finds.
    pub(crate) fn text(&self, selector: &str) -> String {
        RUNTIME.block_on(self.find(selector).text()).unwrap()
    }

    /// Waits until an element holds a text: what a script fetches comes when it comes.
    pub(crate) fn wait_for(&self, selector: &str, text: &str) {
        let holds =
            "return [...document.querySelectorAll(arguments[0])].some(e => e.textContent.includes(arguments[1]))";
        let is_there = self.becomes_true(holds, vec![json!(selector), json!(text)]);
        assert!(is_there, "{selector} never held {text} on {}: {}", self.here(), self.text("main"));
    }

    /// Waits until a script returns `true`.
    pub(crate) fn wait_until(&self, script: &str) {
        assert!(self.becomes_true(script, Vec::new()), "never on {}: {script}", self.here());
    }

    fn becomes_true(&self, script: &str, arguments: Vec<Json>) -> bool {
        for _ in 0..200 {
            if self.run(script, arguments.clone()) == json!(true) {
                return true;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        false
    }

    /// Types keys to whatever has the focus.
    pub(crate) fn press(&self, keys: &str) {
        let focused = RUNTIME.block_on(self.client.active_element()).unwrap();
        RUNTIME.block_on(focused.send_keys(keys)).unwrap();
    }

    /// Runs a script in the page and gives what it returns.
    pub(crate) fn run(&self, script: &str, arguments: Vec<Json>) -> Json {
        RUNTIME.block_on(self.client.execute(script, arguments)).unwrap()
    }

    /// Runs a script that calls its last argument when it is done.
    pub(crate) fn run_until_done(&self, script: &str) -> Json {
        RUNTIME.block_on(self.client.execute_async(script, Vec::new())).unwrap()
    }

    /// Makes what is looked at so large.
    pub(crate) fn size(&self, width: u32, height: u32) {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.tell("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// Turns the page's own scripts off, or on again.
    pub(crate) fn scripts(&self, on: bool) {
        self.tell("Emulation.setScriptExecutionDisabled", json!({"value": !on}));
    }

    /// The whole page as a picture, in PNG.
    pub(crate) fn picture(&self) -> Vec<u8> {
        let taken = self.tell("Page.captureScreenshot", json!({"format": "png", "captureBeyondViewport": true}));
        decoded(taken["data"].as_str().unwrap())
    }

    /// The page as it is printed on A4, in PDF.
    pub(crate) fn paper(&self) -> Vec<u8> {
        let size = json!({"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": false});
        decoded(self.tell("Page.printToPDF", size)["data"].as_str().unwrap())
    }

    fn tell(&self, command: &str, parameters: Json) -> Json {
        let told = Protocol { command: command.to_string(), parameters };
        RUNTIME.block_on(self.client.issue_cmd(told)).unwrap()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // The browser ends with its driver, whatever state the test left it in.
        let _ = RUNTIME.block_on(self.client.clone().close());
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The port that the driver says it took.
fn port(driver: &mut Child) -> u16 {
    let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    let mut said = lines.map_while(Result::ok);
    // First it says which port it was asked for: none in particular.
    let named = |line: String| line.split("on port ").nth(1)?.trim_end_matches('.').parse().ok();
    let told = said.find_map(|line| named(line).filter(|port| *port != 0));
    // Nobody reads on, and the driver mustn't stop when nobody does.
    std::thread::spawn(move || said.for_each(drop));
    told.unwrap()
}

/// A command of the browser's own protocol.
#[derive(Debug)]
struct Protocol {
    command: String,
    parameters: Json,
}

impl WebDriverCompatibleCommand for Protocol {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = json!({"cmd": self.command, "params": self.parameters});
        (http::Method::POST, Some(body.to_string()))
    }
}

/// Bytes from base 64.
fn decoded(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let six: Vec<u32> = text.bytes().filter_map(value).map(u32::from).collect();
    let four = |chunk: &[u32]| {
        let bits = chunk.iter().enumerate().fold(0, |bits, (at, six)| bits | six << (18 - 6 * at));
        bits.to_be_bytes()[1..chunk.len()].to_vec()
    };
    six.chunks(4).flat_map(four).collect()
}
