//! Templates of e-mails and text messages, which Clerk has deprecated but still serves.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access_path::AccessPath;
use fdw_engine::catalogue::column::{Column, Source};
use fdw_engine::catalogue::write::{Parameter, WriteRequest, Writes};

pub const OBJECT: Object = Object::new(
    "templates",
    "Templates of the e-mails and text messages that are sent to users. Clerk has deprecated this list but still \
     serves it.",
    COLUMNS,
    ACCESS_PATHS,
)
.with_writes(&WRITES);

const ACCESS_PATHS: &[AccessPath] = &[AccessPath::paged_list("/templates/{template_type}?paginated=true", MAX_PAGE)
    .for_each_value("template_type", &["email", "sms"])];

const WRITES: Writes = Writes::with_row_id("row_id").with_updates(&[
    WriteRequest::put("/templates/{template_type}/{slug}")
        .with_parameters(&[&[
            Parameter::of("name"),
            Parameter::of("subject").nullable(),
            Parameter::of("markup").nullable(),
            Parameter::of("body"),
            Parameter::of("from_email_name"),
            Parameter::of("reply_to_email_name"),
        ]])
        .with_note(
            "Clerk does not say whether it keeps attributes that the request omits, so set all of them together.",
        )
        .on_parameters(),
    WriteRequest::post("/templates/{template_type}/{slug}/toggle_delivery")
        .with_parameters(&[&[Parameter::of("delivered_by_clerk")]])
        .idempotent()
        .with_note("With `delivered_by_clerk = false`, the application itself has to deliver the messages.")
        .on_parameters(),
    WriteRequest::post("/templates/{template_type}/{slug}/revert")
        .with_note("The changes of the template are lost.")
        .idempotent()
        .on_bool("revert", true),
]);

pub const COLUMNS: &[Column] = &[
    Column::text("row_id", "Row id for UPDATE: `template_type` and `slug`, joined by a slash")
        .from_source(Source::Joined(&["template_type", "slug"])),
    Column::text("id", "Id of the template"),
    OBJECT_TYPE,
    Column::text("instance_id", "Id of the instance (`instance.id`); may be NULL"),
    Column::text("resource_type", "Whether the template is Clerk's own (`system`) or overrides Clerk's own"),
    Column::text("template_type", "Type of the messages: `email` or `sms`"),
    Column::text("name", "Display name of the template"),
    Column::text("slug", "Slug of the template, its name in URLs"),
    Column::integer("position", "Position of the template in the list"),
    Column::bool("can_revert", "Whether the template can be reverted to Clerk's own"),
    Column::bool("can_delete", "Whether the template can be deleted"),
    Column::bool("can_edit_body", "Whether the body of the template can be edited"),
    Column::bool(
        "can_toggle",
        "Whether the template can be enabled and disabled; true only for text messages that are notifications",
    ),
    Column::text("subject", "Subject line of the e-mail; NULL for text messages"),
    Column::text("markup", "Editor markup from which Clerk generates the body"),
    Column::text("body", "Body of the message, with variables that are replaced when the message is sent"),
    Column::json("available_variables", "Names of the variables that the body can contain, an array of strings"),
    Column::json("required_variables", "Names of the variables that the body must contain, an array of strings"),
    Column::text("from_email_name", "Local part of the sender's address (the part before the `@`); e-mails only"),
    Column::text("reply_to_email_name", "Local part of the reply-to address (the part before the `@`); e-mails only"),
    Column::bool("delivered_by_clerk", "Whether Clerk delivers the messages made from the template"),
    Column::bool("enabled", "Whether the template is enabled"),
    Column::bool("flagged_as_suspicious", "Whether Clerk has flagged the template as suspicious"),
    Column::time("updated_at", "When the template was last updated"),
    Column::time("created_at", "When the template was created"),
    // Columns that can only be written.
    Column::bool("revert", "Set to true, replaces the template by Clerk's own").write_only(),
];
