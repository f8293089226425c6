//! A small country with one province, two cities and three districts, and plans for them written in a test.

use wuwei_ir::{Date, DocId, Program, RegionId, TargetId};
use wuwei_plan::cascade::{Finding, Limits, align};
use wuwei_project::Library;
use wuwei_source::{Lang, Severity};

const COUNTRY: &str = "# 国家

```wuwei
document small.country { title \"国家\" region 中国 in force from 2000-01-01 basis official }
region 中国 \"China\" code 100000
region 吉林省 \"Jilin\" code 220000 in 中国
region 长春市 \"Changchun\" code 220100 in 吉林省
region 吉林市 \"Jilin City\" code 220200 in 吉林省
region 南关区 \"Nanguan\" code 220102 in 长春市
region 宽城区 \"Kuancheng\" code 220103 in 长春市
region 朝阳区 \"Chaoyang\" code 220104 in 长春市
party 甲局 \"Bureau A\" of 朝阳区
party 乙局 \"Bureau B\" of 朝阳区
party 丙局 \"Bureau C\" of 朝阳区
party 丁局 \"Bureau D\" of 朝阳区
party 戊局 \"Bureau E\" of 朝阳区
indicator 企业数 \"Firms\" in 户 { stock at year end }
indicator 企业增速 \"Growth of firms\" in ratio { growth }
indicator 占地 \"Land share\" in ratio { share }
indicator 产值 \"Output\" in 亿元 { flow per year }
indicator 产值累计数 \"Output, cumulative\" in 亿元 { cumulative of 产值 }
indicator 概念中心数 \"Centres\" in 个 { stock at year end }
indicator 试验基地数 \"Bases\" in 个 { stock at year end }
indicator 中心和基地数 \"Centres and bases\" in 个 { stock at year end adds 概念中心数, 试验基地数 }
indicator 项目总量 \"Projects\" in 项 { cumulative }
indicator 名次 \"Rank\" in 位 { rank better lower }
```
";

/// A plan: its id, region, years, the plan that it carries out if any, and its code or whole text.
pub(crate) struct Plan<'a> {
    pub(crate) id: &'a str,
    pub(crate) region: &'a str,
    pub(crate) years: (i32, i32),
    pub(crate) above: &'a str,
    pub(crate) text: &'a str,
}

/// A plan of the years 2025 to 2027.
pub(crate) fn plan<'a>(id: &'a str, region: &'a str, above: &'a str, text: &'a str) -> Plan<'a> {
    Plan { id, region, years: (2025, 2027), above, text }
}

impl Plan<'_> {
    fn file(&self) -> String {
        let (id, region, (first, last)) = (self.id, self.region, self.years);
        let implements = if self.above.is_empty() { String::new() } else { format!("implements small.{}", self.above) };
        let header = format!(
            "document small.{id} {{ title \"{id}\" region {region} in force from {first}-01-01 period {first} .. {last} \
             basis official {implements} owners not stated \"\" }}"
        );
        // Text with headings brings its own fences.
        let body =
            if self.text.contains("```") { self.text.to_string() } else { format!("```wuwei\n{}\n```\n", self.text) };
        format!("# {id}\n\n```wuwei\n{header}\n```\n\n{body}")
    }
}

/// An action under a heading of its own.
pub(crate) fn action(name: &str, code: &str) -> String {
    format!("### {name}\n\n```wuwei\naction \"{name}\" {{\n{code}\n}}\n```\n\n")
}

/// Compiled plans with observations: a line each, `indicator,region,period,value,unit,status,source`.
pub(crate) struct Case {
    pub(crate) library: Library,
    documents: Vec<DocId>,
}

impl Case {
    pub(crate) fn new(plans: &[Plan<'_>], observations: &str) -> Case {
        let table = format!("indicator,region,period,value,unit,status,source\n{observations}");
        let files = plans.iter().map(|plan| (format!("{}.md", plan.id), plan.file()));
        let country = [("country.md".to_string(), COUNTRY.to_string()), ("seen.csv".to_string(), table)];
        let library = Library::from_texts(country.into_iter().chain(files));
        let errors: Vec<_> = library.diagnostics.iter().filter(|one| one.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let documents = plans.iter().map(|plan| document(library.program(), &format!("small.{}", plan.id))).collect();
        Case { library, documents }
    }

    /// Leaves a plan out of what is compared; it stays in the program.
    pub(crate) fn without(mut self, id: &str) -> Case {
        let left_out = document(self.library.program(), &format!("small.{id}"));
        self.documents.retain(|doc| *doc != left_out);
        self
    }

    pub(crate) fn program(&self) -> &Program {
        self.library.program()
    }

    pub(crate) fn align(&self) -> Vec<Finding> {
        self.align_with(&Limits::default())
    }

    pub(crate) fn align_with(&self, limits: &Limits) -> Vec<Finding> {
        align(self.program(), &self.library.observations, &self.documents, day("2026-06-30"), limits)
    }

    /// Findings of one kind: severity, share in percent, message in Chinese.
    pub(crate) fn found(&self, id: &str) -> Vec<String> {
        let found = self.align().into_iter().filter(|one| one.id == id);
        found.map(|one| shown(&one)).collect()
    }

    pub(crate) fn region(&self, name: &str) -> RegionId {
        self.program().region_named(name).unwrap()
    }

    /// The first target of a plan.
    pub(crate) fn target(&self, plan: &str) -> TargetId {
        let doc = document(self.program(), &format!("small.{plan}"));
        TargetId::from_index(self.program().targets.iter().position(|target| target.doc == doc).unwrap())
    }
}

pub(crate) fn shown(finding: &Finding) -> String {
    let share = finding.share.map_or_else(String::new, |share| {
        format!(" {}%", share.mul(wuwei_ir::Number::int(100)).unwrap().to_decimal(1))
    });
    assert!(!finding.message.get(Lang::En).is_empty());
    format!("{}{share}: {}", finding.severity.word(), finding.message.get(Lang::Zh))
}

pub(crate) fn document(program: &Program, id: &str) -> DocId {
    let found = program.documents.iter().position(|document| document.id == id);
    DocId::from_index(found.unwrap_or_else(|| panic!("no document {id}")))
}

pub(crate) fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}
