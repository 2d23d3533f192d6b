//! The times of `open(..)`: what stands there is evaluated in the judge, which can't leave the
//! function.

use syn::visit_mut::{VisitMut, visit_expr_mut};
use syn::{Expr, Item, Lit};

use crate::args::arms::arm::Arm;
use crate::args::value::ValueKind;
use crate::diagnostics::Errors;
use crate::literals::duration;

pub(super) fn check(arms: &[Arm], errors: &mut Errors) {
    for time in arms.iter().filter_map(Arm::time) {
        literal(time, errors);
        // It reads, and changes nothing.
        Ways { errors }.visit_expr_mut(&mut time.clone());
    }
}

/// `"30s"` is a time, as everywhere in the attribute; `30` has no unit.
fn literal(time: &Expr, errors: &mut Errors) {
    match ValueKind::of(time) {
        ValueKind::Literal(Lit::Str(text)) => {
            if let Err(wrong) = duration::parse(&text.value()) {
                errors.over(text, wrong);
            }
        }
        ValueKind::Literal(Lit::Int(number)) => {
            let seconds = number.base10_digits();
            let message = format!("a time has a unit: write `\"{seconds}s\"`");
            errors.over(number, message);
        }
        _ => {}
    }
}

/// The ways out of a function.
struct Ways<'e> {
    errors: &'e mut Errors,
}

impl VisitMut for Ways<'_> {
    fn visit_expr_mut(&mut self, code: &mut Expr) {
        match code {
            // Code of its own, which may end early.
            Expr::Async(_) | Expr::Closure(_) | Expr::Const(_) => return,
            Expr::Try(early) => self.errors.over(
                early.question_token,
                "`?` can't leave the function from here: make the time an `Option`, as with \
                 `header.parse().ok()`",
            ),
            Expr::Return(early) => self.errors.over(
                early.return_token,
                "`return` can't leave the function from here: write the time alone, or `None` \
                 for as long as any opening",
            ),
            Expr::Await(waiting) => self.errors.over(
                waiting.await_token,
                "an arm can't wait: let the function return what the time is made of",
            ),
            _ => {}
        }
        visit_expr_mut(self, code);
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}
}
