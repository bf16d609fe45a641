//! Domains of organizations.

use super::{MAX_PAGE, MAX_VALUES, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::{AccessPath, Order};
use fdw_engine::catalogue::column::{Column, Source};
use fdw_engine::catalogue::filter::Filter;
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "organization_domains",
    "Domains of organizations. The enrollment mode of a domain determines how users with an e-mail address in it join \
     the organization.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::paged_list("/organization_domains", MAX_PAGE)
    .with_orders(&[Order::by("created_at")])
    .with_filters(&[
        Filter::equals("organization_id", "organization_id"),
        Filter::equals("name", "domains").with_lower_case_values().inexact().with_max_values(MAX_VALUES),
        Filter::contains_any_case("name", "query"),
        Filter::equals("enrollment_mode", "enrollment_mode").with_only_values(&[
            "manual_invitation",
            "automatic_invitation",
            "automatic_suggestion",
            "enterprise_sso",
        ]),
    ])];

const WRITES: Writes = Writes::with_row_id("row_id")
    .with_insert(
        WriteRequest::post("/organizations/{organization_id}/domains")
            .with_parameters(&[&[
                Parameter::of("name"),
                Parameter::of("enrollment_mode"),
                Parameter::of("verified").nullable(),
            ]])
            .with_note("The domain counts as verified unless `verified` is false."),
    )
    .with_updates(&[
        WriteRequest::patch("/organizations/{organization_id}/domains/{id}")
            .with_parameters(&[&[Parameter::of("enrollment_mode").nullable(), Parameter::of("verified").nullable()]])
            .on_parameters(),
        WriteRequest::post("/organizations/{organization_id}/domains/{id}/verify_ownership")
            .with_note("Clerk takes your word for the ownership and looks up no DNS record.")
            .idempotent()
            .on_text("ownership_verification_status", "verified"),
    ])
    .with_delete(WriteRequest::delete("/organizations/{organization_id}/domains/{id}"));

pub const COLUMNS: &[Column] = &[
    Column::text("row_id", "Row id for UPDATE and DELETE: `organization_id` and `id`, joined by a slash")
        .from_source(Source::Joined(&["organization_id", "id"])),
    Column::text("id", "Id of the organization domain"),
    OBJECT_TYPE,
    Column::text("organization_id", "Id of the organization (`organizations.id`)"),
    Column::text("name", "Domain name, such as `example.com`"),
    Column::text(
        "enrollment_mode",
        "How users with an e-mail address in the domain join: `manual_invitation` (somebody invites them), \
         `automatic_invitation` (Clerk invites them), `automatic_suggestion` (Clerk suggests that they ask to join) or \
         `enterprise_sso` (single sign-on)",
    ),
    Column::text(
        "affiliation_email_address",
        "E-mail address in the domain with which the affiliation is verified; NULL if there is none",
    ),
    Column::nested(
        "affiliation_verification",
        VERIFICATION,
        "Verification that the organization is affiliated with the domain, for example by a code sent by e-mail; NULL \
         if there is none",
    ),
    Column::nested(
        "ownership_verification",
        VERIFICATION,
        "Verification that the organization owns the domain, for example by a DNS TXT record; NULL if there was no \
         attempt",
    ),
    Column::nested(
        "verification",
        VERIFICATION,
        "Same as `affiliation_verification`, under its older name; deprecated by Clerk",
    ),
    Column::integer("total_pending_invitations", "Number of pending invitations that belong to the domain"),
    Column::integer("total_pending_suggestions", "Number of pending suggestions that belong to the domain"),
    Column::nested(
        "public_organization_data",
        PUBLIC_ORGANIZATION_DATA,
        "Public data of the organization; may be NULL",
    ),
    Column::time("created_at", "When the organization domain was created"),
    Column::time("updated_at", "When the organization domain was last updated"),
    // Columns that can only be written.
    Column::bool("verified", "Whether the affiliation counts as verified; reads as `affiliation_verification_status`")
        .write_only(),
];

const VERIFICATION: &[Column] = &[
    Column::text("status", "Status of the verification: `unverified`, `verified`, `failed` or `expired`"),
    Column::text("strategy", "Method of the verification, such as `affiliation_email_code`"),
    Column::integer("attempts", "Number of verification attempts so far; may be NULL"),
    Column::time("expire_at", "When the verification expires; may be NULL"),
    Column::time("verified_at", "When the ownership was verified; always NULL in the verification of the affiliation"),
];

const PUBLIC_ORGANIZATION_DATA: &[Column] = &[
    Column::text("id", "Id of the organization (`organizations.id`)"),
    Column::text("name", "Name of the organization"),
    Column::text("slug", "Slug of the organization, its name in URLs"),
    Column::text("image_url", "URL of the organization's logo or of a default image"),
    Column::bool("has_image", "Whether the organization has its own logo instead of the default image"),
];
