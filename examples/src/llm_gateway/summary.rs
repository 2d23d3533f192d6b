//! The outage in figures, with the attribute and without it.

use std::io::{self, Write};
use std::sync::Arc;

use crate::gateway::{FIRST_TOKEN, Gateway};
use crate::record::{Figures, Prompt, Record, in_words};
use crate::script::{Phase, Script};

/// Both gateways side by side. A prompt belongs to the phase in which it was sent.
pub(crate) fn tell(
    out: &mut impl Write,
    record: &Record,
    script: &Script,
    gateways: &[Arc<Gateway>; 2],
) -> io::Result<()> {
    writeln!(
        out,
        "\n The same outage with #[circuit_breaker] and without it, measured in this run"
    )?;
    writeln!(out, "\n {:12}{:>10}{:23}{:>10}", "", "with", "", "without")?;
    let columns = format!("{:>8}{:>8}{:>8}{:>8}", "whole", "cut", "p50", "p99");
    writeln!(out, " {:12}{columns}   {columns}", "")?;
    for (at, phase) in script.phases().iter().enumerate() {
        row(out, phase.name, record, |prompt| script.at(prompt.asked) == at)?;
    }
    let is_outage = |prompt: &Prompt| {
        script.phases().get(script.at(prompt.asked)).is_some_and(Phase::is_outage)
    };
    row(out, "all outages", record, is_outage)?;
    writeln!(out, " {:12}p50 and p99: how long users waited for the first token", "")?;

    let outage = [&record.guarded, &record.unguarded].map(|all| Figures::of(all, is_outage));
    writeln!(out, "\n {:48}{:>8}{:>10}", "", "with", "without")?;
    let mut line =
        |label, [with, without]: [usize; 2]| writeln!(out, " {label:48}{with:>8}{without:>10}");
    let late = outage.each_ref().map(|it| it.waited_longer_than(FIRST_TOKEN));
    let by_providers = outage.each_ref().map(|it| it.whole().saturating_sub(it.of_before));
    line("whole answers by providers in outages", by_providers)?;
    line("answers cut off", outage.each_ref().map(|it| it.cut_off))?;
    line("first tokens after more than 400 ms", late)?;
    line("answers of before, where nobody answered", outage.map(|it| it.of_before))?;
    let in_vain = gateways.each_ref().map(|gateway| gateway.in_vain());
    line("prompts to providers that refused, hung or broke", in_vain)?;
    out.flush()
}

fn row(
    out: &mut impl Write,
    label: &str,
    record: &Record,
    condition: impl Fn(&Prompt) -> bool,
) -> io::Result<()> {
    let [with, without] = [&record.guarded, &record.unguarded].map(|prompts| {
        let figures = Figures::of(prompts, &condition);
        let [p50, p99] = [50, 99].map(|share| in_words(figures.percentile(share)));
        format!("{:>8}{:>8}{p50:>8}{p99:>8}", figures.whole(), figures.cut_off)
    });
    writeln!(out, " {label:12}{with}   {without}")
}
