//! `wuwei key`: the keys with which proofs are signed and checked.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use wuwei_facts::FactsError;
use wuwei_project::LibraryError;
use wuwei_reason::proof::SecretKey;
use wuwei_source::Lang;

use crate::args::Global;
use crate::failure::Failure;

#[derive(Debug, Args)]
pub(crate) struct Key {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a key: FILE signs and is kept secret, FILE.pub checks and is given to everybody
    New(New),
}

#[derive(Debug, Args)]
struct New {
    /// The file for the secret key; there must be none of this name yet
    #[arg(id = "key_file", value_name = "FILE")]
    file: PathBuf,
}

impl Key {
    pub(crate) fn run(&self, _global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
        let Command::New(new) = &self.command;
        new.run(lang)
    }
}

impl New {
    fn run(&self, lang: Lang) -> Result<ExitCode, Failure> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| {
            Failure::request(
                format!("系统没有给出随机数：{error}"),
                format!("the system gave no random numbers: {error}"),
            )
        })?;
        let key = SecretKey::from_bytes(&bytes);
        let mut public = self.file.clone().into_os_string();
        public.push(".pub");
        let public = PathBuf::from(public);
        write_new(&self.file, &key.to_pem(), true)?;
        if let Err(failure) = write_new(&public, &key.verifying().to_pem(), false) {
            // A secret key without the other half is of no use to anybody.
            let _ = std::fs::remove_file(&self.file);
            return Err(failure);
        }
        let (secret, public, hex) = (self.file.display(), public.display(), key.verifying().hex());
        match lang {
            Lang::Zh => {
                outln!("已写 {secret}（签名用，只给签名的人）和 {public}（核对用，可以公开）。\n密钥 {hex}。");
            }
            Lang::En => {
                outln!(
                    "wrote {secret} (signs; keep it secret) and {public} (checks; give it to everybody).\nKey {hex}."
                );
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes a file that isn't there yet; a secret one for its owner alone.
fn write_new(path: &Path, text: &str, is_secret: bool) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if is_secret {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = is_secret;
    let failed = |source: std::io::Error| match source.kind() {
        ErrorKind::AlreadyExists => Failure::request(
            format!("{} 已经存在，密钥不能覆盖", path.display()),
            format!("{} exists, and a key is never written over", path.display()),
        ),
        _ => Failure::Facts(FactsError::Io { path: path.to_path_buf(), source }),
    };
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

/// The text of a file that should be one.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    let unreadable = |source| Failure::Library(LibraryError::Unreadable { path: path.to_path_buf(), source });
    let bytes = std::fs::read(path).map_err(unreadable)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A file isn't the key that it should be.
pub(crate) fn not_a_key(path: &Path) -> Failure {
    Failure::request(
        format!("{} 不是要用的 Ed25519 密钥（PEM）；签名用 `wuwei key new` 写的文件，核对用 .pub 文件", path.display()),
        format!(
            "{} is not the Ed25519 key (PEM) that is needed; `wuwei key new` writes one that signs, and a .pub file that checks",
            path.display()
        ),
    )
}
