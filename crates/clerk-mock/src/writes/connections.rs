//! Writes of SAML and enterprise connections, directories, and the mappings of directory groups to roles.

use serde_json::{Value, json};

use super::fields::{Field, boolean, integer, object, objects, text, texts};
use super::{Write, WriteRoute, create, delete, merge, update};
use crate::errors::ApiError;

pub(super) static ROUTES: &[WriteRoute] = &[
    create("/saml_connections", "saml_connections", SAML).by(create_saml),
    update("/saml_connections/{}", "saml_connections", SAML_UPDATE).by(update_saml),
    delete("/saml_connections/{}", "saml_connections"),
    create("/enterprise_connections", "enterprise_connections", ENTERPRISE).status(201).by(create_enterprise),
    update("/enterprise_connections/{}", "enterprise_connections", ENTERPRISE_UPDATE).by(update_enterprise),
    delete("/enterprise_connections/{}", "enterprise_connections"),
    create("/directories", "directories", DIRECTORY).by(|write| create_directory(write, &DIRECTORY_GROUPS)),
    update("/directories/{}", "directories", DIRECTORY_UPDATE).by(update_directory),
    delete("/directories/{}", "directories").by(|write| delete_directory(write, &DIRECTORY_GROUPS)),
    create("/directories/{}/group_role_mappings", "directory_group_role_mappings", DIRECTORY_MAPPING)
        .by(|write| create_mapping(write, &DIRECTORY_GROUPS)),
    delete("/directories/{}/group_role_mappings/{}", "directory_group_role_mappings")
        .by(|write| delete_mapping(write, &DIRECTORY_GROUPS)),
    create("/scim_directories", "scim_directories", DIRECTORY).by(|write| create_directory(write, &SCIM_GROUPS)),
    update("/scim_directories/{}", "scim_directories", DIRECTORY_UPDATE).by(update_directory),
    delete("/scim_directories/{}", "scim_directories").by(|write| delete_directory(write, &SCIM_GROUPS)),
    create("/scim_directories/{}/group_role_mappings", "scim_group_role_mappings", SCIM_MAPPING)
        .by(|write| create_mapping(write, &SCIM_GROUPS)),
    delete("/scim_directories/{}/group_role_mappings/{}", "scim_group_role_mappings")
        .by(|write| delete_mapping(write, &SCIM_GROUPS)),
];

const SAML: &[Field] = &[
    text("name").required(),
    text("domain"),
    texts("domains"),
    text("provider").required().one_of(&["saml_custom", "saml_okta", "saml_google", "saml_microsoft"]),
    text("idp_entity_id").nullable(),
    text("idp_sso_url").nullable(),
    text("idp_certificate").nullable(),
    text("idp_metadata_url").nullable(),
    text("idp_metadata").nullable(),
    text("organization_id").nullable(),
    object("attribute_mapping").nullable().write_only(),
    boolean("force_authn"),
    object("login_hint").nullable(),
];

const SAML_UPDATE: &[Field] = &[
    text("name").nullable(),
    text("domain").nullable(),
    texts("domains").nullable(),
    text("idp_entity_id").nullable(),
    text("idp_sso_url").nullable(),
    text("idp_certificate").nullable(),
    text("idp_metadata_url").nullable(),
    text("idp_metadata").nullable(),
    text("organization_id").nullable(),
    object("attribute_mapping").nullable().write_only(),
    boolean("active").nullable(),
    boolean("sync_user_attributes").nullable(),
    boolean("allow_subdomains").nullable(),
    boolean("allow_idp_initiated").nullable(),
    boolean("disable_additional_identifications").nullable(),
    boolean("allow_organization_account_linking").nullable(),
    boolean("force_authn"),
    object("login_hint").nullable(),
    boolean("consent_verified_domains_deletion").nullable().write_only(),
];

const ENTERPRISE: &[Field] = &[
    text("name").required(),
    text("provider").required().one_of(&[
        "saml_custom",
        "saml_okta",
        "saml_google",
        "saml_microsoft",
        "oidc_custom",
        "oidc_github_enterprise",
        "oidc_gitlab",
    ]),
    texts("domains").required(),
    text("organization_id").nullable(),
    boolean("allow_organization_account_linking").nullable(),
    boolean("active").nullable(),
    object("saml").nullable().write_only(),
    object("oidc").nullable().write_only(),
    objects("custom_attributes"),
];

const ENTERPRISE_UPDATE: &[Field] = &[
    text("name").nullable(),
    texts("domains").nullable().write_only(),
    boolean("active").nullable(),
    boolean("sync_user_attributes").nullable(),
    boolean("disable_additional_identifications").nullable(),
    boolean("allow_organization_account_linking").nullable(),
    text("organization_id").nullable().write_only(),
    object("saml").nullable().write_only(),
    object("oidc").nullable().write_only(),
    objects("custom_attributes").nullable(),
];

