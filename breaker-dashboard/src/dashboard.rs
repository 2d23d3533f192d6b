//! The dashboard as its users configure it.

use core::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};

use http::HeaderValue;
use http::request::Parts;
use parking_lot::Mutex;

use crate::document::Audit;
use crate::names::hosts::Hosts;
use crate::names::{self, CircuitNames, HostNames};
#[cfg(feature = "axum")]
use crate::queue::Queue;
use crate::record::recorder::{Recorder, Shared};
use crate::steer::{OnAudit, Steer};
use crate::view::live::Live;

#[cfg(not(feature = "serve"))]
mod without;

/// Every circuit of the program, live. Recording begins when one is made, and ends when the last
/// one is gone, with the routers made of it: all of a program share one recorder.
///
/// ```
/// use breaker_dashboard::Dashboard;
///
/// let dashboard = Dashboard::new()
///     .read_if(|request| request.headers.get("x-team").is_some_and(|team| team == "payments"))
///     .unready_if("db")
///     .memory(16 << 20);
/// # let _ = dashboard;
/// ```
#[derive(Clone)]
pub struct Dashboard {
    recorder: Arc<Recorder<Live>>,
    pub(crate) config: Arc<Config>,
    closed: Arc<AtomicBool>,
    /// A piece of the past is work: one is made at a time.
    pub(crate) one_at_a_time: Arc<Mutex<()>>,
    /// Who waits for that in a server of threads that others need.
    #[cfg(feature = "axum")]
    pub(crate) queue: Queue,
}

type MayRead = dyn Fn(&Parts) -> bool + Send + Sync;

#[derive(Clone, Default)]
pub(crate) struct Config {
    pub(crate) read_if: Option<Arc<MayRead>>,
    pub(crate) challenge: Option<HeaderValue>,
    pub(crate) steer_if: Option<Steer>,
    pub(crate) on_audit: Vec<Arc<OnAudit>>,
    pub(crate) unready_if: Vec<String>,
    pub(crate) version: Option<String>,
    pub(crate) hosts: Hosts,
    pub(crate) loopback_only: bool,
}

static RECORDER: Mutex<Weak<Recorder<Live>>> = Mutex::new(Weak::new());

impl Dashboard {
    /// A dashboard that everybody may look at who reaches it, and nobody steer. Recording begins.
    #[must_use]
    pub fn new() -> Self {
        let recorder = Recorder::shared(&RECORDER, Live::new);
        let (config, closed) = (Arc::default(), Arc::default());
        Self {
            recorder,
            config,
            closed,
            one_at_a_time: Arc::default(),
            #[cfg(feature = "axum")]
            queue: Queue::new(),
        }
    }

    /// Who may look: names, hosts in keys and texts of errors are somebody's data. Others are told
    /// 403. A guard that panics lets nobody in. Given twice, both have to let somebody in.
    ///
    /// The path of the request is the one below the mount, so a probe is let in by it:
    ///
    /// ```
    /// use breaker_dashboard::Dashboard;
    ///
    /// let dashboard = Dashboard::new().unready_if("db").read_if(|request| {
    ///     request.uri.path() == "/api/v1/health" || request.headers.contains_key("x-user")
    /// });
    /// # let _ = dashboard;
    /// ```
    #[must_use = "it is set on the dashboard that comes back: mount that one"]
    pub fn read_if(self, may_read: impl Fn(&Parts) -> bool + Send + Sync + 'static) -> Self {
        self.with(|config| {
            config.read_if = Some(match config.read_if.take() {
                Some(first) => Arc::new(move |parts| first(parts) && may_read(parts)),
                None => Arc::new(may_read),
            });
        })
    }

