//! What programs ask and are answered, held against the OpenAPI document that the server itself serves.

use axum::Router;
use axum::http::{HeaderMap, Method, StatusCode, header};
use jsonschema::Validator;
use serde_json::{Value as Json, json};
use wuwei_workbench::{Access, router};

use crate::server::{NOW, RUNTIME, TOKEN, ask, bench, escaped, open, request, send, serve, shared};

/// Sends JSON to the shared server.
pub(crate) fn post(path: &str, body: &Json) -> (StatusCode, Json) {
    let (status, _, json) = post_to(&shared(), path, &[], &body.to_string());
    (status, json)
}

fn post_to(
    server: &Router,
    path: &str,
    more: &[(header::HeaderName, &str)],
    body: &str,
) -> (StatusCode, HeaderMap, Json) {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    let more: Vec<_> = kind.iter().chain(more).cloned().collect();
    let answer = send(server, request(Method::POST, path, &more, body));
    (answer.status, answer.headers, serde_json::from_str(&answer.body).unwrap_or(Json::Null))
}

fn get(path: &str) -> (StatusCode, Json) {
    let answer = ask(path, &[]);
    (answer.status, serde_json::from_str(&answer.body).unwrap_or(Json::Null))
}

/// A header that is sent.
type Header<'a> = (header::HeaderName, &'a str);

/// The document, and a validator of one of its shapes.
struct Spec(Json);

impl Spec {
    fn read() -> Spec {
        let (status, json) = get("/api/v1/openapi.json");
        assert_eq!(status, StatusCode::OK);
        Spec(json)
    }

