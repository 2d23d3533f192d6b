//! Dry runs, which are switched by overrides.

use breaker_runtime::{
    ConfigureError, Configured, KeyedCircuitBreaker, Note, Overrides, Registry, Setting, registry,
};

use super::orders::{Sound, Undone};
use crate::record::reading::full_name;

/// A way to override settings, or to take that back.
type Override = fn(&Registry, &Overrides, Note) -> Result<Configured, ConfigureError>;

impl Sound<'_> {
    /// Switched beside the overrides that are in force: an order is for one circuit. If it takes
    /// back what an earlier one has switched, all is as it was before that.
    pub(super) fn dry_run(&self, is_on: bool) -> Result<(), Undone> {
        let was_on = self.is_dry()?;
        let name = full_name(&self.order.name, self.order.key.as_deref());
        is_for_one(&name)?;
        self.is_whole_key(&name)?;
        let overrides = Overrides::new().circuit(&*name, Setting::DryRun(is_on));
        let ways: [Override; 2] = [Registry::withdraw_with, Registry::amend_with];
        let ways = match was_on == is_on {
            // It is so by what is said of all keys now, and stays so whatever is said of them next.
            true if self.order.key.is_some() => &ways[1..],
            true => &[],
            false => &ways[..],
        };
        for change in ways {
            let changed = change(registry(), &overrides, self.note());
            changed.map_err(|error| Undone::Ambiguous(error.to_string()))?;
            // In none of these steps a circuit is switched to what is not wanted.
            if self.is_dry_after() == Some(is_on) {
                break;
            }
        }
        match self.is_dry_after() {
            Some(is_dry) if is_dry != is_on => Err(self.overruled(&name)),
            _ => Ok(()),
        }
    }

    /// Somebody else has configured it meanwhile, or says otherwise more particularly.
    fn overruled(&self, name: &str) -> Undone {
        let is = if matches!(self.is_dry(), Ok(true)) { "still" } else { "not" };
        Undone::Ambiguous(format!("`{name}` is {is} in a dry run: other overrides say so by now"))
    }

    /// Whether it is in a dry run. A key that overrides speak of is known while it has no circuit:
    /// with its next call it goes on by these.
    fn is_dry(&self) -> Result<bool, Undone> {
        let of_circuit = self.with(|circuit| circuit.policy().settings().dry_run);
        of_circuit.or_else(|unknown| {
            let own = self.key().and_then(|(keyed, key)| keyed.own_policy(key));
            own.map(|policy| policy.settings().dry_run).ok_or(unknown)
        })
    }

    /// The same of one that was there when the order began: its key may have none by now.
    fn is_dry_after(&self) -> Option<bool> {
        let of_all = || self.key().map(|(keyed, _)| keyed.policy().settings().dry_run);
        self.is_dry().ok().or_else(of_all)
    }

    /// The key that is meant, and its function.
    fn key(&self) -> Option<(&'static KeyedCircuitBreaker, &str)> {
        let key = self.order.key.as_deref()?;
        Some((registry().find_keyed(&self.order.name).ok()?, key))
    }

    /// Of a long key only its beginning is known here, and settings go by the whole key.
    fn is_whole_key(&self, name: &str) -> Result<(), Undone> {
        let is_whole = |(keyed, key): (&KeyedCircuitBreaker, &str)| {
            let is_shown =
                || registry().with_circuit(&self.order.name, Some(key), |_| ()).is_some();
            keyed.peek(key).is_some() || !is_shown()
        };
        if self.key().is_none_or(is_whole) {
            return Ok(());
        }
        let text = format!("the key of `{name}` is too long to be known by its whole text");
        Err(Undone::Ambiguous(text))
    }
}

/// To overrides a key `*` is every key of its function, and of a key `a][*` they read `a`.
fn is_for_one(full: &str) -> Result<(), Undone> {
    if !full.ends_with("[*]") {
        return Ok(());
    }
    let text = "means all keys to overrides, by which a dry run is switched: that key can't be \
                switched alone";
    Err(Undone::Ambiguous(format!("`{full}` {text}")))
}
