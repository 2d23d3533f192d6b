//! Subjects and views.

use core::time::Duration;

use super::read::{Malformed, Reader, member, shared};
use super::write::Writer;
use crate::wire::{
    Control, ForcedTo, MemberId, Name, Ordered, Outage, Part, Phase, State, Subject, Text, View,
    Why, micros,
};

impl Subject {
    /// The subject as bytes: what an engine calls it.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut to = Writer::default();
        let (part, zone) = match &self.part {
            Part::Zone(zone) => ("z", zone.as_str()),
            Part::Control => ("c", ""),
        };
        to.text(part);
        to.text(&self.name.name);
        to.text(&self.name.key.as_ref().map_or(String::new(), |key| format!("={key}")));
        to.text(zone);
        to.finish()
    }

    /// The subject of these bytes.
    ///
    /// # Errors
    ///
    /// The bytes are none.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut from = Reader::new(bytes)?;
        let part = from.str()?;
        let name = name(from.str()?, from.str()?)?;
        let zone = from.text()?;
        let part = match part {
            "z" => Part::Zone(zone),
            "c" if zone.as_str().is_empty() => Part::Control,
            _ => return Err(Malformed),
        };
        if from.is_empty() { Ok(Self { name, part }) } else { Err(Malformed) }
    }
}

fn name(name: &str, key: &str) -> Result<Name, Malformed> {
    let key = match key {
        "" => None,
        key => Some(shared(key.strip_prefix('=').ok_or(Malformed)?)),
    };
    let name = Name { name: shared(name), key };
    if name.fits() { Ok(name) } else { Err(Malformed) }
}

/// A view as one shape, whatever it is about.
#[derive(Default)]
struct Flat {
    phase: &'static str,
    time: Duration,
    holder: Option<MemberId>,
    suspected: Duration,
    round: u64,
    openings: u32,
    openers: u32,
    opened_by: Text,
    why: Why,
    note: Text,
}

impl From<&State> for Flat {
    fn from(state: &State) -> Self {
        match state {
            State::Outage(outage) => {
                let (phase, time, holder) = match outage.phase {
                    Phase::Waiting { rest } => ("waiting", rest, None),
                    Phase::Leased { holder, rest } => ("leased", rest, Some(holder)),
                    Phase::Anyone => ("anyone", Duration::ZERO, None),
                    Phase::Closed { ago } => ("closed", ago, None),
                };
                Self {
                    phase,
                    time,
                    holder,
                    suspected: outage.suspected,
                    round: outage.round,
                    openings: outage.openings,
                    openers: outage.openers,
                    opened_by: outage.opened_by.clone(),
                    why: outage.why.clone(),
                    note: Text::default(),
                }
            }
            State::Control(control) => {
                let (phase, time) = match control.order {
                    Ordered::Forced { to: ForcedTo::Open, rest } => ("forced_open", rest),
                    Ordered::Forced { to: ForcedTo::Closed, rest } => ("forced_closed", rest),
                    Ordered::Released => ("released", control.ago),
                };
                let (suspected, round) = (control.ago, micros(control.keep));
                Self {
                    phase,
                    time,
                    suspected,
                    round,
                    why: Why { failures: control.id, ..Why::default() },
                    note: control.note.clone(),
                    ..Self::default()
                }
            }
        }
    }
}

pub(super) fn write(to: &mut Writer, view: &View) {
    to.bytes(&view.subject.encode());
    to.number(view.version);
    to.text(view.by.as_str());
    let flat = Flat::from(&view.state);
    to.text(flat.phase);
    to.time(flat.time);
    to.text(&flat.holder.map_or(String::new(), |holder| holder.to_string()));
    to.time(flat.suspected);
    to.number(flat.round);
    to.number(flat.openings);
    to.number(flat.openers);
    to.text(flat.opened_by.as_str());
    to.text(flat.why.reason.as_str());
    to.number(flat.why.failures);
    to.number(flat.why.calls);
    to.text(flat.note.as_str());
}

pub(super) fn read(from: &mut Reader<'_>) -> Result<View, Malformed> {
    let subject = Subject::decode(from.bytes()?)?;
    let version = from.number()?;
    let by = from.text()?;
    let state = state(from)?;
    let fits = matches!(
        (&subject.part, &state),
        (Part::Zone(_), State::Outage(_)) | (Part::Control, State::Control(_))
    );
    if fits { Ok(View { subject, version, by, state }) } else { Err(Malformed) }
}

fn state(from: &mut Reader<'_>) -> Result<State, Malformed> {
    let (phase, time, holder) = (from.str()?, from.time()?, from.str()?);
    let outage = |phase, from: &mut Reader<'_>| {
        let outage = rest_of_outage(phase, from)?;
        let _note = from.text()?;
        Ok(State::Outage(outage))
    };
    let forced = |to| Ordered::Forced { to, rest: time };
    match phase {
        "waiting" => outage(Phase::Waiting { rest: time }, from),
        "leased" => outage(Phase::Leased { holder: member(holder)?, rest: time }, from),
        "anyone" => outage(Phase::Anyone, from),
        "closed" => outage(Phase::Closed { ago: time }, from),
        "forced_open" => control(forced(ForcedTo::Open), from),
        "forced_closed" => control(forced(ForcedTo::Closed), from),
        "released" => control(Ordered::Released, from),
        _ => Err(Malformed),
    }
}

fn rest_of_outage(phase: Phase, from: &mut Reader<'_>) -> Result<Outage, Malformed> {
    Ok(Outage {
        phase,
        suspected: from.time()?,
        round: from.number()?,
        openings: from.count()?,
        openers: from.count()?,
        opened_by: from.text()?,
        why: Why { reason: from.text()?, failures: from.number()?, calls: from.number()? },
    })
}

/// The fields of an outage say how old it is, how long it is kept and which, or are passed over.
fn control(order: Ordered, from: &mut Reader<'_>) -> Result<State, Malformed> {
    let Outage { suspected: ago, round, why, .. } = rest_of_outage(Phase::Anyone, from)?;
    let (keep, note) = (Duration::from_micros(round), from.text()?);
    Ok(State::Control(Control { id: why.failures, order, ago, keep, note }))
}
