//! Compiled rules against the engine that has the documents.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, Date32Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field};
use wuwei_ir::{Date, EntityId, GroupId, Program};
use wuwei_project::Library;

use super::*;
use crate::{Frame, Run};

/// The workload's columns in the words of its document, in the order of the file; the first is no fact.
const FACTS: &str = "id 注册地 行业 成立日期 职工总数 科技人员数 硕士以上人数 营业收入 上年营业收入 前年营业收入 成本费用 资产总额 \
    净资产 上年净资产 前年净资产 研发费用 上年研发费用 前年研发费用 高新技术产品收入 技术合同成交额 风险投资额 一类知识产权 \
    二类知识产权 列入经营异常名录 高企首次认定年度 高企有效期至年度 专精特新新认定级别 在孵 成果转化数 产业教授人数";

fn bench(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench").join(file)).unwrap()
}

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| Library::from_texts([("w1.md".to_string(), bench("w1.md"))]))
}

fn day() -> Date {
    Date::from_ymd(2024, 12, 31).unwrap()
}

fn asked(program: &Program) -> (EntityId, Question) {
    let entity = program.entity_named("企业").unwrap();
    (entity, Question { reasons: true, ..Question::everything(program, entity, day()) })
}

fn compiled() -> CompiledRules {
    let program = library().program();
    let (entity, question) = asked(program);
    CompiledRules::new(program, entity, day(), &question).unwrap()
}

/// The first thousand enterprises of the workload.
fn enterprises() -> RecordBatch {
    let text = bench("expected/input_1000.csv");
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let column = |(at, name): (usize, &'static str)| {
        let cells = || rows.iter().map(|row| Some(row[at]).filter(|cell| !cell.is_empty()));
        let array: ArrayRef = match name {
            "成立日期" => {
                Arc::new(cells().map(|cell| Some(Date::parse(cell?).unwrap().days())).collect::<Date32Array>())
            }
            "列入经营异常名录" | "在孵" => {
                Arc::new(cells().map(|cell| Some(cell? == "1")).collect::<BooleanArray>())
            }
            _ => Arc::new(cells().map(|cell| Some(cell?.parse().unwrap())).collect::<Int64Array>()),
        };
        (name, array)
    };
    RecordBatch::try_from_iter(FACTS.split_whitespace().enumerate().map(column)).unwrap()
}

/// What the engine answers that has the documents and sees the data.
fn expected(batch: &RecordBatch) -> RecordBatch {
    let program = library().program();
    let (entity, question) = asked(program);
    let frame = Frame::of_batch(program, day(), entity, batch, None).unwrap();
    Run::new(&frame, &question, &[]).answers(1).batch(program, &question).unwrap()
}

/// The batch with some columns made anew; nothing leaves one out.
fn with(batch: &RecordBatch, change: impl Fn(&str, &ArrayRef) -> Option<ArrayRef>) -> RecordBatch {
    let schema = batch.schema();
    let all = schema.fields().iter().zip(batch.columns());
    RecordBatch::try_from_iter(all.filter_map(|(field, array)| Some((field.name(), change(field.name(), array)?))))
        .unwrap()
}

/// The batch so many times over.
fn repeated(batch: &RecordBatch, times: usize) -> RecordBatch {
    with(batch, |_, array| {
        let all: Vec<&dyn Array> = std::iter::repeat_n(&**array, times).collect();
        Some(arrow_select::concat::concat(&all).unwrap())
    })
}

/// Numbers in place of nulls.
fn filled(array: &ArrayRef) -> ArrayRef {
    match array.data_type() {
        DataType::Int64 => {
            Arc::new(Int64Array::new(array.as_primitive::<arrow_array::types::Int64Type>().values().clone(), None))
        }
        DataType::Boolean => Arc::new(BooleanArray::new(array.as_boolean().values().clone(), None)),
        _ => array.clone(),
    }
}

#[test]
fn it_may_be_shared_and_kept() {
    fn assert_send_sync<T: Send + Sync + 'static>() {}
    assert_send_sync::<CompiledRules>();
}

#[test]
fn the_workload_is_answered_as_with_documents() {
    let rules = compiled();
    assert_eq!((rules.entity(), rules.as_of()), ("企业", Some(day())));
    let batch = enterprises();
    let answers = rules.evaluate(&batch).unwrap();
    assert_eq!(answers, expected(&batch));
    assert_eq!(answers.schema(), rules.schema());
}

