//! Other settings for circuits that run, and for those that are listed later.

use core::convert::Infallible;

use parking_lot::MutexGuard;

use super::Registry;
use super::applied::Applied;
use super::configured::{Configured, PolicyChange};
use super::list::Listed;
use crate::base::scope::is_isolated;
use crate::events::note::Note;
use crate::policy::overrides::{ConfigureError, Overrides, Resolution, Resolved, Subject};
use crate::telemetry::AllUntold;

/// # Changing settings while circuits run
impl Registry {
    /// Changes the settings of circuits while they run, and returns what changed, circuit by
    /// circuit.
    ///
    /// Each circuit gets the settings that it was made with and `overrides` on top: `overrides`
    /// replace those of an earlier call as a whole. [`Overrides`] says which override wins (rule
    /// [S24](crate::_guide::rules#s24-overrides)).
    ///
    /// A changed policy takes effect at the next decision. The circuit keeps its state: an open
    /// circuit stays open for as long as announced, which the change shows as
    /// [`still_open_for`](PolicyChange::still_open_for). The window keeps what it holds, unless the
    /// new rule is of another kind (failures in a time, a share in a time, calls, failures in a
    /// row). Circuits listed later get their overrides when they are listed.
    ///
    /// ```
    /// use breaker_runtime::{registry, Overrides, Setting};
    ///
    /// let wrong = Overrides::new().circuit("nobody", Setting::DryRun(true));
    /// let wrong = wrong.all(Setting::Threshold(0));
    /// assert_eq!(
    ///     registry().configure(&wrong).unwrap_err().to_string(),
    ///     "overrides can't be applied, nothing was changed:\n  \
    ///      `nobody.dry_run`: no circuit is called `nobody`\n  \
    ///      `threshold` must be at least 1"
    /// );
    /// ```
    ///
    /// # Errors
    ///
    /// Everything that is wrong with `overrides`; no circuit is changed then. A name that several
    /// functions share by accident is an error too: give each function a `name = ".."` of its own.
    pub fn configure(&self, overrides: &Overrides) -> Result<Configured, ConfigureError> {
        self.configure_by(overrides, false, |subjects| overrides.resolve(subjects))
    }

    /// Changes the settings of circuits as far as `overrides` are right, and [leaves
    /// out](Configured::left_out) what is wrong: one stale name does not keep the rest from being
    /// applied.
    ///
    /// Otherwise it does what [`configure`](Self::configure) does. Circuits listed later get the
    /// overrides that fit them.
    ///
    /// ```
    /// use breaker_runtime::{registry, Overrides, Setting};
    ///
    /// let stale = Overrides::new().circuit("nobody", Setting::DryRun(true));
    /// let stale = stale.all(Setting::DryRun(true));
    /// let configured = registry().configure_what_fits(&stale);
    /// assert_eq!(
    ///     configured.left_out()[0].to_string(),
    ///     "`nobody.dry_run`: no circuit is called `nobody`"
    /// );
    /// ```
    #[must_use = "what was left out is told of here alone: log `left_out()`"]
    pub fn configure_what_fits(&self, overrides: &Overrides) -> Configured {
        let fitting = self.configure_by(overrides, true, |subjects| {
            Ok::<_, Infallible>(overrides.resolve_what_fits(subjects))
        });
        match fitting {
            Ok(configured) => configured,
            Err(never) => match never {},
        }
    }

