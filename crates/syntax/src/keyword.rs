//! The words of the language. They are English, names are the field's own, so the two rarely meet.

/// The words that open a declaration.
pub const DECLARATIONS: &[&str] = &[
    "document", "region", "party", "subject", "entity", "extend", "value", "status", "exception", "score", "weights",
    "ladder", "benefit", "at", "the", "limit", "budget", "indicator", "programme", "action", "target", "lights",
    "mechanism", "test",
];

/// Words that can't be names.
const RESERVED: &[&str] = &[
    "action", "actual", "adds", "age", "ago", "aka", "all", "amount", "and", "any", "applies", "article", "as",
    "at", "automatic", "average", "basis", "benefit", "better", "budget", "by", "capped", "cases", "code", "columns",
    "computable", "count", "counts", "cumulative", "divides", "document", "documents", "each", "else", "end", "entity",
    "exception", "exists", "expect", "expert", "extend", "floored", "flow", "for", "force", "founded", "from", "given",
    "growth", "half", "handled", "has", "highest", "holder", "home", "if", "implements", "in", "increase", "indicator",
    "is", "issuer", "item", "key", "ladder", "larger", "largest", "last", "lead", "ledger", "level", "light", "lights",
    "limit", "list", "lower", "measure", "mechanism", "members", "monthly", "months", "most", "month", "name", "next",
    "no", "none", "not", "note", "number", "of", "on", "once", "one", "or", "otherwise", "out", "over", "owners",
    "paid", "part", "party", "payee", "payer", "pays", "per", "period", "plan", "points", "programme", "rank",
    "ratio", "realises", "reason", "region", "replaces", "rounded", "scaled", "score", "serves", "share", "since",
    "smaller", "smallest", "source", "start", "stated", "status", "step", "stock", "subject", "sum", "sums", "target",
    "test", "text", "the", "this", "time", "title", "to", "today", "total", "unknown", "unstated", "until", "up",
    "value", "weighted", "weights", "when", "where", "within", "wording", "year", "yearly", "years", "yes", "younger",
    "zone", "days", "date", "down", "milestone",
];

/// Whether a word belongs to the language and can't be a name.
pub fn is_keyword(word: &str) -> bool {
    word.is_ascii() && RESERVED.contains(&word)
}
