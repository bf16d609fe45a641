//! The objects of Clerk's Backend API, one file each.

mod allowlist_identifiers;
mod blocklist_identifiers;
mod domains;
mod invitations;
mod jwt_templates;
mod oauth_applications;
mod organization_invitations;
mod organization_memberships;
mod organizations;
mod redirect_urls;
mod saml_connections;
mod users;

use fdw_engine::catalogue::{Column, Object, Paging};

/// Every object, by name.
pub const ALL: &[Object] = &[
    allowlist_identifiers::OBJECT,
    blocklist_identifiers::OBJECT,
    domains::OBJECT,
    invitations::OBJECT,
    jwt_templates::OBJECT,
    oauth_applications::OBJECT,
    organization_invitations::OBJECT,
    organization_memberships::OBJECT,
    organizations::OBJECT,
    redirect_urls::OBJECT,
    saml_connections::OBJECT,
    users::OBJECT,
];

/// The largest page of nearly every list; a larger `limit` silently becomes 10.
const MAX_PAGE: u32 = 500;

/// Pages by position.
const BY_OFFSET: Paging = Paging::Offset { max: MAX_PAGE };

/// Oldest first, so that new rows land at the end of the list.
const OLDEST_FIRST: &str = "order_by=%2Bcreated_at";

/// Asks endpoints that page only on request to do so: the answer then has a count.
const PAGINATED: &str = "paginated=true";

/// What the objects have in common.
const fn object(name: &'static str, path: &'static str, columns: &'static [Column]) -> Object {
    Object { name, path, params: &[], paging: BY_OFFSET, list: "data", total: "total_count", id: "id", columns }
}

/// The kind of the object, the same in every row.
const OBJECT_TYPE: Column = Column::text("object").unlisted();
