//! The name of a block's circuit where there is no `name`: `shop::Gateway`, `shop::Pool<Row>`,
//! `<shop::Gateway as Pay<Eur>>`; and `shop::<Arc<Row> as Pay>` for a type of another module.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Path, Type};

use crate::item::block::Block;
use crate::item::spelling::Spelling;
use crate::item::types::{is_primitive, ungrouped};

/// Types of the standard library that traits are often implemented for.
const OF_STD: [&str; 17] = [
    "Arc", "BTreeMap", "BTreeSet", "Box", "Cow", "HashMap", "HashSet", "Mutex", "Option", "Pin",
    "Rc", "RefCell", "Result", "RwLock", "String", "Vec", "VecDeque",
];

/// The path of the type, since there is no function.
pub(super) fn of(block: &Block, runtime: &Path) -> TokenStream {
    let spelling = Spelling { parameters: &block.parameters };
    let implementor = spelling.of(&block.implementor);
    let (signs, inner) = without_references(&block.implementor);
    let (before, behind) = match &block.implemented {
        None if is_path(inner) => (String::new(), format!("::{implementor}")),
        None => (String::new(), format!("::<{implementor}>")),
        Some(path) => {
            let (ty, implemented) = (spelling.of(inner), spelling.of(path));
            if is_of_the_module(inner, block) {
                (format!("<{signs}"), format!("::{ty} as {implemented}>"))
            } else {
                (String::new(), format!("::<{implementor} as {implemented}>"))
            }
        }
    };
    quote! {
        #runtime::__private::concat!(#before, #runtime::__private::module_path!(), #behind)
    }
}

fn without_references(ty: &Type) -> (String, &Type) {
    match ungrouped(ty) {
        Type::Reference(reference) => {
            let (signs, inner) = without_references(&reference.elem);
            let sign = if reference.mutability.is_some() { "&mut " } else { "&" };
            (format!("{sign}{signs}"), inner)
        }
        other => (String::new(), other),
    }
}

fn is_path(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none())
}

/// A single name: the module's own, as far as the tokens show.
fn is_of_the_module(ty: &Type, block: &Block) -> bool {
    let Type::Path(path) = ty else { return false };
    let (None, None, Some(last)) =
        (&path.qself, &path.path.leading_colon, path.path.segments.last())
    else {
        return false;
    };
    let name = last.ident.to_string();
    path.path.segments.len() == 1
        && !block.parameters.contains(&name)
        && !OF_STD.contains(&name.as_str())
        && !is_primitive(&last.ident)
}
