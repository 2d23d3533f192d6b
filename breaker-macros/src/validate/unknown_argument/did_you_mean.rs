//! How the argument that was meant is proposed.

/// What to write for an argument that has another name here.
pub(super) enum Proposal {
    /// The name alone: the value is right as it is.
    Name(&'static str),
    /// What to write, with its backticks.
    Write(String),
    /// The name, and why no value can be proposed.
    Wrong(&'static str, String),
}

impl Proposal {
    pub(super) fn argument(text: &str) -> Self {
        Self::Write(format!("`{text}`"))
    }

    pub(super) fn text(&self) -> String {
        match self {
            Self::Name(name) => format!("did you mean `{name}`?"),
            Self::Write(fix) => format!("write {fix}"),
            Self::Wrong(name, why) => format!("did you mean `{name}`? {why}"),
        }
    }
}

/// What a message about a value proposes, as an argument.
pub(super) fn fix_in(name: &str, wrong: &str) -> Option<String> {
    let (_, fix) = wrong.split_once(": write ")?;
    if fix.starts_with(&format!("`{name} =")) {
        return Some(fix.to_owned());
    }
    let quote = fix.chars().next().filter(|quote| matches!(quote, '"' | '`'))?;
    let (value, rest) = fix[1..].split_once(quote)?;
    let value = if quote == '"' { format!("\"{value}\"") } else { value.to_owned() };
    Some(format!("`{name} = {value}`{rest}"))
}