#[test]
fn batches_of_which_more_is_known_are_answered_the_same() {
    let rules = compiled();
    let batch = repeated(&enterprises(), 3);
    let complete = with(&batch, |_, array| Some(filled(array)));
    for batch in [&complete, &batch, &complete, &batch.slice(1, 2001)] {
        assert_eq!(rules.evaluate(batch).unwrap(), expected(batch));
    }
    let made = rules.narrow.lock().unwrap();
    // One for complete columns and one for those with gaps; both again find their own.
    assert_eq!(made.len(), 2);
    assert!(made[0].1.code.ops.len() < made[1].1.code.ops.len());
    assert!(made[1].1.code.ops.len() <= rules.general.code.ops.len());
}

#[test]
fn shipped_rules_answer_the_same() {
    let rules = compiled();
    let text = rules.to_json().unwrap();
    let again = CompiledRules::from_json(&text).unwrap();
    assert_eq!(again.to_json().unwrap(), text);
    assert_eq!((again.columns(), again.schema()), (rules.columns(), rules.schema()));
    let batch = enterprises();
    assert_eq!(again.evaluate(&batch).unwrap(), rules.evaluate(&batch).unwrap());
    let embedded: Vec<CompiledRules> = serde_json::from_str(&format!("[{text}]")).unwrap();
    assert_eq!(embedded[0].columns(), rules.columns());
}

#[test]
fn damaged_rules_are_refused() {
    let text = compiled().to_json().unwrap();
    assert!(matches!(CompiledRules::from_json(&text[..text.len() / 2]), Err(NotReadable::Form(_))));
    assert!(matches!(CompiledRules::from_json("{}"), Err(NotReadable::Form(_))));
    let older = text.replacen(FORMAT, "wuwei compiled rules 0", 1);
    assert!(matches!(CompiledRules::from_json(&older), Err(NotReadable::Version { .. })));
    let other = text.replacen("\"or_none\":false", "\"or_none\":true", 1);
    assert_ne!(other, text);
    assert_eq!(CompiledRules::from_json(&other).unwrap_err(), NotReadable::Damaged);
    // Whoever makes the sum right still can't have nodes that aren't there.
    let mut content = compiled().content;
    let last = content.nodes.len() as u32;
    content.nodes[0] = crate::graph::Node::Not(crate::graph::NodeId(last));
    assert!(CompiledRules::of(content).is_none());
    let mut content = compiled().content;
    content.outputs.truncate(1);
    assert!(CompiledRules::of(content).is_none());
    let mut content = compiled().content;
    content.names.scores.clear();
    assert!(CompiledRules::of(content).is_none());
}

#[test]
fn missing_columns_are_unknown() {
    let rules = compiled();
    let batch = enterprises();
    for gone in ["注册地", "职工总数", "营业收入", "列入经营异常名录", "成立日期", "高企首次认定年度"]
    {
        let batch = with(&batch, |name, array| (name != gone).then(|| array.clone()));
        assert_eq!(rules.evaluate(&batch).unwrap(), expected(&batch), "{gone}");
        let large = repeated(&batch, 2);
        assert_eq!(rules.evaluate(&large).unwrap(), expected(&large), "{gone}");
    }
    let nothing = with(&batch, |name, array| (name == "id").then(|| array.clone()));
    assert_eq!(rules.evaluate(&nothing).unwrap(), expected(&nothing));
}

#[test]
fn regions_are_found_by_codes_and_names() {
    let rules = compiled();
    let batch = enterprises();
    let expected = rules.evaluate(&batch).unwrap();
    let text = |array: &ArrayRef| {
        let codes = array.as_primitive::<arrow_array::types::Int64Type>().iter();
        Arc::new(codes.map(|code| code.map(|code| code.to_string())).collect::<StringArray>()) as ArrayRef
    };
    let coded = with(&batch, |name, array| Some(if name == "注册地" { text(array) } else { array.clone() }));
    assert_eq!(rules.evaluate(&coded).unwrap(), expected);
    let columns = rules.columns();
    let industry = columns.iter().find(|column| column.name == "行业");
    if let Some(industry) = industry {
        assert_eq!((industry.shape, industry.choices.len()), (Shape::Choice, 8));
    }
    assert!(columns.iter().any(|column| column.name == "研发费用" && column.data_type() == DataType::Int64));
}

