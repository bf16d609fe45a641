//! Writes of the instance's settings. Each list has a single row.

use serde_json::{Value, json};

use super::fields::{Field, boolean, integer, text, texts};
use super::{Write, WriteRoute, update};
use crate::errors::ApiError;

pub(super) static ROUTES: &[WriteRoute] = &[
    update("/instance", "instance", INSTANCE).status(204).by(change),
    update("/instance/restrictions", "instance_restrictions", RESTRICTIONS).by(change),
    update("/instance/protect", "instance_protect", PROTECT).by(change),
    update("/instance/communication", "instance_communication", COMMUNICATION).by(change),
    update("/instance/oauth_application_settings", "instance_oauth_application_settings", OAUTH).by(change),
    update("/instance/organization_settings", "instance_organization_settings", ORGANIZATIONS).by(organizations),
    update("/beta_features/instance_settings", "instance_beta_settings", BETA).by(change),
];

const INSTANCE: &[Field] = &[
    boolean("test_mode").nullable().write_only(),
    boolean("hibp").nullable().write_only(),
    text("support_email").nullable().write_only(),
    text("clerk_js_version").nullable().write_only(),
    text("development_origin").nullable().write_only(),
    texts("allowed_origins"),
    boolean("cookieless_dev").nullable().write_only(),
    boolean("url_based_session_syncing").nullable().write_only(),
    text("preferred_sign_in_strategy_when_password_required").nullable().one_of(&["password", "otp", ""]).write_only(),
];

const RESTRICTIONS: &[Field] = &[
    boolean("allowlist").nullable(),
    boolean("blocklist").nullable(),
    boolean("allowlist_blocklist_disabled_on_sign_in").nullable(),
    boolean("block_email_subaddresses").nullable(),
    boolean("block_disposable_email_domains").nullable(),
];

const PROTECT: &[Field] = &[boolean("rules_enabled").nullable(), boolean("specter_enabled").nullable()];

const COMMUNICATION: &[Field] = &[texts("blocked_country_codes").nullable()];

const OAUTH: &[Field] = &[
    boolean("dynamic_oauth_client_registration").nullable(),
    texts("default_scopes").nullable(),
    boolean("oauth_jwt_access_tokens").nullable(),
    boolean("client_id_metadata_documents_advertised").nullable(),
    boolean("client_id_metadata_documents_only_allow_pre_registered_clients").nullable(),
    boolean("client_id_metadata_documents_block_implicitly_allowed_clients").nullable(),
];

const ORGANIZATIONS: &[Field] = &[
    boolean("enabled").nullable(),
    integer("max_allowed_memberships").nullable(),
    boolean("admin_delete_enabled").nullable(),
    boolean("domains_enabled").nullable(),
    boolean("slug_disabled").nullable(),
    texts("domains_enrollment_modes"),
    text("creator_role_id").nullable().write_only(),
    text("domains_default_role_id").nullable().write_only(),
];

const BETA: &[Field] = &[
    boolean("restricted_to_allowlist").nullable(),
    text("from_email_address").nullable(),
    boolean("progressive_sign_up").nullable(),
    boolean("test_mode").nullable().write_only(),
];

fn change(write: &mut Write) -> Result<Value, ApiError> {
    write.update(0, |_| {})
}

/// Enrollment modes, which the OpenAPI document lists only for the response.
const MODES: [&str; 3] = ["manual_invitation", "automatic_invitation", "automatic_suggestion"];

/// The settings show the keys of the roles whose ids the body has.
fn organizations(write: &mut Write) -> Result<Value, ApiError> {
    if write.texts("domains_enrollment_modes").iter().any(|mode| !MODES.contains(&mode.as_str())) {
        let why = format!("must be a list of: {}", MODES.join(", "));
        return Err(ApiError::invalid_format("domains_enrollment_modes", &why));
    }
    let mut keys = Vec::new();
    for (field, attribute) in [("creator_role_id", "creator_role"), ("domains_default_role_id", "domains_default_role")]
    {
        if let Some(role) = write.referenced("organization_roles", field)? {
            keys.push((attribute, write.row("organization_roles", role)["key"].clone()));
        }
    }
    write.update(0, |settings| {
        for (attribute, key) in keys {
            settings[attribute] = json!(key);
        }
    })
}