    /// Asks for a name and a password who [may not look](Self::read_if), with none or with wrong
    /// ones: the answer is 401 with this `WWW-Authenticate`, for which browsers ask. Scripts of
    /// pages, the dashboard's among them, are told 403: else the browser would open its dialog over
    /// whatever is shown. Without `read_if`, which says whose name and password are right, nobody
    /// may look. Given twice, the last one is asked.
    ///
    /// Leave it out where people sign in by something else, a cookie: who has none is asked for a
    /// password that nobody has.
    ///
    /// ```
    /// use breaker_dashboard::Dashboard;
    /// use http::HeaderValue;
    ///
    /// let dashboard = Dashboard::new()
    ///     .read_if(|request| {
    ///         let said = request.headers.get("authorization");
    ///         said.is_some_and(|said| said == "Basic YTpi")
    ///     })
    ///     .challenge(HeaderValue::from_static("Basic realm=\"circuits\""));
    /// # let _ = dashboard;
    /// ```
    #[must_use = "it is set on the dashboard that comes back: mount that one"]
    pub fn challenge(self, challenge: HeaderValue) -> Self {
        self.with(|config| config.challenge = Some(challenge))
    }

    /// Who may steer circuits: their name, for the audit, or `None`; a blank name is nobody's.
    /// Others are told 403. Who steers has to be somebody who [may look](Self::read_if), too. Given
    /// twice, both have to name somebody, and the audit has the name that the first one says.
    ///
    /// An order needs a token, which this process makes by chance and shows to those alone who may
    /// steer, and comes from no other origin. Where browsers send credentials by themselves
    /// (cookies, `Authorization`), a page from elsewhere can thus do nothing in somebody's name.
    /// A closure that lets everybody steer has the network as its only guard: see
    /// [`hosts`](Self::hosts).
    ///
    /// ```
    /// use breaker_dashboard::Dashboard;
    ///
    /// let dashboard = Dashboard::new()
    ///     .steer_if(|request| {
    ///         let user = request.headers.get("x-user")?.to_str().ok()?;
    ///         ["anna", "ben"].contains(&user).then(|| user.to_owned())
    ///     })
    ///     .on_audit(|audit| eprintln!("{audit:?}"));
    /// # let _ = dashboard;
    /// ```
    #[must_use = "it is set on the dashboard that comes back: mount that one"]
    pub fn steer_if(self, who: impl Fn(&Parts) -> Option<String> + Send + Sync + 'static) -> Self {
        self.with(|config| {
            config.steer_if = Some(match config.steer_if.take() {
                Some(first) => first.and(Arc::new(who)),
                None => Steer::by(Arc::new(who)),
            });
        })
    }

    /// Is told of each order that was carried out: who did what to which circuit, and why. It runs
    /// before the answer is sent. What was done is done, also if it panics. Given twice, both are
    /// told. Where nobody [may steer](Self::steer_if) there is nothing to tell. Its texts are
    /// as they came: see [`Audit`] before you write them into a log.
    #[must_use = "it is set on the dashboard that comes back: mount that one"]
    pub fn on_audit(self, on_audit: impl Fn(&Audit) + Send + Sync + 'static) -> Self {
        self.with(|config| config.on_audit.push(Arc::new(on_audit)))
    }

    /// The names that browsers know this dashboard by, `hosts("ops.example.org")` or a list of
    /// them; what is said twice adds up. Requests for another name are told 421. Without it the
    /// dashboard answers to every name.
    ///
    /// Browsers take a page for one of yours whose name somebody else points at your address (DNS
    /// rebinding): where nothing but the network keeps others out, such a page, open in the browser
    /// of somebody inside, reads what is shown, and steers if the guard lets everybody steer. Who
    /// signs in is safe from it: credentials go to the name that they are for.
    ///
    /// A name with a port, `"ops.example.org:8443"`, is that of this port alone. `localhost` and
    /// addresses such as `10.1.2.3` are always answered to, as probes ask, for nobody can point
    /// them elsewhere. The name is that in the header `Host`: a proxy has to pass it on. A
    /// dashboard that is served by `serve` answers to these names beside those of loopback.
    #[must_use = "it is set on the dashboard that comes back: mount that one"]
    pub fn hosts<Form>(self, names: impl HostNames<Form>) -> Self {
        self.with(|config| config.hosts.extend(&names::all(names)))
    }

