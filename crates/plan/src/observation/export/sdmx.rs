//! SDMX-CSV 2.1: records, each with the day on which it became known.

use wuwei_ir::Program;
use wuwei_table::defused;

use super::{ExportOptions, Selection, Unwritable, value};
use crate::observation::import::sdmx::{CODES, escaped, part, shown};
use crate::observation::{Observations, unit};

/// The structure of the message: a dimension for each breakdown besides indicator, area and time.
const STRUCTURE: &str = "WUWEI:OBSERVATIONS(1.0)";

/// Observations as a message in SDMX-CSV. Each row replaces what was known before it, so that an empty cell is empty.
pub fn to_sdmx(program: &Program, observations: &Observations, options: &ExportOptions) -> Result<Vec<u8>, Unwritable> {
    let selection = Selection::new(program, observations, options);
    let failed = |error: csv::Error| Unwritable(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut cells: Vec<String> =
        ["STRUCTURE", "STRUCTURE_ID", "ACTION", "INDICATOR", "REF_AREA"].map(String::from).into();
    cells.extend(selection.parts.iter().map(|part| defused(&escaped(part)).into_owned()));
    let measures = ["TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "UNIT_MULT", "OBS_STATUS", "SOURCE", "NOTE", "LEARNT"];
    cells.extend(measures.map(String::from));
    writer.write_record(&cells).map_err(failed)?;
    for row in &selection.rows {
        cells.clear();
        cells.extend(["dataflow", STRUCTURE, "R"].map(String::from));
        cells.push(selection.names.of_indicator(row.indicator, row.region));
        cells.push(selection.names.of_region(row.region));
        let values = selection.parts.iter().map(|name| part(row.breakdowns.get(name)));
        cells.extend(values.map(|value| defused(&value).into_owned()));
        cells.push(shown(row.period));
        cells.push(value(row));
        let (measure, power) = row.figure.map_or(("", String::new()), |figure| {
            let (measure, power) = unit::to_sdmx(figure.unit);
            (measure, power.to_string())
        });
        cells.extend([measure.to_string(), power]);
        let code = CODES.iter().find(|(_, status)| *status == row.status).map_or("", |(code, _)| code);
        cells.push(code.to_string());
        cells.push(defused(&row.source).into_owned());
        cells.push(defused(&row.note).into_owned());
        cells.push(row.learnt.to_string());
        writer.write_record(&cells).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| Unwritable(error.to_string()))
}
