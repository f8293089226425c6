//! The life of a server on either database: facts come in, more are learnt, it ends and starts again, and is moved elsewhere.

use axum::Router;
use axum::http::{Method, StatusCode, header};
use wuwei_store::Store;
use wuwei_workbench::{Access, TokenDigest, router};

use crate::server::{
    Answer, Browser, NOW, RUNTIME, TOKEN, bench, database, folder, on_both, on_postgres, open, people, request, send,
};

on_both!(a_server_lives_on_its_store_alone);

fn operator() -> Access {
    Access::Operator(TokenDigest::of(TOKEN))
}

fn get(server: &Router, path: &str) -> String {
    let answer = send(server, request(Method::GET, path, &[(header::COOKIE, "lang=zh")], ""));
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.body
}

fn led_to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.headers[header::LOCATION].to_str().unwrap().to_string()
}

/// Pages that tell of everything that a store holds.
const PAGES: [&str; 8] = [
    "/",
    "/list",
    "/policies",
    "/subjects?q=91220",
    "/data",
    "/data?as_of=2025-12-31",
    "/data/quality",
    "/data/kinds/%E4%BC%81%E4%B8%9A",
];

fn everything(server: &Router) -> Vec<String> {
    PAGES.iter().map(|path| get(server, path)).collect()
}

fn a_server_lives_on_its_store_alone(name: &str) {
    let bench = bench(name);
    let server = router(bench.clone());
    let code = people(name).into_iter().find(|text| text.starts_with("91220")).unwrap();
    // It is learnt how many people an enterprise employs, and then, on a later day, that there are fewer.
    let mut browser = Browser::operator(&server, "zh");
    for (learnt, staff) in [("2026-01-15", 4321), ("2026-02-15", 4299)] {
        browser.get("/data/new");
        let text = format!("统一社会信用代码,职工总数@2024\n{code},{staff}\n");
        let columns = led_to(&browser.post_file("/data/files", "facts", "企业.csv", text.as_bytes()));
        browser.get(&columns);
        let fields =
            [("k0", "企业"), ("for0", "企业"), ("c0-0", "统一社会信用代码"), ("c0-1", "职工总数"), ("y0-1", "2024")];
        let rows = led_to(&browser.post(&columns, &fields));
        let changes = led_to(&browser.post(&rows, &[("learnt", learnt), ("actor", "统计局")]));
        browser.get(&changes.replace("/changes", "/check"));
        led_to(&browser.post(&changes.replace("/changes", "/accept"), &[]));
        RUNTIME.block_on(bench.settled());
    }
    let profile = format!("/subjects/%E4%BC%81%E4%B8%9A/{code}");
    let staff = |server: &Router, day: &str| {
        let page = get(server, &format!("{profile}?as_of={day}"));
        ["4321", "4299", "4,321", "4,299"].into_iter().find(|figure| page.contains(figure)).map(|f| f.replace(',', ""))
    };
    for (day, known) in [("2025-12-31", None), ("2026-01-31", Some("4321")), ("2026-03-01", Some("4299"))] {
        assert_eq!(staff(&server, day).as_deref(), known, "{day}");
    }
    // That the two uploads contradict each other is shown with where each says so; on a day before the second they don't.
    let quality = get(&server, "/data/quality");
    let section = quality.split("id=\"contradictions\"").nth(1).unwrap().split("</section>").next().unwrap();
    let (before, after) = section.split_once("4321").unwrap();
    for text in ["职工总数@2024", code.as_str()] {
        assert!(before.contains(text), "{section}");
    }
    for text in ["/data/uploads/2", "第 2 行", "2026-01-15", "4299", "/data/uploads/3", "2026-02-15"] {
        assert!(after.contains(text), "{text}: {section}");
    }
    assert!(!get(&server, "/data/quality?as_of=2025-12-31").contains("4321"));
    let before = everything(&server);
    drop((server, bench));
    // It starts again: nothing is taken in twice, and nothing is lost.
    let server = open(name, operator(), NOW);
    for ((path, before), after) in PAGES.iter().zip(&before).zip(everything(&server)) {
        assert!(*before == after, "{path}");
    }
    assert_eq!(staff(&server, "2026-01-31").as_deref(), Some("4321"));
    drop(server);
    // It moves: what a backup holds is the same in another place, of either database.
    let backup = folder(name).join("backup.zip");
    RUNTIME.block_on(async { Store::open(&database(name)).await.unwrap().backup(&backup, NOW()).await.unwrap() });
    for place in ["file", "server"] {
        let moved = format!("{name}-{place}");
        if place == "server" && !on_postgres(&moved) {
            continue;
        }
        std::fs::create_dir_all(folder(&moved)).unwrap();
        RUNTIME.block_on(async { Store::open(&database(&moved)).await.unwrap().restore(&backup).await.unwrap() });
        let server = open(&moved, operator(), NOW);
        for ((path, before), after) in PAGES.iter().zip(&before).zip(everything(&server)) {
            assert!(*before == after, "{path} after it moved to a {place}");
        }
        assert_eq!(staff(&server, "2026-01-31").as_deref(), Some("4321"));
    }
}
