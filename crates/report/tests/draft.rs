//! Draft.
use wuwei_plan::progress::Settings;
use wuwei_report::{Material, Report, docx, html, xlsx};
use wuwei_source::Lang;
struct Nothing;
impl wuwei_project::World for Nothing {
    fn files(&self, _: &std::path::Path) -> std::io::Result<Vec<std::path::PathBuf>> { Ok(vec![]) }
    fn files_in(&self, _: &std::path::Path) -> std::io::Result<Vec<std::path::PathBuf>> { Ok(vec![]) }
    fn is_file(&self, _: &std::path::Path) -> bool { false }
    fn read(&self, _: &std::path::Path) -> std::io::Result<Vec<u8>> { Ok(vec![]) }
    fn today(&self) -> wuwei_ir::Date { wuwei_ir::Date::MAX }
}
#[test]
fn draft() {
    let library = wuwei_project::Library::open(&Nothing, None).unwrap();
    let program = library.program();
    let settings = Settings::default();
    for (id, name) in [("changchun.action-plan-2025", "city"), ("chaoyang.plan-2025", "district"), ("jilin.plan-2025", "province")] {
        for lang in [Lang::Zh, Lang::En] {
            let document = wuwei_ir::DocId::from_index(program.documents.iter().position(|d| d.id == id).unwrap());
            let d = |t| wuwei_ir::Date::parse(t).unwrap();
            let m = Material { program, sources: &library.sources, observations: &library.observations, document, as_of: d("2026-03-01"), since: d("2025-10-01"), settings: &settings, lang };
            let r = Report::new(&m);
            println!("{id}: {} findings, {} notes, {} edges", r.findings.len(), r.notes.len(), r.tree.edges.len());
            std::fs::write(format!("/tmp/w/shot/{name}-{lang}.html"), html(&r)).unwrap();
            std::fs::write(format!("/tmp/w/shot/{name}-{lang}.docx"), docx(&r).unwrap()).unwrap();
            std::fs::write(format!("/tmp/w/shot/{name}-{lang}.xlsx"), xlsx(&r).unwrap()).unwrap();
        }
    }
}
