//! Domains of organizations.

use super::{MAX_PAGE, MAX_VALUES, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::{Access, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::filter::Filter;

pub const OBJECT: Object =
    Object::new("organization_domains", "Domains of organizations, by which members can join.", COLUMNS, ACCESS);

const ACCESS: &[Access] =
    &[Access::list("/organization_domains", MAX_PAGE).ordered(&[Order::by("created_at")]).filtered(&[
        Filter::equals("organization_id", "organization_id"),
        Filter::equals("name", "domains").lower_case().inexact().max_values(MAX_VALUES),
        Filter::contains_any_case("name", "query"),
        Filter::equals("enrollment_mode", "enrollment_mode").one_of(&[
            "manual_invitation",
            "automatic_invitation",
            "automatic_suggestion",
            "enterprise_sso",
        ]),
    ])];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("organization_id", "The organization"),
    Column::text("name", "The name"),
    Column::text("enrollment_mode", "How users with an address in the domain may join"),
    Column::text("affiliation_email_address", "The address that proved the affiliation"),
    Column::nested("affiliation_verification", VERIFICATION, "How the affiliation with the domain was verified"),
    Column::nested("ownership_verification", VERIFICATION, "How the ownership of the domain was verified"),
    Column::nested("verification", VERIFICATION, "How it was verified"),
    Column::integer("total_pending_invitations", "How many invitations are pending"),
    Column::integer("total_pending_suggestions", "How many suggestions are pending"),
    Column::nested("public_organization_data", PUBLIC_ORGANIZATION_DATA, "What may be known of the organization"),
    Column::time("created_at", "When it was created"),
    Column::time("updated_at", "When it was changed last"),
];

const VERIFICATION: &[Column] = &[
    Column::text("status", "The status"),
    Column::text("strategy", "How it is verified"),
    Column::integer("attempts", "Attempts so far"),
    Column::time("expire_at", "When it expires"),
    Column::time("verified_at", "When it was verified"),
];

const PUBLIC_ORGANIZATION_DATA: &[Column] = &[
    Column::text("id", "Its id"),
    Column::text("name", "The name"),
    Column::text("slug", "The name in urls"),
    Column::text("image_url", "The picture"),
    Column::bool("has_image", "Whether there is a picture of one's own"),
];
