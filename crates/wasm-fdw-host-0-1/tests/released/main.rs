//! The suites that run in Postgres, on the framework's 0.1.x line, on which released versions of Wrappers are built. Their
//! sources are those of the newest line's tests. What ends the backend on this line is in [`crashes`].

mod crashes;
#[path = "../../../../tests/differential/main.rs"]
mod differential;
#[path = "../../../keycloak-fdw/tests/keycloak_differential/main.rs"]
mod keycloak_differential;
#[path = "../../../keycloak-fdw/tests/keycloak_sql.rs"]
mod keycloak_sql;
#[path = "../../../../tests/postgres.rs"]
mod postgres_suite;
#[path = "../../../../tests/postgres_writes.rs"]
mod postgres_writes;
#[path = "../../../scim-fdw/tests/scim_differential/main.rs"]
mod scim_differential;
#[path = "../../../scim-fdw/tests/scim_sql.rs"]
mod scim_sql;
#[path = "../../../../tests/sql.rs"]
mod sql;
mod sync_kit;
