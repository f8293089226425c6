//! Standard output, for readers that may go away: `wuwei list targets | head` ends like any other command.

use std::fmt::Arguments;
use std::io::{self, Write};

/// Prints; what nobody reads any more is dropped.
pub(crate) fn print(text: Arguments<'_>) {
    let mut out = io::stdout().lock();
    match out.write_fmt(text) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            // A full disk under a redirection: the result is not there, and a zero would say that it is.
            eprintln!("{error}");
            std::process::exit(2);
        }
        _ => {}
    }
}

/// Like `print!`, without its panic.
macro_rules! out {
    ($($part:tt)*) => { crate::output::print(format_args!($($part)*)) };
}

/// Like `println!`, without its panic.
macro_rules! outln {
    ($($part:tt)*) => { crate::output::print(format_args!("{}\n", format_args!($($part)*))) };
}
