//! What overrides say of single keys.

use std::sync::Arc;

use breaker_runtime::{KeyedCircuitBreaker, Policy, SettingSource, Source};

use super::detail::policy_value;
use crate::document::OwnSettings;
use crate::record::reading::{self, Who};

/// Keys that are named.
const MOST: usize = 200;

/// The keys of a function that overrides speak of by themselves, by name; none of what is no
/// function.
pub(super) fn settings(who: &Who) -> Vec<OwnSettings> {
    let Who::Circuit(there) = who else { return Vec::new() };
    let Some(keyed) = reading::keyed_at(*there) else { return Vec::new() };
    let of_all = keyed.policy().sources();
    let own = keyed.own_policies().into_iter().take(MOST);
    own.map(|own| of_key(keyed, &of_all, &own)).collect()
}

fn of_key(
    keyed: &KeyedCircuitBreaker,
    of_all: &[SettingSource],
    (key, policy): &(Arc<str>, Policy),
) -> OwnSettings {
    let is_own =
        |setting: &SettingSource| setting.source == Source::Override && !of_all.contains(setting);
    let own = policy.sources().into_iter().filter(is_own);
    OwnSettings {
        key: key.to_string(),
        has_circuit: keyed.peek(key).is_some(),
        settings: own.map(policy_value).collect(),
    }
}
