//! Verdicts: the light that is shown, and the class it belongs to in every city.

use wuwei_ir::{Light, Program};
use wuwei_source::Text;

/// The class of a verdict. Cities name and colour their lights differently; filters and totals need one set of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// The target is met.
    Achieved,
    /// As far as it should be.
    OnTrack,
    /// Behind, or near the deadline: a light warns.
    AtRisk,
    /// Far behind, or overdue.
    OffTrack,
    /// Nothing is known that would decide it.
    NoData,
    /// Nothing is expected yet.
    NotDue,
}

impl Verdict {
    /// All, from the best to the one that says least.
    pub const ALL: [Verdict; 6] =
        [Verdict::Achieved, Verdict::OnTrack, Verdict::AtRisk, Verdict::OffTrack, Verdict::NoData, Verdict::NotDue];

    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Achieved => "achieved",
            Verdict::OnTrack => "on-track",
            Verdict::AtRisk => "at-risk",
            Verdict::OffTrack => "off-track",
            Verdict::NoData => "no-data",
            Verdict::NotDue => "not-due",
        }
    }

    /// What people call it.
    pub fn name(self) -> Text {
        match self {
            Verdict::Achieved => Text::new("已完成", "achieved"),
            Verdict::OnTrack => Text::new("正常", "on track"),
            Verdict::AtRisk => Text::new("有风险", "at risk"),
            Verdict::OffTrack => Text::new("滞后", "off track"),
            Verdict::NoData => Text::new("无数据", "no data"),
            Verdict::NotDue => Text::new("未到期", "not due"),
        }
    }

    /// The class of a light, by its shape and colour. A check is done, whatever its colour; grey says nothing, green is
    /// well, red is bad. Amber and blue warn: blue is the first of several letters, or the slip that a day is near.
    pub fn of(light: &Light) -> Verdict {
        match (light.shape.as_str(), light.colour.as_str()) {
            ("check", _) => Verdict::Achieved,
            (_, "green") => Verdict::OnTrack,
            (_, "amber" | "blue") => Verdict::AtRisk,
            (_, "red") => Verdict::OffTrack,
            _ => Verdict::NoData,
        }
    }
}

/// A verdict with the light that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The class.
    pub verdict: Verdict,
    /// The lights that were asked, by their position in [`Program::lights`]; none where the program has none.
    pub lights: Option<usize>,
    /// The lights that are possible, one bit each; one bit where it is known which is shown.
    pub possible: u64,
}

impl Judgement {
    /// The light that is shown; none where it isn't known which.
    pub fn light<'a>(&self, program: &'a Program) -> Option<&'a Light> {
        let lights = program.lights.get(self.lights?)?;
        (self.possible.count_ones() == 1).then(|| &lights.lights[self.possible.trailing_zeros() as usize])
    }

    /// All lights that are possible.
    pub fn possible<'a>(&self, program: &'a Program) -> impl Iterator<Item = &'a Light> {
        let possible = self.possible;
        let lights = self.lights.and_then(|at| program.lights.get(at));
        let all = lights.into_iter().flat_map(|lights| lights.lights.iter().enumerate());
        all.filter(move |(at, _)| possible & (1u64.checked_shl(*at as u32).unwrap_or(0)) != 0).map(|(_, light)| light)
    }

    /// The verdict that the possible lights agree on.
    pub(crate) fn new(program: &Program, lights: Option<usize>, possible: u64) -> Judgement {
        let open = Judgement { verdict: Verdict::NoData, lights, possible };
        let mut classes = open.possible(program).map(Verdict::of);
        let verdict = classes.next().filter(|first| classes.all(|other| other == *first));
        Judgement { verdict: verdict.unwrap_or(Verdict::NoData), ..open }
    }
}
