//! What overrides say of one circuit: of each field the most particular one wins (rule S24).

use crate::policy::overrides::entry::Entry;
use crate::policy::overrides::passed_by::PassedBy;
use crate::policy::overrides::subject::Subject;
use crate::policy::overrides::target::Rank;
use crate::policy::table::Field;
use crate::policy::{Policy, Rule, Setting};

/// What is said of one circuit: of each field the most particular, with where that was said.
pub(super) struct Merged<'o> {
    pub(super) subject: Subject,
    pub(super) settings: Vec<Said<'o>>,
}

#[derive(Clone, Copy)]
pub(super) struct Said<'o> {
    pub(super) rank: Rank,
    pub(super) setting: Setting,
    pub(super) source: &'o str,
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

    /// The less particular first, so that what contradicts it takes its place.
    pub(super) fn on_made_with(&self) -> Policy {
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
}

impl<'o> Said<'o> {
    fn of(entry: &'o Entry, subject: Subject, key: Option<&str>) -> Option<Self> {
        let of_key = || key.filter(|key| entry.target.key(subject) == Some(*key));
        let rank = entry.target.rank(subject).or_else(|| of_key().map(|_| Rank::Key))?;
        let setting = *entry.setting.as_ref().ok()?;
        Some(Self { rank, setting, source: &entry.source })
    }

    /// Of each field there is one.
    pub(super) fn is(&self, other: &Said<'_>) -> bool {
        self.setting.field() == other.setting.field()
    }
}

/// What opens a circuit: so many failures in a row, or in a window.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    InARow,
    InAWindow,
}

impl Kind {
    pub(super) fn of(field: Field) -> Option<Self> {
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
