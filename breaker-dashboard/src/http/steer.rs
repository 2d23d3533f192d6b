//! Orders to circuits: `POST api/v1/steer`.

use bytes::Bytes;
use http::request::Parts;
use http::{Response, StatusCode, header};

use super::guard;
use super::headers::{Refusal, json};
use crate::dashboard::Dashboard;
use crate::document::{Action, Audit, Order, Reach, Steered, Steering};
use crate::foreign;
use crate::record::recorder::wall_ms;
use crate::steer::orders::{MOST_WHO, Sound, Undone};
use crate::steer::written;
use crate::view::live;
use crate::words::cut;

const TOKEN: &str = "x-circuit-token";

/// What who asks may do: the token is for those who may steer.
pub(crate) fn steering(dashboard: &Dashboard, parts: &Parts) -> Result<Steering, Refusal> {
    let Some(steer) = &dashboard.config.steer_if else { return Ok(Steering::default()) };
    let Some(who) = guard::who_steers(steer, parts)? else { return Ok(Steering::default()) };
    let token = Some(steer.token.text().to_owned());
    Ok(Steering { allowed: true, who: Some(bounded(&who)), token })
}

/// Does what is ordered, if the request comes from the dashboard's own page, or from a program, of
/// somebody who may steer.
pub(crate) fn answer(
    dashboard: &Dashboard,
    parts: &Parts,
    body: &[u8],
) -> Result<Response<Bytes>, Refusal> {
    guard::same_origin(parts)?;
    let who = who(dashboard, parts)?;
    let order = order(parts, body)?;
    let sound = Sound::new(&order, &who)?;
    let keys = sound.carry_out()?;
    let (for_ms, why) = (sound.for_ms(), sound.why);
    let fleet = reach(dashboard, &order);
    let Order { action, name, key, .. } = order;
    let audit = Audit { at_ms: wall_ms(), who, action, name, key, for_ms, why, fleet };
    for on_audit in &dashboard.config.on_audit {
        // It is done, whatever becomes of who is told.
        let _ = foreign::unharmed(|| on_audit(&audit));
    }
    Ok(json(live::json(&Steered { audit, keys })))
}

/// Where else an order holds. A dry run is this process's own.
fn reach(dashboard: &Dashboard, order: &Order) -> Option<Reach> {
    let is_shared = !matches!(order.action, Action::DryRunOn | Action::DryRunOff);
    let fleet = is_shared.then(|| dashboard.shared().fleet()).flatten()?;
    let holds = fleet.us.shares_control && !fleet.is_local(&order.name, order.key.as_deref());
    holds.then(|| Reach {
        namespace: fleet.us.namespace.to_string(),
        members: fleet.members,
        away: fleet.away.is_some(),
    })
}

fn who(dashboard: &Dashboard, parts: &Parts) -> Result<String, Refusal> {
    let refused = |text| Refusal::new(StatusCode::FORBIDDEN, text);
    let steer = dashboard.config.steer_if.as_ref();
    let steer = steer.ok_or_else(|| {
        refused("nobody may steer circuits by this dashboard: it has no `steer_if`")
    })?;
    let who = guard::who_steers(steer, parts)?;
    let who = who.ok_or_else(|| {
        refused("you may not steer circuits: `steer_if` has no name for who sends this")
    })?;
    let token = parts.headers.get(TOKEN).map_or(&b""[..], http::HeaderValue::as_bytes);
    if token.is_empty() {
        return Err(refused(
            "the token is missing: send `steering.token` of `api/v1/state` in the header \
             `x-circuit-token`",
        ));
    }
    if !steer.token.is(token) {
        return Err(refused(
            "the token (header `x-circuit-token`) is that of another process or another \
             dashboard: reload the page, or take `steering.token` of `api/v1/state` anew",
        ));
    }
    Ok(bounded(&who))
}

fn order(parts: &Parts, body: &[u8]) -> Result<Order, Refusal> {
    let said = parts.headers.get(header::CONTENT_TYPE).map(|kind| kind.to_str().unwrap_or("?"));
    let kind = said.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        let what = said.map_or("is missing".to_owned(), |said| format!("says `{said}`"));
        let text = format!("the header `content-type` {what}: an order is `application/json`");
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, text));
    }
    written::order(body).map_err(|text| Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, text))
}

fn bounded(who: &str) -> String {
    cut(who, MOST_WHO).into_owned()
}

impl From<Undone> for Refusal {
    fn from(undone: Undone) -> Self {
        match undone {
            Undone::Wrong(text) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, text),
            Undone::Unknown(text) => Self::new(StatusCode::NOT_FOUND, text),
            Undone::Ambiguous(text) => Self::new(StatusCode::CONFLICT, text),
        }
    }
}
