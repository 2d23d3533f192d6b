//! The arguments of the attribute: what was written, before it is judged.

pub(crate) mod arms;
pub(crate) mod fault;
mod grammar;
pub(crate) mod key;
pub(crate) mod lookup;
mod malformed;
pub(crate) mod table;
pub(crate) mod value;
pub(crate) mod written;

use proc_macro2::{Ident, TokenStream};
use syn::Expr;
use syn::ext::IdentExt;

use self::arms::arm::Arm;
use self::fault::Fault;
use self::key::Key;
use self::lookup::Lookup;
use self::written::{Given, Written};

/// The arguments, each at most once.
#[derive(Clone, Default)]
pub(crate) struct Args {
    given: Vec<Arg>,
    arms: Vec<(Key, Vec<Arm>)>,
    /// Keys that were given in an unusable form: nothing that depends on them is worth reporting.
    broken: Vec<Key>,
    skip: Option<Ident>,
    /// Every key as typed, for editors.
    typed: Vec<Ident>,
}

/// One usable `key = value`.
#[derive(Clone)]
pub(crate) struct Arg {
    pub(crate) key: Key,
    pub(crate) ident: Ident,
    pub(crate) value: Expr,
}

impl Args {
    /// Reads all arguments; what is wrong with one does not hide the others.
    pub(crate) fn parse(tokens: TokenStream) -> (Self, Vec<Fault>) {
        let (arguments, mut faults) = grammar::parse(tokens);
        let mut args = Self::default();
        for written in arguments {
            args.typed.push(written.ident.clone());
            faults.extend(args.add(written));
        }
        (args, faults)
    }

    pub(crate) fn get(&self, key: Key) -> Option<&Arg> {
        self.given.iter().find(|arg| arg.key == key)
    }

    /// The arms of `key`, none if it is not given.
    pub(crate) fn arms(&self, key: Key) -> &[Arm] {
        self.arms.iter().find(|(given, _)| *given == key).map_or(&[], |(_, arms)| arms)
    }

    /// Whether one of `keys` was mentioned in any form.
    pub(crate) fn mentions_any(&self, keys: &[Key]) -> bool {
        keys.iter().any(|&key| self.mentions(key))
    }

    /// Those that could be read, in the order in which they were written; without arms.
    pub(crate) fn given(&self) -> impl Iterator<Item = &Arg> {
        self.given.iter()
    }

    /// Whether `key` was mentioned in any form.
    pub(crate) fn mentions(&self, key: Key) -> bool {
        let is_skip = key == Key::Skip && self.skip.is_some();
        let is_given = self.get(key).is_some() || !self.arms(key).is_empty();
        is_skip || is_given || self.broken.contains(&key)
    }

    /// Where it says `skip`.
    pub(crate) fn skip(&self) -> Option<&Ident> {
        self.skip.as_ref()
    }

    /// Whether there are some, and a method in a block may have all of them.
    pub(crate) fn are_of_a_method(&self) -> bool {
        let keys = self.typed.iter().map(|key| Key::look_up(&key.unraw().to_string()));
        let is_of_method = |key| matches!(key, Lookup::Known(key) if !key.is_of_the_circuit());
        !self.typed.is_empty() && { keys }.all(is_of_method)
    }

    /// These arguments, completed by `others`.
    pub(crate) fn inheriting(mut self, others: &Self) -> Self {
        let judges = self.mentions(Key::Judge) || self.mentions_any(&Key::OF_ARMS);
        // Arms complete each other, and a judge decides alone.
        let is_other = |key: Key| match key {
            Key::Judge => judges,
            key => key.takes_arms() && self.mentions(Key::Judge),
        };
        let is_new = |key: Key| !self.mentions(key) && !is_other(key);
        let given: Vec<_> = others.given.iter().filter(|arg| is_new(arg.key)).cloned().collect();
        let arms: Vec<_> = others.arms.iter().filter(|arms| is_new(arms.0)).cloned().collect();
        let broken: Vec<_> = others.broken.iter().copied().filter(|&key| is_new(key)).collect();
        self.given.extend(given);
        self.arms.extend(arms);
        self.broken.extend(broken);
        self
    }

    /// Forgets the others.
    pub(crate) fn retain(&mut self, keep: impl Fn(Key) -> bool) {
        self.given.retain(|arg| keep(arg.key));
        self.broken.retain(|&key| keep(key));
    }

    pub(crate) fn typed_keys(&self) -> &[Ident] {
        &self.typed
    }

    /// Takes in one argument, unless something is wrong with it.
    fn add(&mut self, written: Written) -> Option<Fault> {
        let lookup = Key::look_up(&written.ident.unraw().to_string());
        match lookup {
            Lookup::Known(key) if !written.is_apart() => return self.add_known(key, written),
            Lookup::Known(key) | Lookup::Meant(key, _) => self.broken.push(key),
            Lookup::Wish(_) | Lookup::Unknown => {}
        }
        Some(Fault::Name(Box::new(written), lookup))
    }

    fn add_known(&mut self, key: Key, written: Written) -> Option<Fault> {
        let Written { ident, value, .. } = written;
        if self.mentions(key) {
            return Some(Fault::Twice(ident, key));
        }
        match value {
            Ok(Given::Expression(value)) => {
                self.given.push(Arg { key, ident, value: *value });
            }
            Ok(Given::Arms(arms)) => self.arms.push((key, arms)),
            Ok(Given::Nothing) => self.skip = Some(ident),
            Err(mistake) => {
                self.broken.push(key);
                return Some(Fault::Malformed(key, mistake));
            }
        }
        None
    }
}
