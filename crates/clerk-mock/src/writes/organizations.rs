//! Writes of organizations and of their domains.

use serde_json::{Value, json};

use super::fields::{Field, boolean, integer, object, text, time};
use super::users::merge_metadata;
use super::{Effect, Write, WriteRoute, create, delete, members, route, update, verb};
use crate::errors::ApiError;

pub(super) static ROUTES: &[WriteRoute] = &[
    create("/organizations", "organizations", CREATE).unique(&["slug"]).by(create_organization),
    update("/organizations/{}", "organizations", UPDATE).unique(&["slug"]).by(update_organization),
    delete("/organizations/{}", "organizations").by(delete_organization),
    update("/organizations/{}/metadata", "organizations", METADATA).by(merge_metadata),
    route("PUT", "/organizations/{}/metadata", "organizations", Effect::Update).fields(METADATA),
    delete("/organizations/{}/logo", "organizations").by(delete_logo),
    create("/organizations/{}/domains", "organization_domains", DOMAIN).by(create_domain),
    update("/organizations/{}/domains/{}", "organization_domains", DOMAIN_UPDATE).by(update_domain),
    delete("/organizations/{}/domains/{}", "organization_domains").by(delete_domain),
    verb("/organizations/{}/domains/{}/verify_ownership", "organization_domains", verify_ownership),
];

const CREATE: &[Field] = &[
    text("name").required(),
    text("created_by").nullable(),
    object("private_metadata").nullable(),
    object("public_metadata").nullable(),
    text("slug").nullable(),
    integer("max_allowed_memberships").nullable(),
    time("created_at").nullable(),
    text("role_set_key").nullable(),
];

const UPDATE: &[Field] = &[
    text("name").nullable(),
    text("slug").nullable(),
    integer("max_allowed_memberships").nullable(),
    boolean("admin_delete_enabled").nullable(),
    time("created_at").nullable(),
    text("role_set_key").nullable(),
];

const METADATA: &[Field] = &[object("public_metadata"), object("private_metadata")];

const DOMAIN: &[Field] = &[text("name"), text("enrollment_mode"), boolean("verified").nullable().write_only()];

const DOMAIN_UPDATE: &[Field] = &[text("enrollment_mode").nullable(), boolean("verified").nullable().write_only()];

fn check_slug(write: &Write) -> Result<(), ApiError> {
    let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    match write.text("slug") {
        Some(slug) if slug.is_empty() || !slug.chars().all(is_allowed) => {
            Err(ApiError::invalid_format("slug", "can contain only lowercase letters, digits and dashes"))
        }
        _ => check_role_set(write),
    }
}

fn check_role_set(write: &Write) -> Result<(), ApiError> {
    match write.text("role_set_key") {
        Some(key) if write.first("role_sets", |set| set["key"] == key).is_none() => {
            Err(ApiError::no_such("role_set_key"))
        }
        _ => Ok(()),
    }
}

fn create_organization(write: &mut Write) -> Result<Value, ApiError> {
    check_slug(write)?;
    let creator = write.referenced("users", "created_by")?;
    let organization = write.create(Vec::new(), |organization| {
        if organization["slug"] == "" {
            let name = organization["name"].as_str().unwrap_or("").to_lowercase();
            let words: Vec<&str> =
                name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
            // The creation time makes the slug unique.
            organization["slug"] = json!(format!("{}-{}", words.join("-"), organization["updated_at"]));
        }
    })?;
    if let Some(creator) = creator {
        let organization = write.instance.ordinal_of("organizations", organization["id"].as_str().unwrap_or(""));
        members::add(write, creator, organization.unwrap_or(0), "org:admin");
    }
    Ok(organization)
}

fn update_organization(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    check_slug(write)?;
    write.update(ordinal, |_| {})
}

fn delete_organization(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    let id = write.id(0).to_owned();
    for membership in write.instance.children_of("organization_memberships", &id) {
        write.instance.remove("organization_memberships", membership);
    }
    for list in ["organization_invitations", "organization_domains"] {
        for child in write.instance.ordinals_of(list) {
            if write.row(list, child)["organization_id"] == id.as_str() {
                write.instance.remove(list, child);
            }
        }
    }
    for list in ["organization_billing_credits", "organization_billing_subscriptions"] {
        for child in write.instance.children_of(list, &id) {
            write.instance.remove(list, child);
        }
    }
    Ok(write.delete(ordinal))
}

fn delete_logo(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    if write.row("organizations", ordinal)["has_image"] != true {
        return Err(ApiError::of(404, "image_not_found", "not found", "The organization has no logo."));
    }
    write.update(ordinal, |organization| organization["has_image"] = json!(false))
}

/// Checks the enrollment mode, whose values the OpenAPI document lists only in its prose.
fn check_enrollment_mode(write: &Write) -> Result<(), ApiError> {
    let modes = ["manual_invitation", "automatic_invitation", "automatic_suggestion", "enterprise_sso"];
    match write.text("enrollment_mode") {
        Some(mode) if !modes.contains(&mode) => {
            Err(ApiError::invalid_format("enrollment_mode", &format!("must be one of: {}", modes.join(", "))))
        }
        _ => Ok(()),
    }
}

/// Sets the verification of the affiliation, and its deprecated alias.
fn set_verification(domain: &mut Value, is_verified: bool, now: i64) {
    let verification = if is_verified { verified("admin", now) } else { Value::Null };
    domain["affiliation_verification"] = verification.clone();
    domain["verification"] = verification;
}

fn verified(strategy: &str, now: i64) -> Value {
    json!({ "status": "verified", "strategy": strategy, "attempts": 1, "expire_at": null, "verified_at": now })
}

fn create_domain(write: &mut Write) -> Result<Value, ApiError> {
    let organization = write.find("organizations", 0)?;
    let name = write.text("name").ok_or_else(|| ApiError::missing_parameter("name"))?.to_owned();
    check_enrollment_mode(write)?;
    if write.first("organization_domains", |domain| domain["name"] == name.as_str()).is_some() {
        return Err(ApiError::taken("name"));
    }
    let organization = write.row("organizations", organization);
    let (now, is_verified) = (write.now, write.flag("verified") != Some(false));
    write.create(Vec::new(), |domain| {
        domain["organization_id"] = organization["id"].clone();
        domain["public_organization_data"] = members::public_organization(&organization);
        set_verification(domain, is_verified, now);
    })
}

/// The domain whose id is in the URL path after that of its organization.
fn domain(write: &Write) -> Result<u32, ApiError> {
    let domain = write.find("organization_domains", 1)?;
    if write.row("organization_domains", domain)["organization_id"] == write.id(0) {
        Ok(domain)
    } else {
        Err(write.not_found())
    }
}

fn update_domain(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = domain(write)?;
    check_enrollment_mode(write)?;
    let (now, is_verified) = (write.now, write.flag("verified"));
    write.update(ordinal, |domain| {
        if let Some(is_verified) = is_verified {
            set_verification(domain, is_verified, now);
        }
    })
}

fn delete_domain(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = domain(write)?;
    Ok(write.delete(ordinal))
}

fn verify_ownership(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = domain(write)?;
    let now = write.now;
    write.update(ordinal, |domain| domain["ownership_verification"] = verified("txt", now))
}
