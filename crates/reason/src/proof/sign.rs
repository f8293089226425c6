//! An operator's key under a proof: Ed25519, keys in the PEM files that other tools write and read.

use std::fmt;

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePublicKey, KeypairBytes};
use ed25519_dalek::{Signature, Signer, SigningKey};

use super::FORMAT;
use super::edition::{hex, unhex};

/// The key that signs; it is shown nowhere.
pub struct SecretKey(SigningKey);

/// The key by which a signature is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

/// A text is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyFault;

impl fmt::Display for KeyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an Ed25519 key in PEM")
    }
}

impl std::error::Error for KeyFault {}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey(of {})", self.verifying().hex())
    }
}

impl SecretKey {
    /// A key from 32 random bytes.
    pub fn from_bytes(bytes: &[u8; 32]) -> SecretKey {
        SecretKey(SigningKey::from_bytes(bytes))
    }

    /// A key from a file in PKCS #8, as `wuwei key new` and `openssl genpkey` write it.
    pub fn from_pem(text: &str) -> Result<SecretKey, KeyFault> {
        SigningKey::from_pkcs8_pem(text).map(SecretKey).map_err(|_| KeyFault)
    }

    /// The content of the key's file: whoever reads it signs in its owner's name.
    pub fn to_pem(&self) -> String {
        use ed25519_dalek::pkcs8::EncodePrivateKey;
        // Without the public key in it: older OpenSSL doesn't read files that carry both.
        let bytes = KeypairBytes { secret_key: self.0.to_bytes(), public_key: None };
        bytes.to_pkcs8_pem(LineEnding::LF).map(|text| text.to_string()).unwrap_or_default()
    }

    /// The key by which its signatures are checked.
    pub fn verifying(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }

    pub(super) fn sign(&self, digest: &str) -> String {
        hex(&self.0.sign(&signed(digest)).to_bytes())
    }
}

impl VerifyingKey {
    /// A key from a file, as `wuwei key new` writes it beside the secret one.
    pub fn from_pem(text: &str) -> Result<VerifyingKey, KeyFault> {
        ed25519_dalek::VerifyingKey::from_public_key_pem(text).map(VerifyingKey).map_err(|_| KeyFault)
    }

    /// The content of the key's file.
    pub fn to_pem(&self) -> String {
        self.0.to_public_key_pem(LineEnding::LF).unwrap_or_default()
    }

    /// The key in 64 hexadecimal digits, as proofs name it.
    pub fn hex(&self) -> String {
        hex(self.0.as_bytes())
    }

    pub(super) fn from_hex(text: &str) -> Option<VerifyingKey> {
        ed25519_dalek::VerifyingKey::from_bytes(&unhex(text)?).ok().map(VerifyingKey)
    }

    pub(super) fn has_signed(&self, digest: &str, signature: &str) -> bool {
        let Some(signature) = unhex(signature).map(|bytes| Signature::from_bytes(&bytes)) else { return false };
        self.0.verify_strict(&signed(digest), &signature).is_ok()
    }
}

/// What is signed: the digest, and what it is the digest of, so that it stands for nothing else.
fn signed(digest: &str) -> Vec<u8> {
    format!("{FORMAT}\n{digest}\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_survive_their_files() {
        let key = SecretKey::from_bytes(&[7; 32]);
        let again = SecretKey::from_pem(&key.to_pem()).unwrap();
        assert_eq!(again.verifying(), key.verifying());
        assert_eq!(VerifyingKey::from_pem(&key.verifying().to_pem()), Ok(key.verifying()));
        assert_eq!(VerifyingKey::from_hex(&key.verifying().hex()), Some(key.verifying()));
        assert!(SecretKey::from_pem(&key.verifying().to_pem()).is_err());
        assert!(VerifyingKey::from_pem("").is_err());
        assert!(!format!("{key:?}").contains(&hex(&[7; 32])));
    }

    #[test]
    fn a_signature_is_for_one_digest_by_one_key() {
        let (key, other) = (SecretKey::from_bytes(&[7; 32]), SecretKey::from_bytes(&[8; 32]));
        let signature = key.sign("a");
        assert!(key.verifying().has_signed("a", &signature));
        assert!(!key.verifying().has_signed("b", &signature));
        assert!(!other.verifying().has_signed("a", &signature));
        assert!(!key.verifying().has_signed("a", "00"));
    }
}
