//! All overrides: what is to change, circuit by circuit, and where each was said.

use super::entry::Entry;
use super::problem::Problem;
use super::target::Target;
use crate::policy::Setting;
use crate::policy::table::Field;

/// Settings that replace those which circuits were made with: for all circuits, for a group, by
/// name, or for one key.
///
/// [`Registry::configure`](crate::Registry::configure) applies them;
/// [`configure_what_fits`](crate::Registry::configure_what_fits) leaves out what is wrong. The
/// guide's chapter [Overrides](crate::_guide::overrides) has all forms, and says when a change
/// takes effect.
///
/// # Which one wins
///
/// The most particular, setting by setting (rule [S24](crate::_guide::rules#s24-overrides)): the
/// one for a key, `fetch[example.org]`; then for a name, `shop::pay`; then for a group, `shop::*`,
/// of which the longest wins; then for all. Of two equally particular ones the later wins: in
/// `file.merge(environment)` the environment.
///
/// An override for a group or for all has no effect on a circuit that it would turn into something
/// else: `min_calls`, where the threshold is a number; `threshold` and `window`, where the rule is
/// `consecutive`, and the other way round. [`Configured::passed_by`](crate::Configured::passed_by)
/// lists these.
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
/// # From files and the environment
///
/// [`from_env`](Self::from_env) reads variables of the environment. With the feature `serde`,
/// `Overrides` deserialise from TOML, JSON or whatever `serde` reads: a table of settings, with the
/// names and values that the attribute has for them, and in it a table for each circuit, group and
/// key:
///
/// ```toml
/// open_for = "10s"
///
/// [quotes]
/// threshold = "50%"
/// window = "100 calls"
/// ramp_up = "off"
///
/// ["shop::*"]
/// open_for = "5s"
///
/// ["fetch[example.org]"]
/// threshold = 3
/// ```
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    pub(super) entries: Vec<Entry>,
    /// Variables that resemble overrides: somebody else's, or a mistake.
    pub(super) near_misses: Vec<String>,
}

impl Overrides {
    /// Makes an empty list of overrides. Applied, it brings back the settings that circuits were
    /// made with.
    #[must_use]
    pub const fn new() -> Self {
        Self { entries: Vec::new(), near_misses: Vec::new() }
    }

    /// Adds a setting for all circuits.
    #[must_use]
    pub fn all(self, setting: Setting) -> Self {
        let source = setting.field().as_str().to_owned();
        self.with(source, Target::All, Ok(setting))
    }

    /// Adds a setting for the circuits that `name` means: one circuit, `shop::pay`; a group,
    /// `shop::*`, all whose names begin so; or one key of a function, `fetch[example.org]`, whether
    /// it has a circuit yet or not.
    ///
    /// ```
    /// use breaker_runtime::{Overrides, Setting};
    /// use std::time::Duration;
    ///
    /// let overrides = Overrides::new()
    ///     .circuit("shop::*", Setting::OpenFor(Duration::from_secs(5)))
    ///     .circuit("shop::pay", Setting::Threshold(3))
    ///     .circuit("fetch[slow.example]", Setting::SlowCall(Some(Duration::from_secs(30))));
    /// ```
    #[must_use]
    pub fn circuit(self, name: impl Into<String>, setting: Setting) -> Self {
        let name = name.into();
        let source = format!("{name}.{}", setting.field().as_str());
        self.with(source, Target::named(name), Ok(setting))
    }

    /// Adds all of `later`'s overrides. Of two equally particular ones the later wins.
    #[must_use]
    pub fn merge(mut self, later: Self) -> Self {
        self.entries.extend(later.entries);
        self.near_misses.extend(later.near_misses);
        self
    }

    /// These, and `later`'s in the place of those that they say the same of: however often it is
    /// amended, it does not grow.
    pub(crate) fn amended(self, later: &Self) -> Self {
        self.without(later).merge(later.clone())
    }

    /// Those that `others` say nothing of, whatever values they say.
    pub(crate) fn without(mut self, others: &Self) -> Self {
        let is_said = |entry: &Entry| others.entries.iter().any(|other| other.replaces(entry));
        self.entries.retain(|entry| !is_said(entry));
        self.near_misses.retain(|one| !others.near_misses.contains(one));
        self
    }

    /// Whether there are no overrides.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds a setting whose value is text.
    pub(super) fn with_text(
        self,
        source: String,
        target: Target,
        field: &str,
        value: &str,
    ) -> Self {
        let value = value.trim();
        let setting = match Field::parse(field) {
            Some(known) => known.setting(value).map_err(|expected| Problem::value(value, expected)),
            None => Err(Problem::unknown_field(field)),
        };
        self.with_entry(Entry { source, target, setting, text: Some(value.to_owned()) })
    }

    pub(super) fn with(
        self,
        source: String,
        target: Target,
        setting: Result<Setting, Problem>,
    ) -> Self {
        self.with_entry(Entry { source, target, setting, text: None })
    }

    fn with_entry(mut self, entry: Entry) -> Self {
        self.entries.push(entry);
        self
    }
}
