//! Counts for those who watch the server, in the text form of Prometheus. Labels are routes, methods and statuses, of which
//! there are so many and no more: nothing that somebody sends becomes one.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::snapshot::Again;

/// Upper ends of the histogram's steps, in seconds.
const STEPS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// What has been counted since the server started.
pub(crate) struct Metrics {
    started: Instant,
    requests: Mutex<Requests>,
    /// Requests under way.
    pub(crate) under_way: AtomicU64,
    /// Connections that are open.
    pub(crate) connections: AtomicU64,
    /// Idle connections that were closed to make room.
    pub(crate) put_out: AtomicU64,
    /// Surveys that were brought up to date after facts changed, by asking those whom the change touches.
    surveys_renewed: AtomicU64,
    /// Those for which everybody was asked again.
    surveys_anew: AtomicU64,
}

#[derive(Default)]
struct Requests {
    counts: BTreeMap<(String, &'static str, u16), u64>,
    durations: BTreeMap<String, Durations>,
}

#[derive(Default)]
struct Durations {
    steps: [u64; STEPS.len()],
    count: u64,
    sum: f64,
}

/// What is read off when somebody asks.
pub(crate) struct Gauges {
    pub(crate) snapshot_seconds: f64,
    pub(crate) subjects: Vec<(String, u64)>,
    pub(crate) uploads: Option<u64>,
}

impl Metrics {
    pub(crate) fn new() -> Metrics {
        Metrics {
            started: Instant::now(),
            requests: Mutex::default(),
            under_way: AtomicU64::new(0),
            connections: AtomicU64::new(0),
            put_out: AtomicU64::new(0),
            surveys_renewed: AtomicU64::new(0),
            surveys_anew: AtomicU64::new(0),
        }
    }

    /// Counts an answer.
    pub(crate) fn count(&self, route: &str, method: &'static str, status: u16, took: Duration) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        *requests.counts.entry((route.to_string(), method, status)).or_default() += 1;
        let seconds = took.as_secs_f64();
        let durations = requests.durations.entry(route.to_string()).or_default();
        durations.count += 1;
        durations.sum += seconds;
        for (step, end) in durations.steps.iter_mut().zip(STEPS) {
            *step += u64::from(seconds <= end);
        }
    }

    /// Counts the surveys made after a change.
    pub(crate) fn surveyed(&self, again: &Again) {
        self.surveys_renewed.fetch_add(again.renewed, Ordering::Relaxed);
        self.surveys_anew.fetch_add(again.anew, Ordering::Relaxed);
    }

    /// All of it as text.
    pub(crate) fn text(&self, gauges: &Gauges) -> String {
        let mut out = String::new();
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let head = |out: &mut String, name: &str, kind: &str, help: &str| {
            let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
        };
        head(&mut out, "wuwei_requests_total", "counter", "Answers by route, method and status.");
        for ((route, method, status), count) in &requests.counts {
            let route = escaped(route);
            let _ = writeln!(
                out,
                "wuwei_requests_total{{route=\"{route}\",method=\"{method}\",status=\"{status}\"}} {count}"
            );
        }
        let name = "wuwei_request_duration_seconds";
        head(&mut out, name, "histogram", "How long answers took.");
        for (route, durations) in &requests.durations {
            let route = escaped(route);
            for (end, count) in STEPS.iter().zip(durations.steps) {
                let _ = writeln!(out, "{name}_bucket{{route=\"{route}\",le=\"{end}\"}} {count}");
            }
            let _ = writeln!(out, "{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {}", durations.count);
            let _ = writeln!(out, "{name}_sum{{route=\"{route}\"}} {}", durations.sum);
            let _ = writeln!(out, "{name}_count{{route=\"{route}\"}} {}", durations.count);
        }
        let mut one = |name: &str, kind: &str, help: &str, value: f64| {
            head(&mut out, name, kind, help);
            let _ = writeln!(out, "{name} {value}");
        };
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed) as f64;
        one("wuwei_requests_under_way", "gauge", "Requests under way.", of(&self.under_way));
        one("wuwei_connections", "gauge", "Open connections.", of(&self.connections));
        let help = "Idle connections that were closed to make room for others.";
        one("wuwei_connections_put_out_total", "counter", help, of(&self.put_out));
        let help = "Surveys brought up to date after facts changed, by asking those whom the change touches.";
        one("wuwei_surveys_renewed_total", "counter", help, of(&self.surveys_renewed));
        let help = "Surveys made again after facts changed, by asking everybody.";
        one("wuwei_surveys_anew_total", "counter", help, of(&self.surveys_anew));
        one("wuwei_uptime_seconds", "gauge", "Time since the start.", self.started.elapsed().as_secs_f64());
        one("wuwei_snapshot_age_seconds", "gauge", "Age of the facts that are answered from.", gauges.snapshot_seconds);
        if let Some(uploads) = gauges.uploads {
            one("wuwei_uploads_total", "counter", "Uploads that were accepted.", uploads as f64);
        }
        head(&mut out, "wuwei_subjects", "gauge", "Subjects by kind.");
        for (kind, count) in &gauges.subjects {
            let _ = writeln!(out, "wuwei_subjects{{kind=\"{}\"}} {count}", escaped(kind));
        }
        out
    }
}

fn escaped(label: &str) -> String {
    label.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_route() {
        let metrics = Metrics::new();
        metrics.count("/a", "GET", 200, Duration::from_millis(4));
        metrics.count("/a", "GET", 200, Duration::from_millis(40));
        metrics.count("/a", "GET", 404, Duration::from_millis(1));
        let gauges = Gauges { snapshot_seconds: 1.5, subjects: vec![("企业".to_string(), 7)], uploads: Some(2) };
        let text = metrics.text(&gauges);
        for line in [
            "wuwei_requests_total{route=\"/a\",method=\"GET\",status=\"200\"} 2",
            "wuwei_requests_total{route=\"/a\",method=\"GET\",status=\"404\"} 1",
            "wuwei_request_duration_seconds_bucket{route=\"/a\",le=\"0.005\"} 2",
            "wuwei_request_duration_seconds_bucket{route=\"/a\",le=\"+Inf\"} 3",
            "wuwei_snapshot_age_seconds 1.5",
            "wuwei_uploads_total 2",
            "wuwei_subjects{kind=\"企业\"} 7",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}
