//! Postal addresses of users (RFC 7643, section 4.1.2).

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::column::Column;

use super::shared::{IS_PRIMARY, USER_ID};
use super::users;

/// Postal addresses of users of a provider that implements RFC 7644.
pub const RFC7644: Object = Object::new(
    "user_addresses",
    "Postal addresses of users.",
    &[
        USER_ID,
        Column::text("type", "Such as `work` or `home`"),
        Column::text("formatted", "The whole address"),
        Column::text("street_address", "Street, with the number of the house").from_attribute(&["streetAddress"]),
        Column::text("locality", "City"),
        Column::text("region", "State or region"),
        Column::text("postal_code", "Postal code").from_attribute(&["postalCode"]),
        Column::text("country", "Country, as in ISO 3166-1"),
        IS_PRIMARY,
    ],
    &[users::one(ADDRESSES), users::list(ADDRESSES).with_filters(&[users::BY_USER])],
)
.with_primary_key(&[]);

/// The same of a provider that does not find users by them.
pub const BASIC: Object = RFC7644.with_access_paths(&[users::one(ADDRESSES), users::list(ADDRESSES)]);

const ADDRESSES: &[&str] = &["addresses"];
