//! Where rejected calls go instead.

mod functions;
mod generics;
mod place;
mod written;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use parking_lot::RwLock;

use self::functions::{Answering, Functions};
use super::{REGISTRY, link};
use crate::base::identity::{Identified, Identity};
use crate::call::cycle::{self, Site, Written};

/// As many answers of a circuit are told.
const MOST: usize = 16;

/// Who answers the rejected calls of a function: one step of
/// [`Snapshot::instead`](crate::Snapshot).
///
/// ```
/// use breaker_runtime::{circuit_breaker, registry};
///
/// #[circuit_breaker(name = "gateway A", fallback = charge_b)]
/// fn charge_a(cents: u32) -> std::io::Result<&'static str> { Ok("A") }
///
/// #[circuit_breaker(name = "gateway B", fallback = |_| enqueue(cents))]
/// fn charge_b(cents: u32) -> std::io::Result<&'static str> { Ok("B") }
///
/// fn enqueue(cents: u32) -> std::io::Result<&'static str> { Ok("later") }
///
/// # fn main() {
/// # charge_a(1).unwrap(); // lists the circuits where the linker can't
/// # charge_b(1).unwrap();
/// # registry().get("gateway A").unwrap().force_open();
/// # charge_a(1).unwrap();
/// # registry().get("gateway B").unwrap().force_open();
/// # charge_a(1).unwrap();
/// let gateway_a = registry().get("gateway A").unwrap();
/// let instead: Vec<_> = gateway_a.snapshot().instead.iter().map(ToString::to_string).collect();
/// assert_eq!(instead, ["`charge_b` (circuit `gateway B`)", "`enqueue`"]);
/// # }
/// ```
///
/// # What is known of a fallback
///
/// [`what`](Self::what) is the attribute's own text. [`circuit`](Self::circuit) is known before the
/// first call where the path itself leads to the function: a function of the same module, a path
/// from that module, `crate` or `super`. A name that may be imported or overridden, and a path with
/// a type or a trait in it, `Self::method` too, have their circuit from the first call on that the
/// fallback answers; and none if calls went to functions of several circuits. For a closure or an
/// expression the circuit is known only if that is a single call of a function by such a path.
///
/// No circuit is told where another function may be meant: a parameter or a variable that hides a
/// function, a function inside a function, which other blocks may have too, or a method of
/// `impl<T: ..> Pool<T>`, beside which `Pool<u8>` may have its own. The last is known where another
/// method of `Pool<T>` calls it by `Self::`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Instead {
    /// The function whose rejected calls these are.
    pub function: &'static str,
    /// Who answers them: the path of a function as it is written in the attribute, `a closure`, or
    /// `an expression`.
    pub what: &'static str,
    /// The name of the circuit that guards the answering function, if there is one and it is known.
    pub circuit: Option<&'static str>,
    /// Whether `what` is a function's path.
    is_function: bool,
}

/// `` `charge_b` (circuit `gateway B`) ``, `` `enqueue` ``, `a closure`.
impl core::fmt::Display for Instead {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match (self.is_function, self.circuit) {
            (true, Some(circuit)) => write!(f, "`{}` (circuit `{circuit}`)", self.what),
            (true, None) => write!(f, "`{}`", self.what),
            (false, _) => f.write_str(self.what),
        }
    }
}

/// A function that a circuit guards, and where its rejected calls go: one of
/// [`Snapshot::guarded`](crate::Snapshot).
///
/// ```
/// use breaker_runtime::{CircuitBreaker, Policy, circuit_breaker, registry};
///
/// static BLOG: CircuitBreaker = CircuitBreaker::new("blog db", Policy::new());
///
/// #[circuit_breaker(breaker = BLOG, fallback = cached)]
/// fn posts() -> std::io::Result<usize> { Ok(7) }
/// #[circuit_breaker(breaker = BLOG)]
/// fn subscribe() -> std::io::Result<()> { Ok(()) }
///
/// fn cached() -> std::io::Result<usize> { Ok(6) }
///
/// # fn main() {
/// # posts().unwrap(); subscribe().unwrap();
/// for guarded in &*registry().get("blog db").unwrap().snapshot().guarded {
///     let instead: Vec<_> = guarded.instead.iter().map(|step| step.what).collect();
///     println!("{}: {instead:?}", guarded.function); // app::posts: ["cached"], app::subscribe: []
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Guarded {
    /// The function, by its path.
    pub function: &'static str,
    /// Who answers its rejected calls, in order; nobody without a fallback.
    pub instead: Arc<[Instead]>,
    /// Whether its fallback answers failed calls as well, as `fallback_on = failure` has it, and
    /// those that are rejected [further in](crate::Calls::rejected_within).
    pub answers_failures: bool,
}

