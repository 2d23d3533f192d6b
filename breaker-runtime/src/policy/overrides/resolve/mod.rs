//! From overrides to the policies of all circuits, or to all that is wrong with them.
//!
//! `merged` picks what is said of one circuit, `reconciled` makes a policy of it, `changed` judges
//! a change beside what is in force.

mod changed;
mod merged;
mod reconciled;

use std::collections::BTreeSet;

use self::merged::Merged;
use self::reconciled::Reconciled;
use crate::policy::Policy;
use crate::policy::limits::Limits;
use crate::policy::overrides::error::{ConfigureError, OverrideError};
use crate::policy::overrides::list::Overrides;
use crate::policy::overrides::passed_by::PassedBy;
use crate::policy::overrides::problem::Problem;
use crate::policy::overrides::subject::Subject;

/// What one circuit goes on by.
#[derive(Debug, Default)]
pub(crate) struct Resolved {
    /// `None` for the policy that it was made with.
    pub(crate) policy: Option<Policy>,
    /// The policies of keys of which something of their own is said.
    pub(crate) keys: Vec<(String, Policy)>,
    pub(crate) limits: Limits,
}

/// What all circuits go on by, and what overrides said in vain.
#[derive(Debug, Default)]
pub(crate) struct Resolution {
    /// In the order of the subjects.
    pub(crate) resolved: Vec<Resolved>,
    pub(crate) passed_by: Vec<PassedBy>,
    pub(crate) left_out: Vec<OverrideError>,
}

impl Overrides {
    /// The policies of all, if nothing is wrong.
    pub(crate) fn resolve(&self, all: &[Subject]) -> Result<Resolution, ConfigureError> {
        let (resolved, wrong) = self.resolve_all(all, |_| Resolved::default());
        self.resolution(all, resolved, wrong)
    }

    /// The policies of all, and everything that is wrong. One of which something is said that
    /// contradicts itself is `kept_back`.
    fn resolve_all(
        &self,
        all: &[Subject],
        kept_back: impl Fn(Subject) -> Resolved,
    ) -> (Vec<Resolved>, Vec<OverrideError>) {
        let mut errors: Vec<_> =
            self.entries.iter().flat_map(|entry| entry.mistakes(all)).collect();
        let (mut resolved, mut of_circuits) = (Vec::with_capacity(all.len()), Vec::new());
        for &subject in all {
            let one = self.resolve_one(subject);
            resolved.push(one.unwrap_or_else(|contradictions| {
                add_new(&mut of_circuits, contradictions);
                kept_back(subject)
            }));
        }
        errors.extend(by_circuit(of_circuits));
        // Circuits of one name have the same mistakes.
        errors.dedup();
        (resolved, errors)
    }

    /// What these go on by, if nothing is wrong.
    fn resolution(
        &self,
        all: &[Subject],
        resolved: Vec<Resolved>,
        errors: Vec<OverrideError>,
    ) -> Result<Resolution, ConfigureError> {
        if !errors.is_empty() {
            return Err(ConfigureError { errors });
        }
        let left_out = self.left_out_as_near_misses().collect();
        Ok(Resolution { resolved, passed_by: self.passed_by(all), left_out })
    }

    /// The policies of all, with what fits.
    pub(crate) fn resolve_what_fits(&self, all: &[Subject]) -> Resolution {
        let (fitting, mut left_out) = self.without_mistakes(all);
        let (mut resolved, mut of_circuits) = (Vec::with_capacity(all.len()), Vec::new());
        for &subject in all {
            resolved.push(fitting.resolved_as_fits(subject, &mut of_circuits));
        }
        left_out.extend(by_circuit(of_circuits));
        left_out.dedup();
        left_out.extend(self.left_out_as_near_misses());
        Resolution { resolved, passed_by: fitting.passed_by(all), left_out }
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

    /// The policies of one, with what fits.
    pub(crate) fn resolve_one_what_fits(&self, subject: Subject) -> Resolved {
        // What is for others has no place among these, and means nothing to this one.
        let (fitting, mut left_out) = self.without_mistakes(&[subject]);
        fitting.resolved_as_fits(subject, &mut left_out)
    }

    /// The policies of one, if nothing that is said of it contradicts itself.
    pub(crate) fn resolve_one(&self, subject: Subject) -> Result<Resolved, Vec<OverrideError>> {
        let mut errors = Vec::new();
        let resolved = self.resolved(subject, |one| add_new(&mut errors, one.contradictions));
        if errors.is_empty() { Ok(resolved) } else { Err(errors) }
    }

    fn resolved_as_fits(&self, subject: Subject, left_out: &mut Vec<OverrideError>) -> Resolved {
        self.resolved(subject, |one| add_new(left_out, one.left_out))
    }

    /// The policies of a circuit, and of its keys of which something of their own is said; what is
    /// wrong with each is for `tell`.
    fn resolved(&self, subject: Subject, mut tell: impl FnMut(Reconciled)) -> Resolved {
        let mut reconciled = |key: Option<&str>| {
            let reconciled = Merged::of(&self.entries, subject, key).reconciled();
            let (policy, limits) = (reconciled.policy, reconciled.limits);
            tell(reconciled);
            (policy, limits)
        };
        let (policy, limits) = reconciled(None);
        let keys = self.keys_of(subject).into_iter();
        let keys = keys.filter_map(|key| Some((key.to_owned(), reconciled(Some(key)).0?)));
        Resolved { policy, keys: keys.collect(), limits }
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
