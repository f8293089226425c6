//! Measurements as a table or as JSON.

/// The measurement of a peer.
pub(crate) struct Line {
    pub(crate) peer: String,
    pub(crate) version: String,
    pub(crate) setting: String,
    pub(crate) mode: String,
    pub(crate) threads: usize,
    pub(crate) rows: usize,
    /// The median of the timed runs.
    pub(crate) wall: f64,
    pub(crate) cpu: f64,
    pub(crate) peak_megabytes: f64,
    /// Whether every answer was right.
    pub(crate) ok: bool,
}

impl Line {
    fn nanoseconds(&self) -> f64 {
        self.wall * 1e9 / self.rows as f64
    }
}

/// The middle one, or the mean of the two in the middle.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => values[odd / 2],
        even => (values[even / 2 - 1] + values[even / 2]) / 2.0,
    }
}

/// Of what is compared with our engine: what it took, divided by what we took.
fn ratios(lines: &[Line]) -> Vec<(&Line, f64)> {
    let ours = |other: &Line| {
        let alike = |line: &&Line| line.peer == "wuwei" && line.setting == other.setting && line.mode == other.mode;
        lines.iter().find(alike)
    };
    let others = lines.iter().filter(|line| line.peer != "wuwei");
    others.filter_map(|other| ours(other).map(|ours| (other, other.wall / ours.wall))).collect()
}

pub(crate) fn print(lines: &[Line]) {
    println!(
        "{:<18} {:<8} {:<5} {:>7} {:>10} {:>9} {:>9} {:>8} {:>4}",
        "peer", "setting", "mode", "threads", "rows", "wall_s", "ns/row", "MB", "ok"
    );
    for line in lines {
        println!(
            "{:<18} {:<8} {:<5} {:>7} {:>10} {:>9.4} {:>9.1} {:>8.0} {:>4}",
            line.peer,
            line.setting,
            line.mode,
            line.threads,
            line.rows,
            line.wall,
            line.nanoseconds(),
            line.peak_megabytes,
            if line.ok { "yes" } else { "NO" }
        );
    }
    let ratios = ratios(lines);
    if !ratios.is_empty() {
        println!("\ntimes of wuwei's median that others took (below 1: faster than wuwei)");
        for (line, ratio) in ratios {
            println!("{:<18} {:<8} {:<5} {ratio:>8.2}", line.peer, line.setting, line.mode);
        }
    }
}

pub(crate) fn print_json(lines: &[Line]) {
    let records = lines.iter().map(|line| {
        format!(
            "    {{\"peer\": \"{}\", \"version\": \"{}\", \"setting\": \"{}\", \"mode\": \"{}\", \"threads\": {}, \"rows\": {}, \
             \"wall_s\": {:.6}, \"cpu_s\": {:.6}, \"ns_per_row\": {:.2}, \"rss_mb\": {:.1}, \"ok\": {}}}",
            line.peer,
            line.version,
            line.setting,
            line.mode,
            line.threads,
            line.rows,
            line.wall,
            line.cpu,
            line.nanoseconds(),
            line.peak_megabytes,
            line.ok
        )
    });
    let ratios = ratios(lines).into_iter().map(|(line, ratio)| {
        format!(
            "    {{\"peer\": \"{}\", \"setting\": \"{}\", \"mode\": \"{}\", \"times_of_wuwei\": {ratio:.4}}}",
            line.peer, line.setting, line.mode
        )
    });
    let array = |records: Vec<String>| match records.is_empty() {
        true => "[]".to_string(),
        false => format!("[\n{}\n  ]", records.join(",\n")),
    };
    println!("{{\n  \"peers\": {},\n  \"ratios\": {}\n}}", array(records.collect()), array(ratios.collect()));
}
