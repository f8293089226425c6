//! A PostgreSQL server of the tests' own: a folder for the time being, a socket in it, no port. Tests of the workbench use
//! it too.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Set to `required`, there must be a server: nothing is skipped.
const REQUIRED: &str = "WUWEI_POSTGRES";

static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

struct Server {
    folder: PathBuf,
    /// The server's keeper stops it when this closes, however the tests end.
    _keeper: ChildStdin,
}

/// The address of a new database, or `None` where there is no server, which is said once.
pub(crate) fn database() -> Option<String> {
    let server = SERVER.get_or_init(|| {
        start().inspect_err(|why| {
            // Written past the capture of output: what wasn't tested must be seen.
            let _ = writeln!(std::io::stderr(), "\nSKIPPED: the PostgreSQL half of these tests: {why}");
        })
    });
    let server = match server {
        Ok(server) => server,
        Err(why) => {
            assert!(std::env::var_os(REQUIRED).is_none_or(|value| value != "required"), "no PostgreSQL: {why}");
            return None;
        }
    };
    let name = format!("t{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    let mut create = Command::new(programs()?.join("createdb"));
    create.arg("-h").arg(&server.folder).args(["-U", "wuwei", name.as_str()]);
    run(create).unwrap();
    Some(format!("postgres://wuwei@localhost/{name}?host={}", server.folder.display()))
}

fn start() -> Result<Server, String> {
    let programs = programs()
        .ok_or("no server is installed (/usr/lib/postgresql/*/bin/initdb); on Debian: apt-get install postgresql")?;
    let user = user()?;
    let folder = std::env::temp_dir().join(format!("wuwei-pg-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    if let Some((uid, gid)) = user {
        std::os::unix::fs::chown(&folder, Some(uid), Some(gid)).map_err(|error| error.to_string())?;
    }
    let data = folder.join("data");
    let initdb = |more: &[&str]| {
        let mut command = as_user(&programs.join("initdb"), user);
        command.arg("-D").arg(&data).args(["-U", "wuwei", "-A", "trust", "-E", "UTF8", "--no-sync"]).args(more);
        run(command)
    };
    // An order of text that isn't that of bytes, where the server can: ours must not depend on it.
    initdb(&["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh"]).or_else(|_| initdb(&["--locale=C"]))?;
    let mut start = as_user(&programs.join("pg_ctl"), user);
    let options = format!(
        "-c fsync=off -c listen_addresses='' -c unix_socket_directories='{}' -c max_connections=100",
        folder.display()
    );
    start.arg("-D").arg(&data).arg("-l").arg(folder.join("log")).args(["-w", "-o", &options, "start"]);
    run(start)?;
    // Standard input closes when the tests end, be it by a crash: then the server goes, and its folder.
    // A busy machine takes its time over it, and until then files come back.
    let script = r#"cat > /dev/null; kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"
        for again in 1 2 3 4 5 6 7 8 9 10; do sleep 1; rm -rf "$1" && break; done"#;
    let mut keeper = Command::new("sh");
    keeper.args(["-c", script, "sh"]).arg(&folder);
    keeper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let keeper = keeper.spawn().map_err(|error| error.to_string())?;
    Ok(Server { folder, _keeper: keeper.stdin.ok_or("no standard input")? })
}

/// The programs of the latest server that Debian has installed.
pub(crate) fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            let programs = entry.path().join("bin");
            (programs.join("initdb").exists() && programs.join("pg_ctl").exists()).then_some((version, programs))
        })
        .collect();
    found.sort();
    Some(found.pop()?.1)
}

/// Whom the server runs as where the tests are run by root, which it refuses.
fn user() -> Result<Option<(u32, u32)>, String> {
    let id = Command::new("id").arg("-u").output().map_err(|error| format!("id: {error}"))?;
    if id.stdout.trim_ascii() != b"0" {
        return Ok(None);
    }
    let users = std::fs::read_to_string("/etc/passwd").map_err(|error| error.to_string())?;
    let find = |name: &str| {
        let mut fields = users.lines().find(|line| line.split(':').next() == Some(name))?.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    let user = find("postgres").or_else(|| find("nobody"));
    user.map(Some).ok_or("the tests are run by root, and there is no other user to run the server as".to_string())
}

fn as_user(program: &Path, user: Option<(u32, u32)>) -> Command {
    let Some((uid, gid)) = user else { return Command::new(program) };
    let mut command = Command::new("setpriv");
    command.args([format!("--reuid={uid}"), format!("--regid={gid}"), "--clear-groups".to_string()]).arg(program);
    command.current_dir("/");
    command
}

fn run(mut command: Command) -> Result<(), String> {
    let shown = format!("{:?}", command.get_program());
    // The server keeps what it inherits, so it is given nothing that somebody waits for.
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().map_err(|error| format!("{shown}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{shown} {:?}: {status}", command.get_args().last())) }
}
