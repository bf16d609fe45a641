//! Billing credits of organizations.

use super::{joined, user_billing_credits};
use crate::options;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "organization_billing_credits",
    "Billing credits of organizations. Each row is the credit balance of one organization, which Clerk can apply to \
     later charges. Clerk returns the balance of one organization at a time.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_row_key(&["organization_id"])
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::single_object("/organizations/{organization_id}/billing/credits")
    .for_each_parent("organization_id", "organizations")];

const WRITES: Writes = Writes::with_row_id("organization_id").with_insert(
    WriteRequest::post("/organizations/{organization_id}/billing/credits")
        .with_parameters(&[user_billing_credits::CREDIT])
        .with_switch(&options::BILLING_WRITES)
        .idempotent()
        .with_note("INSERT adds no row. It increases or decreases the balance, once for each `idempotency_key`."),
);

const COLUMNS: &[Column] = &joined::<{ user_billing_credits::OWN.len() + 1 }>(&[
    &[Column::key("organization_id", "Id of the organization (`organizations.id`)")],
    user_billing_credits::OWN,
]);
