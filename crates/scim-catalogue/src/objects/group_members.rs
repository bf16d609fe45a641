//! Members of groups (RFC 7643, section 4.2).

use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

use super::shared::{FILTER, REF};
use crate::MAX_PAGE;

/// Members of a provider that implements RFC 7644.
pub const RFC7644: Object = Object::new(
    "group_members",
    "Members of groups: users, or other groups.",
    &[GROUP_ID, MEMBER_ID, DISPLAY, TYPE, REF],
    &[ONE, LIST.with_filters(&[Filter::compared("member_id", &FILTER, "members.value")])],
)
.with_row_key(&["group_id", "member_id"]);

/// Members of a provider that does not find groups by their members.
pub const BASIC: Object = RFC7644.with_access_paths(&[ONE, LIST]);

/// Members of teams at Contentful.
pub const CONTENTFUL: Object = BASIC;

/// Access path to the members of one group.
pub const ONE: AccessPath = AccessPath::single_object("/Groups/{group_id}").embedded_in(&["members"]);

/// Access path to the members of all groups.
pub const LIST: AccessPath =
    AccessPath::paged_list("/Groups", MAX_PAGE).embedded_in(&["members"]).with_advice_if_omitted(
        "If it leaves members out of lists of groups, add a condition on group_id with at most ten values",
    );

const GROUP_ID: Column = Column::key("group_id", "Id of the group (`groups.id`)");

const MEMBER_ID: Column =
    Column::text("member_id", "Id of the member: `users.id`, or `groups.id` of a group").from_attribute(&["value"]);

const DISPLAY: Column = Column::text("display", "Name of the member");

const TYPE: Column = Column::text("type", "Type of the member, `User` or `Group`; NULL if the provider does not say");
