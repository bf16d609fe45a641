//! Billing credit balances of users.

use super::{OBJECT_TYPE, joined, shared};
use crate::options;
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "user_billing_credits",
    "Billing credits of users. Each row is the credit balance of one user, which Clerk can apply to later charges. \
     Clerk returns the balance of one user at a time.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_row_key(&["user_id"])
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] =
    &[AccessPath::single_object("/users/{user_id}/billing/credits").for_each_parent("user_id", "users")];

const WRITES: Writes = Writes::with_row_id("user_id").with_insert(
    WriteRequest::post("/users/{user_id}/billing/credits")
        .with_parameters(&[CREDIT])
        .with_switch(&options::BILLING_WRITES)
        .idempotent()
        .with_note("INSERT adds no row. It increases or decreases the balance, once for each `idempotency_key`."),
);

/// The parameters of a request that changes a credit balance.
pub const CREDIT: &[Parameter] = &[
    Parameter::of("amount").required(),
    Parameter::of("action").required(),
    Parameter::of("idempotency_key").required(),
    Parameter::of("currency"),
    Parameter::of("note"),
];

pub const COLUMNS: &[Column] =
    &joined::<{ OWN.len() + 1 }>(&[&[Column::key("user_id", "Id of the user (`users.id`)")], OWN]);

/// The columns apart from the owner's id, which are the same for users and organizations.
pub const OWN: &[Column] = &[
    OBJECT_TYPE,
    Column::nested("balance", shared::MONEY, "Current credit balance; NULL if there has never been any credit"),
    // Columns that can only be written.
    Column::integer("amount", "Amount in cents by which the balance changes, greater than 0").write_only(),
    Column::text("action", "Whether the balance grows or shrinks: `increase` or `decrease`").write_only(),
    Column::text("currency", "Currency code of the amount, such as `USD`; `USD` if not set").write_only(),
    Column::text("idempotency_key", "Your own id of the change; Clerk makes the change once for each id").write_only(),
    Column::text("note", "Note that Clerk stores with the change").write_only(),
];
