//! A guarded function, as compiler and attribute know it.

use core::any::type_name;

/// A guarded function. Its path alone may be that of others too: functions inside functions have
/// the same in different blocks, and so have a library and a program of the same name.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// The name that its circuit may have.
    pub(crate) path: &'static str,
    /// The compiler's name of the marker item in the function.
    pub(crate) item: &'static str,
    /// The module that it is in, without the functions around it; empty if that is not known.
    pub(crate) module: &'static str,
    /// Whether the crate is a program that Cargo builds.
    pub(crate) is_of_program: bool,
}

/// What the compiler knows of a marker item.
#[derive(Clone, Copy)]
pub(crate) struct Marked {
    pub(crate) item: &'static str,
    module: usize,
    is_of_program: bool,
}

pub(crate) fn marked<T, const MODULE: usize, const IS_OF_PROGRAM: bool>() -> Marked {
    Marked { item: type_name::<T>(), module: MODULE, is_of_program: IS_OF_PROGRAM }
}

impl Function {
    pub(super) fn new(path: &'static str, marked: Marked) -> Self {
        let Marked { item, module, is_of_program } = marked;
        let module = paths(item).find_map(|path| beginning(path, module)).unwrap_or_default();
        Self { path, item, module, is_of_program }
    }
}

/// The paths that the compiler's name of an item is made of.
pub(crate) fn paths(item: &str) -> impl Iterator<Item = &str> {
    let is_in_path = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | ':' | '#');
    item.split(move |sign| !is_in_path(sign)).filter(|path| !path.is_empty())
}

/// As much of the path as a module's length, if something in a module follows.
fn beginning(path: &str, length: usize) -> Option<&str> {
    let (module, rest) = path.split_at_checked(length)?;
    rest.starts_with("::").then_some(module)
}

#[cfg(test)]
mod tests {
    use super::{Function, Marked};

    #[test]
    fn the_module_is_as_long_as_the_attribute_says() {
        for (item, module) in [
            ("shop::pay::charge::__here", "shop::pay"),
            ("shop::pay::Gateway<u8>::charge::__here", "shop::pay"),
            ("<alloc::Arc<shop::Gateway> as shop::pay::Pay>::charge::__here", "shop::pay"),
            ("<shop::Gateway as shop::pay::Pay>::charge::__here", "shop::pay"),
            ("shop::pay::<impl shop::Gateway>::charge::__here", "shop::pay"),
            ("shop::charge::pay::inner::__here", ""),
            ("shop::pay", ""),
        ] {
            let marked = Marked { item, module: "shop::pay".len(), is_of_program: false };
            assert_eq!(Function::new("", marked).module, module, "{item}");
        }
    }
}
