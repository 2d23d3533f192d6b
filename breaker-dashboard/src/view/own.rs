//! What overrides say of single keys.

use std::collections::HashSet;
use std::sync::Arc;

use breaker_runtime::{Policy, SettingSource, Source};

use super::detail::policy_value;
use crate::document::OwnSettings;
use crate::record::by_text;
use crate::record::reading::{self, Who};

/// Keys that are named.
const MOST: usize = 200;

/// The keys of a function that overrides speak of by themselves, by name; none of what is no
/// function.
pub(super) fn settings(who: &Who) -> Vec<OwnSettings> {
    let Who::Circuit(there) = who else { return Vec::new() };
    let Some(keyed) = reading::keyed_at(*there) else { return Vec::new() };
    let of_all = keyed.policy().sources();
    let own: Vec<_> = keyed.own_policies().into_iter().take(MOST).collect();
    let there = by_text::there(keyed, own.iter().map(|(key, _)| Arc::clone(key)));
    own.iter().map(|own| of_key(&there, &of_all, own)).collect()
}

fn of_key(
    there: &HashSet<Arc<str>>,
    of_all: &[SettingSource],
    (key, policy): &(Arc<str>, Policy),
) -> OwnSettings {
    let is_own =
        |setting: &SettingSource| setting.source == Source::Override && !of_all.contains(setting);
    let own = policy.sources().into_iter().filter(is_own);
    OwnSettings {
        key: key.to_string(),
        has_circuit: there.contains(key),
        settings: own.map(policy_value).collect(),
    }
}
