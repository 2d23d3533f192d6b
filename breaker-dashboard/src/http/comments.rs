//! Comments in the files of the page: they are for whoever reads the folder, and would be a fifth
//! of what browsers fetch.

/// A script or a style without the comments that begin a line. No line goes with them, so that
/// the tools of a browser number the others as the folder does.
pub(super) fn without(text: &str) -> String {
    let mut is_inside = false;
    let mut sent = String::with_capacity(text.len());
    for line in text.lines() {
        let words = line.trim_start();
        let rest = match line.split_once("*/") {
            Some((_, rest)) if is_inside || words.starts_with("/*") => {
                is_inside = false;
                rest
            }
            _ if is_inside || words.starts_with("/*") => {
                is_inside = true;
                ""
            }
            _ if words.starts_with("//") => "",
            _ => line,
        };
        sent.push_str(rest);
        sent.push('\n');
    }
    sent
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::assets::FILES;

    #[test]
    fn what_begins_a_line_is_left_out_and_all_else_stays_where_it_is() {
        let text = "// a\n/** b */\nlet c = \"// d\"; // e\n  /* f\n   g\n   h */\ni /* j */\n\
                    /* k */ l\n/* m\nn */ o\np / q\n* r";
        let sent = "\n\nlet c = \"// d\"; // e\n\n\n\ni /* j */\n l\n\n o\np / q\n* r\n";
        assert_eq!(without(text), sent);
    }

    /// Else a line of a text could be taken for a comment.
    #[test]
    fn no_text_of_a_script_goes_over_lines() {
        for (name, content) in FILES.iter().filter(|(name, _)| name.starts_with("js/")) {
            for line in without(content).lines() {
                assert!(line.matches('`').count().is_multiple_of(2), "{name}: {line}");
            }
        }
    }
}
