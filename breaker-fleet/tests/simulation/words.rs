//! Requests and answers in few words, for histories.

use breaker_fleet::__protocol::wire::{Control, Outage, Phase, Reply, Request, State, View};

pub(crate) fn of_requests(requests: &[Request]) -> String {
    requests.iter().map(of_request).collect::<Vec<_>>().join(", ")
}

pub(crate) fn of_replies(replies: &[Reply]) -> String {
    replies.iter().map(of_reply).collect::<Vec<_>>().join(", ")
}

fn of_request(request: &Request) -> String {
    match request {
        Request::Trip { subject, first, .. } => {
            format!("{} {}", if *first { "trip" } else { "trip again" }, subject.name)
        }
        Request::Lease { subject, opened_ago, .. } => {
            format!("lease {}, opened {opened_ago:.3?} ago", subject.name)
        }
        Request::Renew { subject } => format!("renew {}", subject.name),
        Request::Look { subject } => format!("look {}", subject.name),
        Request::GiveBack { subject, unused } => {
            format!("give back {}{}", subject.name, if *unused { ", unused" } else { "" })
        }
        Request::Failed { subject, .. } => format!("failed {}", subject.name),
        Request::Closed { subject, round, .. } => {
            format!("closed {}, round {}", subject.name, of_version(*round))
        }
        Request::Control { subject, control, by, anew } => {
            let again = if *anew { " again" } else { "" };
            format!("order{again} {} by {by}: {}", subject.name, of_control(control))
        }
        Request::Sync { cursor, .. } => format!("sync from {}", of_version(*cursor)),
        other => format!("{other:?}"),
    }
}

fn of_reply(reply: &Reply) -> String {
    match reply {
        Reply::Accepted(view) => format!("accepted: {}", of_view(view)),
        Reply::Refused(Some(view)) => format!("refused: {}", of_view(view)),
        Reply::Refused(None) => "refused: unknown".to_owned(),
        Reply::Synced(synced) => {
            let views: Vec<_> = synced.views.iter().map(of_view).collect();
            format!("synced to {} [{}]", of_version(synced.cursor), views.join("; "))
        }
        other => format!("{other:?}"),
    }
}

pub(crate) fn of_view(view: &View) -> String {
    let (name, version) = (&view.subject.name, of_version(view.version));
    match &view.state {
        State::Outage(outage) => format!("{name} v{version} {}", of_outage(outage)),
        State::Control(control) => format!("{name} v{version} {}", of_control(control)),
    }
}

/// Not which order it is: that is drawn anew in each run.
fn of_control(control: &Control) -> String {
    let Control { order, ago, keep, note, .. } = control;
    format!("{order:?} {ago:.3?} ago, kept {keep:.3?}: {note}")
}

fn of_outage(outage: &Outage) -> String {
    let phase = match outage.phase {
        Phase::Waiting { rest } => format!("waits {rest:.3?}"),
        Phase::Leased { holder, rest } => format!("leased to {holder} for {rest:.3?}"),
        Phase::Anyone => "anyone's".to_owned(),
        Phase::Closed { ago } => format!("closed {ago:.3?} ago"),
    };
    let (suspected, round) = (outage.suspected, of_version(outage.round));
    format!("{phase}, suspected {suspected:.3?}, round {round}, row {}", outage.openings)
}

/// Their last ten digits tell versions of one run apart.
const fn of_version(version: u64) -> u64 {
    version % 10_000_000_000
}
