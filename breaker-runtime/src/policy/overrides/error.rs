//! Overrides that can't be applied.

use core::fmt;

use super::problem::{Problem, shown};

/// The error of [`Registry::configure`](crate::Registry::configure): all that is wrong with the
/// overrides. Nothing was changed.
///
/// `Display` writes one line for each mistake, with the nearest valid name or value.
///
/// ```
/// use breaker_runtime::{registry, Overrides, Problem, Setting};
///
/// let overrides = Overrides::new().circuit("nobody", Setting::DryRun(true));
/// let error = registry().configure(&overrides).unwrap_err();
/// let mistake = &error.errors()[0];
/// assert_eq!(mistake.source, "nobody.dry_run");
/// assert!(matches!(mistake.problem, Problem::UnknownCircuit { .. }));
/// ```
#[derive(Clone, PartialEq)]
pub struct ConfigureError {
    pub(super) errors: Vec<OverrideError>,
}

impl ConfigureError {
    /// The mistakes, one for each override that is wrong.
    #[must_use]
    pub fn errors(&self) -> &[OverrideError] {
        &self.errors
    }
}

impl fmt::Display for ConfigureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("overrides can't be applied, nothing was changed:")?;
        self.errors.iter().try_for_each(|error| write!(f, "\n  {error}"))
    }
}

/// Shown as by `Display`, because `main` prints errors by `Debug`.
impl fmt::Debug for ConfigureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for ConfigureError {}

/// One mistake in overrides: which override is wrong, and why.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct OverrideError {
    /// Where the override stands: `db.threshold`, or the name of an environment variable; several,
    /// if they contradict each other.
    pub source: String,
    /// What is wrong with the override.
    pub problem: Problem,
    /// The wrong value, or the values that contradict each other, if they are known.
    pub(super) values: Option<String>,
}

impl OverrideError {
    pub(super) fn new(source: impl Into<String>, problem: Problem) -> Self {
        Self { source: source.into(), problem, values: None }
    }

    /// The problem, with the values.
    fn explanation(&self) -> String {
        match (&self.problem, &self.values) {
            (problem @ Problem::Policy { circuit: None, .. }, Some(value)) => {
                format!("{problem}, not `{}`", shown(value))
            }
            (problem @ Problem::Policy { .. }, Some(values)) => format!("{problem} ({values})"),
            (problem, _) => problem.to_string(),
        }
    }
}

impl fmt::Display for OverrideError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (source, explanation) = (&self.source, self.explanation());
        // A name that the explanation begins with is not put in front again.
        let is_named = match &self.problem {
            Problem::UnknownField { field, .. } => field == source,
            _ => explanation.starts_with(&format!("`{source}`")),
        };
        if is_named { f.write_str(&explanation) } else { write!(f, "`{source}`: {explanation}") }
    }
}

/// Shown as by `Display`, because `main` prints errors by `Debug`.
impl fmt::Debug for OverrideError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for OverrideError {}
