//! Opens `psql` in a private Postgres with the component for Clerk or, with `PROVIDER=keycloak` or `scim` in the environment, with
//! another one.

use std::process::ExitCode;

use anyhow::Result;
use clerk_mock::Mock;
use component_build::Provider;
use fdw_sandbox::{Keycloak, Scim};

fn main() -> Result<ExitCode> {
    match Provider::from_environment()? {
        Provider::Clerk => fdw_demo::shell::<Mock>(),
        Provider::Keycloak => fdw_demo::shell::<Keycloak>(),
        Provider::Scim => fdw_demo::shell::<Scim>(),
    }
}
