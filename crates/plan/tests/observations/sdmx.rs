//! Messages in SDMX-CSV: other people's, and what their actions do.

use wuwei_plan::{Accept, ImportOptions, Importer, Observations, Status};

use crate::world::{day, faults, indicator, program, read, region};

const HEADER: &str = "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,INDICATOR,REF_AREA,SEX,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT,OBS_STATUS,SOURCE\n";

fn message(rows: &[&str]) -> String {
    let rows: String = rows.iter().map(|row| format!("dataflow,X:Y(1.0),{row}\n")).collect();
    format!("{HEADER}{rows}")
}

fn import(all: &mut Observations, rows: &[&str], learnt: &str) -> wuwei_plan::Imported {
    let options =
        ImportOptions { file: "m.csv", today: day("2026-11-20"), learnt: Some(day(learnt)), accept: Accept::Sound };
    Importer::new(program()).import(all, message(rows).as_bytes(), &options)
}

fn latest(all: &Observations, known_on: &str) -> String {
    let series = all.series(indicator("人才总量"), region("110000"), day(known_on));
    let shown = series.points.iter().map(|point| {
        let row = &all.all()[point.observation];
        format!("{}={} {} {}", point.period, point.value, row.status.word(), row.source)
    });
    shown.collect::<Vec<_>>().join(" | ")
}

#[test]
fn periods_units_and_statuses_of_the_standard() {
    let (all, imported) = read(
        message(&[
            "I,A,人才总量,北京市,_T,2024,15.8,PS,5,A,甲",
            "I,Q,人才总量,北京市,F,2024-Q3,1580000,PS,,P,甲",
            "I,M,人才总量,北京市,_T,2024-06,158,人,4,E,甲",
            "I,S,人才总量,北京市,_T,2024-S1,NaN,PS,0,M,甲",
            "I,,研发经费投入,北京市,_T,2025-01-01/P3Y,3,CNY,9,,甲",
            "I,D,人才总量,北京市,_T,2024-06-30,1,PS,0,REVISED,甲",
        ]),
        Accept::Readable,
    );
    assert!(imported.faults.is_empty(), "{:#?}", imported.faults);
    let shown: Vec<String> = all
        .all()
        .iter()
        .map(|row| {
            let value = row.value().map_or("–".to_string(), |value| value.to_string());
            format!("{} {value} {} {}", row.period, row.status.word(), row.breakdowns.get("SEX"))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "2024 1580000 reported ",
            "2024Q3 1580000 preliminary F",
            "202406 1580000 derived ",
            "2024S1 – reported ",
            "2025/2027 300000000000 reported ",
            "20240630 1 revised ",
        ]
    );
    assert_eq!(all.all()[0].figure.unwrap().unit.text(), "万人");
}

#[test]
fn an_update_is_a_revision_and_a_deletion_withdraws() {
    let mut all = Observations::default();
    let first = import(&mut all, &["A,A,人才总量,北京市,_T,2024,150,人,4,P,甲"], "2025-01-10");
    assert_eq!((first.added, latest(&all, "2026-01-01")), (1, "2024=1500000 preliminary 甲".to_string()));
    // What a merge doesn't say stays.
    import(&mut all, &["M,A,人才总量,北京市,_T,2024,152,,,,"], "2025-03-01");
    assert_eq!(latest(&all, "2026-01-01"), "2024=1520000 revised 甲");
    assert_eq!(latest(&all, "2025-02-01"), "2024=1500000 preliminary 甲");
    // Said again it is nothing new.
    let again = import(&mut all, &["M,A,人才总量,北京市,_T,2024,152,,,,"], "2025-03-02");
    assert_eq!((again.added, again.known), (0, 1), "{:#?}", again.faults);
    // What a replacement doesn't say is gone.
    import(&mut all, &["R,A,人才总量,北京市,_T,2024,153,人,4,,"], "2025-04-01");
    assert_eq!(latest(&all, "2026-01-01"), "2024=1530000 revised ");
    let gone = import(&mut all, &["D,A,人才总量,北京市,_T,2024,-,,,,"], "2025-05-01");
    assert_eq!((gone.added, latest(&all, "2026-01-01")), (1, String::new()));
    assert_eq!(latest(&all, "2025-04-30"), "2024=1530000 revised ");
    let twice = import(&mut all, &["D,A,人才总量,北京市,_T,2024,,,,,"], "2025-06-01");
    assert_eq!(faults(&twice), ["unknown-action 2 ACTION"]);
    assert!(all.all().iter().all(|row| !row.in_conflict));
}

#[test]
fn a_message_is_done_from_top_to_bottom_or_not_at_all() {
    let mut all = Observations::default();
    let rows = [
        "A,A,人才总量,北京市,_T,2024,150,人,4,,甲",
        "M,A,人才总量,北京市,_T,2024,151,,,,",
        "D,A,人才总量,北京市,_T,2023,-,,,,",
    ];
    let whole = import(&mut all, &rows, "2025-01-10");
    assert_eq!((faults(&whole), all.all().len()), (vec!["unknown-action 4 ACTION".to_string()], 0));
    let part = import(&mut all, &rows[..2], "2025-01-10");
    assert_eq!((part.added, latest(&all, "2026-01-01")), (2, "2024=1510000 revised 甲".to_string()));
    assert_eq!(all.all()[1].status, Status::Revised);
}

#[test]
fn what_is_wrong_is_named_by_column() {
    let (_, imported) = read(
        message(&[
            "X,A,人才总量,北京市,_T,2024,1,人,0,,",
            "I,Q,人才总量,北京市,_T,2024,1,人,0,,",
            "I,A,人才总量,北京市,_T,2024,1,USD,0,,",
            "I,A,人才总量,北京市,_T,2024,1,人,four,,",
            "I,A,人才总量,北京市,_T,2027,1,人,0,F,",
            "I,A,人才总量,北京市,_T,2024-Q5,1,人,0,,",
            "I,A,人才总量,北京市,_T,2024,,人,0,,",
            "D,A,人才总量,北京市,_T,2024,,人,,,",
        ]),
        Accept::Readable,
    );
    assert_eq!(
        faults(&imported),
        [
            "unknown-action 2 ACTION",
            "no-such-period 3 FREQ",
            "wrong-unit 4 UNIT_MEASURE",
            "wrong-unit 5 UNIT_MULT",
            "unknown-status 6 OBS_STATUS",
            "no-such-period 7 TIME_PERIOD",
            "not-a-number 8 OBS_VALUE",
            "unknown-action 9 ACTION",
        ]
    );
    let (_, imported) = read("STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,TIME_PERIOD\n", Accept::Sound);
    assert_eq!(faults(&imported).len(), 2);
}

#[test]
fn labels_beside_codes_are_passed_over() {
    let text = "STRUCTURE[|];STRUCTURE_ID;ACTION;INDICATOR: Indicator;REF_AREA: Area;SEX: Sex;TIME_PERIOD: Time;OBS_VALUE: Value;UNIT_MEASURE: Unit;COMMENT_OBS: Remark\n\
        dataflow;X:Y(1.0): Talent;I;人才总量: Talent;北京市: Beijing;_T: Total;2024: 2024;158;万人: ten thousand;so: it is\n";
    let (all, imported) = read(text, Accept::Sound);
    assert!(imported.faults.is_empty(), "{:#?}", imported.faults);
    let row = &all.all()[0];
    assert!(row.breakdowns.is_total());
    assert_eq!((row.note.as_ref(), row.period.to_string()), ("so: it is", "2024".to_string()));
}
