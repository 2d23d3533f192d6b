//! The arguments after validation: nothing here can be wrong any more, except what only the
//! compiler can know.

mod uses;

use std::time::Duration;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Expr, ExprClosure, ExprPath, Path};

use crate::args::arms::arm::Arm;
use crate::args::key::Key;
use crate::literals::share::{percent::Percent, spread::Spread};
use crate::literals::trials::Trials;
use crate::literals::window::Window;

pub(crate) struct Config {
    pub(crate) circuit: Circuit,
    /// The expression that tells its circuits apart, if there is one for each value.
    pub(crate) key: Option<Box<Expr>>,
    pub(crate) timeout: Option<Timeout>,
    pub(crate) fallback: Option<Fallback>,
    pub(crate) arms: Option<Arms>,
    /// The function that judges instead of arms.
    pub(crate) judge: Option<Box<ExprPath>>,
    /// The path of the runtime crate.
    pub(crate) runtime: Path,
}

impl Config {
    /// Whether the attribute says how a return value counts.
    pub(crate) fn judges(&self) -> bool {
        self.arms.is_some() || self.judge.is_some()
    }

    /// When the fallback answers. A block's fallback for time-outs answers rejections alone in
    /// methods without a `timeout`.
    pub(crate) fn fallback_on(&self) -> FallbackOn {
        match self.fallback.as_ref().map_or(FallbackOn::Open, |fallback| fallback.on) {
            FallbackOn::Timeout(_) if self.timeout.is_none() => FallbackOn::Open,
            on => on,
        }
    }
}

/// The circuit of a function.
pub(crate) enum Circuit {
    /// The function's own.
    Own(Box<Own>),
    /// A `static` of the user.
    Shared(Box<ExprPath>),
    /// The circuit of the block around, which declares it: how to refer to it.
    OfBlock(TokenStream),
}

/// What a circuit of the function's own is made of.
#[derive(Default)]
pub(crate) struct Own {
    pub(crate) policy: Policy,
    /// A constant; nothing for the function's path.
    pub(crate) name: Option<TokenStream>,
    /// If there is one circuit for each key.
    pub(crate) keys: Option<Keys>,
    /// Who tries the callee instead of users' calls.
    pub(crate) probe: Option<ExprPath>,
}

/// How many circuits there may be; the default if nothing is given.
pub(crate) struct Keys {
    pub(crate) max: Option<Value<u32>>,
}

/// The settings of the policy. A setting that is not given keeps the value of the base, or else the
/// runtime's default.
#[derive(Default)]
pub(crate) struct Policy {
    /// A constant that the compiler will know.
    pub(crate) base: Option<Box<Expr>>,
    /// In the order of the documentation.
    pub(crate) settings: Vec<(Key, Setting)>,
}

/// The value of a setting.
pub(crate) enum Setting {
    Count(Value<u32>),
    Trials(Trials),
    Share(Percent),
    Spread(Value<Spread>),
    Time(Value<Duration>),
    Window(Value<Window>),
    Flag(Value<bool>),
}

impl Policy {
    pub(crate) fn get(&self, key: Key) -> Option<&Setting> {
        self.settings.iter().find(|(known, _)| *known == key).map(|(_, setting)| setting)
    }

    pub(crate) fn time(&self, key: Key) -> Option<&Value<Duration>> {
        match self.get(key)? {
            Setting::Time(time) => Some(time),
            _ => None,
        }
    }

    /// A number of failures or calls that is known now.
    pub(crate) fn literal_count(&self, key: Key) -> Option<u32> {
        match self.get(key)? {
            Setting::Count(count) => count.literal(),
            _ => None,
        }
    }

    /// The calls that its window holds, if that is known now.
    pub(crate) fn literal_calls(&self) -> Option<u32> {
        match self.get(Key::Window)? {
            Setting::Window(Value::Literal(Window::Calls(calls))) => Some(*calls),
            _ => None,
        }
    }
}

/// Known now, or a constant that the compiler will know.
pub(crate) enum Value<T> {
    Literal(T),
    Constant(Box<Expr>),
}

impl<T: Copy> Value<T> {
    pub(crate) fn literal(&self) -> Option<T> {
        match self {
            Self::Literal(value) => Some(*value),
            Self::Constant(_) => None,
        }
    }
}

/// When the body is dropped.
pub(crate) struct Timeout {
    /// Where the key stands.
    pub(crate) key: Span,
    /// Given on the block around.
    pub(crate) is_inherited: bool,
    pub(crate) limit: Value<Duration>,
}

/// What overrides how a return value counts, in the order in which it is asked.
pub(crate) struct Arms {
    pub(crate) open: Vec<Arm>,
    pub(crate) ignore: Vec<Arm>,
    pub(crate) failure: Vec<Arm>,
    pub(crate) success: Vec<Arm>,
    /// Whether they are right by themselves.
    pub(crate) is_sound: bool,
}

impl Arms {
    /// By their keys, in the order in which they are asked.
    pub(crate) fn by_key(&self) -> [(Key, &[Arm]); 4] {
        [
            (Key::Open, &self.open),
            (Key::Ignore, &self.ignore),
            (Key::Failure, &self.failure),
            (Key::Success, &self.success),
        ]
    }

    /// All of them, in the order in which they are asked.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Arm> {
        self.by_key().into_iter().flat_map(|(_, arms)| arms)
    }
}

/// What answers when the call is rejected.
pub(crate) struct Fallback {
    /// Given on the block around.
    pub(crate) is_inherited: bool,
    pub(crate) on: FallbackOn,
    pub(crate) kind: FallbackKind,
}

impl Fallback {
    /// What it evaluates; nothing if it is a path, which gets all arguments.
    pub(crate) fn code(&self) -> Option<TokenStream> {
        match &self.kind {
            FallbackKind::Path(_) => None,
            FallbackKind::Closure(closure) => Some(closure.to_token_stream()),
            FallbackKind::Expression(value) => Some(value.to_token_stream()),
        }
    }
}

/// When the fallback answers, beside rejections, and where it says so.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FallbackOn {
    Open,
    /// When a call has timed out.
    Timeout(Span),
    /// When a call has failed, by a time-out or otherwise.
    Failure(Span),
}

impl FallbackOn {
    /// Where it says that the fallback also answers calls that were made: these may have consumed
    /// the arguments.
    pub(crate) fn made_calls(self) -> Option<Span> {
        match self {
            Self::Open => None,
            Self::Timeout(span) | Self::Failure(span) => Some(span),
        }
    }

    /// The same calls, reported at another place.
    pub(crate) fn at(self, span: Span) -> Self {
        match self {
            Self::Open => Self::Open,
            Self::Timeout(_) => Self::Timeout(span),
            Self::Failure(_) => Self::Failure(span),
        }
    }

    /// The calls that are answered beside rejected ones.
    pub(crate) fn answered(self) -> &'static str {
        match self {
            Self::Open => "a rejected call",
            Self::Timeout(_) => "a call that timed out",
            Self::Failure(_) => "a failed call",
        }
    }
}

pub(crate) enum FallbackKind {
    /// Called with the arguments of the function.
    Path(TokenStream),
    /// Gets the `CircuitOpen`, or the `Cause`.
    Closure(Box<ExprClosure>),
    /// Evaluated in place.
    Expression(Box<Expr>),
}
