//! Joining a fleet: what users write, and the thread that it runs on.

mod backoff;
mod fleet;
mod host;
mod identity;
mod link;
mod news;
mod seat;
mod thread;
mod voice;

use core::fmt;
use std::sync::Arc;

use breaker_runtime::CircuitBreaker;

pub use fleet::Fleet;

use self::thread::Plan;
use crate::circuits::registry::Choice;
use crate::engine::redis::Address;
use crate::member::{Config, FleetEvent};
use crate::telemetry::Listener;
use crate::watch::Watch;
use crate::wire::{MemberId, Text};

/// Shares what the circuits of this program learn with all processes that join the same namespace
/// on the same engine, a Redis or a Valkey.
///
/// Nothing happens before [`start`](Join::start) or [`detach`](Join::detach), which may come before
/// or after the first call of a guarded function. Joining never fails and never waits: while the
/// engine can't be reached, and if the address names none, each circuit goes on by its own rules,
/// and [`Fleet::status`] says why.
///
/// A process takes part once: a second join of the same namespace in the same database is
/// [away](crate::Status::away), and after a second says so, until the first has left. Who drops a
/// [`Fleet`] may join again at once. `localhost`, `127.0.0.1` and `[::1]` are one
/// host. Any other counts as it is written: by two names of one server a process takes part twice,
/// hears its own circuits as another's, and is [told](FleetEvent::SameName) that another process
/// has its name.
///
/// The namespace keeps apart what shares an engine by accident: name the service and its stage.
/// Blanks around it don't count.
///
/// | address | |
/// |---|---|
/// | `redis://host:6379`, `redis://user:password@host/0` | also as `valkey://` |
/// | `rediss://host:6379` | with TLS, if the feature `tls` is on |
/// | `unix:///run/redis.sock` | a socket of this machine, with `?user=..&pass=..&db=..` if needed |
///
/// In a user or password write `%2F` for a `/`, `%3F` for a `?`, `%23` for a `#`. An address that
/// asks for more by other words behind a `?`, as `?db=2` behind a host, is wrong. What is wrong
/// with an address is told without a word of it, and no password is ever shown. A secret that
/// stands where the host should is a host: `redis://me:p@ssw0rd` shows `ssw0rd`.
///
/// ```no_run
/// breaker_fleet::join("shop-prod", "redis://cache.internal:6379").detach();
/// ```
pub fn join(namespace: impl Into<String>, url: impl Into<String>) -> Join {
    let namespace: String = namespace.into();
    Join {
        namespace: namespace.trim().to_owned(),
        url: url.into(),
        choice: Arc::new(Choice::all()),
        zone: Text::default(),
        instance: None,
        share_control: false,
        listener: None,
    }
}

/// How a program joins: see [`join`].
#[must_use = "nothing joins before `start` or `detach`"]
pub struct Join {
    namespace: String,
    url: String,
    choice: Arc<Choice>,
    zone: Text,
    instance: Option<Text>,
    share_control: bool,
    listener: Option<Listener>,
}

impl fmt::Debug for Join {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the URL: it may hold a password.
        f.debug_struct("Join").field("namespace", &self.namespace).finish_non_exhaustive()
    }
}

impl Join {
    /// Shares these circuits alone. All others stay local, as
    /// [`Status::local`](crate::Status::local) tells.
    ///
    /// The choice is made once for each circuit, on the fleet's thread or by the first
    /// [`Fleet::status`], and should be quick. A circuit for which it panics stays local.
    ///
    /// ```no_run
    /// breaker_fleet::join("shop-prod", "redis://cache.internal")
    ///     .only(|circuit| circuit.name() != "local disk")
    ///     .detach();
    /// ```
    pub fn only(self, choice: impl Fn(&CircuitBreaker) -> bool + Send + Sync + 'static) -> Self {
        Self { choice: Arc::new(Choice::new(choice)), ..self }
    }

