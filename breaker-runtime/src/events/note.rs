//! Who takes a step by hand, and why.

use core::fmt;
use std::sync::Arc;

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
    pub(super) why: Option<Arc<str>>,
    pub(super) who: Option<Arc<str>>,
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

/// Who and why, as far as that is known, after something else.
pub(super) fn write_note(
    f: &mut fmt::Formatter<'_>,
    who: Option<&str>,
    why: Option<&str>,
) -> fmt::Result {
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
