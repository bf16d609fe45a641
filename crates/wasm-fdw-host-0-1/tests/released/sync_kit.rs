//! The kit on this line, where a second run of a cached plan on a foreign table would end the backend.

#[path = "../../../sync-kit/tests/sync_clerk/changes.rs"]
mod changes;
#[path = "../../../sync-kit/tests/sync_clerk/clerk.rs"]
mod clerk;
#[path = "../../../sync-kit/tests/sync_clerk/first_load.rs"]
mod first_load;
#[path = "../../../sync-kit/tests/sync_providers/keycloak.rs"]
mod keycloak;
#[path = "../../../sync-kit/tests/common/kit.rs"]
mod kit;
#[path = "../../../sync-kit/tests/sync_clerk/never_wrong.rs"]
mod never_wrong;
#[path = "../../../sync-kit/tests/sync_clerk/random.rs"]
mod random;
#[path = "../../../sync-kit/tests/sync_clerk/rows.rs"]
mod rows;
#[path = "../../../sync-kit/tests/sync_providers/scim.rs"]
mod scim;
