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

/// Who has set each field: two bits for each. Policies with the same values are the same, wherever
/// these come from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origins(u32);

/// Nobody has; what a field begins as.
const NOBODY: u32 = 0;
/// A setter, since the base; with [`Origins::ATTRIBUTE`] an attribute's argument.
const SETTER: u32 = 1;
/// The base of an attribute's policy.
const BASE: u32 = 2;
const OVERRIDE: u32 = 3;

impl Origins {
    /// The setters were those of an attribute's arguments.
    const ATTRIBUTE: u32 = 1 << 31;
    /// The lower bit of each field.
    const LOWER: u32 = 0x5555_5555 & !Self::ATTRIBUTE;
    pub(super) const NONE: Self = Self(0);

    const fn source(self, field: Field) -> Source {
        match (self.0 >> shift(field)) & 3 {
            _ if field.is_limit() => Source::Defaults,
            NOBODY => Source::Defaults,
            SETTER if self.0 & Self::ATTRIBUTE != 0 => Source::Attribute,
            OVERRIDE => Source::Override,
            _ => Source::Constant,
        }
    }

    const fn with(self, field: Field, origin: u32) -> Self {
        // Those of a function stand outside of its circuit's policy.
        if field.is_limit() {
            return self;
        }
        Self(self.0 & !(3 << shift(field)) | (origin << shift(field)))
    }

    /// What an override's setter has made of these.
    pub(super) const fn overridden(self, field: Field) -> Self {
        self.with(field, OVERRIDE)
    }

    /// What setters have set is the base of what is set from now on.
    const fn as_base(self) -> Self {
        let set = self.0 & !(self.0 >> 1) & Self::LOWER;
        Self(self.0 & !Self::ATTRIBUTE & !set | (set * BASE))
    }
}

impl PartialEq for Origins {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Origins {}

const fn shift(field: Field) -> u32 {
    2 * field as u32
}

const _: () = assert!(Field::Timeout as usize <= 15, "each needs two bits, and one more is taken");

impl Policy {
    /// A setter has been called.
    pub(super) const fn setting(mut self, field: Field) -> Self {
        self.origins = self.origins.with(field, SETTER);
        self
    }

    /// What somebody has set is replaced.
    pub(super) const fn replacing(mut self, field: Field) -> Self {
        self.origins = self.origins.with(field, NOBODY);
        self
    }

    /// What is set from now on, others have set on top of it.
    pub(crate) const fn as_base(mut self) -> Self {
        self.origins = self.origins.as_base();
        self
    }

    /// What was set since the base, an attribute has.
    pub(crate) const fn of_attribute(mut self) -> Self {
        self.origins = Origins(self.origins.0 | Origins::ATTRIBUTE);
        self
    }

    pub(crate) const fn is_of_attribute(&self) -> bool {
        self.origins.0 & Origins::ATTRIBUTE != 0
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
