//! A tour of the component for Clerk or, with `PROVIDER=keycloak` or `scim` in the environment, of another one.

use anyhow::Result;
use clerk_mock::Mock;
use component_build::Provider;
use fdw_sandbox::{Keycloak, Scim};

fn main() -> Result<()> {
    match Provider::from_environment()? {
        Provider::Clerk => fdw_demo::show::<Mock>(),
        Provider::Keycloak => fdw_demo::show::<Keycloak>(),
        Provider::Scim => fdw_demo::show::<Scim>(),
    }
}
