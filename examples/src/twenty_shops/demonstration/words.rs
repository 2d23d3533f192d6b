//! Figures as they are read.

use std::time::Duration;

pub(crate) fn seconds(time: Option<Duration>) -> String {
    time.map_or_else(|| "never".to_owned(), |time| format!("{:.2} s", time.as_secs_f64()))
}

pub(crate) fn millis(time: Option<Duration>) -> String {
    time.map_or_else(|| "-".to_owned(), |time| format!("{} ms", time.as_millis()))
}

/// A share in whole percent. Nothing of nothing is nothing.
pub(crate) fn percent(part: usize, whole: usize) -> usize {
    (part * 100 + whole / 2).checked_div(whole).unwrap_or(0)
}

/// A text in lines of a page; those after the first begin with `indent`.
pub(crate) fn folded(text: &str, indent: &str) -> String {
    const WIDTH: usize = 92;
    let (mut folded, mut column) = (String::new(), 0);
    for word in text.split_whitespace() {
        if column + word.len() > WIDTH {
            folded.push('\n');
            folded.push_str(indent);
            column = 0;
        } else if column > 0 {
            folded.push(' ');
        }
        folded.push_str(word);
        column += word.len() + 1;
    }
    folded + "\n"
}