const DIRECTORY: &[Field] = &[
    text("enterprise_connection_id").required(),
    text("name"),
    text("provider").required(),
    objects("group_role_mappings").write_only(),
];

const DIRECTORY_UPDATE: &[Field] = &[
    text("name"),
    boolean("enabled"),
    text("provider"),
    object("attribute_mapping"),
    boolean("group_role_mapping_enabled"),
];

const DIRECTORY_MAPPING: &[Field] = &[
    text("directory_group_id").write_only(),
    text("scim_group_id").write_only(),
    text("role_id").required().write_only(),
    integer("precedence"),
];

const SCIM_MAPPING: &[Field] =
    &[text("scim_group_id").required().write_only(), text("role_id").required().write_only(), integer("precedence")];

/// The parameters of a SAML connection that are not attributes of the same name and form.
struct SamlParameters {
    domain: Option<String>,
    domains: Vec<String>,
    mapping: Option<Value>,
}

impl SamlParameters {
    fn of(write: &Write) -> Result<Self, ApiError> {
        write.referenced("organizations", "organization_id")?;
        let mapping = write.body.get("attribute_mapping").filter(|mapping| mapping.is_object()).cloned();
        Ok(SamlParameters { domain: write.text("domain").map(str::to_owned), domains: write.texts("domains"), mapping })
    }

    /// Sets the domains, which the body has as a list or as a single domain, and the mapping of attributes.
    fn apply(self, connection: &mut Value) {
        if let Some(first) = self.domains.first() {
            connection["domain"] = json!(first);
        } else if let Some(domain) = self.domain {
            connection["domains"] = json!([domain]);
        }
        if let Some(mapping) = self.mapping {
            merge(&mut connection["attribute_mapping"], &mapping);
        }
    }
}

fn create_saml(write: &mut Write) -> Result<Value, ApiError> {
    let parameters = SamlParameters::of(write)?;
    write.create(Vec::new(), |connection| parameters.apply(connection))
}

fn update_saml(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    let parameters = SamlParameters::of(write)?;
    write.update(ordinal, |connection| parameters.apply(connection))
}

/// Applies the parameters `saml` and `oidc` to the attributes `saml_connection` and `oauth_config`, and gives their
/// attributes, which are all in the row, a value. The secret of the client is not in the row.
fn finish_enterprise(connection: &mut Value, saml: Option<&Value>, oidc: Option<&Value>, now: i64) {
    if let Some(saml) = saml.filter(|saml| saml.is_object()) {
        let base = json!({
            "id": connection["id"], "name": connection["name"], "active": connection["active"],
            "allow_idp_initiated": false, "allow_subdomains": false, "force_authn": false,
        });
        let mut saml = saml.clone();
        for key in ["attribute_mapping", "idp_certificate", "idp_metadata"] {
            remove(&mut saml, key);
        }
        overlay(&mut connection["saml_connection"], base, &saml);
    }
    if let Some(oidc) = oidc.filter(|oidc| oidc.is_object()) {
        let base = json!({
            "id": connection["id"], "name": connection["name"], "provider_key": connection["provider"],
            "requires_pkce": false, "created_at": now,
        });
        let mut oidc = oidc.clone();
        remove(&mut oidc, "client_secret");
        overlay(&mut connection["oauth_config"], base, &oidc);
        connection["oauth_config"]["updated_at"] = json!(now);
    }
}

fn remove(object: &mut Value, key: &str) {
    if let Some(members) = object.as_object_mut() {
        members.shift_remove(key);
    }
}

/// Sets the members of an object, which begins as `base` if it is null.
fn overlay(object: &mut Value, base: Value, members: &Value) {
    if object.is_null() {
        *object = base;
    }
    for (key, value) in members.as_object().into_iter().flatten() {
        object[key] = value.clone();
    }
}

fn create_enterprise(write: &mut Write) -> Result<Value, ApiError> {
    if write.texts("domains").is_empty() {
        return Err(ApiError::invalid_format("domains", "must have at least one element"));
    }
    write.referenced("organizations", "organization_id")?;
    let (saml, oidc, now) = (write.body.get("saml").cloned(), write.body.get("oidc").cloned(), write.now);
    write.create(Vec::new(), |connection| finish_enterprise(connection, saml.as_ref(), oidc.as_ref(), now))
}

