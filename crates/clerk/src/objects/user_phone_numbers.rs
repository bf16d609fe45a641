//! Phone numbers of users: parts of the users list.

use super::{MAX_VALUES, OBJECT_TYPE, users};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object = Object::new("user_phone_numbers", "Phone numbers of users.", COLUMNS, ACCESS);

/// By its id alone a number does not tell whose it is.
const ACCESS: &[Access] = &[
    Access::single("/phone_numbers/{id}"),
    users::one(&["phone_numbers"]),
    users::list(&["phone_numbers"]).filtered(&[
        Filter::equals("user_id", "user_id").signed().max_values(MAX_VALUES),
        Filter::equals("phone_number", "phone_number").inexact().max_values(MAX_VALUES),
        Filter::contains_any_case("phone_number", "phone_number_query"),
    ]),
];

pub const COLUMNS: &[Column] = &[
    Column::key("user_id", "Whose it is"),
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("phone_number", "The phone number"),
    Column::bool("reserved_for_second_factor", "Whether it is for the second factor alone"),
    Column::bool("default_second_factor", "Whether it is the second factor asked for first"),
    Column::bool("reserved", "Whether it is reserved for a sign-up under way"),
    Column::nested("verification", VERIFICATION, "How it was verified"),
    Column::json("linked_to", "The identifications that it is linked to"),
    Column::json("backup_codes", "Always null in what the API sends"),
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
];
