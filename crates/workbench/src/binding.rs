//! Where a server may listen.

use std::net::IpAddr;

use wuwei_source::Text;

use crate::access::Access;

/// Whether a server may listen on an address. On this machine it always may; where others can reach it, only if nobody can change
/// anything, or if somebody has chosen a token on purpose: one that was made up at the start and shown on a screen isn't enough.
pub fn may_listen(on: IpAddr, access: &Access, token_was_chosen: bool) -> Result<(), Text> {
    if on.is_loopback() || matches!(access, Access::ReadOnly) || token_was_chosen {
        return Ok(());
    }
    Err(Text::new(
        format!("不能在 {on} 上提供服务：别的机器能访问时，要么加 --read-only，要么用 --token-file 指定操作口令"),
        format!(
            "can't serve on {on}: where other machines can reach it, give --read-only, or name the operator's token with --token-file"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::TokenDigest;

    #[test]
    fn others_reach_only_what_they_cannot_change() {
        let operator = Access::Operator(TokenDigest::of("a"));
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        for loopback in ["127.0.0.1", "127.9.9.9", "::1"] {
            assert!(may_listen(address(loopback), &operator, false).is_ok());
        }
        for open in ["0.0.0.0", "::", "10.0.0.1", "::ffff:127.0.0.1"] {
            assert!(may_listen(address(open), &operator, false).is_err(), "{open}");
            assert!(may_listen(address(open), &operator, true).is_ok());
            assert!(may_listen(address(open), &Access::ReadOnly, false).is_ok());
        }
    }
}
