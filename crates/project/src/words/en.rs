//! English.

use super::Words;

pub(super) const WORDS: Words = Words {
    yes: "yes",
    no: "no",
    unknown: "unknown",
    not_applicable: "not applicable",
    not_computable: "not computable",
    official: "official text",
    secondary: "credible report",
    elsewhere: "another place's rule",
    assumed: "assumption",
    not_in_force: "no version is in force on this day",
    amount: "amount",
    not_known: "not known",
    related: "{name}: {n}",
    related_open: "{name}: {n} known, the list is not complete",
    points_of: "{points} of {out_of}",
    basis_is: "rests on: {basis}",
    deeper: "…",
};
