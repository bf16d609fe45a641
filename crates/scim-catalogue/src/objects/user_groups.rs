//! Groups of users (RFC 7643, section 4.1.2).

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::column::Column;

use super::shared::{REF, USER_ID};
use super::{group_members, users};

/// Groups of users of a provider that implements RFC 7644.
pub const RFC7644: Object = Object::new(
    "user_groups",
    "Groups of users, as the users list them. They can include groups of which a user is a member indirectly.",
    &[
        USER_ID,
        Column::text("group_id", "Id of the group (`groups.id`)").from_attribute(&["value"]),
        Column::text("display", "Name of the group"),
        Column::text("type", "`direct`, or `indirect` if another group is the member"),
        REF,
    ],
    &[
        users::one(GROUPS).with_advice_if_omitted(ADVICE),
        users::list(GROUPS).with_filters(&[users::BY_USER]).with_advice_if_omitted(ADVICE),
    ],
)
.with_row_key(&["user_id", "group_id"]);

/// Groups of users of a provider that does not find users by their ids.
pub const BASIC: Object = RFC7644.with_access_paths(&[
    users::one(GROUPS).with_advice_if_omitted(ADVICE),
    users::list(GROUPS).with_advice_if_omitted(ADVICE),
]);

/// Groups of users at Contentful, whose users do not list them.
pub const CONTENTFUL: Object = Object::new(
    "user_groups",
    "Groups of users, as the groups list them.",
    &[
        Column::text("user_id", "Id of the user (`users.id`)").from_attribute(&["value"]),
        Column::key("group_id", "Id of the group (`groups.id`)"),
    ],
    &[group_members::ONE, group_members::LIST],
)
.with_row_key(&["user_id", "group_id"]);

const ADVICE: &str = "If it leaves groups out of users, query group_members instead";

const GROUPS: &[&str] = &["groups"];
