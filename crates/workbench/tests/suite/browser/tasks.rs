//! What people come for, done from beginning to end.

use super::driver::Window;

#[test]
fn a_reader_changes_language_and_size_without_scripts() {
    let Some(window) = Window::open("zh") else { return };
    window.scripts(false);
    window.go("/list?verdict=off-track");
    window.click("a[hreflang=en]");
    assert_eq!(window.here(), "/list?verdict=off-track");
    assert!(window.text("h1").contains("List of targets"));
    window.click("a[href^='/type/large']");
    assert!(window.has("html.large"));
    window.scripts(true);
}

#[test]
fn a_planner_filters_the_list_by_keyboard() {
    for scripts in [true, false] {
        let Some(window) = Window::open("en") else { return };
        window.scripts(scripts);
        window.go("/list");
        window.choose("select[name=verdict]", "off-track");
        window.find("form.filters button");
        window.press("\u{e007}");
        window.click("form.filters button");
        window.wait_for("main", "Results converted locally");
        assert!(window.here().contains("verdict=off-track"), "{}", window.here());
        window.scripts(true);
    }
}
