//! Settings of the instance, domains, redirect URLs, templates and sign-ups.

use crate::case::{Case, NULL, delete, hidden, in_mock, insert, set, shown_by, update};

#[test]
fn settings_are_written() {
    crate::check::check(CASES);
}

pub const CASES: &[Case] = &[
    update(
        "instance",
        "{instance}",
        &[
            hidden("test_mode boolean", "true"),
            hidden("hibp boolean", "true"),
            hidden("support_email text", "help@example.com"),
            hidden("clerk_js_version text", "5"),
            hidden("development_origin text", "http://localhost:3000"),
            set("allowed_origins jsonb", r#"["https://a.example.com","https://b.example.com"]"#),
            hidden("cookieless_dev boolean", "false"),
            hidden("url_based_session_syncing boolean", "true"),
            hidden("preferred_sign_in_strategy_when_password_required text", "otp"),
        ],
    )
    .sends(&[r#"PATCH /instance {"test_mode":true,"hibp":true,"support_email":"help@example.com",
        "clerk_js_version":"5","development_origin":"http://localhost:3000",
        "allowed_origins":["https://a.example.com","https://b.example.com"],"cookieless_dev":false,
        "url_based_session_syncing":true,"preferred_sign_in_strategy_when_password_required":"otp"}"#]),
    update("instance", "{instance}", &[hidden("support_email text", NULL)])
        .sends(&[r#"PATCH /instance {"support_email":null}"#]),
    update(
        "instance",
        "{instance}",
        &[
            in_mock("allowlist boolean", "true", "instance_restrictions", "allowlist"),
            in_mock("blocklist boolean", "true", "instance_restrictions", "blocklist"),
            in_mock(
                "allowlist_blocklist_disabled_on_sign_in boolean",
                "true",
                "instance_restrictions",
                "allowlist_blocklist_disabled_on_sign_in",
            ),
            in_mock("block_email_subaddresses boolean", "true", "instance_restrictions", "block_email_subaddresses"),
            in_mock(
                "block_disposable_email_domains boolean",
                "true",
                "instance_restrictions",
                "block_disposable_email_domains",
            ),
        ],
    )
    .sends(&[r#"PATCH /instance/restrictions {"allowlist":true,"blocklist":true,
        "allowlist_blocklist_disabled_on_sign_in":true,"block_email_subaddresses":true,
        "block_disposable_email_domains":true}"#]),
    update(
        "instance",
        "{instance}",
        &[
            in_mock("restricted_to_allowlist boolean", "true", "instance_beta_settings", "restricted_to_allowlist"),
            in_mock("from_email_address text", "noreply", "instance_beta_settings", "from_email_address"),
            in_mock("progressive_sign_up boolean", "true", "instance_beta_settings", "progressive_sign_up"),
        ],
    )
    .sends(&[r#"PATCH /beta_features/instance_settings {"restricted_to_allowlist":true,
        "from_email_address":"noreply","progressive_sign_up":true}"#]),
    // One row, three requests.
    update(
        "instance",
        "{instance}",
        &[
            in_mock("progressive_sign_up boolean", "false", "instance_beta_settings", "progressive_sign_up"),
            in_mock("blocklist boolean", "false", "instance_restrictions", "blocklist"),
            shown_by("attrs jsonb", r#"{"allowed_origins":["app://x"]}"#, "allowed_origins jsonb", r#"["app://x"]"#),
        ],
    )
    .sends(&[
        r#"PATCH /instance {"allowed_origins":["app://x"]}"#,
        r#"PATCH /instance/restrictions {"blocklist":false}"#,
        r#"PATCH /beta_features/instance_settings {"progressive_sign_up":false}"#,
    ]),
    update(
        "instance_communication",
        "{instance_communication.object}",
        &[set("blocked_country_codes jsonb", r#"["XX","YY"]"#)],
    )
    .sends(&[r#"PATCH /instance/communication {"blocked_country_codes":["XX","YY"]}"#]),
    update(
        "instance_communication",
        "{instance_communication.object}",
        &[shown_by("attrs jsonb", r#"{"blocked_country_codes":[]}"#, "blocked_country_codes jsonb", "[]")],
    )
    .sends(&[r#"PATCH /instance/communication {"blocked_country_codes":[]}"#]),
    update(
        "instance_oauth_application_settings",
        "{instance_oauth_application_settings.object}",
        &[
            set("dynamic_oauth_client_registration boolean", "false"),
            set("default_scopes jsonb", r#"["email"]"#),
            set("oauth_jwt_access_tokens boolean", "false"),
            set("client_id_metadata_documents_advertised boolean", "false"),
            set("client_id_metadata_documents_only_allow_pre_registered_clients boolean", "false"),
            set("client_id_metadata_documents_block_implicitly_allowed_clients boolean", "false"),
        ],
    )
    .sends(&[r#"PATCH /instance/oauth_application_settings {"dynamic_oauth_client_registration":false,
        "default_scopes":["email"],"oauth_jwt_access_tokens":false,"client_id_metadata_documents_advertised":false,
        "client_id_metadata_documents_only_allow_pre_registered_clients":false,
        "client_id_metadata_documents_block_implicitly_allowed_clients":false}"#]),
    update(
        "instance_oauth_application_settings",
        "{instance_oauth_application_settings.object}",
        &[shown_by("attrs jsonb", r#"{"default_scopes":["email"]}"#, "default_scopes jsonb", r#"["email"]"#)],
    )
    .sends(&[r#"PATCH /instance/oauth_application_settings {"default_scopes":["email"]}"#]),
    update(
        "instance_organization_settings",
        "{instance_organization_settings.object}",
        &[
            set("enabled boolean", "false"),
            set("max_allowed_memberships bigint", "9"),
            set("admin_delete_enabled boolean", "false"),
            set("domains_enabled boolean", "false"),
            set("slug_disabled boolean", "false"),
            set("domains_enrollment_modes jsonb", r#"["automatic_invitation"]"#),
            shown_by("creator_role_id text", "{organization_roles}", "creator_role text", "{organization_roles.key}"),
            shown_by(
                "domains_default_role_id text",
                "{organization_roles#1}",
                "domains_default_role text",
                "{organization_roles#1.key}",
            ),
        ],
    )
    .sends(&[r#"PATCH /instance/organization_settings {"enabled":false,"max_allowed_memberships":9,
        "admin_delete_enabled":false,"domains_enabled":false,"slug_disabled":false,
        "domains_enrollment_modes":["automatic_invitation"],"creator_role_id":"{organization_roles}",
        "domains_default_role_id":"{organization_roles#1}"}"#]),
    update(
        "instance_organization_settings",
        "{instance_organization_settings.object}",
        &[shown_by("attrs jsonb", r#"{"enabled":false}"#, "enabled boolean", "false")],
    )
    .sends(&[r#"PATCH /instance/organization_settings {"enabled":false}"#]),
    update(
        "instance_protect",
        "{instance_protect.object}",
        &[set("rules_enabled boolean", "false"), set("specter_enabled boolean", "false")],
    )
    .sends(&[r#"PATCH /instance/protect {"rules_enabled":false,"specter_enabled":false}"#]),
    update(
        "instance_protect",
        "{instance_protect.object}",
        &[shown_by("attrs jsonb", r#"{"rules_enabled":false}"#, "rules_enabled boolean", "false")],
    )
    .sends(&[r#"PATCH /instance/protect {"rules_enabled":false}"#]),
    insert(
        "domains",
        "name text = new.example.com",
        &[
            set("name text", "new.example.com"),
            set("is_satellite boolean", "true"),
            set("proxy_url text", "https://new.example.com/__clerk"),
        ],
    )
    .sends(&[r#"POST /domains {"name":"new.example.com","is_satellite":true,
        "proxy_url":"https://new.example.com/__clerk"}"#]),
    insert(
        "domains",
        "name text = new.example.com",
        &[shown_by("attrs jsonb", r#"{"name":"new.example.com","is_satellite":true}"#, "is_satellite boolean", "true")],
    )
    .sends(&[r#"POST /domains {"name":"new.example.com","is_satellite":true}"#]),
    update(
        "domains",
        "{domains}",
        &[
            set("name text", "new.example.com"),
            set("proxy_url text", "https://new.example.com/__clerk"),
            hidden("is_secondary boolean", "true"),
        ],
    )
    .sends(&[r#"PATCH /domains/{domains} {"name":"new.example.com",
        "proxy_url":"https://new.example.com/__clerk","is_secondary":true}"#])
    .shows(&[("frontend_api_url text", "https://clerk.new.example.com")]),
    update("domains", "{domains}", &[set("proxy_url text", NULL)])
        .given(&[r#"PATCH /domains/{domains} {"proxy_url":"https://new.example.com/__clerk"}"#])
        .sends(&[r#"PATCH /domains/{domains} {"proxy_url":null}"#]),
    update(
        "domains",
        "{domains}",
        &[shown_by("attrs jsonb", r#"{"name":"new.example.com"}"#, "name text", "new.example.com")],
    )
    .sends(&[r#"PATCH /domains/{domains} {"name":"new.example.com"}"#]),
    delete("domains", "{domains:is_satellite}").sends(&["DELETE /domains/{domains:is_satellite}"]),
    insert("redirect_urls", "url text = app://callback", &[set("url text", "app://callback")])
        .sends(&[r#"POST /redirect_urls {"url":"app://callback"}"#]),
    insert(
        "redirect_urls",
        "url text = app://callback",
        &[shown_by("attrs jsonb", r#"{"url":"app://callback"}"#, "url text", "app://callback")],
    )
    .sends(&[r#"POST /redirect_urls {"url":"app://callback"}"#]),
    delete("redirect_urls", "{redirect_urls}").sends(&["DELETE /redirect_urls/{redirect_urls}"]),
    insert(
        "jwt_templates",
        "name text = new",
        &[
            set("name text", "new"),
            set("claims jsonb", r#"{"role":"{{ user.role }}"}"#),
            set("lifetime bigint", "90"),
            set("allowed_clock_skew integer", "7"),
            set("custom_signing_key boolean", "true"),
            set("signing_algorithm text", "HS512"),
            hidden("signing_key text", "a signing key"),
        ],
    )
    .sends(&[r#"POST /jwt_templates {"name":"new","claims":{"role":"{{ user.role }}"},"lifetime":90,
        "allowed_clock_skew":7,"custom_signing_key":true,"signing_algorithm":"HS512",
        "signing_key":"a signing key"}"#]),
    insert(
        "jwt_templates",
        "name text = new",
        &[set("name text", "new"), set("claims_role text", "admin"), set("claims_level bigint", "3")],
    )
    .sends(&[r#"POST /jwt_templates {"name":"new","claims":{"role":"admin","level":3}}"#]),
    insert(
        "jwt_templates",
        "name text = new",
        &[shown_by("attrs jsonb", r#"{"name":"new","claims":{"a":1}}"#, "claims jsonb", r#"{"a":1}"#)],
    )
    .sends(&[r#"POST /jwt_templates {"name":"new","claims":{"a":1}}"#]),
    update(
        "jwt_templates",
        "{jwt_templates}",
        &[
            set("name text", "renamed"),
            set("claims jsonb", r#"{"a":1}"#),
            set("lifetime bigint", "90"),
            set("allowed_clock_skew bigint", "0"),
            set("custom_signing_key boolean", "true"),
            set("signing_algorithm text", "HS512"),
            hidden("signing_key text", "a signing key"),
        ],
    )
    .sends(&[r#"PATCH /jwt_templates/{jwt_templates} {"name":"renamed","claims":{"a":1},"lifetime":90,
        "allowed_clock_skew":0,"custom_signing_key":true,"signing_algorithm":"HS512",
        "signing_key":"a signing key"}"#]),
    update(
        "jwt_templates",
        "{jwt_templates}",
        &[shown_by("attrs jsonb", r#"{"name":"renamed","claims":{}}"#, "name text", "renamed")],
    )
    .sends(&[r#"PATCH /jwt_templates/{jwt_templates} {"name":"renamed","claims":{}}"#]),
    delete("jwt_templates", "{jwt_templates}").sends(&["DELETE /jwt_templates/{jwt_templates}"]),
    update(
        "templates",
        "email/{templates:template_type=email.slug}",
        &[
            set("name text", "Welcome"),
            set("subject text", "Hello"),
            set("markup text", "<p>Hello</p>"),
            set("body text", "Hello {{ user }}"),
            set("from_email_name text", "hello"),
            set("reply_to_email_name text", "support"),
        ],
    )
    .sends(&[r#"PUT /templates/email/slug%200 {"name":"Welcome","subject":"Hello","markup":"<p>Hello</p>",
        "body":"Hello {{ user }}","from_email_name":"hello","reply_to_email_name":"support"}"#]),
    update(
        "templates",
        "email/{templates:template_type=email.slug}",
        &[shown_by("attrs jsonb", r#"{"body":"Hello"}"#, "body text", "Hello")],
    )
    .sends(&[r#"PUT /templates/email/slug%200 {"body":"Hello"}"#]),
    update("templates", "sms/{templates:template_type=sms.slug}", &[set("delivered_by_clerk boolean", "true")])
        .sends(&[r#"POST /templates/sms/slug%201/toggle_delivery {"delivered_by_clerk":true}"#]),
    update(
        "templates",
        "email/{templates:template_type=email.slug}",
        &[shown_by("revert boolean", "true", "can_revert boolean", "false")],
    )
    .given(&[r#"PUT /templates/email/slug%200 {"body":"Hello"}"#])
    .sends(&["POST /templates/email/slug%200/revert"])
    .shows(&[("body text", "The default body.")]),
    update("sign_ups", "{sign_ups}", &[set("external_id text", "crm-1"), set("custom_action boolean", "true")])
        .sends(&[r#"PATCH /sign_ups/{sign_ups} {"external_id":"crm-1","custom_action":true}"#]),
    update(
        "sign_ups",
        "{sign_ups}",
        &[shown_by("attrs jsonb", r#"{"external_id":"crm-1"}"#, "external_id text", "crm-1")],
    )
    .sends(&[r#"PATCH /sign_ups/{sign_ups} {"external_id":"crm-1"}"#]),
];
