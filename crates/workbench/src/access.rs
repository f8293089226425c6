//! Who may change anything: the operator, who holds a token.
//!
//! Until there are accounts every writing act needs the operator's token. A browser shows it once and gets a session; a
//! program sends it with each request. It stands in no address and in no log, and it is kept as its digest only.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use wuwei_source::Text;
use wuwei_store::Timestamp;

use crate::asking::{Asking, cookie};
use crate::fault::Fault;
use crate::workbench::Workbench;

/// The cookie of an operator's session.
pub(crate) const SESSION: &str = "operator";
/// So long a session lasts: a working day.
pub(crate) const SESSION_SECONDS: i64 = 12 * 3600;
/// So many sessions at most; the oldest gives way.
const SESSIONS: usize = 64;

/// Who may change anything.
#[derive(Clone)]
pub enum Access {
    /// Nobody.
    ReadOnly,
    /// Who knows the token.
    Operator(TokenDigest),
}

/// A token as it is kept.
#[derive(Clone)]
pub struct TokenDigest([u8; 32]);

impl TokenDigest {
    /// The digest of a token.
    pub fn of(token: &str) -> TokenDigest {
        TokenDigest(digest(token.trim().as_bytes()))
    }

    /// Whether this is the token; it takes as long for any other.
    pub(crate) fn is(&self, token: &str) -> bool {
        self.0.ct_eq(&digest(token.trim().as_bytes())).into()
    }
}

impl fmt::Debug for TokenDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenDigest(…)")
    }
}

fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Bytes as text for a cookie or an address.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Sessions of operators, and the secret behind the keys of forms.
pub(crate) struct Sessions {
    secret: [u8; 32],
    open: Mutex<HashMap<[u8; 32], i64>>,
}

impl Sessions {
    pub(crate) fn new(secret: [u8; 32]) -> Sessions {
        Sessions { secret, open: Mutex::new(HashMap::new()) }
    }

    /// Opens a session under an id that nobody can foresee.
    pub(crate) fn open(&self, id: &str, now: Timestamp) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let now = now.unix_millis();
        open.retain(|_, until| *until > now);
        if open.len() >= SESSIONS
            && let Some(oldest) = open.iter().min_by_key(|(_, until)| **until).map(|(id, _)| *id)
        {
            open.remove(&oldest);
        }
        open.insert(digest(id.as_bytes()), now + SESSION_SECONDS * 1000);
    }

    /// Whether a session is open.
    pub(crate) fn is_open(&self, id: &str, now: Timestamp) -> bool {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.get(&digest(id.as_bytes())).is_some_and(|until| *until > now.unix_millis())
    }

    /// Ends a session.
    pub(crate) fn end(&self, id: &str) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&digest(id.as_bytes()));
    }

    /// The key that a form of this browser carries, so that no page of somebody else can send it.
    pub(crate) fn form_key(&self, seat: &str) -> String {
        // Both are of fixed length, so that nothing can be appended.
        let mut hasher = Sha256::new();
        hasher.update(self.secret);
        hasher.update(digest(seat.as_bytes()));
        hex(&hasher.finalize())
    }

    /// Whether a form's key belongs to this browser.
    pub(crate) fn is_key(&self, seat: &str, key: &str) -> bool {
        self.form_key(seat).as_bytes().ct_eq(key.as_bytes()).into()
    }
}

/// Whether who asks is the operator: by session, or by the token in the `Authorization` header.
pub(crate) fn is_operator(bench: &Workbench, headers: &HeaderMap) -> bool {
    let Access::Operator(token) = &bench.setting.access else { return false };
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    match bearer.and_then(|value| value.strip_prefix("Bearer ")) {
        Some(given) => token.is(given),
        None => cookie(headers, SESSION).is_some_and(|id| bench.sessions.is_open(id, (bench.setting.now)())),
    }
}

impl Fault {
    /// Only the operator may do this.
    pub(crate) fn operator_only(bench: &Workbench) -> Fault {
        let (what, hint) = match bench.setting.access {
            Access::ReadOnly => (
                Text::new("本服务只供查看", "this server is for reading only"),
                Text::new("要改动，请不带 --read-only 启动", "start it without --read-only to change anything"),
            ),
            Access::Operator(_) => (
                Text::new("这一步需要操作口令", "this needs the operator's token"),
                Text::new(
                    "先在“操作登录”页输入口令（启动时显示）",
                    "first give the token on the page “Operator”; it was shown when the server started",
                ),
            ),
        };
        Fault { status: StatusCode::FORBIDDEN, what, hint }
    }
}

/// Proof that who asks is the operator: a handler that changes anything takes it.
pub(crate) struct Operator;

impl FromRequestParts<Arc<Workbench>> for Operator {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, bench: &Arc<Workbench>) -> Result<Operator, Response> {
        if is_operator(bench, &parts.headers) {
            return Ok(Operator);
        }
        let Ok(asking) = Asking::from_request_parts(parts, bench).await;
        Err(Fault::operator_only(bench).respond(&asking))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_end_and_keys_belong_to_one_browser() {
        let sessions = Sessions::new([7; 32]);
        let at = |millis| Timestamp::from_unix_millis(millis).unwrap();
        sessions.open("a", at(0));
        assert!(sessions.is_open("a", at(1)) && !sessions.is_open("b", at(1)));
        assert!(!sessions.is_open("a", at(SESSION_SECONDS * 1000)));
        sessions.end("a");
        assert!(!sessions.is_open("a", at(1)));
        let key = sessions.form_key("seat");
        assert!(sessions.is_key("seat", &key) && !sessions.is_key("other", &key) && !sessions.is_key("seat", ""));
        assert_ne!(key, Sessions::new([8; 32]).form_key("seat"));
        assert_eq!(format!("{:?}", TokenDigest::of("x")), "TokenDigest(…)");
        assert!(TokenDigest::of("x").is(" x\n") && !TokenDigest::of("x").is("y"));
    }
}
