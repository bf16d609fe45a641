//! E-mail addresses of users: parts of the users list.

use super::{MAX_VALUES, OBJECT_TYPE, parts, users};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new("user_email_addresses", "E-mail addresses of users.", COLUMNS, ACCESS);

/// By its id alone an address does not tell whose it is.
const ACCESS: &[Access] = &[
    Access::single("/email_addresses/{id}"),
    users::one(&["email_addresses"]),
    users::list(&["email_addresses"]).filtered(&[
        Filter::equals("user_id", "user_id").signed().max_values(MAX_VALUES),
        Filter::equals("email_address", "email_address").lower_case().inexact().max_values(MAX_VALUES),
        Filter::contains_any_case("email_address", "email_address_query"),
    ]),
];

pub const COLUMNS: &[Column] = &[
    Column::key("user_id", "Whose it is"),
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("email_address", "The e-mail address"),
    Column::bool("reserved", "Whether it is reserved for a sign-up under way"),
    Column::nested("verification", VERIFICATION, "How it was verified"),
    Column::json("linked_to", "The identifications that it is linked to"),
    Column::bool("matches_sso_connection", "Whether an enterprise connection has its domain"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];

const VERIFICATION: &[Column] = &[
    OBJECT_TYPE,
    Column::text("status", "The status"),
    Column::text("strategy", "How it is verified"),
    Column::integer("attempts", "Attempts so far"),
    Column::time("expire_at", "When it expires"),
    Column::text("channel", "How the code was sent"),
    Column::text("verified_at_client", "The client on which it was verified"),
    Column::nested("error", parts::ERROR, "What went wrong").not_imported(),
    Column::text("external_verification_redirect_url", "Where the provider verifies it"),
];