    /// Changes some settings and keeps the other overrides that are in force: `overrides` come on
    /// top of those of the last call of [`configure`](Self::configure) or
    /// [`configure_what_fits`](Self::configure_what_fits), which otherwise stay as they are.
    ///
    /// For what operators switch while the program runs, such as a dry run of one circuit.
    /// [`withdraw`](Self::withdraw) takes it back. The next call of `configure` replaces these
    /// overrides as well.
    ///
    /// ```
    /// use breaker_runtime::{circuit_breaker, registry, Overrides, Setting};
    /// use std::time::Duration;
    ///
    /// #[circuit_breaker(threshold = 5, window = "10s", name = "goods")]
    /// fn goods() -> std::io::Result<u32> { Ok(7) }
    ///
    /// # goods().unwrap();
    /// let slowly = Overrides::new().all(Setting::OpenFor(Duration::from_secs(60)));
    /// registry().configure(&slowly)?;
    /// registry().amend(&Overrides::new().circuit("goods", Setting::DryRun(true)))?;
    /// assert_eq!(
    ///     registry().get("goods").unwrap().policy().to_string(),
    ///     "5 failures in 10s, open for 60s, 1 trial call, dry run"
    /// );
    /// # Ok::<(), breaker_runtime::ConfigureError>(())
    /// ```
    ///
    /// Within a test's [isolation](crate::testing), it starts from the program's overrides each
    /// time.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with `overrides`, by themselves or beside those in force; no
    /// circuit is changed then. What else is wrong by now with those in force, such as a name that
    /// a second circuit has got, stops nothing: a circuit listed since that they contradict goes on
    /// by the amended settings alone.
    pub fn amend(&self, overrides: &Overrides) -> Result<Configured, ConfigureError> {
        self.amend_with(overrides, Note::NOTHING)
    }

    /// Changes some settings as [`amend`](Self::amend) does, and says who does it and why: the
    /// events of what changes have [both](crate::Event::note).
    ///
    /// ```standalone_crate
    /// use breaker_runtime::{circuit_breaker, registry, Note, Overrides, Setting};
    ///
    /// #[circuit_breaker(name = "quotes")]
    /// fn quote() -> std::io::Result<u32> { Ok(7) }
    ///
    /// # quote().unwrap();
    /// let watch_only = Overrides::new().circuit("quotes", Setting::DryRun(true));
    /// registry().amend_with(&watch_only, Note::new("is the rule too strict?").by("anna"))?;
    /// assert_eq!(
    ///     registry().get("quotes").unwrap().history()[0].to_string(),
    ///     "circuit `quotes` was reconfigured by anna: is the rule too strict?; \
    ///      dry_run false -> true"
    /// );
    /// # Ok::<(), breaker_runtime::ConfigureError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`amend`](Self::amend).
    pub fn amend_with(
        &self,
        overrides: &Overrides,
        note: impl Into<Note>,
    ) -> Result<Configured, ConfigureError> {
        self.change_amended(overrides, &note.into(), Applied::amended)
    }

    /// Takes back what [`amend`](Self::amend) has changed: of the circuits and settings that
    /// `overrides` name, whatever values they say. What [`configure`](Self::configure) or
    /// [`configure_what_fits`](Self::configure_what_fits) said of them holds again, or else what
    /// the circuits were made with, and [`sources`](crate::Policy::sources) says so. Settings that
    /// were not amended, or have been configured since, stay as they are.
    ///
    /// ```
    /// use breaker_runtime::{circuit_breaker, registry, Overrides, Setting, Source};
    ///
    /// #[circuit_breaker(threshold = 5, window = "10s", name = "parcels")]
    /// fn parcels() -> std::io::Result<u32> { Ok(7) }
    ///
    /// # parcels().unwrap();
    /// let watch_only = Overrides::new().circuit("parcels", Setting::DryRun(true));
    /// registry().amend(&watch_only)?;
    /// registry().withdraw(&watch_only)?;
    /// let policy = registry().get("parcels").unwrap().policy();
    /// assert!(policy.sources().iter().all(|setting| setting.source != Source::Override));
    /// # Ok::<(), breaker_runtime::ConfigureError>(())
    /// ```
    ///
    /// Within a test's [isolation](crate::testing), where nothing stays amended, it brings back the
    /// program's overrides.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with `overrides` by themselves, or becomes wrong with what is left
    /// without them; no circuit is changed then.
    pub fn withdraw(&self, overrides: &Overrides) -> Result<Configured, ConfigureError> {
        self.withdraw_with(overrides, Note::NOTHING)
    }

