//! Templates of e-mails and text messages. Clerk has deprecated them and still serves them.

use super::{MAX_PAGE, OBJECT_TYPE};
use fdw_engine::catalogue::Object;
use fdw_engine::catalogue::access::Access;
use fdw_engine::catalogue::column::Column;

pub const OBJECT: Object = Object::new(
    "templates",
    "Templates of e-mails and text messages. Deprecated by Clerk, and still served.",
    COLUMNS,
    ACCESS,
);

const ACCESS: &[Access] =
    &[Access::list("/templates/{template_type}?paginated=true", MAX_PAGE)
        .for_values("template_type", &["email", "sms"])];

pub const COLUMNS: &[Column] = &[
    Column::text("id", "Its id"),
    OBJECT_TYPE,
    Column::text("instance_id", "The instance"),
    Column::text("resource_type", "What kind of template it is"),
    Column::text("template_type", "email or sms"),
    Column::text("name", "The name"),
    Column::text("slug", "The name in urls"),
    Column::integer("position", "Its place in the list"),
    Column::bool("can_revert", "Whether it can be put back to Clerk's own"),
    Column::bool("can_delete", "Whether it can be deleted"),
    Column::bool("can_edit_body", "Whether its text can be changed"),
    Column::bool("can_toggle", "Whether it can be switched off"),
    Column::text("subject", "Whose it is"),
    Column::text("markup", "The template's markup"),
    Column::text("body", "The template's text"),
    Column::json("available_variables", "Variables that the template may use"),
    Column::json("required_variables", "Variables that the template must use"),
    Column::text("from_email_name", "The part of the sender's address before the @"),
    Column::text("reply_to_email_name", "The part of the answer's address before the @"),
    Column::bool("delivered_by_clerk", "Whether Clerk sends it"),
    Column::bool("enabled", "Whether it is enabled"),
    Column::bool("flagged_as_suspicious", "Whether Clerk holds it for suspicious"),
    Column::time("updated_at", "When it was changed last"),
    Column::time("created_at", "When it was created"),
];
