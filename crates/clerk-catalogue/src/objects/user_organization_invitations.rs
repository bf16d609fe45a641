//! Invitations to organizations, listed for each invited user.

use super::{MAX_PAGE, joined, organization_invitations};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "user_organization_invitations",
    "Invitations to join organizations, listed for each invited user. The table `organization_invitations` also \
     contains the invitations of people who are not users.",
    COLUMNS,
    ACCESS_PATHS,
);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::paged_list("/users/{user_id}/organization_invitations", MAX_PAGE)
    .for_each_parent("user_id", "users")
    .with_filters(organization_invitations::BY_STATUS)];

const COLUMNS: &[Column] = &joined::<{ organization_invitations::READABLE.len() + 1 }>(&[
    &[Column::key("user_id", "Id of the invited user (`users.id`)")],
    organization_invitations::READABLE,
]);
