//! `name` and `crate`: what the circuit is called, and where its runtime is found.

use quote::ToTokens;
use syn::{Expr, Lit, LitStr, Path, parse_quote};

use crate::args::Args;
use crate::args::key::Key;
use crate::args::value::ValueKind;
use crate::diagnostics::Errors;

pub(crate) fn name(args: &Args, errors: &mut Errors) -> Option<LitStr> {
    let arg = args.get(Key::Name)?;
    match ValueKind::of(&arg.value) {
        ValueKind::Literal(Lit::Str(name)) if name.value().trim().is_empty() => {
            errors.over(&arg.value, "empty name: write one such as \"payments\", or remove `name`");
            None
        }
        ValueKind::Literal(Lit::Str(name)) => match not_a_name(&name.value()) {
            Some(message) => {
                errors.over(&arg.value, message);
                None
            }
            None => Some(name.clone()),
        },
        ValueKind::Constant(Expr::Path(path)) if is_constant(&path.path) => {
            let message = "a name can't be a constant: write it out, as in `name = \"payments\"`";
            errors.over(&arg.value, message);
            None
        }
        ValueKind::Constant(Expr::Path(path)) if path.path.get_ident().is_some() => {
            let path = path.to_token_stream();
            errors.over(
                &arg.value,
                format!("a name is written in quotes: write `name = \"{path}\"`"),
            );
            None
        }
        _ => {
            errors.over(&arg.value, "not a text in quotes: write one as in `name = \"payments\"`");
            None
        }
    }
}

/// Characters with a meaning of their own in overrides and in lists of circuits: the runtime
/// refuses the same (`naming`).
fn not_a_name(name: &str) -> Option<String> {
    if let Some((_, rest)) = name.split_once('{') {
        if let Some((inner, _)) = rest.split_once('}') {
            let key = if inner.is_empty() { "host" } else { inner };
            let message = format!(
                "a name is not interpolated: for a circuit for each value write `key = {key}`",
            );
            return Some(message);
        }
    }
    let inner = name.trim_ascii();
    if inner.chars().any(char::is_control) {
        return Some(
            "a name can't have control characters, such as line breaks: remove them".into(),
        );
    }
    match inner.chars().find(|letter| matches!(letter, '*' | '[' | ']')) {
        Some('*') => {
            Some("a name can't have a `*`, which stands for a group of circuits: remove it".into())
        }
        Some(_) => {
            Some("a name can't have a `[` or `]`, which stand around a key: remove them".into())
        }
        None => (inner != name).then(|| {
            let inner = inner.escape_debug();
            format!("a name can't begin or end with a blank: write `name = \"{inner}\"`")
        }),
    }
}

/// By its spelling: `NAME`, `names::PAYMENTS`.
fn is_constant(path: &Path) -> bool {
    let last = path.segments.last().map(|segment| segment.ident.to_string());
    last.is_some_and(|name| !name.chars().any(char::is_lowercase))
}

pub(crate) fn runtime(args: &Args, errors: &mut Errors) -> Path {
    if let Some(arg) = args.get(Key::Crate) {
        if let Err(message) = absolute(&arg.value) {
            errors.over(&arg.value, message);
        }
    }
    runtime_path(args)
}

/// The given path if it is usable, else the default: also what is broken needs a path to complete
/// against.
pub(crate) fn runtime_path(args: &Args) -> Path {
    let given = args.get(Key::Crate).and_then(|arg| absolute(&arg.value).ok());
    given.unwrap_or_else(|| parse_quote!(::breaker_runtime))
}

fn absolute(value: &Expr) -> Result<Path, String> {
    match ValueKind::of(value) {
        ValueKind::Constant(Expr::Path(path)) if path.qself.is_none() => {
            if is_absolute(&path.path) {
                return Ok(path.path.clone());
            }
            Err(format!("`crate` must be an absolute path: write `{}`", made_absolute(&path.path)))
        }
        ValueKind::Literal(Lit::Str(text)) => {
            let path = text.parse::<Path>().unwrap_or_else(|_| parse_quote!(breaker_runtime));
            Err(format!("a path stands without quotes: write `crate = {}`", made_absolute(&path)))
        }
        _ => Err("not a path: write one as in `crate = ::breaker_runtime`".to_owned()),
    }
}

/// Attributes can be moved and re-exported: only a path from a root means the same everywhere.
fn is_absolute(path: &Path) -> bool {
    let root = path.segments.first().map(|segment| segment.ident.to_string());
    path.leading_colon.is_some() || matches!(root.as_deref(), Some("crate" | "$crate"))
}

fn made_absolute(path: &Path) -> String {
    let segments: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    match segments.first().map(String::as_str) {
        _ if is_absolute(path) => path.to_token_stream().to_string().replace(' ', ""),
        Some("self" | "super") => {
            format!("crate::..::{}", segments.last().map_or("", String::as_str))
        }
        _ => format!("::{}", segments.join("::")),
    }
}
