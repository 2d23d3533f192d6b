//! Subjects and views.

use core::time::Duration;

use super::read::{Malformed, Reader, member, shared};
use super::write::Writer;
use crate::wire::{
    Control, ForcedTo, Name, Ordered, Outage, Part, Phase, State, Subject, View, Why,
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

pub(super) fn write(to: &mut Writer, view: &View) {
    to.bytes(&view.subject.encode());
    to.number(view.version);
    to.text(view.by.as_str());
    match &view.state {
        State::Outage(outage) => write_outage(to, outage),
        State::Control(control) => write_control(to, control),
    }
}

fn write_outage(to: &mut Writer, outage: &Outage) {
    let (phase, time, holder) = match outage.phase {
        Phase::Waiting { rest } => ("waiting", rest, None),
        Phase::Leased { holder, rest } => ("leased", rest, Some(holder)),
        Phase::Anyone => ("anyone", Duration::ZERO, None),
        Phase::Closed { ago } => ("closed", ago, None),
    };
    to.text(phase);
    to.time(time);
    to.text(&holder.map_or(String::new(), |holder| holder.to_string()));
    to.time(outage.suspected);
    to.number(outage.round);
    to.number(u64::from(outage.after_trial));
    to.number(outage.openings);
    to.number(outage.openers);
    to.text(outage.opened_by.as_str());
    to.text(outage.why.reason.as_str());
    to.number(outage.why.failures);
    to.number(outage.why.calls);
}

fn write_control(to: &mut Writer, control: &Control) {
    let (phase, rest) = match control.order {
        Ordered::Forced { to: ForcedTo::Open, rest } => ("forced_open", rest),
        Ordered::Forced { to: ForcedTo::Closed, rest } => ("forced_closed", rest),
        Ordered::Released => ("released", Duration::ZERO),
    };
    to.text(phase);
    to.time(rest);
    to.number(control.id);
    to.number(control.stamp);
    to.time(control.ago);
    to.time(control.keep);
    to.text(control.note.as_str());
}

pub(super) fn read(from: &mut Reader<'_>) -> Result<View, Malformed> {
    let subject = Subject::decode(from.bytes()?)?;
    let version = from.number()?;
    let by = from.text()?;
    let (phase, time) = (from.str()?, from.time()?);
    let state = match subject.part {
        Part::Zone(_) => State::Outage(outage(phase, time, from)?),
        Part::Control => State::Control(control(phase, time, from)?),
    };
    Ok(View { subject, version, by, state })
}

fn outage(phase: &str, time: Duration, from: &mut Reader<'_>) -> Result<Outage, Malformed> {
    let holder = from.str()?;
    let phase = match phase {
        "waiting" => Phase::Waiting { rest: time },
        "leased" => Phase::Leased { holder: member(holder)?, rest: time },
        "anyone" => Phase::Anyone,
        "closed" => Phase::Closed { ago: time },
        _ => return Err(Malformed),
    };
    Ok(Outage {
        phase,
        suspected: from.time()?,
        round: from.number()?,
        after_trial: from.flag()?,
        openings: from.count()?,
        openers: from.count()?,
        opened_by: from.text()?,
        why: Why { reason: from.text()?, failures: from.number()?, calls: from.number()? },
    })
}

fn control(phase: &str, rest: Duration, from: &mut Reader<'_>) -> Result<Control, Malformed> {
    let forced = |to| Ordered::Forced { to, rest };
    let order = match phase {
        "forced_open" => forced(ForcedTo::Open),
        "forced_closed" => forced(ForcedTo::Closed),
        "released" => Ordered::Released,
        _ => return Err(Malformed),
    };
    Ok(Control {
        id: from.number()?,
        stamp: from.number()?,
        order,
        ago: from.time()?,
        keep: from.time()?,
        note: from.text()?,
    })
}