/// An empty list of domains changes nothing, and a connection cannot be unlinked from its organization.
fn update_enterprise(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    write.referenced("organizations", "organization_id")?;
    let organization = write.text("organization_id").map(str::to_owned);
    let domains = write.texts("domains");
    let (saml, oidc, now) = (write.body.get("saml").cloned(), write.body.get("oidc").cloned(), write.now);
    write.update(ordinal, |connection| {
        if let Some(organization) = organization {
            connection["organization_id"] = json!(organization);
        }
        if !domains.is_empty() {
            connection["domains"] = json!(domains);
        }
        finish_enterprise(connection, saml.as_ref(), oidc.as_ref(), now);
    })
}

/// The mapping of attributes is merged, and null removes a key of it.
fn update_directory(write: &mut Write) -> Result<Value, ApiError> {
    let ordinal = write.target()?;
    let mapping = write.body.remove("attribute_mapping");
    write.update(ordinal, |directory| {
        if let Some(mapping) = mapping {
            merge(&mut directory["attribute_mapping"], &mapping);
        }
    })
}

/// The lists of one of the two kinds of directories, which differ in the names of attributes only.
struct Groups {
    directories: &'static str,
    mappings: &'static str,
}

const DIRECTORY_GROUPS: Groups = Groups { directories: "directories", mappings: "directory_group_role_mappings" };

const SCIM_GROUPS: Groups = Groups { directories: "scim_directories", mappings: "scim_group_role_mappings" };

/// Creates a directory. Only this response has the API key.
fn create_directory(write: &mut Write, groups: &Groups) -> Result<Value, ApiError> {
    write.referenced("enterprise_connections", "enterprise_connection_id")?;
    let mappings = write.body.get("group_role_mappings").and_then(Value::as_array).cloned().unwrap_or_default();
    let roles: Result<Vec<Value>, ApiError> = mappings.iter().map(|mapping| role(write, mapping)).collect();
    let roles = roles?;
    let mut directory = write.create(Vec::new(), |_| {})?;
    for (mapping, role) in mappings.iter().zip(roles) {
        add_mapping(write, groups, &directory["id"], mapping, role);
    }
    directory["api_key"] = json!("scim_fake_key_of_the_mock");
    Ok(directory)
}

fn delete_directory(write: &mut Write, groups: &Groups) -> Result<Value, ApiError> {
    let ordinal = write.find(groups.directories, 0)?;
    for mapping in write.instance.children_of(groups.mappings, write.id(0)) {
        write.instance.remove(groups.mappings, mapping);
    }
    Ok(write.delete(ordinal))
}

/// The role that a mapping refers to.
fn role(write: &Write, mapping: &Value) -> Result<Value, ApiError> {
    let ordinal = mapping["role_id"].as_str().and_then(|id| write.instance.ordinal_of("organization_roles", id));
    let ordinal = ordinal.ok_or_else(|| ApiError::no_such("role_id"))?;
    Ok(write.row("organization_roles", ordinal))
}

/// Adds a mapping to a directory, and returns its ordinal.
fn add_mapping(write: &mut Write, groups: &Groups, directory: &Value, mapping: &Value, role: Value) -> u32 {
    let id = directory.as_str().unwrap_or("").to_owned();
    let row = write.instance.new_row(groups.mappings, write.now);
    let mut value = write.instance.blank(groups.mappings, &row);
    let group = mapping.get("directory_group_id").or(mapping.get("scim_group_id")).unwrap_or(&Value::Null);
    for attribute in ["directory_group_id", "scim_group_id", "directory_group_display_name", "scim_group_display_name"]
    {
        value[attribute] = group.clone();
    }
    value["directory_id"] = directory.clone();
    value["scim_directory_id"] = directory.clone();
    value["role"] = role;
    if let Some(precedence) = mapping.get("precedence") {
        value["precedence"] = precedence.clone();
    }
    write.instance.add(groups.mappings, value, vec![id])
}

fn create_mapping(write: &mut Write, groups: &Groups) -> Result<Value, ApiError> {
    write.find(groups.directories, 0)?;
    let mapping = Value::Object(write.body.clone());
    if mapping.get("directory_group_id").or(mapping.get("scim_group_id")).is_none() {
        return Err(ApiError::missing_parameter("directory_group_id"));
    }
    let role = role(write, &mapping)?;
    let directory = json!(write.id(0));
    let ordinal = add_mapping(write, groups, &directory, &mapping, role);
    Ok(write.row(groups.mappings, ordinal))
}

fn delete_mapping(write: &mut Write, groups: &Groups) -> Result<Value, ApiError> {
    write.find(groups.directories, 0)?;
    let ordinal = write.find(groups.mappings, 1)?;
    if !write.instance.children_of(groups.mappings, write.id(0)).contains(&ordinal) {
        return Err(write.not_found());
    }
    Ok(write.delete(ordinal))
}
