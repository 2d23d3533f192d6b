//! The documents, by their addresses.

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};

use super::events;
use super::headers::{Refusal, json};
use super::query::{number, text};
use super::steer::steering;
use crate::dashboard::Dashboard;
use crate::document::{Steering, Tick};
use crate::view::live::{self, News};
use crate::view::{detail, past};

type Answer = Result<Response<Bytes>, Refusal>;

/// The schema of all documents.
const SCHEMA: &str = include_str!("../../schema/v1.json");

/// What stands below `api/v1/`.
pub(crate) fn answer(dashboard: &Dashboard, path: &str, parts: &Parts) -> Answer {
    match path {
        "state" => state(dashboard, parts),
        "keys" => keys(dashboard, parts),
        "circuit" => circuit(dashboard, parts),
        "timeline" => {
            let shared = dashboard.shared();
            Ok(json(live::json(&past::timeline(&shared.record.lock(), &shared.publisher))))
        }
        "replay" => replay(dashboard, parts),
        "incident" => incident(dashboard, parts),
        "events" => Ok(events::at_once(dashboard, parts)),
        "health" => Ok(health(dashboard)),
        "schema" => Ok(json(Bytes::from_static(SCHEMA.as_bytes()))),
        _ => Err(Refusal::new(StatusCode::NOT_FOUND, "no document is called so")),
    }
}

fn state(dashboard: &Dashboard, parts: &Parts) -> Answer {
    let live = &dashboard.shared().publisher;
    let known = text(parts, "since").and_then(|cursor| live.tick_of(&cursor));
    let (news, _) = known.map_or((News::Document, 0), |tick| live.news(tick));
    let mut response = match news {
        News::None => {
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = StatusCode::NO_CONTENT;
            response
        }
        News::Patch(patch) => json(patch),
        News::Document => json(document(dashboard, &steering(dashboard, parts)?).0),
    };
    let age = HeaderValue::from(live.age_ms());
    response.headers_mut().insert(HeaderName::from_static("x-circuit-age"), age);
    Ok(response)
}

/// The present document for who may do this, and its tick.
pub(crate) fn document(dashboard: &Dashboard, steering: &Steering) -> (Bytes, Tick) {
    let shared = dashboard.shared();
    let version = dashboard.config.version.as_deref();
    shared.publisher.document(&shared.record, version, steering)
}

fn keys(dashboard: &Dashboard, parts: &Parts) -> Answer {
    let id = id(number(parts, "id")?.ok_or_else(|| missing("id"))?)?;
    let (after, find) = (text(parts, "after"), text(parts, "find"));
    let record = dashboard.shared().record.lock();
    let page = detail::keys(&record, id, &after.unwrap_or_default(), &find.unwrap_or_default());
    page.map(|page| json(live::json(&page))).ok_or_else(unknown)
}

fn circuit(dashboard: &Dashboard, parts: &Parts) -> Answer {
    let (by_id, name) = (number(parts, "id")?, text(parts, "name"));
    let record = dashboard.shared().record.lock();
    let detail = match (by_id, name) {
        (Some(number), _) => detail::detail(&record, id(number)?),
        (None, Some(name)) => detail::named(&record, &name, text(parts, "key").as_deref()),
        (None, None) => return Err(missing("id` or `name")),
    };
    detail.map(|detail| json(live::json(&detail))).ok_or_else(unknown)
}

fn replay(dashboard: &Dashboard, parts: &Parts) -> Answer {
    let (from, to) = range(parts)?;
    let _one = dashboard.one_at_a_time.lock();
    let shared = dashboard.shared();
    Ok(json(live::json(&past::replay(&shared.record, &shared.publisher, from, to))))
}

fn incident(dashboard: &Dashboard, parts: &Parts) -> Answer {
    let (from, to) = range(parts)?;
    let _one = dashboard.one_at_a_time.lock();
    let shared = dashboard.shared();
    let incident = past::incident(&shared.record, &shared.publisher, from, to);
    let mut response = json(live::json(&incident));
    let name = format!("attachment; filename=\"incident-{}.json\"", incident.saved_at_ms);
    if let Ok(name) = HeaderValue::try_from(name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

fn range(parts: &Parts) -> Result<(u64, u64), Refusal> {
    let from = number(parts, "from")?.ok_or_else(|| missing("from"))?;
    let to = number(parts, "to")?.ok_or_else(|| missing("to"))?;
    if from > to {
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "`from` is after `to`"));
    }
    Ok((from, to))
}

fn health(dashboard: &Dashboard) -> Response<Bytes> {
    let health = detail::health(&dashboard.shared().publisher, &dashboard.config.unready_if);
    let mut response = json(live::json(&health));
    if !health.ready {
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    }
    response
}

fn id(number: u64) -> Result<u32, Refusal> {
    u32::try_from(number).map_err(|_| unknown())
}

fn missing(field: &str) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, format!("`{field}` is missing"))
}

fn unknown() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "no such circuit is known here")
}
