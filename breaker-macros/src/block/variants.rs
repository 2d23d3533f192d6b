//! A method whose own attribute depends on a `cfg`. It is written once for each case, because the
//! block can't know which case holds.
//!
//! ```text
//! #[cfg_attr(test, circuit_breaker(skip))] fn charge(&self) { .. }
//!
//! #[cfg(test)]      #[circuit_breaker(skip)] fn charge(&self) { .. }
//! #[cfg(not(test))] fn charge(&self) { .. }
//! ```

use std::mem::take;

use syn::{Attribute, Meta, parse_quote};

use super::alias::may_be_alias;
use crate::item::lints::conditional;
use crate::item::{Function, is_named_circuit_breaker};

/// One for each case.
#[expect(clippy::vec_box, reason = "members of a block are boxed")]
pub(super) fn of(mut function: Box<Function>) -> Vec<Box<Function>> {
    let Some(index) = function.attrs.iter().position(is_conditional) else {
        return vec![function];
    };
    let Some((condition, metas)) = conditional(&function.attrs[index].meta) else {
        return vec![function];
    };
    let behind = function.attrs.split_off(index + 1);
    function.attrs.pop();
    let mut holds = function.clone();
    holds.attrs.extend(metas.into_iter().map(|meta| -> Attribute { parse_quote!(#[#meta]) }));
    let mut fails = function;
    fails.attrs.extend(behind.iter().cloned());
    holds.attrs.extend(behind);
    switch(&mut holds, parse_quote!(#[cfg(#condition)]));
    switch(&mut fails, parse_quote!(#[cfg(not(#condition))]));
    of(holds).into_iter().chain(of(fails)).collect()
}

/// Put first, so that no other attribute looks at what is switched off.
fn switch(function: &mut Function, cfg: Attribute) {
    let others = take(&mut function.attrs);
    function.attrs = std::iter::once(cfg).chain(others).collect();
}

fn is_conditional(attr: &Attribute) -> bool {
    conditional(&attr.meta).is_some_and(|(_, metas)| metas.iter().any(concerns_us))
}

fn concerns_us(meta: &Meta) -> bool {
    match conditional(meta) {
        Some((_, metas)) => metas.iter().any(concerns_us),
        None => is_named_circuit_breaker(meta.path()) || may_be_alias(meta),
    }
}