#[test]
fn wrong_columns_are_errors() {
    let rules = compiled();
    let batch = enterprises();
    let texts: ArrayRef = Arc::new(StringArray::from(vec!["多"; batch.num_rows()]));
    let wrong = with(&batch, |name, array| Some(if name == "研发费用" { texts.clone() } else { array.clone() }));
    let why = rules.evaluate(&wrong).unwrap_err();
    assert!(matches!(&why, WrongBatch::Type(wrong) if wrong.column == "研发费用"), "{why}");
    let mut fields: Vec<Field> = batch.schema().fields().iter().map(|field| field.as_ref().clone()).collect();
    fields[0].set_name("研发费用");
    let twice = RecordBatch::try_new(Arc::new(Schema::new(fields)), batch.columns().to_vec()).unwrap();
    assert!(matches!(rules.evaluate(&twice), Err(WrongBatch::Twice { .. })));
}

#[test]
fn values_out_of_bounds_are_errors() {
    let rules = compiled();
    let batch = enterprises();
    let outside = |column: &str, row: usize, value: i64| {
        with(&batch, |name, array| {
            if name != column {
                return Some(array.clone());
            }
            let mut all: Vec<Option<i64>> = array.as_primitive::<arrow_array::types::Int64Type>().iter().collect();
            all[row] = Some(value);
            Some(Arc::new(Int64Array::from(all)) as ArrayRef)
        })
    };
    let why = rules.evaluate(&outside("研发费用", 17, (1 << 53) + 1)).unwrap_err();
    assert_eq!(
        why.to_string(),
        "column 研发费用, row 17: 9007199254740993 lies outside -9007199254740992 .. 9007199254740992, for which the rules were \
         compiled; correct the value, or declare a `range` of the fact that holds it and compile the rules again"
    );
    // A declared range is a bound, and so is the number of choices.
    let why = rules.evaluate(&outside("二类知识产权", 0, -1)).unwrap_err();
    assert!(matches!(why, WrongBatch::Outside { row: 0, value: -1, bounds: [0, 100_000_000], .. }), "{why}");
    let why = rules.evaluate(&outside("高企首次认定年度", 999, i64::MAX)).unwrap_err();
    assert!(why.to_string().contains("9223372036854775807 lies outside -9007199.25474099"), "{why}");
    assert!(rules.evaluate(&outside("研发费用", 17, 1 << 53)).is_ok());
    // What stands in rows that are null is nobody's value.
    let nulls = with(&batch, |name, array| {
        let values = vec![i64::MAX; array.len()];
        let null = arrow_buffer::NullBuffer::new_null(array.len());
        Some(if name == "研发费用" { Arc::new(Int64Array::new(values.into(), Some(null))) } else { array.clone() })
    });
    assert_eq!(rules.evaluate(&nulls).unwrap(), expected(&nulls));
}

#[test]
fn an_empty_batch_has_empty_answers() {
    let rules = compiled();
    let answers = rules.evaluate(&enterprises().slice(0, 0)).unwrap();
    assert_eq!((answers.num_rows(), answers.schema()), (0, rules.schema()));
    // Neither rows nor questions.
    let program = library().program();
    let nothing = CompiledRules::new(program, asked(program).0, day(), &Question::default()).unwrap();
    let answers = nothing.evaluate(&enterprises()).unwrap();
    assert_eq!((answers.num_rows(), answers.num_columns()), (1000, 0));
    assert!(nothing.columns().is_empty());
}

#[test]
fn what_has_no_columns_is_named_with_its_reason() {
    const DOCUMENT: &str = "```wuwei\ndocument t.d {\n  title \"t\" \"t\"\n  region 甲\n  in force from 2024-01-01\n  basis assumed \"t\" \"t\"\n  \
        payer not stated \"t\"\n}\nregion 甲 \"A\" code 220000\nentity 户 \"House\" in 户 {\n  home 注册地 : region \"Place\"\n  数 : number \"Number\"\n  \
        除数 : number \"Divisor\"\n}\nbenefit 商 \"Quotient\" to 户 {\n  when 数 > 0\n  pays 数 / 除数 * 1 元\n}\n```\n";
    let library = Library::from_texts([("t.md".to_string(), DOCUMENT.to_string())]);
    let program = library.program();
    let entity = program.entity_named("户").unwrap();
    let group = program.groups.iter().position(|group| group.name.as_str() == "商").map(GroupId::from_index).unwrap();
    let question = Question { benefits: vec![group], total: vec![group], ..Question::default() };
    let why = CompiledRules::new(program, entity, day(), &question).unwrap_err();
    assert_eq!(why.rules.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["商", "total"]);
    assert!(why.to_string().contains("商 (an amount with a denominator of its own in each row)"), "{why}");
}
