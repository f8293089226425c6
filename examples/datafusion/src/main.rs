//! Rules of Wuwei inside DataFusion: compiled once, shipped as JSON, called from SQL.

mod across;
mod function;
mod synthetic;

use std::time::Instant;

use datafusion::arrow::array::RecordBatch;
use datafusion::logical_expr::ScalarUDF;
use datafusion::prelude::SessionContext;
use wuwei_columnar::{CompiledRules, Question};
use wuwei_ir::Date;
use wuwei_project::Library;

/// The rules of the benchmark, synthetic as the enterprises are.
const DOCUMENT: &str = include_str!("../../../bench/w1.md");

const ROWS: usize = 200_000;

/// Of each region: how many there are, how many are certainly technology SMEs, of how many that isn't known, and between what
/// the grants for more R&D come to, in 元.
const BY_REGION: &str = "
    WITH answered AS (
        SELECT 注册地, policy(named_struct(
                   '职工总数', 职工总数, '科技人员数', 科技人员数, '营业收入', 营业收入,
                   '成本费用', 成本费用, '资产总额', 资产总额, '研发费用', 研发费用, '上年研发费用', 上年研发费用,
                   '一类知识产权', 一类知识产权, '二类知识产权', 二类知识产权, '列入经营异常名录', 列入经营异常名录)) AS a
        FROM enterprises)
    SELECT 注册地 AS region, count(*) AS n,
           sum(CASE WHEN get_field(a, '科技型中小企业') = 1 THEN 1 ELSE 0 END) AS sme,
           sum(CASE WHEN get_field(a, '科技型中小企业') = 2 THEN 1 ELSE 0 END) AS sme_unknown,
           sum(get_field(a, '研发增长补助.low')) / 100 AS rd_low,
           sum(get_field(a, '研发增长补助.high')) / 100 AS rd_high
    FROM answered GROUP BY 注册地 ORDER BY 注册地";

/// Of whom it isn't known whether they are technology SMEs.
const WHO: &str = "
    SELECT 编号, 注册地, 职工总数, 研发费用 / 100 AS rd FROM enterprises
    WHERE get_field(policy(named_struct(
              '职工总数', 职工总数, '科技人员数', 科技人员数, '营业收入', 营业收入,
              '成本费用', 成本费用, '资产总额', 资产总额, '研发费用', 研发费用, '一类知识产权', 一类知识产权,
              '二类知识产权', 二类知识产权, '列入经营异常名录', 列入经营异常名录)), '科技型中小企业') = 2
    ORDER BY 编号 LIMIT 5";

/// What goes wrong, and is told.
const WRONG: [&str; 3] = [
    "SELECT policy(named_struct('研发费用', 编号)) FROM enterprises",
    "SELECT policy(named_struct('研发费用', 职工总数 * 100000000000000)) FROM enterprises",
    "SELECT policy(named_struct('研发经费', 研发费用)) FROM enterprises",
];

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Where the documents are: the rules, written.
fn compile() -> Result<String, Fault> {
    let library = Library::from_texts([("w1.md".to_string(), DOCUMENT.to_string())]);
    let program = library.program();
    let entity = program.entity_named("企业").ok_or("no such kind of subject")?;
    let day = Date::from_ymd(2024, 12, 31).ok_or("no such day")?;
    let question = Question::everything(program, entity, day);
    Ok(CompiledRules::new(program, entity, day, &question)?.to_json()?)
}

/// Where the data is: the rules, read, as a function of SQL.
async fn ask(shipped: &str, enterprises: RecordBatch) -> Result<(), Fault> {
    let rules = CompiledRules::from_json(shipped)?;
    println!(
        "{} columns are read: {}",
        rules.columns().len(),
        rules.columns().iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(" ")
    );
    let context = SessionContext::new();
    context.register_udf(ScalarUDF::from(function::Policy::new("policy", rules)));
    context.register_batch("enterprises", enterprises)?;
    for query in [BY_REGION, WHO] {
        let started = Instant::now();
        let table = context.sql(query).await?.to_string().await?;
        println!("{query}\n{table}\n{:.0} ms\n", started.elapsed().as_secs_f64() * 1000.0);
    }
    // Errors of the rules are errors of SQL, and say what to do.
    for query in WRONG {
        let planned = context.sql(query).await;
        let answered = match planned {
            Ok(frame) => frame.collect().await.map(|_| ()),
            Err(why) => Err(why),
        };
        if let Err(why) = answered {
            println!("{query}\n{why}\n");
        }
    }
    Ok(())
}

fn main() -> Result<(), Fault> {
    let shipped = compile()?;
    println!("{ROWS} synthetic enterprises; rules of {} KB", shipped.len() / 1024);
    tokio::runtime::Builder::new_current_thread().build()?.block_on(ask(&shipped, synthetic::enterprises(ROWS)?))
}
