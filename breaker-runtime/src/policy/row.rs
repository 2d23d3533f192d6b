//! What a row of the table of settings says, and what is made of all rows.

use core::fmt;

use super::table::Setting;
use super::value::Value;
use super::{Policy, Settings};

/// What is known of a setting beside its value.
pub(crate) struct Row {
    /// As the attribute calls it.
    pub(super) name: &'static str,
    /// From text, which may be what it `expects`.
    pub(super) read: fn(&str) -> Option<Setting>,
    pub(super) expects: &'static str,
    /// What it is.
    pub(crate) value: fn(&Settings) -> Value,
    /// Its part of the sentence that a policy is displayed as.
    pub(super) phrase: fn(&Settings, &mut fmt::Formatter<'_>) -> fmt::Result,
}

/// What values may be.
pub(super) mod expects {
    pub(in crate::policy) const COUNT: &str = "a whole number like `5`";
    pub(in crate::policy) const COUNT_OR_SHARE: &str =
        "a number of failures like `5`, or a share like `50%`";
    pub(in crate::policy) const TRIALS: &str = "a number of trial calls like `3`, or `4 of 5`";
    pub(in crate::policy) const SHARE: &str = "a share like `20%`";
    pub(in crate::policy) const TIME: &str = "a time with its unit like `30s`";
    pub(in crate::policy) const TIME_OR_OFF: &str = "a time with its unit like `30s`, or `off`";
    pub(in crate::policy) const WINDOW: &str = "a time with its unit like `10s`, or `100 calls`";
    pub(in crate::policy) const FLAG: &str = "`true` or `false`";
}

/// A row says how a setting is read from text, what its value is, its part of the sentence, and
/// each form in which overrides say it, with what that does to a policy.
macro_rules! settings {
    ($(
        $field:ident $name:literal {
            read $expects:ident: $read:expr;
            value: $value:expr;
            phrase: $phrase:expr;
            $($(#[$doc:meta])* $variant:ident($($given:ident: $type:ty),+) => $set:expr;)+
        }
    )+) => {
        /// One setting of a policy, with its value.
        ///
        /// ```
        /// use breaker_runtime::{Overrides, Setting};
        /// use std::time::Duration;
        ///
        /// let calm = Overrides::new()
        ///     .all(Setting::OpenFor(Duration::from_secs(60)))
        ///     .all(Setting::RampUp(None));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Setting {
            $($($(#[$doc])* $variant($($type),+),)+)+
        }

        /// What can be set.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Field {
            $($field,)+
        }

        impl Field {
            /// In the order of the documentation.
            pub(crate) const ALL: &[Self] = &[$(Self::$field),+];

            pub(crate) const fn row(self) -> &'static Row {
                match self {
                    $(Self::$field => &Row {
                        name: $name,
                        read: $read,
                        expects: expects::$expects,
                        value: $value,
                        phrase: $phrase,
                    },)+
                }
            }
        }

        impl Setting {
            pub(super) const fn field(&self) -> Field {
                match self {
                    $($(Self::$variant(..))|+ => Field::$field,)+
                }
            }
        }

        impl Policy {
            /// This policy with one setting overridden; what contradicts it gives way.
            pub(super) fn with(self, setting: Setting) -> Self {
                let policy = match setting {
                    $($(Setting::$variant($($given),+) => set(self, $set),)+)+
                };
                let origins = policy.origins.overridden(setting.field());
                Self { origins, ..policy }
            }
        }
    };
}
pub(super) use settings;

/// `policy`, set by this.
pub(super) fn set(policy: Policy, by: impl FnOnce(Policy) -> Policy) -> Policy {
    by(policy)
}
