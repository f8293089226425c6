//! What a report holds, whatever it is written as.

mod common;
mod docx;
mod html;
mod keys;
mod scale;
mod xlsx;
