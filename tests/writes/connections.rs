//! SAML and enterprise connections, directories, and mappings of their groups to roles.

use crate::case::{Case, NULL, delete, hidden, insert, no_row, row, set, shown_by, shown_in, update};

#[test]
fn connections_are_written() {
    crate::check::check(CASES);
}

/// The warning after an INSERT of a directory.
const API_KEY: &str = "the response for the new row ";

pub const CASES: &[Case] = &[
    insert(
        "saml_connections",
        "name text = Okta",
        &[
            set("name text", "Okta"),
            set("provider text", "saml_okta"),
            set("domains jsonb", r#"["a.example.com","b.example.com"]"#),
            set("idp_entity_id text", "https://idp.example.com/new"),
            set("idp_sso_url text", "https://idp.example.com/sso/new"),
            set("idp_certificate text", "MIIDdzCC"),
            set("idp_metadata_url text", "https://idp.example.com/metadata"),
            set("idp_metadata text", "<EntityDescriptor/>"),
            set("organization_id text", "{organizations}"),
            set("attribute_mapping_user_id text", "nameid"),
            set("attribute_mapping_email_address text", "email"),
            set("attribute_mapping_first_name text", "first"),
            set("attribute_mapping_last_name text", "last"),
            set("force_authn boolean", "true"),
            set("login_hint_mode text", "custom"),
            set("login_hint_source text", "attribute"),
        ],
    )
    .sends(&[r#"POST /saml_connections {"name":"Okta","provider":"saml_okta",
        "domains":["a.example.com","b.example.com"],"idp_entity_id":"https://idp.example.com/new",
        "idp_sso_url":"https://idp.example.com/sso/new","idp_certificate":"MIIDdzCC",
        "idp_metadata_url":"https://idp.example.com/metadata","idp_metadata":"<EntityDescriptor/>",
        "organization_id":"{organizations}",
        "attribute_mapping":{"user_id":"nameid","email_address":"email","first_name":"first","last_name":"last"},
        "force_authn":true,"login_hint":{"mode":"custom","source":"attribute"}}"#]),
    insert(
        "saml_connections",
        "name text = Okta",
        &[set("name text", "Okta"), set("provider text", "saml_custom"), set("domain text", "a.example.com")],
    )
    .sends(&[r#"POST /saml_connections {"name":"Okta","provider":"saml_custom","domain":"a.example.com"}"#])
    .shows(&[("domains jsonb", r#"["a.example.com"]"#)]),
    insert(
        "saml_connections",
        "name text = Okta",
        &[shown_by(
            "attrs jsonb",
            r#"{"name":"Okta","provider":"saml_okta","domain":"a.example.com"}"#,
            "domain text",
            "a.example.com",
        )],
    )
    .sends(&[r#"POST /saml_connections {"name":"Okta","provider":"saml_okta","domain":"a.example.com"}"#]),
    update(
        "saml_connections",
        "{saml_connections:!active}",
        &[
            set("name text", "Okta"),
            set("domains jsonb", r#"["a.example.com","b.example.com"]"#),
            set("active boolean", "true"),
            set("sync_user_attributes boolean", "false"),
            set("allow_subdomains boolean", "true"),
            set("allow_idp_initiated boolean", "true"),
            set("disable_additional_identifications boolean", "true"),
            set("allow_organization_account_linking boolean", "true"),
            hidden("consent_verified_domains_deletion boolean", "true"),
            set("idp_entity_id text", "https://idp.example.com/new"),
            set("idp_sso_url text", "https://idp.example.com/sso/new"),
            set("idp_certificate text", "MIIDdzCC"),
            set("idp_metadata_url text", "https://idp.example.com/metadata"),
            set("idp_metadata text", "<EntityDescriptor/>"),
            set("organization_id text", "{organizations}"),
            set("attribute_mapping_user_id text", "nameid"),
            set("attribute_mapping_email_address text", "email"),
            set("attribute_mapping_last_name text", "last"),
            set("force_authn boolean", "true"),
            set("login_hint_mode text", "custom"),
            set("login_hint_source text", "attribute"),
        ],
    )
    .sends(&[r#"PATCH /saml_connections/{saml_connections:!active} {"name":"Okta",
        "domains":["a.example.com","b.example.com"],"active":true,"sync_user_attributes":false,
        "allow_subdomains":true,"allow_idp_initiated":true,"disable_additional_identifications":true,
        "allow_organization_account_linking":true,"consent_verified_domains_deletion":true,
        "idp_entity_id":"https://idp.example.com/new","idp_sso_url":"https://idp.example.com/sso/new",
        "idp_certificate":"MIIDdzCC","idp_metadata_url":"https://idp.example.com/metadata",
        "idp_metadata":"<EntityDescriptor/>","organization_id":"{organizations}",
        "attribute_mapping":{"user_id":"nameid","email_address":"email","last_name":"last"},"force_authn":true,
        "login_hint":{"mode":"custom","source":"attribute"}}"#])
    .shows(&[
        ("attribute_mapping_first_name text", "{saml_connections:!active.attribute_mapping.first_name}"),
        ("domain text", "a.example.com"),
    ]),
    update(
        "saml_connections",
        "{saml_connections}",
        &[
            set("domain text", "a.example.com"),
            set("attribute_mapping_first_name text", "first"),
            set("idp_metadata_url text", NULL),
            set("organization_id text", NULL),
        ],
    )
    .sends(&[r#"PATCH /saml_connections/{saml_connections} {"domain":"a.example.com",
        "attribute_mapping":{"first_name":"first"},"idp_metadata_url":null,"organization_id":null}"#]),
    update(
        "saml_connections",
        "{saml_connections}",
        &[shown_by("attrs jsonb", r#"{"name":"Renamed"}"#, "name text", "Renamed")],
    )
    .sends(&[r#"PATCH /saml_connections/{saml_connections} {"name":"Renamed"}"#]),
    delete("saml_connections", "{saml_connections}").sends(&["DELETE /saml_connections/{saml_connections}"]),
    insert(
        "enterprise_connections",
        "name text = Okta",
        &[
            set("name text", "Okta"),
            set("provider text", "saml_okta"),
            set("domains jsonb", r#"["a.example.com"]"#),
            set("custom_attributes jsonb", r#"[{"name":"team","key":"team"}]"#),
            set("active boolean", "false"),
            set("organization_id text", "{organizations}"),
            set("allow_organization_account_linking boolean", "true"),
            set("saml_connection_idp_entity_id text", "https://idp.example.com/new"),
            set("saml_connection_idp_sso_url text", "https://idp.example.com/sso/new"),
            hidden("saml_connection_idp_certificate text", "MIIDdzCC"),
            set("saml_connection_idp_metadata_url text", "https://idp.example.com/metadata"),
            hidden("saml_connection_idp_metadata text", "<EntityDescriptor/>"),
            hidden("saml_connection_attribute_mapping jsonb", r#"{"first_name":"first"}"#),
            set("saml_connection_allow_subdomains boolean", "true"),
            set("saml_connection_allow_idp_initiated boolean", "true"),
            set("saml_connection_force_authn boolean", "true"),
            set("saml_connection_login_hint jsonb", r#"{"mode":"off"}"#),
        ],
    )
    .sends(&[r#"POST /enterprise_connections {"name":"Okta","provider":"saml_okta","domains":["a.example.com"],
        "custom_attributes":[{"name":"team","key":"team"}],"active":false,"organization_id":"{organizations}",
        "allow_organization_account_linking":true,"saml":{"idp_entity_id":"https://idp.example.com/new",
        "idp_sso_url":"https://idp.example.com/sso/new","idp_certificate":"MIIDdzCC",
        "idp_metadata_url":"https://idp.example.com/metadata","idp_metadata":"<EntityDescriptor/>",
        "attribute_mapping":{"first_name":"first"},"allow_subdomains":true,"allow_idp_initiated":true,
        "force_authn":true,"login_hint":{"mode":"off"}}}"#]),
    insert(
        "enterprise_connections",
        "name text = GitLab",
        &[
            set("name text", "GitLab"),
            set("provider text", "oidc_gitlab"),
            set("domains jsonb", r#"["a.example.com"]"#),
            set("oauth_config_client_id text", "client"),
            hidden("oauth_config_client_secret text", "client-secret"),
            set("oauth_config_discovery_url text", "https://idp.example.com/discovery"),
            set("oauth_config_auth_url text", "https://idp.example.com/auth"),
            set("oauth_config_token_url text", "https://idp.example.com/token"),
            set("oauth_config_user_info_url text", "https://idp.example.com/userinfo"),
            set("oauth_config_requires_pkce boolean", "true"),
        ],
    )
    .sends(&[
        r#"POST /enterprise_connections {"name":"GitLab","provider":"oidc_gitlab","domains":["a.example.com"],
        "oidc":{"client_id":"client","client_secret":"client-secret",
        "discovery_url":"https://idp.example.com/discovery","auth_url":"https://idp.example.com/auth",
        "token_url":"https://idp.example.com/token","user_info_url":"https://idp.example.com/userinfo",
        "requires_pkce":true}}"#,
    ]),
    // Typed columns are merged into the objects of `attrs`.
    insert(
        "enterprise_connections",
        "name text = Okta",
        &[
            shown_by(
                "attrs jsonb",
                r#"{"name":"Okta","provider":"saml_okta","domains":["a.example.com"],
                "saml":{"idp_entity_id":"https://idp.example.com/new","force_authn":false}}"#,
                "saml_connection_idp_entity_id text",
                "https://idp.example.com/new",
            ),
            set("saml_connection_force_authn boolean", "true"),
        ],
    )
    .sends(&[r#"POST /enterprise_connections {"name":"Okta","provider":"saml_okta","domains":["a.example.com"],
        "saml":{"idp_entity_id":"https://idp.example.com/new","force_authn":true}}"#]),
    update(
        "enterprise_connections",
        "{enterprise_connections}",
        &[
            set("name text", "Okta"),
            set("domains jsonb", r#"["a.example.com"]"#),
            set("sync_user_attributes boolean", "false"),
            set("disable_additional_identifications boolean", "true"),
            set("custom_attributes jsonb", r#"[{"name":"team","key":"team"}]"#),
            set("saml_connection_name text", "Okta SAML"),
            set("active boolean", "true"),
            set("organization_id text", "{organizations}"),
            set("allow_organization_account_linking boolean", "true"),
            set("saml_connection_idp_entity_id text", "https://idp.example.com/new"),
            set("saml_connection_idp_sso_url text", "https://idp.example.com/sso/new"),
            hidden("saml_connection_idp_certificate text", "MIIDdzCC"),
            set("saml_connection_idp_metadata_url text", NULL),
            hidden("saml_connection_idp_metadata text", "<EntityDescriptor/>"),
            hidden("saml_connection_attribute_mapping jsonb", r#"{"first_name":"first"}"#),
            set("saml_connection_allow_subdomains boolean", "true"),
            set("saml_connection_allow_idp_initiated boolean", "true"),
            set("saml_connection_force_authn boolean", "true"),
            set("saml_connection_login_hint jsonb", r#"{"mode":"off"}"#),
            set("oauth_config_client_id text", "client"),
            hidden("oauth_config_client_secret text", "client-secret"),
            set("oauth_config_discovery_url text", "https://idp.example.com/discovery"),
            set("oauth_config_auth_url text", "https://idp.example.com/auth"),
            set("oauth_config_token_url text", "https://idp.example.com/token"),
            set("oauth_config_user_info_url text", "https://idp.example.com/userinfo"),
            set("oauth_config_requires_pkce boolean", "true"),
        ],
    )
    .sends(&[
        r#"PATCH /enterprise_connections/{enterprise_connections} {"name":"Okta","domains":["a.example.com"],
        "sync_user_attributes":false,"disable_additional_identifications":true,
        "custom_attributes":[{"name":"team","key":"team"}],"active":true,"organization_id":"{organizations}",
        "allow_organization_account_linking":true,"saml":{"name":"Okta SAML",
        "idp_entity_id":"https://idp.example.com/new","idp_sso_url":"https://idp.example.com/sso/new",
        "idp_certificate":"MIIDdzCC","idp_metadata_url":null,"idp_metadata":"<EntityDescriptor/>",
        "attribute_mapping":{"first_name":"first"},"allow_subdomains":true,"allow_idp_initiated":true,
        "force_authn":true,"login_hint":{"mode":"off"}},"oidc":{"client_id":"client",
        "client_secret":"client-secret","discovery_url":"https://idp.example.com/discovery",
        "auth_url":"https://idp.example.com/auth","token_url":"https://idp.example.com/token",
        "user_info_url":"https://idp.example.com/userinfo","requires_pkce":true}}"#,
    ]),
    update(
        "enterprise_connections",
        "{enterprise_connections}",
        &[shown_by("attrs jsonb", r#"{"name":"Renamed"}"#, "name text", "Renamed")],
    )
    .sends(&[r#"PATCH /enterprise_connections/{enterprise_connections} {"name":"Renamed"}"#]),
    delete("enterprise_connections", "{enterprise_connections}")
        .sends(&["DELETE /enterprise_connections/{enterprise_connections}"]),
    insert(
        "directories",
        "name text = New",
        &[
            set("enterprise_connection_id text", "{enterprise_connections}"),
            set("name text", "New"),
            set("provider text", "okta"),
            shown_in(
                "group_role_mappings jsonb",
                r#"[{"directory_group_id":"group-new","role_id":"{organization_roles}"}]"#,
                row(
                    "directory_group_role_mappings",
                    "directory_group_id text = group-new",
                    "role_id text",
                    "{organization_roles}",
                ),
            ),
        ],
    )
    .sends(&[r#"POST /directories {"enterprise_connection_id":"{enterprise_connections}","name":"New",
        "provider":"okta","group_role_mappings":[{"directory_group_id":"group-new",
        "role_id":"{organization_roles}"}]}"#])
    .warns(API_KEY),
    insert(
        "directories",
        "name text = New",
        &[shown_by(
            "attrs jsonb",
            r#"{"enterprise_connection_id":"{enterprise_connections}","name":"New","provider":"okta"}"#,
            "provider text",
            "okta",
        )],
    )
    .sends(&[
        r#"POST /directories {"enterprise_connection_id":"{enterprise_connections}","name":"New","provider":"okta"}"#,
    ])
    .warns(API_KEY),
    // Clerk merges the mapping, in a request of its own.
    update(
        "directories",
        "{directories:!enabled,!group_role_mapping_enabled}",
        &[
            set("name text", "Renamed"),
            set("provider text", "okta"),
            set("enabled boolean", "true"),
            set("group_role_mapping_enabled boolean", "true"),
            set("attribute_mapping_first_name text", "name.givenName"),
        ],
    )
    .sends(&[
        r#"PATCH /directories/{directories:!enabled,!group_role_mapping_enabled} {"name":"Renamed",
        "provider":"okta","enabled":true,"group_role_mapping_enabled":true}"#,
        r#"PATCH /directories/{directories:!enabled,!group_role_mapping_enabled}
        {"attribute_mapping":{"first_name":"name.givenName"}}"#,
    ])
    .shows(&[("attribute_mapping_email text", "emails[0].value")]),
    update("directories", "{directories}", &[shown_by("attrs jsonb", r#"{"name":"Renamed"}"#, "name text", "Renamed")])
        .sends(&[r#"PATCH /directories/{directories} {"name":"Renamed"}"#]),
    delete("directories", "{directories}")
        .sends(&["DELETE /directories/{directories}"])
        .others(&[no_row("directory_group_role_mappings", "directory_id text = {directories}")]),
    insert(
        "directory_group_role_mappings",
        "directory_id text = {directories} and directory_group_id text = group-new",
        &[
            set("directory_id text", "{directories}"),
            set("directory_group_id text", "group-new"),
            set("role_id text", "{organization_roles}"),
            set("precedence bigint", "7"),
        ],
    )
    .sends(&[r#"POST /directories/{directories}/group_role_mappings {"directory_group_id":"group-new",
        "role_id":"{organization_roles}","precedence":7}"#]),
    insert(
        "directory_group_role_mappings",
        "directory_id text = {directories} and scim_group_id text = group-new",
        &[
            set("directory_id text", "{directories}"),
            set("scim_group_id text", "group-new"),
            set("role_id text", "{organization_roles}"),
        ],
    )
    .sends(&[r#"POST /directories/{directories}/group_role_mappings {"scim_group_id":"group-new",
        "role_id":"{organization_roles}"}"#]),
    insert(
        "directory_group_role_mappings",
        "directory_id text = {directories} and directory_group_id text = group-new",
        &[
            set("directory_id text", "{directories}"),
            shown_by(
                "attrs jsonb",
                r#"{"directory_group_id":"group-new","role_id":"{organization_roles}"}"#,
                "role_id text",
                "{organization_roles}",
            ),
        ],
    )
    .sends(&[r#"POST /directories/{directories}/group_role_mappings {"directory_group_id":"group-new",
        "role_id":"{organization_roles}"}"#]),
    delete("directory_group_role_mappings", "{directories}/{directory_group_role_mappings}")
        .sends(&["DELETE /directories/{directories}/group_role_mappings/{directory_group_role_mappings}"]),
    insert(
        "scim_directories",
        "name text = New",
        &[
            set("enterprise_connection_id text", "{enterprise_connections}"),
            set("name text", "New"),
            set("provider text", "okta"),
            shown_in(
                "group_role_mappings jsonb",
                r#"[{"scim_group_id":"group-new","role_id":"{organization_roles}"}]"#,
                row(
                    "scim_group_role_mappings",
                    "scim_group_id text = group-new",
                    "role_id text",
                    "{organization_roles}",
                ),
            ),
        ],
    )
    .sends(&[r#"POST /scim_directories {"enterprise_connection_id":"{enterprise_connections}","name":"New",
        "provider":"okta","group_role_mappings":[{"scim_group_id":"group-new","role_id":"{organization_roles}"}]}"#])
    .warns(API_KEY),
    insert(
        "scim_directories",
        "name text = New",
        &[shown_by(
            "attrs jsonb",
            r#"{"enterprise_connection_id":"{enterprise_connections}","name":"New","provider":"okta"}"#,
            "provider text",
            "okta",
        )],
    )
    .sends(&[r#"POST /scim_directories {"enterprise_connection_id":"{enterprise_connections}","name":"New",
        "provider":"okta"}"#])
    .warns(API_KEY),
    update(
        "scim_directories",
        "{scim_directories:!enabled,!group_role_mapping_enabled}",
        &[
            set("name text", "Renamed"),
            set("provider text", "okta"),
            set("enabled boolean", "true"),
            set("group_role_mapping_enabled boolean", "true"),
            set("attribute_mapping_first_name text", "name.givenName"),
        ],
    )
    .sends(&[
        r#"PATCH /scim_directories/{scim_directories:!enabled,!group_role_mapping_enabled} {"name":"Renamed",
        "provider":"okta","enabled":true,"group_role_mapping_enabled":true}"#,
        r#"PATCH /scim_directories/{scim_directories:!enabled,!group_role_mapping_enabled}
        {"attribute_mapping":{"first_name":"name.givenName"}}"#,
    ])
    .shows(&[("attribute_mapping_email text", "emails[0].value")]),
    update(
        "scim_directories",
        "{scim_directories}",
        &[shown_by("attrs jsonb", r#"{"name":"Renamed"}"#, "name text", "Renamed")],
    )
    .sends(&[r#"PATCH /scim_directories/{scim_directories} {"name":"Renamed"}"#]),
    delete("scim_directories", "{scim_directories}")
        .sends(&["DELETE /scim_directories/{scim_directories}"])
        .others(&[no_row("scim_group_role_mappings", "scim_directory_id text = {scim_directories}")]),
    insert(
        "scim_group_role_mappings",
        "scim_directory_id text = {scim_directories} and scim_group_id text = group-new",
        &[
            set("scim_directory_id text", "{scim_directories}"),
            set("scim_group_id text", "group-new"),
            set("role_id text", "{organization_roles}"),
            set("precedence bigint", "7"),
        ],
    )
    .sends(&[r#"POST /scim_directories/{scim_directories}/group_role_mappings {"scim_group_id":"group-new",
        "role_id":"{organization_roles}","precedence":7}"#]),
    insert(
        "scim_group_role_mappings",
        "scim_directory_id text = {scim_directories} and scim_group_id text = group-new",
        &[
            set("scim_directory_id text", "{scim_directories}"),
            shown_by(
                "attrs jsonb",
                r#"{"scim_group_id":"group-new","role_id":"{organization_roles}"}"#,
                "role_id text",
                "{organization_roles}",
            ),
        ],
    )
    .sends(&[r#"POST /scim_directories/{scim_directories}/group_role_mappings {"scim_group_id":"group-new",
        "role_id":"{organization_roles}"}"#]),
    delete("scim_group_role_mappings", "{scim_directories}/{scim_group_role_mappings}")
        .sends(&["DELETE /scim_directories/{scim_directories}/group_role_mappings/{scim_group_role_mappings}"]),
];
