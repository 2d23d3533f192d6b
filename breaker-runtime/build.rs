//! Does nothing: cargo looks at `links` only where a package has a build script.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}