    /// What is wrong with an answer, by its own description.
    fn check(&self, method: &str, path: &str, status: StatusCode, answer: &Json) {
        let response = &self.0["paths"][path][method]["responses"][status.as_str()];
        assert!(response.is_object(), "{method} {path} {status} isn't described: {answer}");
        let content = response["content"].as_object().unwrap();
        let (_, content) = content.iter().find(|(kind, _)| kind.contains("json")).unwrap();
        let mut schema = content["schema"].clone();
        schema["components"] = self.0["components"].clone();
        let validator: Validator = jsonschema::draft202012::new(&schema).unwrap();
        let wrong: Vec<String> =
            validator.iter_errors(answer).take(5).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{method} {path} {status}: {wrong:#?}");
    }
}

fn names(rows: &Json, field: &str) -> Vec<String> {
    rows["items"].as_array().unwrap().iter().map(|row| row[field].as_str().unwrap().to_string()).collect()
}

#[test]
fn the_document_describes_every_address() {
    let spec = Spec::read();
    assert_eq!(spec.0["openapi"], "3.1.0");
    let paths = spec.0["paths"].as_object().unwrap();
    for path in [
        "/api/v1/documents",
        "/api/v1/documents/{id}",
        "/api/v1/rules/search",
        "/api/v1/rules/{name}",
        "/api/v1/entities/search",
        "/api/v1/entities/{kind}/{key}",
        "/api/v1/entities/{kind}/{key}/ask",
        "/api/v1/ask",
        "/api/v1/explain",
        "/api/v1/plan",
        "/api/v1/observations",
        "/api/v1/findings",
    ] {
        assert!(paths.contains_key(path), "{path}");
    }
    let mut ids: Vec<&str> = Vec::new();
    for operation in paths.values().flat_map(|path| path.as_object().unwrap().values()) {
        let id = operation["operationId"].as_str().unwrap();
        assert!(!ids.contains(&id), "{id} twice");
        ids.push(id);
        assert!(!operation["summary"].as_str().unwrap().is_empty(), "{id}");
    }
    // Every shape that is referred to is there.
    let text = spec.0.to_string();
    for name in text.split("#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(spec.0["components"]["schemas"][name].is_object(), "{name}");
    }
}

#[test]
fn what_is_read_has_the_shape_that_is_described() {
    let spec = Spec::read();
    let check = |path: &str, template: &str| {
        let (status, json) = get(path);
        assert_eq!(status, StatusCode::OK, "{path}: {json}");
        spec.check("get", template, status, &json);
        json
    };
    check("/api/v1", "/api/v1");
    let documents = check("/api/v1/documents?pageSize=500", "/api/v1/documents");
    for id in names(&documents, "id").iter().take(4) {
        check(&format!("/api/v1/documents/{id}"), "/api/v1/documents/{id}");
    }
    let kinds = check("/api/v1/kinds", "/api/v1/kinds");
    for kind in names(&kinds, "name").iter().take(3) {
        check(&format!("/api/v1/kinds/{}", escaped(kind)), "/api/v1/kinds/{kind}");
    }
    check("/api/v1/plan?lang=en&pageSize=500", "/api/v1/plan");
    check("/api/v1/observations?pageSize=500", "/api/v1/observations");
    let all = check("/api/v1/findings", "/api/v1/findings");
    let grave = check("/api/v1/findings?severity=error", "/api/v1/findings");
    let count = |json: &Json| json["alignment"].as_array().unwrap().len();
    assert!(count(&grave) <= count(&all));
}

#[test]
fn rules_are_searched_and_read() {
    let spec = Spec::read();
    let search = |body: Json| {
        let (status, json) = post("/api/v1/rules/search", &body);
        assert_eq!(status, StatusCode::OK, "{json}");
        spec.check("post", "/api/v1/rules/search", status, &json);
        json
    };
    let all = search(json!({ "pagination": { "pageSize": 500 } }));
    let total = all["paginationInfo"]["totalItems"].as_u64().unwrap();
    let few = search(json!({ "pagination": { "page": 2, "pageSize": 10 } }));
    assert_eq!(few["items"].as_array().unwrap().len(), 10);
    assert_eq!(few["paginationInfo"]["totalPages"].as_u64(), Some(total.div_ceil(10)));
    assert_eq!(few["items"][0], all["items"][10]);
    let benefits = search(json!({ "filters": { "kinds": ["benefit"] }, "pagination": { "pageSize": 500 } }));
    assert!(names(&benefits, "kind").iter().all(|kind| kind == "benefit"));
    let found = search(json!({ "filters": { "text": "高新技术企业" } }));
    let name = names(&found, "name").into_iter().next().unwrap();
    assert!(found["items"].as_array().unwrap().iter().all(|row| row.to_string().contains("高新技术企业")));
    let (status, rule) = get(&format!("/api/v1/rules/{}", escaped(&name)));
    assert_eq!(status, StatusCode::OK);
    spec.check("get", "/api/v1/rules/{name}", status, &rule);
    assert_eq!(rule["name"], name.as_str());
    let descending = search(json!({ "sorting": { "sortBy": "name", "sortOrder": "descending" } }));
    assert_eq!(descending["items"][0]["name"], all["items"][total as usize - 1]["name"]);
    let past = search(json!({ "filters": { "in_force_on": "1900-01-01" } }));
    assert_eq!(past["paginationInfo"]["totalItems"], 0);
    assert_eq!(past["paginationInfo"]["totalPages"], 0);
}

#[test]
fn subjects_are_searched_read_and_asked_about() {
    let spec = Spec::read();
    let body = json!({ "filters": { "kind": "企业", "region": "长春市" }, "pagination": { "pageSize": 5 } });
    let (status, found) = post("/api/v1/entities/search", &body);
    assert_eq!(status, StatusCode::OK, "{found}");
    spec.check("post", "/api/v1/entities/search", status, &found);
    assert!(found["notice"].is_string());
    let (key, name) = (names(&found, "key").remove(0), names(&found, "name").remove(0));
    let path = format!("/api/v1/entities/{}/{key}", escaped("企业"));
    let (status, one) = get(&path);
    assert_eq!(status, StatusCode::OK);
    spec.check("get", "/api/v1/entities/{kind}/{key}", status, &one);
    assert_eq!(one["name"], name.as_str());
    assert!(one["facts"].as_array().unwrap().len() > 5);
    assert!(one["facts"].as_array().unwrap().iter().any(|fact| fact["value"]["currency"] == "CNY"));
    let (status, answers) = post(&format!("{path}/ask"), &json!({ "as_of": "2025-12-31" }));
    assert_eq!(status, StatusCode::OK);
    spec.check("post", "/api/v1/entities/{kind}/{key}/ask", status, &answers);
    assert_eq!((answers["entity"].as_str(), answers["currency"].as_str()), (Some(key.as_str()), Some("CNY")));
    // The same subject in small letters, and by a part of its name.
    assert_eq!(get(&path.to_lowercase().replace("%e4%bc%81%e4%b8%9a", &escaped("企业"))).1["key"], key.as_str());
    let body = json!({ "filters": { "kind": "企业", "text": name } });
    assert_eq!(names(&post("/api/v1/entities/search", &body).1, "key"), std::slice::from_ref(&key));
    // Everything, line by line.
    let body = json!({ "filters": { "kind": "企业" } }).to_string();
    let kinds = [(header::CONTENT_TYPE, "application/json"), (header::ACCEPT, "application/x-ndjson")];
    let lines = send(&shared(), request(Method::POST, "/api/v1/entities/search", &kinds, &body));
    assert_eq!(lines.headers[header::CONTENT_TYPE], "application/x-ndjson");
    let rows: Vec<Json> = lines.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (_, first) = post("/api/v1/entities/search", &json!({ "filters": { "kind": "企业" } }));
    assert_eq!(first["paginationInfo"]["totalItems"].as_u64(), Some(rows.len() as u64));
    // A proof of one of the answers.
    let rule = answers["statuses"].as_object().unwrap().keys().next().unwrap();
    let body = json!({ "rule": rule, "entity_kind": "企业", "key": key });
    let (status, proof) = post("/api/v1/explain", &body);
    assert_eq!(status, StatusCode::OK, "{proof}");
    spec.check("post", "/api/v1/explain", status, &proof);
}

#[test]
fn a_described_subject_is_answered_like_a_known_one() {
    let spec = Spec::read();
    let facts = json!({
        "统一社会信用代码": "91220100FAKE00014L",
        "名称": "<script>\"甲\\乙\"</script>",
        "职工总数@2024": 120,
        "研发费用@2024": "300万元",
        "营业收入@2024(万元)": 4000,
        "上年末净资产": null,
    });
    let known: Vec<String> = names(&get("/api/v1/kinds").1, "name");
    assert!(known.contains(&"企业".to_string()));
    let fact_names: Vec<String> = get(&format!("/api/v1/kinds/{}", escaped("企业"))).1["facts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fact| fact["name"].as_str().unwrap().to_string())
        .collect();
    let is_known = |name: &str| fact_names.iter().any(|known| *known == name.split(['@', '(']).next().unwrap());
    let facts: serde_json::Map<String, Json> = facts
        .as_object()
        .unwrap()
        .iter()
        .filter(|(name, _)| is_known(name))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    assert!(facts.len() >= 4, "{facts:?} of {fact_names:?}");
    let body = json!({ "entity_kind": "企业", "as_of": "2025-12-31", "facts": &facts });
    let (status, answers) = post("/api/v1/ask", &body);
    assert_eq!(status, StatusCode::OK, "{answers}");
    spec.check("post", "/api/v1/ask", status, &answers);
    assert_eq!(answers["as_of"], "2025-12-31");
    assert_eq!(answers["entity"], "91220100FAKE00014L");
    assert_eq!(answers["name"], facts["名称"]);
    assert!(answers["statuses"].as_object().unwrap().len() > 3);
    assert!(answers.get("notice").is_none());
    let rule = answers["benefits"].as_object().unwrap().keys().next().unwrap();
    let body = json!({ "rule": rule, "entity_kind": "企业", "as_of": "2025-12-31", "facts": body["facts"] });
    let (status, proof) = post("/api/v1/explain", &body);
    assert_eq!(status, StatusCode::OK, "{proof}");
    spec.check("post", "/api/v1/explain", status, &proof);
}

#[test]
fn strangers_texts_are_answered_and_leave_nothing_behind() {
    let text_fact = get(&format!("/api/v1/kinds/{}", escaped("企业"))).1["facts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|fact| fact["type"] == "text" && fact["yearly"] == false)
        .map(|fact| fact["name"].as_str().unwrap().to_string())
        .unwrap();
    for n in 0..50 {
        let stranger = format!("陌生人的公司 \"{n}\" \\ </script>");
        let (status, json) = post("/api/v1/ask", &json!({ "entity_kind": "企业", "facts": { &text_fact: &stranger } }));
        assert_eq!(status, StatusCode::OK, "{json}");
        if json["name"].is_string() {
            assert_eq!(json["name"], stranger.as_str());
        }
        assert_eq!(wuwei_source::Name::known(&stranger), None);
        let unknown = format!("nobody-{n}-of-this-name");
        assert_eq!(get(&format!("/api/v1/entities/{}/{unknown}", escaped("企业"))).0, StatusCode::NOT_FOUND);
        assert_eq!(get(&format!("/api/v1/rules/{unknown}")).0, StatusCode::NOT_FOUND);
        let (status, _) = post("/api/v1/ask", &json!({ "entity_kind": &unknown }));
        assert_eq!(status, StatusCode::NOT_FOUND);
        let (status, _) = post("/api/v1/ask", &json!({ "entity_kind": "企业", "facts": { &unknown: 1 } }));
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(wuwei_source::Name::known(&unknown), None);
    }
}

#[test]
fn every_error_is_a_problem_in_both_languages() {
    let spec = Spec::read();
    let server = shared();
    let json = (header::CONTENT_TYPE, "application/json");
    let ask = |method: Method, path: &str, more: &[(header::HeaderName, &str)], body: &str| {
        let answer = send(&server, request(method, path, more, body));
        let told: Json = serde_json::from_str(&answer.body).unwrap_or(Json::Null);
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json", "{path}: {}", answer.body);
        assert_eq!(told["status"].as_u64(), Some(u64::from(answer.status.as_u16())));
        assert!(answer.headers.contains_key("x-request-id"));
        (answer, told)
    };
    let (_, told) = ask(Method::GET, "/api/v1/documents/nothing?lang=en", &[], "");
    spec.check("get", "/api/v1/documents/{id}", StatusCode::NOT_FOUND, &told);
    assert_eq!(told["title"], "there is no such document");
    let (answer, told) = ask(Method::GET, "/api/v1/documents/nothing", &[(header::ACCEPT_LANGUAGE, "zh-CN")], "");
    assert_eq!(
        (told["title"].as_str(), answer.headers[header::CONTENT_LANGUAGE].to_str().unwrap()),
        (Some("没有这份文件"), "zh-CN")
    );
    let long = "x".repeat(300 * 1024);
    let cases: [(Method, &str, Vec<Header>, &str, u16); 24] = [
        (Method::GET, "/api/v1/nowhere", vec![], "", 404),
        (Method::GET, "/api", vec![], "", 404),
        (Method::GET, "/api/v2/x", vec![], "", 404),
        (Method::DELETE, "/api/v1/ask", vec![], "", 405),
        (Method::GET, "/api/v1/ask", vec![], "", 405),
        (Method::POST, "/api/v1/documents", vec![json.clone()], "{}", 405),
        (Method::GET, "/api/v1/documents", vec![(header::ACCEPT, "image/png")], "", 406),
        (Method::GET, "/api/v1/documents?page=0", vec![], "", 400),
        (Method::GET, "/api/v1/documents?page=1&page=2", vec![], "", 400),
        (Method::GET, "/api/v1/documents?pages=1", vec![], "", 400),
        (Method::GET, "/api/v1/plan?as_of=2025-02-30", vec![], "", 400),
        (Method::GET, "/api/v1/documents/%ff%fe", vec![], "", 400),
        (Method::POST, "/api/v1/ask", vec![], "{}", 415),
        (Method::POST, "/api/v1/ask", vec![(header::CONTENT_TYPE, "text/plain")], "{}", 415),
        (Method::POST, "/api/v1/ask", vec![json.clone()], "", 400),
        (Method::POST, "/api/v1/ask", vec![json.clone()], "{\"entity_kind\"", 400),
        (Method::POST, "/api/v1/ask", vec![json.clone()], "{}", 422),
        (Method::POST, "/api/v1/ask", vec![json.clone()], "[]", 422),
        (Method::POST, "/api/v1/ask", vec![json.clone()], "{\"entity_kind\":\"企业\",\"as_of\":\"soon\"}", 422),
        (Method::POST, "/api/v1/ask", vec![json.clone()], "{\"entity_kind\":\"企业\",\"more\":1}", 422),
        (Method::POST, "/api/v1/ask", vec![json.clone()], "{\"entity_kind\":\"无此类\"}", 404),
        (Method::POST, "/api/v1/ask", vec![json.clone()], &long, 413),
        (Method::GET, "/api/v1/documents", vec![(header::HOST, "evil.example")], "", 421),
        (Method::POST, "/api/v1/ask", vec![json.clone(), (header::ORIGIN, "https://evil.example")], "{}", 403),
    ];
    for (method, path, more, body, status) in cases {
        let (answer, told) = ask(method.clone(), path, &more, body);
        assert_eq!(answer.status.as_u16(), status, "{method} {path} {}", answer.body);
        assert!(!told["title"].as_str().unwrap().is_empty());
        if status == 405 {
            assert!(answer.headers.contains_key(header::ALLOW), "{path}");
        }
    }
}

#[test]
fn wrong_facts_are_told_one_by_one() {
    let body = json!({ "entity_kind": "企业", "facts": {
        "职工总数@2024": "many", "无此事实": 1, "职工总数": 3, "研发费用@2024": 300, "研发费用": "1万元",
    } });
    let (status, told) = post("/api/v1/ask?lang=en", &body);
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    Spec::read().check("post", "/api/v1/ask", status, &told);
    let errors = told["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 5, "{told}");
    let text = told.to_string();
    assert!(text.contains("/facts/职工总数@2024") && text.contains("has no unit"), "{text}");
}

#[test]
fn what_a_client_has_is_not_sent_again() {
    for path in ["/api/v1/documents", "/api/v1/plan", "/api/v1/observations?format=csv", "/api/v1/openapi.json"] {
        let first = ask(path, &[]);
        assert_eq!(first.status, StatusCode::OK, "{path}");
        let tag = first.headers[header::ETAG].to_str().unwrap().to_string();
        assert!(tag.starts_with('"'), "{tag}");
        let again = ask(path, &[(header::IF_NONE_MATCH, &tag)]);
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path}");
        assert_eq!(again.headers[header::ETAG].to_str().unwrap(), tag);
        let other = ask(path, &[(header::IF_NONE_MATCH, &tag), (header::ACCEPT_LANGUAGE, "en")]);
        assert_eq!(other.status, StatusCode::OK, "another language is another answer");
        let packed = ask(path, &[(header::ACCEPT_ENCODING, "gzip")]);
        assert_eq!(packed.headers[header::CONTENT_ENCODING], "gzip");
        let packed_tag = packed.headers[header::ETAG].to_str().unwrap();
        assert_ne!(packed_tag, tag, "other bytes, another tag");
        assert_eq!(ask(path, &[(header::IF_NONE_MATCH, packed_tag)]).status, StatusCode::NOT_MODIFIED);
        let elsewhere = send(&serve("etag"), request(Method::GET, path, &[(header::IF_NONE_MATCH, &tag)], ""));
        assert_eq!(elsewhere.status, StatusCode::OK, "another start, another edition");
    }
}

#[test]
fn observations_come_as_json_as_text_and_as_sdmx() {
    let csv = ask("/api/v1/observations?format=csv&lang=en", &[]);
    assert_eq!(csv.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    assert!(csv.body.trim_start_matches('\u{feff}').starts_with("indicator"), "{}", &csv.body[..80]);
    let sdmx = ask("/api/v1/observations", &[(header::ACCEPT, "application/vnd.sdmx.data+csv;version=2.0.0")]);
    assert!(sdmx.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("application/vnd.sdmx.data+csv"));
    assert!(sdmx.body.starts_with("STRUCTURE,"));
    let (_, all) = get("/api/v1/observations?pageSize=500");
    assert_eq!(csv.body.lines().count() as u64 - 1, all["paginationInfo"]["totalItems"].as_u64().unwrap());
    let row = &all["items"][0];
    let path = format!(
        "/api/v1/observations?indicator={}&region={}",
        escaped(row["indicator"].as_str().unwrap()),
        row["region_code"].as_str().unwrap()
    );
    let (_, some) = get(&path);
    assert!(some["items"].as_array().unwrap().contains(row));
    assert_eq!(get("/api/v1/observations?as_of=1949-10-01").1["paginationInfo"]["totalItems"], 0);
}

#[test]
fn the_operator_adds_observations() {
    let spec = Spec::read();
    let bench = bench("add-observations");
    let server = router(bench.clone());
    let bearer = format!("Bearer {TOKEN}");
    let add = |server: &Router, query: &str, token: Option<&str>, kind: &str, body: &str| {
        let mut more = vec![(header::CONTENT_TYPE, kind)];
        more.extend(token.map(|token| (header::AUTHORIZATION, token)));
        let answer = send(server, request(Method::POST, &format!("/api/v1/observations{query}"), &more, body));
        let json: Json = serde_json::from_str(&answer.body).unwrap();
        if answer.status != StatusCode::METHOD_NOT_ALLOWED {
            spec.check("post", "/api/v1/observations", answer.status, &json);
        }
        (answer.status, json)
    };
    let csv = ask("/api/v1/observations?format=csv&lang=en", &[]).body;
    // Nobody without the token, and nobody where nothing may be changed.
    assert_eq!(add(&server, "", None, "text/csv", &csv).0, StatusCode::UNAUTHORIZED);
    assert_eq!(add(&server, "", Some("Bearer guess"), "text/csv", &csv).0, StatusCode::FORBIDDEN);
    let reading = open("add-observations-reading", Access::ReadOnly, NOW);
    assert_eq!(add(&reading, "", Some(&bearer), "text/csv", &csv).0, StatusCode::FORBIDDEN);
    // What is known already adds nothing.
    let (status, same) = add(&server, "?accept=readable", Some(&bearer), "text/csv", &csv);
    assert_eq!(status, StatusCode::OK, "{same}");
    assert_eq!((same["added"].as_u64(), same["upload"].as_u64()), (Some(0), None));
    // A row of another year.
    let mut lines = csv.lines();
    let header = lines.next().unwrap();
    let columns: Vec<&str> = header.trim_start_matches('\u{feff}').split(',').collect();
    let at = |name: &str| columns.iter().position(|column| *column == name).unwrap();
    let line =
        lines.find(|line| !line.contains('"') && line.split(',').nth(at("period")).is_some_and(|it| it.len() == 4));
    let mut cells: Vec<&str> = line.unwrap().split(',').collect();
    cells[at("period")] = "1999";
    cells[at("learnt")] = "2001-02-03";
    let table = format!("{header}\n{}\n", cells.join(","));
    let dry = add(&server, "?accept=readable&dry_run=true", Some(&bearer), "text/csv", &table).1;
    assert_eq!((dry["added"].as_u64(), dry["upload"].as_u64()), (Some(1), None), "{dry}");
    let (status, added) = add(&server, "?accept=readable&file=../../a.csv", Some(&bearer), "text/csv", &table);
    assert_eq!((status, added["added"].as_u64()), (StatusCode::OK, Some(1)), "{added}");
    assert!(added["upload"].is_number());
    RUNTIME.block_on(bench.settled());
    let path = format!("/api/v1/observations?indicator={}&pageSize=500", escaped(cells[at("indicator")]));
    let found = send(&server, request(Method::GET, &path, &[], ""));
    let found: Json = serde_json::from_str(&found.body).unwrap();
    let row = found["items"].as_array().unwrap().iter().find(|row| row["period"] == "1999").unwrap();
    assert_eq!(row["learnt"], "2001-02-03");
    // What can't be read is told row by row, and adds nothing.
    let (status, told) = add(&server, "", Some(&bearer), "text/csv", &format!("{header}\n{}\n", "nonsense,".repeat(3)));
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!told["errors"].as_array().unwrap().is_empty(), "{told}");
    assert_eq!(add(&server, "", Some(&bearer), "text/csv", "\0\u{1}").0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(add(&server, "", Some(&bearer), "application/json", "{}").0, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(add(&server, "?learnt=2999-01-01", Some(&bearer), "text/csv", &table).0, StatusCode::BAD_REQUEST);
}
