//! The documents, by their addresses.

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};

use super::events;
use super::headers::{Refusal, json};
use super::query::{number, text};
use super::route::Document;
use super::steer::steering;
use crate::dashboard::Dashboard;
use crate::document::{Steering, Tick};
use crate::view::live;
use crate::view::unknown;
use crate::view::{detail, health, keys, past, timeline};

type Answer = Result<Response<Bytes>, Refusal>;

/// The schema of all documents.
const SCHEMA: &str = include_str!("../../schema/v1.json");

/// What stands below `api/v1/`.
pub(crate) fn answer(dashboard: &Dashboard, document: Document, parts: &Parts) -> Answer {
    match document {
        Document::State => state(dashboard, parts),
        Document::Keys => keys(dashboard, parts),
        Document::Circuit => circuit(dashboard, parts),
        Document::Timeline => Ok(json(live::json(&timeline::timeline(&dashboard.shared().record)))),
        Document::Replay => replay(dashboard, parts),
        Document::Incident => incident(dashboard, parts),
        Document::Events => Ok(events::at_once(dashboard, parts)),
        Document::Health => Ok(health(dashboard)),
        Document::Schema => Ok(json(Bytes::from_static(SCHEMA.as_bytes()))),
    }
}

fn state(dashboard: &Dashboard, parts: &Parts) -> Answer {
    let live = &dashboard.shared().publisher;
    let known = text(parts, "since").and_then(|cursor| live.tick_of(&cursor));
    let whole = || Ok::<_, Refusal>(document(dashboard, &steering(dashboard, parts)?).0);
    let new = match known {
        Some(tick) => live.since(tick, whole)?,
        None => Some(whole()?),
    };
    let mut response = new.map_or_else(nothing_new, json);
    let age = HeaderValue::from(live.age_ms());
    response.headers_mut().insert(HeaderName::from_static("x-circuit-age"), age);
    Ok(response)
}

fn nothing_new() -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

/// The present document for who may do this, and its tick.
pub(crate) fn document(dashboard: &Dashboard, steering: &Steering) -> (Bytes, Tick) {
    let shared = dashboard.shared();
    let version = dashboard.config.version.as_deref();
    shared.publisher.document(&shared.record, version, steering)
}

fn keys(dashboard: &Dashboard, parts: &Parts) -> Answer {
    let asked = Asked::of(parts)?;
    let (after, find) = (text(parts, "after"), text(parts, "find"));
    let record = &dashboard.shared().record;
    let id = match &asked {
        Asked::Id(id) => Some(*id),
        Asked::Name(name, _) => record.lock().named(name),
    };
    let (after, find) = (after.unwrap_or_default(), find.unwrap_or_default());
    let page = id.and_then(|id| keys::page(record, id, &after, &find));
    page.map(|page| json(live::json(&page))).ok_or_else(|| asked.unknown_function())
}

fn circuit(dashboard: &Dashboard, parts: &Parts) -> Answer {
    let asked = Asked::of(parts)?;
    let record = &dashboard.shared().record;
    let detail = match &asked {
        Asked::Id(id) => detail::detail(record, *id),
        Asked::Name(name, key) => detail::named(record, name, key.as_deref()),
    };
    detail.map(|detail| json(live::json(&detail))).ok_or_else(|| asked.unknown())
}

fn replay(dashboard: &Dashboard, parts: &Parts) -> Answer {
    let (from, to) = range(dashboard, parts)?;
    let _one = dashboard.one_at_a_time.lock();
    let shared = dashboard.shared();
    let version = dashboard.config.version.as_deref();
    Ok(json(past::replay(&shared.record, &shared.publisher, from..=to, version)))
}

fn incident(dashboard: &Dashboard, parts: &Parts) -> Answer {
    let (from, to) = range(dashboard, parts)?;
    let shown = number(parts, "shown")?;
    if shown.is_some_and(|shown| !(from..=to).contains(&shown)) {
        let text = "`shown` is a tick from `from` to `to`: the one that a page opens it at";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, text));
    }
    let _one = dashboard.one_at_a_time.lock();
    let shared = dashboard.shared();
    let version = dashboard.config.version.as_deref();
    let (incident, saved_at_ms) =
        past::incident(&shared.record, &shared.publisher, from..=to, shown, version);
    let mut response = json(incident);
    let name = format!("attachment; filename=\"incident-{saved_at_ms}.json\"");
    if let Ok(name) = HeaderValue::try_from(name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// Ticks from one to another, some of which are in the record: it goes on while they are asked for.
fn range(dashboard: &Dashboard, parts: &Parts) -> Result<(u64, u64), Refusal> {
    let from = number(parts, "from")?.ok_or_else(|| missing("from"))?;
    let to = number(parts, "to")?.ok_or_else(|| missing("to"))?;
    if from > to {
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "`from` is after `to`"));
    }
    let record = dashboard.shared().record.lock();
    let (first, last) = (record.first, record.tick);
    drop(record);
    if from > last || to < first {
        let text = format!(
            "the record has the ticks from {first} to {last}, one a second since recording began"
        );
        return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, text));
    }
    Ok((from, to))
}

fn health(dashboard: &Dashboard) -> Response<Bytes> {
    let fleet = dashboard.shared().fleet();
    let health = health::now(&dashboard.config.unready_if, fleet.as_ref());
    let mut response = json(live::json(&health));
    if !health.ready {
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    }
    response
}

/// By what a circuit is asked for.
enum Asked {
    Id(u32),
    Name(String, Option<String>),
}

impl Asked {
    fn of(parts: &Parts) -> Result<Self, Refusal> {
        match (number(parts, "id")?, text(parts, "name")) {
            (Some(_), _) if text(parts, "name").or_else(|| text(parts, "key")).is_some() => {
                let wrong = "`id` says which circuit it is: leave `name` and `key` out";
                Err(Refusal::new(StatusCode::BAD_REQUEST, wrong))
            }
            (Some(number), _) => {
                u32::try_from(number).map(Self::Id).map_err(|_| no_circuit(NO_ID.to_owned()))
            }
            (None, Some(name)) => Ok(Self::Name(name, text(parts, "key"))),
            (None, None) => Err(missing("id` or `name")),
        }
    }

    fn unknown(&self) -> Refusal {
        no_circuit(match self {
            Self::Id(_) => NO_ID.to_owned(),
            Self::Name(name, key) => unknown::why(name, key.as_deref()),
        })
    }

    fn unknown_function(&self) -> Refusal {
        no_circuit(match self {
            Self::Id(_) => "no function with keys has this `id`: ask by `name`".to_owned(),
            Self::Name(name, _) => unknown::why_no_keys(name),
        })
    }
}

const NO_ID: &str = "no circuit has this `id`, which is that of one process alone: ask by `name`";

fn missing(field: &str) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, format!("`{field}` is missing"))
}

fn no_circuit(text: String) -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, text)
}
