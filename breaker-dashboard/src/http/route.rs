//! The addresses below the mount, and by which methods each is asked.

use http::Method;
use http::request::Parts;

use super::assets;
#[cfg(feature = "axum")]
use crate::queue::Work;
use crate::view::nearest::nearest;
use crate::words::and;

/// What an address leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    Page,
    /// A file of the page.
    Asset(&'static assets::File),
    Api(Document),
    /// Orders to circuits.
    Steer,
}

/// A document, below `api/v1/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Document {
    State,
    Keys,
    Circuit,
    Timeline,
    Replay,
    Incident,
    Events,
    Health,
    Schema,
}

const API: &str = "api/v1/";
const STEER: &str = "steer";
const DOCUMENTS: [(&str, Document); 9] = [
    ("state", Document::State),
    ("keys", Document::Keys),
    ("circuit", Document::Circuit),
    ("timeline", Document::Timeline),
    ("replay", Document::Replay),
    ("incident", Document::Incident),
    ("events", Document::Events),
    ("health", Document::Health),
    ("schema", Document::Schema),
];

impl Route {
    /// Where a request leads, if there is something.
    pub(crate) fn of(parts: &Parts) -> Option<Self> {
        let path = parts.uri.path().trim_start_matches('/');
        if let Some(asset) = path.strip_prefix("assets/") {
            return assets::find(asset).map(Self::Asset);
        }
        match path.strip_prefix(API) {
            Some(STEER) => Some(Self::Steer),
            Some(name) => {
                let document = DOCUMENTS.iter().find(|(known, _)| *known == name);
                document.map(|(_, document)| Self::Api(*document))
            }
            None => (path.is_empty() || path == "index.html").then_some(Self::Page),
        }
    }

    /// The methods that it takes, and how they are told.
    pub(crate) const fn methods(self) -> (&'static [Method], &'static str) {
        match self {
            Self::Steer => (&[Method::POST], "POST"),
            _ => (&[Method::GET, Method::HEAD], "GET, HEAD"),
        }
    }

    /// The fields that it takes behind the question mark. A probe's address is written by others,
    /// and the page's by people: these take what there is.
    pub(crate) const fn fields(self) -> Option<&'static [&'static str]> {
        Some(match self {
            Self::Page | Self::Asset(_) | Self::Api(Document::Health) => return None,
            Self::Api(Document::State | Document::Events) => &["since"],
            Self::Api(Document::Keys) => &["id", "name", "after", "find"],
            Self::Api(Document::Circuit) => &["id", "name", "key"],
            Self::Api(Document::Replay) => &["from", "to"],
            Self::Api(Document::Incident) => &["from", "to", "shown"],
            Self::Api(Document::Timeline | Document::Schema) | Self::Steer => &[],
        })
    }

    /// How long it may keep others waiting.
    #[cfg(feature = "axum")]
    pub(crate) const fn pace(self) -> Pace {
        match self {
            Self::Api(Document::Replay | Document::Incident) => Pace::Long,
            Self::Api(Document::Health) => Pace::Aside(Work::Health),
            Self::Api(Document::Keys) => Pace::Aside(Work::Keys),
            Self::Api(Document::Circuit) => Pace::Aside(Work::Circuit),
            Self::Api(Document::Timeline) => Pace::Aside(Work::Timeline),
            Self::Steer => Pace::Aside(Work::Order),
            Self::Api(Document::State | Document::Events) => Pace::Soon,
            Self::Page | Self::Asset(_) | Self::Api(Document::Schema) => Pace::AtOnce,
        }
    }
}

/// How long an answer may take.
#[cfg(feature = "axum")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// It is there.
    AtOnce,
    /// Microseconds; as long as there are circuits.
    Soon,
    /// As long as it takes to look at the circuit of each key, or to do something to it.
    Aside(Work),
    /// A second, and some megabytes.
    Long,
}

/// What is said of an address that leads nowhere. These mistakes are common: the version left out,
/// a name in the path, and the path of the mount left on, by who has another server than `axum`.
pub(crate) fn nowhere(parts: &Parts) -> String {
    let path = parts.uri.path().trim_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let names = || DOCUMENTS.map(|(name, _)| name).into_iter().chain([STEER]);
    let is_known = names().any(|name| name == last);
    if let Some((mount, below)) = path.split_once("/api/").filter(|_| is_known) {
        return format!(
            "nothing is here: below the mount this is `/api/{below}`, so take `/{mount}` away"
        );
    }
    if let Some(asked) = path.strip_prefix(API).and_then(by_path) {
        return format!("nothing is here: did you mean `{API}{asked}`?");
    }
    if let Some((mount, file)) = mount_of_page(path) {
        return format!(
            "nothing is here: below the mount this is `/{file}`, so take `/{mount}` away"
        );
    }
    let is_of_api = path.split('/').any(|part| ["api", "v1"].contains(&part));
    match nearest(last, names()).filter(|_| is_of_api || is_known) {
        Some(name) => format!("nothing is here: did you mean `{API}{name}`?"),
        None if is_of_api => {
            let all: Vec<_> = names().map(|name| format!("`{name}`")).collect();
            format!("nothing is here: below `{API}` there are {}", and(&all))
        }
        None if path.contains('.') => {
            format!("nothing is here: the page is `index.html`, and the rest below `{API}`")
        }
        None => format!(
            "nothing is here: the page is `index.html`, and the rest below `{API}`; if `/{path}` \
             is the path of the mount, take it away"
        ),
    }
}

/// By the fields that say it: a circuit whose name, and whose key, stand in the path.
fn by_path(path: &str) -> Option<String> {
    let (document, name) = path.split_once('/').filter(|(_, name)| !name.is_empty())?;
    match (document, name.split_once('/')) {
        ("circuit", Some((name, key))) => Some(format!("circuit?name={name}&key={key}")),
        ("circuit" | "keys", None) => Some(format!("{document}?name={name}")),
        _ => None,
    }
}

/// The path of the mount before that of the page, or of one of its files.
fn mount_of_page(path: &str) -> Option<(&str, &str)> {
    let (mount, _) = path.split_once("/assets/").or_else(|| {
        let (mount, file) = path.rsplit_once('/')?;
        (file == "index.html").then_some((mount, file))
    })?;
    Some((mount, &path[mount.len() + 1..]))
}
