//! `wuwei key`

use crate::tool::Place;

#[test]
fn a_key_is_two_files_and_never_shown() {
    let place = Place::new();
    let ran = place.wuwei(&["key", "new", "office.pem"]).ends(0);
    let secret = place.read("office.pem");
    assert!(secret.starts_with("-----BEGIN PRIVATE KEY-----\n"));
    assert!(place.read("office.pem.pub").starts_with("-----BEGIN PUBLIC KEY-----\n"));
    let inside = secret.lines().nth(1).unwrap();
    assert!(!ran.out.contains(inside) && !ran.err.contains(inside));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(place.path("office.pem")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    place.wuwei(&["key", "new", "other.pem"]).ends(0);
    assert_ne!(secret, place.read("other.pem"));
}

#[test]
fn a_key_is_never_written_over() {
    let place = Place::new();
    place.wuwei(&["key", "new", "k"]).ends(0);
    let before = place.read("k");
    place.wuwei(&["key", "new", "k"]).ends(2).complains("已经存在");
    assert_eq!(place.read("k"), before);
    place.write("j.pub", "something");
    place.wuwei(&["key", "new", "j", "--lang", "en"]).ends(2).complains("never written over");
    assert!(!place.path("j").exists(), "no half of a key stays behind");
    place.wuwei(&["key", "new", "nowhere/k"]).ends(2);
}
