//! From overrides to the policies of all circuits, or to all that is wrong with them.

mod merged;

use std::collections::BTreeSet;

use self::merged::{Merged, Resolved};
use super::names::foreign;
use super::read::environment;
use super::target::Target;
use super::{ConfigureError, Entry, OverrideError, Overrides, PassedBy, Problem};
use crate::base::identity::Location;
use crate::policy::Policy;
use crate::policy::table::Field;

/// A circuit, or a function with one for each key, as far as overrides look at it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject {
    pub(crate) name: &'static str,
    /// The policy that it was made with.
    pub(crate) made_with: Policy,
    pub(crate) location: Option<Location>,
    pub(crate) is_keyed: bool,
}

/// What one subject goes on by.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    /// `None` for the policy that it was made with.
    pub(crate) policy: Option<Policy>,
    /// The policies of keys of which something of their own is said.
    pub(crate) keys: Vec<(String, Policy)>,
}

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Settlement {
    /// In the order of the subjects.
    pub(crate) settled: Vec<Settled>,
    pub(crate) passed_by: Vec<PassedBy>,
    pub(crate) left_out: Vec<OverrideError>,
}

impl Overrides {
    /// The policies of all, if nothing is wrong.
    pub(crate) fn settle(&self, all: &[Subject]) -> Result<Settlement, ConfigureError> {
        let mut errors: Vec<_> =
            self.entries.iter().flat_map(|entry| entry.mistakes(all)).collect();
        let (mut settled, mut of_circuits) = (Vec::with_capacity(all.len()), Vec::new());
        for &subject in all {
            match self.settle_one(subject) {
                Ok(one) => settled.push(one),
                Err(contradictions) => add_new(&mut of_circuits, contradictions),
            }
        }
        errors.extend(by_circuit(of_circuits));
        // Circuits of one name have the same mistakes.
        errors.dedup();
        if !errors.is_empty() {
            return Err(ConfigureError { errors });
        }
        let left_out = self.left_out_as_near_misses().collect();
        Ok(Settlement { settled, passed_by: self.passed_by(all), left_out })
    }

    /// The policies of all, with what fits.
    pub(crate) fn settle_what_fits(&self, all: &[Subject]) -> Settlement {
        let (fitting, mut left_out) = self.without_mistakes(all);
        let (mut settled, mut of_circuits) = (Vec::with_capacity(all.len()), Vec::new());
        for &subject in all {
            settled.push(fitting.settle_what_fits_of(subject, &mut of_circuits));
        }
        left_out.extend(by_circuit(of_circuits));
        left_out.dedup();
        left_out.extend(self.left_out_as_near_misses());
        Settlement { settled, passed_by: fitting.passed_by(all), left_out }
    }

    /// The entries that fit by themselves, and what is wrong with the others.
    fn without_mistakes(&self, all: &[Subject]) -> (Self, Vec<OverrideError>) {
        let (mut fitting, mut left_out) = (Self::new(), Vec::new());
        for entry in &self.entries {
            let before = left_out.len();
            left_out.extend(entry.mistakes(all));
            if left_out.len() == before {
                fitting.entries.push(entry.clone());
            }
        }
        (fitting, left_out)
    }

    /// What one goes on by, with what fits.
    pub(crate) fn what_fits_of(&self, subject: Subject) -> Settled {
        // What is for others has no place among these, and means nothing to this one.
        let (fitting, mut left_out) = self.without_mistakes(&[subject]);
        fitting.settle_what_fits_of(subject, &mut left_out)
    }

    /// What one goes on by, if that makes sense.
    pub(crate) fn settle_one(&self, subject: Subject) -> Result<Settled, Vec<OverrideError>> {
        let mut errors = Vec::new();
        let settled = self.settled(subject, |one| add_new(&mut errors, one.contradictions));
        if errors.is_empty() { Ok(settled) } else { Err(errors) }
    }

    fn settle_what_fits_of(&self, subject: Subject, left_out: &mut Vec<OverrideError>) -> Settled {
        self.settled(subject, |one| add_new(left_out, one.left_out))
    }

    /// The policies of a circuit, and of its keys of which something of their own is said; what is
    /// wrong with each is for `tell`.
    fn settled(&self, subject: Subject, mut tell: impl FnMut(Resolved)) -> Settled {
        let mut policy = |key: Option<&str>| {
            let resolved = Merged::of(&self.entries, subject, key).resolved();
            let policy = resolved.policy;
            tell(resolved);
            policy
        };
        let whole = policy(None);
        let keys = self.keys_of(subject).into_iter();
        let keys = keys.filter_map(|key| Some((key.to_owned(), policy(Some(key))?))).collect();
        Settled { policy: whole, keys }
    }

