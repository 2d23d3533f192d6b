//! Settings of one circuit that do not go together: which are left out, and what is told of them.

use super::merged::{Kind, Merged, Said};
use crate::policy::limits::Limits;
use crate::policy::overrides::error::OverrideError;
use crate::policy::overrides::problem::Problem;
use crate::policy::table::Field;
use crate::policy::value::Value;
use crate::policy::{Policy, PolicyError};

/// What comes of what is said of one circuit.
pub(super) struct Reconciled {
    /// With what fits; `None` for the policy that the circuit was made with.
    pub(super) policy: Option<Policy>,
    /// What no policy has.
    pub(super) limits: Limits,
    /// All that contradicts itself, each with the settings that do.
    pub(super) contradictions: Vec<OverrideError>,
    /// The same, each with the settings that the policy goes without for it.
    pub(super) left_out: Vec<OverrideError>,
}

impl<'o> Merged<'o> {
    /// The policy of all settings that go together, and what is told of the others.
    pub(super) fn reconciled(mut self) -> Reconciled {
        let (mut contradictions, mut left_out) = (Vec::new(), Vec::new());
        loop {
            match self.policy() {
                Ok(policy) => {
                    let limits = self.limits();
                    return Reconciled { policy, limits, contradictions, left_out };
                }
                Err(error) => {
                    // Before they are left out, and no more what is told of.
                    let values = self.values(error);
                    contradictions.push(self.error(error, &self.about(error), values.clone()));
                    let without = self.leave_out(error);
                    left_out.push(self.error(error, &without, values));
                }
            }
        }
    }

    /// The policy, if all settings go together.
    fn policy(&self) -> Result<Option<Policy>, Contradiction> {
        if self.is_empty() {
            return Ok(None);
        }
        self.consistent()?;
        let policy = self.on_made_with();
        match policy.check() {
            Ok(()) if self.ends_slow_calls(&policy) => {
                Err(Contradiction::Policy(PolicyError::SlowCallNotBelowTimeout))
            }
            Ok(()) => Ok(Some(policy)),
            // What its values alone say is told of the values.
            Err(_) if policy.mistake().is_some() => Ok(None),
            Err(error) => Err(Contradiction::Policy(error)),
        }
    }

    /// What is said of calls and keys.
    fn limits(&self) -> Limits {
        Limits::among(self.settings.iter().map(|said| said.setting))
    }

    /// Whether it says a `timeout` that leaves no time for a slow call.
    fn ends_slow_calls(&self, policy: &Policy) -> bool {
        let timeout = self.limits().timeout.filter(|_| self.subject.has_timeout);
        let slow = policy.settings().slow_call;
        timeout.zip(slow).is_some_and(|(timeout, slow)| slow >= timeout)
    }

    /// Leaves out what `error` is about: one setting where that is enough, the least particular
    /// such. Of two rules nobody knows which was meant: neither.
    fn leave_out(&mut self, error: Contradiction) -> Vec<Said<'o>> {
        let about = self.about(error);
        let without = |left_out: &[Said<'o>]| {
            let goes = |said: &&Said<'_>| left_out.iter().any(|other| other.is(said));
            let settings = self.settings.iter().filter(|said| !goes(said)).copied().collect();
            Self { subject: self.subject, settings }
        };
        let is_enough = |one: &&Said<'o>| without(&[**one]).policy() != Err(error);
        let one = about.iter().filter(|_| error != Contradiction::TwoRules).filter(is_enough);
        let one = one.min_by_key(|one| one.rank);
        let left_out = one.map_or(about.clone(), |&one| vec![one]);
        *self = without(&left_out);
        left_out
    }

    /// The settings that `error` is about; all, should it be about none of them.
    fn about(&self, error: Contradiction) -> Vec<Said<'o>> {
        let is_about = |said: &&Said<'_>| match error {
            Contradiction::TwoRules => {
                !said.rank.is_general() && Kind::of(said.setting.field()).is_some()
            }
            Contradiction::Policy(error) => is_about(error, said.setting.field()),
        };
        let about: Vec<_> = self.settings.iter().filter(is_about).copied().collect();
        if about.is_empty() { self.settings.clone() } else { about }
    }

    /// Failures in a row and a window are two rules, one of which its author did not mean.
    fn consistent(&self) -> Result<(), Contradiction> {
        let particular = self.settings.iter().filter(|said| !said.rank.is_general());
        let in_a_row = particular.clone().find(|said| said.setting.field() == Field::Consecutive);
        let of_windows = particular.clone().find(|said| said.setting.field().is_of_windows());
        match (in_a_row, of_windows) {
            (Some(one), Some(other)) if one.rank == other.rank => Err(Contradiction::TwoRules),
            _ => Ok(()),
        }
    }

    fn error(
        &self,
        error: Contradiction,
        about: &[Said<'_>],
        values: Option<String>,
    ) -> OverrideError {
        let sources: Vec<_> = about.iter().map(|said| said.source).collect();
        let circuit = self.subject.name;
        let problem = match error {
            Contradiction::TwoRules => Problem::TwoRules { circuit },
            Contradiction::Policy(error) => Problem::Policy { circuit: Some(circuit), error },
        };
        OverrideError { values, ..OverrideError::new(sources.join("`, `"), problem) }
    }

    /// Those that do not go together, of which the code may have given some.
    fn values(&self, error: Contradiction) -> Option<String> {
        let Contradiction::Policy(error) = error else { return None };
        let settings = self.on_made_with().settings();
        let fields = Field::ALL.iter().filter(|field| is_about(error, **field));
        let values = fields.map(|field| (field.as_str(), (field.row().value)(&settings)));
        let values = values.filter(|(_, value)| *value != Value::Off);
        let values: Vec<_> = values.map(|(name, value)| format!("`{name}` is {value}")).collect();
        Some(values.join(", "))
    }
}

/// Why settings do not go together.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Contradiction {
    /// Of two equally particular ones one asks for failures in a row, and the other for a window.
    TwoRules,
    Policy(PolicyError),
}

/// Whether a mistake between settings may be that of this one.
const fn is_about(error: PolicyError, field: Field) -> bool {
    match error {
        PolicyError::MaxOpenForBelowOpenFor => {
            matches!(field, Field::OpenFor | Field::MaxOpenFor)
        }
        PolicyError::SlowCallNotBelowTimeout => {
            matches!(field, Field::SlowCall | Field::Timeout)
        }
        PolicyError::ThresholdAboveWindow => matches!(field, Field::Threshold | Field::Window),
        PolicyError::MinCallsAboveWindow => matches!(field, Field::MinCalls | Field::Window),
        PolicyError::MinCallsWithCount => matches!(field, Field::MinCalls | Field::Threshold),
        _ => true,
    }
}
