//! A peer as a process: told to run, it answers with a record.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::record::Record;

pub(crate) struct Peer {
    pub(crate) name: String,
    /// What it says it is.
    pub(crate) version: String,
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Peer {
    /// Starts it and waits until it is ready.
    pub(crate) fn start(name: &str, command: &mut Command) -> Result<Self, String> {
        let shown = format!("{command:?}");
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| format!("{shown}: {error}"))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(format!("{shown}: no pipes"));
        };
        let output = BufReader::new(output);
        let mut peer = Peer { name: name.to_string(), version: String::new(), child, input, output };
        peer.version = peer.hear()?.text("version").unwrap_or_default().to_string();
        Ok(peer)
    }

    /// One timed run.
    pub(crate) fn run(&mut self) -> Result<Record, String> {
        // A peer that has ended says so by having nothing more to read.
        let _ = writeln!(self.input, "run").and_then(|()| self.input.flush());
        self.hear()
    }

    fn hear(&mut self) -> Result<Record, String> {
        let mut line = String::new();
        self.output.read_line(&mut line).map_err(|error| format!("{}: {error}", self.name))?;
        if line.is_empty() {
            return Err(format!("the peer {} ended; what it said stands above", self.name));
        }
        Record::parse(&line).map_err(|error| format!("{}: {error}", self.name))
    }
}

impl Drop for Peer {
    /// Lets it end by itself, whatever the reason why it isn't needed any more.
    fn drop(&mut self) {
        let asked = writeln!(self.input, "quit").and_then(|()| self.input.flush());
        if asked.is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}
