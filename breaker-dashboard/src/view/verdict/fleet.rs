//! What the fleet has to do with a circuit's trouble.

use crate::document::Phase;
use crate::record::outside::Outage;
use crate::record::told::UNDER_SUSPICION;
use crate::view::line::Line;
use crate::words::begin;

fn outage(line: &Line) -> Option<&Outage> {
    Some(&line.facts.outside.as_ref()?.shared.as_ref()?.about)
}

/// `; pod-3 tries for all`, while somebody else does.
pub(super) fn tried(line: &Line) -> Option<String> {
    let outage = outage(line).filter(|it| it.phase == Phase::Tried && !it.by_self)?;
    let who = outage.by.as_deref().unwrap_or("another process");
    Some(format!("; {who} tries for all"))
}

/// `, for all`, while this process tries the callee.
pub(super) fn for_all(line: &Line) -> &'static str {
    match outage(line) {
        Some(outage) if outage.phase == Phase::Tried && outage.by_self => ", for all",
        _ => "",
    }
}

/// `; opened by pod-7: 5 failures within 10 s`, of one that opened sooner for that.
pub(super) fn opened(line: &Line, why: &str) -> String {
    let is_first = |it: &&Outage| it.openings <= 1 && !it.opened_here;
    let there = outage(line).filter(|it| why.contains(UNDER_SUSPICION) && is_first(it));
    let there = there.and_then(|it| Some((it.opened_by.as_deref()?, it.why.as_deref()?)));
    there.map_or_else(String::new, |(by, why)| {
        format!("; opened by {by}: {}", begin(why, super::WHY))
    })
}

/// `; gateway A is suspected by pod-7`, of circuits that are closed here.
pub(super) fn suspected(lines: &[Line]) -> String {
    let suspected = |line: &&Line| line.is_suspected();
    let Some(first) = lines.iter().find(suspected) else { return String::new() };
    let by = first.facts.outside.as_ref().and_then(|outside| outside.suspected.as_ref());
    let by = by.map_or("", |suspicion| &*suspicion.by);
    let name = super::name(first);
    match lines.iter().filter(suspected).count() {
        1 => format!("; {name} is suspected by {by}"),
        count => format!("; {count} of them are suspected, {name} by {by}"),
    }
}
