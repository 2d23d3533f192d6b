//! What may be done to circuits, by whom, and what is told of it.

use std::sync::Arc;

use http::request::Parts;

use crate::document::Audit;
use crate::words::blank::is_blank;

mod dry_run;
mod keys;
pub(crate) mod orders;
pub(crate) mod token;
pub(crate) mod written;

use token::Token;

/// Who is who may steer, by name; `None` may not.
pub(crate) type WhoSteers = dyn Fn(&Parts) -> Option<String> + Send + Sync;
/// Is told what was done.
pub(crate) type OnAudit = dyn Fn(&Audit) + Send + Sync;

/// Steering, where the user opted in.
#[derive(Clone)]
pub(crate) struct Steer {
    pub(crate) who: Arc<WhoSteers>,
    pub(crate) token: Arc<Token>,
}

/// An audit of nobody says nothing: a blank name is nobody's.
fn named(who: String) -> Option<String> {
    (!is_blank(&who)).then_some(who)
}

impl Steer {
    pub(crate) fn by(who: Arc<WhoSteers>) -> Self {
        let who = move |parts: &Parts| who(parts).and_then(named);
        Self { who: Arc::new(who), token: Arc::new(Token::by_chance()) }
    }

    /// Whom both let steer, by the name that the first says.
    pub(crate) fn and(self, other: Arc<WhoSteers>) -> Self {
        let first = self.who;
        let who = move |parts: &Parts| {
            let other = || other(parts).and_then(named);
            first(parts).filter(|_| other().is_some())
        };
        Self { who: Arc::new(who), token: self.token }
    }
}
