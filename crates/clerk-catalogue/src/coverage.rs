//! The endpoints of Clerk's Backend API that no object uses.

/// Endpoints with the method GET that no object reads, each with the reason: sentences whose subject is the endpoint.
pub const NO_TABLES: &[(&str, &str)] = &[
    ("/public/interstitial", "Returns a web page rather than data."),
    ("/users/{user_id}/oauth_access_tokens/{provider}", "Returns access tokens, which are secrets."),
    ("/machines/{machine_id}/secret_key", "Returns a secret key."),
    ("/api_keys/{apiKeyID}/secret", "Returns the secret of an API key."),
    (
        "/templates/{template_type}/{slug}",
        "Returns one row of `templates` for two key values. The list of templates is short enough to be read instead.",
    ),
    (
        "/organizations/{organization_id}/invitations",
        "Returns rows of `organization_invitations`, but omits the invitations that result from a domain of the \
         organization.",
    ),
    (
        "/organizations/{organization_id}/invitations/pending",
        "Returns pending invitations only, and omits those that result from a domain. Deprecated by Clerk.",
    ),
    (
        "/organizations/{organization_id}/invitations/{invitation_id}",
        "Returns one row of `organization_invitations` for two key values.",
    ),
    (
        "/organizations/{organization_id}/domains",
        "Returns rows of `organization_domains`, whose own endpoint can filter by `organization_id`.",
    ),
];

/// Endpoints that write and that no object uses: their methods and paths, each with the reason: sentences whose subject
/// is the endpoint.
pub const NOT_WRITTEN: &[(&str, &str, &str)] = &[
    ("POST", "/clients/verify", "Checks a session token, and changes nothing."),
    (
        "POST",
        "/email_addresses/{email_address_id}/prepare_verification",
        "Sends a code by e-mail, and returns the id that the next request needs.",
    ),
    ("POST", "/email_addresses/{email_address_id}/attempt_verification", "Checks a code that was sent by e-mail."),
    (
        "POST",
        "/phone_numbers/{phone_number_id}/prepare_verification",
        "Sends a code by text message, and returns the id that the next request needs.",
    ),
    ("POST", "/phone_numbers/{phone_number_id}/attempt_verification", "Checks a code that was sent by text message."),
    (
        "PUT",
        "/users/{user_id}/email_address",
        "Deletes all other e-mail addresses of the user. Rows of `user_email_addresses` can be written one by one.",
    ),
    (
        "PUT",
        "/users/{user_id}/phone_number",
        "Deletes all other phone numbers of the user. Rows of `user_phone_numbers` can be written one by one.",
    ),
    ("POST", "/users/ban", "Bans several users. Each row of `users` is written by a request of its own."),
    ("POST", "/users/unban", "Ends the bans of several users. Each row of `users` is written by a request of its own."),
    ("POST", "/users/{user_id}/profile_image", "Takes an uploaded file, which no column can contain."),
    ("POST", "/users/{user_id}/verify_password", "Checks a password, and changes nothing."),
    ("POST", "/users/{user_id}/verify_totp", "Checks a one-time password or a backup code."),
    ("POST", "/sessions/{session_id}/refresh", "Returns a session token, which is a secret."),
    ("POST", "/sessions/{session_id}/tokens", "Returns a session token, which is a secret."),
    ("POST", "/sessions/{session_id}/tokens/{template_name}", "Returns a token, which is a secret."),
    (
        "POST",
        "/invitations/bulk",
        "Creates several invitations. Each row of `invitations` is written by a request of its own.",
    ),
    (
        "POST",
        "/organizations/{organization_id}/invitations/bulk",
        "Creates several invitations. Each row of `organization_invitations` is written by a request of its own.",
    ),
    ("PUT", "/organizations/{organization_id}/logo", "Takes an uploaded file, which no column can contain."),
    (
        "POST",
        "/waitlist_entries/bulk",
        "Creates several entries. Each row of `waitlist_entries` is written by a request of its own.",
    ),
    (
        "POST",
        "/templates/{template_type}/{slug}/preview",
        "Returns a preview of a message, and changes nothing. Deprecated by Clerk.",
    ),
    ("PUT", "/oauth_applications/{oauth_application_id}/logo", "Takes an uploaded file, which no column can contain."),
    ("POST", "/oauth_applications/{oauth_application_id}/rotate_secret", "Returns a new client secret."),
    (
        "POST",
        "/oauth_applications/{oauth_application_id}/revoke_token",
        "Revokes a token, which no table contains because it is a secret.",
    ),
    ("POST", "/oauth_applications/access_tokens/verify", "Checks an access token, and changes nothing."),
    (
        "POST",
        "/enterprise_connections/{enterprise_connection_id}/test_runs",
        "Returns a URL at which somebody has to start the test within a short time. A statement cannot return it.",
    ),
    (
        "PUT",
        "/directories/{directory_id}/group_role_mappings",
        "Replaces all mappings of the directory. Rows of `directory_group_role_mappings` can be written one by one.",
    ),
    ("POST", "/directories/{directory_id}/rotate_api_key", "Returns a new API key."),
    (
        "PUT",
        "/scim_directories/{scim_directory_id}/group_role_mappings",
        "Replaces all mappings of the directory. Rows of `scim_group_role_mappings` can be written one by one.",
    ),
    ("POST", "/scim_directories/{scim_directory_id}/rotate_api_key", "Returns a new API key."),
    ("POST", "/machines/{machine_id}/secret_key/rotate", "Returns a new secret key."),
    ("POST", "/api_keys/verify", "Checks the secret of an API key, and changes nothing."),
    ("POST", "/m2m_tokens", "Returns a new token, which is a secret, and accepts only the secret key of a machine."),
    ("POST", "/m2m_tokens/verify", "Checks a token, and changes nothing."),
    ("POST", "/actor_tokens", "Returns a token with which somebody impersonates a user."),
    ("POST", "/actor_tokens/{actor_token_id}/revoke", "Revokes an actor token. No table contains these tokens."),
    ("POST", "/sign_in_tokens", "Returns a token with which somebody signs in."),
    ("POST", "/sign_in_tokens/{sign_in_token_id}/revoke", "Revokes a sign-in token. No table contains these tokens."),
    ("POST", "/testing_tokens", "Returns a token for tests."),
    ("POST", "/agents/tasks", "Returns a URL with which an agent acts as a user."),
    ("POST", "/agents/tasks/{agent_task_id}/revoke", "Revokes an agent task. No table contains these tasks."),
    ("POST", "/admin_portal_link_tokens", "Returns a token that gives access to a portal for administrators."),
    (
        "POST",
        "/admin_portal_link_tokens/{adminPortalLinkTokenID}/revoke",
        "Revokes a token. No table contains these tokens.",
    ),
    ("POST", "/proxy_checks", "Checks the proxy of a domain. No table contains these checks."),
    (
        "POST",
        "/webhooks/svix",
        "Connects the instance with Svix, the service that sends webhook events. No table contains the connection.",
    ),
    (
        "DELETE",
        "/webhooks/svix",
        "Ends the connection with Svix, the service that sends webhook events. No table contains the connection.",
    ),
    ("POST", "/webhooks/svix_url", "Returns a URL that gives access to the dashboard of Svix."),
    (
        "POST",
        "/instance/change_domain",
        "Gives a production instance another domain, which signs out all users and causes downtime.",
    ),
    ("PUT", "/beta_features/domain", "Does the same as `/instance/change_domain`. Deprecated by Clerk."),
];