    /// Those of which something of their own is said.
    fn keys_of(&self, subject: Subject) -> BTreeSet<&str> {
        self.entries.iter().filter_map(|entry| entry.target.key(subject)).collect()
    }

    fn passed_by(&self, all: &[Subject]) -> Vec<PassedBy> {
        let by_one = |&subject| Merged::passed_by(&self.entries, subject);
        let mut passed_by: Vec<_> = all.iter().flat_map(by_one).collect();
        passed_by.sort_by_key(|passed_by| passed_by.circuit);
        // Circuits of one name are told of once.
        passed_by.dedup();
        passed_by
    }
}

impl Entry {
    /// What is wrong with it whatever the circuit: its name, and its value.
    fn mistakes(&self, all: &[Subject]) -> impl Iterator<Item = OverrideError> {
        let of_value = match &self.setting {
            Err(problem) => Some(problem.clone()),
            Ok(setting) => Policy::new()
                .with(*setting)
                .mistake()
                .map(|error| Problem::Policy { circuit: None, error }),
        };
        let of_target = self.target.mistake(all);
        // One mistake, one error: what is no field may be why there is no such circuit.
        let of_form = self.mistake_of_form(all);
        let problems = match of_form {
            Some(problem) => vec![problem],
            // Of what is no circuit but a field, what stands behind it is no field.
            None if self.is_field_as_circuit() => of_target.into_iter().collect(),
            None => of_target.into_iter().chain(of_value).collect(),
        }
        .into_iter();
        problems.map(|problem| {
            let values = self.text.clone().filter(|_| matches!(problem, Problem::Policy { .. }));
            OverrideError { values, ..OverrideError::new(&self.source, problem) }
        })
    }
}

impl Entry {
    /// `[open_for]`, with settings in it.
    fn is_field_as_circuit(&self) -> bool {
        matches!(&self.target, Target::Named(name) if Field::parse(name).is_some())
    }

    /// Of a name that is no field: in a file, a circuit that has a value instead of settings; in
    /// variables, one without a field behind it. Each says how that is written there.
    fn mistake_of_form(&self, all: &[Subject]) -> Option<Problem> {
        let Err(Problem::UnknownField { field, nearest }) = &self.setting else { return None };
        let mut names = all.iter().map(|subject| subject.name);
        let is_for_all = self.target == Target::All;
        let is_circuit = is_for_all && nearest.is_none() && self.is_meant_for_one(field);
        if let Some(written) = self.source.strip_prefix(environment::PREFIX) {
            let expected = "a field: add one behind a circuit's name, as in `__OPEN_FOR`";
            let unknown = || is_circuit.then(|| Problem::value(written, expected));
            return environment::mistake(&self.target, field, names).or_else(unknown);
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

impl Target {
    fn mistake(&self, all: &[Subject]) -> Option<Problem> {
        if !all.iter().any(|subject| self.is_for(*subject)) {
            return self.unknown(all);
        }
        let meant = all.iter().filter(|subject| self.is_one(**subject));
        let mut circuits: Vec<_> = meant.map(|one| (one.name, one.location)).collect();
        circuits.sort_by_key(|&(name, location)| (name, location.map(|at| (at.file, at.line))));
        is_ambiguous(&circuits)
            .then(|| Problem::Ambiguous { name: self.text().to_owned(), circuits })
    }

    fn text(&self) -> &str {
        match self {
            Self::All => "*",
            Self::Group(text) | Self::Named(text) | Self::InCapitals(text) => text,
        }
    }
}

/// What is said of a circuit is said of its keys as well.
fn add_new(errors: &mut Vec<OverrideError>, found: Vec<OverrideError>) {
    for error in found {
        if !errors.contains(&error) {
            errors.push(error);
        }
    }
}

/// Circuits are listed in no order.
fn by_circuit(mut errors: Vec<OverrideError>) -> Vec<OverrideError> {
    errors.sort_by_key(|error| match error.problem {
        Problem::Policy { circuit, .. } => circuit,
        _ => None,
    });
    errors
}

/// Several that share a name by chance, or that differ in what variables can't have.
fn is_ambiguous(circuits: &[(&'static str, Option<Location>)]) -> bool {
    let names: BTreeSet<_> = circuits.iter().map(|(name, _)| name).collect();
    names.len() > 1 || is_shared_by_chance(circuits.iter().map(|(_, location)| *location))
}

/// Whether circuits of one name come from several places, of which none may know of the others. One
/// place that makes several has given all of them the same name.
pub(crate) fn is_shared_by_chance(locations: impl Iterator<Item = Option<Location>>) -> bool {
    let places = locations.map(|location| location.map(|at| (at.file, at.line)));
    places.collect::<BTreeSet<_>>().len() > 1
}
