//! Overrides in a wrong form: a circuit where a field belongs, a field behind one `_`.

use crate::policy::overrides::entry::Entry;
use crate::policy::overrides::names::foreign;
use crate::policy::overrides::names::variables::{PREFIX, in_capitals};
use crate::policy::overrides::problem::Problem;
use crate::policy::overrides::subject::Subject;
use crate::policy::overrides::target::Target;
use crate::policy::table::Field;

impl Entry {
    /// Of a name that is no field: in a file, a circuit that has a value instead of settings; in
    /// variables, one without a field behind it. Each says how that is written there.
    pub(super) fn mistake_of_form(&self, all: &[Subject]) -> Option<Problem> {
        let Err(Problem::UnknownField { field, nearest }) = &self.setting else { return None };
        let mut names = all.iter().map(|subject| subject.name);
        let is_for_all = self.target == Target::All;
        let is_circuit = is_for_all && nearest.is_none() && self.is_meant_for_one(field);
        if let Some(written) = self.source.strip_prefix(PREFIX) {
            let expected = "a field: add one behind a circuit's name, as in `__OPEN_FOR`";
            let unknown = || is_circuit.then(|| Problem::value(written, expected));
            return mistake_of_variable(&self.target, field, names).or_else(unknown);
        }
        let known = names.find(|name| is_for_all && name.eq_ignore_ascii_case(field));
        let unknown = || {
            let expected = "a field: give a circuit a table of settings, such as one with \
                            `enabled = false`";
            is_circuit.then(|| Problem::value(field, expected))
        };
        let expected = "a field, but a circuit: give it a table of settings, such as one with \
                        `enabled = false`";
        known.map(|name| Problem::value(name, expected)).or_else(unknown)
    }

    /// `"shop::charge" = false`, whether or not there is such a circuit.
    fn is_meant_for_one(&self, name: &str) -> bool {
        let is_flag = || matches!(self.text.as_deref(), Some("true" | "false" | "on" | "off"));
        !foreign::is_of_the_code(name) && (name.contains("::") || is_flag())
    }
}

/// What is wrong with the form of a variable for `target` and `field`: a circuit without a
/// field, or a field with one `_` in front of it.
fn mistake_of_variable(
    target: &Target,
    field: &str,
    names: impl Iterator<Item = &'static str>,
) -> Option<Problem> {
    let whole = match target {
        Target::InCapitals(name) => format!("{name}__{}", field.to_uppercase()),
        _ => field.to_uppercase(),
    };
    if let Some(name) = names.map(in_capitals).find(|name| name.eq_ignore_ascii_case(&whole)) {
        let expected = "a field, but a circuit: add one, as in `__OPEN_FOR`";
        return Some(Problem::value(&name, expected));
    }
    let is_end = |known: &Field| field.strip_suffix(known.as_str()).is_some_and(ends_in_one);
    let known = Field::ALL.iter().find(|known| is_end(known))?;
    let expected = "a field: two `_` stand before one, as in `__OPEN_FOR`";
    // What others call a field may end in the name of one: `reset_timeout`.
    let is_whole = known.as_str() == field || foreign::field_for(field).is_some();
    (!is_whole).then(|| Problem::value(field, expected))
}

fn ends_in_one(name: &str) -> bool {
    name.len() > 1 && name.ends_with('_')
}
