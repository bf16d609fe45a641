//! Phone numbers of users (RFC 7643, section 4.1.2).

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::column::Column;

use super::shared::{IS_PRIMARY, USER_ID};
use super::users;

/// Phone numbers of users of a provider that implements RFC 7644.
pub const RFC7644: Object = Object::new(
    "user_phone_numbers",
    "Phone numbers of users.",
    &[
        USER_ID,
        Column::text("value", "The number"),
        Column::text("type", "Such as `work`, `home` or `mobile`"),
        Column::text("display", "The number as it is shown"),
        IS_PRIMARY,
    ],
    &[users::one(PHONE_NUMBERS), users::list(PHONE_NUMBERS).with_filters(&[users::BY_USER])],
)
.with_primary_key(&[]);

/// The same of a provider that does not find users by them.
pub const BASIC: Object = RFC7644.with_access_paths(&[users::one(PHONE_NUMBERS), users::list(PHONE_NUMBERS)]);

const PHONE_NUMBERS: &[&str] = &["phoneNumbers"];
