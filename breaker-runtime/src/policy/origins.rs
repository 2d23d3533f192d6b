//! Where the value of each setting comes from.

use core::fmt;

use super::Policy;
use super::table::Field;
use super::value::Value;

/// Where the value of a setting comes from, in a [`SettingSource`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// The default: nobody set the value.
    Defaults,
    /// An argument of the attribute.
    Attribute,
    /// A [`Policy`] in the code: that of `policy = ..`, or of a circuit made by hand.
    Constant,
    /// [Overrides](crate::Overrides).
    Override,
}

impl Source {
    /// The source in lower case: `default`, `attribute`, `constant`, `override`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Defaults => "default",
            Self::Attribute => "attribute",
            Self::Constant => "constant",
            Self::Override => "override",
        }
    }
}

/// As [`as_str`](Self::as_str) has it.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A setting, and where its value comes from: see [`Policy::sources`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettingSource {
    /// The setting's name, as the attribute has it: `open_for`.
    pub name: &'static str,
    /// The value, as the attribute has it; `off` for what an override has taken away.
    pub value: String,
    /// Where the value comes from.
    pub source: Source,
}

/// `open_for 5s (override)`.
impl fmt::Display for SettingSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.name, self.value, self.source)
    }
}

/// The fields that somebody has set, a bit for each. Policies with the same values are the same,
/// wherever these come from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origins {
    /// By a setter, since the base; with [`ATTRIBUTE`](Self::ATTRIBUTE).
    set: u16,
    /// In the base of an attribute's policy.
    base: u16,
    overridden: u16,
}

impl Origins {
    /// The setters were those of an attribute's arguments.
    const ATTRIBUTE: u16 = 1 << 15;
    pub(super) const NONE: Self = Self { set: 0, base: 0, overridden: 0 };

    const fn source(self, field: Field) -> Source {
        let bit = bit(field);
        if self.overridden & bit != 0 {
            Source::Override
        } else if self.set & bit != 0 && self.set & Self::ATTRIBUTE != 0 {
            Source::Attribute
        } else if (self.set | self.base) & bit != 0 {
            Source::Constant
        } else {
            Source::Defaults
        }
    }

    /// What an override's setter has made of these: what that has not taken back was there before.
    pub(super) const fn overridden(self, after: Self, field: Field) -> Self {
        let overridden = after.overridden | bit(field);
        Self { set: self.set & after.set, base: after.base, overridden }
    }
}

impl PartialEq for Origins {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Origins {}

const fn bit(field: Field) -> u16 {
    if field.is_limit() { 0 } else { 1 << field as u16 }
}

const _: () = assert!(Field::Timeout as usize <= 15, "each needs a bit, and one more is taken");

impl Policy {
    /// A setter has been called.
    pub(super) const fn setting(mut self, field: Field) -> Self {
        self.origins.set |= bit(field);
        self
    }

    /// What somebody has set is replaced.
    pub(super) const fn replacing(mut self, field: Field) -> Self {
        let others = !bit(field);
        self.origins.set &= others;
        self.origins.base &= others;
        self.origins.overridden &= others;
        self
    }

    /// What is set from now on, others have set on top of it.
    pub(crate) const fn as_base(mut self) -> Self {
        self.origins.base |= self.origins.set;
        self.origins.set = 0;
        self
    }

    /// What was set since the base, an attribute has.
    pub(crate) const fn of_attribute(mut self) -> Self {
        self.origins.set |= Origins::ATTRIBUTE;
        self
    }

    pub(crate) const fn is_of_attribute(&self) -> bool {
        self.origins.set & Origins::ATTRIBUTE != 0
    }

    /// Returns the settings with the source of each value, in the order of the documentation.
    ///
    /// Of a circuit's policy: [`CircuitBreaker::policy`](crate::CircuitBreaker::policy) or
    /// [`Snapshot::policy`](crate::Snapshot::policy). A setting that nobody set and that has no
    /// default has no row.
    ///
    /// ```standalone_crate
    /// use breaker_runtime::{circuit_breaker, registry, Overrides, Policy, Setting};
    /// use std::time::Duration;
    ///
    /// const HTTP: Policy = Policy::new().window(Duration::from_secs(60));
    ///
    /// #[circuit_breaker(policy = HTTP, threshold = 3, name = "quotes")]
    /// fn quote() -> std::io::Result<f64> { Ok(1.08) }
    ///
    /// # quote().unwrap();
    /// let slower = Setting::OpenFor(Duration::from_secs(5));
    /// registry().configure(&Overrides::new().circuit("quotes", slower)).unwrap();
    /// let policy = registry().get("quotes").unwrap().policy();
    /// let sources: Vec<_> = policy.sources().iter().map(ToString::to_string).collect();
    /// assert_eq!(
    ///     sources[..4],
    ///     [
    ///         "threshold 3 (attribute)", "window 1m (constant)", "open_for 5s (override)",
    ///         "jitter 0% (default)",
    ///     ]
    /// );
    /// ```
    #[must_use]
    pub fn sources(&self) -> Vec<SettingSource> {
        let settings = self.settings();
        let row = |&field: &Field| {
            let (value, source) = ((field.row().value)(&settings), self.origins.source(field));
            let is_shown = value != Value::Off || source == Source::Override;
            is_shown.then(|| SettingSource {
                name: field.as_str(),
                value: value.to_string(),
                source,
            })
        };
        Field::ALL.iter().filter_map(row).collect()
    }
}
