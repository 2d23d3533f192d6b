//! The gateway to language models, in a third of its time.

use std::io;
use std::process::{Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_llm_gateway");

/// What stands behind a label of the summary: with the attribute, and without it.
fn figures(report: &str, label: &str) -> Option<[usize; 2]> {
    let rest = report.lines().find_map(|line| line.trim_start().strip_prefix(label))?;
    let mut figures = rest.split_whitespace().map(|word| word.parse().ok());
    Some([figures.next()??, figures.next()??])
}

#[test]
fn what_is_printed_was_measured() -> io::Result<()> {
    let output = Command::new(PROGRAM).arg("--brief").stdin(Stdio::null()).output()?;
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{report}{}", String::from_utf8_lossy(&output.stderr));
    assert!(report.starts_with("dashboard: http://127.0.0.1:"), "{report}");
    for told in ["Both providers work.", "circuit `A[large]` opened", "circuit `A[small]` opened"] {
        assert!(report.contains(told), "{told}: {report}");
    }
    let in_vain = figures(&report, "prompts to providers that refused, hung or broke");
    let late = figures(&report, "first tokens after more than 400 ms");
    for figures in [in_vain, late] {
        assert!(figures.is_some_and(|[with, without]| with < without), "{report}");
    }
    let whole = figures(&report, "whole answers by providers in outages");
    assert!(whole.is_some_and(|[with, without]| with > without), "{report}");
    Ok(())
}

#[test]
fn what_nobody_knows_is_refused() -> io::Result<()> {
    let output = Command::new(PROGRAM).arg("--breif").output()?;
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "usage: llm_gateway [--brief]\n");
    Ok(())
}
