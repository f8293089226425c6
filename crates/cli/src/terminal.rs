//! The terminal: colours, width, progress, interruption.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::Colour;

/// Whether standard output shows colours.
pub(crate) fn colour(asked: Colour) -> bool {
    match asked {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|no| no.is_empty()),
    }
}

/// The width of the terminal; a hundred columns where there is none.
pub(crate) fn width() -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    asked.or_else(terminal).unwrap_or(100).clamp(60, 160)
}

/// A progress bar on a terminal, nothing when piped.
pub(crate) fn progress(total: Option<u64>, what: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, template) = match total {
        Some(total) => (ProgressBar::new(total), "{msg} {bar:30} {human_pos}/{human_len} {eta}"),
        None => (ProgressBar::new_spinner(), "{msg} {spinner} {human_pos}"),
    };
    bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(what.to_string());
    bar
}

/// Whether the command comes to an end by itself when it is interrupted.
static GENTLE: AtomicBool = AtomicBool::new(false);
/// Whether it was.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// An interrupted command leaves no half-written file.
pub(crate) fn clean_up_when_interrupted() {
    // Without a handler the files would merely stay behind, so a failure to set it is no reason to stop.
    let _ = ctrlc::set_handler(|| {
        if GENTLE.load(Ordering::Relaxed) && !INTERRUPTED.swap(true, Ordering::Relaxed) {
            return;
        }
        for file in wuwei_facts::unfinished() {
            let _ = std::fs::remove_file(file);
        }
        const ENDED: i32 = 130;
        std::process::exit(ENDED);
    });
}

/// From here on an interruption asks a command to come to an end by itself: a search for the best that it has, a server for
/// its last answers. Another one ends the command at once. Whether there was one is what the answer says whenever it is
/// called.
pub(crate) fn end_gently_when_interrupted() -> fn() -> bool {
    GENTLE.store(true, Ordering::Relaxed);
    || INTERRUPTED.load(Ordering::Relaxed)
}
