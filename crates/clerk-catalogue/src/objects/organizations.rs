//! Organizations.

use super::{MAX_PAGE, MAX_VALUES, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::Column;
use fdw_engine::catalogue::column::Source::OnRequest;
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "organizations",
    "Organizations: the groups of users, such as companies or teams, that the application serves.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[
    AccessPath::single_object("/organizations/{id}"),
    AccessPath::paged_list("/organizations", MAX_PAGE).with_orders(&[Order::by("created_at")]).with_filters(&[
        Filter::equals("id", "organization_id").with_signed_values().with_max_values(MAX_VALUES),
        Filter::contains("name", "query"),
        Filter::contains("slug", "query"),
    ]),
];

const WRITES: Writes = Writes::with_row_id("id")
    .with_insert(
        WriteRequest::post("/organizations")
            .with_parameters(&[
                &[
                    Parameter::of("name").required(),
                    Parameter::of("created_by").nullable(),
                    Parameter::of("public_metadata").nullable(),
                    Parameter::of("private_metadata").nullable(),
                ],
                SHARED,
            ])
            .with_note(
                "The user `created_by` becomes an administrator of the organization. A slug can be set only where \
                 organization slugs are enabled.",
            ),
    )
    .with_updates(&[
        WriteRequest::patch("/organizations/{id}")
            .with_parameters(&[
                &[Parameter::of("name").nullable(), Parameter::of("admin_delete_enabled").nullable()],
                SHARED,
            ])
            .on_parameters(),
        WriteRequest::patch("/organizations/{id}/metadata").with_parameters(&[METADATA]).on_map_keys(),
        WriteRequest::put("/organizations/{id}/metadata").with_parameters(&[METADATA]).on_maps(),
        WriteRequest::delete("/organizations/{id}/logo").on_bool("has_image", false),
    ])
    .with_delete(WriteRequest::delete("/organizations/{id}").with_note(
        "The deletion of an organization cannot be undone. Clerk deletes its memberships and invitations too.",
    ));

const SHARED: &[Parameter] = &[
    Parameter::of("slug").nullable(),
    Parameter::of("max_allowed_memberships").nullable(),
    Parameter::of("created_at").nullable(),
    Parameter::of("role_set_key").nullable(),
];

/// Clerk accepts metadata in the request that creates an organization, but later only in requests of their own.
const METADATA: &[Parameter] = &[Parameter::of("public_metadata"), Parameter::of("private_metadata")];

/// Columns of an organization, also used where an organization is a nested object, as in `organization_memberships`.
pub const COLUMNS: &[Column] = &[
    Column::text("id", "Id of the organization"),
    OBJECT_TYPE,
    Column::text("name", "Name of the organization"),
    Column::text("slug", "Slug of the organization, its name in URLs; unique in the instance"),
    Column::text("image_url", "URL of the organization's logo or of a default image"),
    Column::bool("has_image", "Whether the organization has its own logo instead of the default image"),
    Column::integer("members_count", "Number of members; may be NULL except in the table `organizations`")
        .from_source(OnRequest(("include_members_count", "true"))),
    Column::bool(
        "missing_member_with_elevated_permissions",
        "Whether the organization lacks a member with elevated permissions; may be NULL except in the table \
         `organizations`",
    )
    .from_source(OnRequest(("include_missing_member_with_elevated_permissions", "true"))),
    Column::integer("pending_invitations_count", "Number of pending invitations; may be NULL"),
    Column::integer("max_allowed_memberships", "Maximum number of members; 0 means unlimited"),
    Column::bool("admin_delete_enabled", "Whether admins may delete the organization through Clerk's Frontend API"),
    Column::map(
        "public_metadata",
        "Metadata of the organization that the frontend can read and only the backend can write",
    ),
    Column::map("private_metadata", "Metadata of the organization that only the backend can read and write"),
    Column::text("created_by", "Id of the user who created the organization (`users.id`); may be NULL"),
    Column::time("created_at", "When the organization was created"),
    Column::time("updated_at", "When the organization was last updated"),
    Column::time("last_active_at", "When the organization was last active"),
    Column::text("role_set_key", "Key of the organization's role set (`role_sets.key`); may be NULL"),
];
