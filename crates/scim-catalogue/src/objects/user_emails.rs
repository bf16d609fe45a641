//! E-mail addresses of users (RFC 7643, section 4.1.2).

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

use super::shared::{FILTER, IS_PRIMARY, ONE_FILTER, USER_ID};
use super::users;

/// E-mail addresses of users of a provider that implements RFC 7644.
pub const RFC7644: Object = Object::new(
    "user_emails",
    "E-mail addresses of users.",
    COLUMNS,
    &[
        users::one(EMAILS),
        users::list(EMAILS).with_filters(&[users::BY_USER, Filter::compared("value", &FILTER, "emails.value")]),
    ],
)
.with_primary_key(&[]);

/// The same of a provider that does not find users by them.
pub const BASIC: Object = RFC7644.with_access_paths(&[users::one(EMAILS), users::list(EMAILS)]);

/// E-mail addresses of users at Contentful.
pub const CONTENTFUL: Object = RFC7644.with_access_paths(&[
    users::one(EMAILS),
    // The address is also the name of the account.
    users::list(EMAILS).with_filters(&[Filter::term("value", &ONE_FILTER, "userName eq ").inexact()]),
]);

const EMAILS: &[&str] = &["emails"];

const COLUMNS: &[Column] = &[
    USER_ID,
    Column::text("value", "The address"),
    Column::text("type", "Such as `work` or `home`"),
    Column::text("display", "The address as it is shown"),
    IS_PRIMARY,
];
