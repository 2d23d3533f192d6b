//! A subscriber that keeps what it is told.

use core::fmt::{Debug, Write};
use core::sync::atomic::{AtomicU64, Ordering};
use std::cell::RefCell;
use std::sync::{Arc, LazyLock, Mutex};

use breaker_runtime::tracing::TARGET;
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, with_default};
use tracing::{Dispatch, Event, Level, Metadata, Subscriber};

/// What a test heard of circuits, in the order in which it came.
#[derive(Clone, Default)]
pub(crate) struct Heard(Arc<Mutex<Vec<Told>>>);

#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// `WARN circuit_breaker.opened: circuit opened circuit_breaker.name=db ..`
    pub(crate) line: String,
    pub(crate) name: &'static str,
    pub(crate) generation: Option<u64>,
    pub(crate) span: Option<&'static str>,
}

/// What a subscriber does beside keeping.
pub(crate) type Reaction = dyn Fn(&Told) + Send + Sync;

struct Ear {
    heard: Heard,
    most: LevelFilter,
    reaction: Box<Reaction>,
    spans: Mutex<Vec<&'static str>>,
    next: AtomicU64,
}

/// While there is one subscriber, `tracing` takes it for that of all threads, and one without it
/// may settle for all that nobody is interested in an event. So there are always more.
static BYSTANDERS: LazyLock<[Dispatch; 2]> =
    LazyLock::new(|| [Dispatch::new(Bystander), Dispatch::new(Bystander)]);

/// Wants to be asked about each event, and wants none.
struct Bystander;

impl Subscriber for Bystander {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, _: &Metadata<'_>) -> bool {
        false
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::OFF)
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

thread_local! {
    static ENTERED: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

impl Heard {
    /// What `act` makes its thread tell.
    pub(crate) fn during(act: impl FnOnce()) -> Self {
        Self::up_to(Level::DEBUG, act)
    }

    /// The same, of the levels up to `most`.
    pub(crate) fn up_to(most: Level, act: impl FnOnce()) -> Self {
        let heard = Self::default();
        with_default(heard.clone().ear(most, |_| ()), act);
        heard
    }

    /// A subscriber that does something with each event once it is kept.
    pub(crate) fn reacting(
        self,
        reaction: impl Fn(&Told) + Send + Sync + 'static,
    ) -> impl Subscriber {
        self.ear(Level::DEBUG, reaction)
    }

    fn ear(self, most: Level, reaction: impl Fn(&Told) + Send + Sync + 'static) -> impl Subscriber {
        LazyLock::force(&BYSTANDERS);
        Ear {
            heard: self,
            most: most.into(),
            reaction: Box::new(reaction),
            spans: Mutex::default(),
            next: AtomicU64::new(0),
        }
    }

    pub(crate) fn all(&self) -> Vec<Told> {
        self.0.lock().expect("no panic under it").clone()
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.all().into_iter().map(|told| told.line).collect()
    }

    /// The events' names, without what they have in common.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        let short = |told: Told| told.name.strip_prefix("circuit_breaker.").unwrap_or(told.name);
        self.all().into_iter().map(short).collect()
    }
}

impl Subscriber for Ear {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() || metadata.target() == TARGET && *metadata.level() <= self.most
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.most)
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.spans.lock().expect("no panic under it").push(span.metadata().name());
        Id::from_u64(self.next.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        let mut words = Words::default();
        event.record(&mut words);
        let line = format!("{} {}:{}", metadata.level(), metadata.name(), words.line);
        let id = ENTERED.with_borrow(|entered| entered.last().copied());
        let span = id.and_then(|id| {
            self.spans
                .lock()
                .expect("no panic under it")
                .get(usize::try_from(id).ok()? - 1)
                .copied()
        });
        let told = Told { line, name: metadata.name(), generation: words.generation, span };
        self.heard.0.lock().expect("no panic under it").push(told.clone());
        (self.reaction)(&told);
    }

    fn enter(&self, span: &Id) {
        ENTERED.with_borrow_mut(|entered| entered.push(span.into_u64()));
    }

    fn exit(&self, _: &Id) {
        ENTERED.with_borrow_mut(Vec::pop);
    }
}

/// ` message field=value field=value`, message first.
#[derive(Default)]
struct Words {
    line: String,
    generation: Option<u64>,
}

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            self.line.insert_str(0, &format!(" {value:?}"));
        } else {
            let _ = write!(self.line, " {field}={value:?}");
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        let _ = write!(self.line, " {field}={value}");
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "circuit_breaker.generation" {
            self.generation = Some(value);
        }
        self.record_debug(field, &value);
    }
}
