//! States that somebody has forced: until when, who it was, and why.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

use super::shown_time::Nearly;
use crate::base::text::Text;

/// Why somebody forces a circuit into a state, resets it or changes its settings, and who it is:
/// for whoever finds it like that.
///
/// Of each text up to 200 bytes are kept; a longer one ends with `…`. It is shown in events, logs,
/// snapshots and on dashboards: in one line, with what is not printable escaped.
///
/// ```
/// use breaker_runtime::{CircuitBreaker, Note, Policy};
/// use std::time::Duration;
///
/// static GATEWAY: CircuitBreaker = CircuitBreaker::new("gateway", Policy::new());
/// const TEN_MINUTES: Duration = Duration::from_secs(600);
///
/// GATEWAY.force_open_for(TEN_MINUTES, "new certificates");
/// GATEWAY.force_open_for(TEN_MINUTES, Note::new("new certificates").by("anna"));
/// assert_eq!(
///     GATEWAY.history()[1].to_string(),
///     "circuit `gateway` was forced open for 10m by anna: new certificates"
/// );
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    why: Option<Arc<str>>,
    who: Option<Arc<str>>,
}

impl Note {
    /// Who and why nobody has said.
    pub(crate) const NOTHING: Self = Self { why: None, who: None };

    /// Why. An empty text says nothing. Who it is goes into [`by`](Self::by):
    /// `Note::new("new certificates").by("anna")`.
    #[must_use]
    pub fn new(why: impl AsRef<str>) -> Self {
        Self { why: kept(why.as_ref()), who: None }
    }

    /// The same, by this person or program. An empty text says nothing.
    #[must_use]
    pub fn by(self, who: impl AsRef<str>) -> Self {
        Self { who: kept(who.as_ref()), ..self }
    }

    /// Who it is, if it says so.
    ///
    /// ```
    /// use breaker_runtime::Note;
    ///
    /// let note = Note::new("new certificates").by("anna");
    /// assert_eq!((note.who(), note.why()), (Some("anna"), Some("new certificates")));
    /// assert_eq!(Note::new("").who(), None);
    /// ```
    #[must_use]
    pub fn who(&self) -> Option<&str> {
        self.who.as_deref()
    }

    /// Why, if it says so.
    #[must_use]
    pub fn why(&self) -> Option<&str> {
        self.why.as_deref()
    }

    /// This, if it says something.
    pub(crate) fn said(&self) -> Option<Self> {
        (*self != Self::NOTHING).then(|| self.clone())
    }

    /// Who and why, after something else.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_note(f, self.who(), self.why())
    }

    /// What is shown of a state that has this note and lasts for so long from now on.
    pub(crate) fn with_rest(&self, rest: Option<Duration>) -> Forced {
        Forced { rest, who: self.who.clone(), why: self.why.clone(), with_all_keys: false }
    }
}

impl From<&str> for Note {
    fn from(why: &str) -> Self {
        Self::new(why)
    }
}

impl From<String> for Note {
    fn from(why: String) -> Self {
        Self::new(why)
    }
}

fn kept(text: &str) -> Option<Arc<str>> {
    let mut kept = Text::new();
    kept.display(&text.trim_start());
    kept.into_shared()
}

/// What is known of a state that somebody has forced: in a [`Snapshot`](crate::Snapshot::forced),
/// and in the [events](crate::Event::forced) at its begin and its end.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Forced {
    /// How long it still lasts; zero in the event at its end. `None` if it lasts until somebody
    /// says otherwise.
    pub rest: Option<Duration>,
    /// Who has forced it, if the [`Note`] says so.
    pub who: Option<Arc<str>>,
    /// Why, if the [`Note`] says so.
    pub why: Option<Arc<str>>,
    /// Whether it is forced on all keys of the function, of which this circuit's is one.
    pub with_all_keys: bool,
}

impl Forced {
    /// Who and why, after something else.
    pub(crate) fn write_note(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_note(f, self.who.as_deref(), self.why.as_deref())
    }

    /// The same, and for how long, in an event.
    pub(super) fn write_event(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(rest) = self.rest {
            write!(f, " for {}", Nearly(rest))?;
        }
        self.write_note(f)
    }
}

fn write_note(f: &mut fmt::Formatter<'_>, who: Option<&str>, why: Option<&str>) -> fmt::Result {
    if let Some(who) = who {
        write!(f, " by {}", Printable(who))?;
    }
    why.map_or(Ok(()), |why| write!(f, ": {}", Printable(why)))
}

/// What is not printable is escaped; quotes stay, for the text stands in none.
struct Printable<'t>(&'t str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.split_inclusive(['\'', '"']).try_for_each(|part| {
            let text = part.trim_end_matches(['\'', '"']);
            write!(f, "{}{}", text.escape_debug(), &part[text.len()..])
        })
    }
}
