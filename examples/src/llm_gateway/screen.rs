//! The live view's screen: both gateways over the time of the run, and a log of what happened.

use std::time::Duration;

use breaker_runtime::{CircuitBreaker, registry};
use crossterm::style::Stylize;

use crate::gateway::MODELS;
use crate::record::{Figures, Prompt, Record, in_words};
use crate::script::Script;
use crate::strips::{self, Axis};
use crate::users::USERS;

/// What is before the strips: a label and a present value.
const MARGIN: u16 = 26;

/// The lines of a screen of this many columns and rows, with as much of the log as fits, and with
/// the address of the dashboard.
pub(crate) fn compose(
    record: &Record,
    script: &Script,
    now: Duration,
    page: &str,
    (columns, rows): (u16, u16),
) -> Vec<String> {
    let axis = Axis::new(columns.saturating_sub(MARGIN), script.length);
    let mut lines = heading(script, now, page);
    let phases = script.phases().iter().map(|phase| (phase.begins, format!("│{}", phase.name)));
    lines.push(line("script", "", &axis.marks(phases)));
    lines.push(title("with #[circuit_breaker]:", &record.guarded));
    for (provider, model) in ["A", "B"].into_iter().flat_map(|one| MODELS.map(|model| (one, model)))
    {
        lines.push(circuit(axis, record, now, provider, model));
    }
    lines.extend(answers(axis, now, &record.guarded));
    lines.push(title("without (waits 400 ms):", &record.unguarded));
    lines.extend(answers(axis, now, &record.unguarded));
    lines.push(strips::legend());
    let room = usize::from(rows).saturating_sub(lines.len());
    let latest = record.log.len().saturating_sub(room);
    let told = |(when, text): &(Duration, String)| format!(" {:4.1}s  {text}", when.as_secs_f64());
    lines.extend(record.log[latest..].iter().map(told));
    lines
}

fn heading(script: &Script, now: Duration, page: &str) -> Vec<String> {
    let length = script.length;
    let time = format!("{:.0} of {} s", now.min(length).as_secs_f64(), length.as_secs());
    let about = format!("two gateways, two providers each, {USERS} users each   ");
    let phase = script.phases().get(script.at(now)).map_or("", |phase| phase.story);
    vec![
        format!(" {}  {}{time}", "llm_gateway".bold(), about.dim()),
        format!(" {}", phase.bold()),
        format!(" {}", page.dim()),
    ]
}

/// A label, a present value and a strip.
fn line(label: &str, present: &str, strip: &str) -> String {
    format!(" {} {present:>10} {strip}", format!("{label:13}").dim())
}

fn circuit(axis: Axis, record: &Record, now: Duration, name: &str, model: &str) -> String {
    let state = registry().with_circuit(name, Some(model), CircuitBreaker::state);
    let present = state.map_or_else(|| "-".to_owned(), |state| state.to_string());
    let strip = strips::states(axis, now, (name, model), &record.events);
    line(&format!("{name}[{model}]"), &present, &strip)
}

fn title(protection: &str, prompts: &[Prompt]) -> String {
    let all = Figures::of(prompts, |_| true);
    let (a, b, before, cut_off) = (all.by_a, all.by_b, all.of_before, all.cut_off);
    let shares =
        format!("{} answers: A {a}, B {b}, memory {before}, cut off {cut_off}", all.prompts());
    format!(" {}{shares}", format!("{protection:25}").bold())
}

/// About the answers of one gateway.
fn answers(axis: Axis, now: Duration, prompts: &[Prompt]) -> [String; 3] {
    let columns = axis.answered(now, prompts);
    let last_second = now.saturating_sub(Duration::from_secs(1))..now;
    let recently = Figures::of(prompts, |prompt| last_second.contains(&prompt.ended));
    let wait = in_words(recently.percentile(99));
    [
        line("answered by", "", &strips::answered_by(&columns)),
        line("whole/s", &recently.whole().to_string(), &strips::whole(&columns)),
        line("p99 1st token", &wait, &strips::waits(&columns)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_fits_the_smallest_common_terminal() {
        let script = Script::new(false);
        let page = "http://127.0.0.1:65535/";
        let width = |line: &String| {
            let mut pieces = line.split('\u{1b}');
            let plain = pieces.next().map_or(0, |text| text.chars().count());
            let styled = pieces.map(|piece| piece.split_once('m').map_or("", |(_, text)| text));
            plain + styled.map(|text| text.chars().count()).sum::<usize>()
        };
        for second in 0..40 {
            let now = Duration::from_secs(second);
            let lines = compose(&Record::default(), &script, now, page, (80, 24));
            assert!(lines.len() <= 20, "the log has room");
            assert_eq!(lines.iter().find(|line| width(line) > 80), None);
        }
    }
}
