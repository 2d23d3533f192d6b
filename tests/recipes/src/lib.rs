//! The chapters of the guide that are about other crates: the compiler reads them as documentation
//! of this one, and the snippets that are tried against servers stand here too.

#[cfg(doctest)]
mod guide {
    macro_rules! chapters {
        ($($name:ident: $file:literal,)*) => {$(
            #[doc = include_str!(concat!("../../../breaker-runtime/guide/", $file))]
            mod $name {}
        )*};
    }

    chapters! {
        clients: "clients.md",
        dashboard: "dashboard.md",
        databases: "databases.md",
        errors: "errors.md",
        fleet: "fleet.md",
        functions: "functions.md",
        getting_started: "getting_started.md",
        overrides: "overrides.md",
        registry: "registry.md",
        servers: "servers.md",
        telemetry: "telemetry.md",
        testing: "testing.md",
    }
}

pub mod actix;
pub mod cache;
pub mod foreign;
pub mod grpc;
pub mod http;
pub mod postgres;
pub mod proxy;
pub mod sqlite;
