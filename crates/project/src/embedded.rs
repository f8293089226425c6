//! The shipped library, carried in the binary.

include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// Documents of the shipped library: path inside the library, text.
pub(crate) fn documents() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied().filter(|(path, _)| path.ends_with(".md"))
}

/// Tables of observations of the shipped library.
pub(crate) fn observations() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied().filter(|(path, _)| path.ends_with(".csv"))
}
