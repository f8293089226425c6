//! Schemathesis against a real server: it reads the OpenAPI document that the server serves, asks everything that it describes in every way
//! it can think of, and finds answers that the document doesn't know, and failures.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::peers::environment::{do_quietly, folder, python};
use crate::process::root;

/// What every answer is held against. That valid input is accepted isn't asked: a name can be of the right shape and nobody's.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
    response_schema_conformance,negative_data_rejection,missing_required_header,unsupported_method";

/// So long the server may take to begin.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs it; the arguments are handed on, such as `--max-examples 200`.
pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let build = ["build", "--package", "wuwei", "--message-format", "short"];
    do_quietly(Command::new("cargo").args(build), "The command has to build first.")?;
    let folder = folder()?.join("schemathesis");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let python = python(&folder.join("venv"), &root().join("xtask/schemathesis.txt"))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |at| root().join(at));
    let wuwei = target.join("debug/wuwei");
    let city = folder.join("city");
    let mut synth = Command::new(&wuwei);
    synth.args(["synth", "--region", "220100", "--enterprises", "200", "--out"]).arg(&city);
    do_quietly(&mut synth, "The synthetic city couldn't be made.")?;
    let server = Server::start(&wuwei, &folder, &city)?;
    let tool = python.with_file_name("schemathesis");
    let document = format!("http://127.0.0.1:{}/api/v1/openapi.json", server.port);
    let mut asked = Command::new(tool);
    asked.args(["run", &document, "--checks", CHECKS, "--seed", "5616", "--no-color"]).args(arguments);
    let status = asked.current_dir(&folder).status().map_err(|error| error.to_string())?;
    drop(server);
    if status.success() { Ok(()) } else { Err(format!("schemathesis: {status}")) }
}

/// A running server; it is killed where it is dropped.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start(wuwei: &Path, folder: &Path, city: &Path) -> Result<Server, String> {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.map_err(|error| error.to_string())?.port();
        let store = folder.join(format!("store-{port}.db"));
        let log = std::fs::File::create(folder.join("server.log")).map_err(|error| error.to_string())?;
        let mut serve = Command::new(wuwei);
        serve.args(["serve", "changchun.action-plan-2025", "--port", &port.to_string(), "--facts"]).arg(city);
        serve.arg("--store").arg(store).stdout(Stdio::null()).stderr(log);
        let child = serve.spawn().map_err(|error| format!("{}: {error}", wuwei.display()))?;
        let mut server = Server { child, port };
        let start = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = server.child.try_wait().map_err(|error| error.to_string())?;
            if ended.is_some() || start.elapsed() > PATIENCE {
                return Err("the server didn't start; see server.log".to_string());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is going to be killed; whether it has ended before doesn't matter.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
