//! The charts, and what they show of which data.

use std::error::Error;
use std::path::Path;

use crate::bars::{Bar, Bars};
use crate::data::Data;
use crate::lines::{Lines, Panel};

/// Names of files and the pictures in them.
pub(crate) fn draw(data: &Path) -> Result<Vec<(&'static str, String)>, Box<dyn Error>> {
    let read = |name: &str| Data::read(&data.join(name));
    let throughput = read("throughput.csv")?.scaled("calls_per_second", 1e-6);
    let mut charts = vec![
        ("throughput.svg", successes(&throughput).draw()?),
        ("throughput-failing.svg", failures(&throughput).draw()?),
        ("latencies.svg", latencies(&read("latencies.csv")?).draw()?),
        ("thresholds.svg", thresholds(&read("thresholds.csv")?).draw()?),
        ("keys.svg", keys(&read("many_keys.csv")?).draw()?),
    ];
    // Measured by a script of its own, which takes long.
    if data.join("functions.csv").exists() {
        let functions = read("functions.csv")?;
        charts.push(("compile-time.svg", compile_time(&functions).draw()?));
        charts.push(("programs.svg", programs(functions).draw()?));
    }
    Ok(charts)
}

const GUARDS: [&str; 8] = [
    "bare function",
    "#[circuit_breaker]: count rule",
    "#[circuit_breaker]: share rule",
    "failsafe: consecutive rule",
    "failsafe: share rule",
    "recloser: share rule over calls",
    "seatbelt: share rule",
    "tower-resilience: consecutive rule",
];

fn successes(data: &Data) -> Lines {
    Lines {
        title: "Successful calls through one closed circuit",
        panels: vec![
            on_threads("Synchronous", &data.only("path", "closed: success")),
            on_threads("Asynchronous", &data.only("path", "closed: success: async")),
        ],
    }
}

fn failures(data: &Data) -> Lines {
    Lines {
        title: "Failing and rejected calls through one circuit, asynchronous",
        panels: vec![
            on_threads("Closed, failing", &data.only("path", "closed: failure: async")),
            on_threads("Open, rejected", &data.only("path", "open: rejected: async")),
        ],
    }
}

fn on_threads(title: &'static str, data: &Data) -> Panel {
    Panel {
        title,
        x: "threads",
        y: "million calls per second",
        base: 2.0,
        lines: lines(data, "guard", &GUARDS, "threads", "calls_per_second"),
    }
}

/// The lines that have points.
fn lines(
    data: &Data,
    column: &str,
    names: &[&str],
    x: &str,
    y: &str,
) -> Vec<(String, Vec<(f64, f64)>)> {
    let line = |name: &&str| ((*name).to_owned(), data.points((column, name), x, y));
    names.iter().map(line).filter(|(_, points)| !points.is_empty()).collect()
}

fn latencies(data: &Data) -> Bars {
    let bar = |row: crate::data::Row<'_>| {
        let values = ["ns_p10", "ns_median", "ns_p99"].map(|column| row.number(column));
        let [Some(quiet), Some(everyday), Some(rare)] = values else { return None };
        Some(Bar { name: row.text("moment").to_owned(), values: [quiet, everyday, rare] })
    };
    Bars {
        title: "One call at the moments that don't come twice",
        axis: "nanoseconds, one reading of the clock included",
        legend: ["tenth percentile", "median", "99th percentile"],
        rows: data.rows().filter_map(bar).collect(),
    }
}

/// What something costs as there is more of it, in steps of ten.
struct Growth<'d> {
    data: &'d Data,
    /// What there is more of: the column, and the axis.
    more: (&'static str, &'static str),
    /// The column with the lines' names, and the names.
    lines: (&'static str, &'static [&'static str]),
}

impl Growth<'_> {
    fn panel(&self, title: &'static str, y: &'static str, column: &str) -> Panel {
        let ((more, x), (kind, names)) = (self.more, self.lines);
        Panel { title, x, y, base: 10.0, lines: lines(self.data, kind, names, more, column) }
    }
}

fn thresholds(data: &Data) -> Lines {
    let more = ("threshold", "threshold (failures that open the circuit)");
    let growth = Growth { data, more, lines: ("rule", &RULES) };
    Lines {
        title: "Circuits with larger thresholds",
        panels: vec![
            growth.panel("A failure, opening included", "nanoseconds", "ns_p10"),
            growth.panel("Memory before the last failure", "bytes", "bytes"),
        ],
    }
}

const RULES: [&str; 4] = [
    "share of the calls in a time",
    "failures in a time",
    "failures among the last calls",
    "failures in a row",
];

fn keys(data: &Data) -> Lines {
    let growth = Growth { data, more: ("keys", "keys"), lines: ("map", &MAPS) };
    Lines {
        title: "One circuit for each key",
        panels: vec![
            growth.panel("A successful call, any key", "nanoseconds", "ns_p10"),
            growth.panel("Memory of each key", "bytes", "bytes_per_key"),
        ],
    }
}

const MAPS: [&str; 2] = ["Mutex<HashMap<String: Arc<CircuitBreaker>>>", "KeyedCircuitBreaker"];

fn compile_time(data: &Data) -> Lines {
    let growth = functions(data);
    Lines {
        title: "Compiling annotated functions",
        panels: vec![
            growth.panel("cargo check", "seconds of processor time", "check_cpu_seconds"),
            growth.panel("cargo build", "seconds of processor time", "build_cpu_seconds"),
        ],
    }
}

fn programs(data: Data) -> Lines {
    let data = data.scaled("binary_bytes", 1e-3).scaled("startup_us", 1e-3);
    let growth = functions(&data);
    Lines {
        title: "Programs with annotated functions",
        panels: vec![
            growth.panel("Release binary, stripped", "kilobytes", "binary_bytes"),
            growth.panel("Start, list all circuits, end", "milliseconds", "startup_us"),
        ],
    }
}

fn functions(data: &Data) -> Growth<'_> {
    let more = ("functions", "asynchronous functions");
    Growth { data, more, lines: ("attribute", &ATTRIBUTES) }
}

const ATTRIBUTES: [&str; 3] = ["no attribute", "#[circuit_breaker]", "#[tracing::instrument]"];