    /// The zone whose network this process shares, for fleets that span several: each has trial
    /// calls of its own, so that a callee that can't be reached from one doesn't stay open in the
    /// other. At most 200 bytes count; a blank one is none.
    pub fn zone(self, zone: impl AsRef<str>) -> Self {
        Self { zone: unless_blank(zone.as_ref()).unwrap_or_default(), ..self }
    }

    /// What people are shown of this process. By default the name of its machine and its number.
    /// Names need not differ. At most 200 bytes count; a blank one is none.
    pub fn instance(self, instance: impl AsRef<str>) -> Self {
        Self { instance: unless_blank(instance.as_ref()), ..self }
    }

    /// Whether a circuit that somebody forces by hand here is forced in all processes that say so
    /// too, with its end, who it was and why, and a release likewise. What is ordered while the
    /// server is away is told when it is back: a force for the rest of its time; one that has ended
    /// still ends what was forced before it. So is what was forced before the join. Of several
    /// orders the one that was given last holds for all: who gave an older one is told by
    /// [`Overtaken`](FleetEvent::Overtaken). By default it stays here.
    pub fn share_control(self, share_control: bool) -> Self {
        Self { share_control, ..self }
    }

    /// Calls this with what happens to the membership: one event an episode. It runs on a thread of
    /// its own, which the first event starts; if the system has no thread for that, on the fleet's.
    /// One that takes long holds nobody up: of the events that happen meanwhile it hears the latest
    /// 64. One that never returns keeps that thread for ever, one for each join.
    pub fn on_event(self, listener: impl FnMut(&FleetEvent) + Send + 'static) -> Self {
        Self { listener: Some(Box::new(listener)), ..self }
    }

    /// Joins, for as long as the [`Fleet`] is kept.
    pub fn start(self) -> Fleet {
        let instance = self.instance.unwrap_or_else(identity::instance);
        let address = match &*self.namespace {
            "" => Err("the namespace is blank: name the service and its stage, `shop-prod`".into()),
            _ => Address::parse(&self.url).map_err(|bad| bad.to_string()),
        };
        let engine = address.as_ref().map(|address| Text::plain(&address.to_string()));
        let engine = engine.unwrap_or_default();
        Fleet::start(Plan {
            config: Config {
                id: MemberId(identity::random()),
                instance,
                zone: self.zone,
                engine,
                share_control: self.share_control,
                seed: identity::random(),
            },
            namespace: self.namespace,
            address,
            choice: self.choice,
            listener: self.listener,
        })
    }

    /// Joins for as long as the program runs. Who doesn't look may drop the [`Watch`].
    ///
    /// ```no_run
    /// let watch = breaker_fleet::join("shop-prod", "redis://cache.internal").detach();
    /// assert_eq!(watch.status().members, 0, "not connected yet");
    /// ```
    #[expect(clippy::must_use_candidate, reason = "not everybody looks")]
    pub fn detach(self) -> Watch {
        self.start().detach()
    }
}

/// A variable that is set to nothing names nothing.
fn unless_blank(text: &str) -> Option<Text> {
    (!text.trim().is_empty()).then(|| Text::new(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_names_are_none() {
        for blank in ["", " ", "\t\n"] {
            let fleet = join(blank, "redis://cache").instance(blank).zone(blank).start();
            let status = fleet.status();
            assert_eq!(status.instance, identity::instance().shared());
            assert_eq!(status.zone.as_deref().unwrap_or_default(), "");
            let why = status.away.unwrap().why;
            assert!(why.starts_with("the namespace is blank"), "{why}");
        }
        let fleet = join(" shop\n", "nonsense").instance(" pod 7 ").zone("eu 1").start();
        let status = fleet.status();
        assert_eq!(&*status.namespace, "shop");
        assert_eq!((&*status.instance, status.zone.as_deref()), (" pod 7 ", Some("eu 1")));
    }
}
