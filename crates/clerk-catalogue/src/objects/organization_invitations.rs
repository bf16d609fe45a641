//! Invitations to join organizations.

use super::{MAX_PAGE, OBJECT_TYPE, joined};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::{Column, Source};
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "organization_invitations",
    "Invitations to join organizations, of all organizations and in every status.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

/// Clerk's list for one organization (`/organizations/{organization_id}/invitations`) is not an access path: it omits
/// the invitations that result from a domain of the organization.
const ACCESS_PATHS: &[AccessPath] = &[AccessPath::paged_list("/organization_invitations", MAX_PAGE)
    .with_orders(&[Order::by("created_at")])
    .with_filters(&[STATUS, Filter::equals("email_address", "query").with_lower_case_values().inexact()])];

const STATUS: Filter =
    Filter::equals("status", "status").with_only_values(&["pending", "accepted", "revoked", "expired"]).inexact();

pub const BY_STATUS: &[Filter] = &[STATUS];

const WRITES: Writes = Writes::with_row_id("row_id")
    .with_insert(
        WriteRequest::post("/organizations/{organization_id}/invitations")
            .with_parameters(&[&[
                Parameter::of("email_address").required(),
                Parameter::of("role").required(),
                Parameter::of("inviter_id").named("inviter_user_id").nullable(),
                Parameter::of("public_metadata").nullable(),
                Parameter::of("private_metadata").nullable(),
                Parameter::of("redirect_url").nullable(),
                Parameter::of("expires_in_days").nullable(),
                Parameter::of("notify").nullable(),
            ]])
            .with_note(
                "Clerk sends an e-mail to the invited person unless `notify` is false. The inviter must be an \
                 administrator of the organization.",
            ),
    )
    .with_updates(&[REVOKE
        .with_parameters(&[&[Parameter::of("requesting_user_id").nullable()]])
        .on_text("status", "revoked")])
    .with_delete(REVOKE);

const REVOKE: WriteRequest = WriteRequest::post("/organizations/{organization_id}/invitations/{id}/revoke")
    .idempotent()
    .with_note("Only pending invitations can be revoked. The invitation remains a row.");

/// The columns that can be read, except for the row id.
pub const READABLE: &[Column] = &[
    Column::text("id", "Id of the invitation"),
    OBJECT_TYPE,
    Column::text("email_address", "E-mail address of the invited person"),
    Column::text("role", "Key of the role that the invited person gets on joining (`organization_roles.key`)"),
    Column::text("role_name", "Name of the role that the invited person gets on joining"),
    Column::text("organization_id", "Id of the organization (`organizations.id`)"),
    Column::text("inviter_id", "Id of the user who sent the invitation (`users.id`); NULL if there is none"),
    Column::nested(
        "public_inviter_data",
        INVITER,
        "Public data of the user who sent the invitation; NULL if there is none",
    ),
    Column::nested("public_organization_data", ORGANIZATION, "Public data of the organization"),
    Column::text("status", "Status of the invitation: `pending`, `accepted`, `revoked` or `expired`"),
    Column::map(
        "public_metadata",
        "Metadata of the invitation that the frontend can read and only the backend can write; copied to the \
         membership on acceptance",
    ),
    Column::map(
        "private_metadata",
        "Metadata of the invitation that only the backend can read and write; copied to the membership on acceptance",
    ),
    Column::text("url", "URL at which the invited person accepts the invitation; may be NULL"),
    Column::time("expires_at", "When the invitation expires; NULL if it never does"),
    Column::time("created_at", "When the invitation was created"),
    Column::time("updated_at", "When the invitation was last updated"),
];

const COLUMNS: &[Column] = &joined::<{ READABLE.len() + 5 }>(&[
    &[Column::text("row_id", "Row id for UPDATE and DELETE: `organization_id` and `id`, joined by a slash")
        .from_source(Source::Joined(&["organization_id", "id"]))],
    READABLE,
    &[
        Column::bool("notify", "Whether Clerk sends the invitation by e-mail; true if not set").write_only(),
        Column::text("redirect_url", "URL to which the link in the e-mail leads").write_only(),
        Column::integer("expires_in_days", "Number of days until the invitation expires; 30 if not set").write_only(),
        Column::text(
            "requesting_user_id",
            "Id of the administrator who revokes the invitation (`users.id`), set together with `status = 'revoked'`",
        )
        .write_only(),
    ],
]);

const INVITER: &[Column] = &[
    Column::text("user_id", "Id of the user who sent the invitation (`users.id`)"),
    Column::text("first_name", "First name of the inviter; NULL if not set"),
    Column::text("last_name", "Last name of the inviter; NULL if not set"),
    Column::text("image_url", "URL of the inviter's profile image or of a default image"),
    Column::bool("has_image", "Whether the inviter has their own profile image instead of the default image"),
    Column::text("identifier", "Identifier of the inviter, such as an e-mail address, phone number or username"),
];

const ORGANIZATION: &[Column] = &[
    Column::text("id", "Id of the organization (`organizations.id`)"),
    Column::text("name", "Name of the organization"),
    Column::text("slug", "Slug of the organization, its name in URLs"),
    Column::text("image_url", "URL of the organization's logo or of a default image"),
    Column::bool("has_image", "Whether the organization has its own logo instead of the default image"),
];