/// Where a circuit's rejected calls go: of all functions together, and of each.
#[derive(Clone)]
pub(crate) struct Way {
    pub(crate) instead: Arc<[Instead]>,
    pub(crate) guarded: Arc<[Guarded]>,
}

/// The way of each circuit's rejected calls, as far as it was known at the time.
struct Ways {
    at: Seen,
    ways: HashMap<Identity, Way>,
}

/// What there was to know of: functions that went to their fallbacks, circuits listed late.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Seen {
    met: usize,
    late: usize,
    late_keyed: usize,
}

impl Seen {
    fn now() -> Self {
        Self {
            met: cycle::news(),
            late: REGISTRY.circuits.added(),
            late_keyed: REGISTRY.keyed.added(),
        }
    }
}

static WAYS: RwLock<Option<Ways>> = RwLock::new(None);
static NOWHERE: OnceLock<Way> = OnceLock::new();

/// Where the rejected calls of this circuit go.
pub(crate) fn of(circuit: Identity) -> Way {
    let now = Seen::now();
    if let Some(ways) = WAYS.read().as_ref().filter(|ways| ways.at == now) {
        return ways.of(circuit);
    }
    let ways = Ways::new(now);
    let way = ways.of(circuit);
    *WAYS.write() = Some(ways);
    way
}

impl Ways {
    fn of(&self, circuit: Identity) -> Way {
        let nowhere = || Way { instead: Arc::from([]), guarded: Arc::from([]) };
        self.ways.get(&circuit).unwrap_or_else(|| NOWHERE.get_or_init(nowhere)).clone()
    }

    fn new(at: Seen) -> Self {
        let sites = sites();
        let functions = Functions::new(&sites, &circuits());
        let mut of_circuit: HashMap<Identity, Vec<&'static Site>> = HashMap::new();
        for site in sites {
            of_circuit.entry(site.circuit().identity()).or_default().push(site);
        }
        let ways = of_circuit.into_iter().map(|(circuit, sites)| {
            let guarded = sites.iter().map(|site| guarded(site, &functions)).collect();
            (circuit, Way { guarded, instead: way(sites, &functions) })
        });
        Self { at, ways: ways.collect() }
    }
}

fn guarded(site: &'static Site, functions: &Functions) -> Guarded {
    Guarded {
        function: site.path(),
        instead: way(vec![site], functions),
        answers_failures: site.is_for_failures(),
    }
}

/// Those that the linker knows, and those that went to their fallbacks.
fn sites() -> Vec<&'static Site> {
    let mut sites: Vec<_> = link::collected_sites().chain(cycle::all_met()).collect();
    sites.sort_by_key(|site| (site.path(), core::ptr::from_ref::<Site>(*site)));
    sites.dedup_by_key(|site| core::ptr::from_ref::<Site>(*site));
    sites
}

fn circuits() -> Vec<&'static dyn Identified> {
    let one = REGISTRY.circuits.originals().map(|circuit| -> &'static dyn Identified { circuit });
    let keyed = REGISTRY.keyed.originals().map(|circuits| -> &'static dyn Identified { circuits });
    one.chain(keyed).collect()
}

/// From these functions on, each once: what comes round ends.
fn way(from: Vec<&'static Site>, functions: &Functions) -> Arc<[Instead]> {
    let (mut sites, mut steps, mut at) = (from, Vec::new(), 0);
    sites.retain(|site| site.fallback().is_some());
    while let Some(&site) = sites.get(at).filter(|_| at < MOST) {
        at += 1;
        let Some(fallback) = site.fallback() else { continue };
        let target = functions.answering(site);
        steps.push(step(site, fallback, target));
        let next = target.and_then(|target| target.site);
        sites.extend(next.filter(|next| !sites.iter().any(|site| core::ptr::eq(*site, *next))));
    }
    steps.into()
}

fn step(site: &'static Site, fallback: Written, target: Option<Answering>) -> Instead {
    let (what, is_function) = match fallback {
        Written::Function(path) | Written::Local(path) => (path, true),
        Written::Other(words) => (words, false),
    };
    let circuit = target.map(|target| target.circuit.0);
    Instead { function: site.path(), what, circuit, is_function }
}
