fn main() {
    let mut n = 0;
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        let src = wuwei_source::Source::new(path.clone(), text.clone());
        let doc = wuwei_syntax::parse(wuwei_source::FileId(0), &text);
        let mut diags = doc.diagnostics;
        for d in &doc.decls {
            if let wuwei_syntax::ast::DeclKind::Test(t) = &d.kind {
                diags.extend(wuwei_syntax::parse_test(wuwei_source::FileId(0), &text, t).1);
            }
        }
        for d in &diags {
            n += 1;
            let at = src.line_column(d.place().span.start);
            println!("{path}:{}:{}: {} | {}", at.line, at.column, d.headline.en, d.labels[0].text.en);
        }
        if diags.is_empty() {
            match wuwei_syntax::format(&text) { Ok(f) => { if wuwei_syntax::format(&f).unwrap() != f { println!("{path}: unstable"); } }, Err(e) => println!("{path}: {:?}", e) }
        }
    }
    println!("{n} faults");
}
