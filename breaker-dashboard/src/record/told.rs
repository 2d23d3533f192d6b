//! What the runtime tells of reasons, rules and events, in the words of the page: times as people
//! say them, no bracket within a bracket, and not the name of the circuit, which stands above.

use std::fmt::Write as _;

use breaker_runtime::{
    Event, EventKind, FailureKind, FailureKinds, Forced, OpenReason, Rule, Window,
};

use crate::words::{and, counted, exact, near};

/// `5 failures in 10 s`.
pub(crate) fn rule(rule: Rule) -> String {
    let text = rule.to_string();
    match rule {
        Rule::Count { window, .. } | Rule::Share { window, .. } => {
            let head = text.strip_suffix(&window.to_string()).map(str::to_owned);
            head.map_or(text, |head| head + &span(window))
        }
        _ => text,
    }
}

fn span(window: Window) -> String {
    match window {
        Window::Time(time) => exact(time),
        window => window.to_string(),
    }
}

/// Of one that opened sooner, since it was suspected.
pub(crate) const UNDER_SUSPICION: &str = " under suspicion";

/// `5 failures within 10 s`, `5 timeouts within 10 s`, `5 failures within 10 s, among them 2
/// timeouts`, with what the error said behind a colon.
pub(crate) fn reason(reason: &OpenReason) -> String {
    let error = reason.last_error().map(|error| format!(": {error}")).unwrap_or_default();
    match reason {
        OpenReason::Failures { failures, calls, rule, kinds, .. } => {
            failed(*failures, *calls, *rule, kinds) + &error
        }
        OpenReason::Suspected { failures, .. } => {
            format!("{} in a row{UNDER_SUSPICION}{error}", counted(*failures, "failure"))
        }
        _ => reason.to_string(),
    }
}

fn failed(failures: u64, calls: u64, rule: Rule, kinds: &FailureKinds) -> String {
    let one = kinds.each().into_iter().find(|(_, count)| *count > 0 && *count == kinds.total());
    let kind = one.map_or(FailureKind::Error, |(kind, _)| kind);
    let what = if kind == FailureKind::Error { "failure".to_owned() } else { kind.to_string() };
    let text = match rule {
        Rule::Count { window, .. } => {
            format!("{} within {}", counted(failures, &what), span(window))
        }
        Rule::Share { window, .. } => {
            let did = match kind {
                FailureKind::Timeout => "timed out",
                FailureKind::SlowCall => "were too slow",
                FailureKind::Panic => "panicked",
                _ => "failed",
            };
            format!("{failures} of {calls} calls {did} within {}", span(window))
        }
        _ => format!("{} in a row", counted(failures, &what)),
    };
    let others = kinds.each().into_iter();
    let others = others.filter(|(other, count)| *count > 0 && *other != FailureKind::Error);
    let others: Vec<_> = others.map(|(kind, count)| counted(count, &kind.to_string())).collect();
    if one.is_some() || others.is_empty() {
        return text;
    }
    format!("{text}, among them {}", and(&others))
}

/// `opened for 4 s: 5 timeouts within 10 s`, `forced open for 10 min by anna: new certificates`.
pub(crate) fn event(event: &Event) -> String {
    let mut text = match &event.kind {
        EventKind::Opened { reason: why, open_for } => {
            let opened = if event.dry_run { "would have opened" } else { "opened" };
            // Whoever was suspicious says how long it really is.
            let about = if matches!(why, OpenReason::Suspected { .. }) { "about " } else { "" };
            format!("{opened} for {about}{}: {}", near(*open_for), reason(why))
        }
        EventKind::HalfOpened => half_opened(event).to_owned() + &ended(event),
        EventKind::RampUpStarted { over } => {
            let (recovers, passes) = recovery(event);
            format!("{recovers}: a growing share of calls {passes}, all after {}", near(*over))
        }
        EventKind::Closed => "closed".to_owned() + &ended(event),
        EventKind::ForcedOpen | EventKind::ForcedClosed => {
            let mut text = event.to.to_string();
            if let Some(rest) = event.forced.as_ref().and_then(|forced| forced.rest) {
                let _ = write!(text, " for {}", near(rest));
            }
            text + &event.forced.as_ref().map(note).unwrap_or_default() + in_name_only(event)
        }
        EventKind::Reset => "was reset".to_owned() + &by(who(event), why(event)),
        EventKind::Reconfigured if is_dry_run_alone(event) => {
            let switched = if event.dry_run { "on" } else { "off" };
            format!("dry run switched {switched}{}", by(who(event), why(event)))
        }
        EventKind::Suspected { time } => format!("suspected for {}", near(*time)),
        EventKind::Trusted => "suspected no more".to_owned(),
        EventKind::ProbeSilent { why } => {
            format!("tried by users' calls: its probe says nothing, {why}")
        }
        EventKind::Held { time } => format!("stays open for {} from now on", near(*time)),
        _ => return as_logged(event),
    };
    let by = event.by.as_deref().filter(|by| !by.is_empty() && Some(*by) != who(event));
    if let Some(by) = by {
        let _ = write!(text, " ({by})");
    }
    text
}

