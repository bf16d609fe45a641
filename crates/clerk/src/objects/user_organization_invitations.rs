//! Invitations of each user to organizations.

use super::{MAX_PAGE, organization_invitations, with_first};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "user_organization_invitations",
    "Invitations of each user to organizations. All of them, whoever they are for, are organization_invitations.",
    COLUMNS,
    ACCESS,
);

const ACCESS: &[Access] = &[Access::list("/users/{user_id}/organization_invitations", MAX_PAGE)
    .for_each("user_id", "users")
    .filtered(organization_invitations::BY_STATUS)];

const COLUMNS: &[Column] = &with_first::<{ organization_invitations::COLUMNS.len() + 1 }>(
    Column::key("user_id", "Who is invited"),
    organization_invitations::COLUMNS,
);
