//! From overrides to policies, or to all that is wrong with them.

use super::environment::in_capitals;
use super::parse::Field;
use super::{ConfigureError, Entry, OverrideError, Overrides, Problem, Setting, Target};
use crate::policy::Policy;
use crate::{PolicyError, Rule};

/// A circuit, as far as overrides look at it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject {
    pub(crate) name: &'static str,
    /// The policy that it was made with.
    pub(crate) made_with: Policy,
}

impl Overrides {
    /// The policy of each subject, in their order; `None` for that which it was made with.
    pub(crate) fn resolve(&self, all: &[Subject]) -> Result<Vec<Option<Policy>>, ConfigureError> {
        let mut errors: Vec<_> =
            self.entries.iter().flat_map(|entry| entry.mistakes(all)).collect();
        let mut policies = Vec::with_capacity(all.len());
        for &subject in all {
            match self.policy_of(subject) {
                Ok(policy) => policies.push(policy),
                Err(error) => errors.push(error),
            }
        }
        // Circuits of one name have the same mistakes.
        errors.dedup();
        if errors.is_empty() { Ok(policies) } else { Err(ConfigureError { errors }) }
    }

    /// The policy of one circuit: what is said for all, and on top of it what is said for its name.
    pub(crate) fn policy_of(&self, subject: Subject) -> Result<Option<Policy>, OverrideError> {
        let for_all = Layer::of(&self.entries, |target| *target == Target::All);
        let by_name = Layer::of(&self.entries, |target| target.is_named(subject.name));
        if for_all.0.is_empty() && by_name.0.is_empty() {
            return Ok(None);
        }
        let (for_all, by_name) = (for_all.consistent(subject)?, by_name.consistent(subject)?);
        let policy = by_name.on(for_all.where_it_fits(subject.made_with).on(subject.made_with));
        match policy.check() {
            Ok(()) => Ok(Some(policy)),
            // What its values alone say is told of the values.
            Err(_) if policy.mistake().is_some() => Ok(None),
            Err(error) => Err(Layer([for_all.0, by_name.0].concat()).error(subject, error)),
        }
    }
}

/// Settings of equal rank: the last one of each field.
struct Layer<'o>(Vec<(Setting, &'o str)>);

impl<'o> Layer<'o> {
    fn of(entries: &'o [Entry], is_for: impl Fn(&Target) -> bool) -> Self {
        let last = |field| {
            let mut latest = entries.iter().rev();
            let entry = latest.find(|entry| entry.field == Some(field) && is_for(&entry.target))?;
            Some((*entry.setting.as_ref().ok()?, &*entry.source))
        };
        Self(Field::ALL.into_iter().filter_map(last).collect())
    }

    /// The layer, unless it asks for failures in a row and for a window.
    fn consistent(self, subject: Subject) -> Result<Self, OverrideError> {
        let fields = || self.0.iter().map(|(setting, _)| setting.field());
        if fields().any(|field| field == Field::Consecutive) && fields().any(Field::is_of_windows) {
            return Err(self.error(subject, PolicyError::ConsecutiveWithWindow));
        }
        Ok(self)
    }

    /// Without what is only for shares, where there is none.
    fn where_it_fits(&self, made_with: Policy) -> Self {
        let is_share = |policy: Policy| matches!(policy.rule(), Rule::Share { .. });
        let is_min_calls = |setting: &Setting| setting.field() == Field::MinCalls;
        let others = || self.0.iter().filter(|(setting, _)| !is_min_calls(setting)).copied();
        let is_share_then = is_share(Self(others().collect()).on(made_with));
        if is_share_then { Self(self.0.clone()) } else { Self(others().collect()) }
    }

    fn on(&self, policy: Policy) -> Policy {
        self.0.iter().fold(policy, |policy, &(setting, _)| policy.with(setting))
    }

    fn error(&self, subject: Subject, error: PolicyError) -> OverrideError {
        let sources: Vec<_> = self.0.iter().map(|&(_, source)| source).collect();
        let problem = Problem::Policy { circuit: Some(subject.name), error };
        OverrideError { source: sources.join("`, `"), problem }
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
        let source = self.source.clone();
        let problems = self.target.mistake(all).into_iter().chain(of_value);
        problems.map(move |problem| OverrideError { source: source.clone(), problem })
    }
}

impl Target {
    fn is_named(&self, circuit: &str) -> bool {
        match self {
            Self::All => false,
            Self::Named(name) => name == circuit,
            Self::InCapitals(name) => *name == in_capitals(circuit),
        }
    }

    fn mistake(&self, all: &[Subject]) -> Option<Problem> {
        if all.iter().any(|subject| self.is_named(subject.name)) {
            return None;
        }
        let names = all.iter().map(|subject| subject.name);
        match self {
            Self::All => None,
            Self::Named(name) => Some(Problem::unknown_circuit(name, names.map(str::to_owned))),
            Self::InCapitals(name) => Some(Problem::unknown_circuit(name, names.map(in_capitals))),
        }
    }
}
