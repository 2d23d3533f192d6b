//! Policies that are changed at run time: what is to change, and where that was said.

mod apply;
#[cfg(feature = "serde")]
mod deserialize;
mod environment;
mod error;
mod parse;
mod resolve;
mod setting;

pub use error::{ConfigureError, OverrideError, Problem};
pub(crate) use resolve::Subject;
pub use setting::Setting;

use parse::Field;

/// Settings that take the place of those which circuits were made with: for all circuits, and for some by name.
///
/// A name beats "all", and what was said later beats what was said before. Applied by [`Registry::configure`](crate::Registry::configure).
///
/// ```
/// use breaker_runtime::{circuit_breaker, registry, Overrides, Setting};
/// use std::time::Duration;
///
/// #[circuit_breaker(threshold = 5, window = "10s", name = "quotes")]
/// fn quote() -> std::io::Result<f64> { Ok(1.08) }
///
/// # quote().unwrap(); // lists the circuit where the linker can't
/// let overrides = Overrides::new()
///     .all(Setting::DryRun(true))
///     .circuit("quotes", Setting::Threshold(3))
///     .circuit("quotes", Setting::OpenFor(Duration::from_secs(5)));
/// registry().configure(&overrides)?;
///
/// let policy = registry().get("quotes").unwrap().policy();
/// assert_eq!(policy.to_string(), "3 failures in 10s, open for 5s, 1 trial call, dry run");
/// # Ok::<(), breaker_runtime::ConfigureError>(())
/// ```
///
/// From the environment: [`from_env`](Self::from_env). From TOML, JSON or whatever `serde` reads, with the feature `serde`: a table of
/// the fields of the attribute, with the values that they have there, and a table of the same for each circuit:
///
/// ```toml
/// open_for = "10s"
///
/// [quotes]
/// threshold = "50%"
/// window = "100 calls"
/// ramp_up = "off"
/// ```
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    entries: Vec<Entry>,
}

/// One setting, and where it was said.
#[derive(Clone, Debug)]
struct Entry {
    /// As its author would look for it: `db.threshold`, or the name of a variable.
    source: String,
    target: Target,
    field: Option<Field>,
    setting: Result<Setting, Problem>,
}

/// Which circuits it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Target {
    All,
    Named(String),
    /// A name as variables of the environment have it.
    InCapitals(String),
}

impl Overrides {
    /// None: applied, it brings back the settings that circuits were made with.
    #[must_use]
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// Adds a setting for all circuits. One that a circuit can't have in any way (`min_calls`, where the threshold is a number) passes it by.
    #[must_use]
    pub fn all(self, setting: Setting) -> Self {
        let source = setting.field().as_str().to_owned();
        self.with(source, Target::All, Some(setting.field()), Ok(setting))
    }

    /// Adds a setting for the circuit of this name.
    #[must_use]
    pub fn circuit(self, name: impl Into<String>, setting: Setting) -> Self {
        let (name, field) = (name.into(), setting.field());
        let source = format!("{name}.{}", field.as_str());
        self.with(source, Target::Named(name), Some(field), Ok(setting))
    }

    /// Adds all of `later`, which beat these.
    #[must_use]
    pub fn merge(mut self, later: Self) -> Self {
        self.entries.extend(later.entries);
        self
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds a setting that is still text.
    fn with_text(self, source: String, target: Target, field: &str, value: &str) -> Self {
        let known = Field::parse(field);
        let setting = match known {
            Some(known) => known.setting(value),
            None => Err(Problem::unknown_field(field)),
        };
        self.with(source, target, known, setting)
    }

    fn with(
        mut self,
        source: String,
        target: Target,
        field: Option<Field>,
        setting: Result<Setting, Problem>,
    ) -> Self {
        self.entries.push(Entry { source, target, field, setting });
        self
    }
}
