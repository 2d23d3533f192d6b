//! All that was measured of the cases.

use crate::measure::time::{Nanos, Times};
use crate::subjects::{BARE, INSTANT};
use crate::{Case, Path};

/// What a call of one case costs.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub(super) path: Path,
    pub(super) subject: &'static str,
    pub(super) times: Times,
    pub(super) instructions: f64,
    pub(super) allocations: f64,
}

impl Row {
    /// Nanoseconds that the guard adds.
    pub(super) fn nanos_over(&self, bare: &Self) -> f64 {
        self.times.alone.p10 - bare.times.alone.p10
    }

    /// Instructions that the guard adds.
    pub(super) fn instructions_over(&self, bare: &Self) -> f64 {
        self.instructions - bare.instructions
    }
}

/// All cases, in the order of the report.
#[derive(Debug)]
pub struct Rows(Vec<Row>);

impl Rows {
    /// Puts the measurements together, those of each case at its position.
    #[must_use]
    pub fn new(cases: &[Case], times: &[Times], instructions: &[f64], allocations: &[f64]) -> Self {
        let measured = cases.iter().zip(times).zip(instructions).zip(allocations);
        let rows = measured.map(|(((case, &times), &instructions), &allocations)| Row {
            path: case.path,
            subject: case.subject,
            times,
            instructions,
            allocations,
        });
        Self(rows.collect())
    }

    /// The cases on a path.
    pub(super) fn on(&self, path: Path) -> impl Iterator<Item = &Row> {
        self.0.iter().filter(move |row| row.path == path)
    }

    /// What `subject` costs on `path`; nothing where it is not measured.
    pub(super) fn find(&self, path: Path, subject: &str) -> Row {
        let found = self.on(path).find(|row| row.subject == subject);
        found.copied().unwrap_or(Row {
            path,
            subject: "",
            times: Times { alone: UNKNOWN, together: UNKNOWN },
            instructions: f64::NAN,
            allocations: f64::NAN,
        })
    }

    /// The unguarded call that one on `path` is compared with. A rejected call has none of its own:
    /// it replaces one that succeeds.
    pub(super) fn bare(&self, path: Path) -> Row {
        let path = match path {
            Path::KeyedSuccess | Path::ManyKeyedSuccess | Path::Rejection | Path::Trial => {
                Path::Success
            }
            Path::AsyncRejection => Path::AsyncSuccess,
            path => path,
        };
        self.find(path, BARE)
    }

    /// One reading of the clock.
    pub(super) fn instant(&self) -> Row {
        self.find(Path::Clock, INSTANT)
    }
}

const UNKNOWN: Nanos = Nanos { p10: f64::NAN, median: f64::NAN };