    /// Circuits that make the [health](crate::document::Health) document say 503 while they reject
    /// calls, by name: one, `unready_if("db")`, or a list, `unready_if(["db", "cache"])`; what is
    /// said twice adds up. Unless it is said none does: a dependency that is down is no reason to
    /// take the program out of service.
    ///
    /// The program is ready again at the end of the open time: a half-open circuit closes by a call
    /// that succeeds, and a program out of service makes none.
    ///
    /// The name of a function with keys means all of its keys: it is down while each key that has a
    /// circuit is; `fetch[example.org]` means that key. A name that no circuit has makes nothing
    /// unready, for a circuit may be listed with its first call; the document says `degraded`, and
    /// names it as [`unknown`](crate::document::Health::unknown). A key that has no circuit is
    /// named as [`no_circuit_yet`](crate::document::Health::no_circuit_yet).
    #[must_use = "it is set on the dashboard that comes back: mount that one"]
    pub fn unready_if<Form>(self, names: impl CircuitNames<Form>) -> Self {
        self.with(|config| config.unready_if.extend(names::all(names)))
    }

    /// Shows the fleet that the program is in, from the next second on: who is there, since when
    /// this process is away and why, and of each circuit who suspects it, who opened it first, and
    /// who tries the callee for all. Nobody is kept in the fleet by it.
    ///
    /// Where the program [shares control](breaker_fleet::Join::share_control) an order holds in
    /// each process that does, too: the page says so before it is given, and the
    /// [audit](Audit::fleet) after that.
    ///
    /// All dashboards of a program share one record: the last fleet that is given is shown.
    ///
    /// ```no_run
    /// use breaker_dashboard::Dashboard;
    ///
    /// let fleet = breaker_fleet::join("shop-prod", "rediss://cache.internal:6379").detach();
    /// let dashboard = Dashboard::new().fleet(fleet);
    /// # let _ = dashboard;
    /// ```
    #[cfg(feature = "fleet")]
    #[must_use = "it is set on the dashboard that comes back: mount that one"]
    pub fn fleet(self, watch: breaker_fleet::Watch) -> Self {
        self.shared().show_fleet(Arc::new(move || crate::record::watched::read(&watch)));
        self
    }

    /// What the program calls its version, to be shown: `env!("CARGO_PKG_VERSION")`. Given twice,
    /// the last one is shown.
    #[must_use = "it is set on the dashboard that comes back: mount that one"]
    pub fn version(self, version: impl Into<String>) -> Self {
        self.with(|config| config.version = Some(version.into()))
    }

    /// A bound on what is remembered, in bytes: `32 << 20` for 32 MiB, which it is unless it is
    /// said. Where it is met, less of the past is remembered. Less than 1 MiB, `1 << 20`, are taken
    /// for 1 MiB. All dashboards of a program share one record, and the largest bound holds: the
    /// document has it as [`memory_bytes`](crate::document::Process::memory_bytes), and the page
    /// shows it beside the name of the process.
    #[must_use = "it is set on the dashboard that comes back: mount that one"]
    pub fn memory(self, bytes: usize) -> Self {
        let mut record = self.shared().record.lock();
        record.bound(bytes);
        drop(record);
        self
    }

    /// Ends all streams of this dashboard, and of its clones, now and for ever: for a graceful
    /// shutdown, which waits for streams under way. Without it they end within ten seconds. The
    /// page needs none.
    pub fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        self.shared().wake();
    }

    /// Waits for `signal` and [closes](Self::close) the dashboard then, all in one for
    /// `axum::serve(..).with_graceful_shutdown(dashboard.close_on(signal))`. Of several dashboards
    /// that are mounted, each has its own streams, and has to be closed.
    pub fn close_on<S>(&self, signal: S) -> impl Future<Output = S::Output> + use<S>
    where
        S: Future,
    {
        let dashboard = self.clone();
        async move {
            let said = signal.await;
            dashboard.close();
            said
        }
    }

    #[cfg(feature = "axum")]
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    pub(crate) fn shared(&self) -> &Arc<Shared<Live>> {
        self.recorder.shared_part()
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(Arc::make_mut(&mut self.config));
        self
    }
}

/// As [`new`](Dashboard::new).
impl Default for Dashboard {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Dashboard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let guarded = self.config.read_if.is_some();
        f.debug_struct("Dashboard").field("guarded", &guarded).finish_non_exhaustive()
    }
}