    /// Takes back changes as [`withdraw`](Self::withdraw) does, and says who does it and why: the
    /// events of what changes have [both](crate::Event::note).
    ///
    /// # Errors
    ///
    /// Those of [`withdraw`](Self::withdraw).
    pub fn withdraw_with(
        &self,
        overrides: &Overrides,
        note: impl Into<Note>,
    ) -> Result<Configured, ConfigureError> {
        self.change_amended(overrides, &note.into(), Applied::withdrawn)
    }

    fn change_amended(
        &self,
        overrides: &Overrides,
        note: &Note,
        change: impl FnOnce(&Applied, &Overrides) -> (Applied, Vec<Overrides>),
    ) -> Result<Configured, ConfigureError> {
        let applied = self.applied.lock();
        let (changed, known) = change(&applied, overrides);
        self.apply(applied, &changed, note, |subjects| {
            overrides.resolve(subjects)?;
            changed.resolve_changed(&known, subjects)
        })
    }

    fn configure_by<E>(
        &self,
        overrides: &Overrides,
        only_what_fits: bool,
        resolve: impl FnOnce(&[Subject]) -> Result<Resolution, E>,
    ) -> Result<Configured, E> {
        let new = Applied::new(overrides.clone(), only_what_fits);
        self.apply(self.applied.lock(), &new, &Note::NOTHING, resolve)
    }

    fn apply<E>(
        &self,
        mut applied: MutexGuard<'_, Applied>,
        new: &Applied,
        note: &Note,
        resolve: impl FnOnce(&[Subject]) -> Result<Resolution, E>,
    ) -> Result<Configured, E> {
        let circuits: Vec<_> = self.unkeyed().collect();
        let keyed: Vec<_> = self.all_by_key().collect();
        let of_keyed = keyed.iter().map(|circuits| circuits.subject());
        let subjects: Vec<_> =
            circuits.iter().map(|circuit| circuit.subject()).chain(of_keyed).collect();
        let Resolution { resolved, passed_by, left_out } = resolve(&subjects)?;
        let (of_circuits, of_keyed) = resolved.split_at(circuits.len());
        let (mut changes, untold) = go_on(&circuits, of_circuits, note);
        let (changes_by_key, untold_by_key) = go_on(&keyed, of_keyed, note);
        if !is_isolated() {
            applied.clone_from(new);
        }
        drop(applied);
        untold.tell();
        untold_by_key.tell();
        changes.extend(changes_by_key);
        changes.sort_by(|one, other| (one.circuit, &one.key).cmp(&(other.circuit, &other.key)));
        Ok(Configured { changes, passed_by, left_out })
    }

    /// Lists a circuit, or the circuits of a function by key, once. A new one gets the overrides
    /// that were applied last.
    pub(crate) fn list<T: Listed>(&self, new: &'static T) {
        // Locked first, so that no circuit is listed between a configuration's look at the list and
        // its end.
        let applied = self.applied.lock();
        let is_new = T::list(self).add(new);
        let resolved = is_new.then(|| applied.of(new.subject()));
        let go_on = |resolved| new.go_on(&resolved, &Note::NOTHING).1;
        let untold = resolved.map(go_on).unwrap_or_default();
        drop(applied);
        untold.tell();
    }
}

/// Applies to each its settings; returns what changed, and what is to be told.
fn go_on<T: Listed>(
    listed: &[&T],
    resolved: &[Resolved],
    note: &Note,
) -> (Vec<PolicyChange>, AllUntold) {
    let each = listed.iter().zip(resolved).map(|(one, resolved)| one.go_on(resolved, note));
    let (changes, untold): (Vec<_>, AllUntold) = each.unzip();
    (changes.into_iter().flatten().collect(), untold)
}
