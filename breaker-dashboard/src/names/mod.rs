//! Names as a program's configuration has them: one, or a list of them.

use form::Names;

pub(crate) mod hosts;

/// A name of a circuit, or a list of names: `"db"`, `["db", "cache"]`, a `Vec<String>`.
///
/// A name is whatever is a text by `AsRef<str>`, and a list is whatever iterates over such. `Form`
/// says which of both it is: the compiler finds it, and nobody writes it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a name of a circuit nor a list of names",
    label = "is no text and no list of texts",
    note = "write a name, `\"db\"`, or a list, `[\"db\", \"cache\"]`; of a circuit, `DB.name()`"
)]
pub trait CircuitNames<Form>: Names<Form> {}

#[diagnostic::do_not_recommend]
impl<Form, N: Names<Form>> CircuitNames<Form> for N {}

/// A name of a host, or a list of names: `"ops.example.org"`, `["a.example", "b.example:8080"]`.
///
/// It is given as a [name of a circuit](CircuitNames) is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a name of a host nor a list of names",
    label = "is no text and no list of texts",
    note = "write a name, `\"ops.example.org\"`, or a list of names in brackets"
)]
pub trait HostNames<Form>: Names<Form> {}

#[diagnostic::do_not_recommend]
impl<Form, N: Names<Form>> HostNames<Form> for N {}

/// All of them.
pub(crate) fn all<Form>(names: impl Names<Form>) -> Vec<String> {
    names.names()
}

mod form {
    /// In a module of its own: nobody else implements it.
    pub trait Names<Form> {
        fn names(self) -> Vec<String>;
    }

    #[derive(Debug)]
    pub struct One;
    #[derive(Debug)]
    pub struct Many;

    impl<N: AsRef<str>> Names<One> for N {
        fn names(self) -> Vec<String> {
            vec![self.as_ref().to_owned()]
        }
    }

    impl<N: AsRef<str>, I: IntoIterator<Item = N>> Names<Many> for I {
        fn names(self) -> Vec<String> {
            self.into_iter().map(|name| name.as_ref().to_owned()).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::collections::BTreeSet;

    use super::all;

    #[test]
    fn one_name_is_taken_as_well_as_a_list() {
        let owned = String::from("db");
        for one in [all("db"), all(&owned), all(owned.clone()), all(Cow::Borrowed("db"))] {
            assert_eq!(one, ["db"]);
        }
        let names = vec![String::from("a"), String::from("b")];
        let set: BTreeSet<_> = names.iter().cloned().collect();
        for many in [all(["a", "b"]), all(names.clone()), all(&names), all(set)] {
            assert_eq!(many, ["a", "b"]);
        }
        assert_eq!(all(names.iter().map(String::as_str)), ["a", "b"]);
        assert!(all(<[&str; 0]>::default()).is_empty());
    }
}
