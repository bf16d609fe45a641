//! Writes of what an instance is set up with: domains, redirect URLs, templates, and of sign-ups.

use serde_json::{Value, json};

use super::fields::{Field, boolean, integer, object, text};
use super::{Write, WriteRoute, create, delete, update, verb};
use crate::errors::ApiError;

pub(super) static ROUTES: &[WriteRoute] = &[
    create("/domains", "domains", DOMAIN).unique(&["name"]).by(create_domain),
    update("/domains/{}", "domains", DOMAIN_UPDATE).unique(&["name"]).by(update_domain),
    delete("/domains/{}", "domains").by(delete_domain),
    create("/redirect_urls", "redirect_urls", &[text("url").required()]).unique(&["url"]),
    delete("/redirect_urls/{}", "redirect_urls"),
    create("/jwt_templates", "jwt_templates", JWT_TEMPLATE).unique(&["name"]),
    update("/jwt_templates/{}", "jwt_templates", JWT_TEMPLATE).unique(&["name"]),
    delete("/jwt_templates/{}", "jwt_templates"),
    update("/templates/{}/{}", "templates", TEMPLATE).method("PUT").by(put_template),
    verb("/templates/{}/{}/revert", "templates", revert_template),
    verb("/templates/{}/{}/toggle_delivery", "templates", toggle_delivery).fields(&[boolean("delivered_by_clerk")]),
    update("/sign_ups/{}", "sign_ups", &[text("external_id").nullable(), boolean("custom_action").nullable()]),
];

const DOMAIN: &[Field] =
    &[text("name").required(), boolean("is_satellite").required().one_of(&["true"]), text("proxy_url").nullable()];

const DOMAIN_UPDATE: &[Field] =
    &[text("name").nullable(), text("proxy_url").nullable(), boolean("is_secondary").nullable().write_only()];

const JWT_TEMPLATE: &[Field] = &[
    text("name").required(),
    object("claims").required(),
    integer("lifetime").nullable(),
    integer("allowed_clock_skew").nullable(),
    boolean("custom_signing_key"),
    text("signing_algorithm").nullable(),
    text("signing_key").nullable().write_only(),
];

const TEMPLATE: &[Field] = &[
    text("name"),
    text("subject").nullable(),
    text("markup").nullable(),
    text("body"),
    boolean("delivered_by_clerk").nullable(),
    text("from_email_name"),
    text("reply_to_email_name"),
];

/// The URL of the Frontend API follows from the name.
fn finish_domain(domain: &mut Value) {
    let name = domain["name"].as_str().unwrap_or("");
    domain["frontend_api_url"] = json!(format!("https://clerk.{name}"));
}

fn create_domain(write: &mut Write) -> Result<Value, ApiError> {
    write.create(Vec::new(), finish_domain)
}

fn update_domain(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    write.update(ordinal, finish_domain)
}

fn delete_domain(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    if write.row("domains", ordinal)["is_satellite"] != true {
        let message = "Only satellite domains can be deleted.";
        return Err(ApiError::of(403, "operation_not_allowed_on_primary_domain", "is not allowed", message));
    }
    Ok(write.delete(ordinal))
}

/// The template whose type and slug are in the URL path.
fn template(write: &Write) -> Result<u32, ApiError> {
    let is_wanted = |template: &Value| template["template_type"] == write.id(0) && template["slug"] == write.id(1);
    write.first("templates", is_wanted).ok_or_else(|| write.not_found())
}

fn put_template(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = template(write)?;
    write.update(ordinal, |template| template["can_revert"] = json!(true))
}

fn revert_template(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = template(write)?;
    if write.row("templates", ordinal)["can_revert"] != true {
        return Err(ApiError::wrong_state("template_not_revertible", "The template is the default one."));
    }
    write.update(ordinal, |template| {
        template["body"] = json!("The default body.");
        template["can_revert"] = json!(false);
    })
}

fn toggle_delivery(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = template(write)?;
    if !write.body.contains_key("delivered_by_clerk") {
        return Err(ApiError::missing_parameter("delivered_by_clerk"));
    }
    write.update(ordinal, |_| {})
}
