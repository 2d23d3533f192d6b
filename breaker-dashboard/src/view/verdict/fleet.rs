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

/// `; opened by 3 of 20 members`, `; opened here alone, of 20 members`, and of one that opened
/// sooner because another did `; opened by 3 of 20 members, first by pod-7: 5 failures within
/// 10 s`.
pub(super) fn opened(line: &Line, why: &str) -> String {
    let Some(outage) = outage(line) else { return String::new() };
    let openers = outage.counted();
    let is_first = outage.openings <= 1 && !outage.opened_here;
    let there = outage.opened_by.as_deref().zip(outage.why.as_deref());
    match there.filter(|_| is_first && why.contains(UNDER_SUSPICION)) {
        Some((_, why)) => {
            let why = begin(why, super::WHY);
            format!("; {}: {why}", openers.said_with_first())
        }
        None => openers.said().map_or_else(String::new, |said| format!("; {said}")),
    }
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