const fn half_opened(event: &Event) -> &'static str {
    if event.dry_run {
        "would be half-open: the next calls are its trials"
    } else {
        "half-open: calls are let through on trial"
    }
}

const fn recovery(event: &Event) -> (&'static str, &'static str) {
    if event.dry_run { ("would recover", "would pass") } else { ("recovers", "passes") }
}

/// Whoever forces a circuit open in a dry run rejects nothing by that.
const fn in_name_only(event: &Event) -> &'static str {
    match event.kind {
        EventKind::ForcedOpen if event.dry_run => " (dry run: calls pass)",
        _ => "",
    }
}

/// `, for it is no longer forced open by anna: new certificates`.
fn ended(event: &Event) -> String {
    let note = |forced| format!(", for it is no longer {}{}", event.from, note(forced));
    event.forced.as_ref().map(note).unwrap_or_default()
}

/// Who did it by hand, if that is known.
pub(crate) fn who(event: &Event) -> Option<&str> {
    let forced = event.forced.as_ref().and_then(|forced| forced.who.as_deref());
    forced.or_else(|| event.note.as_ref()?.who())
}

/// Why, if that was said.
pub(crate) fn why(event: &Event) -> Option<&str> {
    let forced = event.forced.as_ref().and_then(|forced| forced.why.as_deref());
    forced.or_else(|| event.note.as_ref()?.why())
}

/// Whether no other setting has changed.
fn is_dry_run_alone(event: &Event) -> bool {
    matches!(&*event.changes, [change] if change.name == "dry_run")
}

/// ` by anna: new certificates`.
pub(super) fn note(forced: &Forced) -> String {
    by(forced.who.as_deref(), forced.why.as_deref())
}

fn by(who: Option<&str>, why: Option<&str>) -> String {
    let who = who.map_or_else(String::new, |who| format!(" by {who}"));
    who + &why.map_or_else(String::new, |why| format!(": {why}"))
}

