//! Every number has a key, and every key leads back to its number.

use wuwei_plan::progress::Settings;
use wuwei_plan::trace::trace;
use wuwei_report::{Figure, Report};

use crate::common::{LANGS, PLANS, report, shipped};

/// The numbers that are printed and come from data.
fn figures(report: &Report) -> Vec<(&'static str, &Figure)> {
    let mut all: Vec<(&'static str, &Figure)> = vec![("all", &report.tally.all)];
    for count in &report.tally.counts {
        all.extend([("count", &count.now), ("count before", &count.before)]);
    }
    for row in &report.targets {
        all.extend([("asked", &row.asked), ("cause", &row.cause)]);
        all.extend(row.level.iter().map(|one| ("level", one)));
        all.extend(row.latest.iter().map(|one| ("latest", &one.value)));
        all.extend(row.gap.iter().map(|one| ("gap", one)));
        all.extend(row.required.iter().map(|one| ("required", one)));
        all.extend(row.achieved.iter().map(|one| ("achieved", one)));
        all.extend(row.ambition.iter().map(|(_, one)| ("ambition", one)));
        if let Ok(told) = &row.forecast {
            all.extend([("low", &told.low), ("high", &told.high)]);
            all.extend(told.probability.iter().map(|one| ("probability", one)));
        }
        if let Some(curve) = &row.curve {
            // Where a total begins is nought by its meaning and comes from nobody.
            let seen = curve.seen.iter().filter(|dot| dot.value != 0.0);
            all.extend(seen.map(|dot| ("seen", &dot.figure)));
            all.extend(curve.path.iter().map(|dot| ("path", &dot.figure)));
            all.extend(curve.goal.iter().map(|dot| ("goal", &dot.figure)));
            all.extend(curve.fan.iter().flat_map(|slice| [("fan", &slice.figures.0), ("fan", &slice.figures.1)]));
        }
    }
    for change in &report.changes {
        all.extend(change.before.iter().chain(&change.now).map(|(figure, _)| ("change", figure)));
    }
    all.extend(report.tree.nodes.iter().map(|node| ("node", &node.asked)));
    all.extend(report.tree.edges.iter().filter_map(|edge| edge.share.as_ref()).map(|share| ("share", share)));
    for map in &report.maps {
        all.extend(map.whole.iter().map(|one| ("whole", one)));
        for tile in &map.tiles {
            all.extend(tile.asked.iter().chain(&tile.share).map(|one| ("tile", one)));
            all.extend(tile.latest.iter().map(|(one, _)| ("tile", one)));
        }
    }
    all
}

#[test]
fn every_number_has_a_key() {
    let library = shipped();
    for id in PLANS {
        for lang in LANGS {
            let report = report(&library, id, lang);
            let has_digit = |figure: &Figure| figure.text.chars().any(|letter| letter.is_ascii_digit());
            let without: Vec<_> = figures(&report)
                .into_iter()
                .filter(|(_, figure)| has_digit(figure) && figure.notes.is_empty())
                .collect();
            assert!(without.is_empty(), "{id} {lang}: {without:?}");
            let wrong = figures(&report).into_iter().flat_map(|(_, figure)| figure.notes.clone());
            assert!(wrong.into_iter().all(|note| (1..=report.notes.len()).contains(&note)));
        }
    }
}

#[test]
fn every_key_is_traced() {
    let library = shipped();
    for id in PLANS {
        let report = report(&library, id, LANGS[0]);
        assert!(report.notes.len() > 20, "{id}");
        for note in &report.notes {
            let found = trace(library.program(), &library.observations, note.key, &Settings::default());
            let found = found.unwrap_or_else(|| panic!("{id}: nothing has the key {} of {note:?}", note.key));
            assert!(found.is_unchanged, "{id}: {note:?}");
        }
    }
}

#[test]
fn the_same_report_is_the_same_bytes() {
    let library = shipped();
    let make = || report(&library, PLANS[1], LANGS[0]);
    assert_eq!(wuwei_report::html(&make()), wuwei_report::html(&make()));
    assert_eq!(wuwei_report::docx(&make()).unwrap(), wuwei_report::docx(&make()).unwrap());
    assert_eq!(wuwei_report::xlsx(&make()).unwrap(), wuwei_report::xlsx(&make()).unwrap());
}
