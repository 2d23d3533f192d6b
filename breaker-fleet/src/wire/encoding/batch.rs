//! Batches, as the arguments of a script.

use core::time::Duration;

use crate::wire::{Batch, ForcedTo, Request, Subject, Terms, Text, Why, micros};

impl Batch {
    /// The arguments of a script that runs the batch.
    #[must_use]
    pub fn arguments(&self) -> Vec<Vec<u8>> {
        let mut to = Arguments::default();
        to.text(&self.member.to_string());
        to.text(&self.void_after.map_or(String::new(), |time| time.0.to_string()));
        for request in &self.requests {
            let mut own = Arguments::default();
            request.write(&mut own);
            to.number(own.0.len() as u64);
            to.0.extend(own.0);
        }
        to.0
    }
}

#[derive(Default)]
struct Arguments(Vec<Vec<u8>>);

impl Arguments {
    fn text(&mut self, text: &str) {
        self.0.push(text.as_bytes().to_vec());
    }

    fn number(&mut self, number: impl Into<u64>) {
        self.text(&number.into().to_string());
    }

    fn time(&mut self, time: Duration) {
        self.number(micros(time));
    }

    fn flag(&mut self, flag: bool) {
        self.number(u64::from(flag));
    }

    fn head(&mut self, word: &str, subject: &Subject) {
        self.text(word);
        self.0.push(subject.encode());
    }

    fn terms(&mut self, terms: &Terms) {
        self.time(terms.open_for);
        self.text(&terms.max_open_for.map_or(String::new(), |time| micros(time).to_string()));
        self.number(terms.jitter);
        self.number(terms.openings);
    }

    /// How the outage began.
    fn beginning(&mut self, opened_by: &Text, why: &Why) {
        self.text(opened_by.as_str());
        self.text(why.reason.as_str());
        self.number(why.failures);
        self.number(why.calls);
    }
}

impl Request {
    fn write(&self, to: &mut Arguments) {
        match self {
            Self::Trip { subject, terms, first, by, opened_by, why } => {
                to.head("trip", subject);
                to.terms(terms);
                to.flag(*first);
                to.text(by.as_str());
                to.beginning(opened_by, why);
            }
            Self::Lease { subject, terms, opened_ago, by, opened_by, why } => {
                to.head("lease", subject);
                to.terms(terms);
                to.time(*opened_ago);
                to.text(by.as_str());
                to.beginning(opened_by, why);
            }
            Self::Failed { subject, terms, by, opened_by, why } => {
                to.head("failed", subject);
                to.terms(terms);
                to.text(by.as_str());
                to.beginning(opened_by, why);
            }
            Self::Closed { subject, round, ago, by } => {
                to.head("closed", subject);
                to.number(*round);
                to.time(*ago);
                to.text(by.as_str());
            }
            other => other.write_short(to),
        }
    }

    fn write_short(&self, to: &mut Arguments) {
        match self {
            Self::Renew { subject } => to.head("renew", subject),
            Self::Look { subject } => to.head("look", subject),
            Self::GiveBack { subject, unused } => {
                to.head("give_back", subject);
                to.flag(*unused);
            }
            Self::Control { subject, control, by, anew } => {
                to.head("control", subject);
                to.number(control.id);
                to.number(control.stamp);
                to.text(control.order.to().map_or("", ForcedTo::word));
                to.time(control.order.rest());
                to.time(control.ago);
                to.time(control.keep);
                to.text(control.note.as_str());
                to.text(by.as_str());
                to.flag(*anew);
            }
            Self::Sync { cursor, heard, instance, zone } => {
                to.text("sync");
                to.number(*cursor);
                let ranges = heard.iter().map(|(first, last)| format!("{first}-{last}"));
                to.text(&ranges.collect::<Vec<_>>().join(","));
                to.text(instance.as_str());
                to.text(zone.as_str());
            }
            Self::Members => to.text("members"),
            Self::Leave { instance, zone } => {
                to.text("leave");
                to.text(instance.as_str());
                to.text(zone.as_str());
            }
            Self::Trip { .. } | Self::Lease { .. } | Self::Failed { .. } | Self::Closed { .. } => {}
        }
    }
}
