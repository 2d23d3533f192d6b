//! From overrides to the policy of one circuit.

use super::Subject;
use crate::policy::overrides::target::Rank;
use crate::policy::overrides::{Entry, OverrideError, PassedBy, Problem};
use crate::policy::table::Field;
use crate::policy::value::Value;
use crate::policy::{Policy, PolicyError, Rule, Setting};

/// What is said of one circuit: of each field the most particular, with where that was said.
pub(super) struct Merged<'o> {
    subject: Subject,
    settings: Vec<Said<'o>>,
}

/// What comes of it.
pub(super) struct Resolved {
    /// With what fits; `None` for the policy that the circuit was made with.
    pub(super) policy: Option<Policy>,
    /// All that contradicts itself, each with the settings that do.
    pub(super) contradictions: Vec<OverrideError>,
    /// The same, each with the settings that the policy goes without for it.
    pub(super) left_out: Vec<OverrideError>,
}

#[derive(Clone, Copy)]
struct Said<'o> {
    rank: Rank,
    setting: Setting,
    source: &'o str,
}

impl<'o> Merged<'o> {
    /// What `entries` say of it, or of this key of it.
    pub(super) fn of(entries: &'o [Entry], subject: Subject, key: Option<&str>) -> Self {
        let said: Vec<_> =
            entries.iter().filter_map(|entry| Said::of(entry, subject, key)).collect();
        let wanted = wanted_kind(&said, subject.made_with);
        let mut settings = Vec::new();
        for &field in Field::ALL {
            let fits = |said: &&Said<'_>| !said.rank.is_general() || wanted.allows(field);
            let of_field = said.iter().filter(|said| said.setting.field() == field);
            // The later one of equals.
            settings.extend(of_field.filter(fits).max_by_key(|said| said.rank).copied());
        }
        Self { subject, settings }
    }

    /// Those for groups and for all that pass it by.
    pub(super) fn passed_by(entries: &'o [Entry], subject: Subject) -> Vec<PassedBy> {
        let said: Vec<_> =
            entries.iter().filter_map(|entry| Said::of(entry, subject, None)).collect();
        let wanted = wanted_kind(&said, subject.made_with);
        let rule = Merged::of(entries, subject, None).on_made_with().rule();
        let is_idle = |field| {
            let without_share = field == Field::MinCalls && !matches!(rule, Rule::Share { .. });
            !wanted.allows(field) || without_share
        };
        let general = said.iter().filter(|said| said.rank.is_general());
        let idle = general.filter(|said| is_idle(said.setting.field()));
        let passed_by = |said: &Said<'_>| PassedBy {
            source: said.source.to_owned(),
            circuit: subject.name,
            rule,
        };
        idle.map(passed_by).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.settings.is_empty()
    }

    /// The policy, if it makes sense.
    fn policy(&self) -> Result<Option<Policy>, Contradiction> {
        if self.is_empty() {
            return Ok(None);
        }
        self.consistent()?;
        let policy = self.on_made_with();
        match policy.check() {
            Ok(()) => Ok(Some(policy)),
            // What its values alone say is told of the values.
            Err(_) if policy.mistake().is_some() => Ok(None),
            Err(error) => Err(Contradiction::Policy(error)),
        }
    }

    /// The policy of as much of it as makes sense, and what does not.
    pub(super) fn resolved(mut self) -> Resolved {
        let (mut contradictions, mut left_out) = (Vec::new(), Vec::new());
        loop {
            match self.policy() {
                Ok(policy) => return Resolved { policy, contradictions, left_out },
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

    /// The less particular first, so that what contradicts it takes its place.
    fn on_made_with(&self) -> Policy {
        let mut settings = self.settings.clone();
        settings.sort_by_key(|said| said.rank);
        let on = |settings: &[Said<'_>]| {
            let made_with = self.subject.made_with;
            settings.iter().fold(made_with, |policy, said| policy.with(said.setting))
        };
        let least_calls =
            |said: &Said<'_>| said.setting.field() == Field::MinCalls && said.rank.is_general();
        let others: Vec<_> = settings.iter().filter(|said| !least_calls(said)).copied().collect();
        // For circuits with a share only.
        let is_share = matches!(on(&others).rule(), Rule::Share { .. });
        if is_share { on(&settings) } else { on(&others) }
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

impl<'o> Said<'o> {
    fn of(entry: &'o Entry, subject: Subject, key: Option<&str>) -> Option<Self> {
        let of_key = || key.filter(|key| entry.target.key(subject) == Some(*key));
        let rank = entry.target.rank(subject).or_else(|| of_key().map(|_| Rank::Key))?;
        let setting = *entry.setting.as_ref().ok()?;
        Some(Self { rank, setting, source: &entry.source })
    }

    /// Of each field there is one.
    fn is(&self, other: &Said<'_>) -> bool {
        self.setting.field() == other.setting.field()
    }
}

/// Why settings do not go together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Contradiction {
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
        PolicyError::ThresholdAboveWindow => matches!(field, Field::Threshold | Field::Window),
        PolicyError::MinCallsAboveWindow => matches!(field, Field::MinCalls | Field::Window),
        PolicyError::MinCallsWithCount => matches!(field, Field::MinCalls | Field::Threshold),
        _ => true,
    }
}

/// What opens a circuit: so many failures in a row, or in a window.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    InARow,
    InAWindow,
}

impl Kind {
    fn of(field: Field) -> Option<Self> {
        match field {
            Field::Consecutive => Some(Self::InARow),
            field if field.is_of_windows() => Some(Self::InAWindow),
            _ => None,
        }
    }

    fn allows(self, field: Field) -> bool {
        Self::of(field).is_none_or(|kind| kind == self)
    }
}

/// As the most particular one says that speaks of this circuit alone; else as it was made.
fn wanted_kind(said: &[Said<'_>], made_with: Policy) -> Kind {
    let particular = said.iter().filter(|said| !said.rank.is_general());
    let with_kind =
        particular.filter_map(|said| Some((said.rank, Kind::of(said.setting.field())?)));
    let said = with_kind.max_by_key(|(rank, _)| *rank).map(|(_, kind)| kind);
    said.unwrap_or(match made_with.rule() {
        Rule::Consecutive { .. } => Kind::InARow,
        _ => Kind::InAWindow,
    })
}
