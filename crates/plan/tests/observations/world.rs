//! A small country with a plan.

use std::sync::OnceLock;

use wuwei_check::check;
use wuwei_ir::{Date, IndicatorId, Program, RegionId};
use wuwei_plan::{Accept, ImportOptions, Imported, Importer, Observation, Observations, Origin};
use wuwei_source::{Severity, Source, SourceMap};

const NATION: &str = r#"```wuwei
document trial.nation { title "国" "Nation" region 中国 in force from 2000-01-01 basis official }
region 中国 "China" code 100000
region 吉林省 "Jilin" code 220000 in 中国
region 长春市 "Changchun" code 220100 in 吉林省
region 朝阳区 "Chaoyang" code 220104 in 长春市
region 北京市 "Beijing" code 110000 in 中国
region 北京市朝阳区 "Chaoyang, Beijing" code 110105 in 北京市 aka "朝阳区"
indicator 高新技术企业数 "High-tech enterprises" in 户 { stock at year end }
indicator 研发经费投入 "R&D spending" in 亿元 { flow per year }
indicator 人才总量 "Talent" in 万人 { stock at year end }
indicator 人才净流入 "Talent, net inflow" in 万人 { flow per year }
indicator 高技术占比 "High-tech share" in % { share }
indicator 产值增速 "Growth of output" in % { growth }
indicator 平台建成 "Platform built" { milestone }
indicator 全国排名 "Rank" in 位 { rank }
```
"#;

const CITY: &str = r#"```wuwei
document trial.city { title "市" "City" region 长春市 in force from 2000-01-01 basis official }
indicator 高新技术企业数 "High-tech enterprises of the city" in 户 { stock at year end }
indicator 科技成果数 "Results" in 项 { flow per year }
```
"#;

pub(crate) fn program() -> &'static Program {
    static PROGRAM: OnceLock<Program> = OnceLock::new();
    PROGRAM.get_or_init(|| compile(&[NATION, CITY]))
}

pub(crate) fn compile(texts: &[&str]) -> Program {
    let mut sources = SourceMap::default();
    for (n, text) in texts.iter().enumerate() {
        sources.add(Source::new(format!("{n}.md"), *text));
    }
    let checked = check(&sources);
    let errors: Vec<_> = checked.diagnostics.iter().filter(|found| found.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{:?}", errors.iter().map(|found| &found.headline.en).collect::<Vec<_>>());
    checked.context.program
}

pub(crate) fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub(crate) fn region(code: &str) -> RegionId {
    program().region_named(code).unwrap()
}

/// The indicator of the nation's document.
pub(crate) fn indicator(name: &str) -> IndicatorId {
    let at = program().indicators.iter().position(|indicator| indicator.head.name == name).unwrap();
    IndicatorId::from_index(at)
}

pub(crate) fn options(accept: Accept) -> ImportOptions<'static> {
    ImportOptions { file: "表.csv", today: day("2026-11-20"), learnt: None, accept }
}

/// Reads bytes into nothing.
pub(crate) fn read(bytes: impl AsRef<[u8]>, accept: Accept) -> (Observations, Imported) {
    let mut observations = Observations::default();
    let imported = Importer::new(program()).import(&mut observations, bytes.as_ref(), &options(accept));
    (observations, imported)
}

/// Rows behind the usual header; all of them must be good.
pub(crate) fn good(rows: &str) -> Observations {
    let (observations, imported) = read(table(rows), Accept::Readable);
    assert!(imported.faults.is_empty(), "{:#?}", imported.faults);
    observations
}

pub(crate) fn table(rows: &str) -> String {
    format!("indicator,region,period,value,unit,status,source,note,learnt\n{rows}")
}

/// What observations say, wherever they were read.
pub(crate) fn said(observations: &Observations) -> Vec<Observation> {
    observations.all().iter().map(|row| Observation { origin: Origin::default(), ..row.clone() }).collect()
}

/// `check row column` of every fault.
pub(crate) fn faults(imported: &Imported) -> Vec<String> {
    let shown = imported.faults.iter().map(|fault| {
        let problem = &fault.problem;
        let row = problem.row.map_or_else(|| "-".to_string(), |row| row.to_string());
        format!("{} {row} {}", fault.check, problem.column.as_deref().unwrap_or("-"))
    });
    shown.collect()
}

/// `id count` of every finding.
pub(crate) fn findings(imported: &Imported) -> Vec<String> {
    imported.findings.iter().map(|finding| format!("{} {}", finding.id, finding.count)).collect()
}