/// As in logs, without the circuit.
fn as_logged(event: &Event) -> String {
    let key = event.key.as_ref();
    let key = key.map(|key| format!("[{}]", key.escape_debug())).unwrap_or_default();
    let text = event.to_string();
    let circuit = format!("circuit `{}{key}` ", event.name);
    text.strip_prefix(&circuit).unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use breaker_runtime::testing::ManualClock;
    use breaker_runtime::{CircuitBreaker, Note, Overrides, Policy, Setting, registry};

    use super::*;

    fn latest(circuit: &'static CircuitBreaker) -> String {
        event(circuit.history().last().unwrap())
    }

    #[test]
    fn a_rule_says_its_times_as_the_page_does() {
        let said = |policy: Policy| rule(policy.settings().rule);
        assert_eq!(said(Policy::new()), "5 failures in 10 s");
        let share = Policy::new().threshold_percent(50.0).window(Duration::from_secs(90));
        assert_eq!(said(share), "50% of at least 20 calls in 1 min 30 s");
        assert_eq!(said(Policy::new().consecutive(3)), "3 failures in a row");
    }

    #[test]
    fn failures_of_one_kind_are_called_by_it_and_no_number_is_said_twice() {
        let count = Policy::new().settings().rule;
        let share = Policy::new().threshold_percent(50.0).settings().rule;
        let in_a_row = Policy::new().consecutive(3).settings().rule;
        for (rule, error, timeout, slow_call, said) in [
            (count, 5, 0, 0, "5 failures within 10 s"),
            (count, 0, 5, 0, "5 timeouts within 10 s"),
            (count, 3, 1, 1, "5 failures within 10 s, among them 1 timeout and 1 slow call"),
            (share, 0, 5, 0, "5 of 9 calls timed out within 10 s"),
            (share, 4, 1, 0, "5 of 9 calls failed within 10 s, among them 1 timeout"),
            (in_a_row, 0, 0, 5, "5 slow calls in a row"),
        ] {
            let mut kinds = FailureKinds::default();
            (kinds.error, kinds.timeout, kinds.slow_call) = (error, timeout, slow_call);
            assert_eq!(failed(5, 9, rule, &kinds), said);
        }
    }

    #[test]
    fn a_force_is_said_with_the_time_that_was_asked_for_and_who_asked() {
        static FORCED: CircuitBreaker = CircuitBreaker::new("told of force", Policy::new());
        registry().register(&FORCED);
        FORCED.force_open_for(Duration::from_secs(600), Note::new("new certificates").by("anna"));
        assert_eq!(latest(&FORCED), "forced open for 10 min by anna: new certificates");
        FORCED.reset();
        assert_eq!(latest(&FORCED), "was reset");
    }

    #[test]
    fn one_that_opened_sooner_says_about_how_long_and_others_how_long_it_is() {
        static HELD: CircuitBreaker = CircuitBreaker::new("told of holds", Policy::new());
        registry().register(&HELD);
        let (sender, events) = mpsc::channel();
        let heard = HELD.subscribe(move |heard| sender.send(event(heard)).unwrap_or_default());
        HELD.from_outside("pod-7").suspect_for(Duration::from_secs(9));
        (0..2).for_each(|_| HELD.try_acquire().unwrap().failure());
        HELD.from_outside("pod-3").hold_for(Duration::from_secs(120));
        heard.flush();
        let told: Vec<_> = events.try_iter().skip(1).collect();
        let opened = "opened for about 30 s: 2 failures in a row under suspicion (pod-7)";
        assert_eq!(told, [opened, "stays open for 2 min from now on (pod-3)"]);
    }

    #[test]
    fn a_reset_and_a_dry_run_say_who_ordered_them_and_why() {
        static ORDERED: CircuitBreaker = CircuitBreaker::new("told of orders", Policy::new());
        registry().register(&ORDERED);
        ORDERED.reset_with(Note::new("it is back").by("anna"));
        assert_eq!(latest(&ORDERED), "was reset by anna: it is back");
        let dry = |is_dry| Overrides::new().circuit("told of orders", Setting::DryRun(is_dry));
        registry().amend_with(&dry(true), Note::new("too strict?").by("ben")).unwrap();
        assert_eq!(latest(&ORDERED), "dry run switched on by ben: too strict?");
        registry().amend(&dry(false)).unwrap();
        assert_eq!(latest(&ORDERED), "dry run switched off");
    }

    #[test]
    fn what_happens_in_a_dry_run_is_said_of_calls_that_pass() {
        let policy = Policy::new().threshold(1).dry_run(true).ramp_up(Duration::from_secs(10));
        let clock = ManualClock::new();
        let dry = CircuitBreaker::new("told of dry", policy).with_clock(clock.clone());
        let latest = || event(dry.history().last().unwrap());
        let call = || dry.try_acquire().unwrap();
        call().failure();
        assert_eq!(latest(), "would have opened for 30 s: 1 failure within 10 s");
        clock.advance(Duration::from_secs(30));
        let trial = call();
        assert_eq!(latest(), "would be half-open: the next calls are its trials");
        trial.success();
        let said = "would recover: a growing share of calls would pass, all after 10 s";
        assert_eq!(latest(), said);
        dry.force_open();
        assert_eq!(latest(), "forced open (dry run: calls pass)");
    }
}
