//! What is wrong with one override by itself: its target, its value, how it is written.

mod form;
mod unknown;

use std::collections::BTreeSet;

use crate::base::identity::Location;
use crate::policy::Policy;
use crate::policy::overrides::entry::Entry;
use crate::policy::overrides::error::OverrideError;
use crate::policy::overrides::problem::Problem;
use crate::policy::overrides::subject::{Subject, is_shared_by_chance};
use crate::policy::overrides::target::Target;
use crate::policy::table::Field;

impl Entry {
    /// What is wrong with an override by itself, whatever others say.
    pub(in crate::policy::overrides) fn mistakes(
        &self,
        all: &[Subject],
    ) -> impl Iterator<Item = OverrideError> {
        self.problems(all).into_iter().map(|problem| {
            let values = self.text.clone().filter(|_| matches!(problem, Problem::Policy { .. }));
            OverrideError { values, ..OverrideError::new(&self.source, problem) }
        })
    }

    fn problems(&self, all: &[Subject]) -> Vec<Problem> {
        // One mistake, one error: what is no field may be why there is no such circuit.
        if let Some(problem) = self.mistake_of_form(all) {
            return vec![problem];
        }
        let of_target = self.target.mistake(all);
        // Of what is no circuit but a field, what stands behind it is no field.
        let of_value = if self.is_field_as_circuit() { None } else { self.mistake_of_value() };
        let of_field = if of_target.is_some() { None } else { self.mistake_of_field(all) };
        of_target.into_iter().chain(of_value).chain(of_field).collect()
    }

    /// A setting that none of those has which are meant. What is for all is for those that have it.
    fn mistake_of_field(&self, all: &[Subject]) -> Option<Problem> {
        let field = self.setting.as_ref().ok()?.field();
        let of_key = |one: &&Subject| field.is_limit() && self.target.key(**one).is_some();
        if let Some(one) = all.iter().find(of_key) {
            return Some(Problem::SameForAllKeys { field: field.as_str(), name: one.name });
        }
        let mut meant = all.iter().filter(|one| self.target.is_for(**one));
        let is_mistake = self.target != Target::All && !meant.any(|one| one.has(field));
        is_mistake.then(|| Problem::NothingToOverride { field: field.as_str() })
    }

    /// A value that is none of its field, or that no policy can have.
    fn mistake_of_value(&self) -> Option<Problem> {
        match &self.setting {
            Err(problem) => Some(problem.clone()),
            Ok(setting) => {
                let mistake = Policy::new().with(*setting).mistake();
                mistake.map(|error| Problem::Policy { circuit: None, error })
            }
        }
    }

    /// `[open_for]`, with settings in it.
    fn is_field_as_circuit(&self) -> bool {
        matches!(&self.target, Target::Named(name) if Field::parse(name).is_some())
    }
}

impl Target {
    /// No circuit that it is for, or several of which it means one.
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
}

/// Several that share a name by chance, or that differ in what variables can't have.
fn is_ambiguous(circuits: &[(&'static str, Option<Location>)]) -> bool {
    let names: BTreeSet<_> = circuits.iter().map(|(name, _)| name).collect();
    names.len() > 1 || is_shared_by_chance(circuits.iter().map(|(_, location)| *location))
}
